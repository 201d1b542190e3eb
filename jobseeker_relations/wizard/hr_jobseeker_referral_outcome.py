from odoo import fields
from odoo.exceptions import UserError

from ..models.hr_jobseeker_referral import STATES, TRANSITIONS
from .dialog_about import DialogAbout

OUTCOMES = ("interview", "offered", "engaged", "refused", "withdrawn")


class HrJobseekerReferralOutcome(DialogAbout):
    """Record what came of a referral; what is closed has a day, or a reason that has to do with the job."""

    _name = "hr.jobseeker.referral.outcome"
    _description = "Record What Came of a Referral"
    _inherit = ["hr.jobseeker.asked"]
    _about = "referral_id"

    referral_id = fields.Many2one("hr.jobseeker.referral", required=True, ondelete="cascade")
    jobseeker_id = fields.Many2one(related="referral_id.jobseeker_id", related_sudo=False)
    outcome = fields.Selection([state for state in STATES if state[0] in OUTCOMES], required=True, default="interview")
    interview_on = fields.Date(string="Day of the Interview")
    engaged_on = fields.Date(string="First Day at Work")
    reason_id = fields.Many2one("hr.jobseeker.referral.reason")
    note = fields.Text(string="What Was Said")

    def action_apply(self):
        self.ensure_one()
        referral = self.referral_id
        referral.check_access("write")
        another = self.outcome == referral.state == "interview"  # a second one, or another day
        if self.outcome not in TRANSITIONS[referral.state] and not another:
            raise UserError(self.env._("It cannot come to that from where it stands. Send it first."))
        said = {
            "interview": {"interview_on": self.interview_on},
            "offered": {"outcome_note": self.note},
            "engaged": {"engaged_on": self.engaged_on, "outcome_note": self.note},
        }.get(self.outcome, {"outcome_reason_id": self.reason_id.id, "outcome_note": self.note})
        done = referral._record_outcome(self.outcome, **said)
        return done or {"type": "ir.actions.act_window_close"}
