from odoo import api, fields, models

from .hr_jobseeker_disclosure import CHECKER
from .hr_jobseeker_eligibility import DATA_OFFICER


class HrJobseeker(models.Model):
    """The criminal record checks of a person, for checkers and the data protection officer alone."""

    _inherit = "hr.jobseeker"

    disclosure_ids = fields.One2many(
        "hr.jobseeker.disclosure",
        "jobseeker_id",
        string="Criminal Record Checks",
        groups=f"{CHECKER},{DATA_OFFICER}",
        copy=False,
    )
    may_ask_criminal_record = fields.Boolean(compute="_compute_may_ask_criminal_record", groups=CHECKER)

    @api.depends("applicant_ids.stage_id", "applicant_ids.job_id")
    def _compute_may_ask_criminal_record(self):
        for person in self:
            person.may_ask_criminal_record = bool(person._find_criminal_record_offers())

    def _find_criminal_record_offers(self):
        """Their applications with an offer for a role that is marked, the latest first."""
        self.ensure_one()
        return self.applicant_ids.filtered(
            lambda one: one._has_offer() and one.job_id and one.job_id._may_ask_criminal_record("basic")
        ).sorted("id", reverse=True)

    def action_ask_criminal_record(self):
        """Open a new check, with the application in which this person has an offer."""
        self.ensure_one()
        checks = self.env["hr.jobseeker.disclosure"]
        checks.check_access("create")
        action = checks._get_form_action(
            self.env._("Ask for a Criminal Record Check"), "hr_jobseeker_disclosure_view_form", "current"
        )
        offer = self._find_criminal_record_offers()[:1]
        return {**action, "context": {"default_jobseeker_id": self.id, "default_applicant_id": offer.id}}
