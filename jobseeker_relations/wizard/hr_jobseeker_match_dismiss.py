from odoo import api, fields, models


class HrJobseekerMatchDismiss(models.TransientModel):
    """Say why a person and a job do not fit, although they look so; it is not suggested again."""

    _name = "hr.jobseeker.match.dismiss"
    _description = "Not This One"
    _inherit = ["hr.jobseeker.asked"]

    job_id = fields.Many2one("hr.job", required=True, ondelete="cascade")
    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, ondelete="cascade")
    reason = fields.Char(string="Why Not", required=True)

    @api.model
    def _open(self, job, person):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not This One"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_job_id": job.id, "default_jobseeker_id": person.id, "dialog_size": "medium"},
        }

    def action_apply(self):
        self.ensure_one()
        self.env["hr.jobseeker.match.suggestion"]._decide([(self.job_id, self.jobseeker_id)], "dismissed", self.reason)
        return {"type": "ir.actions.act_window_close"}
