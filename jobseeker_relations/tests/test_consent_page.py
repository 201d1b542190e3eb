import re
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .consent_case import ConsentCase
from .page_case import PageCase


@tagged("post_install", "-at_install")
class TestPermissionsPage(ConsentCase, PageCase):
    """Behind the link of a letter and on the portal: GET shows, POST answers, one tap each."""

    purpose, days = "permissions", 30

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.path = cls._path(cls.ana)
        cls.way_out = cls._path(cls.ana, "unsubscribe")

    def _post(self, path=None, **values):
        return self._press(self._get(path), path, **values)

    def _press(self, page, path=None, **values):
        """The button of a page that was opened before, with what its form carries."""
        token = self._read_token(page)
        read = re.search(
            rf'name="purpose" value="{values.get("purpose")}"/>\s*<input[^>]*name="read" value="(\w+)"', page.text
        )
        answer = self.url_open(path or self.path, data={"csrf_token": token, "read": read and read[1], **values})
        self.env.invalidate_all()
        return answer

    def test_the_page_shows_and_changes_nothing(self):
        page = self._get()
        self.assertEqual(page.status_code, 200)
        for words in ("Your permissions", "Ana", "Keep me in mind for later jobs", self.pool_purpose.wording):
            self.assertIn(words, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.url_open(f"{self.path}?purpose={self.pool_purpose.id}&answer=yes")
        self._get(self.way_out)
        self.env.invalidate_all()
        self.assertFalse(self.ana.consent_ids or self.ana.contact_ids)

    def test_a_yes_and_a_no(self):
        page = self._post(purpose=self.pool_purpose.id, answer="yes")
        self.assertIn("It holds until", page.text)
        [consent] = self.ana.consent_ids
        self.assertRecordValues(
            consent, [{"state": "given", "channel": "page", "recorded_by_id": False, "code": "talent_pool"}]
        )
        self.assertTrue(consent.ip and consent.user_agent)
        self._post(purpose=self.pool_purpose.id, answer="yes")
        self.assertEqual(self.ana.consent_ids, consent, "the same answer twice is one")
        page = self._post(purpose=self.pool_purpose.id, answer="no")
        self.assertIn("You said no on", page.text)
        self.assertRecordValues(consent, [{"state": "withdrawn", "withdrawn_channel": "page"}])
        words = self.ana.contact_ids.filtered(lambda word: word.direction == "in")
        self.assertEqual(len(words), 2)
        self.assertFalse(self.ana.waiting_since, "a tap asks for no answer")

    def test_an_answer_is_kept_in_the_language_that_was_read(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.pool_purpose.with_context(lang="fr_FR").wording = "Vous me gardez en mémoire."
        self.ana.partner_id.lang = "fr_FR"
        self.assertIn("Vous me gardez en mémoire.", self._get().text)
        self._post(purpose=self.pool_purpose.id, answer="yes")
        self.assertEqual((self.ana.consent_ids.lang, self.ana.consent_ids.wording[:4]), ("fr_FR", "Vous"))

    def test_words_that_changed_meanwhile_are_read_first(self):
        page = self._get()
        self.pool_purpose.wording = "You may do whatever you like."
        answer = self._press(page, purpose=self.pool_purpose.id, answer="yes")
        self.assertIn("The words have changed meanwhile", answer.text)
        self.assertIn("whatever you like", answer.text)
        self.assertFalse(self.ana.consent_ids)
        self._press(answer, purpose=self.pool_purpose.id, answer="yes")
        self.assertEqual(self.ana.consent_ids.wording, "You may do whatever you like.")
        self.pool_purpose.wording = "You may do less."
        self._press(answer, purpose=self.pool_purpose.id, answer="no")
        self.assertEqual(self.ana.consent_ids.state, "withdrawn", "a no needs no reading")

    def test_a_yes_to_other_words_is_another(self):
        self._post(purpose=self.pool_purpose.id, answer="yes")
        first = self.ana.consent_ids
        self.pool_purpose.wording = "You may keep my details."
        self.env.flush_all()
        page = self._get()
        self.assertIn("to other words than these", page.text)
        self._press(page, purpose=self.pool_purpose.id, answer="yes")
        second = self.ana.consent_ids - first
        self.assertEqual((first.state, second.state), ("renewed", "given"))
        self.assertEqual((second.version, second.wording), (2, "You may keep my details."))

    def test_the_page_speaks_the_language_in_which_the_answer_is_kept(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.pool_purpose.with_context(lang="fr_FR").wording = "Vous me gardez en mémoire."
        self.ana.partner_id.lang = False
        self.company.partner_id.lang = "en_US"
        self.env.flush_all()
        page = self.url_open(self.path, headers={"Accept-Language": "fr-FR,fr;q=0.9"})
        self.assertNotIn("Vous me gardez", page.text)
        self.assertIn(self.pool_purpose.wording, page.text)
        self._press(page, purpose=self.pool_purpose.id, answer="yes")
        self.assertEqual(
            (self.ana.consent_ids.lang, self.ana.consent_ids.wording), ("en_US", self.pool_purpose.wording)
        )

    def test_what_was_not_asked_changes_nothing(self):
        hidden = self._purpose("monitoring")
        hidden.is_on_page = False
        for values in (
            {"purpose": hidden.id, "answer": "yes"},
            {"purpose": "0", "answer": "yes"},
            {"purpose": "9" * 30, "answer": "yes"},
            {"purpose": self.pool_purpose.id, "answer": "maybe"},
            {"purpose": self.pool_purpose.id},
            {},
        ):
            with self.subTest(values):
                self.assertEqual(self._post(**values).status_code, 200)
        self.assertFalse(self.ana.consent_ids)

    def test_an_answer_needs_the_page(self):
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self.url_open(self.path, data={"purpose": self.pool_purpose.id, "answer": "yes"})
        self.assertEqual(answer.status_code, 400)

    def test_links_that_open_nothing_look_the_same(self):
        with freeze_time("2026-01-01"):
            expired = self._path(self.ana, days=1)
        paths = {
            "made up": "/jobseeker/permissions/abc",
            "expired": expired,
            "of another purpose": self.way_out.replace("/unsubscribe/", "/permissions/"),
            "made up, out": "/jobseeker/unsubscribe/abc",
            "of another purpose, out": self.path.replace("/permissions/", "/unsubscribe/"),
            "no notice": "/jobseeker/privacy/999999",
            "no number": "/jobseeker/privacy/99999999999999999999",
        }
        for name, path in paths.items():
            with self.subTest(name):
                self.assertEqual(self._get(path).status_code, 404)
        self.ana._revoke_links()
        self.assertEqual(self._get().status_code, 404)
        self.assertEqual(self.url_open(self.way_out, data={"x": "y"}).status_code, 404)

    # --- the way out --------------------------------------------------------------------------------

    def test_one_click_of_a_mail_program(self):
        [mail] = self._mailing(self.ana)
        mail.jobseeker_held_until = fields.Datetime.add(fields.Datetime.now(), days=2)
        self.env.flush_all()
        for _twice in range(2):
            answer = self.url_open(self.way_out, data={"List-Unsubscribe": "One-Click"})
            self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        [consent] = self.ana.consent_ids
        self.assertRecordValues(
            consent, [{"state": "withdrawn", "given_at": False, "withdrawn_channel": "page", "code": "marketing_email"}]
        )
        self.assertIn("mail program", consent.withdrawn_note)
        self.assertEqual(mail.state, "cancel")
        self.assertTrue(self.env["hr.jobseeker.suppression"].search([]))

    def test_the_way_out_by_hand(self):
        page = self._get(self.way_out)
        self.assertIn("No more mailings", page.text)
        self.assertNotIn("You get no more e-mails", page.text)
        self.assertIn("You get no more e-mails", self.url_open(self.way_out, data={"x": ""}).text)
        self.assertIn("You get no more e-mails", self._get(self.way_out).text)
        self.env.invalidate_all()
        self.assertEqual(self.ana.consent_ids.state, "withdrawn")

    def test_the_link_of_a_mailing_opens_no_other_page(self):
        """Who was passed the mailing learns and says nothing else: the page goes to the person, once a day."""
        page = self._get(self.way_out)
        self.assertNotIn("/jobseeker/permissions/", page.text)
        for _twice in range(2):
            answer = self._press(page, f"{self.way_out}/page")
            self.assertIn("goes to your e-mail address", answer.text)
            self.assertNotIn("/jobseeker/permissions/", answer.text)
        [letter] = self.Mail.search([("subject", "=", "All that you permit")])
        self.assertEqual(letter.recipient_ids, self.ana.partner_id)
        self.assertFalse(self.ana.consent_ids, "to ask for the page is no no")
        link = re.search(r'href="[^"]*(/jobseeker/permissions/[^"]*)"', letter.body_html)[1]
        self.assertNotIn(link, letter.mail_message_id.body)
        self.assertIn("Your permissions", self._get(link).text)
        with self.assertLogs("odoo.http", "WARNING"):
            self.assertEqual(self.url_open(f"{self.way_out}/page", data={"x": "y"}).status_code, 400)

    def test_the_way_out_outlives_the_purpose(self):
        [mail] = self._mailing(self.ana)
        mail.jobseeker_held_until = fields.Datetime.add(fields.Datetime.now(), days=2)
        self.mailings.active = False
        self.env.flush_all()
        page = self.url_open(self.way_out, data={"List-Unsubscribe": "One-Click"})
        self.assertIn("You get no more e-mails", page.text)
        self.env.invalidate_all()
        self.assertEqual((self.ana.consent_ids.state, mail.state), ("withdrawn", "cancel"))
        self.mailings.code = "letters"
        self.env.flush_all()
        other = self._path(self.elsa, "unsubscribe")
        self.assertIn("You get no more e-mails", self.url_open(other, data={"List-Unsubscribe": "One-Click"}).text)
        self.env.invalidate_all()
        self.assertFalse(self.elsa.consent_ids)
        self.assertIn(self.elsa, self.env["hr.jobseeker.suppression"]._find(self.elsa, "marketing_email"))

    # --- the notice ---------------------------------------------------------------------------------

    def test_the_notice_is_for_everybody_once_it_holds(self):
        notice = self.env.ref("jobseeker_relations.privacy_notice_default")
        page = self._get(f"/jobseeker/privacy/{notice.id}?lang=xx_XX")
        self.assertIn("Your rights", page.text)
        later = notice.copy({"valid_from": "2999-01-01"})
        self.assertEqual(self._get(f"/jobseeker/privacy/{later.id}").status_code, 404, "still being written")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["hr.jobseeker.privacy.given"].search([]).unlink()
        notice.with_context(lang="fr_FR").text = "<p>Vos droits</p>"
        self.assertIn("Vos droits", self._get(f"/jobseeker/privacy/{notice.id}?lang=fr_FR").text)

    # --- with an account ----------------------------------------------------------------------------

    def _sign_in(self, person):
        group = fields.Command.set(self.env.ref("base.group_portal").ids)
        login = person.partner_id.email
        self.env["res.users"].create(
            {"login": login, "password": login, "partner_id": person.partner_id.id, "group_ids": [group]}
        )
        self.authenticate(login, login)

    def test_the_portal(self):
        self._sign_in(self.ana)
        page = self._get(f"/my/job-search/{self.ana.id}")
        self.assertIn("My permissions", page.text)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        path = f"/my/job-search/{self.ana.id}/permissions"
        self.assertEqual(self.url_open(path).status_code, 405)
        read = self.pool_purpose.with_context(lang=self.ana._get_letter_lang())._get_reading()
        values = {"csrf_token": token, "purpose": self.pool_purpose.id, "read": read}
        self.assertIn("The words have changed", self.url_open(path, data={**values, "answer": "yes", "read": "x"}).text)
        self.assertIn("Your answer is kept", self.url_open(path, data={**values, "answer": "yes"}).text)
        self.env.invalidate_all()
        self.assertEqual((self.ana.consent_ids.state, self.ana.consent_ids.channel), ("given", "portal"))
        self.url_open(path, data={**values, "answer": "no"})
        self.env.invalidate_all()
        self.assertEqual(self.ana.consent_ids.state, "withdrawn")
        foreign = f"/my/job-search/{self.elsa.id}/permissions"
        self.assertEqual(self.url_open(foreign, data={**values, "answer": "yes"}).status_code, 404)

    def test_two_taps_at_once_are_one(self):
        """Where the second of two did not wait its turn, the index refuses it; see test_consent_browser for both."""
        from psycopg2.errors import UniqueViolation

        from odoo.tools import mute_logger

        self.ana._answer_on_page(self.pool_purpose, True, "page")
        with (
            patch.object(type(self.ana.consent_ids), "_succeed"),
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env["hr.jobseeker.consent"].create(
                {"jobseeker_id": self.ana.id, "purpose_id": self.pool_purpose.id, "channel": "page"}
            )
