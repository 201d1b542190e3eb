from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from .policy_case import PolicyCase

ENGINE = "odoo.addons.jobseeker_relations.models.hr_jobseeker_follow_up_engine"


@tagged("post_install", "-at_install")
class TestAttention(PolicyCase):
    """What went wrong stands in one list, in words, with what to do and a button that works."""

    def _owed(self, *names):
        people = self.env["hr.jobseeker"]
        for name in names:
            person = self._person(name)
            self._spoke(person, "2026-03-02 10:00:00")
            people |= person
        return people

    def _unwritable(self, people):
        """Let the letter fail, and mend it."""
        good = self.letter.body_html
        with patch.object(type(self.letter), "_check_can_be_rendered"), mute_logger(ENGINE):
            self.letter.body_html = '<p><t t-out="1 / 0"/></p>'
            self._look(people)
        self.letter.body_html = good
        return people.follow_up_ids.with_user(self.officer)

    def _stranded(self, person):
        """Leave the letter of a person as a worker does that was killed while it handed it over."""
        self._look(person)
        row = person.follow_up_ids.filtered("mail_mail_id")
        row.mail_mail_id.write({"state": "exception", "failure_reason": "Error without exception"})
        row.message_id.notification_ids.write({"notification_status": "exception"})
        self.env.flush_all()
        self.FollowUp._report_stranded_letters(fields.Datetime.add(self.env.cr.now(), hours=1))
        self.assertEqual((row.state, row.reason), ("failed", "stranded"))
        return row.with_user(self.officer)

    @freeze_time("2026-03-09 09:30:00")
    def test_words_say_what_went_wrong_and_what_to_do(self):
        row = self._unwritable(self._owed("Ana"))
        self.assertEqual(row.explanation, "Failed: ZeroDivisionError: division by zero")
        self.assertEqual(row.advice, "Have an administrator mend the letter “First letter”, then try again.")
        self.assertEqual(
            row.with_user(self.env.ref("base.user_admin")).advice, "Mend the letter “First letter”, then try again."
        )
        self.assertTrue(row.can_try_again)

    @freeze_time("2026-03-09 09:30:00")
    def test_a_letter_that_came_back(self):
        ana = self._owed("Ana")
        self._look(ana)
        row = ana.follow_up_ids.filtered("mail_mail_id").with_user(self.officer)
        mail = row.sudo().mail_mail_id
        mail.mail_message_id.notification_ids.write({"notification_status": "exception"})
        mail._postprocess_sent_message([], [], failure_reason="550 no such user", failure_type="mail_email_invalid")
        mail.state = "exception"
        self.assertEqual((row.state, row.explanation), ("failed", "Not delivered: 550 no such user"))
        self.assertEqual(row.advice, "Check the address ana@example.com, then try again.")
        row.action_try_again()
        self.assertEqual(mail.state, "cancel", "nobody sends the old one from the queue")
        self._look(ana)
        self.assertEqual(row.state, "done")
        self.assertNotEqual(row.sudo().mail_mail_id, mail)

    @freeze_time("2026-03-09 09:30:00")
    def test_an_address_whose_letters_were_returned_is_written_to_again(self):
        ana = self._owed("Ana")
        self._look(ana)
        row = ana.follow_up_ids.filtered("mail_mail_id").with_user(self.officer)
        first = row.sudo().mail_mail_id
        self.Contact._get_letters(row.sudo().message_id)._correct("550 no such user", outcome="bounced")
        ana.partner_id.message_bounce = 3  # as the mail gateway counts
        row.sudo().write({"state": "failed", "reason": "bounced", "error": "550 no such user"})
        row.action_try_again()
        self._look(ana)
        self.assertEqual(row.state, "done", row.explanation)
        self.assertNotEqual(row.sudo().mail_mail_id, first)

    @freeze_time("2026-03-09 09:30:00")
    def test_what_broke_after_the_last_step_is_decided_anew(self):
        ana = self._owed("Ana")
        for at in ("2026-03-09 09:30:00", "2026-03-12 09:30:00", "2026-03-14 09:30:00", "2026-03-16 09:00:00"):
            with freeze_time(at):
                self._look_and_send(ana)
        with freeze_time(ana.follow_up_at):
            with patch.object(type(self.FollowUp), "_deliver", side_effect=ValueError("broken")), mute_logger(ENGINE):
                self._look(ana)
            row = ana.follow_up_ids.filtered(lambda row: row.state == "failed").with_user(self.officer)
            self.assertEqual((len(row), row.kind, row.step_id.id), (1, "step", False))
            row.action_try_again()
            self._look(ana)
            self.assertEqual(row.state, "cancelled")
            self.assertEqual(ana.follow_up_ids.filtered(lambda row: row.kind == "escalation").state, "done")

    @freeze_time("2026-03-09 09:30:00")
    def test_a_selection_is_tried_as_far_as_it_can_be(self):
        people = self._owed("Ana", "Bo", "Cy")
        rows = self._unwritable(people)
        self._spoke(people[0], "2026-03-09 09:31:00")
        people[1].write({"state": "on_hold", "hold_until": "2026-09-01"})
        old = rows.filtered(lambda row: row.jobseeker_id != people[2])
        self.assertEqual(old.mapped("can_try_again"), [False, False])
        self.assertEqual(
            set(old.mapped("advice")),
            {"The follow-ups have gone on since. Leave it, and write or ring yourself.", "Bo is on hold. Leave it."},
        )
        notice = rows.action_try_again()
        self.assertIn("1 will be tried again", notice["params"]["message"])
        self.assertIn("Ana, Bo", notice["params"]["message"])
        self._look(people[2])
        self.assertEqual(set(rows.mapped("state")), {"failed", "done"})
        old.action_leave()
        self.assertEqual(set(old.mapped("state")), {"cancelled"})
        with self.assertRaisesRegex(UserError, "only those need attention"):
            old.action_leave()

    @freeze_time("2026-03-09 09:30:00")
    def test_a_letter_that_did_arrive(self):
        row = self._stranded(self._owed("Ana"))
        self.assertIn("may have left", row.explanation)
        self.assertIn("did it arrive?", row.advice)
        row.action_arrived()
        self.assertEqual((row.state, row.sudo().mail_mail_id.state), ("done", "sent"))
        self.assertEqual(row.sudo().message_id.notification_ids.notification_status, "sent")
        self.assertEqual(row.jobseeker_id.unanswered_count, 1)

    @freeze_time("2026-03-09 09:30:00")
    def test_a_letter_that_did_not_arrive_is_written_anew_at_once(self):
        ana = self._owed("Ana")
        row = self._stranded(ana)
        first = row.sudo().mail_mail_id
        row.action_try_again()
        self.assertEqual(first.state, "cancel")
        self._look(ana)
        self.assertEqual(row.state, "done", "the letter that never arrived is no word that keeps the new one back")
        self.assertEqual(ana.unanswered_count, 1)

    @freeze_time("2026-03-09 09:30:00")
    def test_a_letter_that_is_left_goes_to_nobody_and_the_next_step_follows(self):
        ana = self._owed("Ana")
        row = self._stranded(ana)
        row.action_leave()
        self.assertEqual((row.state, row.sudo().mail_mail_id.state), ("cancelled", "cancel"))
        with freeze_time("2026-03-12 10:00:00"):
            self._look(ana)
        second = ana.follow_up_ids.filtered(lambda other: other.step_id == self.policy.step_ids[1])
        self.assertEqual(second.state, "done")

    @freeze_time("2026-03-09 09:30:00")
    def test_only_what_was_cut_off_may_have_arrived(self):
        with self.assertRaisesRegex(UserError, "cut off"):
            self._unwritable(self._owed("Ana")).action_arrived()

    @freeze_time("2026-03-09 09:30:00")
    def test_who_may_not_write_to_a_person_settles_nothing(self):
        row = self._stranded(self._owed("Ana")).sudo()
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        for action in ("action_try_again", "action_arrived", "action_leave"):
            with self.assertRaises(AccessError):
                getattr(row.with_user(stranger), action)()

    @freeze_time("2026-03-09 09:30:00")
    def test_an_answer_takes_back_a_text_message_that_still_waits(self):
        self.policy.step_ids[0].write({"channel": "sms", "template_id": False, "sms_template_id": self._text().id})
        ana = self._owed("Ana")
        self._look(ana)
        row = ana.follow_up_ids.filtered(lambda other: other.channel == "sms")
        text = self.env["sms.sms"].search([("mail_message_id", "=", row.message_id.id)])
        self.assertEqual((row.state, text.state, ana.unanswered_count), ("done", "outgoing", 1))
        self._spoke(ana, "2026-03-09 09:31:00")
        self.assertEqual((row.state, text.state), ("cancelled", "canceled"))
        self.assertEqual(row.explanation, "Cancelled: there was contact.")

    def _text(self):
        return self.env["sms.template"].create(
            {"name": "Text", "model_id": self.env["ir.model"]._get_id("hr.jobseeker"), "body": "Hello"}
        )
