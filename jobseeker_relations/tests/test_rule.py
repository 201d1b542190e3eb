from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import MONDAY, JobseekerCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRule(JobseekerCase):
    """Rules as data: which one holds, what it asks, and who goes past it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["hr.jobseeker.rule"]
        cls.britain, cls.france = cls.env.ref("base.uk"), cls.env.ref("base.fr")
        cls.company.jobseeker_country_id = cls.britain
        cls.jobseeker = cls._application().jobseeker_id
        cls.jobseeker.adviser_id = cls.officer
        cls.manager = cls._user("manager", "hr_recruitment.group_hr_recruitment_manager")

    def _rule(self, code="test_gate", **vals):
        vals = {"name": "A test", "kind": "gate", "strength": "block", "source": "The test", **vals}
        return self.Rule.create({"code": code, **vals})

    def _period(self, **vals):
        return self._rule("test_period", kind="period", strength=False, **{"number": 12, "unit": "months", **vals})

    def _ask(self, lacks=("A paper is missing.",), user=None):
        missing = {f"paper_{number}": sentence for number, sentence in enumerate(lacks)}
        user = user or self.officer
        return self.Rule.with_user(user)._ask("test_gate", {self.jobseeker.with_user(user): missing})

    # --- which one holds ---

    def test_the_nearest_jurisdiction_holds(self):
        everywhere = self._period()
        self.assertEqual(self.Rule._find("test_period", self.company), everywhere)
        europe = self._period(country_group_id=self.env.ref("base.europe").id)
        self.company.jobseeker_country_id = self.france
        self.assertEqual(self.Rule._find("test_period", self.company), europe)
        france = self._period(country_id=self.france.id, number=24)
        self.assertEqual(self.Rule._find("test_period", self.company), france)
        ours = self._period(company_id=self.company.id)
        self.assertEqual(self.Rule._find("test_period", self.company), ours)
        self.company.jobseeker_country_id = self.britain
        ours.active = False
        self.assertEqual(self.Rule._find("test_period", self.company), everywhere)

    def test_a_company_without_a_country_has_the_rules_for_all(self):
        everywhere = self._period()
        self._period(country_id=self.france.id)
        self.company.jobseeker_country_id = False
        self.assertEqual(self.Rule._find("test_period", self.company), everywhere)

    def test_the_basis_counts(self):
        self._period(basis="business")
        self.assertFalse(self.Rule._find("test_period", self.company))
        self.company.jobseeker_basis = "business"
        self.assertTrue(self.Rule._find("test_period", self.company))

    def test_the_day_counts(self):
        old = self._period(valid_to="2026-03-01")
        new = self._period(valid_from="2026-03-02")
        self.assertEqual(self.Rule._find("test_period", self.company), new)
        self.assertEqual(self.Rule._find("test_period", self.company, on=date(2026, 3, 1)), old)

    def test_the_law_is_the_companys_country_unless_chosen(self):
        company = self.env["res.company"].create({"name": "Paris", "country_id": self.france.id})
        self.assertEqual(company.jobseeker_country_id, self.france)
        company.jobseeker_country_id = self.britain
        self.assertEqual(company.jobseeker_country_id, self.britain)

    def test_a_period_ends(self):
        self.assertEqual(self._period()._get_end(date(2026, 1, 31), self.company), date(2027, 1, 31))
        days = self._rule("test_clock", kind="clock", strength=False, number=3, unit="working_days")
        self.assertEqual(days._get_end(date(2026, 3, 6), self.company), date(2026, 3, 11))

    # --- what stands in it ---

    def test_nonsense_is_refused_with_a_word(self):
        for vals in (
            {"strength": False},
            {"ladder": "90, soon"},
            {"ladder": "-3"},
            {"kind": "period", "strength": False},
            {"kind": "period", "strength": False, "number": -1, "unit": "days"},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self._rule(**vals)
        self.assertEqual(self._rule(ladder="7, 90,30, 0")._get_ladder(), (90, 30, 7, 0))

    # --- gates ---

    def test_what_lacks_nothing_passes(self):
        self._rule()
        self._ask(lacks=())
        self.Rule._ask("test_gate", {})
        self.Rule._ask("no_such_rule", {self.jobseeker: {"some": "Something"}})

    def test_a_block_says_what_is_missing_and_why(self):
        self._rule(guidance="Ask for it.", source="Reg. 19")
        with self.assertRaises(UserError) as caught:
            self._ask()
        for said in ("A test", "A paper is missing.", "Ask for it.", "Reg. 19"):
            self.assertIn(said, str(caught.exception))

    def test_several_are_named(self):
        self._rule()
        other = self._application("Bea Baker", "bea@example.com").jobseeker_id
        with self.assertRaises(UserError) as caught:
            self.Rule._ask("test_gate", {self.jobseeker: {"one": "One."}, other: {"two": "Two."}})
        self.assertIn("Anna Kovács: One.", str(caught.exception))
        self.assertIn("Bea Baker: Two.", str(caught.exception))

    def _override(self, user, reason="The paper comes on Monday"):
        with self.assertRaises(RedirectWarning) as caught:
            self._ask(user=user)
        context = caught.exception.args[1]["context"]
        dialog = self.env["hr.jobseeker.override.dialog"].with_user(user).with_context(**context).create({})
        dialog.reason = reason
        dialog.action_apply()

    def test_a_warning_asks_why_and_lets_pass(self):
        rule = self._rule(strength="warn")
        self._override(self.officer)
        self._ask()
        row = self.env["hr.jobseeker.override"].search([("rule_id", "=", rule.id)])
        self.assertEqual(
            (row.user_id, row.jobseeker_id, row.missing, row.reason),
            (self.officer, self.jobseeker, "A paper is missing.", "The paper comes on Monday"),
        )
        self.assertEqual(rule.override_count, 1)
        self._ask(lacks=("Ein Papier fehlt.",))  # in whichever language it is asked
        with self.assertRaises(RedirectWarning):  # what is missing besides is asked anew
            self._ask(lacks=("A paper is missing.", "So is another."))

    def test_without_a_reason_nobody_goes_on(self):
        self._rule(strength="warn")
        with self.assertRaises(UserError):
            self._override(self.officer, reason=" \n ")

    def test_a_block_is_overridden_by_whom_it_names(self):
        self._rule(override_group_id=self.env.ref("hr_recruitment.group_hr_recruitment_manager").id)
        with self.assertRaises(UserError):
            self._ask()
        self._override(self.manager)
        self._ask()  # what a manager let pass holds for the officer, too

    def test_the_dialog_refuses_who_may_not(self):
        rule = self._rule()
        dialog = self.env["hr.jobseeker.override.dialog"].with_user(self.officer)
        vals = {"rule_id": rule.id, "res_model": "hr.jobseeker", "res_id": self.jobseeker.id}
        vals |= {"missing": "All"}
        with self.assertRaises(AccessError):
            dialog.create({**vals, "reason": "Because"}).action_apply()
        rule.strength = "warn"
        with self.assertRaises(UserError):
            dialog.create({**vals, "res_model": "res.partner", "reason": "Because"}).action_apply()

    def test_what_was_missing_is_for_the_gate_to_say(self):
        """Not for who goes past it: the log would say that nothing was missing, or hold for what comes later."""
        rule = self._rule(strength="warn")
        with self.assertRaises(RedirectWarning) as caught:
            self._ask()
        context = caught.exception.args[1]["context"]
        dialogs = self.env["hr.jobseeker.override.dialog"].with_user(self.officer)
        vals = {"rule_id": rule.id, "res_model": "hr.jobseeker", "res_id": self.jobseeker.id, "reason": "Because"}
        other = self._application("Bea Baker", "bea@example.com").jobseeker_id
        for forged in ({}, {"said": "made up"}, {"said": context["default_said"], "res_id": other.id}):
            with self.subTest(forged), self.assertRaisesRegex(UserError, "for the rule to say"):
                dialogs.create({**vals, "missing": "Nothing of importance", **forged}).action_apply()
        said = {"said": context["default_said"]}
        with freeze_time(datetime.now() + timedelta(days=2)), self.assertRaisesRegex(UserError, "for the rule to say"):
            dialogs.create({**vals, "missing": "Nothing of importance", **said}).action_apply()
        dialogs.create({**vals, "missing": "Nothing of importance", **said}).action_apply()
        row = self.env["hr.jobseeker.override"].search([("rule_id", "=", rule.id)])
        self.assertEqual(row.missing, "A paper is missing.")

    def test_nobody_edits_the_log(self):
        rule = self._rule(strength="warn")
        self._override(self.officer)
        row = self.env["hr.jobseeker.override"].search([("rule_id", "=", rule.id)]).with_user(self.manager)
        self.assertEqual(row.reason, "The paper comes on Monday")
        with self.assertRaises(AccessError):
            row.write({"reason": "Another"})
        with self.assertRaises(AccessError):
            row.unlink()
        with self.assertRaises(AccessError):
            row.create({"rule_id": rule.id, "jobseeker_id": self.jobseeker.id})

    # --- read again ---

    def test_a_rule_past_its_day_warns_the_administrator_once(self):
        rule = self._rule(next_check_on="2026-03-02", company_id=self.company.id)
        self._rule(next_check_on="2026-03-02", valid_to="2026-03-01", company_id=self.company.id)
        later = self._rule(next_check_on="2026-03-03")
        self.assertIn(rule, self.Rule.search([("is_check_due", "=", True)]))
        self.assertIn(later, self.Rule.search([("is_check_due", "=", False)]))
        for _again in range(2):
            self.Rule._cron_warn_of_checks()
        self.assertEqual(len(rule.activity_ids), 1)
        over = self.Rule.search([("code", "=", "test_gate"), ("valid_to", "!=", False)])
        self.assertFalse(over.activity_ids, "what holds no more needs no check")
        self.assertTrue(rule.activity_ids.user_id.has_group("hr_recruitment.group_hr_recruitment_manager"))
        self.assertFalse(later.activity_ids)
        rule.with_user(self.manager).action_checked()
        self.assertFalse(rule.is_check_due)
        self.assertFalse(rule.activity_ids)
        self.assertEqual(rule.next_check_on, date(2027, 3, 2))
        with self.assertRaises(AccessError):
            rule.with_user(self.officer).action_checked()

    def test_one_rule_that_cannot_be_told_of_stops_no_other(self):
        broken = self._rule(next_check_on="2026-03-01")
        rule = self._rule(next_check_on="2026-03-02")
        schedule = type(rule).activity_schedule

        def fail_for_one(record, *args, **kwargs):
            if record == broken:
                raise ValueError("No")
            return schedule(record, *args, **kwargs)

        with patch.object(type(rule), "activity_schedule", fail_for_one), self.assertLogs(level="ERROR"):
            self.Rule._cron_warn_of_checks()
        self.assertTrue(rule.activity_ids)
        self.assertFalse(broken.activity_ids)

    # --- one company's, or everybody's ---

    def test_who_works_in_one_company_changes_no_row_of_all(self):
        self.assertNotEqual(self.company_2, self.company, "of a single company every row is its own")
        shared, own = self._rule(), self._rule(company_id=self.company.id)
        with self.assertRaises(AccessError):
            shared.with_user(self.manager).strength = "warn"
        with self.assertRaises(AccessError):
            shared.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            own.with_user(self.manager).company_id = False
        copy = shared.with_user(self.manager).copy({"company_id": self.company.id, "strength": "warn"})
        self.assertEqual(self.Rule._find("test_gate", self.company), max(copy, own, key=lambda rule: rule.id))

    def test_a_form_of_all_companies_says_so_before_anybody_types(self):
        """Rules, purposes, notices and retention rules alike; what cannot be saved cannot be typed."""
        self.assertNotEqual(self.company_2, self.company, "of a single company every row is its own")
        dpo = self._user("dpo", "jobseeker_relations.group_data_protection_officer")
        for name, user in (
            ("hr.jobseeker.rule", self.manager),
            ("hr.jobseeker.purpose", self.manager),
            ("hr.jobseeker.privacy.notice", self.manager),
            ("hr.jobseeker.retention.rule", dpo),
        ):
            with self.subTest(model=name):
                shared = self.env[name].search([("company_id", "=", False)], limit=1).with_user(user)
                self.assertFalse(shared.may_change)
                arch = etree.fromstring(shared.get_view(view_type="form")["arch"])
                [note] = [node for node in arch.iter("div") if "holds for all companies" in (node.text or "")]
                self.assertEqual(note.get("invisible"), "may_change or not id")
                open_to_all = [
                    node.get("name")
                    for node in arch.xpath("//field[not(ancestor::field)]")
                    if not shared._fields[node.get("name")].readonly
                    and node.get("readonly") not in ("1", "True")
                    and "id and not may_change" not in (node.get("readonly") or "")
                ]
                self.assertFalse(open_to_all)
                with self.assertRaisesRegex(AssertionError, "readonly"):
                    Form(shared).name = "Mine"
                own = shared.copy()
                self.assertEqual((own.company_id, own.may_change), (self.company, True))
                form = Form(own)
                form.name = "Mine"
                form.save()
                self.assertEqual(own.name, "Mine")

    def test_who_works_in_all_companies_copies_for_all(self):
        self.manager.company_ids = self.env["res.company"].search([])
        shared = self._rule().with_user(self.manager)
        self.assertTrue(shared.may_change)
        self.assertFalse(shared.copy().company_id)

    def test_an_archived_rule_holds_for_nobody(self):
        self._rule(active=False)
        self.assertFalse(self.Rule.with_context(active_test=False)._find("test_gate", self.company))
