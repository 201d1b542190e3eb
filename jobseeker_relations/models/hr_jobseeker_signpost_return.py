from odoo import api, fields, models
from odoo.tools import email_normalize

from ..rules.returned_letter import why_returned
from .hr_jobseeker_letter import NOT_LEFT
from .hr_jobseeker_signpost_letter import INTRODUCED


class HrJobseekerSignpost(models.Model):
    """A letter to a body that could not be sent, or came back: the adviser hears of it.

    Who says that it came back may be wrong, or lie: perhaps the body has their data, and is told what becomes of them.
    """

    _inherit = "hr.jobseeker.signpost"

    # kept here: a letter is deleted once it has left, or was refused for good
    letter_fault = fields.Char(readonly=True, copy=False)
    # what was kept of a letter that came back; it holds again where a later one does not leave
    returned_letter = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False)
    # the last letter had left
    is_returned = fields.Boolean(compute="_compute_is_returned", compute_sudo=True, export_string_translation=False)
    # its message id
    letter_mark = fields.Char(
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
        index="btree_not_null",
    )

    @api.depends("letter_fault", "returned_letter")
    def _compute_is_returned(self):
        for signpost in self:
            reason = (signpost.returned_letter or {}).get("letter_fault")
            signpost.is_returned = bool(reason) and reason == signpost.letter_fault

    def _may_be_known(self):
        """Whether the body has a letter about them, or may have it: not of what lies in the queue, or never left."""
        self.ensure_one()
        system = self.sudo()  # sudo: what became of our own letter
        has_left = system.letter_id.state not in NOT_LEFT and not system.letter_fault
        return bool(system.introduced_at) and (has_left or bool(system.returned_letter))

    def _note_fault(self, reason, returned=False):
        """Keep why nobody was told, and ask the adviser to see to it, once for each letter.

        :param returned: it had left, and somebody says that it came back
        """
        for signpost in self.filtered(lambda signpost: signpost.state != "closed" and not signpost.letter_fault):
            colleagues = signpost.jobseeker_id._for_colleagues()
            told = signpost.with_env(colleagues.env)
            failed, came_back = told.env._("The letter could not be sent."), told.env._("The letter came back.")
            signpost.letter_fault = reason or failed
            if returned:
                signpost.returned_letter = signpost._get_introduced()
            summary = f"{came_back if returned else failed} {told.display_name}"
            colleagues._tell_adviser(summary, signpost.letter_fault)

    def _get_introduced(self):
        """What is kept of the introduction, to be written back."""
        return self._convert_to_write({name: self[name] for name in INTRODUCED}) | {
            "introduced_at": fields.Datetime.to_string(self.introduced_at)
        }


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
                signposts.filtered("letter_fault").letter_fault = False
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    def _note_unsent(self):
        result = super()._note_unsent()
        if bare := self.filtered(lambda mail: mail.email_to and not mail.model):
            for signpost in self.env["hr.jobseeker.signpost"].search([("letter_id", "in", bare.ids)]):
                signpost._note_fault(signpost.letter_id.failure_reason)
        return result


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
