from odoo import fields, models

from .hr_applicant_mirror import OFFICER


class HrApplicant(models.Model):
    """The reviews are the person's: an application shows them, and its copies copy none."""

    _inherit = "hr.applicant"

    review_ids = fields.One2many(related="relationship_id.review_ids", related_sudo=False, groups=OFFICER, copy=False)
