from odoo import api, models
from odoo.fields import Domain

from .hr_jobseeker_referral import UNSENT, WAITING


class HrJobseekerMatchSuggestion(models.Model):
    """Where none of our jobs fits somebody, it is suggested that somebody else helps (compliance §8 item 28)."""

    _inherit = "hr.jobseeker.match.suggestion"

    @api.model
    def _settle(self, records, suggest):
        result = super()._settle(records, suggest)
        if records._name == "hr.jobseeker":
            self._think_of_others(records)
        return result

    @api.model
    def _think_of_others(self, people):
        """Nothing waits for a decision or for a hirer, though there are jobs to compare with what they said.

        Constant in queries.
        """
        rows = self.search([("jobseeker_id", "in", people.ids), ("state", "=", "suggested")])
        referrals = self.env["hr.jobseeker.referral"].search(
            [("jobseeker_id", "in", people.ids), ("state", "in", UNSENT + WAITING)]
        )
        busy = rows.jobseeker_id | referrals.jobseeker_id
        people.filtered(lambda person: person in busy)._end_elsewhere_suggestion("no_match")
        companies = self.env["hr.job"]._read_group(
            Domain("company_id", "in", people.company_id.ids)
            & (Domain("requirement_ids", "!=", False) | Domain("job_skill_ids", "!=", False)),
            ["company_id"],
        )
        comparing = self.env["res.company"].union(*(company for [company] in companies))
        # who is hidden, or wants no contact, was compared with nothing
        compared = people.search(people._get_matching_domain() & Domain("id", "in", (people - busy).ids))
        compared.filtered(
            lambda person: person.requirements_said_on and person.company_id in comparing
        )._suggest_elsewhere("no_match")


class HrJobseekerReferral(models.Model):
    _inherit = "hr.jobseeker.referral"

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever is put forward to somebody was matched, by us if not by the job."""
        referrals = super().create(vals_list)
        referrals.jobseeker_id._end_elsewhere_suggestion("no_match")
        return referrals


class HrJobseekerNeed(models.Model):
    _inherit = "hr.jobseeker.need"

    def _confirm(self):
        """Who is shown again is laid beside the jobs that came meanwhile."""
        hidden = self.jobseeker_id.filtered("hidden_from_matching_since")
        result = super()._confirm()
        hidden.filtered(lambda person: not person.hidden_from_matching_since)._ask_for_jobs()
        return result


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def action_show_in_matching(self):
        result = super().action_show_in_matching()
        self._ask_for_jobs()
        return result
