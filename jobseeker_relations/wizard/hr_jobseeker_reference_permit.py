from odoo import fields
from odoo.exceptions import UserError

from ..models.hr_jobseeker_reference import CHANNELS
from .dialog_about import DialogAbout


class HrJobseekerReferencePermit(DialogAbout):
    """Record that a jobseeker agreed: how they said it, when, and in which words. Their own page needs no dialog."""

    _name = "hr.jobseeker.reference.permit"
    _description = "Record a Jobseeker's Permission"
    _inherit = ["hr.jobseeker.asked"]
    _about = "reference_id"

    reference_id = fields.Many2one("hr.jobseeker.reference", required=True, ondelete="cascade")
    jobseeker_id = fields.Many2one(related="reference_id.jobseeker_id", related_sudo=False)
    about = fields.Selection(
        [("referee", "That this referee is asked"), ("employer", "That their present employer is asked")],
        required=True,
        default="referee",
    )
    channel = fields.Selection(
        [channel for channel in CHANNELS if channel[0] != "page"], required=True, default="phone", string="Through"
    )
    given_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    proof = fields.Char(string="What They Said", help="In their words.")

    def action_apply(self):
        self.ensure_one()
        self.reference_id.check_access("write")
        if not (self.proof or "").strip():
            raise UserError(self.env._("Write down what they said."))
        self.reference_id._permit(self.channel, self.proof.strip(), self.given_at, self.about == "employer")
        return {"type": "ir.actions.act_window_close"}
