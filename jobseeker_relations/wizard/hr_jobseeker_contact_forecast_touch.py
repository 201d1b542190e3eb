from odoo import fields, models

from ..models.hr_jobseeker import CHANNELS
from .hr_jobseeker_contact_forecast import SERIES


class HrJobseekerContactForecastTouch(models.TransientModel):
    """How many people hear on one day, by way and adviser."""

    _name = "hr.jobseeker.contact.forecast.touch"
    _description = "Touches of a Forecast on one Day"
    _inherit = ["hr.jobseeker.asked"]
    _order = "day, series"

    forecast_id = fields.Many2one("hr.jobseeker.contact.forecast", required=True, index=True, ondelete="cascade")
    series = fields.Selection(SERIES, required=True)
    day = fields.Date(required=True)
    kind = fields.Char()
    channel = fields.Selection(CHANNELS, string="Through")
    sort = fields.Selection([("letter", "Letter"), ("task", "Task for an adviser")])
    adviser_id = fields.Many2one("res.users", ondelete="cascade")
    people = fields.Float(string="Touches", digits=(16, 0), aggregator="sum")
