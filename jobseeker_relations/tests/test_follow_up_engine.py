from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from .policy_case import PolicyCase


@tagged("post_install", "-at_install")
class TestFollowUpEngine(PolicyCase):
    """What the engine does with the people whose moment has come."""

    def _owed(self, *names, spoken="2026-03-02 10:00:00", **vals):
        """People who were last spoken to on Monday 2 March, and so are owed a word on Monday 9 March."""
        people = self.env["hr.jobseeker"].union(*(self._person(name, **vals) for name in names))
        for person in people:
            self._spoke(person, spoken)
        self.env.flush_all()
        return people

    def _rows(self, people):
        return [(row.kind, row.state, row.channel, row.reason) for row in people.follow_up_ids.sorted("id")]

    @freeze_time("2026-03-02 10:00:00")
    def test_letter_leaves_when_contact_falls_due(self):
        ana = self._owed("Ana")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(
                self._rows(ana), [("step", "done", "email", "gap"), ("step", "planned", "email", "step_delay")]
            )
            done, planned = ana.follow_up_ids.sorted("id")
            self.assertEqual(done.mail_mail_id.state, "outgoing")
            self.assertEqual(done.mail_mail_id.recipient_ids, ana.partner_id)
            self.assertEqual(done.message_id.subject, "First letter")
            self.assertEqual((done.message_id.model, done.message_id.res_id), ("hr.jobseeker", ana.id))
            self.assertIn("Hello Ana", done.message_id.body)
            self.assertEqual(done.message_id.author_id, self.officer.partner_id)
            self.assertAt(planned.scheduled_at, "2026-03-12 09:30:00")
            self.assertAt(ana.follow_up_at, "2026-03-12 09:30:00")
            word = ana.contact_ids.filtered(lambda c: c.nature == "follow_up")
            self.assertEqual((word.direction, word.channel, word.qualifying), ("out", "email", False))
            self.assertEqual(word.message_id, done.message_id)
            self.assertEqual(ana.unanswered_count, 1)

    @freeze_time("2026-03-02 10:00:00")
    def test_looking_again_changes_nothing(self):
        ana = self._owed("Ana")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            before = ana.follow_up_ids.read(["state", "scheduled_at", "write_date"])
            for _again in range(3):
                self._look(ana)
            self.assertEqual(ana.follow_up_ids.read(["state", "scheduled_at", "write_date"]), before)
            self.assertEqual(self.env["mail.mail"].search_count([("recipient_ids", "in", ana.partner_id.ids)]), 1)

    @freeze_time("2026-03-02 10:00:00")
    def test_outside_the_window_a_letter_is_held_to_the_next_opening(self):
        ana = self._owed("Ana")
        with freeze_time("2026-03-13 21:40:00"):  # Friday evening
            self._look(ana)
            self.assertEqual(self._rows(ana), [("step", "held", "email", "window")])
            self.assertAt(ana.follow_up_ids.scheduled_at, "2026-03-16 09:00:00")
            self.assertEqual(ana.contact_status, "held")
            self.assertEqual(
                ana.contact_explanation,
                "Held: it is 21:40 in Lisbon; goes out Mon 09:00. Owed since Mon 09:00 (Lisbon).",
            )
            self.assertEqual(ana.follow_up_ids.explanation, "Held: it is 21:40 in Lisbon; goes out Mon 09:00.")
        with freeze_time("2026-03-16 09:00:00"):
            self._look(ana)
            self.assertEqual(self._rows(ana)[0], ("step", "done", "email", "gap"))
            self.assertNotEqual(ana.contact_status, "held")

    @freeze_time("2026-03-02 10:00:00")
    def test_minimum_gap_counts_whoever_wrote(self):
        ana = self._owed("Ana")
        self.Contact.create(
            {
                "jobseeker_id": ana.id,
                "direction": "out",
                "channel": "email",
                "nature": "bulk",
                "date": "2026-03-09 08:00:00",
            }
        )
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(self._rows(ana), [("step", "held", "email", "min_gap")])
            self.assertAt(ana.held_until, "2026-03-11 09:00:00")
            self.assertIn("less than 2 days old", ana.contact_explanation)

    @freeze_time("2026-03-02 10:00:00")
    def test_cap_of_the_period_holds(self):
        ana = self._owed("Ana")
        self.Contact.create(
            [
                {
                    "jobseeker_id": ana.id,
                    "direction": "out",
                    "channel": "email",
                    "nature": "automatic",
                    "date": f"2026-03-0{day} 12:00:00",
                }
                for day in (2, 3, 4, 5)
            ]
        )
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(self._rows(ana), [("step", "held", "email", "cap")])
            self.assertAt(ana.held_until, "2026-03-30 11:00:00")  # 28 days on, 12:00 on the person's clock
            self.assertIn("4 letters in 28 days", ana.contact_explanation)

    @freeze_time("2026-03-02 10:00:00")
    def test_answer_cancels_the_rest_and_takes_back_what_is_queued(self):
        ana = self._owed("Ana")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            mail = ana.follow_up_ids.mail_mail_id
            self.Contact.create({"jobseeker_id": ana.id, "direction": "in", "channel": "email"})
            self.assertEqual(set(ana.follow_up_ids.mapped("state")), {"cancelled"})
            self.assertEqual(mail.state, "cancel")
            self.assertEqual(ana.follow_up_ids[0].explanation, "Cancelled: there was contact.")
            self.assertEqual(ana.contact_status, "on_track")
            self.assertEqual(ana.unanswered_count, 0)

    @freeze_time("2026-03-02 10:00:00")
    def test_automatic_answer_cancels_nothing(self):
        ana = self._owed("Ana")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.Contact.create({"jobseeker_id": ana.id, "direction": "in", "channel": "email", "nature": "automatic"})
            self.assertEqual(ana.follow_up_ids.sorted("id").mapped("state"), ["done", "planned"])
            self.assertEqual(ana.unanswered_count, 1)

    @freeze_time("2026-03-02 10:00:00")
    def test_next_occurrence_after_contact_can_send_again(self):
        ana = self._owed("Ana")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
        self._spoke(ana, "2026-03-10 10:00:00")
        with freeze_time("2026-03-17 09:30:00"):
            self._look(ana)
            self.assertEqual(ana.follow_up_ids.filtered(lambda r: r.state == "done").mapped("occurrence"), [2])

    @freeze_time("2026-03-02 10:00:00")
    def test_whole_life_of_a_silence(self):
        """Letter, letter, call; escalation; a second period with two channels; then a closing proposal, and rest."""
        ana = self._owed("Ana")
        days = [f"2026-03-{day:02d}" for day in range(9, 32)] + [f"2026-04-{day:02d}" for day in range(1, 15)]
        for day in days:
            with freeze_time(f"{day} 10:00:00"):
                self._look_and_send(ana)
                if ana.activity_ids.filtered(lambda a: a.activity_category == "phonecall"):
                    self.Contact.create(
                        {"jobseeker_id": ana.id, "direction": "out", "channel": "phone", "outcome": "no_answer"}
                    )
                    ana.activity_ids.unlink()
        rows = ana.follow_up_ids.sorted("id")
        self.assertEqual(
            [(row.occurrence, row.kind, row.channel) for row in rows],
            [
                (1, "step", "email"),
                (1, "step", "email"),
                (1, "step", "phone"),
                (1, "escalation", False),
                (2, "step", "email"),
                (2, "step", "email"),
                (2, "step", "phone"),
                (2, "escalation", False),
                (2, "closing", False),
            ],
        )
        self.assertEqual(set(rows.mapped("state")), {"done"})
        self.assertTrue(ana.closing_proposed)
        self.assertIn(ana, ana.search([("closing_proposed", "=", True)]))
        other = self._person("Other")
        self.assertEqual(ana.search([("closing_proposed", "=", False), ("id", "in", [ana.id, other.id])]), other)
        self.assertFalse(ana.follow_up_at, "after the proposal a person decides")
        with freeze_time("2026-04-14 10:00:00"):
            self.env.invalidate_all()
            self.assertEqual(ana.contact_status, "overdue", "debt never rolls forward silently")

    @freeze_time("2026-03-02 10:00:00")
    def test_escalation_goes_to_the_manager_where_the_last_step_says_so(self):
        self.policy.step_ids[-1].escalate_to = "manager"
        ana = self._owed("Ana")
        for day in ("09", "12", "16", "17"):
            with freeze_time(f"2026-03-{day} 10:00:00"):
                self._look_and_send(ana)
        escalation = ana.follow_up_ids.filtered(lambda row: row.kind == "escalation")
        self.assertEqual(escalation.activity_id.user_id, self.manager)
        self.assertIn("No answer from Ana", escalation.activity_id.summary)

    @freeze_time("2026-03-02 10:00:00")
    def test_blocked_person_gets_nothing_and_the_row_says_why(self):
        ana = self._owed("Ana")
        ana.do_not_contact = True
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(self._rows(ana), [("step", "skipped", "email", "do_not_contact")])
            self.assertEqual(ana.follow_up_ids.explanation, "Blocked: Ana asked for no contact.")
            self.assertFalse(ana.follow_up_at)
            ana.do_not_contact = False
            self._look(ana)
            self.assertEqual(len(ana.follow_up_ids.mail_mail_id), 1)

    @freeze_time("2026-03-02 10:00:00")
    def test_block_takes_back_what_is_queued(self):
        ana, bo = self._owed("Ana", "Bo")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana | bo)
            mails = (ana | bo).follow_up_ids.mail_mail_id
            ana.do_not_contact = True
            self.env["mail.blacklist"]._add("bo@example.com")
            self.assertEqual(mails.mapped("state"), ["cancel", "cancel"])
            self.assertFalse((ana | bo).follow_up_ids.filtered(lambda row: row.state in ("planned", "held")))

    @freeze_time("2026-03-02 10:00:00")
    def test_who_prefers_to_be_rung_up_is_rung_up(self):
        ana = self._owed("Ana", preferred_channel="phone")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(self._rows(ana)[0], ("step", "done", "phone", "gap"))
            self.assertEqual(ana.activity_ids.user_id, self.officer)
            self.assertEqual(ana.activity_ids.activity_type_id, self.env.ref("mail.mail_activity_data_call"))

    @freeze_time("2026-03-02 10:00:00")
    def test_unreachable_channel_is_skipped_with_its_reason(self):
        ana = self._owed("Ana", partner_vals={"email": False})
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(self._rows(ana)[0], ("step", "skipped", "email", "no_email"))
            self.assertEqual(ana.follow_up_ids.sorted("id")[0].explanation, "Skipped: there is no e-mail address.")

    @freeze_time("2026-03-02 10:00:00")
    def test_who_waits_for_our_answer_gets_no_letter_but_an_answer(self):
        """They wrote on Monday at 12:00; eight working hours end on Tuesday at 11:00."""
        self.policy.response_hours = 8
        ana = self._owed("Ana")
        self.Contact.create(
            {"jobseeker_id": ana.id, "direction": "in", "channel": "email", "date": "2026-03-02 12:00:00"}
        )
        with freeze_time("2026-03-03 09:05:00"):
            self._look(ana)
            self.assertEqual(self._rows(ana), [("answer", "done", False, "response")])
            self.assertEqual((ana.activity_ids.user_id, ana.activity_ids.summary), (self.officer, "Answer Ana"))
            self.assertAt(ana.follow_up_at, "2026-03-03 11:00:00")
        with freeze_time("2026-03-03 11:05:00"):
            self._look(ana)
            self.assertEqual(self._rows(ana)[1:], [("escalation", "done", False, "response")])
            self.assertEqual(ana.activity_ids.user_id, self.officer | self.manager)
            self.assertFalse(ana.follow_up_ids.mail_mail_id)
            self.assertFalse(ana.follow_up_at, "now a person answers")

    @freeze_time("2026-03-02 10:00:00")
    def test_silence_on_the_first_day_does_not_cancel_the_first_week(self):
        self.policy.write({"first_days": "1, 7, 28", "max_gap_days": 90})
        ana = self._person(state="placed", placed_on="2026-03-02")
        sent = []
        for day in range(3, 32):
            with freeze_time(f"2026-03-{day:02d} 10:00:00"):
                self._look_and_send(ana)
                if len(ana.follow_up_ids.mail_mail_id) > len(sent):
                    sent.append(day)
        # day 1 and its reminder, week 1 and its reminder; then the cap of four in 28 days holds week 4 by a day
        self.assertEqual(sent, [3, 6, 10, 13, 31])

    @freeze_time("2026-03-02 10:00:00")
    def test_letter_is_in_the_persons_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.letter.with_context(lang="fr_FR").write({"subject": "Bonjour", "body_html": "<p>Salut</p>"})
        ana, luc = self._owed("Ana", "Luc")
        luc.partner_id.lang = "fr_FR"
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana | luc)
            self.assertEqual(ana.follow_up_ids.message_id.subject, "First letter")
            self.assertEqual(luc.follow_up_ids.message_id.subject, "Bonjour")

    @freeze_time("2026-03-02 10:00:00")
    def test_one_bad_record_fails_alone_and_can_be_tried_again(self):
        people = self._owed("Ana", "Bo", "Cy", "Di", "Ed")
        bad = people[2]
        self.letter.body_html = f'<t t-if="object.id == {bad.id}" t-out="1 / 0"/><p>Hello</p>'
        with freeze_time("2026-03-09 09:30:00"):
            with mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_follow_up_engine"):
                self._look(people)
            self.assertEqual(len((people - bad).follow_up_ids.mail_mail_id), 4)
            failed = bad.follow_up_ids
            self.assertEqual((failed.state, failed.step_id), ("failed", self.policy.step_ids[0]))
            self.assertTrue(failed.error)
            self.assertTrue(failed.explanation.startswith("Failed: "))
            self.letter.body_html = "<p>Hello</p>"
            failed.with_user(self.officer).action_try_again()
            self._look(people)
            self.assertEqual(failed.state, "done")
            self.assertEqual(failed.mail_mail_id.recipient_ids, bad.partner_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_unknown_zone_fails_alone(self):
        ana, bo = self._owed("Ana", "Bo")
        self.env.cr.execute("UPDATE res_partner SET tz = 'Mars/Olympus' WHERE id = %s", [bo.partner_id.id])
        self.env.invalidate_all()
        with freeze_time("2026-03-09 09:30:00"):
            with mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_follow_up_engine"):
                self._look(ana | bo)
            self.assertEqual(len(ana.follow_up_ids.mail_mail_id), 1)
            self.env.cr.execute("SELECT state, error FROM hr_jobseeker_follow_up WHERE jobseeker_id = %s", [bo.id])
            state, error = self.env.cr.fetchone()
            self.assertEqual(state, "failed")
            self.assertIn("Mars/Olympus", error)

    @freeze_time("2026-03-02 10:00:00")
    def test_job_takes_everybody_who_is_owed_and_nobody_else(self):
        owed, early = self._owed("Ana", "Bo", "Cy"), self._owed("Di", spoken="2026-03-06 10:00:00")
        with freeze_time("2026-03-09 09:30:00"), self.enter_registry_test_mode():
            self.env.ref("jobseeker_relations.ir_cron_follow_up").method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(len(owed.follow_up_ids.mail_mail_id), 3)
            self.assertFalse(early.follow_up_ids)

    @freeze_time("2026-03-02 10:00:00")
    def test_changed_policy_cancels_what_the_old_one_planned(self):
        ana = self._owed("Ana")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            ana.policy_id = self._policy("Quarterly", max_gap_days=90, sequence=50)
            planned = ana.follow_up_ids.filtered(lambda row: row.state == "cancelled" and row.reason == "policy")
            self.assertTrue(planned)
            self.assertEqual(ana.contact_status, "on_track")

    @freeze_time("2026-03-02 10:00:00")
    def test_queries_do_not_grow_with_the_batch(self):
        few = self._owed(*(f"Few {n}" for n in range(10)))
        many = self._owed(*(f"Many {n}" for n in range(20)))
        warm = self._owed("Warm")
        counts = []
        with freeze_time("2026-03-09 09:30:00"):
            for people in (warm, few, many):
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                self.FollowUp._follow_up(people, fields.Datetime.now())
                self.env.flush_all()
                counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2, counts)
