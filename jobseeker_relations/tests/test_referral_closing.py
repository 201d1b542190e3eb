from unittest.mock import patch

from markupsafe import Markup

from odoo.modules.migration import load_script
from odoo.tests import Form, tagged
from odoo.tools import file_path, mute_logger

from odoo.addons.mail.tests.common import MockEmail

from .referral_case import ReferralCase

TAKE_BACK = "Tell Acme that we withdraw what we sent"
NOT_ANY_MORE = "Tell Ana Costa that they are not put forward any more"


@tagged("post_install", "-at_install")
class TestReferralClosing(ReferralCase, MockEmail):
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

    def _close_and_open_again(self):
        """One was at the interview; by then nobody has told the hirer."""
        self._at_interview()
        self._close().action_apply()
        self.ana.state = "active"

    def _beta(self):
        return self._hirer("Beta", email="beta@example.com")

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
        self._close_and_open_again()
        again = self._agreed()
        self.assertFalse(again.blockers)
        self.assertTrue(self._find_task(TAKE_BACK))
        again.action_send()
        self.assertEqual(again.state, "sent")
        self.assertTrue(self._find_task(TAKE_BACK), "it lies in the queue")
        letter = self._mails("hugo@acme.example")[-1]
        with self.mock_mail_gateway(mail_unlink_sent=True):
            letter.send()
        self.assertFalse(letter.exists(), "it has left")
        self.assertFalse(self._find_task(TAKE_BACK), "they are with the hirer again")
        self.assertFalse(self._find_task("Tell Ana Costa"))

    def test_put_forward_anew_and_not_sent(self):
        self._close_and_open_again()
        again = self._agreed()
        again.action_send()
        again.action_unsend()
        self.assertTrue(self._find_task(TAKE_BACK))
        again.action_send()
        self._mails("hugo@acme.example")[-1].write({"state": "exception", "failure_reason": "No connection"})
        again.action_send_again()
        self.assertEqual(again.state, "sent", "nothing bars it")
        again.action_unsend()
        again.write({"state": "withdrawn", "outcome_reason_id": self.reason.id})
        self.assertIn("Acme has their data", self._find_task(TAKE_BACK).note)

    def test_put_forward_anew_and_the_hirer_speaks_before_the_letter_leaves(self):
        self._close_and_open_again()
        again = self._agreed()
        again.action_send()
        again.action_hirer_answered()
        self.assertFalse(self._find_task(TAKE_BACK))

    def test_a_task_that_is_deleted_is_not_done(self):
        """Odoo deletes the tasks of who leaves."""
        self._at_interview()
        self._close().action_apply()
        self._find_task(TAKE_BACK).unlink()
        self.ana.state = "active"
        self.assertFalse(self._agreed().blockers)

    def test_what_was_closed_before_the_upgrade(self):
        first = self._at_interview().sudo()
        told = self._at_interview(job=self._job("Fitter", hirer_id=self._beta().id, hirer_contact_id=False)).sudo()
        self._close().action_apply()
        self._find_task("Tell Beta that we withdraw what we sent").action_feedback()
        first.write({"untold": False, "ended_from": False})
        self.env.flush_all()
        script = load_script(file_path("jobseeker_relations/migrations/19.0.1.7.0/post-migrate.py"), "untold")
        script.migrate(self.env.cr, "19.0.1.6.0")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((first.untold, told.untold), (True, False))
        self.assertIn("Welder (Interview 12/03/2099)", first._say_ending())

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
        fitter = self._job("Fitter")
        self._at_interview()
        self._at_interview(job=fitter)
        self._close().action_apply()
        self.ana.state = "active"
        self._agreed().action_send()
        self._left()
        for words in (TAKE_BACK, NOT_ANY_MORE):
            [task] = self._find_task(words)
            self.assertIn("Fitter", task.note, "of that job they are to hear")
            self.assertNotIn("Welder", task.note)
        self._agreed(job=fitter).action_send()
        self._left()
        self.assertFalse(self._find_task(TAKE_BACK) | self._find_task(NOT_ANY_MORE), "they are with the hirer for both")

    def test_what_a_colleague_wrote_into_the_task_stays(self):
        self._at_interview()
        self._at_interview(job=self._job("Fitter"))
        self._close().action_apply()
        for words in (TAKE_BACK, NOT_ANY_MORE):
            task = self._find_task(words)
            task.note += Markup("<p>Rang Hugo on Tuesday: welder done</p>")
        self.ana.state = "active"
        self._agreed().action_send()
        self._left()
        for words in (TAKE_BACK, NOT_ANY_MORE):
            note = self._find_task(words).note
            self.assertIn("Rang Hugo on Tuesday: welder done", note)
            self.assertEqual((note.count("Fitter"), note.count("Acme, Welder")), (1, 0), "ours is up to date")

    @mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_referral_queue")
    def test_what_a_colleague_holds_as_the_letter_leaves(self):
        """Odoo would send it a second time: the tasks are for the next look of the job."""
        self._close_and_open_again()
        again = self._agreed()
        again.action_send()
        letter = self._mails("hugo@acme.example")[-1]
        held = patch.object(self.registry[again._name], "_end_taking_back", side_effect=ValueError("Held"))
        with held, self.mock_mail_gateway(mail_unlink_sent=True):
            letter.send()
        self.assertFalse(letter.exists(), "it has left")
        self.assertEqual((again.state, again.letter_fault), ("sent", False))
        self.assertTrue(self._find_task(TAKE_BACK))
        again.sudo()._look(again.sudo())
        self.assertFalse(self._find_task(TAKE_BACK))

    def test_after_a_merge_that_was_undone_two_people_share_a_task(self):
        """Whose it is hears of nobody else, and does not lose it to the other one's letter."""
        bo = self._person("Bo Berg")
        self._make_referable(bo)
        self._at_interview()
        self._at_interview(person=bo)
        self._close().action_apply()
        self._close(bo).action_apply()
        task = self._find_task(TAKE_BACK)
        bo.referral_ids.sudo().take_back_activity_id = task
        self.ana.state = bo.state = "active"
        self._at_interview(job=self._job("Fitter"))
        self._close().action_apply()
        self.assertIn("Fitter", task.note)
        self.assertNotIn("Bo Berg", task.note)
        self._agreed(person=bo).action_send()
        self._left()
        self.assertEqual(self._find_task(TAKE_BACK), task)

    def test_closed_twice_the_person_hears_of_both(self):
        self._close_and_open_again()
        self._at_interview(job=self._job("Rigger", hirer_id=self._beta().id, hirer_contact_id=False))
        self._close().action_apply()
        [task] = self._find_task(NOT_ANY_MORE)
        for words in ("Acme, Welder (Interview 12/03/2099)", "Beta, Rigger (Interview 12/03/2099)"):
            self.assertIn(words, task.note)
