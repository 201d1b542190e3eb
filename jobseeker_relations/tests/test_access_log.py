from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .caseload_case import CaseloadCase


@tagged("post_install", "-at_install")
class TestAccessLog(CaseloadCase):
    """Exports and reads of what is sensitive are written down: compliance.md §8 item 53."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jobseeker_caseload = "company"
        cls.guardian = cls._user("guardian", "jobseeker_relations.group_data_protection_officer", name="Gwen Guardian")
        for user in cls.officer, cls.guardian:
            user.group_ids += cls.env.ref("base.group_allow_export")
        kinds = {name: cls.env.ref(f"jobseeker_relations.need_type_{name}") for name in ("adjustments", "role")}
        cls.secret, cls.plain = cls.env["hr.jobseeker.need"].create(
            [{"jobseeker_id": cls.ann.id, "type_id": kind.id, "value": "A desk"} for kind in kinds.values()]
        )

    def _rows(self, *kind):
        rows = self.env["hr.jobseeker.access.log"].search([("kind", "in", kind)] if kind else [], order="id")
        return [(row.user_id, row.kind, row.res_model, set(row.people)) for row in rows]

    def test_an_export_is_a_row(self):
        self._as(self.officer, self.ann | self.ben).export_data(["name", "need_ids/value"])
        self.assertEqual(self._rows("export"), [(self.officer, "export", "hr.jobseeker", {self.ann.id, self.ben.id})])
        row = self.env["hr.jobseeker.access.log"].search([("kind", "=", "export")])
        self.assertEqual((row.people_count, row.columns), (2, "name\nneed_ids/value"))
        self.assertEqual(row.company_id, self.company)

    def test_an_export_of_what_hangs_on_people_or_leads_to_them_is_one(self):
        self._as(self.officer, self.plain).export_data(["value"])
        self._as(self.officer, self.ben.partner_id).export_data(["name", "jobseeker_ids/state"])
        self._as(self.officer, self.ben.partner_id).export_data(["name"])
        self.assertEqual(
            self._rows("export"),
            [
                (self.officer, "export", "hr.jobseeker.need", {self.ann.id}),
                (self.officer, "export", "res.partner", {self.ben.id}),
            ],
        )

    def test_a_refused_export_is_none(self):
        with self.assertRaises(UserError):
            self._as(self.colleague, self.ann).export_data(["name"])
        self.assertEqual(self._rows(), [])

    def test_reading_what_is_sensitive_is_a_row_a_day(self):
        expected = [(self.officer, "read", "hr.jobseeker.need", {self.ann.id})]
        for _time in range(2):
            self._as(self.officer, self.ann).web_read({"need_ids": {"fields": {"value": {}}}})
        self.assertEqual(self._rows("read"), expected)
        with freeze_time(self.env.cr.now() + timedelta(days=1)):
            self._as(self.officer, self.secret).read(["value"])
        self.assertEqual(self._rows("read"), expected * 2)

    def test_the_history_of_it_is_sensitive_too(self):
        self._as(self.officer, self.secret.change_ids).read(["new"])
        self.assertEqual(self._rows("read"), [(self.officer, "read", "hr.jobseeker.need.change", {self.ann.id})])

    def test_what_is_not_sensitive_or_says_nothing_is_no_row(self):
        self._as(self.officer, self.plain).read(["value"])
        self._as(self.officer, self.secret).read(["state", "jobseeker_id"])
        self._as(self.officer, self.ann).read(["name"])
        self.secret.read(["value"])  # the system
        self.assertEqual(self._rows(), [])

    def test_a_list_costs_the_same_whatever_its_length(self):
        self._as(self.officer, self.secret).read(["value"])  # rules and groups are known from now on
        counts = []
        kind = self.secret.type_id.id
        for size in (5, 10):
            people = [self._person(f"S{size}{number}", self.officer) for number in range(size)]
            needs = self.env["hr.jobseeker.need"].create(
                [{"jobseeker_id": person.id, "type_id": kind, "value": "x"} for person in people]
            )
            mine = self._as(self.officer, needs)
            counts.append(self._count_queries(lambda: mine.read(["value"])))  # noqa: B023
        self.assertEqual(counts[0], counts[1])

    def test_the_data_protection_officer_reads_it_and_nobody_changes_it(self):
        self._as(self.officer, self.ann).export_data(["name"])
        row = self.env["hr.jobseeker.access.log"].search([])
        for user in (self.officer, self.colleague, self.interviewer):
            with self.assertRaises(AccessError):
                self._as(user, row).read(["user_id"])
        mine = self._as(self.guardian, row)
        self.assertEqual(mine.jobseeker_ids.ids, self.ann.ids)
        self.assertEqual(mine.search([("jobseeker_ids", "in", self.ann.ids)]), row)
        self.assertFalse(mine.search([("jobseeker_ids", "in", self.ben.ids)]))
        self.assertEqual(mine.search([("jobseeker_ids", "ilike", "Ann")]), row)
        for call in (lambda: mine.write({"people_count": 0}), mine.unlink, lambda: mine.create({"kind": "read"})):
            with self.assertRaises(AccessError):
                call()
        other = self.env["res.company"].create({"name": "Other"})
        self.guardian.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        self.assertFalse(self._as(self.guardian, row).search([]))
