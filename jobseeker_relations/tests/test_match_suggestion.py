from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.jobseeker_relations.models import hr_jobseeker_match_suggester as suggester

from .match_case import MatchCase


@tagged("post_install", "-at_install")
class TestMatchSuggestion(MatchCase):
    """A new job suggests people, a changed need jobs: short lists, made by a job, on which an adviser decides."""

    def _run(self):
        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: 100):
            self.Suggestion._cron_suggest()
        self.env.invalidate_all()

    def _pairs(self, domain=()):
        return {(row.job_id, row.jobseeker_id) for row in self.Suggestion.search(list(domain))}

    def test_a_new_job_suggests_people(self):
        fits, _dear = self._person("Fits", pay="28000"), self._person("Dear", pay=("50000", "must"))
        self._run()
        self.assertFalse(self._pairs(), "nobody asked for anything")
        job = self._vacancy(pay="30000")
        self.assertTrue(job.match_look_at)
        self.assertFalse(self._pairs(), "not while somebody writes")
        self._run()
        self.assertFalse(job.match_look_at)
        [row] = self.Suggestion.search([])
        self.assertEqual((row.job_id, row.jobseeker_id, row.state, row.cause), (job, fits, "suggested", "job"))
        self.assertEqual((row.score, row.reasons), (100, "✓ Pay: 30000, asked 28000"))
        self.assertEqual(job.with_user(self.officer).suggested_people_count, 1)
        self._run()
        self.assertEqual(len(self.Suggestion.search([])), 1, "twice is once")

    def test_a_changed_need_suggests_jobs(self):
        job = self._vacancy(pay="30000")
        self._run()
        self.assertFalse(self._pairs())
        need = self._need("pay", "40000")
        self.assertTrue(self.ana.match_look_at)
        self._run()
        self.assertFalse(self._pairs())
        need.value = "29000"
        self._run()
        self.assertEqual(self._pairs(), {(job, self.ana)})
        self.assertEqual(self.Suggestion.search([]).cause, "need")
        self.assertEqual(self.ana.suggested_job_count, 1)
        need.assessment = "realistic"
        self.assertFalse(self.ana.match_look_at, "what we think of it changes no job")

    def test_what_does_not_fit_any_more_is_taken_back_and_a_decision_stays(self):
        job, other = self._vacancy("One", pay="30000"), self._vacancy("Two", pay="31000")
        need = self._need("pay", "28000")
        self._run()
        self.assertEqual(self._pairs(), {(job, self.ana), (other, self.ana)})
        self.Suggestion.with_user(self.officer)._decide([(other, self.ana)], "dismissed", "Too far")
        need.value = "50000"
        self._run()
        self.assertEqual(self._pairs(), {(other, self.ana)})
        need.value = "28000"
        self._run()
        self.assertEqual(self._pairs([("state", "=", "suggested")]), {(job, self.ana)}, "a no is not asked again")

    def test_lists_are_short(self):
        people = [self._person(f"Person {number}", pay="28000") for number in range(6)]
        jobs = [self._vacancy(f"Job {number}", pay="30000") for number in range(4)]
        with patch.object(suggester, "PEOPLE_FOR_A_JOB", 3), patch.object(suggester, "JOBS_FOR_A_PERSON", 2):
            self._run()
            for job in jobs:
                self.assertGreaterEqual(len(self._pairs([("job_id", "=", job.id)])), 3)
            before = self._pairs()
            for person in people:
                person.sudo()._ask_for_jobs()
            self._run()
            self.assertEqual(len(before - self._pairs()), 0)

    def test_one_that_breaks_fails_alone(self):
        bad, good = self._vacancy("Bad", pay="30000"), self._vacancy("Good", pay="30000")
        self._person("Fits", pay="28000")
        whole = suggester.HrJobseekerMatchSuggestion._suggest_people

        def suggest(model, job):
            if job == bad:
                raise ValueError("broken")
            return whole(model, job)

        with (
            patch.object(suggester.HrJobseekerMatchSuggestion, "_suggest_people", suggest),
            mute_logger(suggester.__name__),
        ):
            self._run()
        self.assertEqual({job for job, _person in self._pairs([("cause", "=", "job")])}, {good})
        self.assertGreater(bad.match_look_at, fields.Datetime.now(), "tomorrow")
        self.assertFalse(good.match_look_at)

    def test_who_does_not_look_for_work_any_more_waits_for_no_decision(self):
        job = self._vacancy(pay="30000")
        self._need("pay", "28000")
        self._run()
        current = [("is_current", "=", True)]
        self.assertEqual(self._pairs(current), {(job, self.ana)})
        self.ana.sudo().state = "on_hold"
        self.assertFalse(self._pairs(current))
        self.assertEqual(self._pairs([("is_current", "=", False)]), {(job, self.ana)})
        self.assertFalse(job.with_user(self.officer).suggested_people_count)

    def test_of_two_who_are_one_person_the_stronger_decision_stands(self):
        one, two = self._vacancy("One", pay="30000"), self._vacancy("Two", pay="30000")
        other = self._person("Ana Again", pay="28000")
        self._need("pay", "28000")
        self._run()
        self.assertEqual(len(self._pairs()), 4)
        self.Suggestion.with_user(self.officer)._decide([(one, other)], "dismissed", "Too far")
        self.ana.sudo()._join(other.sudo())
        states = {row.job_id: row.state for row in self.Suggestion.search([("jobseeker_id", "=", self.ana.id)])}
        self.assertEqual(states, {one: "dismissed", two: "suggested"})

    def test_who_looks_again_gets_suggestions(self):
        job = self._vacancy(pay="30000")
        self._need("pay", "28000")
        self.ana.sudo().state = "on_hold"
        self._run()
        self.assertFalse(self._pairs())
        self.ana.sudo().state = "active"
        self._run()
        self.assertEqual(self._pairs(), {(job, self.ana)})

    def test_an_idle_run_asks_twice(self):
        self._run()
        self.assertLessEqual(self._count_queries(self.Suggestion._cron_suggest), 4)

    def test_nobody_writes_them_by_hand(self):
        job = self._vacancy(pay="30000")
        self._need("pay", "28000")
        self._run()
        row = self.Suggestion.search([]).with_user(self.officer)
        for call in (
            lambda: row.write({"state": "dismissed"}),
            row.unlink,
            lambda: row.create({"job_id": job.id, "jobseeker_id": self.ana.id}),
            lambda: self.ana.write({"match_look_at": False}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_a_colleague_sees_those_of_their_people(self):
        self._vacancy(pay="30000")
        self._need("pay", "28000")
        self._run()
        self.assertTrue(self.Suggestion.with_user(self.colleague).search([]))
        self.company.jobseeker_caseload = "own"
        self.assertFalse(self.Suggestion.with_user(self.colleague).search([]))
        self.assertTrue(self.Suggestion.with_user(self.officer).search([]))

    def test_many_at_once_are_asked_for_in_as_many_queries(self):
        people = [self._person(f"Person {number}") for number in range(6)]
        kind = self._type("pay").id

        def add(those):
            self.Need.create([{"jobseeker_id": p.id, "type_id": kind, "value": "28000"} for p in those])

        add(people[:1])
        one, two = (self._count_queries(lambda those=those: add(those)) for those in (people[1:3], people[2:6]))
        self.assertLessEqual(two, one)

    def test_who_was_put_forward_or_is_barred_is_not_suggested(self):
        hirer = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        for name in ("Works There", "Never There", "Put Forward", "Fits"):
            self._person(name, pay="28000")
        people = {person.name: person for person in self.env["hr.jobseeker"].search([("state", "!=", "closed")])}
        people["Works There"].current_employer_ids = hirer
        people["Never There"].excluded_hirer_ids = hirer
        job = self._vacancy(pay="30000")
        job.hirer_id = hirer
        people["Put Forward"]._start_referral(job)
        self._run()
        waiting = self.Suggestion.search([("job_id", "=", job.id), ("state", "=", "suggested")])
        suggested = set(waiting.jobseeker_id.mapped("name"))
        self.assertIn("Fits", suggested)
        self.assertFalse(suggested & {"Works There", "Never There", "Put Forward"})

    def test_who_is_put_forward_by_another_way_is_decided_about(self):
        job = self._vacancy(pay="30000")
        referral = self.env["hr.jobseeker.referral"].with_user(self.officer)
        referral.create({"jobseeker_id": self.ana.id, "job_id": job.id, "hirer_id": self.company.partner_id.id})
        [row] = self.Suggestion.search([("job_id", "=", job.id)])
        self.assertEqual((row.jobseeker_id, row.state, row.decided_by_id), (self.ana, "accepted", self.officer))
        self.ana.referral_ids.with_user(self.officer).unlink()
        self.assertFalse(row.exists(), "nobody suggested it")

    def test_what_was_dismissed_stays_so_with_its_reason(self):
        job = self._vacancy(pay="30000")
        self.Suggestion.with_user(self.officer)._decide([(job, self.ana)], "dismissed", "She left after a dispute")
        self.ana.with_user(self.officer)._start_referral(job).unlink()
        [row] = self.Suggestion.search([("job_id", "=", job.id)])
        self.assertEqual((row.state, row.reason), ("dismissed", "She left after a dispute"))

    def test_what_was_given_up_waits_again(self):
        job = self._vacancy(pay="30000")
        suggestions = self.Suggestion.with_user(self.officer)
        suggestions._put_forward([(job, self.ana)])
        row = self.Suggestion.search([("job_id", "=", job.id)])
        self.assertEqual(row.state, "accepted")
        self.ana.referral_ids.with_user(self.officer).unlink()
        self.assertEqual((row.state, row.decided_by_id.ids), ("suggested", []))

    def test_a_new_skill_suggests_jobs(self):
        wendy = self._person("Wendy", skills=[(self.welding, 30)])
        self._run()
        self.assertFalse(wendy.match_look_at)
        application = wendy.sudo().applicant_ids
        application.applicant_skill_ids.create({"applicant_id": application.id, **self._skill_vals(self.driving, 100)})
        self.assertTrue(wendy.match_look_at)
