from odoo import api, fields, models
from odoo.tools import email_normalize_all

from ..rules.returned_letter import why_returned
from .hr_jobseeker_referral_sending import FAILED


class HrJobseekerReferral(models.Model):
    """A letter to a hirer that came back, or never left: nobody waits for their word, and the adviser hears of it.

    A report can be forged, and what was passed on may be read: who was perhaps told stays among those who were. Only of
    what never left the house it is sure that the hirer has nothing.
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
    # the adviser heard that this letter did not arrive
    fault_told = fields.Boolean(readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False)

    def _why_returned(self, email_message, subject):
        """What ``why_returned`` says of an address that this letter went to; None: it did not come back."""
        self.ensure_one()
        reasons = (why_returned(email_message, subject, address) for address in email_normalize_all(self.sent_to or ""))
        return next((reason for reason in reasons if reason is not None), None)

    def _note_return(self, reason):
        """Keep why it came back, and ask the adviser for another address, once for each letter."""
        for referral in self.filtered(lambda referral: not referral.return_reason):
            told = referral._for_adviser()
            referral.return_reason = reason or told.env._("The letter could not be sent.")
            referral._tell_fault()
            referral._plan_look()

    def _note_unsent(self, reason):
        """The letter is deleted and never left: nobody was put forward."""
        for referral in self.filtered(lambda one: one.state == "sent" and one.sent_at):
            referral.write({"sent_at": False, "sent_to": False, "letter_id": False})
            referral._note_return(reason)

    def _tell_fault(self):
        """Tell who believes that the hirer has it, once for each letter."""
        for referral in self.sudo().filtered(lambda one: not one.fault_told):  # sudo: the system's own mark
            told = referral._for_adviser()
            told._ask_adviser(
                f"{told.env._('The letter could not be sent.')} {told.display_name}", referral.letter_fault
            )
            referral.fault_told = True


class MailMail(models.Model):
    _inherit = "mail.mail"

    def unlink(self):
        """Odoo deletes a letter to an address that is none, and administrators delete what failed: it never left."""
        for mail in self.sudo().filtered(lambda one: one.jobseeker_referral_id and one.state in FAILED):  # sudo: a mark
            if mail == mail.jobseeker_referral_id.letter_id:
                mail.jobseeker_referral_id._note_unsent(mail.failure_reason)
        return super().unlink()


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
