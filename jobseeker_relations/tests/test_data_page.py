import re

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.jobseeker_relations.controllers.portal_data import MOST_A_DAY
from odoo.addons.jobseeker_relations.models.hr_jobseeker_retention_line import PURPOSE

from .data_case import DataCase


@tagged("post_install", "-at_install")
class TestDataPage(DataCase, HttpCase):
    """“My data” on the person's page, and the page behind the notice's link: GET shows, POST changes, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann = cls._jobseeker()
        user = cls._portal_user(cls.ann.partner_id)
        user.password = user.login
        cls.bea = cls._jobseeker("Bea Banks", "bea@example.org")

    def _post(self, path, **values):
        page = self.url_open(path.rpartition("/data")[0] or path)
        found = re.search(r'csrf_token: "([^"]+)"', page.text)
        answer = self.url_open(path, data={"csrf_token": found[1], **values})
        self.env.invalidate_all()
        return answer

    def _ask(self, **values):
        return self._post(f"/my/job-search/{self.ann.id}/data", **values)

    # --- my data --------------------------------------------------------------------------------------

    def test_they_ask_on_their_page(self):
        self.authenticate("ann.apple@example.org", "ann.apple@example.org")
        page = self._ask(kind="erasure", details="All of it")
        self.assertIn("We have your request", page.text)
        request = self.Request.search([("jobseeker_id", "=", self.ann.id)])
        self.assertEqual((request.kind, request.channel, request.details), ("erasure", "portal", "All of it"))
        self.assertTrue(request.due_on)
        self.assertIn(request.number, self.url_open(f"/my/job-search/{self.ann.id}").text)
        page = self._ask(kind="erasure")
        self.assertIn("asked already", page.text)
        self.assertEqual(len(self.ann._get_own_requests()), 1)

    def test_who_objects_on_their_page_gets_no_mailings_from_then_on(self):
        purpose = self.env.ref("jobseeker_relations.purpose_marketing_email")
        vals = {"jobseeker_id": self.ann.id, "purpose_id": purpose.id, "channel": "phone", "proof": "Yes"}
        consent = self.env["hr.jobseeker.consent"].create(vals)
        self.authenticate("ann.apple@example.org", "ann.apple@example.org")
        self.assertIn("We have your request", self._ask(kind="objection").text)
        self.assertEqual((consent.state, consent.withdrawn_channel), ("withdrawn", "portal"))
        self.assertFalse(consent.withdrawn_by_id, "they said so by themselves")
        self.assertTrue(self.ann._is_out_of_mailings())
        self.assertFalse(self.ann.do_not_contact)

    def test_nonsense_is_refused_kindly(self):
        self.authenticate("ann.apple@example.org", "ann.apple@example.org")
        for kind in ("", "nothing", "x" * 5000, "\x00", "erasure'--"):
            self.assertEqual(self._ask(kind=kind).status_code, 200)
        self.assertFalse(self.ann._get_own_requests())

    def test_not_a_script(self):
        self.authenticate("ann.apple@example.org", "ann.apple@example.org")
        kinds = ["access", "rectification", "erasure", "restriction", "objection", "portability"]
        for kind in kinds:
            self._ask(kind=kind)
        self.assertEqual(len(self.ann._get_own_requests()), MOST_A_DAY)

    def test_nobody_asks_for_somebody_else(self):
        self.authenticate("ann.apple@example.org", "ann.apple@example.org")
        page = self.url_open(f"/my/job-search/{self.ann.id}")
        token = re.search(r'csrf_token: "([^"]+)"', page.text)[1]
        answer = self.url_open(f"/my/job-search/{self.bea.id}/data", data={"csrf_token": token, "kind": "erasure"})
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.bea._get_own_requests())

    # --- keep my data ---------------------------------------------------------------------------------

    def _link(self):
        rule = self.env["hr.jobseeker.retention.rule"].create(
            {"name": "Ours", "source": "Ours", "company_id": self.company.id}
        )
        run = self.env["hr.jobseeker.retention.run"].create(
            {"rule_id": rule.id, "company_id": self.company.id, "erase_on": "2999-01-01"}
        )
        self.line = self.env["hr.jobseeker.retention.line"].create(
            {"run_id": run.id, "jobseeker_id": self.ann.id, "due_on": "2999-01-01"}
        )
        run.write({"state": "approved"})
        self.env.flush_all()
        return "/" + self.line._get_link(PURPOSE, 7).split("/", 3)[3]

    def test_one_tap_keeps_it(self):
        path = self._link()
        page = self.url_open(path)
        self.assertIn("Keep my data?", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.env.invalidate_all()
        self.assertEqual((self.line.state, self.ann.kept_data_on), ("planned", False))
        for _twice in range(2):
            page = self._post(path)
            self.assertIn("We keep your data", page.text)
        self.assertEqual((self.line.state, self.ann.kept_data_on), ("kept", fields.Date.today()))
        self.assertEqual(len(self.ann.contact_ids.filtered(lambda contact: contact.direction == "in")), 1)

    def test_a_list_that_is_done_asks_nothing(self):
        path = self._link()
        self.line.run_id.write({"state": "cancelled"})
        self.env.flush_all()
        self.assertIn("Nothing to decide", self.url_open(path).text)

    def test_other_links_open_nothing(self):
        path = self._link()
        for wrong in (path[:-4] + "AAAA", path.replace(PURPOSE, "terms"), path.rsplit("/", 1)[0] + "/x"):
            self.assertEqual(self.url_open(wrong).status_code, 404, wrong)
