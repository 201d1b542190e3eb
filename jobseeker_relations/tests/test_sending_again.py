import smtplib
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.mail.tests.common import MockEmail

from .policy_case import PolicyCase

ADDRESS = "ana@example.com"
GREYLISTED = smtplib.SMTPRecipientsRefused({ADDRESS: (451, b"4.7.1 Greylisted")})
UNKNOWN = smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"5.1.1 No such user")})
HUNG_UP = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


def refuse(error):
    """What ``ir.mail_server.send_email`` does with what smtplib raises."""

    def send_email(*_args, **_kwargs):
        try:
            raise error
        except smtplib.SMTPException:
            raise MailDeliveryException("Mail Delivery Failed", str(error))  # noqa: B904 as core does

    return send_email


class Session(smtplib.SMTP):
    """A connection that hangs up: before the letter, or once it was handed over."""

    def __init__(self, takes_data):
        super().__init__()
        self.sock = object()
        self.takes_data = takes_data

    def data(self, _message):
        raise HUNG_UP

    def send_message(self, message, *_args):
        if self.takes_data:
            self.data(message)
        raise HUNG_UP


@tagged("post_install", "-at_install")
class TestSendingAgain(PolicyCase, MockEmail):
    """A letter refused for now is offered again, a few times, in the person's hours; then a person has to look."""

    def setUp(self):
        super().setUp()
        self.ana = self._person("Ana")
        self._spoke(self.ana, "2026-03-02 10:00:00")

    def _queue_letter(self):
        self._look(self.ana)
        return self.ana.follow_up_ids.filtered("mail_mail_id")

    def _send(self, error=None):
        """Offer what is due in the queue to a server that answers with this error."""
        due = self.env["mail.mail"].search(
            [
                ("state", "=", "outgoing"),
                ("model", "=", "hr.jobseeker"),
                "|",
                ("scheduled_date", "=", False),
                ("scheduled_date", "<=", fields.Datetime.now()),
            ]
        )
        Server = type(self.env["ir.mail_server"])
        with self.mock_mail_gateway(), mute_logger("odoo.addons.mail.models.mail_mail"):
            if error is None:
                due.send()
            else:
                with patch.object(Server, "send_email", side_effect=refuse(error)):
                    due.send()
        return due

    def _outcomes(self):
        return self.Contact.search([("jobseeker_id", "=", self.ana.id), ("direction", "=", "out")]).mapped("outcome")

    def test_a_greylisted_letter_goes_a_little_later(self):
        with freeze_time("2026-03-09 09:30:00"):
            row = self._queue_letter()
            self._send(GREYLISTED)
            mail = row.mail_mail_id
            self.assertEqual((mail.state, str(mail.scheduled_date)), ("outgoing", "2026-03-09 09:45:00"))
            self.assertEqual((row.state, row.reason, row.error), ("done", "gap", "451 4.7.1 Greylisted"))
            self.assertIn("451 4.7.1 Greylisted", row.explanation)
            self.assertIn("09:45", row.explanation)
            self.assertEqual(mail.mail_message_id.notification_ids.notification_status, "ready")
            self.assertNotIn("bounced", self._outcomes())
            queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
            triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)])
            self.assertIn(mail.scheduled_date, triggers.mapped("call_at"))
            self.assertFalse(self._send(GREYLISTED), "not before its moment")
        with freeze_time("2026-03-09 09:46:00"):
            self.assertEqual(self._send(), mail)
            self.assertEqual((mail.state, row.state, row.reason, row.error), ("sent", "done", "gap", False))
            self.assertEqual(mail.mail_message_id.notification_ids.notification_status, "sent")
            self.assertIn("Letter queued", row.explanation)

    def test_after_a_few_times_a_person_has_to_look(self):
        moments = ["09 09:00", "09 09:15", "09 10:15", "09 14:15", "10 09:00"]  # 12 hours later it is night
        for number, moment in enumerate(moments, start=1):
            with freeze_time(f"2026-03-{moment}:00"):
                row = self.ana.follow_up_ids.filtered("mail_mail_id") or self._queue_letter()
                self.assertEqual(row.mail_mail_id.state, "outgoing")
                self.assertTrue(self._send(GREYLISTED), moment)
                self.assertEqual(row.mail_mail_id.jobseeker_refusals, number)
        self.assertEqual((row.state, row.reason, row.mail_mail_id.state), ("failed", "mail_server", "exception"))
        self.assertEqual(row.explanation, "The mail server did not take it, 5 times: 451 4.7.1 Greylisted")
        self.assertIn("mail server", row.with_user(self.officer).advice)
        self.assertIn("bounced", self._outcomes())
        with freeze_time("2026-03-10 10:00:00"):
            old = row.mail_mail_id
            row.with_user(self.officer).action_try_again()
            self._look(self.ana)
            self._send()
            self.assertEqual((row.state, row.mail_mail_id.state, old.state), ("done", "sent", "cancel"))
            self.assertEqual(row.mail_mail_id.jobseeker_refusals, 0)

    @freeze_time("2026-03-09 17:50:00")
    def test_a_letter_is_offered_in_the_persons_hours_only(self):
        row = self._queue_letter()
        self._send(GREYLISTED)
        self.assertEqual(str(row.mail_mail_id.scheduled_date), "2026-03-10 09:00:00")

    @freeze_time("2026-03-09 09:30:00")
    def test_a_refusal_for_good_is_told_at_once_in_the_servers_words(self):
        row = self._queue_letter()
        self._send(UNKNOWN)
        self.assertEqual((row.state, row.reason), ("failed", "bounced"))
        self.assertEqual(row.explanation, "Not delivered: 550 5.1.1 No such user")

    @freeze_time("2026-03-09 09:30:00")
    def test_no_connection_lets_everybody_wait(self):
        bo = self._person("Bo")
        self._spoke(bo, "2026-03-02 10:00:00")
        self._look(self.ana | bo)
        rows = (self.ana | bo).follow_up_ids.filtered("mail_mail_id")
        Server = type(self.env["ir.mail_server"])
        with patch.object(Server, "_connect__", side_effect=ConnectionRefusedError(111, "Connection refused")):
            rows.mail_mail_id.send()
        self.assertEqual(rows.mapped("state"), ["done", "done"])
        self.assertEqual(set(rows.mail_mail_id.mapped("state")), {"outgoing"})
        self.assertIn("Connection refused", rows[0].explanation)

    @freeze_time("2026-03-09 09:30:00")
    def test_an_answer_takes_a_waiting_letter_back(self):
        row = self._queue_letter()
        self._send(GREYLISTED)
        self._spoke(self.ana, "2026-03-09 09:35:00")
        self.assertEqual((row.state, row.mail_mail_id.state), ("cancelled", "cancel"))

    @freeze_time("2026-03-09 09:30:00")
    def test_letters_of_others_fail_as_in_odoo(self):
        mail = self.env["mail.mail"].create({"email_to": "somebody@example.com", "subject": "Hello"})
        with self.mock_mail_gateway(), mute_logger("odoo.addons.mail.models.mail_mail"):
            with patch.object(type(self.env["ir.mail_server"]), "send_email", side_effect=refuse(GREYLISTED)):
                mail.send()
        self.assertEqual((mail.state, mail.jobseeker_refusals), ("exception", 0))

    def _hand_over(self, session):
        Server = type(self.env["ir.mail_server"])
        message = {"Message-Id": "<1@example.com>"}
        prepared = patch.object(Server, "_prepare_email_message__", return_value=("us@example.com", [ADDRESS], message))
        with prepared, patch.object(Server, "_disable_send", return_value=False):
            self.env["ir.mail_server"].send_email(message, smtp_session=session)

    def test_a_server_that_hangs_up_before_the_letter_has_not_taken_it(self):
        with self.assertRaises(MailDeliveryException):
            self._hand_over(Session(takes_data=False))

    def test_a_letter_that_was_handed_over_may_have_been_taken(self):
        with self.assertRaises(smtplib.SMTPServerDisconnected):
            self._hand_over(Session(takes_data=True))
