from odoo import models

from .hr_jobseeker_action import OPEN_STATES as OPEN_STEPS
from .hr_jobseeker_plan import OPEN_STATES


class HrJobseeker(models.Model):
    """A search that is closed promises nothing any more, on either side: what is open ends with it, and says why."""

    _inherit = "hr.jobseeker"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "closed":
            self._end_promises()
        return result

    def _end_promises(self):
        # sudo: what follows from it, whoever closes
        steps, plans = self.env["hr.jobseeker.action"].sudo(), self.env["hr.jobseeker.plan"].sudo()
        own = [("jobseeker_id", "in", self.ids)]
        steps = steps.search([*own, ("in_force", "=", True), ("state", "in", OPEN_STEPS)])
        if steps:
            steps.write({"state": "cancelled", "cancel_reason": self.env._("The search was closed.")})
        plans = plans.search([*own, ("state", "in", (*OPEN_STATES, "agreed"))])
        # a version in the making ends with the one that it changes
        for alike in (plans.filtered(lambda plan: plan.state in OPEN_STATES), plans):
            alike.filtered(lambda plan: plan.state != "cancelled").write({"state": "cancelled"})
