from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .ledger_case import LedgerCase
from .mail_letters import BOUNCE


@tagged("post_install", "-at_install")
class TestDelivery(LedgerCase):
    def _send(self, error=None):
        mail = self.env["mail.mail"].search([("mail_message_id", "in", self.application.message_ids.ids)], limit=1)
        mail.mark_outgoing()
        mail.auto_delete = False
        failing = patch.object(type(self.env["ir.mail_server"]), "send_email", side_effect=error)
        with self.mock_mail_gateway():
            if error:
                with failing, mute_logger("odoo.addons.mail.models.mail_mail"):
                    mail.send()
            else:
                mail.send()
        return mail

    def setUp(self):
        super().setUp()
        with patch.object(type(self.env["mail.mail"]), "send_after_commit", return_value=None):
            self._write_to(self.application)

    def test_what_could_not_be_sent_stays_an_attempt_and_is_no_contact(self):
        self.assertTrue(self.jobseeker.last_contact_at)
        self._send(OSError("no route"))
        letter, failure = self.assertLedger(
            self.jobseeker, [("out", "email", "personal", None), ("out", "email", "personal", "bounced")]
        )
        self.assertEqual((failure.corrects_id, failure.message_id), (letter, letter.message_id))
        self.assertIn("no route", failure.summary)
        self.assertFalse(self.jobseeker.last_contact_at)
        self.assertTrue(self.jobseeker.last_attempt_at)
        self._send(OSError("no route"))
        self.assertEqual(len(self._rows(self.jobseeker)), 2, "failing again is no news")

    def test_what_went_after_all_counts_again(self):
        self._send(OSError("no route"))
        self._send()
        _letter, failure, resent = self.assertLedger(
            self.jobseeker,
            [
                ("out", "email", "personal", None),
                ("out", "email", "personal", "bounced"),
                ("out", "email", "personal", None),
            ],
        )
        self.assertEqual(resent.corrects_id, failure)
        self.assertTrue(self.jobseeker.last_contact_at)

    def test_what_went_leaves_one_row(self):
        self._send()
        self.assertLedger(self.jobseeker, [("out", "email", "personal", None)])

    def test_a_letter_taken_from_the_queue_was_no_contact(self):
        self.env["mail.mail"].search([("mail_message_id", "in", self.application.message_ids.ids)]).cancel()
        self.assertLedger(
            self.jobseeker, [("out", "email", "personal", None), ("out", "email", "automatic", "withdrawn")]
        )
        self.assertFalse(self.jobseeker.last_contact_at)
        self.assertFalse(self.jobseeker.last_attempt_at)

    def _bounce(self, bounced_id, bounced="anna@example.com"):
        with self.mock_mail_gateway():
            mail = BOUNCE.format(
                to=f"{self.alias_bounce}@{self.alias_domain}",
                email_from="MAILER-DAEMON@mx.example.com",
                subject="Undelivered",
                msg_id=f"<bounce-{self.id()}@mx.example.com>",
                date="Mon, 2 Mar 2026 10:00:00 +0000",
                bounced=bounced,
                bounced_id=bounced_id,
            )
            self.env["mail.thread"].message_process(None, mail)

    def test_a_letter_that_comes_back(self):
        self._bounce(self._last_id(self.application))
        letter, bounce = self.assertLedger(
            self.jobseeker, [("out", "email", "personal", None), ("out", "email", "personal", "bounced")]
        )
        self.assertEqual(bounce.corrects_id, letter)
        self.assertFalse(self.jobseeker.last_contact_at)

    def test_an_unknown_letter_that_comes_back_is_a_fact_about_the_address(self):
        self._bounce("<unknown@example.com>")
        self.assertLedger(
            self.jobseeker, [("out", "email", "personal", None), ("out", "email", "automatic", "bounced")]
        )

    def test_a_strangers_bounce_is_none_of_ours(self):
        self._bounce("<unknown@example.com>", bounced="stranger@example.com")
        self.assertLedger(self.jobseeker, [("out", "email", "personal", None)])


@tagged("post_install", "-at_install")
class TestTextMessages(LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna.phone = "+32470123456"

    def _no_sending(self):
        return patch.object(type(self.env["sms.sms"]), "send", return_value=None)

    def test_a_text_to_one_person(self):
        with self._no_sending():
            self.application.with_user(self.officer)._message_sms("Can you come?")
        row = self.assertLedger(self.jobseeker, [("out", "sms", "personal", None)])
        self.assertEqual((row.applicant_id, row.summary, row.qualifying), (self.application, "Can you come?", True))
        self.assertEqual(row.user_id, self.officer)

    def test_a_text_to_many(self):
        other = self._application("Béla Nagy", "bela@example.com", partner_phone="+32470654321")
        with self._no_sending():
            (self.application | other).with_user(self.officer)._message_sms_schedule_mass("Do come")
        self.assertLedger(self.jobseeker, [("out", "sms", "bulk", None)])
        self.assertLedger(other.jobseeker_id, [("out", "sms", "bulk", None)])

    def test_a_text_to_the_contact(self):
        self.env["sms.sms"].with_user(self.officer).sudo().create(
            {"partner_id": self.anna.id, "number": "+32470123456", "body": "Hello"}
        )
        self.assertLedger(self.jobseeker, [("out", "sms", "personal", None)])

    def test_a_text_that_failed(self):
        with self._no_sending():
            self.application.with_user(self.officer)._message_sms("Can you come?")
        text = self.env["sms.sms"].search([("partner_id", "=", self.anna.id)])
        text.action_set_error("sms_number_format")
        self.assertLedger(self.jobseeker, [("out", "sms", "personal", None), ("out", "sms", "personal", "bounced")])
        self.assertFalse(self.jobseeker.last_contact_at)

    def test_a_text_without_a_number_never_left(self):
        self.anna.phone = self.application.partner_phone = False
        with self._no_sending():
            self.application.with_user(self.officer)._message_sms("Can you come?")
        self.assertLedger(self.jobseeker, [])
