from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models.hr_jobseeker_plan import STATES, TRANSITIONS
from .plan_case import MONDAY, PlanCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPlan(PlanCase):
    """The life of a timetable: draft, proposed, agreed, changed by a new version."""

    def _plan_in(self, state):
        plan = self._draft(self._person(f"Person {state}"))
        if state == "proposed":
            plan.action_propose()
        elif state in ("agreed", "superseded", "completed"):
            plan.write({"state": "agreed", "agreed_channel": "phone"})
        if state == "superseded":
            plan._change().write({"state": "agreed", "agreed_channel": "phone"})
        if state == "completed":
            plan.action_ids.action_done()
            plan.action_complete()
        if state == "cancelled":
            plan.action_cancel()
        return plan

    def test_every_move_is_allowed_or_refused(self):
        for before in TRANSITIONS:
            for after, _label in STATES:
                if after == before:
                    continue
                with self.subTest(before=before, after=after):
                    plan = self._plan_in(before)
                    self.assertEqual(plan.state, before)
                    if after == "completed" and before == "agreed":
                        plan.action_ids.action_done()
                    vals = {
                        "state": after,
                        **({"agreed_channel": "meeting"} if before in ("draft", "proposed") else {}),
                    }
                    if after in TRANSITIONS[before] and after != "superseded":
                        plan.write(vals)
                        self.assertEqual(plan.state, after)
                    else:
                        with self.assertRaises(UserError):
                            plan.write(vals)

    def test_a_refusal_says_what_is_possible(self):
        plan = self._agreed()
        with self.assertRaisesRegex(UserError, "Completed, Cancelled"):
            plan.write({"state": "draft"})

    def test_an_empty_timetable_is_nothing_to_agree_on(self):
        plan = self.Plan.with_user(self.officer).create({"jobseeker_id": self.ana.id})
        with self.assertRaisesRegex(UserError, "no steps yet"):
            plan.action_propose()

    def test_agreeing_after_a_talk_says_how(self):
        plan = self._draft()
        with self.assertRaisesRegex(UserError, "by phone"):
            plan.action_agree()
        plan.agreed_channel = "meeting"
        plan.action_agree()
        self.assertEqual(plan.agreed_by, "Ana Abreu")
        self.assertEqual(str(plan.agreed_at), MONDAY)
        with self.assertRaisesRegex(UserError, "not rewritten"):
            plan.agreed_channel = "phone"

    def test_a_yes_on_their_page_is_recorded_by_the_page(self):
        plan = self._draft()
        said = {"agreed_channel": "portal", "agreed_by": "Ana Abreu"}
        for vals in ({"state": "agreed", **said}, said):
            with self.assertRaisesRegex(UserError, "by the page itself"), self.env.cr.savepoint():
                plan.write(vals)
        with self.assertRaisesRegex(UserError, "by the page itself"):
            self.Plan.with_user(self.officer).create({"jobseeker_id": self._person("Bo").id, **said})

    def test_nobody_writes_the_proof(self):
        plan = self._draft()
        for name in ("agreed_at", "agreed_ip", "version", "suggestion", "previous_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                plan.write({name: False})
        with self.assertRaises(UserError):
            self.Plan.with_user(self.officer).create({"jobseeker_id": self.ana.id, "state": "agreed"})
        with self.assertRaisesRegex(UserError, "stays with its person"):
            plan.jobseeker_id = self._person("Bo")

    def test_think_time_is_counted_in_working_days(self):
        with freeze_time("2026-03-05 10:00:00"):  # a Thursday
            plan = self._draft()
            plan.action_propose()
        self.assertEqual(plan.answer_by, self._day("2026-03-09"))
        self.assertEqual(str(plan.chase_at), "2026-03-10 09:00:00")

    def test_a_proposal_is_a_letter_with_a_link(self):
        plan = self._draft()
        plan.action_propose()
        letter = self._letters()
        self.assertEqual(len(letter), 1)
        self.assertIn("/jobseeker/plan/", letter.body_html)
        self.assertNotIn("/jobseeker/plan/", letter.mail_message_id.body, "colleagues cannot answer for the person")
        self.assertIn("Send a CV", letter.body_html)

    def test_without_an_address_nothing_is_proposed(self):
        plan = self._draft(self._person("Cy", partner_vals={"email": False}))
        with self.assertRaisesRegex(UserError, "no e-mail address"):
            plan.action_propose()

    def test_one_version_is_made_and_one_in_force(self):
        plan = self._agreed()
        draft = plan._change()
        self.assertEqual(plan._change(), draft, "the same one")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self._draft()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            draft.sudo()._write({"state": "agreed"})
            self.env.cr.execute("UPDATE hr_jobseeker_plan SET state = 'agreed' WHERE id = %s", [draft.id])

    def test_only_a_draft_is_deleted(self):
        draft = self._draft()
        draft.unlink()
        plan = self._agreed()
        with self.assertRaisesRegex(UserError, "Only a draft"):
            plan.unlink()

    def test_completing_waits_for_open_steps(self):
        plan = self._agreed()
        with self.assertRaisesRegex(UserError, "Still open: .*Send openings"):
            plan.action_complete()
        plan.action_ids.action_done()
        plan.action_complete()
        self.assertEqual(plan.state, "completed")

    def test_cancelling_cancels_what_is_open(self):
        plan = self._agreed()
        self._step(plan, "Ring Acme").action_done()
        draft = plan._change()
        plan.action_cancel()
        self.assertEqual(self._step(plan, "Ring Acme").state, "done")
        self.assertEqual(self._step(plan, "Send openings").state, "cancelled")
        self.assertTrue(self._step(plan, "Send openings").cancel_reason)
        self.assertFalse(self._activities())
        self.assertEqual(draft.state, "cancelled", "it changes what has ended")

    def test_closing_the_search_ends_what_was_promised(self):
        plan, single = self._agreed(), self._promise()
        self._step(plan, "Ring Acme").action_done()
        draft = plan._change()
        self.ana.with_user(self.officer).write({"state": "closed"})
        self.assertEqual((plan.state, draft.state), ("cancelled", "cancelled"))
        self.assertEqual(self._step(plan, "Ring Acme").state, "done")
        for step in (single, self._step(plan, "Send openings"), self._step(plan, "Send a CV")):
            self.assertEqual((step.state, step.cancel_reason), ("cancelled", "The search was closed."))
        self.assertFalse(self._activities())

    def test_a_timetable_that_has_ended_stays_ended(self):
        ended = self._agreed()
        ended.action_cancel()
        in_force = self._agreed()
        with self.assertRaisesRegex(UserError, "has ended"):
            ended.action_ids[:1].action_undo()
        with self.assertRaisesRegex(UserError, "not in force"):
            ended.action_change()
        self.assertEqual(in_force.state, "agreed")

    def test_days_that_pass_before_the_yes(self):
        """A day that is over comes as long after the yes, in working days, as it came after the proposal."""
        plan = self._draft()
        plan.action_propose()  # on a Monday, for Wednesday, Friday and the Monday after
        with freeze_time("2026-03-05 10:00:00"):
            self._forget()
            yesterdays = plan._get_fingerprint()
        with freeze_time("2026-03-10 10:00:00"):
            self._forget()
            self.assertTrue(plan._is_changed(yesterdays), "what the page showed then is not what holds now")
            days = {"Send a CV": "2026-03-12", "Send openings": "2026-03-16", "Ring Acme": "2026-03-17"}
            for name, day in days.items():
                self.assertEqual(self._step(plan, name).day_if_agreed, self._day(day), name)
            self.assertTrue(plan.sudo()._accept("Ana", "192.0.2.7", plan._get_fingerprint()))
            self._forget()
            for name, day in days.items():
                self.assertEqual(self._step(plan, name).due_on, self._day(day), name)
            self.assertFalse(any(plan.action_ids.mapped("is_overdue")))
            self.assertEqual(self._step(plan, "Ring Acme").activity_id.date_deadline, self._day("2026-03-17"))

    def test_days_that_are_still_to_come_stay(self):
        plan = self._draft()
        plan.action_propose()
        with freeze_time("2026-03-06 10:00:00"):
            self._forget()
            plan.sudo()._accept("Ana", "192.0.2.7", plan._get_fingerprint())
        self.assertEqual(self._step(plan, "Send openings").due_on, self._day("2026-03-06"), "today is not too late")
        self.assertEqual(self._step(plan, "Ring Acme").due_on, self._day("2026-03-09"))

    def test_a_meeting_that_is_over_is_not_agreed(self):
        plan = self._draft()
        self._step(plan, "Ring Acme").start_at = "2026-03-09 09:00:00"
        plan.action_propose()
        with freeze_time("2026-03-10 10:00:00"):
            self._forget()
            self.assertFalse(plan.sudo()._accept("Ana", "192.0.2.7", plan._get_fingerprint()))
            with self.assertRaisesRegex(UserError, "a time that is over"):
                plan.write({"state": "agreed", "agreed_channel": "phone"})

    def test_suggesting_makes_it_a_draft_and_tells_the_adviser(self):
        plan = self._draft()
        plan.action_propose()
        self.assertTrue(plan.sudo()._suggest("Rather on Thursday"))
        self.assertEqual((plan.state, plan.suggestion), ("draft", "Rather on Thursday"))
        nudge = self._activities()
        self.assertEqual(nudge.user_id, self.officer)
        self.assertIn("Rather on Thursday", nudge.note)
        word = self.ana.contact_ids[:1]
        self.assertEqual((word.channel, word.direction, word.nature), ("portal", "in", "personal"))
        self.assertFalse(plan.sudo()._suggest("Again"), "nothing waits for an answer")

    def test_agreeing_on_the_page(self):
        plan = self._draft()
        plan.action_propose()
        self.assertTrue(plan.sudo()._accept("Ana A.", "192.0.2.7", plan._get_fingerprint()))
        self.assertEqual(plan.state, "agreed")
        self.assertEqual((plan.agreed_by, plan.agreed_channel, plan.agreed_ip), ("Ana A.", "portal", "192.0.2.7"))
        self.assertFalse(
            plan.sudo()._accept("Somebody", "192.0.2.8", plan._get_fingerprint()), "a second time changes nothing"
        )
        self.assertEqual(plan.agreed_by, "Ana A.")
        self.assertTrue(self.ana.contact_ids[:1].qualifying)
        self.assertFalse(self.ana.waiting_since, "a yes asks for no answer")

    def test_taken_back(self):
        plan = self._draft()
        plan.action_propose()
        with self.assertRaisesRegex(UserError, "take it back"):
            plan.action_ids[:1].name = "Otherwise"
        plan.action_take_back()
        self.assertFalse(plan.answer_by)
        plan.action_ids[:1].name = "Otherwise"
