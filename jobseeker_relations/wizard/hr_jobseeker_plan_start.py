from odoo import api, fields, models

from ..rules.promise_day import add_working_days


class HrJobseekerPlanStart(models.TransientModel):
    """Begin a timetable: from an activity plan, whose lines become dated steps, or from nothing."""

    _name = "hr.jobseeker.plan.start"
    _inherit = "hr.jobseeker.selection"
    _description = "Start a Timetable"

    template_id = fields.Many2one(
        "mail.activity.plan",
        string="Plan",
        domain="[('res_model', '=', 'hr.jobseeker'), "
        "'|', ('company_id', '=', False), ('company_id', 'in', allowed_company_ids)]",
        help="Its lines become steps with a day; empty: begin without any.",
    )
    start_on = fields.Date(
        string="First Day",
        compute="_compute_start_on",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="From this day the days of the plan are counted: at first the end of the time to think it over.",
    )
    line_ids = fields.Many2many("mail.activity.plan.template", compute="_compute_line_ids", string="Steps")

    @api.depends("jobseeker_ids")
    def _compute_start_on(self):
        """The last day on which one of them may still think it over: nobody is to be late when they say yes."""
        now = fields.Datetime.now()
        for wizard in self:
            windows = wizard.jobseeker_ids._get_windows()
            days = [
                add_working_days(window, window.day_of(now), person._get_think_days())
                for person, window in windows.items()
            ]
            wizard.start_on = max(days, default=fields.Date.context_today(wizard))

    @api.depends("template_id")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = wizard.template_id.template_ids

    def _serves(self, jobseeker):
        """Nothing is planned with closed people; a proposed timetable waits for its answer."""
        return jobseeker.state != "closed" and jobseeker.open_plan_state != "proposed"

    def action_apply(self):
        if self._is_applied():
            return {"type": "ir.actions.act_window_close"}
        versions = self._get_served()._get_open_versions()
        if self.template_id:
            versions._add_lines(self.template_id, self.start_on)
        return versions._open()
