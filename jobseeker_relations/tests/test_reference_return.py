from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo.tests import tagged
from odoo.tools import mute_logger

from .mail_letters import BOUNCE
from .reference_case import ReferenceCase

LOGS = ("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail", "odoo.tests")


@tagged("post_install", "-at_install")
class TestReferenceReturn(ReferenceCase):
    """A letter to a referee that comes back, long after it left the queue: the adviser finds another address."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-02 10:00:00"):
            self.reference = self._asked()
        self.mark = self._send()

    def _send(self):
        """Let the latest letter leave: nothing of it stays in the database. Return its Message-ID."""
        mail = self._mails("@")[-1]
        self.assertEqual(mail.sudo().jobseeker_reference_id, self.reference)
        mark = mail.message_id
        with mute_logger(*LOGS):
            mail.send()
        self.env["mail.mail"].sudo().search([("id", "=", mail.id)]).unlink()
        self.assertFalse(self.env["mail.message"].search([("message_id", "=", mark)]))
        return mark

    def _receive(self, mail, at="2026-03-05 08:00:00"):
        with freeze_time(at), mute_logger(*LOGS):
            self.env["mail.thread"].message_process(None, mail)
        self.env.flush_all()
        self.env.invalidate_all()

    def _bounce(self, mark=None, bounced="mara@acme.example", number=1, at="2026-03-05 08:00:00", replace=()):
        text = BOUNCE.format(
            to="bounce@ours.example",
            email_from="MAILER-DAEMON@mx.acme.example",
            subject="Undelivered Mail Returned to Sender",
            msg_id=f"<bounce-{number}-{self.id()}@mx.acme.example>",
            date="Thu, 5 Mar 2026 08:00:00 +0000",
            bounced=bounced,
            bounced_id=mark or self.mark,
        )
        for old, new in dict(replace).items():
            self.assertIn(old, text)
            text = text.replace(old, new)
        self._receive(text, at)

    def _look(self, at):
        with (
            freeze_time(at),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1),
        ):
            self.Reference._cron_look()
        self.env.flush_all()
        self.env.invalidate_all()

    def _told(self):
        return self.ana.activity_ids.filtered(lambda activity: "New address" in activity.summary)

    def test_the_adviser_finds_another_address(self):
        self._bounce(replace={"Status: 5.1.1": "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 No such\n user here"})
        self.assertEqual(f"{self.reference.returned_at}", "2026-03-05 08:00:00")
        self.assertEqual(self.reference.return_reason, "550 5.1.1 No such user here")
        [task] = self._told()
        self.assertEqual((task.user_id, task.summary), (self.officer, "New address for Mara Manager"))
        self.assertIn("mara@acme.example", task.note)
        self.assertIn("server says: “550 5.1.1 No such user here”", task.note)
        self.assertIn(f"with {self.ana.name} and enter another one: the letter goes there at once", task.note)
        self.assertIn("came back. Their mail server says: “550", self.ana.message_ids.sorted("id")[-1].body)
        self.assertEqual(self.reference.stage, "requested")

    def test_once_however_often_it_comes_back(self):
        self._bounce()
        self._bounce(number=2)
        self._bounce(number=3, at="2026-03-09 08:00:00")
        self.assertEqual(len(self._told()), 1)
        self.assertEqual(f"{self.reference.returned_at}", "2026-03-05 08:00:00")

    def test_another_address_gets_a_letter_and_is_not_blamed(self):
        self._bounce()
        with freeze_time("2026-03-06 10:00:00"):
            self.reference.referee_email = "mara@new.example"
        self.assertFalse(self.reference.returned_at or self.reference.return_reason)
        self._bounce(number=2)
        self.assertFalse(self.reference.returned_at, "the first letter, once more: that address was mended")
        second = self._send()
        self._bounce(second, "mara@new.example", number=3, at="2026-03-08 08:00:00")
        self.assertTrue(self.reference.returned_at)
        self.assertEqual(len(self._told()), 2)

    def test_after_the_link_is_over_it_is_asked_anew(self):
        self.env.invalidate_all()  # the state follows from the clock
        self._bounce(at="2026-05-27 08:00:00")
        self.assertEqual(self.reference.state, "expired")
        [task] = self._told()
        self.assertIn("press Ask Anew", task.note)
        self.assertNotIn("at once", task.note)
        with freeze_time("2026-05-27 10:00:00"):
            self.reference.referee_email = "mara@new.example"
            self.assertFalse(self._mails("mara@new.example"))
            self.assertFalse(self.reference.returned_at or self.reference.return_reason)
            self.reference.action_request()
        self.assertEqual(len(self._mails("mara@new.example")), 1)

    def test_nobody_hears_of_it_after_a_search_that_is_closed(self):
        with freeze_time("2026-03-04 10:00:00"):
            self.ana.state = "closed"
        self.assertEqual(self.reference.stage, "requested")
        self._bounce()
        self.assertFalse(self.reference.returned_at)
        self.assertFalse(self._told())

    def test_a_report_about_whom_it_was_passed_on_to(self):
        """Her old mailbox, to which hers passes letters on, is full: she has read it."""
        self._bounce(bounced="mara@old.example")
        self.assertFalse(self.reference.returned_at)
        self.assertFalse(self._told())
        self._bounce(
            bounced="m.manager@mx.acme.example",
            number=2,
            replace={"Final-Recipient": "Original-Recipient: rfc822;mara@acme.example\nFinal-Recipient"},
        )
        self.assertTrue(self.reference.returned_at, "the address that we wrote to is named")

    def test_what_somebody_writes_about_the_letter_is_no_return(self):
        """A person who sends the letter to the address for returned mail, with words of their own."""
        self.env["mail.alias.domain"].create({"name": "ours.example", "bounce_alias": "bounce"})
        self._bounce(
            replace={
                "Return-Path: <>": "Return-Path: <eve@evil.example>",
                "MAILER-DAEMON@mx.acme.example": "eve@evil.example",
                "multipart/report; report-type=delivery-status": "multipart/mixed",
                "Undelivered Mail Returned to Sender": "Write to hr@evil.example",
                "Content-Type: message/delivery-status\n\nReporting-MTA": "Content-Type: text/plain\n\nReporting-MTA",
            }
        )
        self.assertFalse(self.reference.returned_at)
        self.assertFalse(self._told())

    def test_what_a_report_says_stands_in_quotes(self):
        """Whoever saw the letter can make one, and write into it what they like."""
        forged = "=?utf-8?q?550_moved=E2=80=9D_Write_to_hr=40evil=2Eexample=2E_=E2=80=9C?="
        self._bounce(replace={"Status: 5.1.1": f"Status: 5.1.1\nDiagnostic-Code: smtp; {forged}"})
        self.assertEqual(self.reference.return_reason, "550 moved' Write to hr@evil.example. '")
        [task] = self._told()
        self.assertIn("Their mail server says: “550 moved", task.note)

    def test_a_reminder_that_comes_back(self):
        with freeze_time("2026-03-04 10:00:00"):
            self.reference.action_remind()
        self._bounce(self._send())
        self.assertTrue(self.reference.returned_at)

    def test_nobody_is_reminded_where_nobody_reads(self):
        self._bounce()
        self._look("2026-03-07 10:00:00")
        self.assertFalse(self._mails("mara@acme.example"))
        self.assertFalse(self.reference.chased_at, "nobody was reminded")
        self._look("2026-03-07 11:00:00")
        self.assertFalse(self._mails("mara@acme.example"))
        with freeze_time("2026-03-08 10:00:00"):
            self.reference.action_remind()  # by hand: the mailbox was full, say
        self.assertEqual(len(self._mails("mara@acme.example")), 1)
        self.assertFalse(self.reference.returned_at)

    def test_who_got_nothing_is_not_said_to_keep_quiet(self):
        self._bounce(at="2026-03-04 08:00:00")
        self.ana.activity_ids.unlink()
        self._look("2026-03-12 10:00:00")
        [task] = self._told()
        self.assertIn("came back", task.note)
        self.assertFalse(self.ana.activity_ids - task)
        self.ana.activity_ids.unlink()
        self._look("2026-05-26 10:00:00")
        [task] = self._told()
        self.assertIn("came back", task.note)
        self.assertIn("press Ask Anew", task.note)
        self.assertFalse(self.reference.chased_at)

    def test_what_waited_in_the_queue_when_the_marks_came_is_known(self):
        with freeze_time("2026-03-04 10:00:00"):
            self.reference.action_remind()
        self.reference.sudo().letter_marks = False
        self.Reference._remember_waiting_letters()
        self._bounce(self._send())
        self.assertTrue(self.reference.returned_at)

    def test_to_remind_where_it_came_back_is_asked_twice(self):
        for kind in ("form", "list"):
            arch = etree.fromstring(self.Reference.get_view(view_type=kind)["arch"])
            buttons = arch.findall(".//button[@name='action_remind']")
            self.assertEqual(
                [(button.get("invisible"), bool(button.get("confirm"))) for button in buttons],
                [("state != 'requested' or returned_at", False), ("state != 'requested' or not returned_at", True)],
            )

    def test_late_is_not_lost(self):
        for number, action in enumerate(("delayed", "relayed", "delivered", "expanded")):
            self._bounce(replace={"Action: failed": f"Action: {action}"}, number=number)
        self.assertFalse(self.reference.returned_at)
        self.assertFalse(self._told())

    def test_a_receipt_is_no_return(self):
        """Core takes every report for a bounce, and one that it was read or deleted names the letter, too."""
        receipt = {"report-type=delivery-status": "report-type=disposition-notification"}
        receipt |= {"message/delivery-status": "message/disposition-notification", "MAILER-DAEMON@mx": "mara@"}
        self._bounce(replace=receipt)
        self.assertFalse(self.reference.returned_at)
        self.assertFalse(self._told())

    def test_a_report_about_another_letter_is_none_of_ours(self):
        other = self._reference(referee_name="Noa", referee_email="noa@acme.example")
        self._bounce("<unknown@example.com>")
        self._bounce("<unknown@example.com>", bounced="noa@acme.example", number=2)
        self.assertFalse((self.reference | other).filtered("returned_at"))
        self.assertFalse(self._told())

    def test_what_is_settled_is_not_asked_about(self):
        with freeze_time("2026-03-04 10:00:00"):
            self.reference.write({"state": "received"})
        self._bounce()
        self.assertFalse(self.reference.returned_at)
        self.assertFalse(self._told())

    def test_nor_what_was_taken_back(self):
        with freeze_time("2026-03-04 10:00:00"):
            self.reference.write({"state": "draft"})
        self._bounce()
        self.assertFalse(self.reference.returned_at)

    def test_a_report_that_names_no_reason(self):
        self._bounce(replace={"Status: 5.1.1\n": ""})
        self.assertEqual(self.reference.return_reason, "Undelivered Mail Returned to Sender")

    def test_a_letter_that_waits_keeps_its_mark(self):
        """The queue's row and the mark on the reference are made in one transaction."""
        with freeze_time("2026-03-04 10:00:00"):
            self.reference.action_remind()
        [mail] = self._mails("mara@acme.example")
        self.assertEqual(self.reference.sudo().letter_marks[mail.message_id], "mara@acme.example")

    def test_it_goes_with_the_reference(self):
        self._bounce()
        self.reference.sudo().unlink()
        self._bounce(number=2)  # of a reference that is gone

    def test_nobody_reads_the_marks_or_writes_that_it_came_back(self):
        for name in ("letter_marks", "returned_at", "return_reason"):
            with self.assertRaisesRegex(Exception, "access|right|rights|Access"):
                self.reference.with_user(self.officer).write({name: False})
        self.assertNotIn("letter_marks", self.reference.with_user(self.officer).fields_get())
