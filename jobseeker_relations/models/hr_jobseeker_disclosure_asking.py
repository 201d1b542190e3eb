from odoo import models
from odoo.exceptions import UserError

from .hr_jobseeker_disclosure import OFFER, ROLE


class HrJobseekerDisclosure(models.Model):
    """May a check be asked for: the role is marked for as much, and the person has an offer for it."""

    _inherit = "hr.jobseeker.disclosure"

    def _check_may_ask(self):
        """Ask the rules: is the role marked for as much as is asked, and has the person an offer for it."""
        roles, offers = {}, {}
        for check in self:
            # sudo: role and stage of an application that its user named, and could read when they did
            person, application = check.jobseeker_id, check.sudo().applicant_id
            if application.jobseeker_id.id != person.id or not application.job_id:
                raise UserError(
                    self.env._("Choose the application of %s in which they got an offer for a job.", person.name)
                )
            if not application.job_id._may_ask_criminal_record(check.level):
                key = f"role:{application.job_id.id}:{check.level}"
                roles.setdefault(person, {})[key] = check._say_unmarked(application.job_id)
            if not application._has_offer():
                key = f"offer:{application.id}"
                offers.setdefault(person, {})[key] = self.env._(
                    "No offer for “%(job)s” stands: the stage of the application is “%(stage)s”.",
                    job=application.job_id.name,
                    stage=application.stage_id.name or "–",
                )
        self.env["hr.jobseeker.rule"]._ask(ROLE, roles)
        self.env["hr.jobseeker.rule"]._ask(OFFER, offers)

    def _say_unmarked(self, job):
        if job.criminal_record_level == "none":
            return self.env._("“%s” is not marked as a role for which a criminal record may be asked for.", job.name)
        levels = dict(job._fields["criminal_record_level"]._description_selection(self.env))
        return self.env._(
            "“%(job)s” is marked for the check “%(marked)s”, which shows less than “%(asked)s”.",
            job=job.name,
            marked=levels[job.criminal_record_level],
            asked=levels[self.level],
        )
