from odoo import fields, models


class HrJobseekerEligibilityCorrect(models.TransientModel):
    """Say what was wrong with a decided check: it stays as it is, and another one takes its place."""

    _name = "hr.jobseeker.eligibility.correct"
    _inherit = ["hr.jobseeker.asked"]
    _description = "Correct a Check of the Right to Work"

    eligibility_id = fields.Many2one("hr.jobseeker.eligibility", required=True, ondelete="cascade", readonly=True)
    reason = fields.Text(required=True)

    def action_apply(self):
        self.ensure_one()
        self.eligibility_id.check_access("write")
        return self.eligibility_id._correct(self.reason).action_open()
