from odoo import fields, models

SERIES = [("draft", "As on the form"), ("present", "In force now")]


class HrJobseekerContactForecast(models.TransientModel):
    """What a policy would do over the coming days, before it does it (design §4 "can be simulated on the whole pool").

    The situations are made by the same code as the engine's and decided by the same rule; nothing but these result rows
    is written. It assumes that nobody answers and nothing else happens: the most that would go out.
    """

    _name = "hr.jobseeker.contact.forecast"
    _description = "Forecast of a Contact Policy"
    _inherit = ["hr.jobseeker.asked"]

    name = fields.Char(readonly=True)
    days = fields.Selection([("30", "30 days"), ("90", "90 days")], required=True, default="30", readonly=True)
    policy_id = fields.Many2one("hr.jobseeker.contact.policy", readonly=True, ondelete="cascade")
    people_count = fields.Integer(string="People", readonly=True)
    sampled_count = fields.Integer(readonly=True, help="People looked at, where the pool is too varied to look at all.")
    joining_count = fields.Integer(readonly=True, help="People for whom another policy, or none, is in force now.")
    leaving_count = fields.Integer(readonly=True, help="People of the policy whom it would take in no more.")
    touch_ids = fields.One2many("hr.jobseeker.contact.forecast.touch", "forecast_id", readonly=True)
    person_ids = fields.One2many("hr.jobseeker.contact.forecast.person", "forecast_id", readonly=True)

    # --- looking closer ---------------------------------------------------------------------------

    def action_open_page(self):
        """The whole page beside the policy that is not saved yet: in a tab of its own, so that nothing is lost."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/odoo/contact-forecast/{self.id}", "target": "new"}

    def action_open_days(self):
        return self._get_rows_action("touch", self.env._("“%s” day by day", self.name), [])

    def action_open_people(self):
        return self._get_rows_action(
            "person", self.env._("Who hears under “%s”, and why", self.name), [], {"search_default_stays": 1}
        )

    def action_open_never(self):
        return self._get_rows_action(
            "person", self.env._("Never reached under “%s”", self.name), [("touches", "=", 0), ("stays", "=", True)]
        )

    def _get_rows_action(self, name, title, domain, context=None):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"jobseeker_relations.hr_jobseeker_contact_forecast_{name}_action"
        )
        return dict(action, name=title, domain=[("forecast_id", "=", self.id), *domain], context=context or {})
