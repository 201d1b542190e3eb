from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import UserError
from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import file_path
from odoo.tools.safe_eval import safe_eval

from .referral_case import ReferralCase

NEW = "hugo@new.acme.example"


@tagged("post_install", "-at_install")
class TestReferralReturn(ReferralCase):
    """Letters that came back, or never left: who has it, who perhaps, who surely not."""

    def _returned(self, **vals):
        """As after a report of the hirer's mail server."""
        referral = self._sent(**vals)
        self._left()
        referral.sudo()._note_return("5.1.1 No such mailbox")
        return referral

    def _faults(self):
        return [summary for summary in self._tasks() if "could not be sent" in summary]

    # --- came back ------------------------------------------------------------------------------------

    def test_another_address(self):
        referral = self._returned()
        self.hugo.email = NEW
        with self.assertRaisesRegex(UserError, "not what Ana Costa agreed to"):
            referral.action_send_again()
        referral.action_change()
        self.assertRecordValues(referral, [{"state": "draft", "consent_at": False}])
        self.assertIn(self.acme, self.ana._get_recipients()[self.ana], "perhaps they have it")
        referral.action_ask()
        referral.sudo()._agree("page", applied="no")
        referral.action_send()
        self.assertEqual(len(self._mails(NEW)), 1)
        self.assertRecordValues(referral, [{"state": "sent", "return_reason": False, "letter_fault": False}])

    def test_what_came_back_before_the_upgrade_is_kept_as_well(self):
        referral = self._returned()
        kept = referral.sudo().returned_letter
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_jobseeker_referral SET returned_letter = NULL WHERE id = %s", [referral.id])
        self.env.invalidate_all()
        script = load_script(file_path("jobseeker_relations/migrations/19.0.1.6.0/post-migrate.py"), "returned")
        script.migrate(self.env.cr, "19.0.1.5.0")
        self.env.invalidate_all()
        self.assertEqual(referral.sudo().returned_letter, kept)
        self.assertFalse(referral.sudo().makes_application, "it is for a hirer")

    def test_only_what_did_not_arrive_is_changed(self):
        referral = self._sent()
        self._left()
        with self.assertRaises(UserError):
            referral.action_change()
        self.assertEqual(referral.state, "sent")

    def test_put_forward_anew(self):
        referral = self._returned()
        referral.write({"state": "withdrawn", "outcome_reason_id": self.reason.id})
        vals = {"name": "Hannah", "email": NEW, "parent_id": self.acme.id}
        again = self._agreed(hirer_contact_id=self.env["res.partner"].create(vals).id)
        self.assertRecordValues(again, [{"state": "ready", "blockers": False}])

    def test_a_report_may_be_forged(self):
        referral = self._returned()
        self.assertFalse(referral._is_with_hirer())
        self.assertIn(self.acme, self.ana._get_recipients()[self.ana])
        referral.sudo()._withdraw_consent("page")
        [task] = self.ana.activity_ids.filtered(lambda one: one.summary == "Tell Acme that they withdrew")
        self.assertIn("Perhaps Acme has their data", task.note)
        self.assertIn(self.acme, self.ana._get_recipients()[self.ana])

    def test_who_invites_them_has_it(self):
        referral = self._returned()
        referral.write({"state": "interview", "interview_on": fields.Date.today()})
        self.assertTrue(referral._is_with_hirer())
        self.assertFalse(referral.letter_fault)
        referral.sudo()._withdraw_consent("page")
        [task] = self.ana.activity_ids.filtered(lambda one: one.summary == "Tell Acme that they withdrew")
        self.assertNotIn("Perhaps", task.note)

    def test_who_answers_has_it(self):
        referral = self._sent()
        self._mails("hugo@acme.example").write({"state": "exception", "failure_reason": "No such mailbox"})
        self.assertFalse(referral._is_with_hirer())
        referral.action_hirer_answered()
        self.assertTrue(referral._is_with_hirer())
        self.assertFalse(referral.letter_fault)
        self.assertFalse(self._mails("hugo@acme.example"), "it does not go to them once more")

    def test_what_perhaps_has_left_is_not_forgotten_with_a_second_letter(self):
        referral = self._returned()
        sent_at = referral.sent_at
        with freeze_time(sent_at + timedelta(days=1)):
            referral.action_send_again()
        self.assertFalse(referral.is_returned)
        self.assertFalse(referral._is_with_hirer())
        self.assertIn(self.acme, self.ana._get_recipients()[self.ana])
        referral.sudo()._withdraw_consent("page")
        self.assertEqual(self._mails("hugo@acme.example").mapped("state"), ["sent"], "the second one does not leave")
        [task] = self.ana.activity_ids.filtered(lambda one: one.summary == "Tell Acme that they withdrew")
        self.assertIn("Perhaps Acme has their data", task.note)
        self.assertIn(self.acme, self.ana._get_recipients()[self.ana])
        self.assertIn("5.1.1 No such mailbox", referral._say_record())
        self.assertRecordValues(
            referral, [{"sent_at": sent_at, "sent_to": '"Hugo Hirer" <hugo@acme.example>', "is_returned": True}]
        )

    def test_a_second_letter_that_never_left(self):
        for leave in ("action_unsend", "unlink"):
            referral = self._returned(job=self._job(leave))
            referral.action_send_again()
            if leave == "unlink":
                self._mails("hugo@acme.example")[-1].unlink()
                self.assertEqual(referral.letter_fault, "The letter could not be sent.")
                self.assertFalse(referral.is_returned)
            else:
                referral.action_unsend()
                self.assertEqual(referral.state, "ready")
            self.assertTrue(referral.sent_at)
            self.assertTrue(referral._has_left())
            self.assertFalse(referral._is_with_hirer())

    def test_who_perhaps_has_it_stays_the_one_of_this_referral(self):
        referral = self._returned()
        referral.action_change()
        other = self._hirer("Beta", email="office@beta.example")
        for vals in ({"job_id": False}, {"hirer_id": other.id}):
            with self.assertRaisesRegex(UserError, "Perhaps Acme has it already"):
                referral.write(vals)
        referral.introduction = "A careful fitter."

    def test_that_somebody_perhaps_has_it_is_said_until_it_is_sent_anew(self):
        referral = self._returned()
        view = self.env.ref("jobseeker_relations.hr_jobseeker_referral_view_form")
        arch = etree.fromstring(self.Referral.with_user(self.officer).get_view(view.id)["arch"])
        [line] = [
            div for div in arch.xpath("//div[@role='status']") if "perhaps they have it" in "".join(div.itertext())
        ]
        for state, hidden in (("draft", False), ("ready", False), ("sent", False), ("interview", True)):
            values = {"is_returned": referral.is_returned, "state": state}
            self.assertEqual(bool(safe_eval(line.get("invisible"), values)), hidden, state)

    def test_nobody_is_told_of_what_lies_in_the_queue(self):
        self._sent()
        self.assertNotIn(self.acme, self.ana._get_recipients()[self.ana])
        self._left()
        self.assertIn(self.acme, self.ana._get_recipients()[self.ana])

    def test_who_speaks_knows_of_them_whatever_becomes_of_our_letter(self):
        referral = self._sent()
        referral.action_hirer_answered()
        self.assertEqual(len(self._mails("hugo@acme.example")), 1, "they get it all the same")
        self.assertTrue(referral._is_with_hirer())
        self.assertFalse(referral.is_unsendable)
        letter = self._mails("hugo@acme.example")
        letter.write({"state": "exception", "failure_reason": "No such mailbox"})
        self.Referral._look(referral.sudo())
        self.assertEqual(len(self._faults()), 1, "the adviser sends it by another way")
        letter.unlink()
        self.assertTrue(referral._is_with_hirer())
        self.assertIn(self.acme, self.ana._get_recipients()[self.ana])
        referral.sudo()._withdraw_consent("page")
        [task] = self.ana.activity_ids.filtered(lambda one: one.summary == "Tell Acme that they withdrew")
        self.assertNotIn("Perhaps", task.note)

    # --- never left -----------------------------------------------------------------------------------

    def test_an_address_that_is_none(self):
        referral = self._sent()
        letter = self._mails("hugo@acme.example")
        letter.write({"state": "exception", "failure_reason": "No valid recipient"})
        letter._postprocess_sent_message([], [], failure_reason="No valid recipient", failure_type="mail_email_invalid")
        self.assertFalse(letter.exists(), "Odoo deletes such a letter")
        self.assertEqual(referral.letter_fault, "No valid recipient")
        self.assertFalse(referral._is_with_hirer())
        self.assertNotIn(self.acme, self.ana._get_recipients()[self.ana], "it is sure that nothing went")
        self.assertEqual(len(self._faults()), 1)
        referral.action_send_again()
        self.assertTrue(referral.sent_at)
        self.assertFalse(referral.letter_fault)
        self.assertEqual(self._mails("hugo@acme.example").state, "outgoing")

    def test_a_failed_letter_that_somebody_deletes(self):
        referral = self._sent()
        letter = self._mails("hugo@acme.example")
        letter.state = "cancel"
        letter.unlink()
        self.assertEqual(referral.letter_fault, "The letter could not be sent.")
        self.assertFalse(referral._is_with_hirer())
        referral.write({"state": "interview", "interview_on": fields.Date.today()})
        self.assertTrue(referral._is_with_hirer(), "the adviser sent it by another way")

    def test_a_letter_that_somebody_deletes_out_of_the_queue(self):
        for number, delete in enumerate(("the mail", "its message"), 1):
            with self.subTest(delete=delete):
                referral = self._sent(job=self._job(f"Welder {number}"))
                letter = self._mails("hugo@acme.example")
                (letter.mail_message_id if delete == "its message" else letter).unlink()
                self.assertFalse(letter.exists())
                self.assertEqual(referral.letter_fault, "The letter could not be sent.")
                self.assertFalse(referral.sent_at or referral._is_with_hirer())
                self.assertEqual(len(self._faults()), number)
