from odoo import fields, models

from .hr_applicant_mirror import OFFICER


class HrApplicant(models.Model):
    """The reviews are the person's: an application shows them, and its copies copy none."""

    _inherit = "hr.applicant"

    review_ids = fields.One2many(related="jobseeker_id.review_ids", groups=OFFICER, copy=False)
