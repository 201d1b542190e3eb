from odoo import fields, models


class HrJobseekerService(models.Model):
    """A way in which we assist: the catalogue from which terms and agreements name what we will do."""

    _name = "hr.jobseeker.service"
    _description = "Service to Jobseekers"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char(
        translate=True, help="What it means for the person, in a sentence; they read it with the terms."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
