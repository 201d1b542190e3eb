from unittest.mock import PropertyMock, patch

from psycopg2 import InterfaceError
from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .policy_case import PolicyCase

ENGINE = "odoo.addons.jobseeker_relations.models.hr_jobseeker_follow_up_engine"


@tagged("post_install", "-at_install")
class TestEngineConflicts(PolicyCase):
    """Other transactions write the same people: a batch is undone and looked for once more, and the run goes on."""

    def _owed(self, *names):
        people = self.env["hr.jobseeker"].union(*(self._person(name) for name in names))
        for person in people:
            self._spoke(person, "2026-03-02 10:00:00")
        self.env.flush_all()
        return people

    def _run_job(self, name="_cron_process", failures=0, **options):
        """Run the job; its first so many batches meet another transaction. Commits and rollbacks are the test's own.

        :param failures: how many, or for each batch whether it does
        """
        Engine, left = type(self.FollowUp), iter([True] * failures if isinstance(failures, int) else failures)
        settle = Engine._settle

        def conflict(engine, people, now):
            if next(left, False):
                raise SerializationFailure("could not serialize access due to concurrent update")
            return settle(engine, people, now)

        with (
            patch.object(Engine, "_settle", conflict),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0),
            patch.object(self.env.cr, "rollback", lambda: self.env.invalidate_all()),
        ):
            getattr(self.FollowUp, name)(**options)
        self.env.flush_all()

    def _letters(self, people):
        return [len(person.follow_up_ids.mail_mail_id) for person in people]

    @freeze_time("2026-03-02 10:00:00")
    def test_a_conflict_costs_one_batch_and_not_the_run(self):
        people = self._owed("Ana", "Ben", "Cid")
        with freeze_time("2026-03-09 09:30:00"):
            self._run_job(failures=2, batch_size=1)
            self.assertEqual(self._letters(people), [1, 1, 1])
            self.assertNotIn("failed", people.follow_up_ids.mapped("state"), "it is nobody's fault")

    @freeze_time("2026-03-02 10:00:00")
    def test_a_long_backlog_may_meet_many_conflicts(self):
        people = self._owed("Ana", "Ben", "Cid")
        now_and_then = patch(f"{ENGINE}.MAX_CONFLICTS", 1)
        with freeze_time("2026-03-09 09:30:00"), now_and_then:
            self._run_job(failures=[True, False, True, False, True, False], batch_size=1)
        self.assertEqual(self._letters(people), [1, 1, 1])

    @freeze_time("2026-03-02 10:00:00")
    def test_conflicts_without_end_are_reported(self):
        people = self._owed("Ana")
        with freeze_time("2026-03-09 09:30:00"), self.assertRaises(SerializationFailure):
            self._run_job(failures=1000)
        self.assertEqual(self._letters(people), [0])

    @freeze_time("2026-03-02 10:00:00")
    def test_a_database_that_went_away_is_no_persons_fault(self):
        people, looks = self._owed("Ana", "Ben", "Cid"), []

        def lose_connection(_engine, batch, _now):
            looks.append(len(batch))
            raise InterfaceError("cursor already closed")

        gone = patch.object(type(self.env.cr), "closed", PropertyMock(return_value=True))
        with patch.object(type(self.FollowUp), "_settle", lose_connection), gone, self.assertRaises(InterfaceError):
            self.FollowUp._follow_up(people, fields.Datetime.now())
        self.assertEqual(looks, [3], "nobody is tried alone")
        self.assertFalse(people.follow_up_ids.filtered(lambda row: row.state == "failed"))

    @freeze_time("2026-03-02 10:00:00")
    def test_a_backlog_calls_the_second_worker_once(self):
        self._owed("Ana", "Ben", "Cid")
        help_job = self.env.ref("jobseeker_relations.ir_cron_follow_up_help")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", help_job.id)])
        with freeze_time("2026-03-09 09:30:00"):
            self._run_job(batch_size=1)
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", help_job.id)]), triggers + 1)

    @freeze_time("2026-03-02 10:00:00")
    def test_one_batch_calls_nobody(self):
        people = self._owed("Ana", "Ben")
        help_job = self.env.ref("jobseeker_relations.ir_cron_follow_up_help")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", help_job.id)])
        with freeze_time("2026-03-09 09:30:00"):
            self._run_job()
        self.assertEqual(self._letters(people), [1, 1])
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", help_job.id)]), triggers)

    @freeze_time("2026-03-02 10:00:00")
    def test_the_second_worker_serves_the_same_backlog(self):
        people = self._owed("Ana", "Ben", "Cid")
        with freeze_time("2026-03-09 09:30:00"):
            self._run_job("_cron_help", batch_size=2)
        self.assertEqual(self._letters(people), [1, 1, 1])

    @freeze_time("2026-03-02 10:00:00")
    def test_the_second_worker_rests_with_the_first(self):
        people = self._owed("Ana")
        job = self.env.ref("jobseeker_relations.ir_cron_follow_up")
        job.active = False
        with freeze_time("2026-03-09 09:30:00"):
            self._run_job("_cron_help")
            self.assertEqual(self._letters(people), [0])
            job.unlink()
            self._run_job("_cron_help")
            self.assertEqual(self._letters(people), [0])

    @freeze_time("2026-03-02 10:00:00")
    def test_a_backlog_without_the_second_worker_is_served_by_the_first(self):
        people = self._owed("Ana", "Ben")
        self.env.ref("jobseeker_relations.ir_cron_follow_up_help").unlink()
        with freeze_time("2026-03-09 09:30:00"):
            self._run_job(batch_size=1)
        self.assertEqual(self._letters(people), [1, 1])

    @freeze_time("2026-03-02 10:00:00")
    def test_ten_days_without_the_job_bring_one_letter(self):
        people = self._owed("Ana")
        with freeze_time("2026-03-19 09:30:00"):
            self._run_job()
            self.assertEqual(self._letters(people), [1])
            self._run_job()
            self.assertEqual(self._letters(people), [1], "the steps keep their distance")
            people.follow_up_ids.mail_mail_id.state = "sent"
        with freeze_time("2026-03-23 09:30:00"):
            self._run_job()
            self.assertEqual(self._letters(people), [2])

    @freeze_time("2026-03-02 10:00:00")
    def test_a_clock_that_is_set_back_sends_nothing_twice(self):
        people = self._owed("Ana")
        with freeze_time("2026-03-09 09:30:00"):
            self._run_job()
        with freeze_time("2026-03-08 09:30:00"):
            self._run_job()
        with freeze_time("2026-03-09 10:30:00"):
            self._run_job()
            self.assertEqual(self._letters(people), [1])

    @freeze_time("2026-03-23 10:00:00")
    def test_a_night_that_lacks_an_hour_moves_no_opening(self):
        """Lisbon's clocks go forward on 29 March: 09:00 there is then 08:00 UTC."""
        person = self._person("Ana")
        self._spoke(person, "2026-03-23 10:00:00")
        self.env.flush_all()
        self.assertAt(person.next_contact_at, "2026-03-30 08:00:00")
        with freeze_time("2026-03-30 07:59:00"):
            self._run_job()
            self.assertEqual(self._letters(person), [0])
        with freeze_time("2026-03-30 08:00:00"):
            self._run_job()
            self.assertEqual(self._letters(person), [1])

    @freeze_time("2026-03-02 10:00:00")
    def test_ten_days_without_the_mail_queue_bring_one_letter(self):
        """No reminder of a letter that has not left; when it leaves, the ledger says so, and the steps count anew."""
        ana = self._owed("Ana")
        for day in range(9, 20):
            with freeze_time(f"2026-03-{day:02} 09:30:00"):
                self._run_job()
        self.assertEqual(self._letters(ana), [1])
        [letter, reminder] = ana.follow_up_ids.sorted("id")
        self.assertEqual((letter.state, reminder.state), ("done", "planned"))
        self.assertAt(reminder.scheduled_at, "2026-03-20 09:00:00")
        with freeze_time("2026-03-19 11:00:00"):
            mail = letter.mail_mail_id
            mail._postprocess_sent_message(success_pids=[ana.partner_id], success_emails=[], failure_type=False)
            mail.state = "sent"
        words = ana.contact_ids.filtered(lambda word: word.message_id and not word.superseded)
        self.assertEqual((len(words), words.nature), (1, "follow_up"))
        self.assertAt(words.date, "2026-03-19 11:00:00")
        with freeze_time("2026-03-20 09:30:00"):
            self._run_job()
            self.assertAt(reminder.scheduled_at, "2026-03-23 09:00:00")
