from odoo import models


class PortalWizardUser(models.TransientModel):
    """Whoever invites a contact, here or in Contacts, is known to those who answer for the person."""

    _inherit = "portal.wizard.user"

    def _send_email(self):
        result = super()._send_email()
        self.env["hr.jobseeker"]._tell_of_invitation(self.partner_id)
        return result
