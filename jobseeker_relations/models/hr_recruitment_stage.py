from odoo import api, fields, models

#: Core's stage in which a contract is offered; its next one, where it is signed, is the stage of who is hired.
PROPOSAL, PROPOSAL_NAME = "hr_recruitment.stage_job4", "Contract Proposal"


class HrRecruitmentStage(models.Model):
    """In which stages the person has an offer: some things are not asked before (compliance.md §8 item 54)."""

    _inherit = "hr.recruitment.stage"

    is_offer = fields.Boolean(
        string="Offer Made",
        help="Who is in this stage has got an offer. Tick it for the stage of the offer, and for those that follow it. "
        "Who is hired has one without it.",
    )

    def _init_column(self, column_name):
        result = super()._init_column(column_name)
        if column_name == "is_offer":
            self._mark_offers()
        return result

    @api.model
    def _mark_offers(self):
        """When the module comes, mark core's stage of the proposal, while it is called so.

        Stages of who is hired need no mark: one that is put there, and taken away again, leaves none behind.
        """
        proposal = self.env["ir.model.data"]._xmlid_to_res_id(PROPOSAL, raise_if_not_found=False)
        self.env.cr.execute(
            "UPDATE hr_recruitment_stage SET is_offer = true WHERE id = %s AND name ->> 'en_US' = %s",
            [proposal or None, PROPOSAL_NAME],
        )
        self.invalidate_model(["is_offer"])


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    def _has_offer(self):
        """Whether an offer stands: by the stage, and nobody refused or archived the application since."""
        self.ensure_one()
        stage = self.stage_id
        return bool(self.active and not self.refuse_reason_id and (stage.is_offer or stage.hired_stage))
