from odoo import api, fields
from odoo.exceptions import UserError

from ..models.hr_jobseeker_reference import METHODS
from .dialog_about import DialogAbout


class HrJobseekerReferenceVerify(DialogAbout):
    """Say how it was found out that the reference comes from whom it names; the referee's word alone is none."""

    _name = "hr.jobseeker.reference.verify"
    _description = "Verify a Reference"
    _inherit = ["hr.jobseeker.asked"]
    _about = "reference_id"

    reference_id = fields.Many2one("hr.jobseeker.reference", required=True, ondelete="cascade")
    jobseeker_id = fields.Many2one(related="reference_id.jobseeker_id", related_sudo=False)
    signals = fields.Html(related="reference_id.signals", related_sudo=False, sanitize=False)
    method = fields.Selection(METHODS, string="How", required=True)
    note = fields.Char(string="What Was Seen", help="Who was spoken to, on which number; which document.")
    needs_discussion = fields.Boolean(compute="_compute_needs_discussion")
    discussion_note = fields.Text(
        string="Talk with the Jobseeker", help="What the jobseeker says about it, without quoting the reference."
    )

    @api.depends("reference_id")
    def _compute_needs_discussion(self):
        for dialog in self:
            reference = dialog.reference_id
            open_questions = reference.is_adverse or reference.is_discrepant
            dialog.needs_discussion = open_questions and not reference.discussion_note

    def action_apply(self):
        self.ensure_one()
        self.reference_id.check_access("write")
        if self.method == "other" and not (self.note or "").strip():
            raise UserError(self.env._("Say what you did to find out who gave it."))
        if (self.discussion_note or "").strip():
            self.reference_id.write({"discussion_note": self.discussion_note})
        self.reference_id.write({"state": "verified", "verify_method": self.method, "verify_note": self.note})
        return {"type": "ir.actions.act_window_close"}
