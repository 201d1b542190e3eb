from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging two contacts is how a hand says that they are one person."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Join the relationships first: core moves foreign keys in SQL, and one person has one in each company."""
        # sudo: who merges contacts need not be a recruiter, and no relationship may be left behind
        Jobseeker = self.env["hr.jobseeker"].sudo()
        found = Jobseeker.search([("partner_id", "in", (src_partners | dst_partner).ids)], order="id")
        for jobseekers in found.grouped("company_id").values():
            survivor = jobseekers.filtered(lambda jobseeker: jobseeker.partner_id == dst_partner) or jobseekers[0]
            for other in jobseekers - survivor:
                survivor._join(other)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        Jobseeker.search([("partner_id", "=", dst_partner.id)]).modified(["partner_id"])
        return result
