from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY
from .referral_case import SentCase


@tagged("post_install", "-at_install")
class TestReferralChaser(SentCase):
    """What happens after it was sent: silent hirers, weekly news, feedback, what was said, and still there."""

    def _run_on(self, days, hour=10):
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(MONDAY.replace(hour=hour) + timedelta(days=days)), self.enter_registry_test_mode():
            self.env.ref("jobseeker_relations.ir_cron_referral").method_direct_trigger()
        self.env.flush_all()
        self.env.invalidate_all()

    def _letters(self, address="hugo@acme.example"):
        return len(self._mails(address))

    def test_a_silent_hirer_is_reminded_then_somebody_hears(self):
        referral = self._sent_on_monday()
        self._run_on(2)
        self.assertEqual(self._letters(), 0)
        self._run_on(3)
        self._run_on(3)
        self.assertEqual(self._letters(), 1)
        [letter] = self._mails("hugo@acme.example")
        self.assertIn("no answer yet", letter.body_html)
        self.assertFalse(letter.attachment_ids)
        self._run_on(7)
        self.assertEqual(self._letters(), 2)
        self.assertFalse(referral.escalated_at)
        self._run_on(10)
        self.assertTrue(referral.escalated_at)
        [task] = self.ana.activity_ids.filtered(lambda one: "No word from Acme" in one.summary)
        self.assertEqual(task.user_id, self.manager)
        self._run_on(11)
        self.assertEqual(len(self.ana.activity_ids.filtered(lambda one: "No word" in one.summary)), 1)

    def test_the_adviser_hears_before_the_hirer_is_reminded(self):
        """Their answer may lie in the adviser's own mailbox."""
        ask = "Did Acme answer about Ana Costa?"
        referral = self._sent_on_monday()
        self._run_on(1)
        self.assertNotIn(ask, self._tasks())
        self._run_on(2)
        self._run_on(2)
        self.assertEqual(self._tasks().count(ask), 1)
        with freeze_time(MONDAY + timedelta(days=2)):
            referral.action_hirer_answered()
        self.assertNotIn(ask, self._tasks())
        self._run_on(4)
        self.assertEqual(self._letters(), 0, "they answered on Wednesday")
        self.assertIn(ask, self._tasks(), "the reminder of Saturday: told on Friday")
        with freeze_time(MONDAY + timedelta(days=4)):
            referral.write({"state": "interview", "interview_on": "2026-03-20"})
        self.assertNotIn(ask, self._tasks())

    def test_after_ten_days_of_standstill_each_thing_happens_once(self):
        self._sent_on_monday()
        self._run_on(14)
        self.assertEqual((self._letters(), self._letters("ana.costa@example.com")), (1, 1))
        self._run_on(14)
        self.assertEqual((self._letters(), self._letters("ana.costa@example.com")), (1, 1))

    def test_a_word_begins_it_anew(self):
        referral = self._sent_on_monday()
        self.assertFalse(referral.hirer_word_on, "what we send is no word of theirs")
        self._run_on(3)
        self._left()
        with freeze_time(MONDAY + timedelta(days=4)):
            referral.action_hirer_answered()
        self._run_on(6)
        self.assertEqual(self._letters(), 1)
        self._run_on(7)
        self.assertEqual(self._letters(), 2)

    def test_what_lies_in_the_queue_is_not_chased(self):
        with freeze_time(MONDAY):
            self._sent()
        before = self._letters()
        self._run_on(3)
        self.assertEqual(self._letters(), before)

    def test_a_letter_that_did_not_leave_is_the_advisers(self):
        with freeze_time(MONDAY):
            self._sent()
            self._mails("hugo@acme.example").write({"state": "exception", "failure_reason": "No such mailbox"})
        self.env["mail.mail"].sudo().search([("state", "=", "outgoing")]).unlink()
        self._run_on(1)
        [task] = self.ana.activity_ids.filtered(lambda one: "could not be sent" in one.summary)
        self.assertIn("No such mailbox", task.note)
        self._run_on(10)
        self.assertEqual(self._letters("ana.costa@example.com"), 0)
        self.assertNotIn("No word from Acme about Ana Costa", self._tasks())

    def test_weekly_news_also_that_there_is_none(self):
        first = self._sent_on_monday()
        second = self._sent_on_monday(job=self._job("Fitter"))
        self._run_on(6)
        self.assertEqual(self._letters("ana.costa@example.com"), 0)
        self._run_on(7)
        [letter] = self._mails("ana.costa@example.com")
        self.assertIn("Acme, Welder: no news yet", letter.body_html)
        self.assertIn("Acme, Fitter: no news yet", letter.body_html)
        self.assertEqual(first.news_on, second.news_on)
        with freeze_time(MONDAY + timedelta(days=8)):
            first.write({"state": "interview", "interview_on": "2026-03-20"})
            second.write({"state": "refused", "outcome_reason_id": self.reason.id})
        self._run_on(14)
        letter = self._mails("ana.costa@example.com")[-1]
        self.assertIn("they want to meet you on 20 Mar", letter.body_html)
        self.assertNotIn("Fitter", letter.body_html)

    def test_news_of_an_interview_without_a_day(self):
        """None is emptied any more; some were."""
        welder = self._sent_on_monday()
        with freeze_time(MONDAY):
            welder.write({"state": "interview", "interview_on": "2026-03-20"})
        with self.assertRaisesRegex(ValidationError, "on which day the interview is"):
            welder.write({"interview_on": False})
        self._sent_on_monday(job=self._job("Fitter"))
        self.env.cr.execute("UPDATE hr_jobseeker_referral SET interview_on = NULL WHERE id = %s", [welder.id])
        self._run_on(7)
        [letter] = self._mails("ana.costa@example.com")
        for job in ("Welder", "Fitter"):
            self.assertIn(f"Acme, {job}: no news yet. We put you forward on 2 Mar.", letter.body_html)
        self.assertFalse(welder.job_fault)

    def test_news_wait_for_their_hours_and_a_no_is_a_no(self):
        self._sent_on_monday()
        self._run_on(7, hour=20)
        self.assertEqual(self._letters("ana.costa@example.com"), 0)
        self._run_on(8)
        self.assertEqual(self._letters("ana.costa@example.com"), 1)
        self.ana.do_not_contact = True
        self._run_on(15)
        self.assertEqual(self._letters("ana.costa@example.com"), 1)

    def test_feedback_within_two_working_days_of_the_interview(self):
        referral = self._sent_on_monday()
        with freeze_time(MONDAY):
            referral.write({"state": "interview", "interview_on": "2026-03-06"})
        [task] = self.ana.activity_ids.filtered(lambda one: "Feedback after the interview" in one.summary)
        self.assertEqual(str(task.date_deadline), "2026-03-10", "Friday and two working days")

    def test_an_interview_that_moves_takes_its_duties_with_it(self):
        referral = self._sent_on_monday()
        with freeze_time(MONDAY):
            referral.write({"state": "interview", "interview_on": "2026-03-06"})
            self.assertEqual(str(referral.hirer_word_on), "2026-03-02")
            dialog = self.env["hr.jobseeker.referral.outcome"].with_user(self.officer)
            dialog.create({"referral_id": referral.id, "interview_on": "2026-03-13"}).action_apply()
        [task] = self.ana.activity_ids.filtered(lambda one: "Feedback after the interview" in one.summary)
        self.assertEqual(str(task.date_deadline), "2026-03-17")
        self.assertEqual(str(referral.interview_on), "2026-03-13")
        self._run_on(14)
        self.assertIn("You met them on 13 Mar", self._mails("ana.costa@example.com")[-1].body_html)

    def test_nobody_is_chased_about_a_closed_search(self):
        referral = self._sent_on_monday()
        with freeze_time(MONDAY):
            self.ana.state = "closed"
        self.assertIn("Tell Acme that we withdraw what we sent", self._tasks())
        self._run_on(3)
        self._run_on(10)
        self.assertEqual(self._letters(), 0)
        self.assertNotIn("No word from Acme about Ana Costa", self._tasks())
        self.assertEqual(referral.state, "withdrawn")
        reason = self.env.ref("jobseeker_relations.referral_reason_search_closed")
        self.assertEqual(referral.outcome_reason_id, reason)
        with freeze_time(MONDAY + timedelta(days=11)):
            self.ana.state = "active"
        self._run_on(18)
        self.assertEqual(self._letters(), 0, "opened again, it begins anew")
        self.assertFalse(referral.news_on)

    def test_the_jobseeker_does_not_answer(self):
        with freeze_time(MONDAY):
            referral = self._asked()
        self._run_on(14)
        self.assertFalse(referral.answer_told_at)
        self._run_on(15)
        self._run_on(16)
        self.assertEqual(len([one for one in self._tasks() if "No answer whether we may" in one]), 1)
        self.assertFalse(referral.look_on)

    def test_what_was_mended_elsewhere_is_found(self):
        with freeze_time(MONDAY):
            self.ana.privacy_given_ids.sudo().unlink()
            referral = self._agreed()
            self.assertEqual(referral.state, "consent_asked")
            self.ana._give_notice("letter")
        self._run_on(1)
        self.assertEqual(referral.state, "ready")

    def test_still_there(self):
        referral = self._sent_on_monday()
        with freeze_time(MONDAY):
            referral.write({"state": "engaged", "engaged_on": "2026-03-02"})
        self._run_on(29)
        self.assertNotIn("Is Ana Costa still at Acme?", self._tasks())
        self._run_on(30)
        self.assertIn("Is Ana Costa still at Acme?", self._tasks())
        referral.action_still_there()
        self.assertNotIn("Is Ana Costa still at Acme?", self._tasks())
        self._run_on(90)
        self.assertIn("Is Ana Costa still at Acme?", self._tasks())
        referral.action_left()
        self.assertFalse(referral.look_on)
        with self.assertRaisesRegex(UserError, "has not left"):
            referral.action_still_there()

    def test_said_by_word_of_mouth(self):
        with freeze_time(MONDAY):
            referral = self._sent()
            dialog = self.env["hr.jobseeker.referral.word"].with_user(self.officer)
            dialog = dialog.create({"referral_id": referral.id, "to": "hirer", "given_on": "2026-03-05"})
            with self.assertRaisesRegex(UserError, "today or before"):
                dialog.action_apply()
            dialog.given_on = "2026-03-02"
            dialog.action_apply()
        self.assertEqual(str(referral.oral_due_on), "2026-03-05", "the third business day after")
        [task] = self.ana.activity_ids.filtered(lambda one: "Confirm in writing" in one.summary)
        self.assertEqual(task.date_deadline, referral.oral_due_on)
        referral.action_confirmed_in_writing()
        self.assertTrue(referral.oral_confirmed_on)
        self.assertFalse(task.exists().filtered("active"))

    def test_something_came_up(self):
        referral = self._sent_on_monday()

        def tell(days):
            with freeze_time(MONDAY + timedelta(days=days)):
                dialog = self.env["hr.jobseeker.referral.word"].with_user(self.officer)
                dialog = dialog.create({"referral_id": referral.id, "kind": "adverse", "text": "No code"})
                return dialog.action_apply(), dialog

        action, _dialog = tell(93)
        self.assertEqual(action["tag"], "display_notification")
        self.assertFalse([one for one in self._tasks() if "without delay" in one])
        action, dialog = tell(92)
        [task] = self.ana.activity_ids.filtered(lambda one: "without delay" in one.summary)
        self.assertNotIn("No code", task.note)
        self.assertEqual(referral.adverse_note, "No code")
        self.assertFalse(dialog.text, "one copy")

    def test_one_bad_record_fails_alone(self):
        bad, good = self._sent_on_monday(), self._sent_on_monday(job=self._job("Fitter"))
        chase = type(bad)._chase_hirer

        def breaking(referrals):
            if bad in referrals:
                raise ValueError("bad")
            return chase(referrals)

        with (
            patch.object(type(bad), "_chase_hirer", breaking),
            mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_referral_chaser"),
        ):
            self._run_on(3)
        self.assertTrue(bad.job_fault)
        self.assertFalse(good.job_fault)
        self.assertEqual(self._letters(), 1)
        self._run_on(4)
        self.assertEqual(self._letters(), 2)
        self.assertFalse(bad.job_fault)

    def test_frozen_data_are_not_used_to_chase(self):
        self._sent_on_monday()
        self.ana._freeze()
        self._run_on(3)
        self.assertEqual(self._letters(), 0)
