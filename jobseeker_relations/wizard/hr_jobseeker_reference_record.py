from markupsafe import Markup

from odoo import api, fields
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..models.hr_jobseeker_reference import CHANNELS
from .dialog_about import DialogAbout


class HrJobseekerReferenceRecord(DialogAbout):
    """Enter what a referee said by telephone or wrote in a letter, or that they would rather not."""

    _name = "hr.jobseeker.reference.record"
    _description = "Record the Answer of a Referee"
    _inherit = ["hr.jobseeker.asked"]
    _about = "reference_id"

    reference_id = fields.Many2one("hr.jobseeker.reference", required=True, ondelete="cascade")
    jobseeker_id = fields.Many2one(related="reference_id.jobseeker_id", related_sudo=False)
    outcome = fields.Selection(
        [("received", "They gave a reference"), ("declined", "They would rather not")],
        required=True,
        default="received",
    )
    channel = fields.Selection(
        [channel for channel in CHANNELS if channel[0] != "page"], required=True, default="phone", string="Through"
    )
    jobseeker_reads = fields.Selection(
        [("yes", "Yes"), ("no", "No, in confidence")],
        string="May the Jobseeker Read It?",
        help="As the referee chose, before they said anything.",
    )
    disclosable = fields.Selection(
        [("yes", "Yes"), ("no", "No")], string="May Hirers See It?", help="As the referee chose."
    )
    found_position = fields.Char(string="Position, Says the Referee")
    found_from = fields.Date(string="From, Says the Referee")
    found_to = fields.Date(string="Until, Says the Referee")
    text = fields.Text(string="What They Said")

    def action_apply(self):
        self.ensure_one()
        reference = self.reference_id
        reference.check_access("write")
        if self.outcome == "received":
            if not self.jobseeker_reads or not self.disclosable:
                raise UserError(self.env._("Ask the referee who may read it, and say what they chose."))
            reference._check_permission()
            reference.write(
                {
                    "state": "received",
                    "received_channel": self.channel,
                    "confidential": self.jobseeker_reads == "no",
                    "disclosable": self.disclosable == "yes",
                    **{name: self[name] for name in ("found_position", "found_from", "found_to")},
                }
            )
        else:
            reference.write({"state": "declined"})
        text, self.text = self.text, False  # one copy: who opens the dialog's row later finds nothing
        kept = reference.sudo()  # sudo: nobody writes the copy itself; access was checked above
        if text:
            kept.kept_answers = Markup("<div>%s</div>") % plaintext2html(text)
        if not kept.requested_by_id:
            kept.requested_by_id = self.env.user
        kept.reader_ids |= self.env.user  # who heard it reads it
        if self.outcome == "received":
            kept._tell_received()
        return {"type": "ir.actions.act_window_close"}

    @api.constrains("found_from", "found_to")
    def _check_order(self):
        for dialog in self:
            if dialog.found_from and dialog.found_to and dialog.found_from > dialog.found_to:
                raise UserError(self.env._("The work began before it ended: mend the days."))
