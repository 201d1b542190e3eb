from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .policy_case import PolicyCase

NOW = "2026-03-02 10:00:00"
YEARS = 5


@tagged("post_install", "-at_install")
class TestGrowth(PolicyCase):
    """Five years of weekly silence, at small size: what is kept, and that the work of an hour does not grow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["hr.jobseeker"].concat(*(cls._person(f"Person {number}") for number in range(4)))
        for person in cls.people:
            cls._spoke(person, "2026-02-20 10:00:00")
        cls.env.flush_all()

    def _live(self, person, years=YEARS, occurrence=1000):
        """A stretch of two letters and a call each week, all long settled; the letters are in thread and queue."""
        steps = self.policy.step_ids
        vals_list = []
        for week in range(52 * years):
            began = datetime.fromisoformat(NOW) - timedelta(weeks=week + 1)
            for step in steps:
                at = began + timedelta(days=step.delay_days)
                vals_list.append(
                    {
                        "jobseeker_id": person.id,
                        "policy_id": self.policy.id,
                        "step_id": step.id,
                        "channel": step.channel,
                        "occurrence": occurrence - week - 1,
                        "scheduled_at": at,
                        "done_at": at,
                        "state": "done",
                    }
                )
        person.occurrence = occurrence
        return self.FollowUp.create(vals_list)

    def _vacuum(self, model, method):
        rounds = 0
        while getattr(self.env[model], method)()[1]:
            rounds += 1
        self.env.invalidate_all()
        return rounds

    @freeze_time(NOW)
    def test_plans_of_a_year_are_kept(self):
        person = self.people[0]
        rows = self._live(person)
        failed = rows[-1]
        failed.state = "failed"
        present = self.FollowUp.create(
            {"jobseeker_id": person.id, "occurrence": person.occurrence, "scheduled_at": "2021-03-02", "state": "done"}
        )
        contacts = person.contact_ids
        self._vacuum("hr.jobseeker.follow.up", "_gc_settled")
        kept = person.follow_up_ids
        self.assertEqual(len(rows), 3 * 52 * YEARS)
        self.assertTrue(3 * 50 < len(kept - failed - present) < 3 * 54, len(kept))
        self.assertIn(failed, kept)
        self.assertIn(present, kept)
        self.assertEqual(person.contact_ids, contacts)

    @freeze_time(NOW)
    def test_the_queue_keeps_a_month_and_the_thread_the_letter(self):
        person = self.people[0]
        self._look(person)
        row = person.follow_up_ids.filtered("mail_mail_id")
        mail, message = row.mail_mail_id, row.message_id
        mail.state = "sent"
        self.env.flush_all()
        for days, there in ((29, True), (31, False)):
            with freeze_time(datetime.fromisoformat(NOW) + timedelta(days=days, hours=4)):
                self._vacuum("mail.mail", "_gc_follow_up_letters")
                self.assertEqual(bool(mail.exists()), there, days)
        self.assertTrue(message.exists().body)
        self.assertEqual((row.state, row.message_id), ("done", message))
        self.assertTrue(message.notification_ids)

    @freeze_time(NOW)
    def test_a_letter_that_failed_stays_in_the_queue(self):
        person = self.people[0]
        self._look(person)
        row = person.follow_up_ids.filtered("mail_mail_id")
        row.mail_mail_id.state = "exception"
        with freeze_time("2027-03-02 06:00:00"):
            self._vacuum("mail.mail", "_gc_follow_up_letters")
        self.assertTrue(row.mail_mail_id)

    def _read_rows(self, people):
        """Look at these people as the job does; return (statements, rows that they gave or changed)."""
        self.env.flush_all()
        self.env.invalidate_all()
        rows, execute = [], Cursor.execute

        def counting(cursor, *args, **kwargs):
            result = execute(cursor, *args, **kwargs)
            rows.append(max(cursor.rowcount, 0))
            return result

        with patch.object(Cursor, "execute", counting):
            self.FollowUp._follow_up(people, fields.Datetime.now())
            self.env.flush_all()
        return len(rows), sum(rows)

    @freeze_time(NOW)
    def test_an_old_debt_reads_nothing_of_the_others(self):
        debtor, *others = self.people
        letter = {"direction": "out", "channel": "email", "nature": "bulk"}
        dates = [datetime.fromisoformat(NOW) - timedelta(weeks=week) for week in range(52 * YEARS)]
        self.Contact.create([{**letter, "jobseeker_id": p.id, "date": at} for p in self.people for at in dates])
        debtor.period_began = dates[150]
        words = self.people._get_recent_words(fields.Datetime.now())
        self.assertEqual(len(words[debtor]), 151 + 1, "with the call of February")
        self.assertEqual({len(words[person]) for person in others}, {5 + 1}, "28 days of the cap, and two")
        words = self.people._get_recent_words(fields.Datetime.now(), attempts=False)
        self.assertEqual({len(words[person]) for person in self.people}, {5 + 1})

    @freeze_time(NOW)
    def test_many_reaches_are_one_query_of_a_few_conditions(self):
        now = fields.Datetime.now()
        for days, person in enumerate(self.people, start=40):
            person.period_began = now - timedelta(days=days)
        self.env.flush_all()
        self.people._get_recent_words(now)
        with self.assertQueryCount(1):
            self.people._get_recent_words(now)

    @freeze_time("2026-03-09 10:00:00")
    def test_the_work_of_an_hour_is_the_same_after_five_years(self):
        self._look(self.people[3])  # what is read once and cached
        young, old = self.people[0], self.people[1]
        self._live(old)
        statements, rows = self._read_rows(young)
        self.assertEqual(len(young.follow_up_ids.mail_mail_id), 1)
        self.assertEqual(self._read_rows(old), (statements, rows))
        self.assertEqual(len(old.follow_up_ids.mail_mail_id), 1)
