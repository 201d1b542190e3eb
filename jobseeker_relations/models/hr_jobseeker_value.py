from odoo import api, fields, models

from ..rules.need_value import Reading, Unreadable


class HrJobseekerValue(models.AbstractModel):
    """What somebody needs, or what a job asks or offers: a word of a type, and what follows from it, to be compared."""

    _name = "hr.jobseeker.value"
    _description = "Typed Value"

    type_id = fields.Many2one("hr.jobseeker.need.type", required=True, index=True, ondelete="restrict")
    value = fields.Char(
        help="Number: 28000, 28000-34000, from 28000, up to 40. Date: from 2026-12-01. Place: Lisbon, 30 km."
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
    priority = fields.Selection(
        [("must", "Must"), ("should", "Should"), ("could", "Could")], required=True, default="should"
    )

    @api.depends("type_id")
    def _compute_value_hint(self):
        for record in self:
            record.value_hint = record.type_id._get_hint() if record.type_id else False

    @api.depends("value", "type_id.value_form")
    def _compute_reading(self):
        """Of a value as stored; what cannot be read any more, as its type changed, compares with nothing."""
        for record in self:
            try:
                reading = record.type_id._read_as(record.value) if record.type_id else Reading()
            except Unreadable:
                reading = Reading()
            record.value_from, record.value_to, record.value_date = reading.low, reading.high, reading.day
            record.choice_id, record.place, record.radius_km = reading.choice, reading.place, reading.radius
