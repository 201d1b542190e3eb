from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .review_case import ReviewCase

NOW = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestReviewMeeting(ReviewCase, MailCase):
    """A time makes a meeting, and the activity is only a nudge: whichever is moved, nothing is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._person()

    def _meeting(self, start="2026-03-09 14:00:00"):
        review = self._review(self.person, "2026-03-06")
        with self.mock_mail_gateway():
            review.start_at = start
        return review

    def test_a_time_invites_the_person(self):
        review = self._review(self.person, "2026-03-06")
        with self.mock_mail_gateway():
            review.start_at = "2026-03-09 14:00:00"
        event = review.event_id.sudo()
        self.assertEqual(event.partner_ids, self.officer.partner_id | self.person.partner_id)
        self.assertRecordValues(event, [{"privacy": "private", "user_id": self.officer.id}])
        self.assertAt(event.stop, "2026-03-09 15:00:00")
        self.assertNotIn("351912345678", event.description or "", "every employee can read events")
        self.assertDay(review.due_on, "2026-03-09")
        self.assertDay(review.activity_id.date_deadline, "2026-03-09")
        self.assertTrue(self._mails_to_person(), "invited")

    def _meetings(self):
        return self.person.contact_ids.filtered(lambda row: row.channel == "meeting")

    def _mails_to_person(self):
        return [mail for mail in self._new_mails if self.person.partner_id in mail.recipient_ids]

    def test_the_meeting_follows_the_review(self):
        review = self._meeting()
        with self.mock_mail_gateway():
            review.write({"start_at": "2026-03-10 09:00:00", "stop_at": "2026-03-10 09:30:00"})
        event = review.event_id.sudo()
        self.assertAt(event.start, "2026-03-10 09:00:00")
        self.assertAt(event.stop, "2026-03-10 09:30:00")
        self.assertTrue(self._mails_to_person(), "told of the change")

    def test_the_review_follows_the_meeting(self):
        review = self._meeting()
        with self.mock_mail_gateway():
            review.event_id.write({"start": "2026-03-12 09:00:00", "stop": "2026-03-12 10:30:00"})
        self.assertAt(review.start_at, "2026-03-12 09:00:00")
        self.assertAt(review.stop_at, "2026-03-12 10:30:00")
        self.assertDay(review.due_on, "2026-03-12")

    def test_a_colleague_moves_the_meeting_by_the_review(self):
        review = self._meeting().with_user(self.manager)
        with self.mock_mail_gateway():
            review.start_at = "2026-03-11 09:00:00"
        self.assertAt(review.sudo().event_id.start, "2026-03-11 09:00:00")

    def test_the_day_is_the_advisers(self):
        self.officer.tz = "Pacific/Auckland"
        review = self._meeting("2026-03-09 14:00:00")
        self.assertDay(review.due_on, "2026-03-10")

    def test_without_the_meeting_the_review_is_still_due(self):
        for remove in (lambda event: event.unlink(), lambda event: event.write({"active": False})):
            review = self._meeting()
            remove(review.event_id)
            self.assertEqual(review.state, "scheduled")
            self.assertFalse(review.start_at)
            self.assertFalse(review.event_id)
            review.sudo().unlink()

    def test_another_day_ends_the_meeting(self):
        review = self._meeting()
        event = review.event_id
        with self.mock_mail_gateway():
            review.due_on = "2026-03-20"
        self.assertFalse(event.exists())
        self.assertFalse(review.start_at)
        self.assertDay(review.due_on, "2026-03-20")

    def test_a_move_is_told_on_the_thread(self):
        review = self._review(self.person, "2026-03-06")
        review.with_context(tracking_disable=False).due_on = "2026-03-20"
        self.assertIn("Review moved from Fri 6 Mar to Fri 20 Mar", self.person.message_ids[0].body)

    def test_a_waived_review_cancels_its_meeting(self):
        review = self._meeting()
        event = review.event_id
        with self.mock_mail_gateway():
            review.write({"state": "cancelled", "waive_reason": "Found work"})
        self.assertFalse(event.exists())
        self.assertTrue(self._mails_to_person(), "told that it is cancelled")

    def test_a_meeting_enters_the_ledger_once(self):
        review = self._meeting()
        with freeze_time("2026-03-09 16:00:00"):
            self._hold(review)
            self.env["calendar.event"]._record_held_meetings("2026-03-08 00:00:00", "2026-03-09 16:00:00")
            self.assertEqual(len(self._meetings()), 1)
            self.assertAt(self.person.last_contact_at, "2026-03-09 14:00:00")

    def test_a_meeting_that_was_recorded_before_is_not_recorded_again(self):
        review = self._meeting()
        with freeze_time("2026-03-09 16:00:00"):
            self.env["calendar.event"]._record_held_meetings("2026-03-08 00:00:00", "2026-03-09 16:00:00")
            self._hold(review)
            self.assertEqual(len(self._meetings()), 1)

    def test_nobody_came(self):
        for recorded in (True, False):
            with self.subTest(recorded=recorded), freeze_time(NOW):
                review = self._meeting()
                with freeze_time("2026-03-09 16:00:00"):
                    meetings = self.env["calendar.event"]
                    if recorded:
                        meetings._record_held_meetings("2026-03-08 00:00:00", "2026-03-09 16:00:00")
                    review.action_miss()
                    meetings._record_held_meetings("2026-03-08 00:00:00", "2026-03-09 16:00:00")
                    valid = self._meetings().filtered(lambda row: not row.superseded)
                    self.assertEqual(valid.mapped("outcome"), ["no_answer"])
                    self.assertFalse(self.person.last_contact_at)
                    with self.mock_mail_gateway():
                        review.start_at = "2026-03-16 14:00:00"
                    self.assertEqual(review.state, "missed", "owed until it is held")
                with freeze_time("2026-03-16 16:00:00"):
                    self._hold(review)
                    self.assertAt(self.person.last_contact_at, "2026-03-16 14:00:00")
                self.person = self._person("Next")

    # --- the activity -----------------------------------------------------------------------------

    def test_holding_marks_the_activity_done(self):
        review = self._review(self.person)
        activity = review.activity_id
        self._hold(review)
        self.assertFalse(activity.active)

    def test_a_done_activity_does_not_hold_the_review(self):
        review = self._review(self.person)
        review.activity_id.with_user(self.officer).action_feedback(feedback="She was fine")
        self.assertEqual(review.state, "scheduled")
        self.assertEqual(review.internal_note, "She was fine")
        self.assertTrue(any("still due" in message.body for message in self.person.message_ids))

    def test_a_deleted_activity_loses_nothing(self):
        review = self._review(self.person)
        review.activity_id.unlink()
        self.assertEqual(review.exists().state, "scheduled")
        self._hold(review)
        self.assertEqual(review.state, "held")

    def test_who_takes_over_one_takes_over_the_other(self):
        review = self._review(self.person)
        review.activity_id.user_id = self.manager
        self.assertEqual(review.user_id, self.manager)
        review.user_id = self.officer
        self.assertEqual(review.activity_id.user_id, self.officer)

    def test_the_activity_opens_the_review(self):
        review = self._review(self.person)
        action = review.activity_id.with_user(self.officer).action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), ("hr.jobseeker.review", review.id))
        other = self.person.activity_schedule("mail.mail_activity_data_todo", user_id=self.officer.id)
        self.assertEqual(other.with_user(self.officer).action_open_document()["res_model"], "hr.jobseeker")

    # --- the merge --------------------------------------------------------------------------------

    def test_joined_people_keep_the_earlier_review(self):
        other = self._person("Ana Maria")
        later, sooner = self._review(self.person, "2026-03-20"), self._review(other, "2026-03-10")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.person | other).partner_id.ids, self.person.partner_id)
        self.assertFalse(other.exists())
        self.assertEqual(self.person.review_ids, later | sooner)
        self.assertEqual((later.state, sooner.state), ("cancelled", "scheduled"))
        self.assertDay(self.person.next_review_on, "2026-03-10")
