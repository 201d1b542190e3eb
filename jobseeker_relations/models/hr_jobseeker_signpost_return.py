from odoo import api, fields, models
from odoo.tools import email_normalize

from ..rules.returned_letter import why_returned


class HrJobseekerSignpost(models.Model):
    """A letter to a body that could not be sent, or came back: nobody was told, and the adviser hears of it."""

    _inherit = "hr.jobseeker.signpost"

    # kept here: a letter is deleted once it has left, or was refused for good
    letter_fault = fields.Char(readonly=True, copy=False)
    # its message id
    letter_mark = fields.Char(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        index="btree_not_null",
    )

    def _note_fault(self, reason):
        """Keep why nobody was told, and ask the adviser to see to it, once for each letter."""
        for signpost in self.filtered(lambda signpost: signpost.state != "closed" and not signpost.letter_fault):
            colleagues = signpost.jobseeker_id._for_colleagues()
            told = signpost.with_env(colleagues.env)
            failed = told.env._("The letter could not be sent.")
            signpost.letter_fault = reason or failed
            colleagues._tell_adviser(f"{failed} {told.display_name}", signpost.letter_fault)


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        bare = self.filtered(lambda mail: mail.email_to and not mail.model)  # as letters to bodies are
        if bare:
            # sudo: whoever sends the queue; asked first, as a letter may be deleted now
            signposts = self.env["hr.jobseeker.signpost"].sudo().search([("letter_id", "in", bare.ids)])
            if failure_type:
                signposts._note_fault(failure_reason)
            else:
                signposts.filtered("letter_fault").letter_fault = False  # it went after all
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        result = super()._routing_handle_bounce(email_message, message_dict)
        named = list(message_dict["bounced_msg_ids"] or ())
        # sudo: the mail gateway's user has no rights, and nothing is told to it
        for signpost in self.env["hr.jobseeker.signpost"].sudo().search([("letter_mark", "in", named)]):
            address = email_normalize(signpost.body_id.email or "") or ""
            reason = why_returned(email_message, message_dict.get("subject") or "", address)
            if reason is not None:
                signpost._note_fault(reason)
        return result
