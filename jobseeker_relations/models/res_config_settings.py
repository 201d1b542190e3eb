from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jobseeker_escalation_user_id = fields.Many2one(related="company_id.jobseeker_escalation_user_id", readonly=False)
    jobseeker_review_lead_days = fields.Integer(related="company_id.jobseeker_review_lead_days", readonly=False)
    jobseeker_reviews_per_day = fields.Integer(related="company_id.jobseeker_reviews_per_day", readonly=False)
    jobseeker_country_id = fields.Many2one(related="company_id.jobseeker_country_id", readonly=False)
    jobseeker_basis = fields.Selection(related="company_id.jobseeker_basis", readonly=False)
