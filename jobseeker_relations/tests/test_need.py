from datetime import date

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from ..models.hr_jobseeker_need import TRANSITIONS
from .need_case import NeedCase


@tagged("post_install", "-at_install")
class TestNeed(NeedCase):
    """What a person wants is written down, read by its form, changed with a history, and confirmed."""

    def test_assert_initial_values(self):
        need = self._need("role")
        self.assertRecordValues(
            need,
            [
                {
                    "name": "Role",
                    "kind": "need",
                    "priority": "should",
                    "state": "open",
                    "assessment": "not_assessed",
                    "confirmed_on": False,
                    "partner_id": self.partner.id,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(self._need("feedback").kind, "expectation")

    # --- values ---------------------------------------------------------------------------------

    def test_each_form_is_read_and_shown_in_one_way(self):
        pay = self._need("pay", "£28,000 - £34,000")
        self.assertEqual((pay.value, pay.value_from, pay.value_to), ("28000 – 34000", 28000, 34000))
        place = self._need("place", "Lisbon (30 km)")
        self.assertEqual((place.value, place.place, place.radius_km), ("Lisbon, 30 km", "Lisbon", 30))
        start = self._need("start", "from 1 December 2026")
        self.assertEqual((start.value, start.value_date), ("from 2026-12-01", date(2026, 12, 1)))
        contract = self._need("contract", "permanent")
        self.assertEqual(contract.choice_id, self.env.ref("jobseeker_relations.need_choice_contract_permanent"))
        self.assertEqual(contract.value, "Permanent")
        self.assertEqual(self._need("role", "  Welder,  TIG ").value, "Welder, TIG")

    def test_a_new_value_is_read_anew(self):
        need = self._need("hours", "20-30")
        need.value = "up to 35 hours"
        self.assertEqual((need.value, need.value_from, need.value_to), ("≤ 35", 0, 35))
        need.value = False
        self.assertEqual((need.value, need.value_from, need.value_to), (False, 0, 0))

    def test_bad_input_is_told_what_is_possible(self):
        cases = [
            ("pay", "a lot", "is not a number. Write one, or a range"),
            ("pay", "28000 or so", "“or” is not understood here"),
            ("hours", "400", "not between 0 and 168 hours a week"),
            ("start", "soon", "does not name one day"),
            ("contract", "zero hours", "is none of the choices: Permanent, Fixed term"),
            ("place", "Lisbon, 99999 km", "further than anybody travels"),
        ]
        for kind, value, message in cases:
            with self.subTest(value), self.assertRaisesRegex(ValidationError, message):
                self._need(kind, value)
        need = self._need("pay", "30000")
        with self.assertRaisesRegex(ValidationError, "is not a number"):
            need.value = "much more"

    def test_the_notation_is_that_of_the_users_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        german = self.Need.with_context(lang="de_DE")
        need = german.create(
            {"jobseeker_id": self.ana.id, "type_id": self._type("pay").id, "value": "28.000-34.000,50"}
        )
        self.assertEqual((need.value, need.value_to), ("28000 – 34000.5", 34000.5))
        start = german.create({"jobseeker_id": self.ana.id, "type_id": self._type("start").id, "value": "1. Dez. 2026"})
        self.assertEqual(start.value_date, date(2026, 12, 1))

    def test_the_value_follows_the_type(self):
        need = self._need("other", "32-40")
        need.type_id = self._type("hours")
        self.assertEqual((need.value, need.value_from, need.name), ("32 – 40", 32, "Hours"))
        text = self._need("other", "near the sea")
        with self.assertRaisesRegex(ValidationError, "Hours: .*is not a number"):
            text.type_id = self._type("hours")

    def test_a_name_of_ones_own_stays(self):
        need = self._need("role", name="Anything with boats")
        need.type_id = self._type("other")
        self.assertEqual(need.name, "Anything with boats")

    def test_what_is_read_from_the_value_is_not_typed(self):
        need = self._need("pay", "30000")
        for name, value in {"value_from": 5, "place": "x", "value_date": "2026-01-01"}.items():
            with self.subTest(name), self.assertRaises(AccessError):
                need.write({name: value})

    def test_limits_of_a_type_have_to_fit(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self._type("pay").write({"minimum": 10, "maximum": 5})
            self.env.flush_all()

    # --- the form -------------------------------------------------------------------------------

    def test_a_line_is_written_on_the_jobseekers_form(self):
        form = Form(self.ana)
        with form.need_ids.new() as line:
            line.type_id = self._type("pay")
            self.assertEqual(
                (line.name, line.kind, line.value_hint), ("Pay", "need", "e.g. 30, 28-34, from 28, up to 40")
            )
            line.value = "28k-34k"
            line.priority = "must"
        form.save()
        self.assertEqual((self.ana.need_ids.value, self.ana.need_ids.priority), ("28000 – 34000", "must"))
        self.assertEqual(self.ana.need_count, 1)

    def test_actions_open(self):
        need = self._need("role")
        self.assertEqual(need.action_open_need()["res_id"], need.id)
        action = self.ana.action_open_needs()
        self.assertEqual(self.Need.search(action["domain"]), need)

    # --- states ---------------------------------------------------------------------------------

    def test_every_transition(self):
        for before, allowed in TRANSITIONS.items():
            for after in TRANSITIONS.keys() - {before}:
                need = self._need("role")
                if before != "open":
                    need.state = before
                with self.subTest(before=before, after=after):
                    if after in allowed:
                        need.state = after
                        self.assertEqual(need.state, after)
                    else:
                        with self.assertRaisesRegex(UserError, "It can become"):
                            need.state = after

    def test_nobody_deletes_a_need(self):
        need = self._need("role")
        for user in (self.officer, self.manager):
            with self.assertRaises(AccessError):
                need.with_user(user).unlink()
        need.sudo().unlink()

    def test_a_need_stays_with_its_person(self):
        need = self._need("role")
        other = self._jobseeker(self.env["res.partner"].create({"name": "Bo"}))
        with self.assertRaisesRegex(UserError, "stays with its person"):
            need.jobseeker_id = other

    def test_it_goes_with_the_person(self):
        need = self._need("role")
        self.ana.sudo().unlink()
        self.assertFalse(need.exists())

    # --- history --------------------------------------------------------------------------------

    def _history(self, need):
        return [(c.field, c.old or "", c.new or "", c.asked_by, c.user_id) for c in need.change_ids.sorted("id")]

    @freeze_time("2026-03-02 10:00:00")
    def test_each_change_says_old_new_when_who_and_who_asked(self):
        need = self._need("pay", "28000", priority="must")
        need.write({"value": "30000", "priority": "should"})
        need.with_user(self.colleague).write({"asked_by": "hirer", "value": "32000"})
        need.write({"assessment": "managed", "assessment_note": "Told her that nobody here pays that"})
        self.assertEqual(
            self._history(need),
            [
                ("created", "", "Pay: 28000 a year (Must)", "jobseeker", self.officer),
                ("value", "28000", "30000", "jobseeker", self.officer),
                ("priority", "Must", "Should", "jobseeker", self.officer),
                ("value", "30000", "32000", "hirer", self.colleague),
                ("assessment", "Not assessed", "Managed", "adviser", self.officer),
                ("assessment_note", "", "Told her that nobody here pays that", "adviser", self.officer),
            ],
        )
        self.assertEqual(
            set(need.change_ids.mapped("changed_at")), {fields.Datetime.to_datetime("2026-03-02 10:00:00")}
        )
        self.assertEqual(self.ana.need_change_ids, need.change_ids)

    def test_who_asked_for_just_this_state_is_in_the_history(self):
        need = self._need("role")
        need.write({"state": "withdrawn", "asked_by": "jobseeker"})
        need.write({"state": "open"})
        self.assertEqual([row[3] for row in self._history(need)], ["jobseeker", "jobseeker", "adviser"])

    def test_the_history_is_written_in_the_companys_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        need = self._need("pay", "28000", priority="must").with_context(lang="pl_PL")
        need.write({"priority": "should", "confirmed_on": "2026-03-01"})
        rows = [(c.field, c.new) for c in need.change_ids.sorted("id")]
        self.assertEqual(rows[1:], [("priority", "Should"), ("confirmed_on", "03/01/2026")])
        self.assertIn("(Must)", rows[0][1])

    def test_what_stays_as_it_was_leaves_no_trace(self):
        need = self._need("pay", "28000")
        need.write({"value": " 28,000 ", "priority": "should", "sequence": 5})
        self.assertEqual([row[0] for row in self._history(need)], ["created"])

    def test_the_history_is_nobodys_to_write(self):
        change = self._need("role").change_ids
        for user in (self.officer, self.manager):
            for attempt in (
                lambda row: row.write({"new": "x"}),
                lambda row: row.unlink(),
                lambda row: row.copy(),
            ):
                with self.assertRaises(AccessError):
                    attempt(change.with_user(user))

    # --- still true -----------------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_one_click_confirms_all_that_is_open(self):
        pay, met, gone = self._need("pay", "28000"), self._need("role"), self._need("other")
        met.state, gone.state = "met", "withdrawn"
        self.assertFalse(self.ana.requirements_confirmed_on)
        self.ana.action_confirm_needs()
        self.assertEqual((pay.confirmed_on, pay.confirmed_by_id), (date(2026, 3, 2), self.officer))
        self.assertFalse((met | gone).filtered("confirmed_on"))
        self.assertEqual(self.ana.requirements_confirmed_on, date(2026, 3, 2))
        self.assertEqual(pay.change_ids.sorted("id")[-1:].field, "confirmed_on")

    def test_the_oldest_confirmation_counts_and_one_that_lacks_counts_most(self):
        pay, role = self._need("pay", "28000"), self._need("role")
        self._confirm_all(pay, "2026-01-01")
        self.assertFalse(self.ana.requirements_confirmed_on)
        self._confirm_all(role, "2026-02-01")
        self.assertEqual(self.ana.requirements_confirmed_on, date(2026, 1, 1))
        pay.state = "met"
        self.assertEqual(self.ana.requirements_confirmed_on, date(2026, 2, 1))
        role.state = "withdrawn"
        self.assertFalse(self.ana.requirements_confirmed_on)

    def test_one_need_alone(self):
        pay, role = self._need("pay", "28000"), self._need("role")
        pay.action_confirm()
        self.assertTrue(pay.confirmed_on)
        self.assertFalse(role.confirmed_on)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_confirmation_ends_with_what_was_confirmed(self):
        changes = {
            "value": "30000",
            "name": "What she needs",
            "kind": "expectation",
            "type_id": self._type("other").id,
        }
        for name, value in changes.items():
            need = self._need("pay", "28000")
            need._confirm()
            need.write({"priority": "must", "value": "28,000"})
            self.assertTrue(need.confirmed_on, "that is as it was")
            need.write({name: value})
            with self.subTest(name):
                self.assertFalse(need.confirmed_on or need.confirmed_by_id)
                last = need.change_ids.sorted("id")[-1:]
                self.assertEqual((last.field, last.old, last.new), ("confirmed_on", "03/02/2026", ""))
        need.write({"value": "A car", "confirmed_on": "2026-03-02"})
        self.assertEqual((need.value, need.confirmed_by_id), ("A car", self.officer))

    def test_what_is_not_wanted_any_more_is_withdrawn_by_a_button(self):
        need = self._need("role")
        need.action_withdraw()
        self.assertEqual(need.state, "withdrawn")

    def test_the_order_needs_no_join(self):
        query = self.env["hr.jobseeker.need"].sudo()._search([], order=self.env["hr.jobseeker.need"]._order)
        self.assertNotIn("JOIN", query.select().code)

    def test_nothing_to_confirm(self):
        with self.assertRaisesRegex(UserError, "no open need"):
            self.ana.action_confirm_needs()

    def test_nobody_confirms_ahead_or_for_somebody_else(self):
        need = self._need("role")
        with self.assertRaisesRegex(ValidationError, "today or was before"):
            self._confirm_all(need, "2999-01-01")
        need.write({"confirmed_on": "2026-01-01", "confirmed_by_id": self.colleague.id})
        self.assertEqual(need.confirmed_by_id, self.officer)
        with self.assertRaises(AccessError):
            self.ana.requirements_confirmed_on = date(2026, 1, 1)

    def test_confirming_many_costs_no_more_queries(self):
        def confirm(count):
            person = self._jobseeker(self.env["res.partner"].create({"name": f"Person {count}"}))
            self.Need.create([{"jobseeker_id": person.id, "type_id": self._type("pay").id} for _ in range(count)])
            return self._count_queries(person.action_confirm_needs)

        confirm(2)  # warms the caches
        self.assertEqual(confirm(5), confirm(10))

    def test_recording_many_costs_no_more_queries(self):
        def record(count):
            vals = {"jobseeker_id": self.ana.id, "type_id": self._type("contract").id, "value": "permanent"}
            return self._count_queries(lambda: self.Need.create([dict(vals) for _ in range(count)]))

        record(2)
        self.assertEqual(record(5), record(10))

    # --- the application, and two people who are one ----------------------------------------------

    def test_the_application_shows_them(self):
        application = self._application("Ana Needs", "ana.needs@example.com", partner_id=self.partner.id)
        needs = self._need("role") | self._need("pay", "28000")
        self.assertEqual(application.with_user(self.officer).need_ids, needs)
        self.assertFalse(application.copy().need_ids - needs)
        with self.assertRaises(AccessError):
            application.with_user(self.interviewer).read(["need_ids"])

    def test_the_application_costs_the_same_with_many_needs(self):
        """The page is read with the form: its price must not depend on how much a person wants."""

        def open_form(count):
            name, email = f"Person {count}", f"person.{count}@example.com"
            application = self._application(name, email).with_user(self.officer)
            self._need("role", jobseeker=application.jobseeker_id.sudo())
            for _ in range(count - 1):
                self._need("pay", "28000", jobseeker=application.jobseeker_id.sudo())
            wanted = {"need_ids": {"fields": {"name": {}, "value": {}, "state": {}, "confirmed_on": {}}}}
            return self._count_queries(lambda: application.web_read(wanted))

        open_form(1)
        self.assertEqual(open_form(5), open_form(10))

    def test_merged_people_keep_the_needs_of_both(self):
        other = self.env["res.partner"].create({"name": "Ana N", "email": "ana.n@example.com"})
        theirs = self._need("pay", "30000", jobseeker=self._jobseeker(other))
        ours = self._need("pay", "28000")
        self._confirm_all(ours | theirs, "2026-01-01")
        self._confirm_all(theirs, "2025-01-01")
        self.env["base.partner.merge.automatic.wizard"].create({})._merge((other | self.partner).ids, self.partner)
        self.ana.invalidate_recordset()
        self.assertEqual(set(self.ana.need_ids), set(ours | theirs))
        self.assertEqual(theirs.partner_id, self.partner)
        self.assertEqual(theirs.change_ids.jobseeker_id, self.ana)
        self.assertEqual(self.ana.requirements_confirmed_on, date(2025, 1, 1))
