from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged, users

from .common import MONDAY
from .ledger_case import LedgerCase


@tagged("post_install", "-at_install")
class TestLettersOut(LedgerCase):
    @users("officer")
    def test_a_letter_from_the_chatter(self):
        self._write_to(self.application, subject="Interview")
        row = self.assertLedger(self.jobseeker.sudo(), [("out", "email", "personal", None)])
        self.assertTrue(row.qualifying)
        self.assertEqual(row.user_id, self.officer)
        self.assertEqual(row.applicant_id, self.application)
        self.assertEqual(row.message_id.subject, "Interview")
        self.assertEqual(row.summary, "Interview")
        self.assertEqual(self.jobseeker.sudo().last_contact_at, row.date)

    def test_a_letter_from_the_jobseekers_own_page(self):
        self._write_to(self.jobseeker)
        row = self.assertLedger(self.jobseeker, [("out", "email", "personal", None)])
        self.assertFalse(row.applicant_id)
        self.assertEqual(row.summary, "When can you come?")

    @users("interviewer")
    def test_an_interviewers_letter_is_in_the_ledger_that_they_may_not_read(self):
        self._write_to(self.application, user=self.interviewer)
        row = self.assertLedger(self.jobseeker.sudo(), [("out", "email", "personal", None)]) if self.env.su else None
        row = row or self.Contact.search([("jobseeker_id", "=", self.jobseeker.id)])
        self.assertEqual((row.nature, row.user_id), ("personal", self.interviewer))
        self.assertFalse(self.env["hr.jobseeker.contact"].has_access("read"))

    def test_a_note_among_colleagues_is_none(self):
        with self.mock_mail_gateway():
            self.application.with_user(self.officer).message_post(
                body="What do you think of her?", partner_ids=self.colleague.partner_id.ids
            )
            self.assertTrue(self._new_mails, "the colleague got it")
        self.assertLedger(self.jobseeker, [])

    def test_a_letter_to_somebody_else_is_none(self):
        hirer = self.env["res.partner"].create({"name": "Hirer", "email": "hirer@example.com"})
        with self.mock_mail_gateway():
            self.application.with_user(self.officer).message_post(
                body="May I send you a CV?", message_type="comment", subtype_xmlid="mail.mt_comment",
                partner_ids=hirer.ids,
            )  # fmt: skip
        self.assertLedger(self.jobseeker, [])

    def test_a_stage_mail_is_automatic(self):
        template = self.env["mail.template"].create(
            {
                "name": "Moved on",
                "model_id": self.env["ir.model"]._get_id("hr.applicant"),
                "subject": "You moved on",
                "body_html": "<p>Well done</p>",
                "use_default_to": True,
            }
        )
        stage = self.env["hr.recruitment.stage"].create({"name": "Second", "template_id": template.id})
        with self.mock_mail_gateway():
            self.application.with_user(self.officer).stage_id = stage
            self.flush_tracking()
        row = self.assertLedger(self.jobseeker, [("out", "email", "automatic", None)])
        self.assertFalse(row.qualifying)

    def test_a_refusal_is_automatic_and_names_the_application(self):
        template = self.env["mail.template"].create(
            {
                "name": "Sorry",
                "model_id": self.env["ir.model"]._get_id("hr.applicant"),
                "subject": "We are sorry",
                "body_html": "<p>Sorry</p>",
            }
        )
        reason = self.env["hr.applicant.refuse.reason"].create({"name": "Too far", "template_id": template.id})
        wizard = self.env["applicant.get.refuse.reason"].with_user(self.officer)
        wizard = wizard.with_context(active_test=False)  # as the button does
        with self.mock_mail_gateway():
            wizard.create(
                {"applicant_ids": self.application.ids, "refuse_reason_id": reason.id, "send_mail": True}
            ).action_refuse_reason_apply()
            self.assertEqual(len(self._new_mails), 1)
        row = self.assertLedger(self.jobseeker, [("out", "email", "automatic", None)])
        self.assertEqual((row.applicant_id, row.summary), (self.application, "We are sorry"))

    def _send_mail_wizard(self, applications):
        wizard = self.env["applicant.send.mail"].with_user(self.officer)
        with self.mock_mail_gateway():
            wizard.create(
                {"applicant_ids": applications.ids, "subject": "Open day", "body": "<p>Do come</p>"}
            ).action_send()

    def test_the_wizard_for_one_person_is_a_letter(self):
        self._send_mail_wizard(self.application)
        self.assertLedger(self.jobseeker, [("out", "email", "personal", None)])

    def test_the_wizard_for_many_is_a_mailing(self):
        other = self._application("Béla Nagy", "bela@example.com")
        self._send_mail_wizard(self.application | other)
        row = self.assertLedger(self.jobseeker, [("out", "email", "bulk", None)])
        self.assertFalse(row.qualifying)
        self.assertLedger(other.jobseeker_id, [("out", "email", "bulk", None)])
        self._write_to(self.application)
        self.assertEqual(self._rows(self.jobseeker)[-1].nature, "personal", "the mark is not left behind")

    def _compose(self, applications, mode):
        composer = self.env["mail.compose.message"].with_user(self.officer)
        composer = composer.with_context(active_ids=applications.ids, default_model="hr.applicant")
        composer = composer.create(
            {
                "composition_mode": mode,
                "model": "hr.applicant",
                "res_ids": applications.ids,
                "subject": "Open day",
                "body": "<p>Do come</p>",
                "partner_ids": applications.partner_id.ids if mode == "comment" else False,
            }
        )
        with self.mock_mail_gateway():
            composer._action_send_mail()

    def test_the_composer(self):
        other = self._application("Béla Nagy", "bela@example.com")
        self._compose(self.application | other, "mass_mail")
        self._compose(self.application, "mass_mail")
        self._compose(self.application, "comment")
        self.assertLedger(
            self.jobseeker,
            [
                ("out", "email", "bulk", None),
                ("out", "email", "personal", None),
                ("out", "email", "personal", None),
            ],
        )
        self.assertLedger(other.jobseeker_id, [("out", "email", "bulk", None)])

    def test_a_blacklisted_person_of_a_mailing_heard_nothing(self):
        other = self._application("Béla Nagy", "bela@example.com")
        self.env["mail.blacklist"]._add("anna@example.com")
        self._compose(self.application | other, "mass_mail")
        self.assertLedger(self.jobseeker, [])
        self.assertLedger(other.jobseeker_id, [("out", "email", "bulk", None)])

    def test_a_letter_that_is_in_the_ledger_already_makes_no_second_row(self):
        message = self.env["mail.message"].create(
            {"model": "hr.jobseeker", "res_id": self.jobseeker.id, "message_type": "email_outgoing", "body": "Hello"}
        )
        vals = {"jobseeker_id": self.jobseeker.id, "direction": "out", "channel": "email", "nature": "follow_up"}
        self.Contact.create({**vals, "message_id": message.id})
        self.env["mail.mail"].create({"mail_message_id": message.id, "recipient_ids": self.anna.ids})
        self.assertLedger(self.jobseeker, [("out", "email", "follow_up", None)])

    def test_a_letter_to_the_address_alone(self):
        self.env["mail.mail"].create(
            {"model": "hr.applicant", "res_id": self.application.id, "email_to": "Anna <ANNA@example.com>"}
        )
        self.assertLedger(self.jobseeker, [("out", "email", "bulk", None)])

    def test_an_invitation_is_automatic(self):
        with self.mock_mail_gateway():
            self.env["calendar.event"].with_user(self.officer).create(
                {
                    "name": "Interview",
                    "start": "2099-01-01 09:00:00",
                    "stop": "2099-01-01 10:00:00",
                    "applicant_id": self.application.id,
                    "partner_ids": [fields.Command.set((self.anna | self.officer.partner_id).ids)],
                }
            )
        row = self.assertLedger(self.jobseeker, [("out", "email", "automatic", None)])
        self.assertEqual(row.applicant_id, self.application)

    def test_a_postponed_letter_is_recorded_when_it_goes(self):
        with self.mock_datetime_and_now(MONDAY):
            self._write_to(self.application, scheduled_date="2026-03-03 08:00:00")
        self.assertLedger(self.jobseeker, [])
        with self.mock_mail_gateway(), self.mock_datetime_and_now("2026-03-03 09:00:00"):
            self.env["mail.message.schedule"].search([])._send_notifications()
        row = self.assertLedger(self.jobseeker, [("out", "email", "personal", None)])
        self.assertEqual(str(row.date), "2026-03-03 09:00:00")

    def test_a_letter_may_outlive_its_application(self):
        gone = self._application("Béla Nagy", "bela@example.com")
        documents = {"hr.applicant": [gone.id, self.application.id], "hr.jobseeker": [0]}
        gone.unlink()
        threads = self.Contact._map_threads(documents)
        self.assertEqual(threads, {("hr.applicant", self.application.id): (self.jobseeker, self.application)})

    def test_a_letter_sent_once_more_makes_no_second_row(self):
        self._write_to(self.application)
        mail = self.env["mail.mail"].search([("mail_message_id", "in", self.application.message_ids.ids)], limit=1)
        again = {"mail_message_id": mail.mail_message_id.id, "recipient_ids": self.anna.ids}
        mail.create(again)
        self.assertLedger(self.jobseeker, [("out", "email", "personal", None)])

    def test_a_letter_that_was_taken_back_and_goes_after_all_is_a_word_again(self):
        self._write_to(self.application)
        mail = self.env["mail.mail"].search([("mail_message_id", "in", self.application.message_ids.ids)], limit=1)
        mail.state = "outgoing"
        mail.cancel()
        mail.create({"mail_message_id": mail.mail_message_id.id, "recipient_ids": self.anna.ids})
        rows = self.assertLedger(
            self.jobseeker,
            [
                ("out", "email", "personal", None),
                ("out", "email", "automatic", "withdrawn"),
                ("out", "email", "personal", None),
            ],
        )
        self.assertEqual(rows.mapped("superseded"), [True, False, False])

    def test_a_robots_comment_is_automatic(self):
        self._write_to(self.application, user=self.env.ref("base.user_root"))
        self.assertLedger(self.jobseeker, [("out", "email", "automatic", None)])


@tagged("post_install", "-at_install")
class TestCost(LedgerCase):
    """The ledger is written in batches, and other messages pay next to nothing for it."""

    def test_letters_in_a_batch(self):
        def letters(number, label):
            applications = self.env["hr.applicant"]
            for i in range(number):
                applications |= self._application(f"{label}{i}", f"{label}{i}@example.com")
            vals_list = [
                {"model": "hr.applicant", "res_id": a.id, "recipient_ids": a.partner_id.ids, "body": "Hello"}
                for a in applications
            ]
            mails = self.env["mail.mail"].with_context(tracking_disable=True)
            with patch.object(type(self.env["hr.jobseeker.contact"]), "_log", return_value=None):
                without = self._count_queries(lambda: mails.create([dict(vals) for vals in vals_list]))
            return self._count_queries(lambda: mails.create([dict(vals) for vals in vals_list])) - without

        letters(1, "warm")
        self.assertEqual(letters(4, "few"), letters(8, "many"))

    def test_a_note_costs_no_query(self):
        def note():
            self.application.with_user(self.officer).message_post(body="A note")

        for _warm in range(2):
            self._count_queries(note)
        with_addon = self._count_queries(note)
        with patch.object(type(self.env["mail.message"]), "_may_be_jobseekers", lambda message: False):
            self.assertEqual(self._count_queries(note), with_addon)
