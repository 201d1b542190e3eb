from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models


class HrJobseekerSnooze(models.TransientModel):
    """Let a contact that is owed wait until a day, with the reason on record (``hr.jobseeker.waiver``)."""

    _name = "hr.jobseeker.snooze"
    _inherit = "hr.jobseeker.selection"
    _description = "Let a Contact Wait"

    wait = fields.Selection(
        [("day", "Next working day"), ("week", "A week"), ("month", "Four weeks"), ("date", "Another day")],
        required=True,
        default="day",
    )
    until = fields.Date(
        string="Falls due again on",
        compute="_compute_until",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    reason = fields.Char(required=True)

    @api.depends("wait")
    def _compute_until(self):
        days = {"day": 1, "week": 7, "month": 28}
        for wizard in self:
            if wizard.wait in days:
                wizard.until = wizard._get_working_day(days[wizard.wait])
            elif not wizard.until:
                wizard.until = wizard._get_working_day(1)

    def _get_working_day(self, days):
        """The first working day of our company that is at least so many days away."""
        day = fields.Date.context_today(self) + timedelta(days=days)
        calendar = self.env.company.resource_calendar_id
        start = pytz.timezone(calendar.tz or "UTC").localize(datetime.combine(day, time.min))
        planned = calendar.plan_days(1, start, compute_leaves=True)
        return planned.date() if planned else day

    def _serves(self, jobseeker):
        """Nothing is owed to closed people, and nothing falls due before a hold ends: neither has to wait."""
        resting = jobseeker.hold_until and jobseeker.hold_until > fields.Date.context_today(self)
        return jobseeker.state not in ("closed", "on_hold") and not resting

    def action_apply(self):
        if self._is_applied():
            return {"type": "ir.actions.act_window_close"}
        self.env["hr.jobseeker.waiver"].create(
            [
                {"jobseeker_id": jobseeker.id, "until": self.until, "reason": self.reason}
                for jobseeker in self._get_served()
            ]
        )
        return {"type": "ir.actions.act_window_close"}
