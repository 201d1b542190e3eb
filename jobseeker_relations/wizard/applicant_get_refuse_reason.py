from odoo import models

from ..models.hr_jobseeker_letter import ANSWERS_THEM


class ApplicantGetRefuseReason(models.TransientModel):
    _inherit = "applicant.get.refuse.reason"

    def _prepare_send_refusal_mails(self):
        """A refusal answers an application: it passes the gate, and is counted."""
        answering = self.with_context(jobseeker_automatic=ANSWERS_THEM)
        return super(ApplicantGetRefuseReason, answering)._prepare_send_refusal_mails()

    def _prepare_mail_values(self, applicant):
        """Core sends refusals that stand on no document; say whom they are about, so that the ledger knows."""
        return {**super()._prepare_mail_values(applicant), "jobseeker_applicant_id": applicant.id}
