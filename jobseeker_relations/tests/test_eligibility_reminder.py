from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY
from .eligibility_case import EligibilityCase

JOB = "odoo.addons.jobseeker_relations.models.hr_jobseeker_eligibility_reminder"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestEligibilityReminder(EligibilityCase):
    """Whoever looks after a check hears at each rung of the ladder once, also after the job slept."""

    def _remind_on(self, day):
        with freeze_time(f"{day} 10:00:00"):
            self._remind()

    def test_the_ladder(self):
        check = self._limited("2026-12-31")
        told = []
        for number in range(0, 320):
            day = date(2026, 3, 2) + timedelta(days=number)
            rung = check.told_rung
            self._remind_on(day) if check.remind_on and check.remind_on <= day else None
            if check.told_rung != rung:
                told.append(((check.follow_up_on - day).days, check.told_rung))
        self.assertEqual(told, [(90, 90), (60, 60), (30, 30), (7, 7), (0, 0)])
        self.assertFalse(check.remind_on)
        activity = self._told()
        self.assertEqual(len(activity), 1, "one activity, that moves along")
        self.assertEqual(
            (activity.summary, activity.date_deadline),
            (f"Check the right to work again: check no. {check.id}", check.follow_up_on),
        )
        self.assertIn("is the last day", activity.note)

    def test_nothing_of_it_stands_on_the_person(self):
        self._limited("2026-04-01")
        self._remind()
        self.assertTrue(self._told())
        self.assertFalse(self.ana.activity_ids)
        theirs = self.env["mail.activity"].with_user(self.officer).search([("summary", "ilike", "right to work")])
        self.assertFalse(theirs)

    def test_ten_days_off_and_twice(self):
        check = self._limited("2026-12-31")
        self._remind_on("2026-12-29")
        self.assertEqual(check.told_rung, 7, "the rung that stands today, not those that were missed")
        activity = self._told()
        self._remind_on("2026-12-29")
        self._remind_on("2026-12-30")
        self.assertEqual(self._told(), activity)
        activity.unlink()
        self._remind_on("2026-12-30")
        self.assertFalse(self._told(), "told once")
        self._remind_on("2027-01-10")
        self.assertEqual(check.told_rung, 0)
        self.assertIn("ended on", self._told().note)
        self._told().unlink()
        self._remind_on("2027-01-11")
        self.assertFalse(self._told())

    @mute_logger(JOB)
    def test_one_bad_record_fails_alone(self):
        checks = self.Check.union(*(self._limited("2026-04-01", person=self._person(f"P {n}")) for n in range(5)))
        bad, Check = checks[2], type(self.Check)
        prepare = Check._prepare_activity

        def poisoned(check, user):
            if check == bad:
                raise ValueError("Mars has no permits")
            return prepare(check, user)

        with patch.object(Check, "_prepare_activity", poisoned):
            self._remind()
        self.assertEqual((checks - bad).mapped("told_rung"), [30] * 4)
        self.assertIn("Mars has no permits", bad.reminder_fault)
        self.assertEqual(len(self._told()), 4)
        self._remind()
        self.assertEqual(len(self._told()), 4, "looked at again in a day")
        self._remind_on("2026-03-03")
        self.assertEqual((len(self._told()), bad.told_rung, bad.reminder_fault), (5, 30, False))

    def test_who_hears(self):
        check = self._limited("2026-04-01")
        second = self._user("second", "jobseeker_relations.group_eligibility_checker")
        check.user_id = second
        self._remind()
        self.assertEqual((len(self._told(second)), len(self._told())), (1, 0))
        second.active = False
        self._remind_on("2026-03-26")
        self.assertEqual(len(self._told()), 1, "the one who made it, where who looks after it is gone")
        self.assertFalse(self._told(second), "and no other is left behind")

    def test_without_a_checker_the_adviser_hears_and_reads_no_day(self):
        self._limited("2026-04-01")
        everybody = self.env.ref("jobseeker_relations.group_eligibility_checker")
        everybody.sudo().user_ids = False
        self._remind()
        activity = self.ana.activity_ids
        self.assertEqual((activity.user_id, activity.date_deadline), (self.officer, date(2026, 3, 2)))
        self.assertNotIn("Apr", f"{activity.summary} {activity.note}")

    def test_a_new_check_ends_the_reminders_of_the_old(self):
        old = self._limited("2026-04-01")
        self._remind()
        self.assertTrue(self._told())
        self._limited("2027-04-01")
        self.assertFalse(self._told())
        self.assertFalse(old.remind_on)

    def test_another_ladder_holds_for_those_who_wait(self):
        check = self._limited("2026-12-31")
        self.assertEqual(check.remind_on, date(2026, 10, 2))
        self.env.ref("jobseeker_relations.rule_eligibility_reminders").ladder = "120, 10"
        self.assertEqual(check.remind_on, date(2026, 9, 2))

    def test_nobody_is_reminded_of_a_closed_relationship(self):
        check = self._limited("2026-04-01")
        self.ana.state = "closed"
        self._remind()
        self.assertEqual((check.told_rung, len(self._told())), (30, 0))

    def test_queries_do_not_grow_with_the_number_of_checks(self):
        def checks(count):
            return self.Check.union(
                *(self._limited("2026-04-01", person=self._person(f"P {count} {n}")) for n in range(count))
            ).sudo()

        groups = [checks(n) for n in (4, 5, 10)]
        costs = [
            self._count_queries(lambda group=group: self.Check.sudo()._settle_reminders(group)) for group in groups
        ]
        self.assertLessEqual(costs[2], costs[1])

    def test_an_idle_run_is_one_index_range(self):
        self._limited("2026-12-31")
        self.env.flush_all()
        Check = self.env["hr.jobseeker.eligibility"]
        Check._remind_batch(200)
        before = self.env.cr.sql_log_count
        self.assertEqual(Check._remind_batch(200), (0, 0))
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)
