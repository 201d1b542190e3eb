from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .review_case import ReviewCase

NOW = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestReviewDebt(ReviewCase):
    """What fell due stays owed until it is held or waived with a reason, and nothing makes it on time afterwards."""

    def _overdue(self, name="Ana", **vals):
        """A planner's review that was due on 2026-03-30, seen on 2026-04-08."""
        person = self._person(name, **vals)
        with freeze_time("2026-03-23 10:00:00"):
            self._plan()
        return person.review_ids.with_user(self.officer)

    def test_no_interval_and_no_state_moves_what_is_overdue(self):
        review = self._overdue(state="enquiry")
        with freeze_time("2026-04-08 10:00:00"):
            self.policy.review_interval_days = 90
            review.jobseeker_id.state = "active"
            self._plan()
            self.assertDay(review.due_on, "2026-03-30")
            self.policy.review_interval_days = 0
            self._plan()
            self.assertEqual((review.state, review.review_status), ("scheduled", "overdue"))
            self.assertFalse(review.jobseeker_id.review_look_on, "the planner has nothing to do")

    def test_a_hold_takes_back_only_what_is_to_come(self):
        missed, overdue, to_come = self._overdue("Missed"), self._overdue("Overdue"), self._person("To come")
        to_come = self._review(to_come, "2026-04-20")
        with freeze_time("2026-04-08 10:00:00"):
            missed.action_miss()
            (missed | overdue | to_come).jobseeker_id.write({"state": "on_hold"})
            self.assertEqual([r.state for r in (missed, overdue, to_come)], ["missed", "scheduled", "cancelled"])
            self.assertEqual((missed.timeliness, overdue.review_status), ("missed", "overdue"))
            self.assertFalse(to_come.timeliness)

    def test_closing_waives_what_is_owed_with_its_reason(self):
        for vals in ({"state": "closed"}, {"do_not_contact": True}):
            review = self._overdue(f"Over {vals}")
            with freeze_time("2026-04-08 10:00:00"):
                review.jobseeker_id.write(vals)
                self.assertEqual((review.state, review.timeliness), ("cancelled", "waived"))
                self.assertTrue(review.waive_reason)

    def test_joined_people_keep_what_was_missed(self):
        one, other = self._overdue("Ana"), self._overdue("Ana Maria")
        with freeze_time("2026-04-08 10:00:00"):
            (one | other).action_miss()
            people = one.jobseeker_id | other.jobseeker_id
            wizard = self.env["base.partner.merge.automatic.wizard"].create({})
            wizard._merge(people.partner_id.ids, people[0].partner_id)
            self.assertEqual([one.state, other.state], ["missed", "missed"])

    # --- on time ----------------------------------------------------------------------------------

    def test_missed_is_never_on_time(self):
        review = self._overdue()
        with freeze_time("2026-04-08 10:00:00"):
            review.action_miss()
            with self.assertRaisesRegex(ValidationError, "marked as missed on Wed 8 Apr"), self.env.cr.savepoint():
                self._hold(review, held_on="2026-03-30")
            self._hold(review, held_on="2026-04-08")
            self.assertEqual(review.timeliness, "late")

    def test_missed_on_its_own_day_is_late_too(self):
        review = self._review(self._person())
        review.action_miss()
        self._hold(review)
        self.assertEqual(review.timeliness, "late")

    def test_another_day_for_what_is_overdue_does_not_make_it_on_time(self):
        review = self._overdue()
        with freeze_time("2026-04-08 10:00:00"):
            review.due_on = "2026-04-10"
        with freeze_time("2026-04-09 10:00:00"):
            self._hold(review)
            self.assertEqual(review.timeliness, "late")

    def test_a_day_that_both_moved_to_in_time_is_the_promise(self):
        review = self._review(self._person(), "2026-03-06")
        review.due_on = "2026-03-10"
        with freeze_time("2026-03-10 10:00:00"):
            self._hold(review)
            self.assertEqual(review.timeliness, "on_time")

    def test_no_context_moves_a_day_unseen(self):
        review = self._review(self._person(), "2026-03-06")
        review.with_context(tracking_disable=True).due_on = "2026-03-20"
        self.assertIn("Review moved from Fri 6 Mar to Fri 20 Mar", review.jobseeker_id.message_ids[0].body)

    def test_what_is_still_to_come_offers_no_miss(self):
        review = self._review(self._person(), "2026-03-04")
        self.assertEqual((review.review_status, review.was_due), ("this_week", False))
        with freeze_time("2026-03-04 10:00:00"):
            review.invalidate_recordset()
            self.assertTrue(review.was_due)

    # --- the form ---------------------------------------------------------------------------------

    def test_a_meeting_has_an_end(self):
        review = self._review(self._person(), "2026-03-06")
        for stop in (False, "2026-03-09 13:00:00"):
            with self.assertRaisesRegex(ValidationError, "choose a later end"), self.env.cr.savepoint():
                review.write({"start_at": "2026-03-09 14:00:00", "stop_at": stop})

    def test_the_adviser_is_proposed_with_the_person(self):
        person = self._person(adviser_id=self.manager.id)
        action = person.with_user(self.officer).action_open_reviews()
        with Form(self.Review.with_user(self.officer).with_context(**action["context"])) as form:
            self.assertEqual(form.jobseeker_id, person)
            self.assertEqual(form.user_id, self.manager)
            form.due_on = "2026-03-06"
        self.assertEqual(person.review_ids.user_id, self.manager)

    def test_only_the_former_advisers_reviews_are_taken_over(self):
        own, colleagues = self._review(self._person("Own")), self._review(self._person("Colleague"))
        colleagues.user_id = self.env.ref("base.user_admin")
        people = own.jobseeker_id | colleagues.jobseeker_id
        people.write({"adviser_id": self.officer.id})
        self.assertEqual(colleagues.user_id, self.env.ref("base.user_admin"), "nothing changed")
        people.write({"adviser_id": self.manager.id})
        self.assertEqual(own.user_id, self.manager)
        self.assertEqual(colleagues.user_id, self.env.ref("base.user_admin"))

    # --- the next day -----------------------------------------------------------------------------

    def test_the_proposal_follows_the_day_and_the_policy(self):
        review = self._review(self._person())
        review.write({"summary": "Said", "conclusion": "continue"})
        self.assertDay(review.next_review_on, "2026-03-30")
        with freeze_time("2026-03-05 10:00:00"):
            review.action_conclude()
        self.assertDay(review.next_review_on, "2026-04-02")
        self.assertFalse(review.next_by_hand)

    def test_a_new_policy_proposes_by_its_own_interval(self):
        other = self._policy("Fortnightly", review_interval_days=14)
        review = self._review(self._person())
        self._hold(review, "change", new_policy_id=other.id)
        self.assertDay(review.next_review_on, "2026-03-16")
        self.assertFalse(review.next_by_hand)
        self.assertDay(review.jobseeker_id.next_review_on, "2026-03-16")

    def test_a_chosen_day_stays_chosen(self):
        review = self._review(self._person())
        with Form(review) as form:
            form.summary = "Said"
            form.conclusion = "continue"
            form.next_review_on = "2026-05-04"
            form.held_on = "2026-03-01"
            self.assertEqual(str(form.next_review_on), "2026-05-04")
        with freeze_time("2026-03-05 10:00:00"):
            review.action_conclude()
        self.assertDay(review.next_review_on, "2026-05-04")
        self.assertTrue(review.next_by_hand)

    # --- languages --------------------------------------------------------------------------------

    def test_everybody_reads_their_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["res.lang"]._activate_lang("de_DE")
        for lang in ("fr_FR", "de_DE"):
            self.env["ir.module.module"]._load_module_terms(["jobseeker_relations"], [lang])
        self.officer.lang = "fr_FR"
        person = self._person()
        person.partner_id.lang = "de_DE"
        with freeze_time("2026-03-23 10:00:00"):
            self._plan()
        review = person.review_ids
        french, german = (self.Review.with_context(lang=lang).env for lang in ("fr_FR", "de_DE"))
        self.assertEqual(review.activity_id.summary, french._("Look back with %s", "Ana"))
        self.assertNotEqual(review.activity_id.summary, "Look back with Ana")
        review.start_at = "2026-03-30 10:00:00"
        self.assertEqual(review.event_id.name, german._("Review with %s", "Ana"))
        review.with_context(lang="de_DE").sudo()._suggest_time("Wednesday")
        asked = person.activity_ids - review.activity_id
        self.assertEqual(asked.summary, french._("%s asks for another time for the review", "Ana"))
