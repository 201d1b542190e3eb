from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from .policy_case import PolicyCase


@tagged("post_install", "-at_install")
class TestContactPolicy(PolicyCase):
    """Whom a policy serves, what it refuses, and what moves when it changes."""

    def test_first_policy_whose_audience_fits_is_in_force(self):
        self.policy.state_ids = self.env.ref("jobseeker_relations.state_active")
        passive = self._policy("Passive", seeking="passive", sequence=5)
        ana, bo, cy = self._person(), self._person("Bo", seeking="passive"), self._person("Cy", state="prospect")
        self.assertEqual((ana | bo | cy).mapped("policy_id"), self.policy | passive)
        self.assertEqual((ana.policy_id, bo.policy_id), (self.policy, passive))
        self.assertFalse(cy.policy_id)
        self.assertEqual(cy.contact_status, "none")
        self.assertIn("No contact policy", cy.contact_explanation)

    def test_audience_by_job_pool_and_tag(self):
        job = self.env["hr.job"].create({"name": "Welder"})
        ana, bo = self._person(), self._person("Bo")
        self.env["hr.applicant"].create({"partner_name": "Ana", "partner_id": ana.partner_id.id, "job_id": job.id})
        welders = self._policy("Welders", job_ids=[(6, 0, job.ids)], sequence=1)
        self.assertEqual((ana.policy_id, bo.policy_id), (welders, self.policy))

    def test_policy_chosen_by_hand_stays(self):
        other = self._policy("Other", sequence=50)
        ana = self._person()
        ana.policy_id = other
        ana.seeking = "passive"
        self.assertEqual(ana.policy_id, other)
        ana.policy_id = self.policy
        self.assertFalse(ana.chosen_policy_id, "choosing the audience's own policy follows the audience again")

    def test_changed_audience_moves_people_and_only_them(self):
        other = self._policy("Other", sequence=50)
        ana, bo = self._person(), self._person("Bo", seeking="passive")
        self.policy.seeking = "active"
        self.assertEqual((ana.policy_id, bo.policy_id), (self.policy, other))
        other.active = False
        self.assertFalse(bo.policy_id)

    def test_deleted_policy_leaves_its_people_to_the_next(self):
        other = self._policy("Other", sequence=1)
        ana = self._person()
        self.assertEqual(ana.policy_id, other)
        other.unlink()
        self.assertEqual(ana.policy_id, self.policy)

    def test_deleted_policy_that_was_chosen_by_hand_leaves_its_people_to_the_audience(self):
        other = self._policy("Other", sequence=50)
        ana = self._person()
        ana.policy_id = other
        other.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((ana.policy_id, ana.chosen_policy_id), (self.policy, other.browse()))

    def test_policy_of_another_company_serves_nobody_here(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self._policy("Theirs", sequence=1, company_id=elsewhere.id)
        self.assertEqual(self._person().policy_id, self.policy)

    def test_coverage_is_shown_before_it_is_saved(self):
        with Form(self.policy.with_user(self.manager)) as form:
            form.seeking = "passive"
            before = form.audience_count
            form.seeking = False
        self._person()
        self._person("Bo", seeking="passive")
        with Form(self.policy.with_user(self.manager)) as form:
            form.seeking = "passive"
            self.assertEqual(form.audience_count, before + 1)
            form.seeking = False

    @freeze_time("2026-03-31 10:00:00")
    def test_covered_and_due_are_counted(self):
        covered, due = self.policy.covered_count, self.policy.due_count
        ana, bo = self._person(), self._person("Bo")
        self._spoke(ana, "2026-03-02 10:00:00")
        self._spoke(bo, "2026-03-31 10:00:00")
        self.env.flush_all()
        self.policy.invalidate_recordset()
        self.assertEqual((self.policy.covered_count, self.policy.due_count), (covered + 2, due + 1))
        found = self.env["hr.jobseeker"].search(self.policy.action_open_due()["domain"])
        self.assertIn(ana, found)
        self.assertNotIn(bo, found)

    def test_bounds_that_contradict_are_refused(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.policy.write({"min_gap_days": 8, "max_gap_days": 7})
            self.env.flush_all()
        with self.assertRaisesRegex(ValidationError, "not a list of days"):
            self.policy.first_days = "one, 7"

    def test_step_needs_its_letter(self):
        with self.assertRaisesRegex(ValidationError, "needs a letter"):
            self.policy.step_ids[0].template_id = False
        foreign = self.env["mail.template"].create(
            {"name": "Foreign", "model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        with self.assertRaisesRegex(ValidationError, "not written for jobseekers"):
            self.policy.step_ids[0].template_id = foreign

    def test_only_administrators_change_policies(self):
        with self.assertRaises(AccessError):
            self.policy.with_user(self.officer).max_gap_days = 3
        self.policy.with_user(self.manager).max_gap_days = 3
        self.assertEqual(self.policy.max_gap_days, 3)

    def test_changed_interval_moves_the_clock_of_everybody_covered(self):
        with freeze_time("2026-03-02 10:00:00"):
            ana = self._person()
            self._spoke(ana, "2026-03-02 10:00:00")
            self.policy.max_gap_days = 3
            self.assertAt(ana.next_contact_at, "2026-03-05 09:00:00")

    def test_shipped_policies_promise_what_the_design_says(self):
        shipped = self.env["hr.jobseeker.contact.policy"].with_context(active_test=False)
        ref = lambda name: self.env.ref(f"jobseeker_relations.contact_policy_{name}")  # noqa: E731
        self.assertLessEqual(ref("active") | ref("passive") | ref("placed"), shipped.search([]))
        self.assertEqual(ref("active").max_gap_days, 7)
        self.assertEqual(ref("passive").max_gap_days, 90)
        self.assertEqual((ref("placed")._milestones(), ref("placed").max_gap_days), ((1, 7, 28), 90))
        letters = (ref("active") | ref("passive") | ref("placed")).step_ids.filtered(lambda s: s.channel == "email")
        self.assertEqual(len(letters.template_id), len(letters), "each step has its own letter")


@tagged("post_install", "-at_install")
class TestJobseekerStates(PolicyCase):
    """Every move of the table is allowed, every other one refused with both states named."""

    def test_every_pair_of_states(self):
        from ..models.hr_jobseeker_state import STATES, TRANSITIONS

        for before, _label in STATES:
            for after, _label in STATES:
                if before == after:
                    continue
                person = self._person(f"{before} {after}", state=before)
                with self.subTest(before=before, after=after):
                    if after in TRANSITIONS[before]:
                        person.state = after
                        self.assertEqual(person.state, after)
                    else:
                        with self.assertRaisesRegex(UserError, "cannot become"):
                            person.state = after

    @freeze_time("2026-03-02 10:00:00")
    def test_hold_returns_by_itself_to_where_it_was(self):
        ana = self._person()
        ana.write({"state": "on_hold", "hold_until": "2026-03-10", "hold_reason": "Travelling"})
        self.assertEqual(ana.contact_status, "held")
        self.assertEqual(ana.contact_explanation, "On hold until Tue 10 Mar: Travelling")
        with freeze_time("2026-03-10 00:30:00"):
            self.env.invalidate_all()
            with self.enter_registry_test_mode():
                self.env.ref("jobseeker_relations.ir_cron_follow_up").method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual((ana.state, ana.hold_until, ana.hold_reason), ("active", False, False))

    def test_placed_and_closed_carry_their_date_and_reason(self):
        with freeze_time("2026-03-02 10:00:00"):
            ana, bo = self._person(), self._person("Bo")
            ana.state = "placed"
            self.assertEqual(str(ana.placed_on), "2026-03-02")
            bo.state = "closed"
            self.assertEqual(str(bo.closed_on), "2026-03-02")
            self.assertTrue(bo.close_reason_id)
            bo.state = "active"
            self.assertFalse(bo.closed_on or bo.close_reason_id)

    def test_one_person_one_relationship_in_a_company(self):
        ana = self._person()
        found = self.env["hr.jobseeker"]._for_people([(ana.partner_id, self.company)] * 3)
        self.assertEqual(set(found.values()), {ana})
