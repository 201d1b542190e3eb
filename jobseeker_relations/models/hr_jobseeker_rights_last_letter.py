from odoo import api, fields, models

from .hr_jobseeker_letter import ANSWERS_THEM, AUTOMATIC_HEADERS

#: So long a last letter that cannot be sent waits in the queue, with the address of who is erased.
LAST_LETTER_DAYS = 7
#: Letters that go in one run of Odoo's vacuum.
VACUUM_BATCH = 100


class HrJobseekerRightsRequest(models.Model):
    """The letter to somebody of whom nothing is left but this letter's address."""

    _inherit = "hr.jobseeker.rights.request"

    last_letter_id = fields.Many2one(
        "mail.mail",
        string="Letter That Says So",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _prepare_last_letter(self, receipt, lang):
        template = self.env.ref("jobseeker_relations.mail_template_rights_erased", raise_if_not_found=False)
        if not template or not self.partner_id.email_normalized:
            return None
        letter = template.sudo().with_context(lang=lang, receipt=receipt)  # sudo: our own text
        [(subject, body)] = letter._render_letters(self.sudo()).values()
        return {
            "subject": subject,
            "body_html": body,
            "email_to": self.partner_id.email_formatted,
            "email_from": self.company_id.email_formatted or self.env.user.email_formatted,
            "reply_to": self.company_id.email_formatted,
            "headers": AUTOMATIC_HEADERS,
            "auto_delete": True,
        }

    @api.model
    def _queue_last_letter(self, letter):
        """:return: id of the mail in the queue, or False"""
        if not letter:
            return False
        # sudo: the queue is the system's
        mail = self.env["mail.mail"].sudo().with_context(jobseeker_automatic=ANSWERS_THEM).create(letter)
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return mail.id

    @api.autovacuum
    def _gc_last_letters(self):
        """A last letter that could not be sent for a week goes: the address is kept for nothing else."""
        old = fields.Datetime.subtract(fields.Datetime.now(), days=LAST_LETTER_DAYS)
        # sudo: the vacuum's own
        requests = self.sudo().search([("last_letter_id", "!=", False), ("closed_at", "<", old)], limit=VACUUM_BATCH)
        for request in requests:
            request.receipt += "\n" + request.env._("The letter could not be sent, and was deleted.")
        letters = requests.last_letter_id
        messages = letters.mail_message_id
        letters.unlink()
        messages.exists().unlink()
