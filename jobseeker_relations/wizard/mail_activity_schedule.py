from odoo import fields, models


class MailActivitySchedule(models.TransientModel):
    """Odoo's own dialog: of a jobseeker, a plan becomes a timetable to agree on, not loose activities."""

    _inherit = "mail.activity.schedule"

    def action_schedule_plan(self):
        if self.res_model != "hr.jobseeker":
            return super().action_schedule_plan()
        versions = self._get_applied_on_records()._get_open_versions()
        versions._add_lines(self.plan_id, self.plan_date or fields.Date.context_today(self))
        return versions._open()
