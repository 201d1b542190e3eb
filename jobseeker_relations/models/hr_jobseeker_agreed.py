from odoo import fields, models


class HrJobseeker(models.Model):
    """What the agreement in force promises this person; the clock and the reviews count by it."""

    _inherit = "hr.jobseeker"

    agreed_interval_days = fields.Integer(readonly=True, copy=False)
    agreed_response_hours = fields.Float(readonly=True, copy=False)
    agreed_review_days = fields.Integer(readonly=True, copy=False)
