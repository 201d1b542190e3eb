from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from ..models.hr_jobseeker_action import STATES
from ..models.hr_jobseeker_action_life import TRANSITIONS
from .plan_case import MONDAY, PlanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestAction(PlanCase):
    """One promise: its states, whether it is overdue, and who keeps theirs."""

    def test_every_move_is_allowed_or_refused(self):
        for before in TRANSITIONS:
            for after, _label in STATES:
                if after == before:
                    continue
                with self.subTest(before=before, after=after):
                    step = self._promise()
                    if before != "planned":
                        step.write({"state": before, "cancel_reason": "Not needed"})
                    if after in TRANSITIONS[before]:
                        step.write({"state": after, "cancel_reason": "Not needed"})
                        self.assertEqual(step.state, after)
                    else:
                        with self.assertRaises(UserError):
                            step.write({"state": after, "cancel_reason": "Not needed"})

    def test_cancelling_asks_why(self):
        step = self._promise()
        with self.assertRaisesRegex(UserError, "Say why"):
            step.action_cancel()
        step.cancel_reason = "Acme is gone"
        step.action_cancel()
        self.assertEqual(step.promise, "cancelled")
        self.assertFalse(step.missed)

    def test_a_draft_promises_nothing(self):
        step = self._step(self._draft(), "Ring Acme")
        self.assertFalse(step.in_force)
        with self.assertRaisesRegex(UserError, "not agreed yet"):
            step.action_done()
        with freeze_time("2026-04-02 10:00:00"):
            self._forget()
            self.assertFalse(step.is_overdue)
            self.assertFalse(self.ana.overdue_promise_count)

    def test_what_the_system_keeps_is_nobodys_to_write(self):
        step = self._promise()
        for name, value in (("missed", True), ("activity_id", False), ("origin_id", False), ("told_before_at", MONDAY)):
            with self.subTest(name), self.assertRaises(AccessError):
                step.write({name: value})
        with self.assertRaisesRegex(UserError, "begins as planned"):
            self._promise(state="done")
        with self.assertRaises(ValidationError):
            self.Action.create(
                {
                    "plan_id": self._draft().id,
                    "jobseeker_id": self._person("Bo").id,
                    "name": "x",
                    "due_on": "2026-03-09",
                }
            )

    def test_a_step_stays_with_its_person_and_in_its_timetable(self):
        agreed, single = self._agreed(), self._promise()
        draft = agreed._change()
        promise, copy = self._step(agreed, "Ring Acme"), self._step(draft, "Ring Acme")
        for step, plan in ((single, agreed), (single, draft), (promise, draft), (copy, agreed), (promise, None)):
            with self.subTest(step=step, plan=plan), self.assertRaisesRegex(UserError, "stays in its timetable"):
                step.write({"plan_id": plan.id if plan else False})
        with self.assertRaisesRegex(UserError, "stays in its timetable"):
            agreed.write({"action_ids": [Command.link(single.id)]})
        other = self._person("Bo")
        for step in (single, promise, copy):
            with self.subTest(step=step), self.assertRaisesRegex(UserError, "stays with its person"):
                step.write({"jobseeker_id": other.id})
        single.write({"jobseeker_id": self.ana.id, "plan_id": False})  # as forms do: nothing changes

    def test_a_promise_of_one_side_is_not_given_to_the_other(self):
        step = self._promise(due="2026-03-03")
        with self.assertRaisesRegex(UserError, "promised by one side"):
            step.owner = "jobseeker"

    def test_what_they_said_when_they_ticked_it_stays(self):
        theirs, ours = self._promise(owner="jobseeker"), self._promise()
        theirs.sudo()._tick("Sent this morning")
        ours.action_done()
        with self.assertRaisesRegex(UserError, "stays as it was"):
            theirs.outcome = "Never sent"
        ours.outcome = "They will ring back"

    def test_a_new_day_answers_the_wish_for_time(self):
        step = self._promise(owner="jobseeker")
        self.assertTrue(step.sudo()._ask_for_time(""))
        self.assertFalse(step.sudo()._ask_for_time(""), "said twice as once")
        step.due_on = "2026-03-12"
        self.assertFalse(step.suggestion)
        self.assertTrue(step.sudo()._ask_for_time(""), "of the new day it is a new wish")
        self.assertTrue(step.sudo()._ask_for_time("Until the end of the month"))
        nudge = self._activities()
        self.assertEqual(len(nudge), 1, "one a day")
        for words in ("I need more time.", "Until the end of the month"):
            self.assertIn(words, nudge.note)
        step.action_done()
        self.assertFalse(step.suggestion)

    def test_the_button_opens_what_it_counts(self):
        self._promise(due="2026-03-03")
        self.assertEqual(
            self.ana.with_user(self.officer).action_open_actions()["context"], {"search_default_in_force": 1}
        )
        with freeze_time("2026-03-10 10:00:00"):
            self._forget()
            ana = self.ana.with_user(self.officer)
            self.assertEqual(ana.action_open_actions()["context"], {"search_default_overdue": 1})

    def test_done_on_the_day_of_who_promised(self):
        tokyo = new_test_user(
            self.env, "tokyo", groups="hr_recruitment.group_hr_recruitment_user", tz="Asia/Tokyo", name="Toko"
        )
        with freeze_time("2026-03-02 16:00:00"):  # the third of March in Tokyo
            ours = self._promise(user_id=tokyo.id, due="2026-03-02")
            theirs = self._promise(owner="jobseeker", due="2026-03-02")
            self.assertTrue(ours.is_overdue)
            self.assertFalse(theirs.is_overdue, "in Lisbon it is the second")
            self.assertEqual(self.Action.search([("is_overdue", "=", True), ("id", "in", (ours | theirs).ids)]), ours)
            self.assertEqual(
                self.Action.search([("is_overdue", "!=", True), ("id", "in", (ours | theirs).ids)]), theirs
            )
            (ours | theirs).action_done()
        self.assertEqual(ours.done_on, self._day("2026-03-03"))
        self.assertEqual(theirs.done_on, self._day("2026-03-02"))
        self.assertEqual((ours.promise, theirs.promise), ("late", "kept"))

    def test_the_day_is_said_once_and_can_be_true(self):
        step = self._promise(due="2026-03-03")
        self.env.cr.execute("UPDATE hr_jobseeker_action SET create_date = %s WHERE id = %s", (MONDAY, step.id))
        with self.assertRaisesRegex(UserError, "mark it done"):
            step.done_on = "2026-03-02"
        with freeze_time("2026-03-10 10:00:00"):
            self._forget()
            for day, words in (("2026-03-11", "today or before"), ("2026-02-01", "not promised yet")):
                with self.assertRaisesRegex(UserError, words):
                    step.write({"state": "done", "done_on": day})
            step.write({"state": "done", "done_on": "2026-03-09"})
            self.assertEqual(step.promise, "late")
            with self.assertRaisesRegex(UserError, "stays as it was"):
                step.done_on = "2026-03-03"

    def test_moved_when_it_was_late(self):
        """A promise that is not kept stays so, whatever is done with it afterwards."""
        step = self._promise(due="2026-03-03")
        with freeze_time("2026-03-10 10:00:00"):
            self._forget()
            self.assertTrue(step.is_overdue)
            step.due_on = "2026-03-20"
            self.assertEqual((step.missed, step.promise), (True, "missed"))
            step.action_done()
            self.assertEqual((step.kept, step.promise), (False, "missed"))
            step.action_undo()
            self.assertTrue(step.missed)

    def test_found_and_computed_agree(self):
        """At every hour of a day with a change of clocks."""
        steps = self.Action.browse()
        for number, zone in enumerate(["Europe/Lisbon", "America/St_Johns", "Pacific/Kiritimati", "Etc/GMT+12"]):
            person = self._person(f"Person {number}", zone=zone)
            for due in ("2026-03-28", "2026-03-29", "2026-03-30"):
                steps |= self._promise(owner="jobseeker", due=due, person=person)
        for hour in range(0, 24, 5):
            with freeze_time(f"2026-03-29 {hour:02}:30:00"):
                self._forget()
                found = self.Action.search([("is_overdue", "=", True), ("id", "in", steps.ids)])
                self.assertEqual(set(found), set(steps.filtered("is_overdue")), hour)

    def test_a_tick_by_mistake(self):
        step = self._promise()
        step.action_done()
        activity = step.activity_id
        step.action_undo()
        self.assertFalse(step.done_on)
        self.assertEqual(step.promise, "open")
        self.assertTrue(step.activity_id.active)
        self.assertNotEqual(step.activity_id, activity)

    def test_cancelled_after_the_day_is_a_promise_not_kept(self):
        step = self._promise(due="2026-03-03")
        with freeze_time("2026-03-10 10:00:00"):
            self._forget()
            step.write({"state": "cancelled", "cancel_reason": "Too late"})
            self.assertEqual(step.promise, "missed")
            self.assertEqual((self.ana.promises_kept_count_us, self.ana.promises_due_us), (0, 1))

    def test_who_keeps_their_word(self):
        steps = [self._promise(due=due) for due in ("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-20")]
        self._promise(owner="jobseeker", due="2026-03-03").action_done()
        steps[0].action_done()
        with freeze_time("2026-03-05 10:00:00"):
            self._forget()
            steps[1].action_done()  # late; the third is overdue, the fourth not due yet
            self._forget()
            ana = self.ana.with_user(self.officer)
            self.assertEqual((ana.promises_kept_count_us, ana.promises_due_us), (1, 3))
            self.assertAlmostEqual(ana.promises_kept_us, 1 / 3)
            self.assertEqual((ana.promises_kept_jobseeker, ana.promises_due_jobseeker), (1.0, 1))
            self.assertEqual(ana.overdue_promise_count, 1)
            kept, due = ana._count_promises(since=self._day("2026-03-04"))
            self.assertEqual((kept[ana, "adviser"], due[ana, "adviser"]), (0, 1))

    def test_rates_of_many_take_the_same_queries(self):
        people = self.env["hr.jobseeker"].concat(*(self._person(f"Person {number}") for number in range(8)))
        for person in people:
            self._promise(person=person, due="2026-03-02").action_done()

        def read(some):
            return self._count_queries(lambda: some.mapped("promises_kept_us"))

        self.assertEqual(read(people[:2]), read(people))

    def _count_queries(self, action):
        self._forget()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_agreeing_takes_the_same_queries_for_many_steps(self):
        def agree(count, name):
            person = self._person(name)
            steps = [("adviser", f"Step {number}", "2026-03-20") for number in range(count)]
            plan = self._draft(person, steps)
            plan.agreed_channel = "phone"
            return self._count_queries(plan.action_agree)

        agree(2, "Warm")
        self.assertEqual(agree(4, "Few"), agree(8, "Many"))

    def _count_done(self, count, name, owner):
        person = self._person(name)
        steps = self.Action.concat(
            *(self._promise(person=person, name=f"{n}", owner=owner, due="2026-03-20") for n in range(count))
        )
        return self._count_queries(steps.action_done)

    def _count_activities_done(self, count, name):
        person = self._person(name).with_user(self.officer)
        activities = self.env["mail.activity"].with_user(self.officer)
        for number in range(count):
            activities |= person.activity_schedule("mail.mail_activity_data_todo", summary=f"{number}")
        return self._count_queries(activities.action_done)

    def test_done_takes_the_same_queries_for_many_steps(self):
        self._count_done(2, "Warm", "jobseeker")
        few, many = (self._count_done(count, f"{count} steps", "jobseeker") for count in (4, 8))
        self.assertEqual(few, many)

    def test_done_costs_for_each_of_ours_what_its_activity_costs(self):
        """Odoo's own message of an activity that is done is Odoo's, once for each; nothing of ours comes on top."""
        self._count_done(2, "Warm", "adviser")
        self._count_activities_done(2, "Warm too")
        few, many = (self._count_done(count, f"{count} steps", "adviser") for count in (4, 8))
        core_few, core_many = (self._count_activities_done(count, f"{count} to-dos") for count in (4, 8))
        self.assertLessEqual(many - few, core_many - core_few)

    def test_a_step_without_a_day_is_due_today(self):
        step = self.Action.with_user(self.officer).create({"jobseeker_id": self.ana.id, "name": "Ring"})
        self.assertEqual(step.due_on, self._day("2026-03-02"))
        self.assertEqual((step.user_id, step.owner, step.in_force), (self.officer, "adviser", True))

    def test_the_applicant_shows_the_steps(self):
        job = self.env["hr.job"].create({"name": "Welder", "company_id": self.company.id})
        applicant = self.env["hr.applicant"].create(
            {"partner_name": "Bo Berg", "email_from": "bo@example.com", "job_id": job.id}
        )
        step = self._promise(person=applicant.jobseeker_id)
        self.assertEqual(applicant.with_user(self.officer).action_ids, step)

    def test_moving_a_single_promise_and_one_that_is_agreed(self):
        single = self._promise()
        self.assertEqual(single.action_move()["res_model"], "hr.jobseeker.action")
        single.due_on = "2026-03-12"
        agreed = self._step(self._agreed(), "Ring Acme")
        opened = agreed.action_move()
        self.assertEqual(opened["res_model"], "hr.jobseeker.plan")
        self.assertEqual(self.Plan.browse(opened["res_id"]).previous_id, agreed.plan_id)
