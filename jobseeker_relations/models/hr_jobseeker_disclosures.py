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
    disclosure_count = fields.Integer(
        string="Number of Criminal Record Checks",
        compute="_compute_disclosure_count",
        groups=f"{CHECKER},{DATA_OFFICER}",
        help="How many there are; what they show is read, and put on record, where they are opened.",
    )
    may_ask_criminal_record = fields.Boolean(compute="_compute_may_ask_criminal_record", groups=CHECKER)
    why_no_criminal_record = fields.Char(
        string="Why No Check Is Asked For", compute="_compute_may_ask_criminal_record", groups=CHECKER
    )

    @api.depends("disclosure_ids")
    def _compute_disclosure_count(self):
        counts = dict(
            self.env["hr.jobseeker.disclosure"]._read_group(
                [("jobseeker_id", "in", self.ids)], ["jobseeker_id"], ["__count"]
            )
        )
        for person in self:
            person.disclosure_count = counts.get(person._origin, 0)

    @api.depends(
        "applicant_ids.active",
        "applicant_ids.refuse_reason_id",
        "applicant_ids.stage_id.is_offer",
        "applicant_ids.stage_id.hired_stage",
        "applicant_ids.job_id.criminal_record_level",
    )
    @api.depends_context("lang")
    def _compute_may_ask_criminal_record(self):
        for person in self:
            offers = person._find_offers()
            person.may_ask_criminal_record = bool(_filter_marked(offers))
            if person.may_ask_criminal_record:
                person.why_no_criminal_record = False
            elif offers:
                person.why_no_criminal_record = self.env._(
                    "“%s” is not marked as a role for which a criminal record may be asked for.", offers[0].job_id.name
                )
            else:
                person.why_no_criminal_record = self.env._(
                    "They have no offer: none of their applications is in a stage that is marked “Offer Made”. An "
                    "administrator of Recruitment marks stages: the gear of the column, Edit."
                )

    def _find_offers(self):
        """Their applications with an offer for a job, the latest first."""
        self.ensure_one()
        return self.applicant_ids.filtered(lambda one: one._has_offer() and one.job_id).sorted("id", reverse=True)

    def action_ask_criminal_record(self):
        """Open a new check, with the application in which this person has an offer."""
        self.ensure_one()
        checks = self.env["hr.jobseeker.disclosure"]
        checks.check_access("create")
        action = checks._get_form_action(
            self.env._("Ask for a Criminal Record Check"), "hr_jobseeker_disclosure_view_form", "current"
        )
        offer = _filter_marked(self._find_offers())[:1]
        return {**action, "context": {"default_jobseeker_id": self.id, "default_applicant_id": offer.id}}

    def action_open_criminal_records(self):
        """Open this person's checks: who opens them is put on record, and not who opens the person's form."""
        self.ensure_one()
        self.env["hr.jobseeker.disclosure"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_disclosure_action")
        return {**action, "domain": [("jobseeker_id", "=", self.id)]}


def _filter_marked(applications):
    """Those for a role that the law lets us ask for a criminal record at all."""
    return applications.filtered(lambda one: one.job_id._may_ask_criminal_record("basic"))
