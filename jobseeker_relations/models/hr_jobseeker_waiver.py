from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrJobseekerWaiver(models.Model):
    """A recorded decision that a contact which is owed may wait, with its reason (design §4).

    Debt never rolls forward silently: overdue stays overdue until there is contact or one of these.
    """

    _name = "hr.jobseeker.waiver"
    _description = "Waived Contact with a Jobseeker"
    _inherit = ["hr.jobseeker.kept"]
    _order = "create_date desc, id desc"
    _rec_name = "reason"

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users", string="By", default=lambda self: self.env.user, readonly=True, required=True
    )
    owed_since = fields.Datetime(readonly=True, help="When the waived contact had fallen due.")
    until = fields.Date(required=True, help="The contact falls due again on this day.")
    reason = fields.Char(required=True)

    @api.constrains("until")
    def _check_until(self):
        for waiver in self:
            today = fields.Date.context_today(waiver)
            if waiver.until > fields.Date.add(today, years=1):
                raise ValidationError(
                    self.env._("A contact can wait for a year at most. For longer, put the person on hold or close.")
                )
            if waiver.until <= today:
                raise ValidationError(self.env._("Choose a day after today: until then nothing falls due."))
