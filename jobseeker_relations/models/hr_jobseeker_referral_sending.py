from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import email_normalize

from .hr_jobseeker_letter import ANSWERS_THEM, AUTOMATIC_HEADERS, FAILED, NOT_LEFT
from .hr_jobseeker_referral import SILENCE_ANEW

LETTER = "jobseeker_relations.mail_template_referral"


class HrJobseekerReferral(models.Model):
    """The letter to the hirer, with the snapshot and nothing else.

    It stands on no thread: neither followers nor notes of the jobseeker have a way into it, it is no word to the
    jobseeker, and the hirer's answer goes to the adviser's own mailbox.
    """

    _inherit = "hr.jobseeker.referral"

    sent_at = fields.Datetime(string="Sent", readonly=True, copy=False)
    sent_to = fields.Char(readonly=True, copy=False, help="The addresses to which it went.")
    sent_by_id = fields.Many2one("res.users", string="Sent by", readonly=True, copy=False)
    letter_id = fields.Many2one(
        "mail.mail", readonly=True, copy=False, groups=fields.NO_ACCESS, index="btree_not_null", ondelete="set null"
    )
    letter_fault = fields.Char(compute="_compute_letter_fault", compute_sudo=True)
    # the letter has not left: nobody was told anything
    is_unsendable = fields.Boolean(compute="_compute_is_unsendable", compute_sudo=True, export_string_translation=False)

    @api.depends("letter_id.state", "letter_id.failure_reason", "return_reason")
    @api.depends_context("lang")
    def _compute_letter_fault(self):
        for referral in self:
            failed = referral.letter_id.state in FAILED
            referral.letter_fault = referral.return_reason or (
                failed and (referral.letter_id.failure_reason or self.env._("The letter could not be sent."))
            )

    @api.depends("state", "letter_id.state", "hirer_word_on")
    def _compute_is_unsendable(self):
        for referral in self:
            waits = referral.state == "sent" and referral.letter_id.state in NOT_LEFT
            referral.is_unsendable = waits and not referral.hirer_word_on

    # --- the move ---------------------------------------------------------------------------------------

    def _before_move(self, state):
        result = super()._before_move(state)
        if state == "sent":
            self._check_snapshot_whole()
        has_left = self.filtered(lambda one: one.state == "sent" and not one.is_unsendable and not one.return_reason)
        if state == "ready" and has_left:
            raise UserError(self.env._("The letter has left: tell the hirer, and record that it is withdrawn."))
        return result

    def _get_traces(self, state, vals):
        traces = super()._get_traces(state, vals)
        return traces | self._get_sending() | SILENCE_ANEW if state == "sent" else traces

    def _get_sending(self):
        """When, whereto and by whom something is sent now."""
        return {
            "sent_at": fields.Datetime.now(),
            "sent_to": False if self.is_internal else self._get_sent_address(),
            "sent_by_id": self.env.uid,
        }

    def _after_move(self, former):
        result = super()._after_move(former)
        if self.state == "ready" and former == "sent":
            returned = bool(self.return_reason)
            self._stop_letters()
            if not returned:
                told = self._for_adviser()
                told._note(told.env._("Taken out of the queue, and not sent: %s", told.display_name))
        if self.state == "sent":
            if self.is_internal:
                self._make_application()
            else:
                self._write_to_hirer(LETTER, with_snapshot=True)
            told = self._for_adviser()
            told._note(told.env._("Put forward: %s", told.display_name))
        return result

    def action_send(self):
        """Send what the person agreed to; what is missing is said, with the way past it where a rule has one."""
        self.check_access("write")
        for referral in self:
            if referral.state in ("draft", "consent_asked"):
                referral.write({"state": "ready"})
            referral.write({"state": "sent"})

    def action_unsend(self):
        """It was sent by mistake, and the letter has not left: it does not, and what they agreed to is ready again."""
        self.check_access("write")
        self.write({"state": "ready"})

    def action_change(self):
        """Also what was sent to an address that is none, or to which nothing came: another one is another yes."""
        self.check_access("write")
        self.filtered(lambda referral: referral.state == "sent" and referral.letter_fault).write({"state": "ready"})
        return super().action_change()

    # --- the letter ---------------------------------------------------------------------------------

    def _write_to_hirer(self, template, with_snapshot=False):
        """Put a letter to the hirer into the queue, in the language of who reads it there."""
        letter = self.env.ref(template, raise_if_not_found=False)
        if not letter:
            raise UserError(self.env._("The letter to hirers was deleted. An administrator brings it back."))
        # sudo: letters and their templates are the system's; who calls was checked
        for referral in self.sudo():
            referral._queue_letter(letter.sudo().with_context(lang=referral._get_hirer_lang()), with_snapshot)

    def _queue_letter(self, letter, with_snapshot):
        [(subject, body)] = letter._render_letters(self).values()
        author = self.jobseeker_id.adviser_id.filtered("active").partner_id or self.company_id.partner_id
        address = author.email_formatted or self.company_id.email_formatted or self.env.user.email_formatted
        files = self.cv_copy_id if with_snapshot else self.cv_copy_id.browse()
        queue = self.env["mail.mail"].with_context(jobseeker_automatic=ANSWERS_THEM)
        mail = queue.create(
            {
                "author_id": author.id,
                "email_from": address,
                "reply_to": address,
                "subject": subject,
                "body_html": body,
                "email_to": self._get_sent_address(),
                "attachment_ids": [Command.link(file.id) for file in files],
                "headers": AUTOMATIC_HEADERS,
                "auto_delete": True,
                "jobseeker_referral_id": self.id,
            }
        )
        if with_snapshot:
            new = {"letter_id": mail.id, "letter_mark": mail.message_id, "return_reason": False, "fault_told": False}
            self.write(new)

    def _get_candidate(self):
        """What the person is called in letters to the hirer: as on what they were sent."""
        self.ensure_one()
        return self.number if self.anonymised else self.jobseeker_id.name

    def action_send_again(self):
        """The letter did not leave: offer it to the mail server once more, as it is."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "sent" or not self.letter_fault:
            raise UserError(self.env._("The letter has left, or waits in the queue."))
        self._check_snapshot_whole()
        if email_normalize(self._get_hirer_address() or "") != email_normalize(self._get_sent_address() or ""):
            raise UserError(
                self.env._(
                    "What lies here is not what %s agreed to. Press “Change”, and ask them anew.",
                    self.jobseeker_id.name,
                )
            )
        if not self._has_consent():
            raise UserError(self._lacks_consent()["consent"])
        self._check_gates()
        self._stop_letters()
        # sudo: the system's own marks; access was checked above
        self.sudo().write({**self._get_sending(), **SILENCE_ANEW})
        self._write_to_hirer(LETTER, with_snapshot=True)
        self._plan_look()
