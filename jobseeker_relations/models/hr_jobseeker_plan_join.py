from odoo import models

from .hr_jobseeker_plan import OPEN_STATES


class HrJobseeker(models.Model):
    """Two relationships become one: one timetable holds, and the open promises of the other hold beside it."""

    _inherit = "hr.jobseeker"

    def _prepare_join(self, other):
        theirs = other.sudo().plan_ids  # sudo: what holds of two timetables is settled by the merge, and by nobody else
        if self.plan_id or self.open_plan_id:  # what they were making was not about all that holds from now on
            theirs.filtered(lambda plan: plan.state in OPEN_STATES).write({"state": "cancelled"})
        agreed = theirs.filtered(lambda plan: plan.state == "agreed")
        if self.plan_id and agreed:
            # what is done counts for whom it was done, as what is open does
            agreed.action_ids.filtered(lambda action: action.state != "cancelled")._write_quietly({"plan_id": False})
            agreed.write({"state": "superseded"})
        elif agreed and self.open_plan_id:
            self.open_plan_id.sudo().previous_id = agreed  # sudo: as above; the difference shows what is left out
        return super()._prepare_join(other)
