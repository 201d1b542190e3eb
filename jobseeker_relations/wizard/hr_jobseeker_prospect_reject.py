from odoo import fields, models


class HrJobseekerProspectReject(models.TransientModel):
    """Say why people do not fit, once for all of them: a reason of Odoo's own list, which is about jobs (K24)."""

    _name = "hr.jobseeker.prospect.reject"
    _description = "Reject People of a List"
    _inherit = ["hr.jobseeker.asked"]

    prospect_ids = fields.Many2many("hr.jobseeker.prospect", string="People", required=True)
    reject_reason_id = fields.Many2one("hr.applicant.refuse.reason", string="Reason", required=True)
    note = fields.Char()

    def action_apply(self):
        self.ensure_one()
        self.check_access("write")
        self.prospect_ids._decide("rejected", self.reject_reason_id, self.note)
        return {"type": "ir.actions.act_window_close"}
