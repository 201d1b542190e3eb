from secrets import token_hex

from odoo import models
from odoo.tools.mail import generate_tracking_message_id

from .hr_jobseeker_letter import ANSWERS_THEM, AUTOMATIC_HEADERS


class HrJobseekerLink(models.AbstractModel):
    """Letters about a record, with a link to its page: terms to accept, a plan to agree, an action that is due.

    They are transactional: the gate counts them and lets them pass. Whoever sends what could wait (a reminder) asks
    ``hr.jobseeker._ask_gate`` before.
    """

    _inherit = "hr.jobseeker.link"

    def _get_people(self):
        """The jobseekers whose records these are, in their order."""
        return self.mapped("jobseeker_id")

    def _send_notices(self, template, purpose, days):
        """Write to the person of each record, in their language; the letter stands on their thread.

        The link stands in the letter alone: colleagues who read the thread must not be able to answer for the person.
        In the letter's text ``ctx.get('link')`` is the link.

        :param template: a ``mail.template`` of this model
        :return: {record: mail.message}, without those who have no e-mail address
        """
        messages, installed = {}, {code for code, _name in self.env["res.lang"].get_installed()}
        written = self.filtered(lambda record: record._get_people().partner_id.email_normalized)
        for lang, records in written.grouped(lambda record: record._get_people().partner_id.lang).items():
            letter = template.with_context(lang=lang if lang in installed else self.env.lang)
            messages.update(records._send_notices_alike(letter, purpose, days))
        return messages

    def _send_notices_alike(self, letter, purpose, days):
        """Three rows each, as for any letter: on the thread, in the queue, and the envelope that tells its fate.

        The text is rendered once for all of them, with a mark that nobody guesses where each has a link of its own.
        """
        # sudo: the queue and other people's messages are the system's; who calls checked access
        system = self.sudo().with_context(jobseeker_automatic=ANSWERS_THEM)
        people = [record._get_people() for record in system]
        reply_to = system._get_people()._notify_get_reply_to(default=None)
        mark = f"https://{token_hex(16)}.invalid"
        letters = letter.with_context(link=mark)._render_letters(self)
        texts = [(*letters[record.id], record._get_link(purpose, days)) for record in self]
        messages = system.env["mail.message"].create(
            [
                person._prepare_notice_vals(subject, body.replace(mark, person.get_base_url()), reply_to[person.id])
                for person, (subject, body, _link) in zip(people, texts, strict=True)
            ]
        )
        mails = system.env["mail.mail"].create(
            [
                {
                    "mail_message_id": message.id,
                    "body_html": body.replace(mark, link),
                    "recipient_ids": person.partner_id.ids,
                    "headers": AUTOMATIC_HEADERS,
                    "auto_delete": False,
                }
                for message, person, (_subject, body, link) in zip(messages, people, texts, strict=True)
            ]
        )
        Notification = system.env["mail.notification"]
        Notification.create(
            [
                Notification._prepare_queued_vals(
                    message, person.partner_id, notification_type="email", mail_mail_id=mail.id
                )
                for message, mail, person in zip(messages, mails, people, strict=True)
            ]
        )
        return dict(zip(self, messages.with_env(self.sudo().env), strict=True))


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _prepare_notice_vals(self, subject, body, reply_to):
        author = self.adviser_id.filtered("active").partner_id or self.company_id.partner_id
        address = author.email_formatted or self.company_id.email_formatted
        return {
            "model": self._name,
            "res_id": self.id,
            "message_type": "auto_comment",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            "subject": subject,
            "body": body,
            "author_id": author.id,
            "email_from": address,
            "reply_to": reply_to or address,
            "message_id": generate_tracking_message_id(f"{self.id}-hr.jobseeker"),
            "partner_ids": self.partner_id.ids,
            "record_company_id": self.company_id.id,
        }
