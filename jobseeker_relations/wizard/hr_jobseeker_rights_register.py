from odoo import fields, models

from ..models.hr_jobseeker_rights_request import CHANNELS, KINDS


class HrJobseekerRightsRegister(models.TransientModel):
    """An adviser heard that somebody asks about their data: registered here, answered by the data officer."""

    _name = "hr.jobseeker.rights.register"
    _inherit = "hr.jobseeker.selection"
    _description = "Register a Request About Data"

    kind = fields.Selection(KINDS, string="Asks For", required=True, default="access")
    channel = fields.Selection(CHANNELS, string="Came By", required=True, default="email")
    received_on = fields.Date(required=True, default=fields.Date.context_today)
    details = fields.Text(string="In Their Words")

    def action_apply(self):
        if self._is_applied():
            return {"type": "ir.actions.act_window_close"}
        people = self._get_served()
        people.check_access("read")
        for person in people:
            person._file_request(self.kind, self.details, self.channel, self.received_on)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("Registered: the data protection officer answers it."),
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
