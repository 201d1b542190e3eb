from math import ceil
from secrets import token_hex

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formataddr

from .hr_jobseeker_language import choose_lang
from .hr_jobseeker_letter import ANSWERS_THEM, AUTOMATIC_HEADERS

PURPOSE = "reference"


class MailMail(models.Model):
    _inherit = "mail.mail"

    jobseeker_reference_id = fields.Many2one(
        "hr.jobseeker.reference", groups=fields.NO_ACCESS, copy=False, index="btree_not_null", ondelete="cascade"
    )


class HrJobseekerReference(models.Model):
    """The letters to the referee: asked, reminded, thanked. They are no letters to the jobseeker, and count as none.

    While one waits in the queue, or could not leave, it is the reference's: taken back and erased with it.
    """

    _inherit = "hr.jobseeker.reference"

    letter_id = fields.Many2one(
        "mail.mail", readonly=True, copy=False, groups=fields.NO_ACCESS, index="btree_not_null", ondelete="set null"
    )
    letter_fault = fields.Char(compute="_compute_letter_fault", compute_sudo=True)

    @api.depends("letter_id.state", "letter_id.failure_reason")
    def _compute_letter_fault(self):
        for reference in self:
            failed = reference.letter_id.state in ("exception", "cancel")
            reference.letter_fault = failed and (
                reference.letter_id.failure_reason or self.env._("The letter could not be sent.")
            )

    def _get_reader_lang(self):
        """The referee's language where it is installed, else the company's."""
        return choose_lang(self.env, self.referee_lang, self.company_id.partner_id.lang, self.env.lang)

    def _get_link_days(self):
        left = (self.link_expires_at - fields.Datetime.now()).total_seconds() / 86400
        return max(ceil(left), 1)

    def _write_to_referees(self, template):
        """Put a letter to each of these referees into the queue, in their language.

        It stands on no thread: a letter to somebody else is no word to the jobseeker, an answer to it goes to the
        adviser's own mailbox, and the link stands nowhere but in the letter.
        """
        letter = self.env.ref(template, raise_if_not_found=False)
        if not letter:
            raise UserError(self.env._("The letter to referees was deleted. Talk to them, and record the answer."))
        # sudo: letters and their templates are the system's; who calls was checked
        for lang, references in self.sudo().grouped(lambda reference: reference._get_reader_lang()).items():
            references._write_alike(letter.sudo().with_context(lang=lang))

    def _write_alike(self, letter):
        mark = f"https://{token_hex(16)}.invalid"
        texts = letter.with_context(link=mark)._render_letters(self)
        queue = self.env["mail.mail"].with_context(jobseeker_automatic=ANSWERS_THEM)
        mails = queue.create(
            [
                {
                    **reference._prepare_sender_vals(),
                    "subject": texts[reference.id][0],
                    "body_html": texts[reference.id][1].replace(
                        mark, reference._get_link(PURPOSE, reference._get_link_days()) if self._has_page() else "#"
                    ),
                    "email_to": formataddr((reference.referee_name, reference._get_address())),
                    "headers": AUTOMATIC_HEADERS,
                    "auto_delete": True,
                    "jobseeker_reference_id": reference.id,
                }
                for reference in self
            ]
        )
        for reference, mail in zip(self, mails, strict=True):
            reference.letter_id = mail
            reference._remember_letter(mail)

    def _has_page(self):
        return all(reference.link_expires_at for reference in self)

    def _prepare_sender_vals(self):
        """The adviser writes and is answered, in their own mailbox: nothing of a referee belongs on a thread."""
        author = self.jobseeker_id.adviser_id.filtered("active").partner_id or self.company_id.partner_id
        address = author.email_formatted or self.company_id.email_formatted or self.env.user.email_formatted
        return {"author_id": author.id, "email_from": address, "reply_to": address}

    def _stop_letters(self):
        """Take what has not left out of the queue: request, reminders and thanks, also those that failed."""
        # sudo: letters are the system's; who takes a request back was checked
        queue = self.env["mail.mail"].sudo()
        queue.search([("jobseeker_reference_id", "in", self.ids), ("state", "!=", "sent")]).unlink()

    def _forget_letters(self):
        """Letters go with the reference, and with each the message that it is made of."""
        # sudo: as above
        self.env["mail.mail"].sudo().search([("jobseeker_reference_id", "in", self.ids)]).unlink()
