from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .plan_case import MONDAY, PlanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPlanVersion(PlanCase):
    """Changing an agreed timetable: the next version, its difference, and what passes on."""

    def _agree(self, version):
        version.write({"state": "agreed", "agreed_channel": "phone"})

    def test_an_agreed_step_is_not_rewritten(self):
        step = self._step(self._agreed(), "Send openings")
        for vals in ({"name": "x"}, {"due_on": "2026-04-01"}, {"owner": "jobseeker"}, {"start_at": MONDAY}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "press “Change”"):
                step.write(vals)
        step.write({"name": "Send openings", "note": "<p>inside</p>"})
        with self.assertRaisesRegex(UserError, "press “Change”"):
            self.Action.with_user(self.officer).create({"plan_id": step.plan_id.id, "name": "More"})
        with self.assertRaisesRegex(UserError, "is a promise"):
            step.unlink()

    def test_the_next_version_is_a_copy_with_a_difference(self):
        plan = self._agreed()
        version = plan._change()
        self.assertEqual((version.version, version.previous_id, version.state), (2, plan, "draft"))
        self.assertEqual(version.action_ids.origin_id, plan.action_ids)
        self.assertFalse(version.difference_html)
        self._step(version, "Send a CV").due_on = "2026-03-11"
        self._step(version, "Ring Acme").owner = "jobseeker"
        self._step(version, "Send openings").unlink()
        self.Action.create({"plan_id": version.id, "name": "Practise", "owner": "adviser", "due_on": "2026-03-20"})
        self.assertIn("Send a CV: from Wed 4 Mar to Wed 11 Mar", version.difference_html)
        self.assertIn("Ring Acme: done by Ana Abreu instead of", version.difference_html)
        self.assertIn("No longer: Send openings", version.difference_html)
        self.assertIn("New: Practise", version.difference_html)

    def test_words_of_people_are_no_markup(self):
        version = self._agreed()._change()
        self.Action.create({"plan_id": version.id, "name": "<script>x</script>", "due_on": "2026-03-20"})
        self.assertNotIn("<script>", version.difference_html)

    def test_the_new_version_takes_over(self):
        plan = self._agreed()
        activity = self._step(plan, "Ring Acme").activity_id
        version = plan._change()
        self._step(version, "Ring Acme").due_on = "2026-03-16"
        self._step(version, "Send openings").unlink()
        self.assertEqual(plan.state, "agreed", "until the new one is agreed the old one holds")
        self._agree(version)
        self.assertEqual(plan.state, "superseded")
        step = self._step(version, "Ring Acme")
        self.assertEqual(step.activity_id, activity)
        self.assertEqual(activity.date_deadline, self._day("2026-03-16"))
        self.assertEqual(self._activities(), activity, "none is lost, doubled or left behind")
        self.assertFalse(plan.action_ids.activity_id)

    def test_what_was_done_meanwhile_is_done_in_both(self):
        plan = self._agreed()
        self._step(plan, "Send openings").action_done()
        version = plan._change()
        self.assertEqual(self._step(version, "Send openings").state, "done")
        with self.assertRaisesRegex(UserError, "is done"):
            self._step(version, "Send openings").name = "Otherwise"
        with self.assertRaisesRegex(UserError, "is a promise"):
            self._step(version, "Send openings").unlink()
        self._step(plan, "Send a CV").write({"state": "done", "outcome": "Sent it"})
        self._step(plan, "Ring Acme").write({"state": "cancelled", "cancel_reason": "Acme is gone"})
        self._agree(version)
        self.assertEqual(self._step(version, "Send a CV").outcome, "Sent it")
        self.assertEqual(self._step(version, "Ring Acme").cancel_reason, "Acme is gone")
        self.assertFalse(self._activities())
        self.assertEqual(self.ana.promises_due_jobseeker, 1, "done once, counted once")

    def test_a_step_that_was_done_stays_when_it_is_left_out(self):
        plan = self._agreed()
        version = plan._change()
        self._step(version, "Send a CV").unlink()
        self._step(plan, "Send a CV").action_done()
        self._agree(version)
        self.assertEqual(self._step(version, "Send a CV").state, "done")

    def test_a_late_promise_that_is_moved_was_not_kept(self):
        plan = self._agreed()
        with freeze_time("2026-03-12 10:00:00"):
            version = plan._change()
            self._step(version, "Ring Acme").due_on = "2026-03-20"
            self._agree(version)
            self._forget()
            self.assertTrue(self._step(plan, "Ring Acme").missed)
            self.assertEqual(self._step(plan, "Ring Acme").promise, "missed")
            self.assertFalse(self._step(plan, "Send openings").missed, "overdue still, and counted in the new version")
            self.assertEqual((self.ana.promises_kept_count_us, self.ana.promises_due_us), (0, 2))

    def test_a_late_promise_that_is_given_away_was_not_kept(self):
        plan = self._agreed()
        with freeze_time("2026-03-12 10:00:00"):
            version = plan._change()
            self._step(version, "Ring Acme").owner = "jobseeker"
            self._agree(version)
            self._forget()
            self.assertTrue(self._step(plan, "Ring Acme").missed)
            self.assertFalse(self._step(version, "Ring Acme").is_overdue, "they promise it from now on")
            self.assertEqual((self.ana.promises_kept_count_us, self.ana.promises_due_us), (0, 2))

    def test_a_meeting_of_this_morning_is_not_agreed_at_noon(self):
        plan = self._draft()
        self._step(plan, "Ring Acme").start_at = "2026-03-09 08:00:00"
        self._agree(plan)
        with freeze_time("2026-03-09 12:00:00"):
            version = plan._change()
            self.assertFalse(version._get_passed_meetings(), "as it was promised")
            self._step(version, "Ring Acme").start_at = "2026-03-09 10:00:00"
            self.assertEqual(version._get_passed_meetings(), self._step(version, "Ring Acme"))

    def test_a_tick_that_was_taken_back_is_taken_back(self):
        plan = self._agreed()
        self._step(plan, "Send a CV").action_done()
        version = plan._change()
        self._step(plan, "Send a CV").action_undo()
        self._agree(version)
        step = self._step(version, "Send a CV")
        self.assertEqual((step.state, step.done_on, step.promise), ("planned", False, "open"))

    def test_a_wish_for_time_is_not_lost(self):
        plan = self._agreed()
        self._step(plan, "Send a CV").sudo()._ask_for_time("Until Friday")
        same = plan._change()
        self._agree(same)
        self.assertEqual(self._step(same, "Send a CV").suggestion, "Until Friday")
        moved = same._change()
        self._step(moved, "Send a CV").due_on = "2026-03-06"
        self._agree(moved)
        self.assertFalse(self._step(moved, "Send a CV").suggestion)

    def test_the_letter_tells_what_is_to_do_and_when(self):
        plan = self._agreed()
        self._step(plan, "Send openings").action_done()
        version = plan._change()
        self._step(version, "Ring Acme").start_at = "2026-03-30 08:00:00"
        version.action_propose()
        body = self._letters()[-1:].body_html
        self.assertNotIn("Send openings", body)
        self.assertIn("Monday 30 March 2026, 09:00", body, "in Lisbon")
        self.assertIn("Europe/Lisbon", body)

    def test_a_version_that_is_refused_leaves_the_old_in_force(self):
        plan = self._agreed()
        version = plan._change()
        self._step(version, "Ring Acme").due_on = "2026-03-16"
        version.action_propose()
        self.assertIn("Ring Acme: from", version.difference_html)
        version.sudo()._suggest("No, please as before")
        self.assertEqual((plan.state, version.state), ("agreed", "draft"))

    def test_three_versions(self):
        first = self._agreed()
        second = first._change()
        self._agree(second)
        third = second._change()
        self._agree(third)
        self.assertEqual([first.state, second.state, third.state], ["superseded", "superseded", "agreed"])
        self.assertEqual(third.version, 3)
        self.assertEqual(len(self._activities()), 2)
        step = self._step(first, "Send a CV")
        self.assertEqual(step.calendar_uid, self._step(third, "Send a CV").calendar_uid)
        self.assertGreater(self._step(third, "Send a CV").calendar_sequence, step.calendar_sequence)

    def test_starting_from_a_plan(self):
        """Lines fall due in working days of the person's calendar, each with its side."""
        template = self.env.ref("jobseeker_relations.mail_activity_plan_search")
        dialog = (
            self.env["hr.jobseeker.plan.start"]
            .with_user(self.officer)
            .create({"jobseeker_ids": self.ana.ids, "template_id": template.id, "start_on": "2026-03-06"})
        )
        plan = self.Plan.browse(dialog.action_apply()["res_id"])
        self.assertEqual(plan.state, "draft")
        self.assertEqual(len(plan.action_ids), len(template.template_ids))
        cv = plan.action_ids[:1]
        self.assertEqual((cv.owner, cv.due_on), ("jobseeker", self._day("2026-03-10")), "two working days after Friday")
        self.assertEqual({"adviser", "jobseeker"}, set(plan.action_ids.mapped("owner")))
        self.assertEqual(dialog.action_apply()["type"], "ir.actions.act_window_close", "the second click does nothing")

    def test_days_are_counted_from_the_end_of_think_time(self):
        dialog = self.env["hr.jobseeker.plan.start"].with_user(self.officer).create({"jobseeker_ids": self.ana.ids})
        self.assertEqual(dialog.start_on, self._day("2026-03-04"))

    def test_adding_a_plan_to_what_is_agreed_keeps_it(self):
        plan = self._agreed()
        template = self.env.ref("jobseeker_relations.mail_activity_plan_keep_in_touch")
        versions = self.ana._get_open_versions()
        versions._add_lines(template, self._day("2026-03-02"))
        self.assertEqual(versions.previous_id, plan)
        self.assertEqual(len(versions.action_ids), 3 + len(template.template_ids))

    def test_odoos_own_dialog_makes_a_timetable_too(self):
        template = self.env.ref("jobseeker_relations.mail_activity_plan_career_change")
        dialog = (
            self.env["mail.activity.schedule"]
            .with_user(self.officer)
            .with_context(active_model="hr.jobseeker", active_ids=self.ana.ids)
            .create({"plan_id": template.id, "plan_date": "2026-03-02"})
        )
        plan = self.Plan.browse(dialog.action_schedule_plan()["res_id"])
        self.assertEqual(len(plan.action_ids), len(template.template_ids))
        self.assertFalse(self._activities())

    def test_three_plans_are_shipped_for_both_sides(self):
        for name in ("search", "career_change", "keep_in_touch"):
            template = self.env.ref(f"jobseeker_relations.mail_activity_plan_{name}")
            self.assertEqual(set(template.template_ids.mapped("jobseeker_owner")), {"adviser", "jobseeker"}, name)

    def test_managers_keep_the_plans(self):
        template = self.env.ref("jobseeker_relations.mail_activity_plan_search")
        template.with_user(self.manager).name = "Ours"
        template.with_user(self.manager).template_ids[:1].jobseeker_owner = "adviser"
