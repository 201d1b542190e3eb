from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models.hr_jobseeker_reminder import HrJobseekerPlan as Reminders
from .plan_case import MONDAY, PlanCase


@tagged("post_install", "-at_install")
class TestReminder(PlanCase):
    """Letters of the job: steps that are due, and proposals without an answer; never around the gate, never twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.jobseeker.contact.policy"].search([]).write({"min_gap_days": 0, "max_per_period": 0})
        cls.cron = cls.env.ref("jobseeker_relations.ir_cron_plan")

    def _run(self):
        self._forget()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self._forget()

    def _run_at(self, moment):
        with freeze_time(moment):
            self._run()
        return len(self._letters())

    def _theirs(self, name="Send a CV", due="2026-03-04", person=None):
        with freeze_time(MONDAY):
            return self._promise(name=name, owner="jobseeker", due=due, person=person)

    # --- steps ------------------------------------------------------------------------------------

    def test_the_day_before_and_once_when_overdue(self):
        step = self._theirs()
        self.assertEqual(self._run_at("2026-03-02 10:00:00"), 0)
        self.assertEqual(self._run_at("2026-03-03 10:00:00"), 1)
        self.assertEqual(self._run_at("2026-03-03 10:30:00"), 1, "once")
        self.assertEqual(self._run_at("2026-03-04 10:00:00"), 1)
        self.assertEqual(self._run_at("2026-03-05 10:00:00"), 2)
        self.assertEqual(self._run_at("2026-03-06 10:00:00"), 2, "once")
        self.assertTrue(step.told_before_at and step.told_overdue_at)
        self.assertIn("Send a CV", self._letters()[0].body_html)
        self.assertIn("/jobseeker/action/", self._letters()[0].body_html)
        self.assertNotIn("/jobseeker/action/", self._letters()[0].mail_message_id.body)
        self.assertIn("which is over", self._letters()[1].body_html)

    def test_of_another_day_they_are_told_anew(self):
        step = self._theirs()
        self.assertEqual(self._run_at("2026-03-03 10:00:00"), 1)
        with freeze_time("2026-03-03 12:00:00"):
            step.due_on = "2026-03-11"
        self.assertFalse(step.told_before_at)
        self.assertEqual(self._run_at("2026-03-10 10:00:00"), 2)

    def test_the_next_version_knows_what_they_were_told(self):
        with freeze_time(MONDAY):
            plan = self._agreed()
        self.assertEqual(self._run_at("2026-03-03 10:00:00"), 1)
        with freeze_time("2026-03-03 12:00:00"):
            version = plan._change()
            version.write({"state": "agreed", "agreed_channel": "phone"})
        self.assertTrue(self._step(version, "Send a CV").told_before_at)
        self.assertEqual(self._run_at("2026-03-03 14:00:00"), 1)

    def test_one_letter_for_all_steps_of_a_person(self):
        self._theirs()
        self._theirs("Read the contract", "2026-03-03")
        self._promise("Ring Acme", due="2026-03-03")
        self.assertEqual(self._run_at("2026-03-03 10:00:00"), 1)
        letter = self._letters()
        self.assertIn("Send a CV", letter.body_html)
        self.assertIn("Read the contract", letter.body_html)
        self.assertNotIn("Ring Acme", letter.body_html)

    def test_after_downtime_only_what_still_holds(self):
        self._theirs()
        self._theirs("Read the contract", "2026-03-16")
        self.assertEqual(self._run_at("2026-03-09 10:00:00"), 1)
        self.assertNotIn("Read the contract", self._letters().body_html)
        self.assertEqual(self._run_at("2026-03-09 11:00:00"), 1)

    def test_what_is_done_cancelled_or_a_draft_is_left_alone(self):
        self._theirs("Done").action_done()
        self._theirs("Cancelled").write({"state": "cancelled", "cancel_reason": "Not needed"})
        with freeze_time(MONDAY):
            self._draft()
        self.assertEqual(self._run_at("2026-03-05 10:00:00"), 0)

    def test_out_of_hours_it_waits_for_the_opening(self):
        step = self._theirs()
        self.assertEqual(self._run_at("2026-03-03 06:00:00"), 0)
        self.assertEqual(str(step.remind_at), "2026-03-03 09:00:00")
        self.assertIn("held until", step.reminder_note)
        self.assertEqual(self._run_at("2026-03-03 08:59:00"), 0)
        self.assertEqual(self._run_at("2026-03-03 09:00:00"), 1)
        self.assertFalse(step.reminder_note)

    def test_who_wants_no_contact_gets_none_and_the_step_says_so(self):
        step = self._theirs()
        self.ana.do_not_contact = True
        self.assertEqual(self._run_at("2026-03-03 10:00:00"), 0)
        self.assertEqual(step.reminder_note, "Asked for no contact.")
        self.ana.do_not_contact = False
        self.assertEqual(self._run_at("2026-03-03 11:00:00"), 0, "it was left out, and is not made up for")

    def test_what_did_not_go_is_not_said_to_have_been_told(self):
        step = self._theirs()
        self.ana.do_not_contact = True
        self.assertEqual(self._run_at("2026-03-03 10:00:00"), 0)
        self.assertFalse(step.told_before_at)
        self.ana.do_not_contact = False
        self.assertEqual(self._run_at("2026-03-05 10:00:00"), 1, "that it is overdue is another reminder")
        self.assertTrue(step.told_overdue_at)

    def test_left_out_for_good_it_is_left_alone_until_the_day_changes(self):
        step = self._theirs()
        self.ana.do_not_contact = True
        self.assertEqual(self._run_at("2026-03-05 10:00:00"), 0)
        self.assertEqual((step.reminder_left_out, step.told_overdue_at), ("overdue", False))
        self.ana.do_not_contact = False
        self.assertEqual(self._run_at("2026-03-06 10:00:00"), 0)
        with freeze_time("2026-03-06 11:00:00"):
            step.due_on = "2026-03-10"
        self.assertFalse(step.reminder_left_out)
        self.assertEqual(self._run_at("2026-03-11 10:00:00"), 1)

    def test_what_has_to_wait_for_weeks_waits(self):
        step = self._theirs()
        with freeze_time(MONDAY):
            self.ana.write({"state": "on_hold", "hold_until": "2026-04-01", "hold_reason": "Travelling"})
        self.assertEqual(self._run_at("2026-03-03 10:00:00"), 0)
        self.assertEqual(str(step.remind_at), "2026-03-31 23:00:00", "midnight in Lisbon")
        self.assertIn("On hold until", step.reminder_note)
        with freeze_time("2026-04-01 10:00:00"):
            self.ana.action_end_hold()
        self.assertEqual(self._run_at("2026-04-01 10:30:00"), 1)

    def test_closed_people_and_people_without_an_address(self):
        self._theirs()
        other = self._person("Bo", partner_vals={"email": False})
        step = self._theirs(person=other)
        self.ana.state = "closed"
        self.assertEqual(self._run_at("2026-03-03 10:00:00"), 0)
        self.assertFalse(self._letters(other))
        self.assertIn("no e-mail address", step.reminder_note)

    def test_the_day_is_the_persons(self):
        with freeze_time(MONDAY):
            person = self._person("Aroha", zone="Pacific/Auckland")
        self._theirs(person=person)
        with freeze_time("2026-03-02 20:30:00"):  # 09:30 on the third in Auckland
            self._run()
        self.assertEqual(len(self._letters(person)), 1)

    def test_one_bad_record_fails_alone(self):
        people = [self._person(f"Person {number}") for number in range(3)]
        steps = [self._theirs(person=person) for person in people]
        remind = Reminders._remind

        def break_one(model, actions, some):
            if people[1] in some:
                raise ValueError("out of order")
            return remind(model, actions, some)

        with (
            patch.object(Reminders, "_remind", break_one),
            mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_reminder"),
            freeze_time("2026-03-03 10:00:00"),
        ):
            self._run()
        self.assertEqual([len(self._letters(person)) for person in people], [1, 0, 1])
        self.assertIn("out of order", steps[1].reminder_note)
        self.assertEqual(str(steps[1].remind_at), "2026-03-04 10:00:00")

    def test_several_batches(self):
        people = [self._person(f"Person {number}") for number in range(5)]
        for person in people:
            self._theirs(person=person)
        with freeze_time("2026-03-03 10:00:00"), patch.object(self.env.registry["ir.cron"], "_commit_progress", _go_on):
            self._forget()
            self.Plan._cron_remind(batch_size=2)
        self.assertEqual([len(self._letters(person)) for person in people], [1] * 5)

    # --- proposals --------------------------------------------------------------------------------

    def _proposed(self):
        with freeze_time(MONDAY):
            plan = self._draft()
            plan.action_propose()
        return plan

    def test_one_chaser_after_think_time(self):
        plan = self._proposed()  # two days to think it over, and one more
        self.assertEqual(self._run_at("2026-03-04 17:00:00"), 1, "the proposal itself")
        self.assertEqual(self._run_at("2026-03-05 09:00:00"), 2)
        self.assertTrue(plan.chased_at)
        self.assertIn("/jobseeker/plan/", self._letters()[1].body_html)
        self.assertEqual(self._run_at("2026-03-30 10:00:00"), 2, "one only")

    def test_no_chaser_after_an_answer(self):
        plan = self._proposed()
        with freeze_time("2026-03-03 10:00:00"):
            plan.sudo()._suggest("Later please")
        self.assertEqual(self._run_at("2026-03-09 10:00:00"), 1)

    def test_no_chaser_where_the_company_wants_none(self):
        self.company.jobseeker_chase_days = 0
        self._proposed()
        self.assertEqual(self._run_at("2026-03-30 10:00:00"), 1)

    def test_a_chaser_passes_the_gate(self):
        plan = self._proposed()
        self.ana.do_not_contact = True
        self.assertEqual(self._run_at("2026-03-05 10:00:00"), 1)
        self.assertEqual(plan.chase_note, "Asked for no contact.")
        self.assertFalse(plan.chase_at)

    def test_a_chaser_keeps_the_distance(self):
        self.policy.write({"min_gap_days": 5})
        plan = self._proposed()
        self.assertEqual(self._run_at("2026-03-05 10:00:00"), 1)
        self.assertIn("Wrote to them", plan.chase_note)
        self.assertEqual(self._run_at("2026-03-09 10:00:00"), 2)

    # --- cost -------------------------------------------------------------------------------------

    def test_an_idle_run_takes_few_queries(self):
        self._forget()
        before = self.env.cr.sql_log_count
        self.Plan._find_waiting()
        self.env["hr.jobseeker.action"]._find_to_remind()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)


def _go_on(_self, _processed=0, **_options):
    return 60.0
