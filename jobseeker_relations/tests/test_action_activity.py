from odoo.tests import freeze_time, new_test_user, tagged

from .plan_case import MONDAY, PlanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestActionActivity(PlanCase):
    """A promise of ours and its activity: done, handed over, deleted on either side."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env, "colleague", groups="hr_recruitment.group_hr_recruitment_user", tz="UTC", name="Carl"
        )

    def test_only_what_is_agreed_and_ours_is_an_activity(self):
        plan = self._draft()
        self.assertFalse(self._activities())
        plan.write({"state": "agreed", "agreed_channel": "phone"})
        activities = self._activities()
        self.assertEqual(activities.mapped("summary"), ["Send openings", "Ring Acme"])
        self.assertEqual(activities.user_id, self.officer)
        self.assertEqual(activities[0].date_deadline, self._day("2026-03-06"))
        self.assertFalse(self._step(plan, "Send a CV").activity_id)

    def test_a_single_promise_is_an_activity_at_once(self):
        step = self._promise()
        self.assertEqual(step.activity_id.summary, "Write to Acme")

    def test_done_as_an_activity(self):
        step = self._promise()
        step.activity_id.with_user(self.officer).action_feedback(feedback="They will ring back")
        self.assertEqual(step.state, "done")
        self.assertFalse(step.outcome, "the jobseeker reads it, and this was said among colleagues")
        self.assertIn("They will ring back", step.note)
        self.assertEqual(step.done_on, self._day("2026-03-02"))

    def test_done_as_a_step(self):
        step = self._promise()
        activity = step.activity_id
        step.write({"state": "done", "outcome": "They will ring back"})
        self.assertFalse(activity.active)
        self.assertEqual(activity.feedback, "They will ring back")

    def test_a_deleted_activity_loses_nothing(self):
        step = self._promise()
        step.activity_id.with_user(self.officer).unlink()
        self.assertFalse(step.activity_id)
        self.assertEqual(step.state, "planned")
        forgotten = [("owner", "=", "adviser"), ("state", "in", ["planned"]), ("activity_id", "=", False)]
        self.assertIn(step, self.Action.search(forgotten))
        step.name = "Write to Acme again"
        self.assertFalse(step.activity_id, "who deleted it need not see it again by itself")
        step.action_remind_again()
        self.assertEqual(step.activity_id.summary, "Write to Acme again")
        step.action_remind_again()
        self.assertEqual(len(self._activities()), 1)

    def test_odoos_vacuum_loses_nothing(self):
        step = self._promise(due="2026-03-05")
        with freeze_time("2031-03-02 10:00:00"):
            self.env["ir.config_parameter"].set_param("mail.activity.gc.delete_overdue_years", 3)
            self.env["mail.activity"]._gc_delete_old_overdue_activities()
            self._forget()
            self.assertFalse(step.activity_id)
            self.assertTrue(step.is_overdue)

    def test_handed_to_a_colleague_on_either_side(self):
        step = self._promise()
        activity = step.activity_id
        activity.user_id = self.colleague
        self.assertEqual(step.user_id, self.colleague)
        step.user_id = self.officer
        self.assertEqual(activity.user_id, self.officer)
        self.assertEqual(len(self._activities()), 1)

    def test_a_new_adviser_takes_over_what_is_open(self):
        plan = self._agreed()
        self._step(plan, "Send openings").action_done()
        others = self._promise(user_id=self.manager.id)
        self.ana.adviser_id = self.colleague
        self.assertEqual(self._step(plan, "Ring Acme").user_id, self.colleague)
        self.assertEqual(self._step(plan, "Ring Acme").activity_id.user_id, self.colleague)
        self.assertEqual(self._step(plan, "Send openings").user_id, self.officer, "who did it did it")
        self.assertEqual(others.user_id, self.manager)

    def test_somebody_who_left(self):
        """Odoo leaves their activities with them; the promise and its nudge go to whoever answers for the person."""
        step = self._promise(user_id=self.colleague.id)
        self.colleague.active = False
        self.assertEqual((step.state, step.user_id), ("planned", self.officer))
        self.assertEqual(step.activity_id.user_id, self.officer)

    def test_archived_as_the_screen_does(self):
        """Odoo deletes the activities of who leaves first: by then ours are somebody else's."""
        step = self._promise(user_id=self.colleague.id)
        activity = step.activity_id
        review = self.env["hr.jobseeker.review"].create(
            {"jobseeker_id": self.ana.id, "due_on": "2026-03-20", "user_id": self.colleague.id}
        )
        self.colleague.action_archive()
        self.assertEqual((step.user_id, step.activity_id, activity.user_id), (self.officer, activity, self.officer))
        self.assertEqual(review.user_id, self.officer)

    def test_when_the_adviser_leaves_the_manager_has_the_promises(self):
        step = self._promise()
        self.officer.action_archive()
        self.assertEqual((step.user_id, step.activity_id.user_id), (self.manager, self.manager))

    def test_cancelled_and_moved(self):
        step = self._promise()
        step.due_on = "2026-03-12"
        self.assertEqual(step.activity_id.date_deadline, self._day("2026-03-12"))
        step.write({"state": "cancelled", "cancel_reason": "Acme is gone"})
        self.assertFalse(self._activities())

    def test_what_becomes_the_jobseekers_needs_no_nudge(self):
        version = self._agreed(steps=[("adviser", "Ring Acme", "2026-03-09")])._change()
        version.action_ids.owner = "jobseeker"
        self.assertTrue(self._activities(), "until it is agreed")
        version.write({"state": "agreed", "agreed_channel": "phone"})
        self.assertFalse(self._activities())

    def test_an_activity_rescheduled_moves_no_promise(self):
        step = self._step(self._agreed(), "Ring Acme")
        step.activity_id.date_deadline = "2026-04-01"
        self.assertEqual(step.due_on, self._day("2026-03-09"))

    def test_merged_people_keep_all_promises(self):
        other = self._person("Ana B. Abreu")
        ours, theirs = self._agreed(), self._agreed(other)
        draft = theirs._change()
        single = self._promise(person=other)
        self._step(theirs, "Send a CV").action_done()
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.ana.partner_id | other.partner_id).ids, self.ana.partner_id
        )
        self._forget()
        self.assertEqual(ours.state, "agreed")
        self.assertEqual(theirs.state, "superseded")
        self.assertEqual((draft.jobseeker_id, draft.state), (self.ana, "cancelled"))
        open_ones = self.ana.action_ids.filtered(lambda step: step.in_force and step.is_open)
        self.assertEqual(len(open_ones), 6, "three of the one timetable, two of the other, and the single one")
        self.assertEqual(self.ana.promises_kept_count_jobseeker, 1, "what they did counts on")
        self.assertIn(single, open_ones)
        self.assertEqual(len(self._activities()), 5)

    def test_a_draft_takes_over_what_the_other_had_agreed(self):
        other = self._person("Ana B. Abreu")
        draft = self._draft(steps=[("adviser", "Practise", "2026-03-20")])
        theirs = self._agreed(other)
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.ana.partner_id | other.partner_id).ids, self.ana.partner_id
        )
        self._forget()
        self.assertEqual((theirs.state, draft.previous_id), ("agreed", theirs))
        self.assertIn("No longer: Ring Acme", draft.difference_html)
        draft.write({"state": "agreed", "agreed_channel": "phone"})
        self.assertEqual(theirs.state, "superseded")
        self.assertEqual(self._activities().mapped("summary"), ["Practise"])
