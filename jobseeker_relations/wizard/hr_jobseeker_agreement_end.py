from odoo import fields, models

from ..models.hr_jobseeker_agreement import SIDES


class HrJobseekerAgreementEnd(models.TransientModel):
    """End an agreement in one step, and say who wanted it."""

    _name = "hr.jobseeker.agreement.end"
    _description = "End an Agreement"
    _inherit = ["hr.jobseeker.asked"]

    agreement_id = fields.Many2one("hr.jobseeker.agreement", required=True, readonly=True, ondelete="cascade")
    ended_by = fields.Selection(SIDES, string="Who Ends It", required=True, default="jobseeker")
    reason = fields.Char(required=True)

    def action_apply(self):
        self.ensure_one()
        self.agreement_id.check_access("write")
        if self.agreement_id.state != "ended":  # else a second click
            self.agreement_id.write({"state": "ended", "ended_by": self.ended_by, "end_reason": self.reason})
        return {"type": "ir.actions.act_window_close"}
