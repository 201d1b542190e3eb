from odoo import api, fields, models

from .hr_jobseeker_contact_door import THREADS


class SmsSms(models.Model):
    """Every text message that leaves Odoo is an ``sms.sms``, posted on a document or sent to a contact."""

    _inherit = "sms.sms"

    @api.model_create_multi
    def create(self, vals_list):
        texts = super().create(vals_list)
        sent = texts.filtered(lambda sms: sms.state == "outgoing" and sms.number)
        if sent:
            sent.sudo()._record_texts(bulk=texts._is_bulk())  # sudo: as for e-mails, whoever writes
        return texts

    def _record_texts(self, bulk):
        """:param bulk: one text for many, as ``_is_bulk`` says"""
        Contact = self.env["hr.jobseeker.contact"]
        seen = {(contact.jobseeker_id, contact.message_id) for contact in Contact._get_letters(self.mail_message_id)}
        vals_list = []
        for sms, (people, applicant) in self._find_readers().items():
            # which of several behind one number read it, nobody knows
            for jobseeker in people if len(people.partner_id) == 1 else ():
                if (jobseeker, sms.mail_message_id) not in seen:
                    vals_list.append(sms._prepare_text_vals(jobseeker, applicant, bulk))
        Contact._log(vals_list)

    def _prepare_text_vals(self, jobseeker, applicant, bulk):
        self.ensure_one()
        message = self.mail_message_id
        nature = "bulk" if bulk else message._get_contact_nature() if message else "personal"
        return {
            "jobseeker_id": jobseeker.id,
            "date": fields.Datetime.now(),
            "direction": "out",
            "channel": "sms",
            "nature": nature,
            "user_id": message.author_id.main_user_id.id if message else self.env.uid,
            "applicant_id": applicant.filtered(lambda a: a.jobseeker_id == jobseeker).id,
            "message_id": message.id,
            "summary": self.env["hr.jobseeker.contact"]._shorten(self.body),
        }

    def _update_sms_state_and_trackers(self, new_state, failure_type=None):
        """A text that could not be delivered stays an attempt and is no contact, like an e-mail that came back."""
        result = super()._update_sms_state_and_trackers(new_state, failure_type=failure_type)
        failed = self.sudo() if new_state == "error" else self.browse()  # sudo: the document of a message, no more
        messages = failed.mail_message_id.filtered(lambda message: message.model in THREADS)
        if messages:
            letters = self.env["hr.jobseeker.contact"]._get_letters(messages)
            letters.filtered(lambda contact: contact.outcome != "bounced")._correct(
                self.env._("The text message could not be delivered"), outcome="bounced"
            )
        return result
