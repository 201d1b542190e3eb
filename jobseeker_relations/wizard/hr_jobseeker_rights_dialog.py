from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.hr_jobseeker_rights_request import OUTCOMES, PAUSE_REASONS


class HrJobseekerRightsDialog(models.TransientModel):
    """One step of a request that asks for something: how we know them, why we pause, what goes."""

    _name = "hr.jobseeker.rights.dialog"
    _inherit = ["hr.jobseeker.asked"]
    _description = "Step of a Request About Data"

    request_id = fields.Many2one("hr.jobseeker.rights.request", required=True, ondelete="cascade")
    step = fields.Selection(
        [
            ("identity", "Identity"),
            ("pause", "Pause"),
            ("extend", "Extend"),
            ("erase", "Erase"),
            ("unfreeze", "Lift the freeze"),
            ("close", "Answer"),
        ],
        required=True,
    )
    pause_reason = fields.Selection(PAUSE_REASONS, string="We Wait For", default="identity")
    outcome = fields.Selection(OUTCOMES, default="granted")
    text = fields.Char(string="Reason")
    plan = fields.Text(compute="_compute_plan")
    is_sure = fields.Boolean(string="I know that this cannot be undone")

    @api.depends("request_id", "step")
    def _compute_plan(self):
        for dialog in self:
            request, plan = dialog.request_id, False
            if dialog.step == "erase" and request.jobseeker_id:
                request.check_access("write")
                planned = request.jobseeker_id._plan_erasure(but=request)
                plan = self.env["hr.jobseeker.personal.data"]._say_erased(planned, planned=True)
            dialog.plan = plan

    def action_apply(self):
        self.ensure_one()
        request, text = self.request_id, (self.text or "").strip()
        request.check_access("write")
        if not text and (self.step in ("identity", "extend", "unfreeze") or self.outcome != "granted"):
            raise UserError(self.env._("Fill in the line: it is kept, or told to the person."))
        if self.step == "identity":
            request._confirm_identity(text)
        elif self.step == "pause":
            request._pause(self.pause_reason, text)
        elif self.step == "extend":
            request._extend(text)
        elif self.step == "unfreeze":
            request._unfreeze(text)
        elif self.step == "close":
            request._answer(self.outcome, text)
        elif self.step == "erase":
            if not self.is_sure:
                raise UserError(self.env._("Tick that you know that this cannot be undone."))
            request._erase_person()
        return {"type": "ir.actions.act_window_close"}
