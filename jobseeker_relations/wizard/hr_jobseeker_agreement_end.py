from odoo import api, fields, models

from ..models.hr_jobseeker_agreement import SIDES


class HrJobseekerAgreementEnd(models.TransientModel):
    """End an agreement in one step, and say who wanted it."""

    _name = "hr.jobseeker.agreement.end"
    _description = "End an Agreement"
    _inherit = ["hr.jobseeker.asked"]

    agreement_id = fields.Many2one(
        "hr.jobseeker.agreement",
        required=True,
        ondelete="cascade",
        domain="[('jobseeker_id', '=', jobseeker_id), ('state', '=', 'agreed')]",
    )
    jobseeker_id = fields.Many2one("hr.jobseeker", compute="_compute_jobseeker_id", store=True, ondelete="cascade")
    is_one_of_several = fields.Boolean(compute="_compute_is_one_of_several")
    ended_by = fields.Selection(SIDES, string="Who Ends It", required=True, default="jobseeker")
    reason = fields.Char(required=True)

    @api.depends("agreement_id")
    def _compute_jobseeker_id(self):
        for wizard in self:  # who empties the agreement still chooses among those of this person
            wizard.jobseeker_id = wizard.agreement_id.jobseeker_id or wizard.jobseeker_id

    @api.depends("jobseeker_id")
    def _compute_is_one_of_several(self):
        for wizard in self:
            in_force = wizard.jobseeker_id.agreement_ids.filtered(lambda agreement: agreement.state == "agreed")
            wizard.is_one_of_several = len(in_force) > 1

    def action_apply(self):
        self.ensure_one()
        self.agreement_id.check_access("write")
        if self.agreement_id.state != "ended":  # else a second click
            self.agreement_id.write({"state": "ended", "ended_by": self.ended_by, "end_reason": self.reason})
        return {"type": "ir.actions.act_window_close"}
