from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .mail_letters import BOUNCE
from .signpost_case import MONDAY, SignpostCase


@tagged("post_install", "-at_install")
class TestSignpostReturn(SignpostCase):
    """Letters to bodies that came back, or never left: who has their data, who perhaps, who surely not."""

    def _introduced(self):
        """The letter has left."""
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        self._leave()
        return signpost

    def _leave(self):
        self._to_the_body().state = "sent"
        self._to_the_body().unlink()

    def _find_tasks(self, words):
        return self.ana.activity_ids.filtered(lambda task: words in task.summary)

    @freeze_time(MONDAY)
    def test_a_letter_that_could_not_be_sent(self):
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        body = self.body.contact_id
        self._to_the_body()._postprocess_sent_message(
            [], [], failure_reason="550 no such user", failure_type="mail_email_invalid"
        )
        self.assertFalse(self._to_the_body(), "Odoo deletes such a letter")
        self.assertEqual(signpost.letter_fault, "550 no such user")
        [task] = self.ana.activity_ids
        self.assertEqual(
            (task.summary, task.user_id), ("The letter could not be sent. Ana: Harbour Crew", self.officer)
        )
        self.assertIn("550 no such user", task.note)
        self.assertNotIn(body, self.ana._get_recipients()[self.ana], "nobody was told")
        self._record(signpost, answer="no")
        self.assertEqual(self.ana.activity_ids, task, "there is nothing to tell the body")
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        self.assertTrue(self._to_the_body())
        self.assertFalse(signpost.letter_fault)
        self._to_the_body().state = "sent"
        self.assertIn(body, self.ana._get_recipients()[self.ana])

    @freeze_time(MONDAY)
    def test_a_letter_that_waits_for_its_server_leaves_once(self):
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        mail = self._to_the_body()
        mail.state = "exception"
        mail._postprocess_sent_message([], [], failure_type="mail_smtp")
        self.assertEqual(signpost.letter_fault, "The letter could not be sent.")
        signpost.action_introduce()
        self.assertEqual(len(self._to_the_body()), 1)
        self.assertFalse(mail.exists() or signpost.letter_fault)

    @freeze_time(MONDAY)
    def test_a_letter_that_came_back(self):
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        self._to_the_body().state = "sent"
        mark = self._to_the_body().message_id
        self._to_the_body().unlink()
        for bounced, fault in (("another@example.com", False), ("crew@example.com", "5.1.1")):
            report = BOUNCE.format(
                to="bounce@ours.example",
                email_from="MAILER-DAEMON@mx.example.com",
                subject="Undelivered Mail Returned to Sender",
                msg_id=f"<{bounced}-{self.id()}>",
                date="Mon, 2 Mar 2026 10:00:00 +0000",
                bounced=bounced,
                bounced_id=mark,
            )
            with self.subTest(bounced), mute_logger("odoo.addons.mail.models.mail_thread"):
                self.env["mail.thread"].message_process(None, report)
                self.assertEqual(signpost.letter_fault, fault)
        # whoever has the letter can write such a report: perhaps they know
        self.assertIn(self.body.contact_id, self.ana._get_recipients()[self.ana])
        self._record(signpost, answer="no")
        task = self.ana.activity_ids.filtered(lambda task: "took their yes back" in task.summary)
        self.assertIn("Perhaps Harbour Crew has their data", task.note)

    @freeze_time(MONDAY)
    def test_what_perhaps_has_left_is_not_forgotten_with_a_second_letter(self):
        signpost = self._introduced()
        with freeze_time("2026-03-03 10:00:00"):
            signpost.sudo()._note_fault("5.1.1 No such mailbox", returned=True)
            self.assertTrue(signpost.is_returned)
            signpost.action_introduce()
            self.assertFalse(signpost.letter_fault or signpost.is_returned)
        self.assertIn(self.body.contact_id, self.ana._get_recipients()[self.ana])
        self._record(signpost, answer="no")
        self.assertFalse(self._to_the_body())
        self.assertEqual((str(signpost.introduced_at), signpost.letter_fault), (MONDAY, "5.1.1 No such mailbox"))
        self.assertIn("ana@example.com", signpost.introduction)
        self.assertIn("Perhaps Harbour Crew has their data", self._find_tasks("took their yes back").note)
        self.assertIn(self.body.contact_id, self.ana._get_recipients()[self.ana])

    @freeze_time(MONDAY)
    def test_a_letter_that_somebody_deletes_out_of_the_queue(self):
        for state, whole in (("outgoing", True), ("cancel", True), ("outgoing", False)):
            signpost = self._signpost()
            self._record(signpost, shares_data=True)
            signpost.action_introduce()
            self._to_the_body().state = state
            self.assertFalse(self.ana._get_recipients()[self.ana], "it has not left")
            letter = self._to_the_body()
            (letter if whole else letter.mail_message_id).unlink()
            self.assertEqual(signpost.letter_fault, "The letter could not be sent.")
            self.assertFalse(self.ana._get_recipients()[self.ana])
            self.assertEqual(len(self._find_tasks("could not be sent")), 1)
            signpost.action_introduce()
            self.assertTrue(self._to_the_body())
            signpost.sudo().unlink()
            self.assertFalse(self._to_the_body())
            self.assertEqual(len(self._find_tasks("could not be sent")), 1, "it went with what it was about")
