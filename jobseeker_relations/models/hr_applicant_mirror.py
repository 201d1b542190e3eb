from odoo import fields, models

INTERVIEWER = "hr_recruitment.group_hr_recruitment_interviewer"
OFFICER = "hr_recruitment.group_hr_recruitment_user"


class HrApplicant(models.Model):
    """What an application shows of the relationship. All of it is the person's: copies of applications copy none.

    Interviewers see that there is a relationship and how contact stands (design §4 "Confidentiality"), no more.
    """

    _inherit = "hr.applicant"

    contact_status = fields.Selection(related="jobseeker_id.contact_status", groups=INTERVIEWER, copy=False)
    next_contact_at = fields.Datetime(related="jobseeker_id.next_contact_at", groups=INTERVIEWER, copy=False)
    contact_explanation = fields.Char(related="jobseeker_id.contact_explanation", groups=OFFICER, copy=False)
    last_contact_at = fields.Datetime(related="jobseeker_id.last_contact_at", groups=OFFICER, copy=False)

    def action_open_jobseeker(self):
        self.ensure_one()
        self.jobseeker_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.jobseeker",
            "res_id": self.jobseeker_id.id,
            "view_mode": "form",
        }

    def action_log_contact(self):
        self.ensure_one()
        return self.jobseeker_id.action_log_contact()
