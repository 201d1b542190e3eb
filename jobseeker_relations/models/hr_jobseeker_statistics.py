from odoo import api, fields, models

from .hr_jobseeker_state import STATES


class HrJobseekerStatistics(models.Model):
    """What is left of a relationship that was erased: so coarse that nobody can be found in it.

    No person, no day and no job: a month, where they came from and how it ended. Nobody edits or deletes a row.
    """

    _name = "hr.jobseeker.statistics"
    _description = "Statistics of Erased Jobseekers"
    _order = "month desc, id desc"
    _rec_name = "month"

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    month = fields.Date(required=True, index=True, readonly=True, help="First day of the month of the erasure.")
    state = fields.Selection(STATES, string="State Reached", readonly=True)
    close_reason_id = fields.Many2one("hr.jobseeker.close.reason", ondelete="set null", readonly=True)
    source_id = fields.Many2one("utm.source", ondelete="set null", readonly=True)
    country_id = fields.Many2one("res.country", ondelete="set null", readonly=True)
    applications = fields.Integer(readonly=True)
    cause = fields.Selection(
        [("request", "They asked for it"), ("retention", "Kept long enough")], required=True, readonly=True
    )

    @api.model
    def _keep(self, people, cause):
        """One row for each of these people, who are about to be erased."""
        month = fields.Date.today().replace(day=1)
        return self.sudo().create(  # sudo: nobody writes statistics
            [
                {
                    "company_id": person.company_id.id,
                    "month": month,
                    "state": person.state,
                    "close_reason_id": person.close_reason_id.id,
                    "source_id": (person.source_id or person.applicant_ids.source_id[:1]).id,
                    "country_id": person.partner_id.country_id.id,
                    "applications": len(person.applicant_ids),
                    "cause": cause,
                }
                for person in people
            ]
        )
