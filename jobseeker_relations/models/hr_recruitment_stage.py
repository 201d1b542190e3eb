from odoo import api, fields, models

#: Core's stage in which a contract is offered; its next one, where it is signed, is the stage of who is hired.
PROPOSAL, PROPOSAL_NAME = "hr_recruitment.stage_job4", "Contract Proposal"


class HrRecruitmentStage(models.Model):
    """In which stages the person has an offer: some things are not asked before (compliance.md §8 item 54)."""

    _inherit = "hr.recruitment.stage"

    is_offer = fields.Boolean(
        string="Offer Made",
        compute="_compute_is_offer",
        store=True,
        readonly=False,
        help="Who is in this stage has got an offer. Tick it for the stage of the offer, and for those that follow it.",
    )

    @api.depends("hired_stage")
    def _compute_is_offer(self):
        """Who is hired had an offer, and so has who is in core's stage of the proposal while it is called so.

        This marks the stages that are there when the module comes. Nothing that somebody ticked is taken away.
        """
        proposal = self.env.ref(PROPOSAL, raise_if_not_found=False)
        offers = proposal if proposal and proposal.with_context(lang="en_US").name == PROPOSAL_NAME else self.browse()
        for stage in self:
            stage.is_offer = stage.is_offer or stage.hired_stage or stage in offers


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    def _has_offer(self):
        """Whether an offer stands: by the stage, and nobody refused or archived the application since."""
        self.ensure_one()
        stage = self.stage_id
        return bool(self.active and not self.refuse_reason_id and (stage.is_offer or stage.hired_stage))
