from odoo import fields, models

from ..rules.promise_day import delayed
from .hr_jobseeker_action import OWNERS


class MailActivityPlanTemplate(models.Model):
    """A line of an activity plan for jobseekers says who does it; its days are working days."""

    _inherit = "mail.activity.plan.template"

    jobseeker_owner = fields.Selection(
        OWNERS, string="Who", default="adviser", required=True, help="Whose step it becomes in a jobseeker's timetable."
    )

    def _prepare_step(self, version, window, start):
        """The step of a timetable that this line becomes.

        :param window: the working days that count
        :param start: the first day of the timetable
        """
        self.ensure_one()
        count = self.delay_count if self.delay_from == "after_plan_date" else -self.delay_count
        return {
            "plan_id": version.id,
            "jobseeker_id": version.jobseeker_id.id,
            "name": self.summary or self.activity_type_id.name,
            "note": self.note,
            "owner": self.jobseeker_owner,
            "activity_type_id": self.activity_type_id.id,
            "due_on": delayed(window, start, count, self.delay_unit),
            **({"user_id": self.responsible_id.id} if self.responsible_type == "other" else {}),
        }


class HrJobseekerPlan(models.Model):
    _inherit = "hr.jobseeker.plan"

    def _add_lines(self, template, start):
        """Add the lines of an activity plan to these versions, dated from the first day on."""
        windows = self.jobseeker_id._get_windows()
        self.template_id = template
        return self.env["hr.jobseeker.action"].create(
            [
                dict(line._prepare_step(version, windows[version.jobseeker_id], start), sequence=10 * number)
                for version in self
                for number, line in enumerate(template.template_ids, start=1)
            ]
        )
