from odoo.tests import Form, tagged

from .referral_case import ReferralCase

TAKE_BACK = "Tell Acme that we withdraw what we sent"


@tagged("post_install", "-at_install")
class TestReferralClosing(ReferralCase):
    """Closing a search names what ends with it, and bars nobody's way back before the hirer heard of it."""

    def _at_interview(self, **vals):
        referral = self._sent(**vals)
        self._left()
        referral.write({"state": "interview", "interview_on": "2099-12-03"})
        return referral

    def _close(self, people=None):
        people = people or self.ana
        dialog = self.env["hr.jobseeker.close"].with_user(self.officer)
        reason = self.env.ref("jobseeker_relations.close_reason_other")
        return dialog.create({"jobseeker_ids": people.ids, "close_reason_id": reason.id})

    def _find_task(self, words):
        return self.ana.activity_ids.filtered(lambda task: words in task.summary)

    def test_the_dialog_names_what_ends(self):
        self._at_interview()
        offered = self._sent(job=self._job("Fitter"))
        offered.write({"state": "offered"})
        self._draft(job=self._job("Cook"))
        dialog = self._close()
        for words in ("Ana Costa → Acme, Welder (Interview 12/03/2099)", "Ana Costa → Acme, Fitter (Offer)"):
            self.assertIn(words, dialog.ending_referrals)
        self.assertNotIn("Cook", dialog.ending_referrals, "nobody was asked about it")
        self.assertFalse(self._close(self._person("Nobody Else")).ending_referrals)

    def test_a_review_names_them_before_it_ends_the_search(self):
        self._at_interview()
        review = self.env["hr.jobseeker.review"].create({"jobseeker_id": self.ana.id, "due_on": "2026-01-01"})
        with Form(review.with_user(self.officer)) as form:
            self.assertFalse(form.ending_referrals)
            form.summary = "We looked back."
            form.conclusion = "end"
            self.assertIn("Ana Costa → Acme, Welder (Interview", form.ending_referrals)
            form.close_reason_id = self.env.ref("jobseeker_relations.close_reason_other")

    def test_a_draft_that_a_hirer_perhaps_has_ends_as_well(self):
        referral = self._sent()
        self._left()
        referral.sudo()._note_return("5.1.1 No such mailbox")
        referral.action_change()
        self.assertEqual(referral.state, "draft")
        dialog = self._close()
        self.assertIn("Ana Costa → Acme, Welder", dialog.ending_referrals)
        dialog.action_apply()
        self.assertEqual(referral.state, "withdrawn")
        self.assertIn("Perhaps Acme has their data", self._find_task(TAKE_BACK).note)

    def test_somebody_tells_the_person(self):
        self._at_interview()
        self._close().action_apply()
        [task] = self._find_task("Tell Ana Costa that they are not put forward any more")
        self.assertEqual(task.user_id, self.officer)
        self.assertIn("Acme, Welder (Interview 12/03/2099)", task.note)

    def test_opened_again_before_the_hirer_heard_of_it(self):
        self._at_interview()
        self._close().action_apply()
        self.ana.state = "active"
        again = self._agreed()
        self.assertFalse(again.blockers)
        self.assertTrue(self._find_task(TAKE_BACK))
        again.action_send()
        self.assertEqual(again.state, "sent")
        self.assertFalse(self._find_task(TAKE_BACK), "they are with the hirer again")
        self.assertFalse(self._find_task("Tell Ana Costa"))

    def test_opened_again_nobody_refuses_who_is_put_forward_anew(self):
        own = self._job("Clerk", hirer_id=False, hirer_contact_id=False, user_id=self.manager.id)
        application = self._sent(job=own).sudo().applicant_id
        self._close().action_apply()
        self.assertIn("refuse this application", application.activity_ids.summary)
        self.ana.state = "active"
        self._agreed(job=own).action_send()
        self.assertFalse(application.activity_ids)

    def test_opened_again_when_the_hirer_heard_of_it(self):
        self._at_interview()
        self._close().action_apply()
        self._find_task(TAKE_BACK).action_feedback()
        self.ana.state = "active"
        self.assertIn("already: not again before", self._agreed().blockers)

    def test_what_ended_otherwise_bars(self):
        self._at_interview().write({"state": "withdrawn", "outcome_reason_id": self.reason.id})
        self.assertIn("already: not again before", self._agreed().blockers)

    def test_another_job_of_the_hirer_is_taken_back_all_the_same(self):
        self._at_interview()
        self._at_interview(job=self._job("Fitter"))
        self._close().action_apply()
        self.ana.state = "active"
        self._agreed().action_send()
        self.assertTrue(self._find_task(TAKE_BACK), "of the fitter's job they are to hear")
