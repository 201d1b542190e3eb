from datetime import datetime

import icalendar

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .plan_case import MONDAY, PlanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestActionEvent(PlanCase):
    """Steps at a certain time, in Odoo's calendar and in the person's own."""

    def _meeting(self, **vals):
        return self._promise(name="Practise an interview", start_at="2026-03-30 08:30:00", **vals)

    def test_a_time_makes_a_private_meeting_of_both(self):
        step = self._meeting()
        event = step.event_id
        self.assertEqual((str(event.start), str(event.stop)), ("2026-03-30 08:30:00", "2026-03-30 09:30:00"))
        self.assertEqual(event.partner_ids, self.officer.partner_id | self.ana.partner_id)
        self.assertEqual((event.user_id, event.privacy), (self.officer, "private"))
        self.assertNotIn("351912345678", event.description or "")
        self.assertEqual(step.due_on, self._day("2026-03-30"))

    def test_the_day_is_the_jobseekers(self):
        lima = self._person("Luz", zone="America/Lima")
        step = self._promise(person=lima, start_at="2026-03-31 03:00:00")
        self.assertEqual(step.due_on, self._day("2026-03-30"))

    def test_moved_and_cancelled_with_the_step(self):
        step = self._meeting()
        event = step.event_id
        step.write({"start_at": "2026-03-31 10:00:00", "stop_at": "2026-03-31 11:00:00"})
        self.assertEqual(str(event.start), "2026-03-31 10:00:00")
        self.assertEqual(step.due_on, self._day("2026-03-31"))
        step.write({"state": "cancelled", "cancel_reason": "Found work"})
        self.assertFalse(event.exists())

    def _mails_to_ana(self):
        return [mail for mail in self._new_mails if self.ana.partner_id in mail.recipient_ids]

    def test_who_was_invited_hears_that_it_is_off(self):
        step = self._meeting()
        with self.mock_mail_gateway():
            step.write({"state": "cancelled", "cancel_reason": "Found work"})
        self.assertTrue(self._mails_to_ana())

    def test_what_the_next_version_leaves_out_is_off_and_what_is_over_was_held(self):
        plan = self._draft()
        self._step(plan, "Send openings").start_at = "2026-03-03 09:00:00"
        self._step(plan, "Ring Acme").start_at = "2026-03-20 09:00:00"
        plan.write({"state": "agreed", "agreed_channel": "phone"})
        held, coming = self._step(plan, "Send openings").event_id, self._step(plan, "Ring Acme").event_id
        with freeze_time("2026-03-10 10:00:00"):
            version = plan._change()
            (self._step(version, "Send openings") | self._step(version, "Ring Acme")).unlink()
            with self.mock_mail_gateway():
                version.write({"state": "agreed", "agreed_channel": "phone"})
        self.assertTrue(held.exists())
        self.assertFalse(coming.exists())
        self.assertEqual(len(self._mails_to_ana()), 1)

    def test_moved_in_the_calendar_a_single_promise_follows(self):
        step = self._meeting()
        start, stop = "2026-03-31 10:00:00", "2026-03-31 11:30:00"
        step.event_id.with_user(self.officer).write({"start": start, "stop": stop})
        self.assertEqual((str(step.start_at), str(step.stop_at)), (start, stop))
        self.assertEqual(step.due_on, self._day("2026-03-31"))

    def test_moved_in_the_calendar_what_is_agreed_is_refused(self):
        plan = self._draft()
        step = self._step(plan, "Ring Acme")
        step.start_at = "2026-03-09 09:00:00"
        plan.write({"state": "agreed", "agreed_channel": "phone"})
        with self.assertRaisesRegex(UserError, "press “Change”"):
            step.event_id.with_user(self.officer).write({"start": "2026-03-10 09:00:00", "stop": "2026-03-10 10:00:00"})

    def test_a_step_with_a_time_has_an_end_and_its_day(self):
        step = self._meeting()
        with self.assertRaisesRegex(ValidationError, "ends after it begins"):
            step.stop_at = False
        with self.assertRaisesRegex(UserError, "move its time"):
            step.due_on = "2026-04-15"
        step.write({"start_at": False, "due_on": "2026-04-15"})
        self.assertEqual((step.due_on, step.stop_at), (self._day("2026-04-15"), False))

    def test_only_what_is_agreed_is_a_meeting(self):
        plan = self._draft()
        step = self._step(plan, "Ring Acme")
        step.start_at = "2026-03-09 09:00:00"
        self.assertFalse(step.event_id)
        plan.write({"state": "agreed", "agreed_channel": "phone"})
        event = step.event_id
        self.assertTrue(event)
        version = plan._change()
        later = self._step(version, "Ring Acme")
        later.start_at = "2026-03-10 09:00:00"
        self.assertEqual(str(event.start), "2026-03-09 09:00:00", "the old one holds")
        version.write({"state": "agreed", "agreed_channel": "phone"})
        self.assertEqual(later.event_id, event)
        self.assertEqual(str(event.start), "2026-03-10 09:00:00")

    # --- the person's own calendar ----------------------------------------------------------------

    def _feed(self, person=None):
        calendar = icalendar.Calendar.from_ical((person or self.ana)._get_ical())
        self.assertFalse(calendar.errors)
        events = calendar.walk("VEVENT")
        self.assertFalse([error for event in events for error in event.errors])
        return {str(event["SUMMARY"]).split(" (")[0]: event for event in events}

    def test_the_feed_is_read_by_a_library(self):
        self._meeting()
        plan = self._agreed()
        self._step(plan, "Send a CV").action_done()
        feed = self._feed()
        self.assertEqual(set(feed), {"Practise an interview", "Send openings", "Ring Acme", "✓ Send a CV"})
        self.assertEqual(feed["Practise an interview"].decoded("DTSTART"), datetime.fromisoformat("2026-03-30T08:30Z"))
        self.assertEqual(feed["Ring Acme"].decoded("DTSTART"), self._day("2026-03-09"))
        self.assertEqual(feed["Ring Acme"].decoded("DTEND"), self._day("2026-03-10"))
        self.assertIn(b"VERSION:2.0", self.ana._get_ical())

    def test_an_update_keeps_its_uid_and_counts(self):
        plan = self._agreed()
        before = self._feed()["Ring Acme"]
        version = plan._change()
        self._step(version, "Ring Acme").due_on = "2026-03-16"
        self.assertEqual(self._feed()["Ring Acme"]["UID"], before["UID"], "a draft changes nothing")
        version.write({"state": "agreed", "agreed_channel": "phone"})
        after = self._feed()["Ring Acme"]
        self.assertEqual(after["UID"], before["UID"])
        self.assertGreater(after["SEQUENCE"], before["SEQUENCE"])
        self.assertEqual(after.decoded("DTSTART"), self._day("2026-03-16"))

    def test_what_was_cancelled_says_so(self):
        step = self._promise()
        step.write({"state": "cancelled", "cancel_reason": "Acme is gone"})
        self.assertEqual(str(self._feed()["Write to Acme"]["STATUS"]), "CANCELLED")

    def test_an_empty_feed_is_a_calendar(self):
        self.assertEqual(self._feed(), {})

    def test_names_with_commas_lines_and_accents(self):
        self._promise(name="Écrire à «Acme», puis; rappeler \\ łódź 你好 " + "lang " * 30)
        [name] = self._feed()
        self.assertTrue(name.startswith("Écrire à «Acme», puis; rappeler \\ łódź 你好"))
