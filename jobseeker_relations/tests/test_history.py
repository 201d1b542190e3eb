from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .ledger_case import LedgerCase

FACTS = ("direction", "channel", "nature", "outcome", "qualifying", "user_id", "applicant_id", "message_id", "event_id")


@tagged("post_install", "-at_install")
class TestHistory(LedgerCase):
    """The past is read as the doors would have written it."""

    def _forget_ledger(self):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM hr_jobseeker_contact")
        self.env.cr.execute(
            "UPDATE hr_jobseeker SET last_contact_at = NULL, waiting_since = NULL, next_contact_at = NULL"
        )
        self.env.invalidate_all()

    def _facts(self, jobseeker=None):
        rows = self._rows(jobseeker or self.jobseeker)
        return sorted(([row[name] for name in FACTS], row.date) for row in rows)

    def _meet(self, **vals):
        return self.env["calendar.event"].create(
            {
                "name": "Interview",
                "start": fields.Datetime.subtract(fields.Datetime.now(), days=3),
                "stop": fields.Datetime.subtract(fields.Datetime.now(), days=3, hours=-1),
                "partner_ids": (self.anna | self.officer.partner_id).ids,
                "user_id": self.officer.id,
                **vals,
            }
        )

    def _correspond(self):
        """Whatever passes between us; the rows that the doors make of it."""
        self._write_to(self.application)
        self._receive("anna@example.com", extra=f"In-Reply-To: {self._last_id(self.application)}\n")
        self._receive("anna@example.com", subject="Automatic reply: Welder", extra="Auto-Submitted: auto-replied\n")
        self.application.message_post(body="Between us")
        self.jobseeker.with_user(self.officer).message_post(
            body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment", partner_ids=self.anna.ids
        )
        with self.mock_mail_gateway():
            self.application.message_mail_with_source(
                self.env["mail.template"].create(
                    {
                        "name": "News",
                        "model_id": self.env["ir.model"]._get_id("hr.applicant"),
                        "subject": "News",
                        "body_html": "<p>News</p>",
                        "partner_to": "{{ object.partner_id.id }}",
                    }
                )
            )
        call = self.application.activity_schedule("mail.mail_activity_data_call", user_id=self.officer.id)
        call.with_user(self.officer).action_feedback(feedback="rang")
        self._meet(applicant_id=self.application.id)
        self.env["calendar.event"]._record_held_meetings(
            fields.Datetime.subtract(fields.Datetime.now(), days=30), fields.Datetime.now()
        )
        self.env.flush_all()

    def test_the_past_is_read_as_the_doors_write_it(self):
        self._correspond()
        kept = lambda facts: [fact for fact, _date in facts if fact[7] or fact[8]]  # noqa: E731
        lived = kept(self._facts())
        spoken = self.jobseeker.last_contact_at
        self.assertGreaterEqual(len(lived), 5)
        self._forget_ledger()
        with self.mock_mail_gateway():
            self.jobseeker._read_history()
            self.assertFalse(self._new_mails)
        self.assertEqual(kept(self._facts()), lived)
        self.assertEqual(len(self._rows(self.jobseeker).filtered("activity_id")), 1)
        # a message is dated before its word is written down, perhaps in the second before
        self.assertAlmostEqual(self.jobseeker.last_contact_at, spoken, delta=timedelta(seconds=10))

    def test_once_more_enters_nothing(self):
        self._correspond()
        before = self._facts()
        self.assertEqual(self.jobseeker._read_history(), 0)
        self.assertEqual(self._facts(), before)

    def test_the_clock_starts_where_the_history_ends(self):
        policy = self.env["hr.jobseeker.contact.policy"].create({"name": "Weekly", "max_gap_days": 7})
        self._write_to(self.application)
        self.env.flush_all()
        self.env.cr.execute("UPDATE mail_message SET date = '2026-01-05 10:00:00' WHERE model = 'hr.applicant'")
        self._forget_ledger()
        self.jobseeker._read_history()
        self.assertEqual(self.jobseeker.policy_id, policy)
        self.assertEqual(str(self.jobseeker.last_contact_at), "2026-01-05 10:00:00")
        self.assertEqual(str(self.jobseeker.next_contact_at)[:10], "2026-01-12")

    def _follow_up_without_history(self, heard_days_ago):
        """A letter went ten days ago and another is planned, as a word of the person was not known; read it."""
        self.env["hr.jobseeker.contact.policy"].create({"name": "Weekly", "max_gap_days": 7, "response_hours": 0})
        ago = lambda days: fields.Datetime.subtract(fields.Datetime.now(), days=days)  # noqa: E731
        self._receive("anna@example.com", extra=f"In-Reply-To: {self._last_id(self.application)}\n")
        self._forget_ledger()
        self.env.cr.execute("UPDATE mail_message SET date = %s WHERE model = 'hr.applicant'", [ago(heard_days_ago)])
        vals = {"jobseeker_id": self.jobseeker.id, "occurrence": self.jobseeker.occurrence, "channel": "email"}
        rows = self.env["hr.jobseeker.follow.up"].create(
            [
                {**vals, "state": "done", "scheduled_at": ago(10), "done_at": ago(10)},
                {**vals, "state": "planned", "scheduled_at": ago(-1)},
            ]
        )
        self.jobseeker._read_history()
        return rows

    def test_an_answer_that_is_read_ends_the_follow_ups(self):
        before = self.jobseeker.occurrence
        rows = self._follow_up_without_history(heard_days_ago=9)
        self.assertEqual(rows.mapped("state"), ["done", "cancelled"])
        self.assertEqual((rows[1].reason, self.jobseeker.occurrence), ("contact", before + 1))

    def test_a_word_after_which_nothing_was_owed_yet_ends_them_too(self):
        rows = self._follow_up_without_history(heard_days_ago=12)
        self.assertEqual(rows.mapped("state"), ["done", "cancelled"])

    def test_a_word_of_long_ago_ends_no_follow_ups(self):
        before = self.jobseeker.occurrence
        rows = self._follow_up_without_history(heard_days_ago=40)
        self.assertEqual(rows.mapped("state"), ["done", "planned"])
        self.assertEqual(self.jobseeker.occurrence, before)

    def test_a_family_on_one_mailbox(self):
        sister = self._application("Béla Kovács", "anna@example.com")
        self._forget_ledger()
        self._receive("Anna Kovács <anna@example.com>", to=self.mailbox)
        self._forget_ledger()
        (self.jobseeker | sister.jobseeker_id)._read_history()
        self.assertEqual(len(self._rows(sister.jobseeker_id).filtered(lambda row: row.direction == "in")), 0)

    def test_who_declined_and_what_is_to_come_are_none(self):
        self._forget_ledger()
        declined = self._meet()
        declined.attendee_ids.filtered(lambda a: a.partner_id == self.anna).state = "declined"
        self._meet(
            start=fields.Datetime.add(fields.Datetime.now(), days=1),
            stop=fields.Datetime.add(fields.Datetime.now(), days=2),
        )
        self.env.flush_all()
        self.jobseeker._read_history()
        self.assertFalse(self._rows(self.jobseeker).filtered("event_id"))

    def test_queries_do_not_grow_with_the_people(self):
        people = self.jobseeker
        for number in range(3):
            people |= self._application(f"P{number}", f"p{number}@example.com").jobseeker_id
        self._forget_ledger()
        few = self._count_queries(lambda: people[:2]._read_history())
        self._forget_ledger()
        self.assertLessEqual(self._count_queries(lambda: people._read_history()), few)

    def test_the_button_is_an_administrators(self):
        with self.assertRaises(AccessError):
            self.jobseeker.with_user(self.officer).action_read_history()
        manager = self._user("history_manager", "hr_recruitment.group_hr_recruitment_manager")
        self._write_to(self.application)
        self._forget_ledger()
        action = self.jobseeker.with_user(manager).action_read_history()
        self.assertIn("in the ledger now", action["params"]["message"])
        action = self.jobseeker.with_user(manager).action_read_history()
        self.assertIn("nothing", action["params"]["message"])
