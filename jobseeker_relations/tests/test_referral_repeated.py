from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .referral_gate_case import ReferralGateCase


@tagged("post_install", "-at_install")
class TestReferralRepeated(ReferralGateCase):
    """The same person, to the same hirer, for the same job again."""

    def test_not_twice_to_the_same_hirer_for_the_same_job(self):
        first = self._sent()
        first.write({"state": "refused", "outcome_reason_id": self.reason.id})
        self.env["mail.mail"].sudo().search([]).unlink()
        again = self._agreed()
        self.assertBlocked(again, "put forward to this hirer for this job already: not again before")
        self.assertNotIn(self.officer.name, again.blockers)
        self._override(again, "referral_same_hirer")
        self.assertGoes(again)

    def test_again_for_another_job_or_after_the_time(self):
        self._sent().write({"state": "refused", "outcome_reason_id": self.reason.id})
        self.assertGoes(self._agreed(job=self._job("Fitter")))
        with freeze_time(fields.Datetime.now() + timedelta(days=370)):
            self.ana.need_ids._confirm()
            again = self._agreed()
            self.assertFalse(again.blockers)

    def test_an_address_that_two_share_warns(self):
        """A brother reads the same mailbox: who it is, is for somebody to look at."""
        twin = self._person("Ana C.", adviser_id=self.manager.id, partner_vals={"email": self.ana.partner_id.email})
        self._make_referable(twin)
        self._sent(person=twin)
        referral = self._agreed()
        self.assertWarned(referral, "Perhaps the same person")
        self.assertNotIn("Ana C.", referral.warnings)
        self.assertNotIn(self.manager.name, referral.warnings)
        self._override(referral, "referral_same_address", "Her brother")
        self.assertGoes(referral)

    def test_who_was_known_under_another_contact_is_the_same(self):
        before = self._person("Ana Before", adviser_id=self.officer.id, partner_vals={"email": "before@example.com"})
        self._make_referable(before)
        self._sent(person=before)
        self._left()
        self.env["hr.jobseeker.former.contact"].create(
            {"jobseeker_id": self.ana.id, "contact_id": before.partner_id.id, "keys": "ana"}
        )
        self.env["mail.mail"].sudo().search([("email_to", "ilike", "hugo")]).unlink()
        self.assertBlocked(self._agreed(), "already: not again before")

    def test_another_company_of_ours_does_not_count(self):
        other = self.env["res.company"].create({"name": "Company B"})
        foreign = self.env["hr.jobseeker"].create({"partner_id": self.ana.partner_id.id, "company_id": other.id})
        row = self.Referral.create({"jobseeker_id": foreign.id, "hirer_id": self.acme.id})
        row.write({"sent_at": fields.Datetime.now()})
        speculative = self._agreed(job=self.env["hr.job"], hirer_id=self.acme.id, hirer_contact_id=self.hugo.id)
        self.assertNotIn("already", speculative.blockers)

    def test_who_applied_there_before(self):
        referral = self._agreed(applied="yes")
        self.assertBlocked(referral, "applied for it already")
        self._override(referral, "referral_same_hirer")
        self.assertGoes(referral)
