from odoo import models
from odoo.exceptions import UserError


class ApplicantSendMail(models.TransientModel):
    _inherit = "applicant.send.mail"

    def action_send(self):
        """One text to many is a mailing, and its messages get Odoo's own type for that.

        Core posts them one by one as comments, and no message tells by itself that it is one of many. The key goes no
        further than ``hr.applicant.message_post``; from there on the message carries the fact, for everybody to read.
        """
        self.ensure_one()
        if len(self.applicant_ids) > 1:
            self._leave_out()
            self = self.with_context(jobseeker_bulk_letter=True)  # noqa: PLW0642
        return super().action_send()

    def _leave_out(self):
        """Take from the selection whom the gate leaves out, as the dialog said.

        :raise UserError: it leaves out everybody
        """
        if not (left_out := self._get_left_out()):
            return
        if left_out == self.applicant_ids:
            raise UserError(self.env._("Nobody is left to write to: the notice in the dialog says why."))
        self.applicant_ids -= left_out


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    def message_post(self, *, message_type="notification", **kwargs):
        if message_type == "comment" and self.env.context.get("jobseeker_bulk_letter"):
            message_type = "email_outgoing"
        return super().message_post(message_type=message_type, **kwargs)
