from odoo import fields, models


class HrJobseekerCloseReason(models.Model):
    """Why a relationship ended, from a short list that an administrator keeps (compliance §8 item 57)."""

    _name = "hr.jobseeker.close.reason"
    _description = "Reason for Closing a Jobseeker Relationship"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
