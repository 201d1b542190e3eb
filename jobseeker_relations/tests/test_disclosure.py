from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.jobseeker_relations.models.hr_jobseeker_disclosure_rule import NEVER_OVERRIDDEN

from .disclosure_case import LAW, DisclosureCase
from .eligibility_case import PDF


@tagged("post_install", "-at_install")
class TestDisclosure(DisclosureCase):
    """Criminal record checks: for roles that a law allows, after an offer, result and dates alone (item 54)."""

    # --- may it be asked ------------------------------------------------------------------------------

    def test_asked_after_an_offer_for_a_marked_role(self):
        check = self._ask()
        self.assertEqual(
            (check.state, check.level, check.job_id, check.asked_on),
            ("asked", "enhanced", self.role, fields.Date.context_today(check)),
        )
        self.assertEqual(check.display_name, "Ana Able: Enhanced")

    def test_not_for_a_role_that_is_not_marked(self):
        for country in ("base.uk", "base.fr", "base.us", "base.br"):
            self.company.jobseeker_country_id = self.env.ref(country)
            with self.assertRaisesRegex(UserError, "not marked as a role") as refused:
                self._ask(self._offered("Ben Able", self.job))
            self.assertIn("mark it on the job position", str(refused.exception))
            self.assertIs(type(refused.exception), UserError, "nobody goes past it")

    def test_not_for_more_than_the_role_is_marked_for(self):
        role = self._role("Driver", "basic", "Road haulage licence")
        application = self._offered("Ben Able", role)
        for level in ("standard", "enhanced"):
            with self.assertRaisesRegex(UserError, "shows less than"):
                self._ask(application, level=level)
        self.assertEqual(self._ask(application).level, "basic")
        self.assertEqual(self._ask(level="basic").level, "basic", "less than the law allows may be asked for")

    def test_not_before_an_offer(self):
        for country in ("base.uk", "base.us", "base.br"):
            self.company.jobseeker_country_id = self.env.ref(country)
            with self.assertRaisesRegex(UserError, "No offer for “Nursery nurse” stands.*We talk"):
                self._ask(self._offered("Ben Able", stage_id=self.first_stage.id))

    def test_not_once_the_offer_is_over(self):
        self.application.refuse_reason_id = self.env["hr.applicant.refuse.reason"].search([], limit=1)
        with self.assertRaisesRegex(UserError, "No offer"):
            self._ask()
        self.application.write({"refuse_reason_id": False, "active": False})
        with self.assertRaisesRegex(UserError, "No offer"):
            self._ask()

    def test_who_is_hired_had_an_offer(self):
        stage = self.env["hr.recruitment.stage"].create({"name": "With us", "hired_stage": True})
        self.application.stage_id = stage
        self.assertTrue(self._ask())
        stage.hired_stage = False  # ticked by mistake: nobody in it has an offer for that
        self.assertFalse(stage.is_offer)
        with self.assertRaisesRegex(UserError, "No offer"):
            self._ask()

    def test_not_of_somebody_else(self):
        ben = self._offered("Ben Able").jobseeker_id
        for vals in (
            {"jobseeker_id": ben.id, "applicant_id": self.application.id},
            {"jobseeker_id": self.ana.id},
            {"jobseeker_id": self.ana.id, "applicant_id": self._offered("Ana Able", job_id=False).id},
        ):
            with self.assertRaisesRegex(UserError, "Choose the application"):
                self.Disclosure.create(vals)

    def test_nor_by_the_system(self):
        with self.assertRaises(UserError):
            self.Disclosure.sudo().create(
                {"jobseeker_id": self.ana.id, "applicant_id": self._application("Ana Able", "ana.able@example.com").id}
            )

    def test_a_rule_that_is_switched_off_asks_nothing(self):
        self.env["hr.jobseeker.rule"].search([("code", "like", "criminal_record_")]).active = False
        self.assertEqual(self._ask(self._offered("Ben Able", self.job, stage_id=self.first_stage.id)).level, "basic")

    def test_nobody_whose_data_is_frozen(self):
        self.ana._freeze()
        with self.assertRaisesRegex(UserError, "freeze"):
            self._ask()

    # --- marked on jobs and stages --------------------------------------------------------------------

    def test_a_role_is_marked_with_its_law(self):
        self.assertEqual(self.job.criminal_record_level, "none")
        for reason in (False, "", "  "):
            with self.assertRaisesRegex(ValidationError, "which law"):
                self.job.write({"criminal_record_level": "basic", "criminal_record_reason": reason})
        job = self.job.with_user(self.officer)
        job.write({"criminal_record_level": "basic", "criminal_record_reason": LAW})
        self.assertEqual(job.criminal_record_level, "basic")

    def test_a_copy_of_a_role_is_not_marked(self):
        copy = self.role.copy()
        self.assertEqual((copy.criminal_record_level, copy.criminal_record_reason), ("none", False))
        self.assertEqual(self.role.criminal_record_level, "enhanced")

    def test_the_mark_is_tracked(self):
        job = self.job.with_user(self.officer).with_context(tracking_disable=False, mail_notrack=False)
        self.flush_tracking()
        job.write({"criminal_record_level": "basic", "criminal_record_reason": LAW})
        self.flush_tracking()
        tracked = self.job.message_ids.sudo().tracking_value_ids.field_id.mapped("name")
        self.assertLessEqual({"criminal_record_level", "criminal_record_reason"}, set(tracked))

    def test_interviewers_and_employees_do_not_see_the_mark(self):
        employee = self._user("clerk", "base.group_user")
        for user in (self.interviewer, employee):
            self.assertNotIn("criminal_record_level", self.env["hr.job"].with_user(user).fields_get())
            with self.assertRaises(AccessError):
                self.role.with_user(user).read(["criminal_record_level"])

    def test_stages_of_core_are_marked(self):
        stage = self.env.ref
        self.assertTrue(stage("hr_recruitment.stage_job4").is_offer)
        for number in (0, 1, 2, 3, 5):
            self.assertFalse(stage(f"hr_recruitment.stage_job{number}").is_offer)

    def test_a_stage_of_core_that_became_another_is_not_marked(self):
        stage = self.env.ref("hr_recruitment.stage_job4")
        stage.write({"name": "Trial day", "is_offer": False})
        self.env.flush_all()
        stage._mark_offers()  # as when the module comes
        self.assertFalse(stage.is_offer)
        stage.with_context(lang="en_US").name = "Contract Proposal"
        self.env.flush_all()
        stage._mark_offers()
        self.assertTrue(stage.is_offer)

    def test_what_was_ticked_stays(self):
        stage = self.env["hr.recruitment.stage"].create({"name": "References", "is_offer": True})
        stage.hired_stage = True
        stage.hired_stage = False
        self.assertTrue(stage.is_offer)

    # --- what becomes of it ---------------------------------------------------------------------------

    def test_seen_and_decided(self):
        with freeze_time("2026-03-02 10:00:00"):
            check = self._seen("clear", issued_on="2026-02-20")
        self.assertEqual((check.state, check.seen_on, check.seen_by), ("clear", date(2026, 3, 2), self.checker))
        with self.assertRaises(ValidationError):
            check.issued_on = False
        check.invalidate_recordset()
        with freeze_time("2026-03-03 10:00:00"):
            check.action_go_on()
        self.assertEqual(
            (check.decision, check.decided_on, check.decided_by), ("go_on", date(2026, 3, 3), self.checker)
        )

    def test_no_result_without_the_day_of_the_certificate(self):
        check = self._ask()
        for press in (check.action_clear, check.action_with_content):
            with self.assertRaisesRegex(UserError, "the day on which the certificate was issued"):
                press()
        self.assertEqual((check.state, check.seen_on), ("asked", False))

    def test_days_are_past(self):
        check = self._ask()
        for day in ("2199-01-01", "1869-12-31"):
            for name in ("issued_on", "discussed_on"):
                with self.assertRaises(ValidationError):
                    check.write({name: day})

    def test_talked_over_after_it_was_issued(self):
        check = self._ask()
        check.discussed_on = "2025-03-01"  # of which nothing is known yet
        for vals in ({"issued_on": "2025-03-02"}, {"issued_on": "2025-03-02", "discussed_on": "1999-01-01"}):
            with self.assertRaisesRegex(ValidationError, "after it was issued"), self.env.cr.savepoint():
                check.write(vals)
            check.invalidate_recordset()
        check.write({"issued_on": "2025-03-01"})
        self.assertEqual(check.discussed_on, check.issued_on)

    def test_what_was_once_entered_is_talked_over(self):
        check = self._seen("with_content")
        check.action_clear()
        self.assertTrue(check.had_content)
        with self.assertRaisesRegex(UserError, "Nobody has talked with them"):
            check.action_do_not_go_on()
        with self.assertRaises(AccessError):
            check.had_content = False
        check.discussed_on = fields.Date.today()
        check.action_do_not_go_on()
        self.assertFalse(self._seen("clear").had_content)

    def test_talked_over_everywhere(self):
        for country in ("base.uk", "base.fr", "base.us", "base.br"):
            self.company.jobseeker_country_id = self.env.ref(country)
            with self.assertRaisesRegex(UserError, "Nobody has talked with them"):
                self._seen("with_content").action_do_not_go_on()

    def test_talked_over_before_somebody_is_turned_down(self):
        check = self._seen("with_content")
        with self.assertRaisesRegex(UserError, "Nobody has talked with them"):
            check.action_do_not_go_on()
        self.assertFalse(check.decision)
        check.discussed_on = fields.Date.today()
        check.action_do_not_go_on()
        self.assertEqual(check.decision, "do_not_go_on")

    def test_one_may_go_on_without_talking(self):
        for state in ("clear", "with_content"):
            check = self._seen(state)
            check.action_go_on()
            self.assertEqual(check.decision, "go_on")
        check = self._seen("clear")
        check.action_do_not_go_on()  # for another reason than the certificate

    def test_nothing_is_decided_before_it_is_seen(self):
        for state in ("asked", "withdrawn"):
            check = self._ask()
            check.write({"state": state})
            for press in (check.action_go_on, check.action_do_not_go_on):
                with self.assertRaises(UserError):
                    press()

    def test_a_slip_is_mended_until_it_is_decided(self):
        check = self._seen("with_content")
        check.action_clear()
        check.action_go_on()
        for vals in (
            {"issued_on": "2026-01-01"},
            {"discussed_on": "2026-01-01"},
            {"decision": "do_not_go_on"},
            {"decision": False},
            {"state": "with_content"},
            {"state": "asked"},
        ):
            with self.assertRaises(UserError):
                check.write(vals)
        self.assertEqual((check.state, check.decision), ("clear", "go_on"))
        check.action_withdraw()
        self.assertEqual((check.state, check.decision), ("withdrawn", "go_on"))
        for state in ("asked", "clear", "with_content"):
            with self.assertRaises(UserError):
                check.write({"state": state})

    def test_what_was_asked_stays(self):
        check, other = self._ask(), self._offered("Ben Able")
        for vals in (
            {"level": "basic"},
            {"applicant_id": other.id},
            {"applicant_id": False},
            {"jobseeker_id": other.jobseeker_id.id},
        ):
            with self.assertRaisesRegex(UserError, "stays as it was"):
                check.write(vals)
        check.write({"level": "enhanced", "jobseeker_id": self.ana.id})  # a form that sends what stands there
        self.application.job_id = self.job
        self.assertEqual(check.job_id, self.role)
        self.application.unlink()
        self.assertEqual((check.applicant_id.id, check.job_id), (False, self.role))

    def test_what_the_system_keeps_is_nobodys_to_write(self):
        check = self._ask()
        for name, value in {
            "asked_on": "2026-01-01",
            "seen_on": "2026-01-01",
            "seen_by": self.officer.id,
            "decided_on": "2026-01-01",
            "decided_by": self.officer.id,
            "withdrawn_on": "2026-01-01",
            "purge_on": "2999-01-01",
            "job_id": self.job.id,
        }.items():
            with self.assertRaises(AccessError):
                check.write({name: value})
        context = {"default_state": "clear", "default_decision": "go_on", "default_issued_on": "2026-01-01"}
        made = self.Disclosure.with_context(**context).create(
            {"jobseeker_id": self.ana.id, "applicant_id": self.application.id}
        )
        self.assertEqual((made.state, made.decision), ("asked", False))

    def test_an_import_goes_by_the_table(self):
        check = self._ask(state="clear", issued_on="2026-01-05")
        self.assertEqual((check.state, check.seen_by), ("clear", self.checker))
        with self.assertRaises(UserError):
            self._ask(state="clear")

    def test_nobody_deletes_one(self):
        check = self._ask()
        with self.assertRaises(AccessError):
            check.unlink()
        with self.assertRaises(AccessError):
            check.with_user(self.data_officer).unlink()

    # --- from the person's form -----------------------------------------------------------------------

    def test_the_button_appears_when_it_can_work(self):
        ana = self.ana.with_user(self.checker)
        self.assertTrue(ana.may_ask_criminal_record)
        action = ana.action_ask_criminal_record()
        context = action["context"]
        self.assertEqual(context["default_applicant_id"], self.application.id)
        made = self.Disclosure.with_context(**context).create({})
        self.assertEqual((made.jobseeker_id, made.job_id), (self.ana, self.role))
        self.application.stage_id = self.first_stage
        self.assertFalse(ana.may_ask_criminal_record)
        self.application.write({"stage_id": self.offer_stage.id, "job_id": self.job.id})
        self.application.stage_id = self.offer_stage
        self.assertFalse(ana.may_ask_criminal_record)
        self.assertIn(f"“{self.job.name}” is not marked", ana.why_no_criminal_record)
        self.job.write({"criminal_record_level": "basic", "criminal_record_reason": LAW})
        self.assertTrue(ana.may_ask_criminal_record)
        self.assertFalse(ana.why_no_criminal_record)
        self.offer_stage.is_offer = False
        self.assertFalse(ana.may_ask_criminal_record)
        self.assertIn("They have no offer", ana.why_no_criminal_record)

    def test_the_application_with_the_offer_is_offered(self):
        for vals in ({"stage_id": self.first_stage.id}, {"job_id": self.job.id}, {"active": False}):
            other = self._offered("Ana Able", **vals)
            self.assertEqual(other.jobseeker_id, self.ana)
        self._offered("Ben Able")
        domain = safe_eval(self.Disclosure._fields["applicant_id"].domain, {"jobseeker_id": self.ana.id})
        applications = self.env["hr.applicant"].with_user(self.checker).with_context(active_test=False)
        self.assertEqual(applications.search(domain), self.application)

    def test_a_form_counts_for_what_it_asks(self):
        spec = {"level": {}, "job_id": {"fields": {"display_name": {}}}}
        given = {"jobseeker_id": self.ana.id, "applicant_id": self.application.id}
        found = self.Disclosure.onchange(given, ["applicant_id"], spec)["value"]
        self.assertEqual((found["level"], found["job_id"]["id"]), ("enhanced", self.role.id))

    def test_no_text_invites_content(self):
        texts = ("char", "text", "html", "binary", "image", "json", "properties")
        self.assertFalse([one for one in self.Disclosure._fields.values() if one.store and one.type in texts])
        for name in ("message_post", "activity_schedule"):
            self.assertFalse(hasattr(self.Disclosure, name))

    # --- no copies ------------------------------------------------------------------------------------

    def test_nothing_is_attached(self):
        check = self._ask()
        files = self.env["ir.attachment"]
        vals = {"name": "certificate.pdf", "raw": PDF}
        loose = files.with_user(self.checker).create(vals)
        before = files.search_count([])
        for user in (self.checker, self.env.user):
            with self.assertRaisesRegex(UserError, "No copy of a criminal record certificate"):
                files.with_user(user).create({**vals, "res_model": check._name, "res_id": check.id})
            context = {"default_res_model": check._name, "default_res_id": check.id}
            with self.assertRaisesRegex(UserError, "No copy of a criminal record certificate"):
                files.with_user(user).with_context(**context).create(vals)
        self.assertEqual(files.search_count([]), before, "nothing of it stays, where the error is swallowed")
        with self.assertRaisesRegex(UserError, "No copy"):
            loose.write({"res_model": check._name, "res_id": check.id})

    def test_nothing_is_written_about_it(self):
        check = self._ask()
        vals = {"model": check._name, "res_id": check.id, "body": "Theft, 1999"}
        for messages in (self.env["mail.message"], self.env["mail.message"].with_user(self.checker)):
            with self.assertRaisesRegex(UserError, "Nothing is written"):
                messages.create(vals)
            with self.assertRaisesRegex(UserError, "Nothing is written"):
                messages.with_context(default_model=check._name).create({"res_id": check.id, "body": "Theft, 1999"})
        mine = self.ana.with_user(self.checker).message_post(body="Theft, 1999")
        with self.assertRaisesRegex(UserError, "Nothing is written"):
            mine.write({"model": check._name, "res_id": check.id})

    def test_nothing_is_planned_about_it(self):
        check = self._ask()
        model = self.env["ir.model"]._get_id(check._name)
        words = {"summary": "Theft, 1999", "user_id": False}
        for user in (self.checker, self.env.user):
            tasks = self.env["mail.activity"].with_user(user).with_context(mail_activity_quick_update=True)
            with self.assertRaisesRegex(UserError, "Nothing is written"), self.env.cr.savepoint():
                tasks.create({**words, "res_model_id": model, "res_id": check.id})
            person = self.env["ir.model"]._get_id("hr.jobseeker")
            task = tasks.create({**words, "res_model_id": person, "res_id": self.ana.id})
            for vals in ({"res_model_id": model}, {"res_model": check._name}):
                with self.assertRaisesRegex(UserError, "Nothing is written"), self.env.cr.savepoint():
                    task.write({**vals, "res_id": check.id})
                task.invalidate_recordset()

    def test_nobody_overrides(self):
        """The reason would tell every recruiter what is on the certificate, and outlive the check."""
        rules = self.env["hr.jobseeker.rule"].search([("code", "like", "criminal_record_"), ("kind", "=", "gate")])
        self.assertLessEqual(NEVER_OVERRIDDEN, set(rules.mapped("code")))
        officers = self.env.ref("hr_recruitment.group_hr_recruitment_user")
        for rule in rules:
            for vals in ({"strength": "warn"}, {"override_group_id": officers.id}):
                with self.assertRaisesRegex(ValidationError, "nobody may override it"), self.env.cr.savepoint():
                    rule.write(vals)
                rule.invalidate_recordset()
        before = rules.filtered(lambda rule: rule.code == "criminal_record_discussion")
        self.env.cr.execute("UPDATE hr_jobseeker_rule SET strength = 'warn' WHERE id IN %s", [tuple(before.ids)])
        self.env.invalidate_all()
        check = self._seen("with_content")
        with self.assertRaises(UserError) as refused:
            check.action_do_not_go_on()
        self.assertIs(type(refused.exception), UserError)

    def test_no_reason_is_kept_about_it(self):
        check = self._seen("with_content")
        vals = {"name": "Ours", "code": "ours", "kind": "gate", "strength": "warn", "source": "Ours"}
        rule = self.env["hr.jobseeker.rule"].create(vals)
        dialog = self.env["hr.jobseeker.override.dialog"].with_user(self.checker)
        vals = {"rule_id": rule.id, "res_id": check.id, "missing": "All", "reason": "Theft"}
        with self.assertRaisesRegex(UserError, "Nothing is written"):
            dialog.create({**vals, "res_model": check._name}).action_apply()
        self.assertFalse(self.env["hr.jobseeker.override"].search([("res_model", "=", check._name)]))


@tagged("post_install", "-at_install")
class TestDisclosureSecret(DisclosureCase, HttpCase):
    """Checkers and the data protection officer see them, nobody else does, and each look is on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check = cls._seen("with_content")

    def test_others_have_nothing(self):
        portal = self._portal_user(self.ana.partner_id)
        complaint = self._user("complaint", "jobseeker_relations.group_complaint_officer")
        for user in (portal, self.interviewer, self.officer, self.manager, self.passport_checker, complaint):
            checks = self.env["hr.jobseeker.disclosure"].with_user(user)
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(checks.has_access(operation), (user.name, operation))
            with self.assertRaises(AccessError):
                self.check.with_user(user).action_go_on()
        for user in (self.officer, self.manager, self.passport_checker):
            person = self.ana.with_user(user)
            for name in ("disclosure_ids", "disclosure_count", "may_ask_criminal_record", "why_no_criminal_record"):
                self.assertNotIn(name, person.fields_get())
                with self.assertRaises(AccessError):
                    person.read([name])
            with self.assertRaises(AccessError):
                person.search([("disclosure_ids.state", "=", "with_content")])
            with self.assertRaises(AccessError):
                person.action_ask_criminal_record()
            with self.assertRaises(AccessError):
                person.action_open_criminal_records()
            form = person.get_view(view_type="form")["arch"]
            self.assertNotIn("disclosure", form)
            self.assertNotIn("criminal", form)

    def test_the_data_officer_reads(self):
        check = self.check.with_user(self.data_officer)
        self.assertEqual(check.state, "with_content")
        for vals in ({"state": "clear"}, {"decision": "go_on"}, {"discussed_on": "2026-01-01"}):
            with self.assertRaises(AccessError):
                check.write(vals)
        form = check.get_view(view_type="form")["arch"]
        self.assertNotIn("action_clear", form)
        self.assertIn("decision", form)

    def test_company_b_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Company B"})
        groups = "jobseeker_relations.group_criminal_record_checker,jobseeker_relations.group_data_protection_officer"
        theirs = self._user("theirs", groups)
        theirs.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        checks = self.env["hr.jobseeker.disclosure"].with_user(theirs)
        self.assertFalse(checks.search([]))
        for call in (
            lambda: checks.browse(self.check.id).read(["state"]),
            lambda: checks.browse(self.check.id).action_withdraw(),
            lambda: checks.create({"jobseeker_id": self.ana.id, "applicant_id": self.application.id}),
            lambda: checks.onchange(
                {"applicant_id": self.application.id}, ["applicant_id"], {"job_id": {}, "level": {}}
            ),
        ):
            with self.assertRaises(AccessError):
                call()

    def _reads(self):
        log = self.env["hr.jobseeker.access.log"]
        rows = log.search([("res_model", "=", self.check._name)], order="id")
        told = [(row.user_id, row.kind, row.people) for row in rows]
        rows.unlink()
        return told

    def test_who_looks_is_on_record(self):
        mine = self.check.with_user(self.checker)
        asked = {
            "form": lambda: mine.read(["state"]),
            "person": lambda: self.ana.with_user(self.checker).web_read({"disclosure_ids": {"fields": {"state": {}}}}),
            "list": lambda: mine.web_search_read([], {"display_name": {}}),
            "search": lambda: mine.search([("state", "=", "with_content")]),
            "count": lambda: mine.search_count([("decision", "=", False)]),
            "groups": lambda: mine.formatted_read_group([], ["state"], ["__count"]),
        }
        self._reads()
        for name, look in asked.items():
            with self.subTest(name):
                self.env.invalidate_all()
                look()
                self.assertEqual(self._reads(), [(self.checker, "read", self.ana.ids)])
        mine.read(["jobseeker_id"])
        self.assertEqual(self._reads(), [])
        self.checker.group_ids += self.env.ref("base.group_allow_export")
        mine.export_data(["state"])
        self.assertIn((self.checker, "export", self.ana.ids), self._reads())

    def test_who_opens_the_persons_form_looks_at_no_check(self):
        person = self.ana.with_user(self.checker)
        arch = etree.fromstring(person.get_view(view_type="form")["arch"])
        names = set(arch.xpath("//field[not(ancestor::field)]/@name"))
        self.assertIn("disclosure_count", names)
        self.assertNotIn("disclosure_ids", names)
        self._reads()
        self.env.invalidate_all()
        [row] = person.web_read({name: {} for name in names})
        self.assertEqual((row["disclosure_count"], self._reads()), (1, []))
        action = person.action_open_criminal_records()
        found = self.env[action["res_model"]].with_user(self.checker).search(action["domain"])
        self.assertEqual((found, self._reads()), (self.check, []))
        found.web_read({"state": {}})
        self.assertEqual(self._reads(), [(self.checker, "read", self.ana.ids)])

    def test_an_upload_is_refused_and_gone(self):
        from odoo import http

        self.checker.password = "checker" * 3
        self.env.flush_all()
        self.authenticate(self.checker.login, "checker" * 3)
        answer = self.url_open(
            "/web/binary/upload_attachment",
            data={"model": self.check._name, "id": self.check.id, "csrf_token": http.Request.csrf_token(self)},
            files={"ufile": ("certificate.pdf", PDF, "application/pdf")},
        )
        self.assertIn("error", answer.text)
        self.env.invalidate_all()
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", self.check._name)]))

    def test_of_many_as_many_queries_as_of_few(self):
        def ask(count):
            applications = [self._offered(f"Many {count} {number}") for number in range(count)]
            vals = [{"jobseeker_id": one.jobseeker_id.id, "applicant_id": one.id} for one in applications]
            return self._count_queries(lambda: self.Disclosure.create(vals))

        ask(1)
        self.assertLessEqual(ask(10), ask(5) + 2)

    def test_the_gate_is_asked_for_all_at_once(self):
        ben = self._offered("Ben Able", self.job, stage_id=self.first_stage.id)
        cid = self._offered("Cid Able", self.job)
        vals = [{"jobseeker_id": one.jobseeker_id.id, "applicant_id": one.id} for one in (ben, cid, self.application)]
        with (
            patch.object(type(self.env["hr.jobseeker.rule"]), "_may_override", lambda _rule: False),
            self.assertRaisesRegex(UserError, "(?s)Ben Able.*Cid Able") as refused,
        ):
            self.Disclosure.create(vals)
        self.assertNotIn("Ana Able", str(refused.exception))
