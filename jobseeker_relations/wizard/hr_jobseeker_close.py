from odoo import api, fields, models


class HrJobseekerClose(models.TransientModel):
    """End the relationship, with a reason from the list that an administrator keeps."""

    _name = "hr.jobseeker.close"
    _inherit = "hr.jobseeker.selection"
    _description = "Close Jobseekers"

    _target_state = "closed"

    close_reason_id = fields.Many2one("hr.jobseeker.close.reason", string="Reason", required=True)
    ending_referrals = fields.Text(string="Referrals", compute="_compute_ending_referrals")

    @api.depends("jobseeker_ids")
    @api.depends_context("lang")
    def _compute_ending_referrals(self):
        for dialog in self:
            people = (dialog.jobseeker_ids - dialog.left_out_ids)._origin
            dialog.ending_referrals = people.referral_ids._find_ending()._say_ending()

    def action_apply(self):
        if self._is_applied():
            return {"type": "ir.actions.act_window_close"}
        self._get_served().write({"state": "closed", "close_reason_id": self.close_reason_id.id})
        return {"type": "ir.actions.act_window_close"}
