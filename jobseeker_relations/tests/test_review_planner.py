from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from .review_case import ReviewCase

NOW = "2026-03-02 10:00:00"
PLANNER = "odoo.addons.jobseeker_relations.models.hr_jobseeker_review_planner"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestReviewPlanner(ReviewCase):
    """When a review is owed, and the job that makes it: some days ahead, once, for everybody, whatever happened."""

    def _people(self, count, **vals):
        return self.env["hr.jobseeker"].union(*(self._person(f"Person {n}", **vals) for n in range(count)))

    # --- the interval and where it comes from -----------------------------------------------------

    def test_the_policy_promises(self):
        person = self._person()
        self.assertDay(person.next_review_on, "2026-03-30")
        self.assertIn("every 28 days by “Weekly”", person.review_explanation)

    def test_an_agreement_comes_first(self):
        person = self._person()
        self._agree_on_reviews(person, 14)
        self.assertEqual(person._get_review_interval_days(), 14)
        self.assertDay(person.next_review_on, "2026-03-16")
        self.assertIn("every 14 days, as agreed", person.review_explanation)

    def test_nothing_promised_nothing_owed(self):
        person = self._person()
        self.policy.review_interval_days = 0
        self.assertFalse(person.next_review_on)
        self.assertIn("Neither an agreement nor a contact policy", person.review_explanation)
        with freeze_time("2026-06-01 10:00:00"):
            self._plan()
        self.assertFalse(person.review_ids)

    def test_a_day_off_moves_the_review_to_the_next_working_day(self):
        self.policy.review_interval_days = 26  # Saturday 28 March; on Sunday the clocks change
        self.assertDay(self._person().next_review_on, "2026-03-30")

    def test_a_holiday_of_the_company_is_no_working_day(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-03-30 00:00:00",
                "date_to": "2026-03-30 23:59:59",
            }
        )
        self.assertDay(self._person().next_review_on, "2026-03-31")

    def test_who_rests_is_owed_no_review(self):
        for vals in ({"state": "on_hold"}, {"state": "closed"}, {"do_not_contact": True}):
            with self.subTest(vals):
                person = self._person(f"Resting {vals}")
                review = self._review(person)
                person.write(vals)
                self.assertEqual(review.state, "cancelled")
                self.assertFalse(review.settled_on, "nobody waived it")
                self.assertFalse(person.next_review_on)
                with freeze_time("2026-06-01 10:00:00"):
                    self._plan()
                self.assertFalse(self._open_reviews(person))

    def test_nothing_is_owed_of_the_time_on_hold(self):
        person = self._person()
        with freeze_time("2026-03-10 10:00:00"):
            person.state = "on_hold"
        with freeze_time("2026-06-01 10:00:00"):
            person.action_end_hold()
            self.assertDay(person.next_review_on, "2026-06-29")

    # --- the job ----------------------------------------------------------------------------------

    def test_made_some_days_ahead_with_an_activity(self):
        person = self._person()
        with freeze_time("2026-03-22 10:00:00"):
            self._plan()
            self.assertFalse(person.review_ids)
        with freeze_time("2026-03-23 10:00:00"):
            self._plan()
        review = person.review_ids
        self.assertRecordValues(review, [{"state": "scheduled", "user_id": self.officer.id}])
        self.assertDay(review.due_on, "2026-03-30")
        self.assertEqual(review.activity_id.user_id, self.officer)
        self.assertDay(review.activity_id.date_deadline, "2026-03-30")
        self.assertEqual((review.activity_id.res_model, review.activity_id.res_id), ("hr.jobseeker", person.id))

    def test_the_company_says_how_far_ahead(self):
        self.company.jobseeker_review_lead_days = 14
        person = self._person()
        with freeze_time("2026-03-16 10:00:00"):
            self._plan()
        self.assertTrue(person.review_ids)

    def test_twice_is_once(self):
        people = self._people(3)
        with freeze_time("2026-03-30 10:00:00"):
            self._plan()
            self._plan()
            self.assertEqual(len(people.review_ids), 3)
            self.assertFalse(self.env["hr.jobseeker"].search(self.Review._get_look_domain()) & people)

    def test_ten_days_of_standstill_are_caught_up(self):
        people = self._people(3)
        with freeze_time("2026-04-08 10:00:00"):
            self._plan()
            self.assertEqual(len(self._open_reviews(people)), 3)
            self.assertEqual(set(people.review_ids.mapped("planned_for")), {date(2026, 3, 30)})

    def test_an_agreed_day_that_passed_is_overdue(self):
        person = self._person()
        self._agree_on_reviews(person, 28)
        with freeze_time("2026-04-08 10:00:00"):
            self._plan()
            self.assertDay(person.review_ids.due_on, "2026-03-30")
            self.assertEqual(person.review_ids.review_status, "overdue")

    def test_the_next_one_follows_the_last(self):
        person = self._person()
        with freeze_time("2026-03-30 10:00:00"):
            self._plan()
            self._hold(person.review_ids.with_user(self.officer))
            self._plan()
            self.assertEqual(len(person.review_ids), 1)
        with freeze_time("2026-04-20 10:00:00"):
            self._plan()
        self.assertDay(self._open_reviews(person).due_on, "2026-04-27")

    def test_another_interval_moves_the_open_review(self):
        person = self._person()
        with freeze_time("2026-03-25 10:00:00"):
            self._plan()
            self._agree_on_reviews(person, 56)
            self._plan()
            review = self._open_reviews(person)
            self.assertEqual(len(person.review_ids), 1)
            self.assertDay(review.due_on, "2026-04-27")
            self.assertDay(review.activity_id.date_deadline, "2026-04-27")
            self.assertFalse(person.review_look_on)

    def test_a_meeting_is_not_moved_by_an_interval(self):
        person = self._person()
        with freeze_time("2026-03-25 10:00:00"):
            self._plan()
            self._open_reviews(person).start_at = "2026-03-31 10:00:00"
            self._agree_on_reviews(person, 56)
            self._plan()
            self.assertDay(self._open_reviews(person).due_on, "2026-03-31")

    def test_an_interval_that_ends_withdraws_the_open_review(self):
        person = self._person()
        with freeze_time("2026-03-25 10:00:00"):
            self._plan()
            activity = person.review_ids.activity_id
            self.policy.review_interval_days = 0
            self._plan()
            self.assertEqual(person.review_ids.state, "cancelled")
            self.assertFalse(activity.exists())

    def test_a_review_made_by_hand_is_left_alone(self):
        person = self._person()
        review = self._review(person, "2026-03-20")
        with freeze_time("2026-04-08 10:00:00"):
            self._plan()
            self.assertEqual(person.review_ids, review)
            self.assertDay(review.due_on, "2026-03-20")

    def test_many_at_once_are_spread_by_adviser(self):
        self.company.jobseeker_reviews_per_day = 2
        people = self._people(5)
        alone = self._person("Alone", adviser_id=self.manager.id)
        with freeze_time("2026-03-30 10:00:00"):
            self._plan()
        days = sorted(people.review_ids.mapped("due_on"))
        self.assertEqual([day.day for day in days], [30, 30, 31, 31, 1])
        self.assertDay(alone.review_ids.due_on, "2026-03-30")

    def test_a_new_adviser_takes_over(self):
        person = self._person()
        with freeze_time("2026-03-30 10:00:00"):
            self._plan()
            person.adviser_id = self.manager
            self.assertEqual(person.review_ids.user_id, self.manager)
            self.assertEqual(person.review_ids.activity_id.user_id, self.manager)

    @mute_logger(PLANNER)
    def test_one_bad_record_fails_alone(self):
        people = self._people(5)
        bad, Review = people[2], type(self.Review)
        prepare = Review._prepare_vals

        def poisoned(model, person, owed, day):
            if person == bad:
                raise ValueError("Mars has no Mondays")
            return prepare(model, person, owed, day)

        with freeze_time("2026-03-30 10:00:00"):
            with patch.object(Review, "_prepare_vals", poisoned):
                self._plan()
            self.assertEqual(people.review_ids.jobseeker_id, people - bad)
            self.assertIn("Mars has no Mondays", bad.review_explanation)
            self._plan()
            self.assertFalse(bad.review_ids, "looked at again in a day")
        with freeze_time("2026-03-31 10:00:00"):
            self._plan()
            self.assertTrue(bad.review_ids)
            self.assertFalse(bad.review_fault)

    def test_queries_do_not_grow_with_the_number_of_people(self):
        people = self._people(20)
        self.env.flush_all()

        def count(batch):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Review._settle_people(batch)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        with freeze_time("2026-03-30 10:00:00"):
            count(people[:5])  # what is read once and cached
            few, many = count(people[5:10]), count(people[10:20])
        self.assertEqual(len(people.review_ids), 20)
        self.assertLessEqual(many, few)

    def test_an_idle_run_is_one_index_range(self):
        self._people(3)
        self.env.flush_all()
        with freeze_time("2026-03-03 10:00:00"):
            self.Review._plan_batch(200)
            before = self.env.cr.sql_log_count
            self.assertEqual(self.Review._plan_batch(200), (0, 0))
            self.assertLessEqual(self.env.cr.sql_log_count - before, 3)

    def test_the_shipped_policies_promise_reviews(self):
        days = {"active": 28, "passive": 180, "placed": 0}
        for name, interval in days.items():
            policy = self.env.ref(f"jobseeker_relations.contact_policy_{name}")
            self.assertEqual(policy.review_interval_days, interval)

    def test_a_year_of_reviews(self):
        """The job runs every day, every review is held on its day: they stand four weeks apart, on working days."""
        person, held = self._person(), []
        start = date(2026, 3, 2)
        for number in range(0, 365, 7):
            with freeze_time(f"{start + timedelta(days=number)} 10:00:00"):
                self._plan()
                review = self._open_reviews(person)
                if review and review.due_on <= self._today():
                    self._hold(review.with_user(self.officer))
                    held.append(review.held_on)
        self.assertEqual(len(held), 13)
        self.assertTrue(
            all(later - sooner == timedelta(days=28) for sooner, later in zip(held, held[1:], strict=False))
        )
