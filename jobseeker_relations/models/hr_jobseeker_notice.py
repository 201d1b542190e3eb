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
            for record in records:
                messages[record] = record._send_notice(letter, record._get_link(purpose, days))
        return messages

    def _send_notice(self, letter, link):
        """Three rows, as for any letter: on the thread, in the queue, and the envelope that says what became of it."""
        self.ensure_one()
        system = self.sudo()  # sudo: the queue and other people's messages are the system's; who calls checked access
        person = system._get_people()
        message = system.env["mail.message"].create(system._prepare_notice_vals(letter, person))
        mail = (
            system.env["mail.mail"]
            .with_context(jobseeker_automatic=ANSWERS_THEM)
            .create(
                {
                    "mail_message_id": message.id,
                    "body_html": self._render_notice(letter, link),
                    "recipient_ids": person.partner_id.ids,
                    "headers": AUTOMATIC_HEADERS,
                    "auto_delete": False,
                }
            )
        )
        system.env["mail.notification"].create(
            {
                "author_id": message.author_id.id,
                "mail_message_id": message.id,
                "mail_mail_id": mail.id,
                "res_partner_id": person.partner_id.id,
                "notification_type": "email",
                "notification_status": "ready",
                "is_read": True,
            }
        )
        return message

    def _prepare_notice_vals(self, letter, person):
        author = person.adviser_id.filtered("active").partner_id or person.company_id.partner_id
        address = author.email_formatted or person.company_id.email_formatted
        return {
            "model": person._name,
            "res_id": person.id,
            "message_type": "auto_comment",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment"),
            "subject": letter._render_field("subject", self.ids)[self.id],
            "body": self._render_notice(letter, person.get_base_url()),
            "author_id": author.id,
            "email_from": address,
            "reply_to": person._notify_get_reply_to(default=None)[person.id] or address,
            "message_id": generate_tracking_message_id(f"{person.id}-hr.jobseeker"),
            "partner_ids": person.partner_id.ids,
            "record_company_id": person.company_id.id,
        }

    def _render_notice(self, letter, link):
        return letter.with_context(link=link)._render_field("body_html", self.ids, options={"post_process": True})[
            self.id
        ]
