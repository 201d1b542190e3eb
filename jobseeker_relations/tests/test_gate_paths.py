from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged

from .gate_case import FRIDAY_NIGHT, MONDAY, GateCase

LETTER = {"subject": "Open day", "body": "<p>Do come</p>"}


@tagged("post_install", "-at_install")
class TestNoPathLeadsAround(GateCase):
    """Every way to send one text to many, against every reason why it must not reach one of them.

    The gate's own dialogs leave out; whatever comes past them is stopped where its mail or text is made.
    """

    # --- the paths: each sends one text to Ana and Bo ------------------------------------------------

    def _send_dialog(self, applicants):
        self.env["applicant.send.mail"].create({"applicant_ids": applicants.ids, **LETTER}).action_send()

    def _compose(self, records, mode):
        composer = self.env["mail.compose.message"].create(
            {"composition_mode": mode, "model": records._name, "res_ids": records.ids, **LETTER}
        )
        if mode == "comment":
            composer.partner_ids = records.partner_id
        composer.action_send_mail()

    def _compose_mass(self, applicants):
        self._compose(applicants, "mass_mail")

    def _compose_mass_on_jobseekers(self, applicants):
        self._compose(applicants.jobseeker_id, "mass_mail")

    def _compose_comment(self, applicants):
        template = self._applicant_letter()
        self.env["mail.compose.message"].create(
            {"composition_mode": "comment", "model": "hr.applicant", "res_ids": applicants.ids,
             "template_id": template.id}
        ).action_send_mail()  # fmt: skip

    def _applicant_letter(self):
        return self.env["mail.template"].create(
            {
                "name": "Open day",
                "model_id": self.env["ir.model"]._get_id("hr.applicant"),
                "subject": "Open day",
                "body_html": "<p>Do come</p>",
                "partner_to": "{{ object.partner_id.id }}",
                "use_default_to": False,
            }
        )

    def _send_template(self, applicants):
        self._applicant_letter().send_mail_batch(applicants.ids)

    def _send_template_as_if_by_the_engine(self, applicants):
        self._applicant_letter().with_context(jobseeker_queued=True).send_mail_batch(applicants.ids)

    def _send_template_one_by_one(self, applicants):
        for applicant in applicants:
            self._applicant_letter().send_mail(applicant.id, force_send=True)

    def _send_template_on_jobseekers(self, applicants):
        template = self.letter.copy({"partner_to": "{{ object.partner_id.id }}", "use_default_to": False})
        template.send_mail_batch(applicants.jobseeker_id.ids)

    def _post(self, applicants):
        for applicant in applicants:
            applicant.message_post(
                body="Do come", message_type="email_outgoing", subtype_xmlid="mail.mt_comment",
                partner_ids=applicant.partner_id.ids,
            )  # fmt: skip

    def _server_action(self, applicants):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Write to all",
                "model_id": self.env["ir.model"]._get_id("hr.applicant"),
                "state": "code",
                "code": "for record in records: record.message_post(body='Do come', message_type='email_outgoing', "
                "subtype_xmlid='mail.mt_comment', partner_ids=record.partner_id.ids)",
            }
        )
        action.with_context(active_model="hr.applicant", active_ids=applicants.ids).run()

    def _mail_server_action(self, applicants):
        action = self.env["ir.actions.server"].create(
            {
                "name": "E-mail to all",
                "model_id": self.env["ir.model"]._get_id("hr.applicant"),
                "state": "mail_post",
                "template_id": self._applicant_letter().id,
                "mail_post_method": "email",
            }
        )
        for applicant in applicants:  # as the list does: one run for each record
            action.with_context(active_model="hr.applicant", active_id=applicant.id, active_ids=applicant.ids).run()

    def _raw(self, applicants):
        self.env["mail.mail"].create(
            [
                {"model": "hr.applicant", "res_id": applicant.id, "email_to": applicant.email_from, "body_html": "Hi"}
                for applicant in applicants
            ]
        )

    def _compose_mass_on_contacts(self, applicants):
        self._compose(applicants.partner_id, "mass_mail")

    def _sms_server_action(self, applicants, method="comment"):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Text to all",
                "model_id": self.env["ir.model"]._get_id("hr.applicant"),
                "state": "sms",
                "sms_template_id": self.env["sms.template"]
                .create(
                    {"name": "Open day", "model_id": self.env["ir.model"]._get_id("hr.applicant"), "body": "Do come"}
                )
                .id,
                "sms_method": method,
            }
        )
        for applicant in applicants:  # as an automation does: one run for each record
            action.with_context(active_model="hr.applicant", active_id=applicant.id, active_ids=applicant.ids).run()

    def _sms_server_action_without_note(self, applicants):
        self._sms_server_action(applicants, "sms")

    def _sms_dialog(self, applicants):
        self.env["sms.composer"].create(
            {"composition_mode": "mass", "res_model": "hr.applicant", "res_ids": repr(applicants.ids), "body": "Hi"}
        )._action_send_sms()

    def _sms_dialog_comment(self, applicants):
        self.env["sms.composer"].create(
            {"composition_mode": "comment", "res_model": "hr.applicant", "res_ids": repr(applicants.ids), "body": "Hi"}
        )._action_send_sms()

    def _sms_mass(self, applicants):
        applicants._message_sms_schedule_mass("Hi")

    def _sms_raw(self, applicants):
        self.env["sms.sms"].create(
            [
                {"partner_id": applicant.partner_id.id, "number": applicant.partner_phone, "body": "Hi"}
                for applicant in applicants
            ]
        )

    MAIL_PATHS = (
        "_send_dialog",
        "_compose_mass",
        "_compose_mass_on_jobseekers",
        "_compose_mass_on_contacts",
        "_compose_comment",
        "_send_template",
        "_send_template_as_if_by_the_engine",
        "_send_template_one_by_one",
        "_send_template_on_jobseekers",
        "_post",
        "_server_action",
        "_mail_server_action",
        "_raw",
    )
    SMS_PATHS = (
        "_sms_dialog",
        "_sms_dialog_comment",
        "_sms_mass",
        "_sms_raw",
        "_sms_server_action",
        "_sms_server_action_without_note",
    )

    # --- the reasons: each stands between us and Ana ----------------------------------------------------

    def _no_contact(self):
        self.person.do_not_contact = True

    def _blacklisted(self):
        self.env["mail.blacklist"]._add(self.person.email)

    def _phone_blacklisted(self):
        self.env["phone.blacklist"]._add(["+351912345001"])

    def _bounced(self):
        self.person.partner_id.message_bounce = 1

    def _on_hold(self):
        self.person.write({"state": "on_hold", "hold_until": "2026-03-20", "hold_reason": "Travelling"})

    def _on_hold_without_end(self):
        self.person.write({"state": "on_hold", "hold_reason": "Travelling"})

    def _held_until(self):
        self.person.hold_until = "2026-03-20"

    def _closed(self):
        self.person.state = "closed"

    def _too_soon(self):
        self._wrote(self.person, days=1)

    def _too_often(self):
        for days in (4, 8, 12, 16):
            self._wrote(self.person, days=days)

    REASONS = (
        "_no_contact",
        "_blacklisted",
        "_on_hold",
        "_on_hold_without_end",
        "_held_until",
        "_closed",
        "_too_soon",
        "_too_often",
    )

    # --- the matrix ---------------------------------------------------------------------------------------

    @contextmanager
    def _undone(self):
        """A transaction of its own for each cell."""
        with self.env.cr.savepoint(flush=True) as savepoint:
            yield
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()

    def _no_sms(self):
        return patch.object(type(self.env["sms.sms"]), "send", return_value=None)

    def _went(self, path, person):
        if path in self.SMS_PATHS:
            texts = self.env["sms.sms"].search([("partner_id", "=", person.partner_id.id)])
            return len(texts.filtered(lambda sms: sms.state == "outgoing"))
        return len(self._mails_to(person).filtered(lambda mail: mail.state in ("outgoing", "sent")))

    def _check(self, path, reason):
        before = len(self._natures(self.person))
        getattr(self, path)(self.both)
        self.env.flush_all()
        self.assertEqual(self._went(path, self.person), 0, "nothing goes to Ana")
        self.assertEqual(self._went(path, self.bo.jobseeker_id), 1, "Bo gets his")
        self.assertEqual(len(self._natures(self.person)), before, "what did not go is not in the ledger")
        self.assertEqual(self._natures(self.bo.jobseeker_id)[-1], "bulk")

    @freeze_time(MONDAY)
    def test_every_path_and_every_reason(self):
        reasons = {
            **{path: (*self.REASONS, "_bounced") for path in self.MAIL_PATHS},
            **{path: (*self.REASONS, "_phone_blacklisted") for path in self.SMS_PATHS},
        }
        for path, its_reasons in reasons.items():
            for reason in its_reasons:
                with self.subTest(path=path, reason=reason), self._undone(), self._no_sms(), self.mock_mail_gateway():
                    getattr(self, reason)()
                    self.env.flush_all()
                    self.env.invalidate_all()
                    self._check(path, reason)

    @freeze_time(MONDAY)
    def test_every_path_leads_to_those_who_may_hear_from_us(self):
        for path in (*self.MAIL_PATHS, *self.SMS_PATHS):
            with self.subTest(path=path), self._undone(), self._no_sms(), self.mock_mail_gateway():
                getattr(self, path)(self.both)
                for applicant in self.both:
                    self.assertEqual(self._went(path, applicant.jobseeker_id), 1)
                    self.assertEqual(self._natures(applicant.jobseeker_id), ["bulk"])

    @freeze_time(FRIDAY_NIGHT)
    def test_out_of_hours_every_mail_waits_and_every_text_is_left_out(self):
        for path in (*self.MAIL_PATHS, *self.SMS_PATHS):
            with self.subTest(path=path), self._undone(), self._no_sms(), self.mock_mail_gateway():
                getattr(self, path)(self.both)
                self.assertFalse(self._natures(self.person), "it has not gone yet")
                if path in self.SMS_PATHS:
                    self.assertEqual(self._went(path, self.person), 0)
                    continue
                mail = self._mails_to(self.person)
                self.assertEqual(mail.state, "outgoing")
                self.assertEqual(mail.scheduled_date, fields.Datetime.to_datetime("2026-03-02 09:00:00"))
                self.assertIn("held until", mail.failure_reason)
                self.assertFalse(self._mails)

    @freeze_time(MONDAY)
    def test_one_person_gets_one_copy_on_every_path(self):
        again = self._applicant("Ana Abreu", "ana@example.com", "+351912345001")
        self.assertEqual(again.jobseeker_id, self.person)
        for path in (*self.MAIL_PATHS, *self.SMS_PATHS):
            with self.subTest(path=path), self._undone(), self._no_sms(), self.mock_mail_gateway():
                getattr(self, path)(self.ana | again | self.bo)
                self.assertEqual(self._went(path, self.person), 1)
                self.assertEqual(self._natures(self.person), ["bulk"])
