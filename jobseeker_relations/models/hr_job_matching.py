from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .hr_jobseeker_matching import OPENED_WITH

OFFICER = "hr_recruitment.group_hr_recruitment_user"
#: What of a job, beside its requirements, decides who fits.
MATCHED = {"job_skill_ids", "current_job_skill_ids", "company_id"}


class HrJob(models.Model):
    """What a job asks and offers, and who fits it."""

    _inherit = "hr.job"

    requirement_ids = fields.One2many(
        "hr.job.requirement", "job_id", string="Asked and Offered", groups=OFFICER, copy=True
    )
    match_look_at = fields.Datetime(
        readonly=True,
        copy=False,
        groups=OFFICER,
        help="What the job asks or offers has changed: people are looked for from then on.",
    )
    is_matched = fields.Boolean(
        compute="_compute_is_matched", groups=OFFICER, help="Whether it says what people can be compared with."
    )
    suggested_people_count = fields.Integer(
        string="Suggested People", compute="_compute_suggested_people_count", groups=OFFICER
    )

    _match_look_idx = models.Index("(match_look_at, id) WHERE match_look_at IS NOT NULL")

    @api.depends("requirement_ids", "job_skill_ids", "active")
    def _compute_is_matched(self):
        for job in self:
            job.is_matched = job.active and bool(job.requirement_ids or job.job_skill_ids)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_suggested_people_count(self):
        counts = self.env["hr.jobseeker.match.suggestion"]._count_waiting("job_id", self.ids)
        for job in self:
            job.suggested_people_count = counts.get(job._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        jobs = super().create(vals_list)
        for job, vals in zip(jobs, vals_list, strict=True):
            if MATCHED - {"company_id"} & vals.keys():
                job._ask_for_people()
        return jobs

    def write(self, vals):
        result = super().write(vals)
        if MATCHED & vals.keys() or vals.get("active"):
            self._ask_for_people()
        return result

    def _ask_for_people(self):
        """What these jobs ask or offer has changed: the job that suggests looks at them (``ir_cron_match``)."""
        jobs = self.sudo().filtered("active")  # sudo: the system's own mark
        if jobs:
            jobs.with_context(tracking_disable=True).write({"match_look_at": fields.Datetime.now()})

    @api.model
    def _get_matching_domain(self):
        """Domain of the jobs that people may be matched with."""
        return Domain("active", "=", True)

    def _get_matched_requirements(self):
        """Requirements that are laid beside people's needs, of all these jobs."""
        # sudo: who reads the job reads its score; the rows follow the job
        return (
            self.env["hr.job.requirement"]
            .sudo()
            .search([("job_id", "in", self.ids), ("sensitive", "!=", True)], order="id")
        )

    def _get_wanted_skills(self):
        """{job: {skill id: level that is wanted, 0–100}} of those of today."""
        wanted = {job: {} for job in self}
        # sudo: as above
        rows = self.env["hr.job.skill"].sudo().search([("job_id", "in", self.ids), *_get_valid_domain()], order="id")
        for row in rows:
            skills = wanted[row.job_id.with_env(self.env)]
            skills[row.skill_id.id] = max(row.level_progress, skills.get(row.skill_id.id, 0))
        return wanted

    def action_find_people(self):
        """All people who may be matched, the best for this job first."""
        self.ensure_one()
        self.check_access("read")
        if not self.is_matched:
            raise UserError(
                self.env._(
                    "Write down first what this job asks and offers, on the page “Asked and Offered”, or the skills "
                    "that it wants: people are compared with that."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_match_action_people")
        title = self.env._("People for %s", self.name)
        return {
            **action,
            "name": title,
            "display_name": title,
            "context": {"match_job_id": self.id, **OPENED_WITH},
        }

    def action_open_suggested_people(self):
        """The people who wait for a decision about this job."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jobseeker_relations.hr_jobseeker_match_suggestion_action"
        )
        return {**action, "domain": [("job_id", "=", self.id)]}


def _get_valid_domain():
    """Skills that hold today."""
    return ["|", ("valid_to", "=", False), ("valid_to", ">=", fields.Date.today())]


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _get_skill_levels(self):
        """{person: {skill id: best level on any of their applications, 0–100}}, of what holds today."""
        levels = {person: {} for person in self}
        # sudo: what a score rests on does not depend on who reads it
        rows = (
            self.env["hr.applicant.skill"]
            .sudo()
            .with_context(active_test=False)
            .search([("applicant_id.jobseeker_id", "in", self.ids), *_get_valid_domain()], order="id")
        )
        for row in rows:
            skills = levels[row.applicant_id.jobseeker_id.with_env(self.env)]
            skills[row.skill_id.id] = max(row.level_progress, skills.get(row.skill_id.id, 0))
        return levels
