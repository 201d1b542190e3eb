from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jobseeker_escalation_user_id = fields.Many2one(related="company_id.jobseeker_escalation_user_id", readonly=False)
