from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from .common import MONDAY
from .eligibility_case import EligibilityCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestEligibilityGate(EligibilityCase):
    """Nobody begins to work unchecked where the law says so; everybody is asked alike; copies go in time."""

    def _place(self, person=None, day="2026-03-09"):
        dialog = self.env["hr.jobseeker.place"].with_user(self.officer)
        return dialog.create({"jobseeker_ids": (person or self.ana).ids, "placed_on": day}).action_apply()

    def test_without_a_check_nobody_begins_to_work(self):
        with self.assertRaises(UserError) as refused:
            self._place()
        self.assertNotIsInstance(refused.exception, RedirectWarning)
        self.assertIn("covers the first day", str(refused.exception))
        self.assertIn("Immigration, Asylum and Nationality Act 2006", str(refused.exception))
        with self.assertRaisesRegex(UserError, "covers the first day"):
            self.ana.with_user(self.officer).write({"state": "placed"})
        self.assertEqual(self.ana.state, "enquiry")

    def test_with_a_check_they_begin(self):
        check = self._passed()
        self._place()
        self.assertEqual((self.ana.state, check.engaged_on), ("placed", date(2026, 3, 9)))

    def test_the_first_day_has_to_be_covered(self):
        self._limited("2026-03-08")
        with self.assertRaisesRegex(UserError, "covers the first day"):
            self._place(day="2026-03-09")
        self._place(day="2026-03-08")
        self.assertEqual(self.ana.state, "placed")

    def test_evidence_for_a_hirer_is_no_check_of_ours(self):
        self._passed(responsible="hirer")
        with self.assertRaisesRegex(UserError, "covers the first day"):
            self._place()

    def test_who_is_made_as_placed_is_asked_like_everybody(self):
        partner = self.env["res.partner"].create({"name": "Bo Both"})
        vals = {"partner_id": partner.id, "company_id": self.company.id, "state": "placed", "placed_on": "2026-03-09"}
        officers = self.env["hr.jobseeker"].with_user(self.officer)
        with self.assertRaisesRegex(UserError, "covers the first day"), self.cr.savepoint():
            officers.create(vals)
        self.company.jobseeker_basis = "agency"
        with self.assertRaisesRegex(UserError, "(?s)covers the first day.*Save them as an enquiry first"):
            officers.create(vals)

    def test_another_first_day_has_to_be_covered_too(self):
        check = self._limited("2026-03-20")
        self._place(day="2026-03-09")
        ana = self.ana.with_user(self.officer)
        for vals in ({"placed_on": "2026-03-21"}, {"state": "placed", "placed_on": "2026-03-21"}):
            with self.assertRaisesRegex(UserError, "covers the first day"):
                ana.write(vals)
        ana.write({"placed_on": "2026-03-20"})
        self.assertEqual(check.engaged_on, date(2026, 3, 20), "in step")
        ana.write({"state": "on_hold"})
        with self.assertRaisesRegex(UserError, "covers the first day"):
            ana.write({"placed_on": "2026-03-21"})
        ana.write({"state": "placed"})
        self.assertFalse(check.engagement_ended_on)

    def test_an_agency_is_warned(self):
        self.company.jobseeker_basis = "agency"
        with self.assertRaises(RedirectWarning):
            self._place()
        self._passed(responsible="hirer")
        self._place()
        self.assertEqual(self.ana.state, "placed")

    def test_elsewhere_nothing_is_asked_until_a_row_says_so(self):
        for country in (False, self.env.ref("base.be"), self.env.ref("base.us")):
            self.company.jobseeker_country_id = country
            person = self._person(f"P {country}")
            self._place(person)
            self.assertEqual(person.state, "placed")

    def test_limits_are_warned_of_and_not_told(self):
        self._limited("2027-03-08", restrictions="20 hours a week at University X")
        with self.assertRaises(RedirectWarning) as warned:
            self._place()
        text = str(warned.exception.args[0])
        self.assertIn("Their permission has limits", text)
        self.assertNotIn("20 hours", text)
        self.assertNotIn("2027", text)
        dialog = self.env["hr.jobseeker.override.dialog"].with_user(self.officer)
        dialog = dialog.with_context(**warned.exception.args[1]["context"]).create({"reason": "The checker said 16 h."})
        dialog.action_apply()
        self._place()
        self.assertEqual(self.ana.state, "placed")

    def test_who_rests_from_a_placement_comes_back_without_a_new_check(self):
        self.ana.write({"state": "placed", "placed_on": "2026-01-01"})  # the system's word: before the addon came
        ana = self.ana.with_user(self.officer)
        ana.write({"state": "on_hold"})
        ana.write({"state": "placed"})
        self.assertEqual(ana.placed_on, date(2026, 1, 1))

    # --- asked of everybody ---------------------------------------------------------------------------

    def test_everybody_is_asked_at_the_same_stage(self):
        people = self.ana | self._person("Bo Both") | self._person("Cy Created", state="active")
        (people - people[2]).with_user(self.officer).write({"state": "active"})
        self.assertEqual(set(people.mapped("eligibility_asked_on")), {date(2026, 3, 2)})
        with freeze_time("2026-04-01 10:00:00"):
            people.with_user(self.officer).action_ask_for_evidence()
        self.assertEqual(set(people.mapped("eligibility_asked_on")), {date(2026, 3, 2)}, "asked once")
        self.company.jobseeker_country_id = self.env.ref("base.be")
        self.assertFalse(self._person("Di Elsewhere", state="active").eligibility_asked_on)

    # --- kept and destroyed ---------------------------------------------------------------------------

    def test_copies_are_kept_for_the_work_and_two_years(self):
        check = self._passed()
        self._place()
        self.assertFalse(check.purge_on)
        with freeze_time("2026-12-31 10:00:00"):
            self.ana.with_user(self.officer).write({"state": "active"})
        self.assertEqual((check.engagement_ended_on, check.purge_on), (date(2026, 12, 31), date(2028, 12, 31)))
        with freeze_time("2028-12-30 10:00:00"):
            self.assertNotIn(check, self.Check.search([("purge_due", "=", True)]))
            with self.assertRaisesRegex(UserError, "are kept until"):
                check.action_destroy_copies()
        with freeze_time("2028-12-31 10:00:00"):
            self.env.invalidate_all()
            self.assertIn(check, self.Check.search([("purge_due", "=", True)]))
            copy = check.copy_ids
            check.with_user(self.data_officer).action_destroy_copies()
            self.assertFalse(copy.exists())
            self.assertEqual(
                (check.state, check.destroyed_by, check.destroyed_count, check.destroyed_on),
                ("passed", self.data_officer, 1, date(2028, 12, 31)),
            )
            with self.assertRaisesRegex(UserError, "destroyed already"):
                check.action_destroy_copies()

    def test_never_engaged_is_kept_with_the_record(self):
        check = self._passed()
        with self.assertRaisesRegex(UserError, "as long as the person's record"):
            check.action_destroy_copies()

    def test_another_number_of_years_holds_for_those_who_wait(self):
        check = self._passed()
        self._place()
        self.ana.with_user(self.officer).write({"state": "closed"})
        self.assertEqual(check.purge_on, date(2028, 3, 2))
        self.env.ref("jobseeker_relations.rule_eligibility_retention_end_gb").number = 1
        self.assertEqual(check.purge_on, date(2027, 3, 2))

    def test_a_period_in_months_is_one_of_months(self):
        check = self._passed()
        self._place()
        self.ana.with_user(self.officer).write({"state": "closed"})
        rule = self.env.ref("jobseeker_relations.rule_eligibility_retention_end_gb")
        rule.write({"number": 6, "unit": "months"})
        self.assertEqual(check.purge_on, date(2026, 9, 2))
        rule.active = False
        self.assertFalse(check.purge_on, "no rule says how long: they stay with the record")
        rule.active = True
        rule.code = "another"
        self.assertFalse(check.purge_on)

    def test_a_rule_that_says_nothing_else_plans_nothing_anew(self):
        self._limited("2026-12-31")
        self.env.flush_all()
        checks, planned = type(self.env["hr.jobseeker.eligibility"]), []
        rule = self.env.ref("jobseeker_relations.rule_eligibility_reminders")
        other = self.env["res.company"].create({"name": "Company B"})
        with patch.object(checks, "_plan_reminders", lambda found: planned.append(found)):
            rule.action_checked()
            rule.copy({"company_id": other.id})
            self.assertFalse(any(planned), "nothing it says has changed, or not for these")
            rule.ladder = "120, 10"
            self.assertEqual(len(planned), 2)

    def test_american_copies_three_years_from_hire_or_one_from_the_end(self):
        self.company.jobseeker_country_id = self.env.ref("base.us")
        check = self._passed("us_passport", expires_on="2030-01-01")
        for wrong, refusal in ((self._open(), AccessError), (check, UserError)):
            with self.assertRaises(refusal):
                wrong.write({"engaged_on": "2010-01-01", "engagement_ended_on": "2011-01-01"})
        check.sudo().write({"engaged_on": "2026-01-01", "engagement_ended_on": "2026-02-01"})
        self.assertEqual(check.purge_on, date(2029, 1, 1))
        check.sudo().engaged_on = "2020-01-01"
        self.assertEqual(check.purge_on, date(2027, 2, 1))

    def test_files_go_with_the_person(self):
        check = self._passed()
        copy = check.copy_ids
        self.ana.unlink()
        self.assertFalse(copy.exists() or check.exists())
