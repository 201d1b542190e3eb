from odoo import api, fields, models

from ..models.hr_jobseeker import CHANNELS


class HrJobseekerContactForecastPerson(models.TransientModel):
    """Who hears when for the first time, and why; or why never."""

    _name = "hr.jobseeker.contact.forecast.person"
    _description = "Person of a Forecast"
    _inherit = ["hr.jobseeker.asked"]
    _order = "first_at, id"
    _rec_name = "jobseeker_id"

    forecast_id = fields.Many2one("hr.jobseeker.contact.forecast", required=True, index=True, ondelete="cascade")
    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    adviser_id = fields.Many2one("res.users", ondelete="cascade")
    first_at = fields.Datetime(string="First Touch")
    channel = fields.Selection(CHANNELS, string="Through")
    kind = fields.Char()
    reason = fields.Char()
    touches = fields.Integer()
    present_touches = fields.Integer(string="Now in Force")
    stays = fields.Boolean(help="The policy takes this person in.")
    joins = fields.Boolean(help="Another policy, or none, is in force for this person now.")
    explanation = fields.Char(compute="_compute_explanation", string="Why")

    @api.depends("kind", "reason", "stays")
    @api.depends_context("lang", "uid")
    def _compute_explanation(self):
        due = {
            "gap": self.env._("The interval is over"),
            "milestone": self.env._("One of the first contacts"),
            "response": self.env._("An answer is owed"),
            "waiver": self.env._("The day until which it was put off"),
        }
        never = {
            "do_not_contact": self.env._("Asked for no contact"),
            "blacklisted": self.env._("The e-mail address is on the blacklist"),
            "no_address": self.env._("No e-mail address and no phone number"),
            "never_opens": self.env._("The send window never opens"),
            "on_hold": self.env._("On hold all that time"),
            "nothing_due": self.env._("Nothing is promised"),
            "no_steps": self.env._("The policy has no steps"),
            "not_due": self.env._("Nothing falls due in that time"),
            "spread": self.env._("Their turn comes later"),
            "no_email": self.env._("No e-mail address"),
            "no_phone": self.env._("No phone number"),
            "bounced": self.env._("The last letter came back"),
            "phone_blacklisted": self.env._("The phone number is on the blacklist"),
        }
        other = self.env._("Held by the limits of the policy")
        for person in self:
            if not person.stays:
                person.explanation = self.env._("Another policy would take this person in")
            elif person.touches:
                person.explanation = due.get(person.reason) or self.env._("Nobody answered")
            else:
                person.explanation = never.get(person.reason, other)
