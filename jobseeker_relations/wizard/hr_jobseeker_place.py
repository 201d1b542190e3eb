from odoo import fields, models


class HrJobseekerPlace(models.TransientModel):
    """The person found work: the relationship goes on under the policy for placed people."""

    _name = "hr.jobseeker.place"
    _inherit = "hr.jobseeker.selection"
    _description = "Mark Jobseekers as Placed"

    _target_state = "placed"

    placed_on = fields.Date(string="First day at work", required=True, default=fields.Date.context_today)

    def action_apply(self):
        if self._is_applied():
            return {"type": "ir.actions.act_window_close"}
        self._get_served().write({"state": "placed", "placed_on": self.placed_on})
        return {"type": "ir.actions.act_window_close"}
