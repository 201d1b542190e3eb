from odoo import api, models


class HrApplicantSkill(models.Model):
    """What somebody can do now counts in their score: jobs are looked for anew."""

    _inherit = "hr.applicant.skill"

    @api.model_create_multi
    def create(self, vals_list):
        skills = super().create(vals_list)
        skills._get_matched_people()._ask_for_jobs()
        return skills

    def write(self, vals):
        result = super().write(vals)
        self._get_matched_people()._ask_for_jobs()
        return result

    def unlink(self):
        people = self._get_matched_people()
        result = super().unlink()
        people._ask_for_jobs()
        return result

    def _get_matched_people(self):
        return self.sudo().applicant_id.jobseeker_id  # sudo: the system's own mark, whoever enters a skill
