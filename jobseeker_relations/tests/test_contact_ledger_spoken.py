from markupsafe import Markup

from odoo import fields
from odoo.tests import tagged

from .ledger_case import LedgerCase


@tagged("post_install", "-at_install")
class TestCalls(LedgerCase):
    def _call(self, record, outcome=False, **kwargs):
        activity = record.activity_schedule("mail.mail_activity_data_call", user_id=self.officer.id, summary="Ring her")
        activity = activity.with_user(self.officer)
        activity.contact_outcome = outcome
        activity.action_feedback(**kwargs)
        return activity

    def test_outcomes(self):
        for outcome, qualifying in (("reached", True), ("no_answer", False), ("left_message", False), (False, False)):
            with self.subTest(outcome=outcome):
                activity = self._call(self.application, outcome, feedback=Markup("<p>She can come</p>"))
                row = self._rows(self.jobseeker)[-1]
                self.assertEqual((row.direction, row.channel, row.outcome), ("out", "phone", outcome))
                self.assertEqual((row.qualifying, row.activity_id, row.user_id), (qualifying, activity, self.officer))
                self.assertEqual((row.applicant_id, row.summary), (self.application, "She can come"))

    def test_on_the_jobseeker_with_what_was_planned(self):
        self._call(self.jobseeker, "reached")
        self.assertEqual(self._rows(self.jobseeker).summary, "Ring her")

    def test_done_and_schedule_next(self):
        activity = self.application.activity_schedule("mail.mail_activity_data_call", user_id=self.officer.id)
        activity.contact_outcome = "reached"
        activity.with_user(self.officer).action_feedback_schedule_next()
        self.assertLedger(self.jobseeker, [("out", "phone", "personal", "reached")])

    def test_others_are_none(self):
        self.application.activity_schedule("mail.mail_activity_data_call").action_cancel()
        self.application.activity_schedule("mail.mail_activity_data_todo").action_feedback()
        self.anna.activity_schedule("mail.mail_activity_data_call").action_feedback()
        self.assertLedger(self.jobseeker, [])

    def test_an_interviewers_call(self):
        activity = self.application.activity_schedule("mail.mail_activity_data_call", user_id=self.interviewer.id)
        activity = activity.with_user(self.interviewer)
        activity.contact_outcome = "no_answer"
        activity.action_feedback()
        self.assertLedger(self.jobseeker, [("out", "phone", "personal", "no_answer")])

    def test_many_at_once_take_no_more_queries(self):
        def done(label, number):
            activities = self.env["mail.activity"]
            for i in range(number):
                application = self._application(f"{label} {i}", f"{label}{i}@example.com")
                activities |= application.activity_schedule("mail.mail_activity_data_call")
            return self._count_queries(lambda: activities._record_calls("Spoke"))

        done("warm", 1)
        self.assertEqual(done("few", 4), done("many", 8))


@tagged("post_install", "-at_install")
class TestMeetings(LedgerCase):
    def _meeting(self, start="2026-03-02 09:00:00", partners=None, **vals):
        return (
            self.env["calendar.event"]
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Secret",
                    "start": start,
                    "stop": fields.Datetime.add(fields.Datetime.to_datetime(start), hours=1),
                    "user_id": self.officer.id,
                    "partner_ids": [fields.Command.set((partners or self.anna).ids)],
                    **vals,
                }
            )
        )

    def _record(self, since="2026-03-02 00:00:00", until="2026-03-02 10:00:00"):
        return self.env["calendar.event"]._record_held_meetings(
            fields.Datetime.to_datetime(since), fields.Datetime.to_datetime(until)
        )

    def test_a_held_meeting(self):
        event = self._meeting(applicant_id=self.application.id)
        row = self._record()
        self.assertLedger(self.jobseeker, [("out", "meeting", "personal", "reached")])
        self.assertEqual((row.event_id, row.date, row.user_id), (event, event.start, self.officer))
        self.assertEqual((row.applicant_id, row.qualifying), (self.application, True))
        self.assertNotIn("Secret", row.display_name, "what a meeting is called stays in the calendar")
        self.assertFalse(self._record(), "again is harmless")

    def test_without_an_application_the_attendee_counts(self):
        self._meeting()
        self.assertEqual(self._record().jobseeker_id, self.jobseeker)

    def test_who_declined_was_not_there(self):
        event = self._meeting(applicant_id=self.application.id)
        event.attendee_ids.filtered(lambda attendee: attendee.partner_id == self.anna).state = "declined"
        self.assertFalse(self._record())

    def test_others_are_none(self):
        self._meeting(partners=self.colleague.partner_id)
        self._meeting(partners=self.colleague.partner_id, applicant_id=self.application.id)  # about, not with
        self._meeting(start="2026-03-02 09:30:00")  # still running
        self._meeting(start="2026-03-01 09:00:00")  # of another run
        self._meeting(active=False)
        self.assertFalse(self._record())

    def test_the_borders_belong_to_one_run_each(self):
        self._meeting()
        self.assertFalse(self._record(until="2026-03-02 09:59:59"))
        self.assertTrue(self._record(since="2026-03-02 09:59:59"))
        self.assertFalse(self._record(since="2026-03-02 10:00:00", until="2026-03-02 12:00:00"))

    def test_two_people_in_one_meeting(self):
        other = self._application("Béla Nagy", "bela@example.com")
        self._meeting(partners=self.anna | other.partner_id, applicant_id=self.application.id)
        rows = self._record()
        self.assertEqual(rows.jobseeker_id, self.jobseeker | other.jobseeker_id)
        self.assertEqual(rows.filtered("applicant_id").jobseeker_id, self.jobseeker)

    def test_many_take_no_more_queries(self):
        def held(number, day):
            for i in range(number):
                self._meeting(
                    f"2026-03-0{day} 09:00:00", self._application(f"P{day}{i}", f"p{day}{i}@example.com").partner_id
                )
            return self._count_queries(lambda: self._record(f"2026-03-0{day} 00:00:00", f"2026-03-0{day} 23:00:00"))

        held(1, 3)
        self.assertEqual(held(4, 4), held(8, 5))
