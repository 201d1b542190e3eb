from odoo import api, fields, models

from .hr_jobseeker_contact_status import STATUSES

INTERVIEWER = "hr_recruitment.group_hr_recruitment_interviewer"
OFFICER = "hr_recruitment.group_hr_recruitment_user"


class HrApplicant(models.Model):
    """What an application shows of the relationship. All of it is the person's: copies of applications copy none.

    Interviewers see that there is a relationship and how contact stands (design §4 "Confidentiality"), no more.
    """

    _name = "hr.applicant"
    _inherit = ["hr.applicant", "hr.jobseeker.asked"]

    contact_status = fields.Selection(
        STATUSES,
        compute="_compute_relationship",
        compute_sudo=True,
        search="_search_contact_status",
        groups=INTERVIEWER,
        copy=False,
    )
    next_contact_at = fields.Datetime(
        compute="_compute_relationship",
        compute_sudo=True,
        search="_search_next_contact_at",
        groups=INTERVIEWER,
        copy=False,
    )
    relationship_id = fields.Many2one(
        "hr.jobseeker",
        compute="_compute_relationship_id",
        search="_search_relationship_id",
        groups=OFFICER,
        copy=False,
        help="The person, for those who may read them; what an application shows of the person goes through here.",
    )
    contact_explanation = fields.Char(
        related="relationship_id.contact_explanation", related_sudo=False, groups=OFFICER, copy=False
    )
    last_contact_at = fields.Datetime(
        related="relationship_id.last_contact_at", related_sudo=False, groups=OFFICER, copy=False
    )

    @api.depends("jobseeker_id.adviser_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_relationship_id(self):
        """Who recruits for an application does not see its person for that: their caseload says whom they see."""
        readable = self.jobseeker_id.sudo(False)._filtered_access("read")
        for applicant in self:
            applicant.relationship_id = applicant.jobseeker_id & readable

    def _search_relationship_id(self, operator, value):
        return [("jobseeker_id", operator, value)]

    @api.depends("jobseeker_id.contact_status", "jobseeker_id.next_contact_at")
    def _compute_relationship(self):
        """Not related fields: these would ask interviewers, too, for the right to read the jobseeker."""
        self.jobseeker_id.fetch(self.env["hr.jobseeker"]._contact_status_facts)  # next_contact_at is one of them
        # all that share a value at once: setting one by one is most of what a list of applications pays for this
        for status, applicants in self.grouped(lambda applicant: applicant.jobseeker_id.contact_status).items():
            applicants.contact_status = status
        for at, applicants in self.grouped(lambda applicant: applicant.jobseeker_id.next_contact_at).items():
            applicants.next_contact_at = at

    def _search_contact_status(self, operator, value):
        return self._search_by_relationship("contact_status", operator, value)

    def _search_next_contact_at(self, operator, value):
        return self._search_by_relationship("next_contact_at", operator, value)

    def _search_by_relationship(self, name, operator, value):
        # sudo: interviewers may ask how contact stands, and for nothing else of the jobseeker
        return [("id", "in", self.sudo()._search([(f"jobseeker_id.{name}", operator, value)]))]

    def action_open_jobseeker(self):
        self.ensure_one()
        return self.jobseeker_id._get_own_form()

    def action_log_contact(self):
        self.ensure_one()
        return self.jobseeker_id.action_log_contact()
