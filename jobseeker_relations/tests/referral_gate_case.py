from odoo.exceptions import RedirectWarning, UserError

from .referral_case import ReferralCase


class ReferralGateCase(ReferralCase):
    """What stands in the way of a referral: it blocks, it warns, or nothing does."""

    def assertBlocked(self, referral, words):
        """It says so on the form, is not ready, and does not go."""
        referral.invalidate_recordset()
        self.assertRegex(referral.blockers or "", words)
        with self.assertRaisesRegex((UserError, RedirectWarning), words):
            referral.action_send()
        self.assertNotIn(referral.state, ("ready", "sent"))
        self.assertFalse(self._mails("hugo@acme.example"))

    def assertWarned(self, referral, words):
        """It is ready, and goes with a reason alone."""
        referral.invalidate_recordset()
        self.assertFalse(referral.blockers)
        self.assertRegex(referral.warnings or "", words)
        self.assertTrue(referral.may_go_on)
        with self.assertRaisesRegex(RedirectWarning, words):
            referral.action_send()
        self.assertEqual(referral.state, "ready")

    def assertGoes(self, referral):
        referral.invalidate_recordset()
        self.assertFalse(referral.blockers or referral.warnings)
        referral.action_send()
        self.assertEqual(referral.state, "sent")
