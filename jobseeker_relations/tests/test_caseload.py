from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .caseload_case import CaseloadCase

SEE_ALL = {
    "manager": "hr_recruitment.group_hr_recruitment_manager",
    "data_protection": "jobseeker_relations.group_data_protection_officer",
    "complaint": "jobseeker_relations.group_complaint_officer",
    "checker": "jobseeker_relations.group_eligibility_checker",
    "records": "jobseeker_relations.group_criminal_record_checker",
}


@tagged("post_install", "-at_install")
class TestCaseload(CaseloadCase):
    """Whom an officer sees: compliance.md §8 item 53, design §4 "Confidentiality"."""

    def test_every_model_is_narrowed(self):
        """A model that names a jobseeker needs its rule in security/hr_jobseeker_caseload_security.xml."""
        missing = []
        for name, model in self.env.registry.items():
            named = [field for field in model._fields.values() if field.comodel_name == "hr.jobseeker" and field.store]
            required = [field for field in named if field.type == "many2one"]
            if model._abstract or not named or not name.startswith("hr.jobseeker."):
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", name), ("global", "=", True)])
            said = " ".join(rule.domain_force for rule in rules if rule.perm_read)
            fits = "create_uid" in said if model._transient else "_get_caseload_rule" in said
            if not fits and (required or model._transient):
                missing.append(name)
        # the policy's people are a list of the policy, and are read through their own rule
        self.assertFalse(missing)

    def test_what_an_application_shows_goes_through_its_reader(self):
        """A field related to jobseeker_id reads and searches as the system: say relationship_id, related_sudo=False."""
        shown = [field for field in self.env["hr.applicant"]._fields.values() if field.related]
        self.assertFalse([field.name for field in shown if field.related.startswith("jobseeker_id.")])
        mirrors = [field for field in shown if field.related.startswith("relationship_id.")]
        self.assertTrue(mirrors)
        self.assertFalse([field.name for field in mirrors if field.related_sudo])

    def test_own(self):
        self.assertSees(self.officer, self.ann | self.nia)
        self.assertSees(self.colleague, self.ben | self.nia)

    def test_company(self):
        self.company.jobseeker_caseload = "company"
        self.assertSees(self.officer, self.everybody)
        domain = self.env["ir.rule"].with_user(self.officer)._compute_domain("hr.jobseeker.contact", "read")
        self.assertNotIn("jobseeker_id", {condition.field_expr for condition in domain.iter_conditions()})

    def test_who_sees_all(self):
        for login, group in SEE_ALL.items():
            with self.subTest(group=group):
                self.assertSees(self._user(login, group, name=login), self.everybody)

    def test_who_is_no_officer_sees_nobody(self):
        for user in (self.interviewer, self._user("ed", "base.group_user", name="Ed Employee")):
            with self.assertRaises(AccessError):
                self._as(user, self.ann).search([])

    def test_a_setting_counts_at_once(self):
        for mode, seen in (("company", self.everybody), ("own", self.ann | self.nia), ("company", self.everybody)):
            self.company.jobseeker_caseload = mode
            self.assertSees(self.officer, seen)

    def test_team_by_department(self):
        self.company.jobseeker_caseload = "team"
        self.assertSees(self.officer, self.ann | self.nia)  # no employee, no team
        above, side = self.env["hr.department"].create([{"name": "Above"}, {"name": "Beside"}])
        below = self.env["hr.department"].create({"name": "Below", "parent_id": above.id})
        boss, peer = self._employee(self.officer, department_id=above.id), self._employee(self.colleague)
        for department, seen in ((above, self.everybody), (below, self.everybody), (side, self.ann | self.nia)):
            peer.department_id = department
            self.assertSees(self.officer, seen)
        self.assertSees(self.colleague, self.ben | self.nia)
        peer.department_id, boss.department_id = above, below
        self.assertSees(self.officer, self.ann | self.nia)  # not upwards
        self.assertSees(self.colleague, self.everybody)

    def test_team_by_manager(self):
        self.company.jobseeker_caseload = "team"
        boss, between, peer = (
            self._employee(user)
            for user in (self.officer, self._user("m", "base.group_user", name="Mid"), self.colleague)
        )
        peer.parent_id = between
        self.assertSees(self.officer, self.ann | self.nia)
        between.parent_id = boss
        self.assertSees(self.officer, self.everybody)
        self.assertSees(self.colleague, self.ben | self.nia)
        between.parent_id = False
        department = self.env["hr.department"].create({"name": "Apart", "manager_id": boss.id})
        peer.department_id = department
        self.assertSees(self.officer, self.everybody)

    def test_two_companies_narrow_each_for_itself(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.officer.company_ids += other
        theirs = self._person("Zoe", self.env["res.users"], company_id=other.id)
        self.colleague.company_ids += other
        theirs.adviser_id = self.colleague
        both = self.everybody | theirs
        self.assertSees(self.officer, self.ann | self.nia | theirs, both)
        other.jobseeker_caseload = "own"
        self.assertSees(self.officer, self.ann | self.nia, both)
        self.company.jobseeker_caseload = "company"
        self.assertSees(self.officer, self.everybody, both)

    def test_what_hangs_on_a_person_goes_with_them(self):
        """Each kind of record of somebody else's person: not found, not read, not changed, not added to."""
        need = {"type_id": self.env.ref("jobseeker_relations.need_type_role").id, "value": "Welder"}
        made = {
            "hr.jobseeker.need": need,
            "hr.jobseeker.contact": {"direction": "in", "channel": "phone", "date": "2026-01-02", "summary": "Said"},
            "hr.jobseeker.waiver": {"until": fields.Date.add(fields.Date.today(), days=9), "reason": "Asked"},
            "hr.jobseeker.plan": {},
            "hr.jobseeker.action": {"name": "Send a CV", "due_on": "2099-01-01"},
            "hr.jobseeker.review": {"due_on": "2099-01-01"},
        }
        another = self._person("Cy", self.colleague)  # of whom there is no plan yet
        for model, vals in made.items():
            record = self.env[model].create({"jobseeker_id": self.ben.id, **vals})
            mine = self._as(self.officer, record)
            with self.subTest(model=model):
                self.assertFalse(mine.search([("jobseeker_id", "=", self.ben.id)]))
                self.assertFalse(mine._read_group([("id", "=", record.id)], [], ["__count"])[0][0])
                with self.assertRaises(AccessError):
                    mine.read(["jobseeker_id"])
                with self.assertRaises(AccessError):
                    mine.create({"jobseeker_id": another.id, **vals})
                self.assertTrue(self._as(self.colleague, record).search([("id", "=", record.id)]))
        change = self.env["hr.jobseeker.need.change"].search([("jobseeker_id", "=", self.ben.id)])
        self.assertTrue(change)
        self.assertFalse(self._as(self.officer, change).search([("id", "in", change.ids)]))

    def test_who_arranges_reads_it_of_everybody(self):
        kind = self.env.ref("jobseeker_relations.need_type_adjustments")
        need = self.env["hr.jobseeker.need"].create(
            {"jobseeker_id": self.ben.id, "type_id": kind.id, "value": "A desk"}
        )
        with self.assertRaises(AccessError):
            self._as(self.officer, need).read(["value"])
        kind.arranger_ids = self.officer
        self.assertEqual(self._as(self.officer, need).value, "A desk")
        self.assertEqual(self._as(self.officer, need.change_ids).mapped("jobseeker_id.id"), self.ben.ids)

    def test_nobody_is_taken_over_unseen(self):
        with self.assertRaises(AccessError):
            self._as(self.officer, self.ben).action_take_over()
        self._as(self.officer, self.nia).action_take_over()
        self.assertSees(self.colleague, self.ben)

    def test_a_form_hands_over(self):
        """Who hands somebody over sees them no more: the form saves all the same, and says so."""
        saved = self._as(self.officer, self.ann).web_save({"adviser_id": self.colleague.id}, {"name": {}})
        self.assertEqual(saved, [])
        self.assertEqual(self.ann.adviser_id, self.colleague)
        with self.assertRaises(AccessError):
            self._as(self.officer, self.ann).web_save({"seeking": "passive"}, {"name": {}})
        self.assertEqual(self.ann.seeking, "active")

    def test_a_form_hands_over_with_its_lines_or_not_at_all(self):
        kind = self.env.ref("jobseeker_relations.need_type_role")
        line = Command.create({"type_id": kind.id, "value": "Welder"})
        vals = {"adviser_id": self.colleague.id, "need_ids": [line], "seeking": "passive"}
        saved = self._as(self.officer, self.ann).web_save(vals, {"name": {}, "need_ids": {"fields": {"value": {}}}})
        self.assertEqual(saved, [])
        self.assertEqual((self.ann.adviser_id, self.ann.seeking), (self.colleague, "passive"))
        self.assertEqual(self.ann.need_ids.value, "Welder")
        vals = {"adviser_id": self.colleague.id, "need_ids": [Command.update(self.ann.need_ids.id, {"value": "Cook"})]}
        with self.assertRaises(AccessError), self.cr.savepoint():  # a line of somebody whom they do not see
            self._as(self.officer, self.nia).web_save(vals, {"name": {}})
        self.assertFalse(self.nia.adviser_id)
        self.assertEqual(self.ann.need_ids.value, "Welder")

    def test_what_fails_after_the_handover_is_not_saved(self):
        """Only that the form cannot be read afterwards is no error: whatever else is refused undoes all of it."""
        people = type(self.env["hr.jobseeker"])
        write = people.write

        def write_and_refuse(records, vals):
            write(records, vals)
            raise AccessError(str(vals))

        self.patch(people, "write", write_and_refuse)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._as(self.officer, self.ann).web_save({"adviser_id": self.colleague.id}, {"name": {}})
        self.assertEqual(self.ann.adviser_id, self.officer)

    def test_the_dialog_hands_over_and_leads_to_the_list(self):
        dialogs = self._as(self.officer, self.env["hr.jobseeker.assign"])
        dialog = dialogs.create({"jobseeker_ids": self.ann.ids, "adviser_id": self.colleague.id})
        self.assertEqual(dialog.action_apply()["res_model"], "hr.jobseeker")
        self.assertEqual(self.ann.adviser_id, self.colleague)
        mine = dialogs.create({"jobseeker_ids": self.nia.ids, "adviser_id": self.officer.id})
        self.assertEqual(mine.action_apply()["type"], "ir.actions.act_window_close")

    def test_somebody_is_registered_for_a_colleague(self):
        partner = self.env["res.partner"].create({"name": "Dan"})
        people = self._as(self.officer, self.env["hr.jobseeker"])
        made = people.create({"partner_id": partner.id, "adviser_id": self.colleague.id})
        self.assertFalse(made.has_access("read"))
        self.assertEqual(made.sudo().adviser_id, self.colleague)

    def test_reading_a_list_costs_the_same_for_twice_as_many(self):
        team = self.env["hr.department"].create({"name": "Team"})
        for user in (self.officer, self.colleague):
            self._employee(user, department_id=team.id)
        for mode in ("own", "team"):
            self.company.jobseeker_caseload = mode
            counts = []
            for size in (10, 20):
                for number in range(size - len(counts) * 10):
                    self._person(f"P{mode}{size}{number}", self.officer)
                people = self._as(self.officer, self.env["hr.jobseeker"])
                spec = {"name": {}, "adviser_id": {"fields": {"display_name": {}}}, "contact_status": {}}
                people.web_search_read([], spec, limit=1)  # rules and views are known from now on
                self.env.invalidate_all()
                counts.append(self._count_queries(lambda: people.web_search_read([], spec, limit=80)))  # noqa: B023
            self.assertEqual(counts[0], counts[1], mode)

    def test_the_index_of_the_adviser_can_be_used(self):
        """No subquery stands in the condition, so that PostgreSQL can put indexes together."""
        query = self._as(self.officer, self.env["hr.jobseeker"])._search([], order="next_contact_at, id", limit=80)
        statement = query.select().code
        self.assertIn("adviser_id", statement)
        self.assertEqual(statement.count("SELECT"), 1)
