from odoo.tests import tagged

from odoo.addons.mail.tests.common import MockEmail

from .reference_case import ReferenceCase
from .referral_case import ReferralCase
from .signpost_case import SignpostCase

MALLORY = "mallory@private.example"
DEFAULTS = {
    "email_cc": MALLORY,
    "email_to": MALLORY,
    "state": "sent",
    "scheduled_date": "2099-01-01 00:00:00",
    "is_internal": True,
    "reply_to": MALLORY,
}


class DefaultsCase:
    """What a caller says of letters in the context of a call, or once for all in defaults of their own."""

    def _spoil(self, record):
        """The record as a recruiter calls it who wants to read along."""
        defaults = self.env["ir.default"].with_user(self.officer)
        for name, value in DEFAULTS.items():
            defaults.set("mail.mail", name, value, user_id=True)
        file = self.env["ir.attachment"].create({"name": "secret.txt", "raw": b"Quokka-17"})
        context = {f"default_{name}": value for name, value in DEFAULTS.items()}
        return record.with_user(self.officer).with_context(**context, default_attachment_ids=file.ids)

    def assertUnspoiled(self, mails):
        self.assertTrue(mails)
        for mail in mails.sudo():
            self.assertEqual((mail.email_cc, mail.state, mail.scheduled_date), (False, "outgoing", False))
            self.assertFalse(mail.is_internal)
            for text in (mail.email_to or "", mail.reply_to):
                self.assertNotIn(MALLORY, text)
            self.assertNotIn("secret.txt", mail.attachment_ids.mapped("name"))


@tagged("post_install", "-at_install")
class TestLetterDefaultsOfReferral(DefaultsCase, ReferralCase):
    def test_the_question_and_what_goes_to_the_hirer(self):
        referral = self._draft()
        self._spoil(referral).action_ask()
        self.assertUnspoiled(self._mails("ana.costa@example.com"))
        [word] = self.ana.contact_ids.filtered(lambda word: word.channel == "email")
        self.assertFalse(word.outcome)
        referral.sudo()._agree("page", applied="no")
        self._spoil(referral).action_send()
        self.assertUnspoiled(self._mails("hugo@acme.example"))
        self.assertEqual(referral.sudo().letter_id.email_to, '"Hugo Hirer" <hugo@acme.example>')


@tagged("post_install", "-at_install")
class TestLetterDefaultsOfReference(DefaultsCase, ReferenceCase):
    def test_the_letter_to_a_referee(self):
        self._spoil(self._reference()).action_request()
        self.assertUnspoiled(self._mails("mara@acme.example"))


@tagged("post_install", "-at_install")
class TestLetterDefaultsOfSignpost(DefaultsCase, SignpostCase, MockEmail):
    def test_both_letters(self):
        signpost = self._signpost()
        self._spoil(signpost).action_propose()
        self.assertUnspoiled(self.Mail.search([("recipient_ids", "in", self.ana.partner_id.ids)]))
        self._record(signpost, shares_data=True)
        self._spoil(signpost).action_introduce()
        self.assertUnspoiled(self._to_the_body())

    def test_the_word_to_a_former_address(self):
        self._spoil(self.ana)._write_to_former_address("former@example.com")
        self.assertUnspoiled(self.Mail.search([("email_to", "=", "former@example.com")]))

    def test_an_account_is_theirs_alone(self):
        """Neither its link nor its password is for who invites to choose, nor whom they invite."""
        bo = self._person("Bo")
        defaults = self.env["ir.default"].with_user(self.officer)
        defaults.set("res.users", "password", "Quokka-17", user_id=True)
        line = [(0, 0, {"partner_id": bo.partner_id.id, "email": MALLORY})]
        spoiled = self._spoil(self.ana).with_context(default_password="Quokka-17", default_user_ids=line)
        with self.mock_mail_gateway():
            spoiled.action_invite_to_portal()
        account = self.ana.partner_id.user_ids
        self.assertTrue(account._is_portal())
        self.assertFalse(bo.partner_id.user_ids)
        self.assertFalse(self._get_password(account))
        self.assertEqual({address for mail in self._mails for address in mail["email_to"]}, {'"Ana" <ana@example.com>'})

    def _get_password(self, user):
        self.env.flush_all()
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
        return self.env.cr.fetchone()[0]
