from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

#: Longer than this nobody books one sum; the report deals a sum out to the months of its period.
MOST_MONTHS = 60


class HrJobseekerAttractionCost(models.Model):
    """What a method of attracting people took in a period: money in the company's currency, and hours of work.

    The report deals both out to the months of the period, by days.
    """

    _name = "hr.jobseeker.attraction.cost"
    _description = "Cost of a Method of Attracting"
    _order = "date_from desc, id desc"
    _rec_name = "source_id"
    _check_company_auto = True

    tracker_id = fields.Many2one(
        "hr.recruitment.source",
        string="Tracker of a Job",
        ondelete="set null",
        index="btree_not_null",
        help="The advert of one job, as on the job's trackers: it brings its source, medium and campaign.",
    )
    source_id = fields.Many2one("utm.source", string="Method", required=True, index=True, ondelete="restrict")
    medium_id = fields.Many2one("utm.medium", ondelete="set null")
    campaign_id = fields.Many2one("utm.campaign", ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.start_of(fields.Date.context_today(self), "month"),
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: fields.Date.end_of(fields.Date.context_today(self), "month")
    )
    cost = fields.Monetary(help="Money paid to others.")
    hours = fields.Float(help="Hours that colleagues spent.")
    note = fields.Char()

    _not_negative = models.Constraint(
        "CHECK(coalesce(cost, 0) >= 0 AND coalesce(hours, 0) >= 0)", "Cost and hours are numbers from 0."
    )
    _in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "A period ends on the day on which it begins, or later."
    )

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for row in self:
            if row.date_to >= fields.Date.add(row.date_from, months=MOST_MONTHS):
                raise ValidationError(
                    self.env._("Split what is longer than %s months: one row for each budget.", MOST_MONTHS)
                )

    @api.onchange("tracker_id")
    def _onchange_tracker_id(self):
        if self.tracker_id:
            self.source_id = self.tracker_id.source_id
            self.medium_id = self.tracker_id.medium_id
            self.campaign_id = self.tracker_id.campaign_id

    @api.depends("source_id", "date_from")
    def _compute_display_name(self):
        for row in self:
            day = row.date_from and format_date(self.env, row.date_from, date_format="MMM y")
            row.display_name = " · ".join(filter(None, [row.source_id.name, day]))
