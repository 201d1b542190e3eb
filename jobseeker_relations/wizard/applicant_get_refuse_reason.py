from odoo import models


class ApplicantGetRefuseReason(models.TransientModel):
    _inherit = "applicant.get.refuse.reason"

    def _prepare_mail_values(self, applicant):
        """Core sends refusals that stand on no document; say whom they are about, so that the ledger knows."""
        return {**super()._prepare_mail_values(applicant), "jobseeker_applicant_id": applicant.id}
