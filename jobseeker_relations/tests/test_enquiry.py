from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import new_test_user

from ..wizard.hr_jobseeker_enquiry_end import REASONS
from .enquiry_case import EnquiryCase


@tagged("post_install", "-at_install")
class TestFirstReply(EnquiryCase):
    """A first word starts the clock, and a person's answer stops it: 2026-03-02 is a Monday, Lisbon is on UTC."""

    @freeze_time("2026-03-02 17:00:00")
    def test_a_first_word_starts_the_clock(self):
        ana = self._enquirer()
        self.assertFalse(ana.enquiry_id)
        word = self._heard(ana, summary="Do you need welders?")
        self.assertRecordValues(
            ana.enquiry_id,
            [
                {
                    "contact_id": word.id,
                    "channel": "email",
                    "summary": "Do you need welders?",
                    "user_id": self.officer.id,
                    "response_hours": 8,
                    "status": "waiting",
                    "time_left": 8,
                    "is_open": True,
                }
            ],
        )
        self.assertAt(ana.first_reply_due_at, "2026-03-03 16:00:00")
        self.assertAt(ana.enquiry_id.promised_at, "2026-03-03 16:00:00")
        self.assertIn("promised by Tue 16:00 (Lisbon)", ana.enquiry_sentence)

    @freeze_time("2026-03-02 17:00:00")
    def test_it_is_the_one_contact_clock(self):
        ana = self._enquirer()
        self._heard(ana)
        self.assertAt(ana.contact_overdue_at, "2026-03-03 16:00:00")
        self.assertEqual((ana.contact_due_cause, ana.follow_up_at), ("response", False))
        self.assertIn("you will have an answer by Tue 16:00 (Lisbon)", ana._say_next_contact())
        self._word(ana)
        self.assertEqual(ana.contact_due_cause, "gap")
        self.assertEqual(ana.follow_up_at, ana.next_contact_at)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_promise_stands_though_the_policy_changes(self):
        ana = self._enquirer()
        self._heard(ana)
        self.policy.response_hours = 40
        self._heard(ana, "2026-03-02 10:00:01")
        self.assertAt(ana.contact_overdue_at, "2026-03-02 18:00:00")

    @freeze_time("2026-03-02 10:00:00")
    def test_where_no_policy_takes_them_in_the_rule_promises(self):
        self.policy.active = False
        ana = self._enquirer()
        self._heard(ana)
        self.assertEqual(ana.enquiry_id.response_hours, 8)
        self.env.ref("jobseeker_relations.rule_first_reply").number = 4
        bo = self._enquirer("Bo")
        self._heard(bo)
        self.assertEqual(bo.enquiry_id.response_hours, 4)

    @freeze_time("2026-03-02 10:00:00")
    def test_only_a_first_word_of_who_enquires(self):
        active = self._person("Active")
        self._heard(active)
        spoken_to = self._enquirer("Spoken to")
        self._spoke(spoken_to, "2026-03-02 10:00:00")
        self._heard(spoken_to, "2026-03-02 10:00:01")
        history = self._enquirer("History")
        self._heard(history, "2025-12-01 10:00:00")
        page = self._enquirer("A tick on a page")
        self.Contact._log_page_action(page, "Still looking")
        self.assertFalse((active | spoken_to | history | page).enquiry_ids)

    @freeze_time("2026-03-02 10:00:00")
    def test_one_enquiry_a_time_and_another_after_a_new_beginning(self):
        ana = self._enquirer()
        self._heard(ana)
        self._heard(ana, "2026-03-02 10:05:00")
        self._word(ana, "2026-03-02 11:00:00")
        self._heard(ana, "2026-03-02 12:00:00")
        self.assertEqual(len(ana.enquiry_ids), 1)
        self.assertFalse(ana.enquiry_id)
        with freeze_time("2026-04-06 10:00:00"):
            ana.state = "closed"
            ana._take_up()
            self._heard(ana)
            self.assertEqual(len(ana.enquiry_ids), 2)
            self.assertAt(ana.first_reply_due_at, "2026-04-07 09:00:00")  # summer time: open 08:00–17:00 UTC

    def test_what_stops_it_and_what_does_not(self):
        """Compliance item 12: who answers is a person, and they are reached."""
        cases = [
            ({}, True),
            ({"channel": "phone", "outcome": "reached"}, True),
            ({"channel": "meeting", "outcome": "reached"}, True),
            ({"direction": "in", "channel": "phone", "outcome": "reached"}, True),
            ({"nature": "automatic"}, False),
            ({"nature": "bulk"}, False),
            ({"nature": "follow_up"}, False),
            ({"channel": "phone", "outcome": "no_answer"}, False),
            ({"channel": "phone", "outcome": "left_message"}, False),
            ({"outcome": "bounced"}, False),
            ({"direction": "in"}, False),
        ]
        for number, (word, stops) in enumerate(cases):
            with self.subTest(word=word), freeze_time("2026-03-02 10:00:00"):
                person = self._enquirer(f"Person {number}")
                self._heard(person)
                with freeze_time("2026-03-02 12:30:00"):
                    self._word(person, user_id=self.officer.id, **word)
                    enquiry = person.enquiry_ids
                    self.assertEqual(not enquiry.is_open, stops)
                    if stops:
                        self.assertEqual((enquiry.status, enquiry.reply_hours), ("on_time", 2.5))
                        self.assertEqual(enquiry.replied_by_id, self.officer)
                        self.assertAt(person.first_reply_at, "2026-03-02 12:30:00")

    @freeze_time("2026-03-02 10:00:00")
    def test_an_answer_that_came_back_was_none(self):
        ana = self._enquirer()
        self._heard(ana)
        answer = self._word(ana, "2026-03-02 11:00:00")
        self.assertFalse(ana.enquiry_id)
        answer._correct("Returned", outcome="bounced")
        self.assertTrue(ana.enquiry_id.is_open)
        self.assertFalse(ana.enquiry_id.first_reply_at)
        self.assertEqual(ana.contact_due_cause, "response")

    @freeze_time("2026-03-02 10:00:00")
    def test_a_call_that_is_entered_later_counts_when_it_was(self):
        ana = self._enquirer()
        self._heard(ana)
        with freeze_time("2026-03-04 10:00:00"):
            self._word(ana)
            self.assertEqual(ana.enquiry_ids.status, "replied_late")
            self._spoke(ana, "2026-03-02 15:00:00")
            self.assertEqual((ana.enquiry_ids.status, ana.enquiry_ids.reply_hours), ("on_time", 5))

    @freeze_time("2026-03-02 10:00:00")
    def test_answered_from_the_chatter(self):
        ana = self._enquirer()
        self._heard(ana)
        ana.with_user(self.officer).message_post(
            body="Note to us", message_type="comment", subtype_xmlid="mail.mt_note"
        )
        self.assertTrue(ana.enquiry_id)
        ana.with_user(self.officer).message_post(
            body="We do. Come by?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=ana.partner_id.ids,
        )
        self.assertFalse(ana.enquiry_id)
        self.assertEqual(ana.enquiry_ids.replied_by_id, self.officer)

    # --- waiting for them ---------------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_asking_back_stops_the_clock_until_they_are_heard(self):
        ana = self._enquirer()
        self._heard(ana)
        enquiry = ana.enquiry_id
        with freeze_time("2026-03-02 12:00:00"):
            self._ask(enquiry)
            self.assertEqual((enquiry.status, enquiry.is_open), ("paused", True))
            self.assertFalse(ana.first_reply_due_at)
            self.assertNotEqual(ana.contact_due_cause, "response")
            self.assertIn("We asked back on Mon 12:00 (Lisbon)", ana.enquiry_sentence)
        with freeze_time("2026-03-03 12:00:00"):
            self._heard(ana, nature="automatic")
            self.assertEqual(enquiry.status, "paused", "an out-of-office reply is nobody's word")
        with freeze_time("2026-03-05 09:00:00"):
            self._heard(ana)
            self.assertEqual(enquiry.status, "waiting")
            self.assertAt(ana.first_reply_due_at, "2026-03-05 15:00:00")
            self.assertAt(ana.contact_overdue_at, "2026-03-05 15:00:00")
            self.assertAt(enquiry.promised_at, "2026-03-02 18:00:00")
            self._word(ana, "2026-03-05 10:00:00")
            self.assertEqual((enquiry.status, enquiry.reply_hours), ("on_time", 3))

    @freeze_time("2026-03-02 10:00:00")
    def test_a_second_question_joins_the_pause_and_a_hand_ends_it(self):
        ana = self._enquirer()
        self._heard(ana)
        enquiry = ana.enquiry_id
        with freeze_time("2026-03-02 12:00:00"):
            self._ask(enquiry)
        with freeze_time("2026-03-02 14:00:00"):
            self._ask(enquiry, "Did you get my question?")
            self.assertEqual(len(enquiry.pauses), 1)
            self.assertEqual(enquiry.status, "paused")
        with freeze_time("2026-03-03 09:00:00"):
            enquiry.with_user(self.officer).action_resume()
            self.assertEqual(enquiry.status, "waiting")
            self.assertAt(enquiry.first_reply_due_at, "2026-03-03 15:00:00")
            self.assertEqual(ana.contact_due_cause, "response")
            self.assertIn("they wrote Mon 10:00 (Lisbon)", ana.contact_explanation)

    def test_asking_back_after_the_breach_mends_nothing(self):
        with freeze_time("2026-03-02 10:00:00"):
            ana = self._enquirer()
            self._heard(ana)
        with freeze_time("2026-03-03 12:00:00"):
            self._ask(ana.enquiry_id)
            self.assertEqual(ana.enquiry_id.status, "late")

    @freeze_time("2026-03-02 10:00:00")
    def test_asked_by_phone(self):
        ana = self._enquirer()
        self._heard(ana)
        dialog = self.env["hr.jobseeker.enquiry.ask"].with_user(self.officer).create({"enquiry_id": ana.enquiry_id.id})
        dialog.action_asked()
        self.assertEqual(ana.enquiry_id.status, "paused")
        self.assertNotEqual(ana.contact_due_cause, "response")
        asked = ana.contact_ids.filtered(lambda row: row.direction == "out")
        self.assertEqual((asked.channel, asked.outcome, asked.user_id), ("phone", "left_message", self.officer))
        with self.assertRaisesRegex(UserError, "Write down what you want to know"):
            dialog.action_write()

    # --- no answer ----------------------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_no_answer_needed_says_why(self):
        ana, bo = self._enquirer(), self._enquirer("Bo")
        self._heard(ana)
        self._heard(bo)
        values = {"enquiry_id": ana.enquiry_id.id, "reason": "no_enquiry", "note": "A newsletter"}
        self.env["hr.jobseeker.enquiry.end"].with_user(self.officer).create(values).action_apply()
        self.assertRecordValues(
            ana.enquiry_ids,
            [
                {
                    "status": "ended",
                    "end_reason": "no_enquiry",
                    "end_note": "A newsletter",
                    "ended_by_id": self.officer.id,
                }
            ],
        )
        bo.state = "closed"
        self.assertEqual(bo.enquiry_ids.end_reason, "closed")
        reasons = dict(self.Enquiry._fields["end_reason"].selection)
        self.assertLessEqual(set(REASONS), set(reasons.items()))
        with self.assertRaisesRegex(UserError, "waits for no first reply"):
            bo.enquiry_ids.action_ask_back()

    # --- who is reminded ----------------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_half_three_quarters_and_the_breach(self):
        ana = self._enquirer()
        self._heard(ana)
        self.assertAt(ana.enquiry_id.warn_at, "2026-03-02 14:00:00")
        self._warn()
        self.assertFalse(self._tasks(ana))
        with freeze_time("2026-03-02 14:00:00"):
            self._warn()
            task = self._tasks(ana)
            self.assertEqual((task.user_id, task.date_deadline), (self.officer, fields.Date.to_date("2026-03-02")))
            self.assertIn("Answer Ana by Mon 18:00 (Lisbon) (50%", task.summary)
            self._warn()
            self.assertEqual(self._tasks(ana), task, "twice is once")
        with freeze_time("2026-03-02 16:00:00"):
            self._warn()
            self.assertIn("(75%", self._tasks(ana).summary)
        with freeze_time("2026-03-02 18:00:00"):
            self._warn()
            self.assertIn("Late: Ana was promised", self._tasks(ana, self.officer).summary)
            self.assertIn("Late: Ana was promised", self._tasks(ana, self.manager).summary)
            self.assertFalse(ana.enquiry_id.warn_at)
        with freeze_time("2026-03-03 09:30:00"):
            self._word(ana)
            self.assertFalse(self._tasks(ana), "who was answered is on nobody's list")

    @freeze_time("2026-03-02 10:00:00")
    def test_who_ticks_off_the_first_reminder_hears_of_the_others(self):
        ana = self._enquirer()
        self._heard(ana)
        with freeze_time("2026-03-02 14:00:00"):
            self._warn()
            self._tasks(ana).action_feedback()
            self.assertFalse(self._tasks(ana))
        with freeze_time("2026-03-02 16:00:00"):
            self._warn()
            self.assertIn("(75%", self._tasks(ana).summary)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_reminder_goes_with_the_person(self):
        ana = self._enquirer()
        self._heard(ana)
        with freeze_time("2026-03-02 14:00:00"):
            self._warn()
        ana.adviser_id = self.manager
        self.assertEqual(self._tasks(ana).user_id, self.manager)

    @freeze_time("2026-03-02 10:00:00")
    def test_after_a_standstill_only_the_last_rung_is_told(self):
        people = [self._enquirer(f"Person {number}") for number in range(3)]
        for person in people:
            self._heard(person)
        with freeze_time("2026-03-12 10:00:00"):
            self.assertEqual(self._warn(), (3, 0))
            for person in people:
                self.assertEqual(len(self._tasks(person, self.officer)), 1)
                self.assertEqual(len(self._tasks(person, self.manager)), 1)
            self.assertEqual(self._warn(), (0, 0))

    @freeze_time("2026-03-02 10:00:00")
    def test_the_ladder_is_a_row_and_a_pause_silences_it(self):
        self.env.ref("jobseeker_relations.rule_first_reply").ladder = "25, 100"
        ana, bo = self._enquirer(), self._enquirer("Bo")
        for person in ana | bo:
            self._heard(person)
        self.assertAt(ana.enquiry_id.warn_at, "2026-03-02 12:00:00")
        self._ask(bo.enquiry_id)
        self.assertFalse(bo.enquiry_id.warn_at)
        with freeze_time("2026-03-02 12:00:00"):
            self._warn()
            self.assertEqual((len(self._tasks(ana)), len(self._tasks(bo))), (1, 0))

    @freeze_time("2026-03-02 10:00:00")
    def test_one_that_breaks_fails_alone(self):
        ana, bo = self._enquirer(), self._enquirer("Bo")
        for person in ana | bo:
            self._heard(person)
        broken = ana.enquiry_id
        nudge = type(self.Enquiry)._nudge

        def fail(enquiry, percent):
            if enquiry == broken:
                raise ValueError("poison")
            return nudge(enquiry, percent)

        self.patch(type(self.Enquiry), "_nudge", fail)
        with freeze_time("2026-03-02 14:00:00"), self.assertLogs("odoo.addons.jobseeker_relations", "WARNING"):
            self._warn()
        self.assertTrue(self._tasks(bo))
        self.assertTrue(broken.job_fault)
        self.assertAt(broken.warn_at, "2026-03-02 15:00:00")

    # --- figures ------------------------------------------------------------------------------------

    def _several(self):
        """One each: in time, late, late still, within the promise, paused, ended."""
        with freeze_time("2026-03-02 10:00:00"):
            people = [self._enquirer(name) for name in ("On", "Late", "Still", "Paused", "Ended")]
            for person in people:
                self._heard(person)
            on, late, _still, paused, ended = people
            self._word(on, "2026-03-02 11:00:00")
            self._ask(paused.enquiry_id)
            ended.enquiry_id._end("withdrawn")
        with freeze_time("2026-03-03 11:00:00"):
            self._word(late)
            waiting = self._enquirer("Waiting")
            self._heard(waiting)
        return self.env["hr.jobseeker"].union(*people, waiting)

    def test_status_is_searched_grouped_and_counted_by_one_law(self):
        people = self._several()
        with freeze_time("2026-03-03 12:00:00"):
            expected = ["on_time", "replied_late", "late", "paused", "ended", "waiting"]
            self.assertEqual(people.enquiry_ids.sorted("id").mapped("status"), expected)
            own = [("jobseeker_id", "in", people.ids)]
            for status in expected:
                found = self.Enquiry.search([*own, ("status", "=", status)])
                self.assertEqual(found, people.enquiry_ids.filtered(lambda one, status=status: one.status == status))
            self.assertEqual(len(self.Enquiry.search([*own, ("status", "!=", "late")])), 5)
            groups = dict(self.Enquiry._read_group(own, ["status"], ["__count"]))
            self.assertEqual(groups, dict.fromkeys(expected, 1))
            [(user, channel, rate, count)] = self.Enquiry._read_group(
                own, ["user_id", "channel"], ["on_time_rate:avg", "__count"]
            )
            self.assertEqual((user, channel, count), (self.officer, "email", 6))
            self.assertAlmostEqual(rate, 100 / 3, 2, "of three whose reply was given or is late, one had it in time")
            self.assertEqual(self.Enquiry.fields_get(["on_time_rate"])["on_time_rate"]["aggregator"], "avg")

    def test_the_list_is_sorted_by_the_time_that_is_left(self):
        people = self._several()
        with freeze_time("2026-03-03 12:00:00"):
            listed = self.Enquiry.search([("jobseeker_id", "in", people.ids), ("is_open", "=", True)])
            self.assertEqual(listed.mapped("partner_id.name"), ["Still", "Waiting", "Paused"])
            self.assertEqual(listed.mapped("time_left"), [-3, 7, 0])

    def test_the_list_costs_the_same_however_long(self):
        spec = {name: {} for name in ("status", "time_left", "is_urgent", "first_reply_due_at", "channel", "summary")}
        spec |= {name: {"fields": {"display_name": {}}} for name in ("jobseeker_id", "user_id")}
        counts = []
        with freeze_time("2026-03-02 10:00:00"):
            for names in (range(1), range(1, 10), range(10, 40)):  # the first one fills the caches
                for number in names:
                    self._heard(self._enquirer(f"Person {number}"))
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                found = self.Enquiry.with_user(self.officer).web_search_read([("is_open", "=", True)], spec, limit=80)
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(found["length"], 40)
        self.assertEqual(counts[1], counts[2])

    def test_many_first_words_cost_a_fixed_number_of_queries_each(self):
        def enter(numbers):
            people = self.env["hr.jobseeker"].union(*(self._enquirer(f"Person {number}") for number in numbers))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Contact._log([{"jobseeker_id": person.id, "direction": "in", "channel": "email"} for person in people])
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        with freeze_time("2026-03-02 10:00:00"):
            enter(range(3))
            few, many = enter(range(10, 20)), enter(range(20, 40))
        self.assertLess(many - few, 5)

    # --- rights -------------------------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_nobody_writes_an_enquiry_and_outsiders_press_no_button(self):
        ana = self._enquirer()
        self._heard(ana)
        enquiry = ana.enquiry_id
        with self.assertRaises(AccessError):
            enquiry.with_user(self.officer).write({"first_reply_due_at": "2999-01-01"})
        employee = new_test_user(self.env, "employee", groups="base.group_user")
        for method in ("action_answer", "action_ask_back", "action_resume", "action_end", "action_promise_call"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(enquiry.with_user(employee), method)()

    @freeze_time("2026-03-02 10:00:00")
    def test_one_click_answers(self):
        ana, bo = self._enquirer(), self._enquirer("Bo", partner_vals={"email": False})
        for person in ana | bo:
            self._heard(person)
        self.assertEqual(ana.enquiry_id.with_user(self.officer).action_answer()["res_model"], "mail.compose.message")
        self.assertEqual(bo.enquiry_id.with_user(self.officer).action_answer()["res_model"], "hr.jobseeker.contact.log")

    # --- one person after all -----------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_two_that_become_one_owe_one_reply(self):
        ana, again = self._enquirer(), self._enquirer("Ana again")
        self._heard(ana)
        self._heard(again, "2026-03-02 10:30:00")
        ana._join(again)
        self.assertEqual(len(ana.enquiry_ids), 2)
        self.assertEqual(
            ana.enquiry_ids.filtered("is_open").received_at, fields.Datetime.to_datetime("2026-03-02 10:00:00")
        )
        self.assertEqual(ana.enquiry_ids.filtered("end_reason").end_reason, "joined")
