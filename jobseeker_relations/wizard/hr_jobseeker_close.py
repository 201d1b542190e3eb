from odoo import fields, models


class HrJobseekerClose(models.TransientModel):
    """End the relationship, with a reason from the list that an administrator keeps."""

    _name = "hr.jobseeker.close"
    _inherit = "hr.jobseeker.selection"
    _description = "Close Jobseekers"

    _target_state = "closed"

    close_reason_id = fields.Many2one("hr.jobseeker.close.reason", string="Reason", required=True)

    def action_apply(self):
        if self._is_applied():
            return {"type": "ir.actions.act_window_close"}
        self._get_served().write({"state": "closed", "close_reason_id": self.close_reason_id.id})
        return {"type": "ir.actions.act_window_close"}
