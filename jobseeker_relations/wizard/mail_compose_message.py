from odoo import models

from ..models.hr_jobseeker_contact_door import THREADS


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _prepare_mail_values_static(self):
        """What a recruiter writes to one person is a letter, and one text to many a mailing, whichever mode sends it.

        Core tells them apart by the mode; automations, which bring a message type of their own, keep it.
        """
        values = super()._prepare_mail_values_static()
        if self.model in THREADS and self.message_type == "comment":
            values["message_type"] = "email_outgoing" if self.composition_batch else "comment"
        elif self.model == "res.partner" and self.message_type == "comment" and self.composition_batch:
            values["message_type"] = "email_outgoing"
        return values
