from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from .caseload_case import CaseloadCase

SEE_ALL = {
    "manager": "hr_recruitment.group_hr_recruitment_manager",
    "data_protection": "jobseeker_relations.group_data_protection_officer",
    "complaint": "jobseeker_relations.group_complaint_officer",
    "checker": "jobseeker_relations.group_eligibility_checker",
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


@tagged("post_install", "-at_install")
class TestCaseloadTask(CaseloadCase):
    """An open task opens its document to who has to do it, and to nobody who gives it to themselves."""

    def test_a_task_opens_while_it_is_open(self):
        task = self._task(self.ben, self.officer)
        self.assertSees(self.officer, self.everybody)
        self._as(self.officer, self.ben).write({"seeking": "passive"})
        self._as(self.officer, task).action_feedback("Done")
        self.assertSees(self.officer, self.ann | self.nia)

    def test_what_was_done_is_not_taken_up_again(self):
        task = self._task(self.ben, self.officer)
        self._as(self.officer, task).action_feedback("Done")
        with self.assertRaises(AccessError):
            self._as(self.officer, task).write({"active": True})
        self.assertSees(self.officer, self.ann | self.nia)

    def test_nobody_gives_a_task_to_themselves(self):
        model = self.env["ir.model"]._get_id("hr.jobseeker")
        vals = {"res_model_id": model, "res_id": self.ben.id, "user_id": self.officer.id, "summary": "Look"}
        tasks = self._as(self.officer, self.env["mail.activity"])
        with self.assertRaises(AccessError):
            tasks.create(vals)
        with self.assertRaises(AccessError):
            tasks.with_context(default_res_model_id=model, default_res_id=self.ben.id).create({"summary": "Look"})
        own = tasks.create({**vals, "res_id": self.ann.id})
        with self.assertRaises(AccessError), self.cr.savepoint():
            own.write({"res_id": self.ben.id})
        self.assertSees(self.officer, self.ann | self.nia)

    def test_nor_do_former_advisers(self):
        """Who once gave a task to a colleague may change it for ever: not so as to see the person again."""
        tasks = self._as(self.officer, self.env["mail.activity"])
        model = self.env["ir.model"]._get_id("hr.jobseeker")
        task = tasks.create({"res_model_id": model, "res_id": self.ann.id, "user_id": self.colleague.id})
        self.ann.adviser_id = self.colleague
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._as(self.officer, task).write({"user_id": self.officer.id})
        self.assertSees(self.officer, self.nia)

    def test_a_task_is_handed_on(self):
        third = self._user("third", "hr_recruitment.group_hr_recruitment_user", name="Thea Third")
        task = self._task(self.ben, self.officer)
        self._as(self.officer, task).write({"user_id": third.id})
        self.assertSees(third, self.ben | self.nia)
        self.assertSees(self.officer, self.ann | self.nia)

    def test_a_task_is_handed_on_and_changed_at_once(self):
        tasks = self._as(self.officer, self.env["mail.activity"])
        model = self.env["ir.model"]._get_id("hr.jobseeker")
        task = tasks.create({"res_model_id": model, "res_id": self.ann.id, "user_id": self.officer.id})
        task.write({"user_id": self.colleague.id, "res_id": self.nia.id, "summary": "Yours"})
        self.assertEqual((task.sudo().user_id, task.sudo().summary), (self.colleague, "Yours"))
        self.assertIn(self.colleague.partner_id, self.nia.message_partner_ids)
        self.assertNotIn(self.colleague.partner_id, self.ann.message_partner_ids)

    def test_the_choice_of_companies_opens_nothing(self):
        """A company that narrows nothing is chosen while the task is given, and the other one afterwards."""
        self.officer.company_ids += self.env["res.company"].create({"name": "Other"})
        own = self._as(self.officer, self.env["mail.activity"]).create({"user_id": self.officer.id, "summary": "Mine"})
        chosen = own.with_context(allowed_company_ids=(self.officer.company_ids - self.company).ids)
        with self.assertRaises(AccessError), self.cr.savepoint():
            chosen.write({"res_model_id": self.env["ir.model"]._get_id("hr.jobseeker"), "res_id": self.ben.id})
        self.assertSees(self.officer, self.ann | self.nia)

    def test_nobody_makes_others_follow_what_they_do_not_see(self):
        """Core lets who is given a task follow its document: of what the giver may write, whoever they are."""
        spy, employee = (self._user(login, "base.group_user", name=login) for login in ("spy", "ed"))
        model = self.env["ir.model"]._get_id("hr.jobseeker")
        there = {"res_model_id": model, "res_id": self.ben.id}
        for user in (employee, self.officer):
            task = self._as(user, self.env["mail.activity"]).create({"user_id": user.id, "summary": "Mine"})
            for steps in ([{"user_id": spy.id, **there}], [there, {"user_id": spy.id}]):
                with self.subTest(user=user.name, steps=len(steps)):
                    with self.assertRaises(AccessError), self.cr.savepoint(), self.mock_mail_gateway():
                        for vals in steps:
                            self._as(user, task).write(vals)
                    self.env.invalidate_all()
                    self.assertNotIn(spy.partner_id, self.ben.message_partner_ids)

    def test_to_tell_the_adviser_asks_no_rule(self):
        self.ann.message_subscribe(partner_ids=(self.officer | self.colleague).partner_id.ids)
        said = self.ann.message_post(body="Of Ann")
        self.ann._get_hidden_from(self.officer.ids)  # groups and settings are known from now on
        self.ann.adviser_id, self.ann.company_id, self.officer.company_ids  # noqa: B018 - in memory
        with self.assertQueryCount(0):
            self.assertFalse(self.ann._get_hidden_from(self.officer.ids))
        told = self.ann._notify_get_recipients(said, {})
        self.assertNotIn(self.colleague.id, [recipient["uid"] for recipient in told])

    def test_who_left_recruitment_is_told_nothing(self):
        left = self._user("left", "hr_recruitment.group_hr_recruitment_user", name="Lea Left")
        self.ben.adviser_id = left
        self.ben.message_subscribe(partner_ids=left.partner_id.ids)
        left.group_ids = self.env.ref("base.group_user")
        with self.mock_mail_gateway():
            said = self.ben.message_post(body="Of Ben", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertNotIn(left.partner_id, said.notified_partner_ids)

    def test_a_task_counts_at_once_in_the_same_request(self):
        mine = self._as(self.officer, self.ben)
        self.assertFalse(mine.has_access("read"))
        task = self._task(self.ben, self.officer)
        self.assertTrue(mine.has_access("read"))
        task.unlink()
        self.assertFalse(mine.has_access("read"))

    def test_following_opens_nothing_and_nothing_is_told(self):
        self.ben.message_subscribe(partner_ids=(self.officer | self.colleague).partner_id.ids)
        self.assertSees(self.officer, self.ann | self.nia)
        with self.mock_mail_gateway():
            said = self.ben.message_post(body="Of Ben", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertEqual(said.notified_partner_ids, self.colleague.partner_id)
        with self.assertRaises(AccessError):
            self._as(self.officer, said).read(["body"])
        named = self.ben.message_post(body="Olga?", partner_ids=self.officer.partner_id.ids)
        self.assertIn(self.officer.partner_id, named.notified_partner_ids)


@tagged("post_install", "-at_install")
class TestCaseloadApplication(CaseloadCase):
    """An application of somebody else's person is not visible either, unless one was given it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.user_id = False
        cls.application = cls._application("Ben", "ben@example.org", partner_id=cls.ben.partner_id.id)
        cls.env["hr.jobseeker.need"].create(
            {
                "jobseeker_id": cls.ben.id,
                "type_id": cls.env.ref("jobseeker_relations.need_type_role").id,
                "value": "Welder",
            }
        )

    def _sees(self, user):
        mine = self._as(user, self.application)
        found = bool(mine.search([("id", "=", self.application.id)]))
        self.assertEqual(found, mine.has_access("read"))
        return found

    def test_it_goes_with_its_person(self):
        self.assertEqual(self.application.jobseeker_id, self.ben)
        self.assertTrue(self._sees(self.colleague))
        self.assertFalse(self._sees(self.officer))
        self.assertTrue(self._sees(self.interviewer))  # of the job
        self.assertFalse(self._as(self.officer, self.ben.partner_id).applicant_ids)
        self.company.jobseeker_caseload = "company"
        self.assertTrue(self._sees(self.officer))

    def test_who_was_given_it_sees_it(self):
        for vals in ({"user_id": self.officer.id}, {"interviewer_ids": [Command.set(self.officer.ids)]}):
            self.application.write(vals)
            self.assertTrue(self._sees(self.officer), vals)
            self.application.write({"user_id": False, "interviewer_ids": [Command.clear()]})
            self.assertFalse(self._sees(self.officer))
        self.job.interviewer_ids += self.officer
        self.assertTrue(self._sees(self.officer))
        self.job.interviewer_ids -= self.officer
        self._task(self.application, self.officer)
        self.assertTrue(self._sees(self.officer))
        self.assertSees(self.officer, self.ann | self.nia)

    def test_nobody_names_interviewers_of_what_they_do_not_see(self):
        """Officers write every job of their company, and who interviews for a job sees all its applications."""
        job = self._as(self.officer, self.job)
        for user in (self.officer, self._user("spy", "base.group_user", name="spy")):
            with self.assertRaises(AccessError), self.cr.savepoint():
                job.write({"interviewer_ids": [Command.link(user.id)]})
        job.write({"interviewer_ids": [Command.unlink(self.interviewer.id)], "name": "Welders"})
        other = self.env["res.company"].create({"name": "Other"})
        self.officer.company_ids += other
        self.job.company_id = False
        with self.assertRaises(AccessError), self.cr.savepoint():
            job.with_context(allowed_company_ids=other.ids).write({"interviewer_ids": [Command.link(self.officer.id)]})
        self.assertFalse(self._sees(self.officer))
        self.application.active = False  # no less of a secret
        with self.assertRaises(AccessError), self.cr.savepoint():
            job.write({"interviewer_ids": [Command.link(self.officer.id)]})
        self.application.write({"active": True, "user_id": self.officer.id})
        self._as(self.officer, self.job).write({"interviewer_ids": [Command.link(self.interviewer.id)]})
        self.assertTrue(self._sees(self.interviewer))

    def test_nobody_passes_on_a_job_without_all_its_applications(self):
        self.job.user_id = self.application.user_id = self.colleague
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._as(self.officer, self.job).write({"user_id": self.officer.id})
        self._as(self.colleague, self.job).write({"user_id": self.officer.id})
        self.assertEqual(self.application.user_id, self.officer)

    def test_a_job_is_archived_with_all_its_applications(self):
        self._as(self.officer, self.job).action_archive()
        self.assertFalse(self.job.active)
        self.assertFalse(self.application.active)

    def test_counts_of_a_job_are_of_what_the_user_sees(self):
        self._application("Nia", "nia@example.org", partner_id=self.nia.partner_id.id)
        names = ["application_count", "new_application_count", "old_application_count", "all_application_count"]
        for user, count in ((self.officer, 1), (self.colleague, 2)):
            [counts] = self._as(user, self.job).read(names)
            self.assertEqual([counts[name] for name in names], [count, count, 0, count])

    def test_a_team_recruits_together(self):
        self.application.user_id = self.colleague
        self.ben.adviser_id = self._user("third", "hr_recruitment.group_hr_recruitment_user", name="Thea Third")
        self.company.jobseeker_caseload = "team"
        self.assertFalse(self._sees(self.officer))
        team = self.env["hr.department"].create({"name": "Team"})
        for user in (self.officer, self.colleague):
            self._employee(user, department_id=team.id)
        self.assertTrue(self._sees(self.officer))

    def test_who_recruits_sees_of_the_person_what_an_interviewer_sees(self):
        self.application.user_id = self.officer
        mine = self._as(self.officer, self.application)
        self.assertEqual(mine.contact_status, self.ben.contact_status)
        for name in ("relationship_id", "contact_explanation", "last_contact_at", "relationship_next"):
            self.assertFalse(mine[name], name)
        for name in ("need_ids", "action_ids", "review_ids"):
            self.assertFalse(mine[name], name)
        self.assertFalse(mine.search([("need_ids.value", "ilike", "weld"), ("id", "=", mine.id)]))
        with self.assertRaises(AccessError):
            mine.action_open_jobseeker()
        theirs = self._as(self.colleague, self.application)
        self.assertTrue(theirs.relationship_id and theirs.need_ids and theirs.contact_explanation)
        self.assertTrue(theirs.search([("need_ids.value", "ilike", "weld")]))

    def test_skills_go_with_it(self):
        kind = self.env["hr.skill.type"].create(
            {
                "name": "Trade",
                "skill_ids": [Command.create({"name": "Welding"})],
                "skill_level_ids": [Command.create({"name": "Good", "level_progress": 50})],
            }
        )
        skill = {"skill_type_id": kind.id, "skill_id": kind.skill_ids.id, "skill_level_id": kind.skill_level_ids.id}
        skill = self.env["hr.applicant.skill"].create({"applicant_id": self.application.id, **skill})
        self.assertFalse(self._as(self.officer, skill).search([("id", "=", skill.id)]))
        self.assertTrue(self._as(self.colleague, skill).search([("id", "=", skill.id)]))

    def test_files_of_an_application_do_not_get_out_by_its_meetings(self):
        """Every employee reads meetings; copies that core makes are for who goes there, or may read the original."""
        cv = {"name": "cv.txt", "raw": b"born 1980", "res_model": "hr.applicant", "res_id": self.application.id}
        self.env["ir.attachment"].create(cv)
        guest = self._user("guest", "base.group_user", name="Gus Guest")
        meeting = {"name": "Talk", "start": "2099-01-01 10:00:00", "stop": "2099-01-01 11:00:00"}
        meeting |= {"applicant_id": self.application.id, "user_id": self.colleague.id}
        meeting["partner_ids"] = [Command.set(guest.partner_id.ids)]
        with self.mock_mail_gateway():
            event = self.env["calendar.event"].with_context(default_applicant_id=self.application.id).create(meeting)
        meetings = Domain("res_model", "=", "calendar.event") & Domain("res_id", "=", event.id)
        copy = self.env["ir.attachment"].search(meetings & Domain("name", "=", "cv.txt"))
        self.assertEqual(len(copy), 1)
        employee = self._user("ed", "base.group_user", name="Ed Employee")
        for user, seen in ((employee, False), (self.officer, False), (guest, True), (self.colleague, True)):
            with self.subTest(user=user.name):
                self.assertEqual(bool(self._as(user, copy).search(meetings)), seen)
                self.assertEqual(self._as(user, copy).has_access("read"), seen)
                self.assertEqual(bool(self._as(user, copy).search([("res_model", "=", "calendar.event")])), seen)
