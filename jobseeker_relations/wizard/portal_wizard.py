from odoo import api, models

from ..models.hr_jobseeker_letter import ANSWERS_THEM, keep_letter_defaults


class PortalWizard(models.TransientModel):
    _inherit = "portal.wizard"

    @api.model
    def default_get(self, fields):
        return keep_letter_defaults(self, super().default_get(fields))


class PortalWizardUser(models.TransientModel):
    """Whoever invites a contact, here or in Contacts, is known to those who answer for the person.

    The account is theirs alone: who invites neither sets its password nor reads the letter with its link.
    """

    _inherit = "portal.wizard.user"

    def _create_user(self):
        return super(PortalWizardUser, self.with_context(jobseeker_automatic=ANSWERS_THEM))._create_user()

    def _send_email(self):
        result = super(PortalWizardUser, self.with_context(jobseeker_automatic=ANSWERS_THEM))._send_email()
        self.env["hr.jobseeker"]._tell_of_invitation(self.partner_id)
        return result


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def default_get(self, fields):
        return keep_letter_defaults(self, super().default_get(fields))
