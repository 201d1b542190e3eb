from odoo import api, fields, models
from odoo.tools import email_normalize_all

from ..rules.returned_letter import why_returned
from .hr_jobseeker_letter import FAILED, NOT_LEFT


class HrJobseekerReferral(models.Model):
    """Who has it, and who perhaps: a letter that came back, or never left, and the adviser who hears of it.

    A report can be forged, and what was passed on may be read: who was perhaps told stays among those who were, also
    when a later letter does not leave. Only of what never left the house it is sure that the hirer has nothing; who
    spoke of them has it, whatever became of our letter.
    """

    _inherit = "hr.jobseeker.referral"

    # the message id of the letter, which is deleted once it has left
    letter_mark = fields.Char(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        index="btree_not_null",
    )
    return_reason = fields.Char(string="Why It Came Back", readonly=True, copy=False)
    # what was kept of a letter that came back; it holds again where a later one does not leave
    returned_letter = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False)
    # the last letter had left: who says that it came back may be wrong
    is_returned = fields.Boolean(compute="_compute_is_returned", compute_sudo=True, export_string_translation=False)
    # the adviser heard that this letter did not arrive
    fault_told = fields.Boolean(readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False)

    @api.depends("return_reason", "returned_letter")
    def _compute_is_returned(self):
        for referral in self:
            reason = (referral.returned_letter or {}).get("return_reason")
            referral.is_returned = bool(reason) and reason == referral.return_reason

    # --- who has it -------------------------------------------------------------------------------------

    def _is_with_hirer(self):
        """Whether the hirer has something of the person: what lies in the queue, or came back, they have not."""
        self.ensure_one()
        system = self.sudo()  # sudo: whoever reads the page of the referral
        if system.is_internal:
            return bool(system.sent_at)
        arrived = system.letter_id.state not in NOT_LEFT and not system.return_reason
        return system._has_left() and (arrived or bool(system.hirer_word_on))

    def _has_left(self):
        """Whether a letter left the house. Who says that it came back may be wrong: perhaps the hirer has it."""
        self.ensure_one()
        system = self.sudo()  # sudo: the state of our own letter
        if system.is_internal or not system.sent_at:
            return False
        return bool(system.returned_letter or system.hirer_word_on) or system.letter_id.state not in NOT_LEFT

    def _get_unsent(self):
        """What is kept once the last letter does not leave: what was kept before it; who spoke knows of them."""
        self.ensure_one()
        if self.hirer_word_on:
            return {"letter_id": False}
        return {"letter_id": False, "sent_at": False, "sent_to": False, **(self.returned_letter or {})}

    def _get_arrival(self):
        """What is kept of a referral of which its hirer speaks: they have it, whatever became of our letter."""
        system = self.sudo()  # sudo: the state of our own letter
        arrival = {"return_reason": False}
        if system.letter_id.state in FAILED:
            arrival["letter_id"] = False
        if not system.sent_at:
            arrival["sent_at"] = fields.Datetime.now()
        return arrival

    # --- it came back, or never left ----------------------------------------------------------------------

    def _why_returned(self, email_message, subject):
        """What ``why_returned`` says of an address that this letter went to; None: it did not come back."""
        self.ensure_one()
        reasons = (why_returned(email_message, subject, address) for address in email_normalize_all(self.sent_to or ""))
        return next((reason for reason in reasons if reason is not None), None)

    def _note_return(self, reason):
        """It had left. Keep why it came back, and ask for another address, also who heard of a fault before it left."""
        for referral in self.filtered(lambda referral: not referral.return_reason):
            reason = reason or referral._for_adviser().env._("The letter could not be sent.")
            sent_at = fields.Datetime.to_string(referral.sent_at)
            kept = {"sent_at": sent_at, "sent_to": referral.sent_to, "return_reason": reason}
            referral.write({"returned_letter": kept, "fault_told": False})
            referral._keep_fault(reason)

    def _note_unsent(self, reason):
        """The letter is deleted and never left: nobody was put forward by it."""
        for referral in self.filtered(lambda one: one.state == "sent" and one.sent_at):
            referral.write(referral._get_unsent())
            referral._keep_fault(reason or referral._for_adviser().env._("The letter could not be sent."))

    def _keep_fault(self, reason):
        self.return_reason = reason
        self._tell_fault()
        self._plan_look()

    def _tell_fault(self):
        """Tell who believes that the hirer has it, once for each letter."""
        for referral in self.sudo().filtered(lambda one: not one.fault_told):  # sudo: the system's own mark
            told = referral._for_adviser()
            unsent, returned = told.env._("The letter could not be sent."), told.env._("The letter came back.")
            told._ask_adviser(f"{returned if told.is_returned else unsent} {told.display_name}", told.letter_fault)
            referral.fault_told = True


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _note_unsent(self):
        result = super()._note_unsent()
        for mail in self.filtered("jobseeker_referral_id"):
            if mail == mail.jobseeker_referral_id.letter_id:
                mail.jobseeker_referral_id._note_unsent(mail.failure_reason)
        return result


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        named = message_dict["bounced_msg_ids"] or ()
        # sudo: the mail gateway's user has no rights, and nothing is told to it
        referrals = self.env["hr.jobseeker.referral"].sudo()
        for referral in referrals.search([("letter_mark", "in", list(named)), ("state", "=", "sent")]):
            reason = referral._why_returned(email_message, message_dict.get("subject") or "")
            if reason is not None:
                referral._note_return(reason)
        return result
