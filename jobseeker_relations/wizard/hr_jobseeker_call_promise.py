from odoo import fields, models
from odoo.exceptions import ValidationError


class HrJobseekerCallPromise(models.TransientModel):
    """ "Promise a Call": “I will ring you Thursday at 10:00” becomes a step of ours with its time."""

    _name = "hr.jobseeker.call.promise"
    _inherit = ["hr.jobseeker.asked"]
    _description = "Promise a Call"

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, readonly=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id")
    phone = fields.Char(related="jobseeker_id.phone", related_sudo=False)
    call_at = fields.Datetime(string="When", required=True)
    about = fields.Char(help="What it is about; they read it in their timetable.")
    user_id = fields.Many2one(
        "res.users",
        string="Who Rings",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )

    def action_apply(self):
        self.ensure_one()
        self.jobseeker_id.check_access("write")
        if self.call_at <= fields.Datetime.now():
            raise ValidationError(self.env._("A call is promised for a moment that is still to come."))
        self.jobseeker_id._promise_call(self.call_at, self.about, self.user_id)
        return {"type": "ir.actions.act_window_close"}
