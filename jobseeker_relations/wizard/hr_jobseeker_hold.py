from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrJobseekerHold(models.TransientModel):
    """Put the relationship on hold: no letter goes out, nothing falls due, until the day or until somebody ends it."""

    _name = "hr.jobseeker.hold"
    _inherit = "hr.jobseeker.selection"
    _description = "Put Jobseekers on Hold"

    _target_state = "on_hold"

    until = fields.Date()
    reason = fields.Char(required=True)

    @api.constrains("until")
    def _check_until(self):
        for wizard in self:
            if wizard.until and wizard.until <= fields.Date.context_today(wizard):
                raise ValidationError(
                    self.env._("Choose a day after today, or leave it empty to end the hold by hand.")
                )

    def _serves(self, jobseeker):
        return jobseeker.state == "on_hold" or super()._serves(jobseeker)

    def action_apply(self):
        if self._is_applied():
            return {"type": "ir.actions.act_window_close"}
        self._get_served().write({"state": "on_hold", "hold_until": self.until, "hold_reason": self.reason})
        return {"type": "ir.actions.act_window_close"}
