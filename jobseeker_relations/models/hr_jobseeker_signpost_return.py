from odoo import api, fields, models
from odoo.tools import email_normalize

from ..rules.returned_letter import why_returned


class HrJobseekerSignpost(models.Model):
    """A letter to a body that could not be sent, or came back: the adviser hears of it.

    Who says that it came back may be wrong, or lie: perhaps the body has their data, and is told what becomes of them.
    """

    _inherit = "hr.jobseeker.signpost"

    # kept here: a letter is deleted once it has left, or was refused for good
    letter_fault = fields.Char(readonly=True, copy=False)
    letter_returned = fields.Boolean(
        readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False
    )  # it had left
    # its message id
    letter_mark = fields.Char(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        index="btree_not_null",
    )

    def _may_be_known(self):
        """Whether the body has a letter about them, or may have it."""
        self.ensure_one()
        system = self.sudo()  # sudo: what became of our own letter
        return bool(system.introduced_at) and (not system.letter_fault or system.letter_returned)

    def _note_fault(self, reason, returned=False):
        """Keep why nobody was told, and ask the adviser to see to it, once for each letter.

        :param returned: it had left, and somebody says that it came back
        """
        for signpost in self.filtered(lambda signpost: signpost.state != "closed" and not signpost.letter_fault):
            colleagues = signpost.jobseeker_id._for_colleagues()
            told = signpost.with_env(colleagues.env)
            failed = told.env._("The letter could not be sent.")
            signpost.write({"letter_fault": reason or failed, "letter_returned": returned})
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
                # it went after all
                signposts.filtered("letter_fault").write({"letter_fault": False, "letter_returned": False})
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
                signpost._note_fault(reason, returned=True)
        return result
