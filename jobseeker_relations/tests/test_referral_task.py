from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .common import MONDAY
from .referral_case import SentCase

NOTICE = "Did Acme answer about Ana Costa?"


@tagged("post_install", "-at_install")
class TestReferralTask(SentCase):
    """Tasks of one referral are its own; each fault is told once, and news only of what the hirer has."""

    def _look(self, referrals, days):
        with freeze_time(MONDAY.replace(hour=10) + timedelta(days=days)):
            self.Referral._look(referrals.sudo())
        self.env.flush_all()
        self.env.invalidate_all()

    def _find_tasks(self, words):
        return self.ana.activity_ids.filtered(lambda task: words in task.summary)

    def test_two_referrals_to_one_hirer(self):
        welder, fitter = self._sent_on_monday(), self._sent_on_monday(job=self._job("Fitter"))
        self._look(welder | fitter, 2)
        self.assertEqual(len(self._find_tasks(NOTICE)), 2)
        with freeze_time(MONDAY + timedelta(days=2)):
            welder.write({"state": "refused", "outcome_reason_id": self.reason.id})
        [task] = self._find_tasks(NOTICE)
        self.assertIn("Fitter", task.note)
        self._look(fitter, 3)
        self.assertEqual(len(self._mails("hugo@acme.example")), 1)
        self.assertFalse(self._find_tasks(NOTICE), "the reminder has gone")

    def test_each_reminder_has_its_notice(self):
        referral = self._sent_on_monday()
        for days in (2, 3, 4):
            self._look(referral, days)
        [task] = self._find_tasks(NOTICE)
        self.assertEqual(str(task.date_deadline), "2026-03-06")

    def test_a_notice_is_found_whatever_it_says_by_now(self):
        referral = self._sent_on_monday()
        self._look(referral, 2)
        self.acme.name = "Acme Renamed"
        self.ana.adviser_id = self.manager
        with freeze_time(MONDAY + timedelta(days=2)):
            referral.sudo().action_hirer_answered()
        self.assertFalse(self._find_tasks("answer about"))

    def test_two_interviews_at_one_hirer(self):
        welder, fitter = self._sent_on_monday(), self._sent_on_monday(job=self._job("Fitter"))
        with freeze_time(MONDAY):
            welder.write({"state": "interview", "interview_on": "2026-03-06"})
            fitter.write({"state": "interview", "interview_on": "2026-03-20"})
        days = self._find_tasks("Feedback after the interview").mapped("date_deadline")
        self.assertEqual(sorted(map(str, days)), ["2026-03-10", "2026-03-24"])

    def test_a_fault_is_told_once_for_each_letter(self):
        referral = self._sent_on_monday()
        with freeze_time(MONDAY):
            referral.sudo()._note_return("No such mailbox")
        self._find_tasks("came back").action_feedback()
        for days in (1, 2):
            self._look(referral, days)
        self.assertFalse(self._find_tasks("came back"))
        with freeze_time(MONDAY + timedelta(days=2)):
            referral.action_send_again()
            self._left()
            referral.sudo()._note_return("No such mailbox")
        self.assertEqual(len(self._find_tasks("came back")), 1)

    def test_a_fault_before_it_left_is_not_the_one_after(self):
        """It failed, which was told; an administrator tried it again, it left, and came back."""
        with freeze_time(MONDAY):
            referral = self._sent()
            letter = self._mails("hugo@acme.example")
            letter.write({"state": "exception", "failure_reason": "No connection"})
        self._look(referral, 1)
        self._find_tasks("could not be sent").action_feedback()
        with freeze_time(MONDAY + timedelta(days=2)):
            letter.state = "sent"
            letter.unlink()
            referral.sudo()._note_return("No such mailbox")
        [task] = self._find_tasks("The letter came back.")
        self.assertIn("No such mailbox", task.note)

    def test_news_only_of_what_the_hirer_has(self):
        welder, fitter = self._sent_on_monday(), self._sent_on_monday(job=self._job("Fitter"))
        with freeze_time(MONDAY):
            fitter.sudo()._note_return("No such mailbox")
        self._look(welder | fitter, 7)
        [letter] = self._mails("ana.costa@example.com")
        self.assertIn("Acme, Welder: no news yet", letter.body_html)
        self.assertNotIn("Fitter", letter.body_html)
        self.assertFalse(fitter.news_on)

    def test_news_of_many_are_asked_for_in_as_many_queries(self):
        people = [self._person(f"Person {number}", adviser_id=self.officer.id) for number in range(7)]
        with freeze_time(MONDAY):
            for person in people:
                self._make_referable(person)
        sent = [self._sent_on_monday(person=person).sudo() for person in people]

        def write(referrals):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(MONDAY.replace(hour=10) + timedelta(days=7)):
                self.Referral.union(*referrals)._write_news()
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        write(sent[:1])
        two, four = write(sent[1:3]), write(sent[3:])
        self.assertLessEqual(four, two)
        self.assertEqual([len(self._mails(f"person.{number}@example.com")) for number in range(7)], [1] * 7)

    def test_nobody_is_reminded_of_who_found_work_and_did_not_say_to_go_on(self):
        referral = self._sent_on_monday()
        with freeze_time(MONDAY):
            self.ana.write({"state": "placed", "placed_on": "2026-03-02"})
        [question] = self._find_tasks("do they still want Acme?")
        for days in (2, 3):
            self._look(referral, days)
        self.assertFalse(self._find_tasks(NOTICE))
        self.assertFalse(self._mails("hugo@acme.example"))
        self.assertFalse(referral.chased_rung, "nobody was reminded")
        question.action_feedback()
        self._look(referral, 4)
        self.assertEqual(len(self._mails("hugo@acme.example")), 1)

    def test_a_yes_that_ran_out_before_it_was_sent_is_told(self):
        with freeze_time(MONDAY):
            referral = self._agreed()
            referral.sudo().consent_expires_on = "2026-03-10"
            referral.sudo()._plan_look()
        self.assertEqual(str(referral.sudo().look_on), "2026-03-10", "nothing else moves on that day")
        for days in (8, 9, 10):
            self._look(referral, days)
        self.assertEqual(len(self._find_tasks("The yes of Ana Costa ran out.")), 1)

    def test_a_yes_from_before_the_upgrade_runs_out_seen(self):
        with freeze_time(MONDAY):
            referral = self._agreed().sudo()
            referral.write({"consent_expires_on": "2026-03-10", "look_on": False, "answer_told_at": "2026-03-01 09:00"})
        with freeze_time(MONDAY + timedelta(days=1)):
            self.Referral._plan_looks_of_ready()
        self.assertEqual(str(referral.look_on), "2026-03-10")
        for days in (8, 9):
            self._look(referral, days)
        self.assertEqual(len(self._find_tasks("The yes of Ana Costa ran out.")), 1)
        self._find_tasks("The yes of Ana Costa ran out.").action_feedback()
        with freeze_time(MONDAY + timedelta(days=10)):
            self.Referral._plan_looks_of_ready()
        self.assertFalse(referral.look_on, "it was told")

    def test_a_reminder_that_waits_does_not_leave_once_they_found_work(self):
        referral = self._sent_on_monday()
        self._look(referral, 3)
        self.assertEqual(len(self._mails("hugo@acme.example")), 1)
        with freeze_time(MONDAY + timedelta(days=3)):
            self.ana.write({"state": "placed", "placed_on": "2026-03-05"})
        self.assertFalse(self._mails("hugo@acme.example"))
        self.assertTrue(referral._is_with_hirer())

    def test_a_reminder_that_waits_does_not_leave_once_they_spoke(self):
        welder, fitter = self._sent_on_monday(), self._sent_on_monday(job=self._job("Fitter"))
        self._look(welder | fitter, 3)
        self.assertEqual(len(self._mails("hugo@acme.example")), 2)
        with freeze_time(MONDAY + timedelta(days=3)):
            welder.action_hirer_answered()
            self.assertEqual(len(self._mails("hugo@acme.example")), 1)
            fitter.write({"state": "interview", "interview_on": "2026-03-09"})
        self.assertFalse(self._mails("hugo@acme.example"))

    def test_the_question_whether_they_go_on_ends_with_its_answer(self):
        """One for each hirer: it ends once neither of two is open."""
        welder, fitter = self._sent_on_monday(), self._sent_on_monday(job=self._job("Fitter"))
        with freeze_time(MONDAY):
            self.ana.write({"state": "placed", "placed_on": "2026-03-02"})
            welder.sudo()._withdraw_consent("phone")
            self.assertTrue(self._find_tasks("do they still want Acme?"))
            fitter.sudo()._withdraw_consent("phone")
        self.assertFalse(self._find_tasks("do they still want Acme?"))
        self.assertTrue(self._find_tasks("Tell Acme that they withdrew"))

    def test_nobody_is_asked_for_feedback_once_it_ended(self):
        referral = self._sent_on_monday()
        with freeze_time(MONDAY):
            referral.write({"state": "interview", "interview_on": "2026-03-06"})
            self.assertTrue(self._find_tasks("Feedback after the interview"))
            referral.write({"state": "refused", "outcome_reason_id": self.reason.id})
        self.assertFalse(self._find_tasks("Feedback after the interview"))
        self.assertTrue(self._find_tasks("Tell Ana Costa how it ended at Acme"))

    def test_who_is_engaged_is_still_asked_how_the_interview_went(self):
        referral = self._sent_on_monday()
        with freeze_time(MONDAY):
            referral.write({"state": "interview", "interview_on": "2026-03-06"})
            referral.write({"state": "engaged", "engaged_on": "2026-04-01"})
        self.assertTrue(self._find_tasks("Feedback after the interview"))

    def test_what_is_to_be_sent_is_asked_for_until_it_is(self):
        with freeze_time(MONDAY):
            sent, changed, ended = (self._agreed(job=self._job(name)) for name in ("Sent", "Changed", "Ended"))
            self.assertEqual(len(self._find_tasks("Agreed to be put forward")), 3)
            sent.action_send()
            changed.action_change()
            ended.write({"state": "withdrawn", "outcome_reason_id": self.reason.id})
        self.assertFalse(self._find_tasks("Agreed to be put forward"))

    def test_that_they_did_not_answer_is_over_once_they_did(self):
        told = []
        for name in ("Page", "Phone", "Anew"):
            with freeze_time(MONDAY):
                told.append(self._asked(job=self._job(name)))
        page, phone, anew = told
        self._look(page | phone | anew, 30)
        self.assertEqual(len(self._find_tasks("No answer whether we may")), 3)
        with freeze_time(MONDAY + timedelta(days=31)):
            page.sudo()._agree("page", applied="no")
            phone._agree("phone", applied="no", proof="Yes, do")
            anew.action_ask()
        self.assertFalse(self._find_tasks("No answer whether we may"))
        self.assertEqual(len(self._find_tasks("Agreed to be put forward")), 1)

    def test_nobody_is_told_to_ring_while_who_found_work_is_asked(self):
        referral = self._sent_on_monday()
        with freeze_time(MONDAY):
            self.ana.write({"state": "placed", "placed_on": "2026-03-02"})
        [question] = self._find_tasks("do they still want Acme?")
        self._look(referral, 10)
        self.assertFalse(self._find_tasks("No word from Acme"))
        self.assertFalse(referral.escalated_at)
        self.assertEqual(str(referral.look_on), "2026-03-13")
        question.action_feedback()
        self._look(referral, 11)
        self.assertTrue(self._find_tasks("No word from Acme"))
        self.assertTrue(referral.escalated_at)
