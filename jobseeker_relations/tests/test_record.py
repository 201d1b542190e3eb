from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY, JobseekerCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRecord(JobseekerCase):
    """What an inspector asks for, and what is missing of it (compliance.md §8, item 66)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jobseeker = cls._application().jobseeker_id
        cls.manager = cls._user("manager", "hr_recruitment.group_hr_recruitment_manager")

    def _gaps(self):
        record = self.jobseeker.with_user(self.manager)._get_record()
        return {entry.label for entry in record if entry.owed and not entry.held}

    def test_what_is_missing_is_named_until_it_is_there(self):
        self.assertLessEqual({"Name and address", "Terms agreed, and their changes", "What they want"}, self._gaps())
        self.jobseeker.partner_id.write({"street": "Fő utca 1", "city": "Budapest"})
        pay = self.env.ref("jobseeker_relations.need_type_pay")
        self.env["hr.jobseeker.need"].create({"jobseeker_id": self.jobseeker.id, "type_id": pay.id, "value": "28000"})
        terms = self.env["hr.jobseeker.terms"].create({"name": "Ours", "text": "<p>Ours</p>"})
        agreement = self.env["hr.jobseeker.agreement"].create({"jobseeker_id": self.jobseeker.id, "terms_id": terms.id})
        agreement.write({"state": "agreed"})
        self.assertFalse({"Name and address", "Terms agreed, and their changes", "What they want"} & self._gaps())

    def test_it_is_printed_for_administrators_with_its_gaps(self):
        report = self.env["ir.actions.report"].with_user(self.manager)
        html, _kind = report._render_qweb_html("jobseeker_relations.report_hr_jobseeker_record", self.jobseeker.ids)
        self.assertIn("Anna Kovács", html.decode())
        self.assertIn("Missing", html.decode())

    def test_another_company_prints_nothing(self):
        other = self._user("elsewhere", "hr_recruitment.group_hr_recruitment_manager")
        company = self.env["res.company"].create({"name": "B"})
        other.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(other)._render_qweb_html(
                "jobseeker_relations.report_hr_jobseeker_record", self.jobseeker.ids
            )
