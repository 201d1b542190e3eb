from odoo.exceptions import UserError
from odoo.tests import tagged

from .referral_case import ReferralCase


@tagged("post_install", "-at_install")
class TestReferralReason(ReferralCase):
    """By some reasons the system itself says why it ended a referral: they are there, or it says none."""

    def test_a_reason_of_the_system_is_not_deleted(self):
        for name in ("said_no", "took_back", "search_closed"):
            reason = self.env.ref(f"jobseeker_relations.referral_reason_{name}").with_user(self.manager)
            with self.assertRaisesRegex(UserError, "archive it instead"):
                reason.unlink()
            reason.active = False
        self.env.ref("jobseeker_relations.referral_reason_pay").with_user(self.manager).unlink()

    def test_nobody_is_blamed_in_its_place(self):
        """Gone all the same, by SQL."""
        referral = self._sent()
        self.env["ir.model.data"].search([("name", "=", "referral_reason_search_closed")]).unlink()
        self.env.registry.clear_cache()
        self.ana.state = "closed"
        self.assertEqual(referral.state, "withdrawn")
        self.assertFalse(referral.outcome_reason_id)

    def test_a_user_says_why(self):
        with self.assertRaisesRegex(UserError, "Say why"):
            self._sent().write({"state": "withdrawn", "outcome_reason_id": False})
