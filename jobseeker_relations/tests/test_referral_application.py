from odoo.tests import tagged

from .referral_case import ReferralCase

REFUSE = "refuse this application"


@tagged("post_install", "-at_install")
class TestReferralApplication(ReferralCase):
    """A job of our own: what a referral made ends with it, what they applied for themselves is theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._job("Clerk", hirer_id=False, hirer_contact_id=False, user_id=cls.manager.id)

    def _apply(self):
        return self.env["hr.applicant"].create(
            {"partner_name": self.ana.name, "partner_id": self.ana.partner_id.id, "job_id": self.own.id}
        )

    def _withdraw(self, referral):
        referral.write({"state": "withdrawn", "outcome_reason_id": self.reason.id})

    def test_an_application_that_is_taken_back_is_its_recruiters(self):
        referral = self._sent(job=self.own)
        referral.sudo()._withdraw_consent("page")
        self.assertFalse([summary for summary in self._tasks() if summary.startswith("Tell ")])
        tasks = referral.sudo().applicant_id.activity_ids
        [task] = tasks.filtered(lambda one: one.summary == "It was taken back: refuse this application")
        self.assertEqual(task.user_id, self.manager)

    def test_what_we_withdraw_is_not_what_they_took_back(self):
        referral = self._sent(job=self.own)
        self._withdraw(referral)
        [task] = referral.sudo().applicant_id.activity_ids
        self.assertEqual(task.summary, "We do not put them forward any more: refuse this application")

    def test_what_they_applied_for_themselves_goes_on(self):
        application = self._apply()
        referral = self._sent(job=self.own)
        self.assertEqual(referral.applicant_id, application)
        self.assertFalse(referral._ends_application())
        self._withdraw(referral)
        self.assertFalse(application.activity_ids)

    def test_who_takes_it_back_is_asked_about_their_own_application(self):
        application = self._apply()
        self._sent(job=self.own).sudo()._withdraw_consent("page")
        [task] = application.activity_ids
        self.assertIn("ask whether that goes on", task.summary)
        self.assertNotIn(REFUSE, task.summary)

    def test_a_second_referral_ends_what_the_first_one_made(self):
        first = self._sent(job=self.own)
        self._withdraw(first)
        first.sudo().applicant_id.activity_ids.unlink()
        again = self._agreed(job=self.own)
        self._override(again, "referral_same_hirer")
        again.action_send()
        self.assertEqual(again.applicant_id, first.applicant_id)
        self.assertTrue(again._ends_application())
