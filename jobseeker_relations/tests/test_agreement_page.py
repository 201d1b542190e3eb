import re
from base64 import b64encode
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .agreement_case import AgreementCase
from .page_case import PageCase

#: A white point.
DRAWING = "data:image/png;base64," + (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestAgreementPage(AgreementCase, PageCase):
    """The page behind the link of the letter: GET shows, POST answers once, and nothing about anybody else."""

    purpose, days = "terms", 30

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agreement = cls._offer()
        cls.agreement.action_send()
        cls.path = cls._path(cls.agreement)

    def test_the_page_shows_and_changes_nothing(self):
        before = self.env["hr.jobseeker.agreement"].sudo().browse(self.agreement.id).read()
        page = self._get()
        self.assertEqual(page.status_code, 200)
        for words in ("Coach you", "We do what we say", "every 3 days", "I agree", "Ana"):
            self.assertIn(words, page.text)
        self.url_open(self.path + "?answer=accept&name=Ana")
        self.env.invalidate_all()
        self.assertEqual(self.env["hr.jobseeker.agreement"].sudo().browse(self.agreement.id).read(), before)
        self.assertFalse(self.ana.contact_ids.filtered(lambda contact: contact.direction == "in"))
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_yes_with_a_name_and_again(self):
        page = self._post(answer="accept", name="  Ana  Costa ", signature=DRAWING)
        self.assertIn("You agreed on", page.text)
        self.assertIn("Lisbon", page.text)
        self.assertRecordValues(
            self.agreement, [{"state": "agreed", "agreed_channel": "portal", "agreed_by": "Ana Costa"}]
        )
        self.assertTrue(self.agreement.agreed_ip and self.agreement.signature)
        self.assertEqual(self.ana.agreement_id.id, self.agreement.id)
        [word] = self.ana.contact_ids.filtered(lambda contact: contact.direction == "in")
        self.assertEqual((word.channel, word.qualifying), ("portal", True))
        self.assertFalse(self.ana.waiting_since, "a yes asks for no answer")
        self.assertIn("Agreed to the terms", self.ana.message_ids[0].body)
        self.assertIn(self.officer.partner_id, self.ana.message_ids[0].notified_partner_ids)

        agreed_at = self.agreement.agreed_at
        for again in ({"answer": "accept", "name": "Mallory"}, {"answer": "decline", "reason": "no"}):
            page = self._post(**again)
            self.assertIn("You agreed on", page.text)
        self.assertRecordValues(self.agreement, [{"agreed_by": "Ana Costa", "agreed_at": agreed_at}])
        self.assertEqual(len(self.ana.contact_ids.filtered(lambda contact: contact.direction == "in")), 1)

    def test_yes_needs_a_name_and_no_drawing(self):
        page = self._post(answer="accept", name="   ")
        self.assertIn("Please type your full name", page.text)
        self.assertEqual(self.agreement.state, "sent")
        broken = "data:image/png;base64," + b64encode(b"no picture").decode()
        self._post(answer="accept", name="Ana", signature=broken)
        self.assertEqual((self.agreement.state, self.agreement.signature), ("agreed", False))

    def test_a_fault_of_the_yes_is_not_taken_for_one_of_the_paper(self):
        answer = {"state": "agreed", "agreed_channel": "phone"}
        with self.assertRaises(ValueError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.agreement.sudo().write({**answer, "agreed_by": "A\0"})
        with (
            patch.object(type(self.agreement), "_make_pdf", side_effect=SerializationFailure),
            self.assertRaises(SerializationFailure),
            self.env.cr.savepoint(),
        ):
            self.agreement.write(answer)
        with (
            patch.object(type(self.agreement), "_make_pdf", side_effect=OSError),
            self.assertLogs("odoo.addons.jobseeker_relations", "WARNING"),
        ):
            self.agreement.write(answer)
        self.assertEqual(self.agreement.state, "agreed")

    def test_the_same_terms_wait_once(self):
        again = self._offer()
        with self.assertRaisesRegex(UserError, "waits for an answer"):
            again.action_send()
        self.agreement.action_withdraw()
        again.action_send()
        self.assertEqual(again.state, "sent")

    def test_no_with_a_reason_waits_for_an_answer(self):
        page = self._post(answer="decline", reason="I would rather be rung up")
        self.assertIn("You said no on", page.text)
        self.assertRecordValues(
            self.agreement,
            [
                {
                    "state": "declined",
                    "decline_reason": "I would rather be rung up",
                    "declined_channel": "portal",
                    "declined_by": "Ana",
                }
            ],
        )
        self.assertTrue(self.ana.waiting_since)
        self.assertFalse(self.ana.agreement_id)

    def test_where_nobody_advises_the_manager_hears(self):
        self.officer.active = False
        self._post(answer="decline")
        self.assertIn(self.manager.partner_id, self.ana.message_ids[0].notified_partner_ids)

    def test_an_answer_needs_the_page(self):
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self.url_open(self.path, data={"answer": "accept", "name": "Ana"})
        self.assertEqual(answer.status_code, 400)
        self.env.invalidate_all()
        self.assertEqual(self.agreement.state, "sent")

    def test_links_that_open_nothing_look_the_same(self):
        with freeze_time("2026-01-01"):
            expired = self._path(self.agreement, days=1)
        withdrawn = self._offer(self._person("Bo"))
        withdrawn.action_send()
        revoked = self._path(withdrawn)
        withdrawn.action_withdraw()
        paths = {
            "made up": "/jobseeker/terms/abc",
            "expired": expired,
            "of another purpose": self._path(self.agreement, "plan").replace("/plan/", "/terms/"),
            "withdrawn": revoked,
            "no paper yet": self.path + "/pdf",
        }
        for name, path in paths.items():
            with self.subTest(name):
                self.assertEqual(self._get(path).status_code, 404)

    def test_revoked_links_open_no_terms(self):
        self.ana.with_user(self.officer).action_revoke_links()
        self.assertEqual(self._get().status_code, 404)

    def test_a_stranger_at_a_mistyped_address_keeps_nothing(self):
        page = "/" + self.ana._get_link("calendar", 30).split("/", 3)[3]
        ana = self.ana.with_user(self.officer)
        ana.write({"phone": "+351900000000", "email": " ANA@example.com"})
        self.assertEqual(self._get().status_code, 200, "the same address, typed otherwise")
        ana.email = "ana.costa@example.com"
        self.assertEqual(self._get().status_code, 404)
        self.assertEqual(self._get(page).status_code, 404)
        self.assertEqual(self._get(self._path(self.agreement)).status_code, 200)

    def test_the_copy_comes_through_the_same_link(self):
        self._post(answer="accept", name="Ana")
        self.agreement.sudo().pdf_id = self.env["ir.attachment"].create({"name": "copy.pdf", "raw": b"%PDF-1.4"})
        self.assertIn("Download as PDF", self._get().text)
        copy = self._get(self.path + "/pdf")
        self.assertEqual((copy.content, copy.headers["Content-Type"]), (b"%PDF-1.4", "application/pdf"))
        self.agreement.write({"state": "ended"})
        page = self._get()
        self.assertIn("This agreement ended on", page.text)
        self.assertIn("We do what we say", page.text)

    # --- with an account ----------------------------------------------------------------------------

    def _sign_in(self, person):
        group = fields.Command.set(self.env.ref("base.group_portal").ids)
        login = person.partner_id.email
        self.env["res.users"].create(
            {"login": login, "password": login, "partner_id": person.partner_id.id, "group_ids": [group]}
        )
        self.authenticate(login, login)

    def test_the_portal_shows_and_ends(self):
        self._sign_in(self.ana)
        page = self._get(f"/my/job-search/{self.ana.id}")
        self.assertIn("These terms wait for your answer", page.text)
        withdrawn = self._offer(terms=self._terms("Withdrawn terms"))
        withdrawn.action_send()
        withdrawn.action_withdraw()
        self.agreement.write({"state": "agreed"})
        page = self._get(f"/my/job-search/{self.ana.id}")
        self.assertIn("Coach you", page.text)
        self.assertNotIn("Withdrawn terms", page.text)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        path = f"/my/job-search/{self.ana.id}/agreement/{self.agreement.id}/end"
        self.assertEqual(self.url_open(path).status_code, 405)
        self.env.invalidate_all()
        self.assertEqual(self.agreement.state, "agreed")
        for _twice in range(2):
            page = self.url_open(path, data={"csrf_token": token, "reason": "Found work"})
            self.assertIn("Ended on", page.text)
        self.env.invalidate_all()
        self.assertRecordValues(
            self.agreement, [{"state": "ended", "ended_by": "jobseeker", "end_reason": "Found work"}]
        )

    def test_nobody_ends_anothers(self):
        bo = self._person("Bo")
        self.agreement.write({"state": "agreed"})
        self._sign_in(bo)
        page = self._get(f"/my/job-search/{bo.id}")
        self.assertNotIn("Our terms", page.text)
        self.assertIn("Nothing is agreed yet", page.text)
        found = re.search(r'csrf_token: "([^"]+)"', page.text)
        for jobseeker in (self.ana, bo):
            path = f"/my/job-search/{jobseeker.id}/agreement/{self.agreement.id}/end"
            self.assertEqual(self.url_open(path, data={"csrf_token": found[1]}).status_code, 404)
        self.env.invalidate_all()
        self.assertEqual(self.agreement.state, "agreed")
