from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.hr_jobseeker_state import TRANSITIONS


class HrJobseekerSelection(models.AbstractModel):
    """A dialog about one or several jobseekers: who they are, and whom it cannot serve.

    A dialog that moves people to another state names it in ``_target_state``: those who cannot go there are named
    before anything happens, and stay as they are.
    """

    _name = "hr.jobseeker.selection"
    _description = "Dialog About Jobseekers"
    _inherit = ["hr.jobseeker.asked"]

    _target_state = None

    jobseeker_ids = fields.Many2many(
        "hr.jobseeker", string="Jobseekers", required=True, default=lambda self: self._default_jobseeker_ids()
    )
    jobseeker_count = fields.Integer(compute="_compute_jobseeker_count")
    left_out_ids = fields.Many2many("hr.jobseeker", compute="_compute_left_out_ids", string="Stay as they are")
    applied = fields.Boolean(readonly=True, help="Confirmed: pressing the button again does nothing.")

    @api.model
    def _default_jobseeker_ids(self):
        if self.env.context.get("active_model") == "hr.jobseeker":
            return self.env["hr.jobseeker"].browse(self.env.context.get("active_ids", []))
        return self.env["hr.jobseeker"]

    @api.depends("jobseeker_ids")
    def _compute_jobseeker_count(self):
        for wizard in self:
            wizard.jobseeker_count = len(wizard.jobseeker_ids)

    @api.depends("jobseeker_ids")
    def _compute_left_out_ids(self):
        for wizard in self:
            wizard.left_out_ids = wizard.jobseeker_ids - wizard.jobseeker_ids.filtered(wizard._serves)

    def _serves(self, jobseeker):
        return not self._target_state or self._target_state in TRANSITIONS[jobseeker.state]

    def _is_applied(self):
        """Whether this dialog was confirmed before; it is from now on.

        Of two clicks at once the second one waits for this row, fails, is repeated by Odoo and finds it set.
        """
        self.ensure_one()
        applied = self.applied
        self.applied = True
        return applied

    def _get_served(self):
        """The people this dialog is for.

        :raise UserError: it can serve none of them
        """
        self.ensure_one()
        served = self.jobseeker_ids - self.left_out_ids
        if not served:
            raise UserError(
                self.env._(
                    "Nothing to do: the state of %s does not allow it.", ", ".join(self.jobseeker_ids.mapped("name"))
                )
            )
        return served
