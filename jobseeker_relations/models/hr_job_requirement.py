from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: What of a requirement decides who fits.
MATCHED = {"job_id", "type_id", "value", "priority"}


class HrJobRequirement(models.Model):
    """What a job asks of a person or offers to them, typed like what people need, so that both can be compared.

    Of a type that is confidential there is none: nobody is chosen by such a thing.
    """

    _name = "hr.job.requirement"
    _description = "Requirement of a Job"
    _inherit = ["hr.jobseeker.value", "hr.jobseeker.match.value"]
    _order = "sequence, id"
    _rec_name = "type_id"

    job_id = fields.Many2one("hr.job", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="job_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    type_id = fields.Many2one(string="What", domain="[('sensitive', '=', False), ('default_kind', '=', 'need')]")
    sensitive = fields.Boolean(related="type_id.sensitive", store=True)
    value = fields.Char(string="Asked or Offered", required=True)

    @api.constrains("type_id")
    def _check_type(self):
        for requirement in self:
            if requirement.type_id.sensitive:
                raise ValidationError(
                    self.env._(
                        "“%s” is confidential, and nobody is chosen by it: leave it out of the requirements.",
                        requirement.type_id.name,
                    )
                )
            if requirement.type_id.default_kind != "need":
                raise ValidationError(
                    self.env._(
                        "“%s” is what people expect of us, not of a job: choose another type.",
                        requirement.type_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        types = self.env["hr.jobseeker.need.type"]
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if vals.get("value") and vals.get("type_id"):
                vals["value"] = types.browse(vals["type_id"])._read_value(vals["value"]).text
        requirements = super().create(vals_list)
        requirements.job_id._ask_for_people()
        return requirements

    def write(self, vals):
        jobs = self.job_id
        if {"value", "type_id"} & vals.keys():
            given = self.env["hr.jobseeker.need.type"].browse(vals.get("type_id") or ())
            for requirement in self:
                typed = vals.get("value", requirement.value)
                text = (given or requirement.type_id)._read_value(typed).text if typed else False
                super(HrJobRequirement, requirement).write({**vals, "value": text})
        else:
            super().write(vals)
        if MATCHED & vals.keys():
            (jobs | self.job_id)._ask_for_people()
        return True

    def unlink(self):
        jobs = self.job_id
        result = super().unlink()
        jobs.exists()._ask_for_people()
        return result
