from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

#: What of a job decides who sees its applications, and what a change of it does to all of them.
REACHING = {"interviewer_ids", "user_id", "active"}


class HrJob(models.Model):
    """Where officers see their own caseload, their job positions have applications that they do not see.

    Officers write any job of their company, and its interviewers see all its applications: who does not see all of them
    names no interviewer. What is done to a job is done to all its applications, or to none.
    """

    _inherit = "hr.job"

    def write(self, vals):
        if self.env.su or REACHING.isdisjoint(vals) or not self.env.user._is_narrowed(self.env.user.company_ids.ids):
            return super().write(vals)
        unseen, interviewers = self._get_unseen_applications(), self._get_interviewers()
        if "user_id" in vals:
            self._check_passed_on(unseen, vals["user_id"])
        result = super().write(vals)
        named = [job for job, users in self._get_interviewers().items() if users - interviewers[job]]
        if any(job in unseen.job_id for job in named):
            raise AccessError(
                self.env._(
                    "Interviewers see all applications of a job position, also those that you do not see: ask an "
                    "administrator of Recruitment to name them, or name them on single applications."
                )
            )
        if not vals.get("active", True):
            unseen.filtered("active").active = False
        return result

    def _get_unseen_applications(self):
        """The applications of these jobs, archived ones too, that are there and that the user does not see, as sudo."""
        ours = self.env.user.company_ids.ids  # whichever are chosen: a job may be of all companies
        applications = self.env["hr.applicant"].with_context(active_test=False, allowed_company_ids=ours)
        domain = [("job_id", "in", self.ids), ("company_id", "in", [*ours, False])]
        # sudo: which there are; what they say is told to nobody
        return applications.sudo().search(domain) - applications.search(domain).sudo()

    def _get_interviewers(self):
        return {job: job.interviewer_ids for job in self.sudo()}  # sudo: before and after, whoever may read them

    def _check_passed_on(self, unseen, user_id):
        """Core gives the running applications of the former recruiter to the next one: all, or it is not said."""
        left = unseen.filtered(
            lambda application: (
                application.application_status == "ongoing"
                and application.user_id == application.job_id.user_id
                and application.user_id.id != (user_id or False)
            )
        )
        if left:
            raise AccessError(
                self.env._(
                    "Who recruits for this job position gets its running applications, also those that you do not see: "
                    "ask its recruiter, or an administrator of Recruitment, to pass it on."
                )
            )

    def _compute_new_application_count(self):
        """Core counts what everybody sees, and all other counts are of what the user sees."""
        if not self.env.user._is_narrowed(self.env.companies.ids):
            return super()._compute_new_application_count()
        stages = self.env["hr.recruitment.stage"].search(Domain.TRUE)  # in their order
        groups = self.env["hr.applicant"]._read_group([("job_id", "in", self.ids)], ["job_id", "stage_id"], ["__count"])
        counts = {(job, stage): count for job, stage, count in groups}
        for job in self:
            first = stages.filtered(lambda stage, job=job: not stage.job_ids or job in stage.job_ids)[:1]
            job.new_application_count = counts.get((job, first), 0)
