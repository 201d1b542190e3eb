from itertools import product

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.hr_jobseeker_review import TRANSITIONS
from .review_case import ReviewCase

NOW = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestReview(ReviewCase):
    """The life of one review, and what each conclusion does. All of it as an officer."""

    def _in_state(self, state):
        review = self._review(self._person(f"In {state}"))
        if state == "held":
            self._hold(review)
        elif state == "cancelled":
            review.write({"state": "cancelled", "waive_reason": "Spoke yesterday"})
        elif state != "scheduled":
            review.state = state
        return review

    def test_every_transition_is_allowed_or_refused(self):
        whole = {"summary": "Said", "conclusion": "continue", "waive_reason": "Not needed"}
        for before, after in product(TRANSITIONS, TRANSITIONS):
            if before == after:
                continue
            with self.subTest(before=before, after=after):
                review = self._in_state(before)
                if after in TRANSITIONS[before]:
                    review.write({**whole, "state": after})
                    self.assertEqual(review.state, after)
                else:
                    with self.assertRaises(UserError):
                        review.write({"state": after})

    def test_a_refusal_says_what_is_possible(self):
        review = self._in_state("missed")
        with self.assertRaisesRegex(UserError, "can become: Took place, Cancelled"):
            review.state = "scheduled"

    def test_what_was_held_stays_as_it_was(self):
        review = self._in_state("held")
        with self.assertRaisesRegex(UserError, "stays as it was"):
            review.summary = "Something else"

    def test_what_is_to_come_was_not_missed(self):
        review = self._review(self._person(), "2026-03-03")
        with self.assertRaisesRegex(UserError, "still to come"):
            review.action_miss()

    def test_missed_stays_owed_until_it_is_held_or_waived(self):
        review = self._review(self._person())
        review.action_miss()
        self.assertEqual((review.review_status, review.timeliness), ("missed", "missed"))
        with freeze_time("2026-05-02 10:00:00"):
            self._plan()
            self.assertEqual(review.jobseeker_id.review_ids, review, "no other one takes its place")
            self.assertDay(review.jobseeker_id.next_review_on, "2026-03-02")
            self._hold(review)
        self.assertEqual((review.state, review.timeliness), ("held", "late"))

    def test_waiving_asks_for_a_reason(self):
        review = self._review(self._person())
        action = review.action_waive()
        self.assertEqual(action["target"], "new")
        self.assertEqual(review.state, "scheduled")
        with self.assertRaises(ValidationError):
            review.write({"state": "cancelled"})
        review.waive_reason = "Spoke about everything last week"
        review.action_waive()
        self.assertEqual((review.state, review.timeliness), ("cancelled", "waived"))
        self.assertDay(review.jobseeker_id.next_review_on, "2026-03-30")

    @mute_logger("odoo.sql_db")
    def test_one_is_open_at_a_time(self):
        person = self._person()
        self._review(person)
        with self.assertRaisesRegex(UniqueViolation, "one_open"):
            self._review(person, "2026-03-09")

    def test_status_is_computed_and_searched_by_the_same_laws(self):
        expected = {}
        for day, status in (("2026-03-01", "overdue"), ("2026-03-08", "this_week"), ("2026-03-09", "upcoming")):
            expected[self._review(self._person(f"Due {day}"), day)] = status
        expected[self._in_state("missed")] = "missed"
        expected[self._in_state("held")] = "held"
        expected[self._in_state("cancelled")] = "cancelled"
        for review, status in expected.items():
            with self.subTest(status):
                self.assertEqual(review.review_status, status)
                found = self.Review.search([("review_status", "=", status), ("id", "in", [r.id for r in expected])])
                self.assertEqual(found, review)

    def test_every_review_begins_as_scheduled(self):
        vals = {"jobseeker_id": self._person().id, "due_on": "2026-04-01"}
        with self.assertRaisesRegex(UserError, "still to come"), self.env.cr.savepoint():
            self.Review.with_user(self.officer).create({**vals, "state": "missed"})
        with self.assertRaisesRegex(ValidationError, "continue, change, pause or end"):
            self.Review.with_user(self.officer).create({**vals, "state": "held"})

    def test_what_they_suggest_is_theirs(self):
        with self.assertRaises(AccessError):
            self._review(self._person()).with_user(self.officer).suggestion = "Never"

    # --- conclusions ------------------------------------------------------------------------------

    def test_continue_gives_the_next_day(self):
        review = self._review(self._person())
        self.assertIsNone(self._hold(review))
        person = review.jobseeker_id
        self.assertRecordValues(review, [{"state": "held", "next_by_hand": False, "timeliness": "on_time"}])
        self.assertDay(review.held_on, "2026-03-02")
        self.assertDay(review.next_review_on, "2026-03-30")
        self.assertDay(person.next_review_on, "2026-03-30")

    def test_another_day_can_be_chosen(self):
        review = self._review(self._person())
        self._hold(review, next_review_on="2026-05-04")
        self.assertTrue(review.next_by_hand)
        self.policy.review_interval_days = 14
        self.assertDay(review.jobseeker_id.next_review_on, "2026-05-04")
        self.assertIn("as chosen in the review of", review.jobseeker_id.review_explanation)

    def test_a_next_day_is_needed_where_nothing_gives_one(self):
        self.policy.review_interval_days = 0
        review = self._review(self._person())
        with self.assertRaisesRegex(ValidationError, "when you look back next"):
            self._hold(review)

    def test_a_conclusion_is_needed(self):
        review = self._review(self._person())
        with self.assertRaisesRegex(ValidationError, "continue, change, pause or end"):
            review.action_conclude()

    def test_change_puts_another_policy_in_force(self):
        other = self._policy("Every day", review_interval_days=28)
        review = self._review(self._person())
        action = self._hold(review, "change", new_policy_id=other.id, changes="Looks in Porto, too")
        self.assertEqual(review.jobseeker_id.policy_id, other)
        self.assertEqual(review.changes, "Looks in Porto, too\nContact policy: Weekly → Every day")
        self.assertEqual(action["res_model"], "hr.jobseeker")

    def test_pause_puts_the_search_on_hold(self):
        review = self._review(self._person())
        self._hold(review, "pause", hold_reason="Parental leave", hold_until="2026-04-01", next_review_on="2026-04-06")
        person = review.jobseeker_id
        self.assertRecordValues(person, [{"state": "on_hold", "hold_reason": "Parental leave"}])
        self.assertFalse(person.next_review_on, "nobody is reviewed whose search rests")
        with freeze_time("2026-04-01 10:00:00"):
            person.action_end_hold()
            self.assertDay(person.next_review_on, "2026-04-06")

    def test_pause_says_why(self):
        with self.assertRaisesRegex(ValidationError, "why the search pauses"):
            self._hold(self._review(self._person()), "pause")

    def test_end_says_why(self):
        with self.assertRaisesRegex(ValidationError, "why the search ends"):
            self._hold(self._review(self._person()), "end")

    def test_end_closes(self):
        review = self._review(self._person())
        self._hold(review, "end", close_reason_id=self.close_reason.id)
        self.assertEqual(review.jobseeker_id.state, "closed")
        self.assertFalse(review.next_review_on)
        self.assertFalse(review.jobseeker_id.next_review_on)

    def test_holding_is_a_contact(self):
        person = self._person()
        self._hold(self._review(person), held_channel="phone")
        self.assertRecordValues(
            person.contact_ids,
            [{"channel": "phone", "direction": "out", "outcome": "reached", "qualifying": True}],
        )

    def test_a_review_of_yesterday_is_entered_today(self):
        review = self._review(self._person())
        self._hold(review, held_on="2026-03-01")
        self.assertDay(review.held_on, "2026-03-01")
        self.assertAt(review.jobseeker_id.last_contact_at, "2026-03-01 12:00:00")

    def test_the_future_was_not_held(self):
        with self.assertRaisesRegex(ValidationError, "today, or a day before"):
            self._hold(self._review(self._person()), held_on="2026-03-09")

    def test_the_form_proposes_and_concludes(self):
        review = self._review(self._person())
        with Form(review) as form:
            form.summary = "Went through the plan"
            form.conclusion = "continue"
            self.assertDay(form.next_review_on, "2026-03-30")
            form.conclusion = "end"
            self.assertFalse(form.next_review_on)
            form.close_reason_id = self.close_reason
        review.action_conclude()
        self.assertEqual(review.jobseeker_id.state, "closed")

    # --- rights -----------------------------------------------------------------------------------

    def test_proof_is_nobodys_to_write(self):
        review = self._review(self._person())
        for name, value in (("evidence_kept", "<p>x</p>"), ("settled_on", "2026-01-01"), ("planned_for", "2026-01-01")):
            with self.subTest(name), self.assertRaises(AccessError):
                review.write({name: value})

    def test_the_person_stays(self):
        review = self._review(self._person())
        with self.assertRaisesRegex(UserError, "stays with its person"):
            review.jobseeker_id = self._person("Ben")

    def test_nobody_deletes_a_review(self):
        for user in (self.officer, self.manager):
            with self.assertRaises(AccessError):
                self._review(self._person(user.login)).with_user(user).unlink()

    # --- evidence ---------------------------------------------------------------------------------

    def test_evidence_counts_from_the_last_review_and_is_kept(self):
        person = self._person()
        self._spoke(person, "2026-01-05 10:00:00")
        self._hold(self._review(person))
        with freeze_time("2026-03-30 10:00:00"):
            for at in ("2026-03-06 10:00:00", "2026-03-20 10:00:00"):
                self._spoke(person, at)
            review = self._review(person, "2026-03-30")
            facts = review._get_evidence()["contacts"]
            self.assertEqual((facts["count"], facts["silence"].days, facts["promised"]), (3, 14, 7))
            self.assertTrue(facts["broken"])
            self.assertIn("Longer than promised", review.evidence)
            self._hold(review)
            kept = review.evidence
            self.assertIn("14", kept)
            with freeze_time("2026-04-20 10:00:00"):
                self._spoke(person, "2026-04-19 10:00:00")
                review.invalidate_recordset()
                self.assertEqual(review.evidence, kept)

    def test_the_first_review_looks_back_to_the_first_contact(self):
        person = self._person()
        self._spoke(person, "2026-02-16 10:00:00")
        facts = self._review(person)._get_evidence()["contacts"]
        self.assertEqual((facts["count"], facts["silence"].days), (1, 14))

    def test_evidence_holds_what_they_wrote_and_applied_for(self):
        person = self._person()
        applicant = self.env["hr.applicant"].create(
            {"partner_name": "Ana", "partner_id": person.partner_id.id, "company_id": self.company.id}
        )
        self.assertEqual(applicant.jobseeker_id, person)
        self.Contact.create(
            {
                "jobseeker_id": person.id,
                "date": NOW,
                "direction": "in",
                "channel": "email",
                "summary": "Is <b>Porto</b> possible?",
            }
        )
        evidence = self._review(person).evidence
        self.assertIn("new applications", evidence)
        self.assertIn("Is &lt;b&gt;Porto&lt;/b&gt; possible?", evidence)

    def test_evidence_counts_what_was_done_before_it_was_due(self):
        person = self._person()
        self.env["hr.jobseeker.action"].create(
            {"jobseeker_id": person.id, "name": "Send the CV", "owner": "jobseeker", "due_on": "2026-03-20"}
        ).state = "done"
        [theirs] = self._review(person)._get_evidence()["promises"]
        self.assertEqual((theirs["kept"], theirs["due"], len(theirs["owed"])), (1, 1, 0))
        self.assertEqual((person.promises_kept_count_jobseeker, person.promises_due_jobseeker), (1, 1))

    def test_evidence_counts_every_real_contact(self):
        person = self._person()
        vals = {"jobseeker_id": person.id, "direction": "in", "channel": "portal", "qualifying": True}
        self.Contact._log([{**vals, "date": NOW, "nature": nature} for nature in ("automatic", "personal")])
        review = self._review(person)
        self.assertEqual(review._get_evidence()["contacts"]["count"], 2)
        self.assertIn("Contacts: <b>2</b>", review.evidence)

    def test_the_title_says_the_day_in_words(self):
        self.assertEqual(self._review(self._person()).display_name, "Review with Ana, Mon 2 Mar")

    def test_an_application_shows_the_reviews_of_its_person(self):
        person = self._person()
        review = self._review(person)
        applicant = self.env["hr.applicant"].create(
            {"partner_name": "Ana", "partner_id": person.partner_id.id, "company_id": self.company.id}
        )
        self.assertEqual(applicant.with_user(self.officer).review_ids, review)
        self.assertFalse(applicant.copy().review_ids - review)

    def test_applications_say_what_comes_next_in_as_many_queries_for_many(self):
        people = self._person() | self._person("Bo") | self._person("Cara")
        applicants = self.env["hr.applicant"].create(
            [
                {"partner_name": person.name, "partner_id": person.partner_id.id, "company_id": self.company.id}
                for person in people
            ]
        )
        vals = [
            {"jobseeker_id": person.id, "owner": "jobseeker", "due_on": "2026-03-20", "name": name}
            for person in people
            for name in ("Send the CV", "Ring Acme")
        ]
        actions = self.env["hr.jobseeker.action"].create(vals)
        expected = "Next steps: Send the CV (Fri 20 Mar), Ring Acme (Fri 20 Mar)\nNext review: Mon 30 Mar"

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(set(some.mapped("relationship_next")), {expected})
            return self.env.cr.sql_log_count - before

        applicants = applicants.with_user(self.officer)
        count(applicants)
        self.assertEqual(count(applicants[0]), count(applicants))
        actions.state = "done"
        self.assertEqual(set(applicants.mapped("relationship_next")), {"Next review: Mon 30 Mar"})
