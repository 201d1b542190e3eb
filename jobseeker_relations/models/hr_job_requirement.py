from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules.need_value import Reading, Unreadable
from .match_wants import get_words

#: What of a requirement decides who fits.
MATCHED = {"job_id", "type_id", "value", "priority"}


class HrJobRequirement(models.Model):
    """What a job asks of a person or offers to them, typed like what people need, so that both can be compared.

    Of a type that is confidential there is none: nobody is chosen by such a thing.
    """

    _name = "hr.job.requirement"
    _description = "Requirement of a Job"
    _order = "sequence, id"
    _rec_name = "type_id"

    job_id = fields.Many2one("hr.job", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="job_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    type_id = fields.Many2one(
        "hr.jobseeker.need.type",
        string="What",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('sensitive', '=', False), ('default_kind', '=', 'need')]",
    )
    sensitive = fields.Boolean(related="type_id.sensitive", store=True)
    priority = fields.Selection(
        [("must", "Must"), ("should", "Should"), ("could", "Could")], required=True, default="should"
    )
    value = fields.Char(
        string="Asked or Offered",
        required=True,
        help="Number: 28000, 28000-34000, from 28000, up to 40. Date: from 2026-12-01. Place: Lisbon, 30 km.",
    )
    unit = fields.Char(related="type_id.unit")
    value_form = fields.Selection(related="type_id.value_form")
    value_hint = fields.Char(compute="_compute_value_hint")
    value_from = fields.Float(compute="_compute_reading", store=True, digits=(16, 2))
    value_to = fields.Float(
        compute="_compute_reading", store=True, digits=(16, 2), help="0, with a lower bound: there is no upper one."
    )
    value_date = fields.Date(compute="_compute_reading", store=True)
    choice_id = fields.Many2one(
        "hr.jobseeker.need.choice", compute="_compute_reading", store=True, index="btree_not_null", ondelete="set null"
    )
    place = fields.Char(compute="_compute_reading", store=True)
    radius_km = fields.Float(string="Radius (km)", compute="_compute_reading", store=True)
    match_words = fields.Char(compute="_compute_reading", store=True)

    @api.depends("type_id")
    def _compute_value_hint(self):
        for requirement in self:
            requirement.value_hint = requirement.type_id._get_hint() if requirement.type_id else False

    @api.depends("value", "type_id.value_form")
    def _compute_reading(self):
        """Of a value as stored, see ``hr.jobseeker.need``."""
        for requirement in self:
            try:
                reading = requirement.type_id._read_as(requirement.value) if requirement.type_id else Reading()
            except Unreadable:
                reading = Reading()
            requirement.value_from, requirement.value_to = reading.low, reading.high
            requirement.value_date, requirement.choice_id = reading.day, reading.choice
            requirement.place, requirement.radius_km = reading.place, reading.radius
            requirement.match_words = get_words(requirement)

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
