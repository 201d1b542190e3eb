from odoo import SUPERUSER_ID, models


class HrApplicant(models.Model):
    """Who applies by our site or by e-mail came to us themselves; what a colleague enters, the colleague has to say."""

    _inherit = "hr.applicant"

    def _prepare_jobseeker_vals(self):
        vals = super()._prepare_jobseeker_vals()
        user = self.env.user
        by_themselves = user.share or user.id == SUPERUSER_ID or user._is_public()
        if by_themselves and not all(applicant.talent_pool_ids for applicant in self):
            vals["source_kind"] = "application"
        return vals
