from unittest.mock import patch

from odoo.tests import tagged

from ..models import hr_jobseeker_search
from .policy_case import PolicyCase


@tagged("post_install", "-at_install")
class TestSearch(PolicyCase):
    """Whoever types what they know of a person finds them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ana = cls._person("Ana Searched", partner_vals={"phone": "+351 912-345 678"})
        cls.bo = cls._person("Bo Searched", partner_vals={"phone": False}, adviser_id=cls.manager.id)
        cls.people = cls.ana | cls.bo
        cls.officer.name = "Olga Looked-Up"

    def _find(self, *domain, model="hr.jobseeker"):
        return self.env[model].with_user(self.manager).search([*domain])

    def test_a_number_however_it_is_written(self):
        for text in ("+351912345678", "00351 912 345 678", "912-345", "912345678", "(351) 912.345.678"):
            self.assertEqual(self._find(("search_text", "ilike", text)), self.ana, text)
        self.assertFalse(self._find(("search_text", "ilike", "+351 900 000 000")))
        self.ana.phone = "+44 20 7946 0000"
        for text in ("02079460000", "020 7946 0000", "0044 20 7946 0000", "7946 0000"):
            self.assertEqual(self._find(("search_text", "ilike", text)), self.ana, text)
        self.ana.phone = "020 7946 0000"
        self.assertEqual(self._find(("search_text", "ilike", "(020) 79460000")), self.ana)

    def test_name_and_address(self):
        self.assertEqual(self._find(("search_text", "ilike", "a searched")), self.ana)
        self.assertEqual(self._find(("display_name", "ilike", "bo.searched@example.com")), self.bo)

    def test_a_person_is_named_exactly(self):
        Jobseeker = self.env["hr.jobseeker"].with_user(self.manager)
        for text in ("Ana Searched", "ana.searched@example.com", "+351 912-345 678"):
            found = [person_id for person_id, _name in Jobseeker.name_search(text, operator="=")]
            self.assertEqual(found, self.ana.ids, text)
        for text in ("Ana", "ana searched", "Ana Searched ana.searched@example.com"):
            self.assertFalse(Jobseeker.name_search(text, operator="="), text)
        among = ("id", "in", self.people.ids)
        self.assertEqual(self._find(("display_name", "in", ["Ana Searched", "Nobody"]), among), self.ana)
        self.assertEqual(self._find(("display_name", "!=", "ana.searched@example.com"), among), self.bo)

    def test_a_contact_is_imported_for_a_person_by_name(self):
        values = [["Ana Searched", "in", "email"], ["bo.searched@example.com", "out", "email"]]
        result = self.Contact.load(["jobseeker_id", "direction", "channel"], values)
        self.assertFalse(result["messages"])
        self.assertEqual(self.Contact.browse(result["ids"]).jobseeker_id, self.people)

    def test_the_job_applied_for(self):
        job = self.env["hr.job"].create({"name": "Underwater Welder"})
        self.env["hr.applicant"].create(
            {"partner_id": self.ana.partner_id.id, "partner_name": "Ana Searched", "job_id": job.id}
        )
        self.assertEqual(self._find(("job_ids", "ilike", "underwater")), self.ana)
        self.assertEqual(self._find(("job_ids", "in", job.ids)), self.ana)
        self.assertFalse(self._find(("job_ids", "ilike", "astronaut")))
        self.assertNotIn(self.ana, self._find(("job_ids", "not ilike", "underwater")))
        job.active = False
        self.assertEqual(self._find(("job_ids", "ilike", "underwater")), self.ana)
        self.assertEqual(self.ana.job_ids, job)

    def test_names_are_looked_up_first_and_find_the_same(self):
        self._spoke(self.ana, "2026-03-02 10:00:00").sudo()
        contact = self.Contact.with_user(self.officer).create(
            {"jobseeker_id": self.ana.id, "direction": "out", "channel": "phone", "outcome": "reached"}
        )
        row = self.FollowUp.create(
            {"jobseeker_id": self.ana.id, "policy_id": self.policy.id, "scheduled_at": "2026-03-09 10:00:00"}
        )
        searches = [
            (self.ana, ("adviser_id", "ilike", "looked-up"), ("id", "in", self.people.ids)),
            (self.bo, ("adviser_id", "not ilike", "looked-up"), ("id", "in", self.people.ids)),
            (self.people, "|", ("adviser_id", "ilike", "looked-up"), ("policy_id", "ilike", "weekly")),
            (self.ana.browse(), ("adviser_id", "ilike", "nobody of that name")),
            (contact, ("user_id", "ilike", "looked-up"), ("jobseeker_id", "in", self.ana.ids)),
            (row, ("adviser_id", "ilike", "looked-up"), ("jobseeker_id", "ilike", "ana searched")),
        ]
        for few in (hr_jobseeker_search.FEW, 0):
            with patch.object(hr_jobseeker_search, "FEW", few):
                for expected, *domain in searches:
                    found = self._find(*domain, model=expected._name)
                    self.assertEqual(set(found), set(expected), domain)
