from odoo import fields, models


class HrJobseekerProposalRefuse(models.TransientModel):
    """Refuse what people asked to have changed; they read the reason on their page."""

    _name = "hr.jobseeker.proposal.refuse"
    _inherit = "hr.jobseeker.selection"
    _description = "Refuse Changes That Jobseekers Ask For"

    proposal_ids = fields.Many2many("hr.jobseeker.proposal", string="Changes")
    reason = fields.Char(required=True)

    def action_apply(self):
        if self._is_applied():
            return {"type": "ir.actions.act_window_close"}
        proposals = self.proposal_ids or self._get_served().open_proposal_ids
        proposals._get_open_people()
        proposals._decide("refused", self.reason)
        return {"type": "ir.actions.act_window_close"}
