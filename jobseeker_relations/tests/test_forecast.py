from collections import Counter
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from ..wizard.hr_jobseeker_contact_forecast_making import MOST_LOOKED_AT
from .policy_case import PolicyCase


@tagged("post_install", "-at_install")
class TestForecast(PolicyCase):
    """What a policy would do is what it then does."""

    def _people(self, count=6):
        people = self.env["hr.jobseeker"]
        for number in range(count):
            person = self._person(f"Person {number}")
            self._spoke(person, f"2026-02-{23 + number % 5} 1{number % 5}:20:00")
            people |= person
        self.env.flush_all()
        return people

    def _try(self, policy=None, days=30, values=None):
        action = (policy if policy is not None else self.policy).with_user(self.manager).action_try(values, days)
        return self.env["hr.jobseeker.contact.forecast"].browse(action["res_id"])

    def _per_day(self, page, series="draft", sort="letter"):
        rows = page.touch_ids.filtered(lambda row: row.series == series and row.sort == sort)
        days = Counter()
        for row in rows:
            days[row.day] += row.people
        return dict(days)

    def _run_for(self, people, days):
        """Let the job run each hour, as nobody answers; return the letters by day."""
        letters = Counter()
        start = fields.Datetime.now()
        self._run_hourly(people, start, days)
        for row in people.follow_up_ids.filtered(lambda row: row.mail_mail_id and row.state == "done"):
            letters[row.done_at.date()] += 1
        return dict(letters)

    def _run_hourly(self, people, start, days):
        for hour in range(24 * days + 1):
            with freeze_time(start + timedelta(hours=hour)):
                due = people.search([("id", "in", people.ids), ("follow_up_at", "<=", fields.Datetime.now())])
                if due:
                    self._look_and_send(due)

    @freeze_time("2026-03-02 06:00:00")
    def test_the_forecast_is_what_the_engine_does(self):
        people = self._people()
        foreseen = self._per_day(self._try())
        self.assertFalse(people.follow_up_ids, "trying has no effect")
        self.assertEqual(foreseen, self._run_for(people, 30))

    @freeze_time("2026-03-02 06:00:00")
    def test_ninety_days_by_day_channel_and_adviser(self):
        people = self._people(3)
        people[2].adviser_id = self.manager
        page = self._try(days=90)
        foreseen = Counter()
        for row in page.touch_ids.filtered(lambda row: row.series == "draft" and row.channel):
            foreseen[row.day, row.channel, row.adviser_id] += row.people
        self._run_hourly(people, fields.Datetime.now(), 90)
        happened = Counter(
            (row.done_at.date(), row.channel, row.jobseeker_id.adviser_id)
            for row in people.follow_up_ids
            if row.state == "done" and row.channel
        )
        self.assertEqual(foreseen, happened)
        self.assertEqual({channel for _day, channel, _adviser in happened}, {"email", "phone"})
        self.assertEqual({adviser for _day, _channel, adviser in happened}, {self.officer, self.manager})

    @freeze_time("2026-03-02 06:00:00")
    def test_after_some_letters_too(self):
        people = self._people(3)
        self._run_for(people, 6)
        with freeze_time("2026-03-08 06:00:00"):
            before = Counter({row.id: 1 for row in people.follow_up_ids if row.state == "done"})
            foreseen = self._per_day(self._try())
            ran = self._run_for(people, 30)
        sent_before = Counter(
            row.done_at.date() for row in people.follow_up_ids if row.id in before and row.mail_mail_id
        )
        self.assertEqual(foreseen, {day: n - sent_before[day] for day, n in ran.items() if n > sent_before[day]})

    @freeze_time("2026-03-02 06:00:00")
    def test_a_policy_that_is_not_saved(self):
        self._people()
        policies = self.env["hr.jobseeker.contact.policy"].search_count([])
        weekly = self._try()
        tight = self._try(values={"max_gap_days": 4, "min_gap_days": 1})
        self.assertEqual(self.policy.max_gap_days, 7, "nothing is saved")
        self.assertEqual(self._per_day(tight, "present"), self._per_day(weekly, "draft"))
        self.assertNotEqual(self._per_day(tight), self._per_day(weekly))
        new = self._try(
            self.env["hr.jobseeker.contact.policy"],
            values={
                "name": "New",
                "sequence": 0,
                "max_gap_days": 30,
                "calendar_id": self.calendar.id,
                "step_ids": [(0, 0, {"delay_days": 0, "channel": "phone"})],
            },
        )
        self.assertFalse(self._per_day(new), "it only rings")
        self.assertEqual(sum(self._per_day(new, sort="task").values()) > 0, True)
        self.assertEqual(self.env["hr.jobseeker.contact.policy"].search_count([]), policies)

    @freeze_time("2026-03-02 06:00:00")
    def test_who_is_never_reached_and_why(self):
        people = self._people(3)
        people[0].do_not_contact = True
        people[1].action_hold()
        people[1].write({"state": "on_hold", "hold_until": "2027-01-01"})
        page = self._try()
        why = {row.jobseeker_id: row.explanation for row in page.person_ids if not row.touches}
        self.assertEqual(why, {people[0]: "Asked for no contact", people[1]: "On hold all that time"})
        self.assertEqual(page.never_count, 2)
        self.assertIn("2 people would hear nothing in that time. Why: Asked for no contact 1", page.sentences)
        self.assertEqual(page.people_count, 3)
        self.assertIn("3 people", page.sentences)
        self.assertIn("height", page.bars)
        reached = page.person_ids.filtered("touches")
        self.assertEqual((reached.jobseeker_id, reached.explanation), (people[2], "The interval is over"))

    @freeze_time("2026-03-02 06:00:00")
    def test_whom_a_narrower_audience_lets_go(self):
        people = self._people(2)
        people[0].seeking = "passive"
        page = self._try(values={"seeking": "passive"})
        leaving = page.person_ids.filtered(lambda row: not row.stays)
        self.assertEqual((page.people_count, leaving.jobseeker_id), (1, people[1]))
        self.assertIn("1 people whom this policy covers now", page.sentences)

    def _old_debts(self, count):
        """People whom no policy serves yet, last spoken to in January."""
        self.policy.active = False
        people = self.env["hr.jobseeker"]
        for number in range(count):
            person = self._person(f"Debtor {number}", zone="UTC")
            self._spoke(person, f"2026-01-{5 + number % 2:02} 10:00:00")
            people |= person
        self.env.flush_all()
        return people

    @freeze_time("2026-03-02 06:00:00")
    def test_a_policy_that_is_switched_on_starts_in_the_forecast_as_it_then_does(self):
        people = self._old_debts(7)
        people[3].write({"do_not_contact": True})
        page = self._try(values={"active": True, "starts_per_day": 2})
        self.assertEqual((page.joining_count, page.leaving_count), (7, 0))
        self.assertIn("7 people would come under this policy", page.sentences)
        firsts = page.person_ids.filtered("first_at").grouped("jobseeker_id")
        foreseen = self._per_day(page)
        self.assertFalse(any(people.mapped("starts_on")), "trying has no effect")
        self.policy.write({"active": True, "starts_per_day": 2})
        self.assertEqual(
            {person: row.first_at.date() for person, row in firsts.items()},
            {person: person.starts_on for person in people if person.starts_on},
        )
        self.assertEqual(len(set(people.mapped("starts_on"))), 4)
        self.assertEqual(foreseen, self._run_for(people, 30))

    @freeze_time("2026-03-02 06:00:00")
    def test_whose_turn_comes_after_that_time(self):
        self._old_debts(40)
        page = self._try(values={"active": True, "starts_per_day": 1})
        self.assertIn("Their turn comes later 18", page.sentences)
        self.assertEqual(sum(bool(row.touches) for row in page.person_ids), 22)

    @freeze_time("2026-03-02 06:00:00")
    def test_a_new_policy_begins_anew_with_whom_another_had_given_up(self):
        person = self._people(1)
        call = {"direction": "out", "channel": "phone", "outcome": "no_answer"}
        for days in range(50):
            with freeze_time(fields.Datetime.now() + timedelta(days=days, hours=5)):
                self._look_and_send(person)
                if person.activity_ids.filtered(lambda activity: activity.activity_category == "phonecall"):
                    self.Contact.create({**call, "jobseeker_id": person.id})
                    person.activity_ids.unlink()
        with freeze_time("2026-04-22 06:00:00"):
            self.assertTrue(person.closing_proposed)
            values = {
                "name": "New",
                "sequence": 0,
                "calendar_id": self.calendar.id,
                "step_ids": [(0, 0, {"delay_days": 0, "channel": "email", "template_id": self.letter.id})],
            }
            page = self._try(self.policy.browse(), values=values)
            self.assertFalse(self._per_day(page, "present"))
            foreseen = self._per_day(page)
            self.assertTrue(foreseen)
            done = person.follow_up_ids
            self._policy("New", steps=[values["step_ids"][0][2]], sequence=0)
            self._run_for(person, 30)
            new = (person.follow_up_ids - done).filtered(lambda row: row.mail_mail_id and row.state == "done")
            self.assertEqual(foreseen, dict(Counter(new.mapped(lambda row: row.done_at.date()))))

    @freeze_time("2026-03-02 06:00:00")
    def test_a_sample_says_nothing_of_those_who_are_not_in_it(self):
        people = self._people(12)
        for number, person in enumerate(people):
            person.contact_interval_days = 5 + number  # no two alike
        people[5].do_not_contact = True
        with patch.dict(MOST_LOOKED_AT, {30: 5}):
            page = self._try(values={"max_gap_days": 9})
        self.assertEqual((page.people_count, page.sampled_count, page.leaving_count), (12, 4, 0))
        self.assertTrue(all(page.person_ids.mapped("stays")), "nobody leaves")
        self.assertEqual(len(page.person_ids), 4)
        self.assertIn("4 of 12 people stand for all", page.sentences)

    @freeze_time("2026-03-02 06:00:00")
    def test_nobody(self):
        page = self._try()
        self.assertEqual((page.people_count, bool(page.bars), page.never_count), (0, False, 0))

    @freeze_time("2026-03-02 06:00:00")
    def test_queries_do_not_grow_with_the_people(self):
        self._people(4)
        self._try()
        few = self._count(lambda: self._try())
        self._people(4)
        self.assertLessEqual(self._count(lambda: self._try()), few + 1)

    def _count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        return self.env.cr.sql_log_count - before

    @freeze_time("2026-03-02 06:00:00")
    def test_first_contacts_after_different_beginnings(self):
        """Everybody was spoken to on the same day: what they are owed follows from when their state began."""
        self.policy.write({"first_days": "3, 9, 20", "max_gap_days": 60, "period_days": 0})
        people = self.env["hr.jobseeker"]
        for number in range(4):
            with freeze_time(f"2026-02-{20 + 2 * number} 06:00:00"):
                people |= self._person(f"Beginner {number}")
        for person in people:
            self._spoke(person, "2026-02-27 10:00:00")
        self.env.flush_all()
        foreseen = self._per_day(self._try())
        self.assertEqual(foreseen, self._run_for(people, 30))

    def _search_alike(self, **options):
        groups = self.env["hr.jobseeker"]._search_alike(
            [("policy_id", "=", self.policy.id)], 28, fields.Datetime.now(), **options
        )
        return [len(group.people) for group in groups]

    @freeze_time("2026-03-02 06:00:00")
    def test_the_beginning_of_a_state_matters_where_first_contacts_are_promised(self):
        for day in (20, 22):
            with freeze_time(f"2026-02-{day} 06:00:00"):
                person = self._person(f"Person {day}")
            self._spoke(person, "2026-02-25 10:00:00")
        self.assertEqual(self._search_alike(), [1, 1], "the policy that is tried may promise some")
        self.assertEqual(self._search_alike(first_contacts=False), [2])
        self.policy.first_days = "1"
        self.assertEqual(self._search_alike(first_contacts=False), [1, 1])

    @freeze_time("2026-03-02 06:00:00")
    def test_who_has_no_zone_is_read_by_the_calendars(self):
        for hour in ("10", "14"):
            self._spoke(self._person(f"Person {hour}", zone=False), f"2026-02-25 {hour}:00:00")
        self.env["resource.calendar"].search([]).tz = "UTC"
        self.assertEqual(self._search_alike(), [2])
        self.calendar.tz = "Pacific/Auckland"
        self.assertEqual(self._search_alike(), [1, 1], "there it was 23:00, and 3:00 of the next day")

    @freeze_time("2026-03-02 06:00:00")
    def test_people_alike_are_looked_at_once(self):
        for number in range(5):
            self._spoke(self._person(f"Twin {number}"), "2026-02-25 10:00:00")
        self._spoke(self._person("Other"), "2026-02-26 10:00:00")
        self._person("No Mail", partner_vals={"email": False})
        groups = self.env["hr.jobseeker"]._search_alike([("policy_id", "=", self.policy.id)], 28, fields.Datetime.now())
        self.assertEqual([len(group.people) for group in groups], [5, 1, 1])

    def test_only_an_administrator_tries_policies(self):
        with self.assertRaises(AccessError):
            self.policy.with_user(self.officer).action_try()
        with self.assertRaises(ValidationError):
            self.policy.with_user(self.manager).action_try(days=7)
