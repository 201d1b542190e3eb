from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.jobseeker_relations.models import hr_jobseeker_access_log

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
        # what a contact says of a jobseeker is the jobseeker's data, whichever list it is taken from
        self._as(self.officer, self.ben.partner_id).export_data(["name", "email"])
        self.assertEqual(
            self._rows("export"),
            [
                (self.officer, "export", "hr.jobseeker.need", {self.ann.id}),
                (self.officer, "export", "res.partner", {self.ben.id}),
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

    def test_to_ask_for_what_is_sensitive_is_to_read_it(self):
        """By a search, found or not, by groups, by orders, by names that are proposed, and from their person."""
        of_ann = [("jobseeker_id", "=", self.ann.id)]
        expected = [(self.officer, "read", "hr.jobseeker.need", {self.ann.id})]
        kind = self.secret.type_id.name
        asked = {
            "search": lambda needs: needs.search([("value", "ilike", "desk")]),
            "count": lambda needs: needs.search_count([("value", "ilike", "desk")]),
            "page": lambda needs: needs.search([("value", "ilike", "desk")], limit=5),
            "group": lambda needs: needs.formatted_read_group([], ["value"], ["__count"]),
            "groups": lambda needs: needs.web_read_group([], ["name"], ["__count"]),
            "names": lambda needs: needs.name_search(kind),
            "all names": lambda needs: needs.name_search(),
            "person": lambda needs: self._as(self.officer, self.ann).search([("need_ids.value", "ilike", "desk")]),
            "typed": lambda needs: needs.search([("place", "=", False)]),
            "not found": lambda needs: needs.search([("value", "=", "A bicycle")]),
            "eliminated": lambda needs: needs.search_count([*of_ann, ("value", "not ilike", "desk")], limit=1),
            "denied": lambda needs: needs.search(["!", "|", ("value", "ilike", "desk"), ("place", "=", "Lisbon")]),
            "denied in turn": lambda needs: needs.search(["!", ("choice_id", "child_of", [])]),
            "in other words": lambda needs: needs.search([("id", "any", [("value", "=", "A bicycle")])]),
            "order": lambda needs: needs.search_read([], ["jobseeker_id"], order="kind, value desc", limit=1),
            "function": lambda needs: needs.search_read([], ["jobseeker_id"], order="value:max"),
            "person's order": lambda needs: self._as(self.officer, self.ann).web_read(
                {"need_ids": {"fields": {"jobseeker_id": {}}, "order": "value"}}
            ),
            "having": lambda needs: needs.formatted_read_group(
                [], ["jobseeker_id"], ["__count"], having=["!", ("value:max", ">=", "Z")]
            ),
            "order of groups": lambda needs: needs.formatted_read_group(
                [], ["jobseeker_id"], ["__count"], order="value:max desc"
            ),
            "order of sets": lambda needs: needs.formatted_read_grouping_sets(
                [], [["jobseeker_id"], []], ["__count"], order="value:max"
            ),
        }
        for name, ask in asked.items():
            with self.subTest(name):
                self.env["hr.jobseeker.access.log"].search([]).unlink()
                ask(self._as(self.officer, self.env["hr.jobseeker.need"]))
                self.assertEqual(self._rows("read"), expected)
        self.env["hr.jobseeker.access.log"].search([]).unlink()
        self._as(self.colleague, self.env["hr.jobseeker.need"]).search([("value", "ilike", "desk")])  # reads none
        self._as(self.officer, self.env["hr.jobseeker.need"]).search([("jobseeker_id", "=", self.ann.id)])
        self._as(self.officer, self.env["hr.jobseeker.need"]).search([("state", "=", "open")], order="jobseeker_id, id")
        self.assertEqual(self._rows(), [])

    def test_those_among_whom_one_looks_are_written_down(self):
        """Who is not found is told of as well: they do not have it."""
        cy = self._person("Cy", self.officer)
        vals = {"type_id": self.secret.type_id.id, "value": "A lift"}
        self.env["hr.jobseeker.need"].create([{"jobseeker_id": one.id, **vals} for one in (cy, self.ben)])
        lift, mine = ("value", "=", "A lift"), self._as(self.officer, self.env["hr.jobseeker.need"])
        for domain, told in (
            ([lift, ("jobseeker_id", "=", self.ann.id)], {self.ann.id}),
            ([lift], {self.ann.id, cy.id}),  # Ben's is not theirs to read
            (["|", lift, ("jobseeker_id", "=", self.ann.id)], {self.ann.id, cy.id}),
        ):
            self.env["hr.jobseeker.access.log"].search([]).unlink()
            mine.search_count(domain)
            self.assertEqual(self._rows("read"), [(self.officer, "read", "hr.jobseeker.need", told)])

    def test_in_a_crowd_who_is_found_is_written_down(self):
        cy = self._person("Cy", self.officer)
        self.env["hr.jobseeker.need"].create(
            {"jobseeker_id": cy.id, "type_id": self.secret.type_id.id, "value": "A lift"}
        )
        with patch.object(hr_jobseeker_access_log, "MOST_ASKED", 1):
            self._as(self.officer, self.env["hr.jobseeker.need"]).search([("value", "=", "A lift")], limit=1)
        self.assertEqual(self._rows("read"), [(self.officer, "read", "hr.jobseeker.need", {cy.id})])

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
