from odoo import fields, models


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    jobseeker_id = fields.Many2one(
        "hr.jobseeker",
        index="btree_not_null",
        copy=False,
        ondelete="set null",
        readonly=True,
        groups="hr_recruitment.group_hr_recruitment_user",
    )
