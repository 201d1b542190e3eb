from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from odoo.addons.jobseeker_relations.models import mail_mail_handover
from odoo.addons.mail.tests.common import MockEmail


@tagged("post_install", "-at_install")
class TestQueueInTime(TransactionCase, MockEmail):
    """The queue ends when its time is over, says what is left, and is called again for it."""

    def setUp(self):
        super().setUp()
        vals = {"email_from": "us@example.com", "body_html": "<p>Hello</p>", "auto_delete": False}
        self.mails = self.env["mail.mail"].create([{**vals, "email_to": f"p{n}@example.com"} for n in range(5)])

    def _send(self, clock, ends=10, **kwargs):
        """Hand over two at a time, while the clock says these seconds. :return: what is left, as told to Odoo"""
        told = []

        def commit_progress(_jobs, processed=0, *, remaining=None):
            told.append(remaining)

        with (
            self.mock_mail_gateway(),
            patch.object(mail_mail_handover, "SLICE", 2),
            patch.object(mail_mail_handover, "time") as time,
            patch.object(type(self.env["ir.cron"]), "_commit_progress", commit_progress),
        ):
            time.monotonic.side_effect = clock
            self.mails.with_context(cron_end_time=ends).send(**kwargs)
        return told

    def test_what_is_left_when_time_is_over_waits(self):
        seen = []
        told = self._send([0, 9, 11], post_send_callback=lambda ids, **_: seen.extend(ids))
        self.assertEqual(self.mails.mapped("state"), ["sent"] * 4 + ["outgoing"])
        self.assertEqual(told, [1])
        self.assertEqual(set(seen), set(self.mails[:4].ids))

    def test_a_look_after_the_end_hands_over_nothing(self):
        """Odoo looks ten times, however late it is."""
        self.assertEqual(self._send([11], post_send_callback=lambda ids, **_: None), [5])
        self.assertEqual(set(self.mails.mapped("state")), {"outgoing"})

    def test_in_time_all_go(self):
        self.assertEqual(self._send([0, 1, 2], post_send_callback=lambda ids, **_: None), [])
        self.assertEqual(set(self.mails.mapped("state")), {"sent"})

    def test_whoever_sends_by_hand_sends_all(self):
        """A job that sends letters of its own has not asked to be told how far they are, and nobody calls it again."""
        self.assertEqual(self._send([]), [])
        self.assertEqual(set(self.mails.mapped("state")), {"sent"})
