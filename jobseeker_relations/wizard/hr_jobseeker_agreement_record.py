from odoo import api, fields, models

from ..models.hr_jobseeker_agreement import CHANNELS
from .logged_talk import make_is_contact


class HrJobseekerAgreementRecord(models.TransientModel):
    """Record the answer that a person gave in a talk or a letter: who said it, when, through what."""

    _name = "hr.jobseeker.agreement.record"
    _description = "Record an Answer to Offered Terms"
    _inherit = ["hr.jobseeker.asked"]

    agreement_id = fields.Many2one("hr.jobseeker.agreement", required=True, readonly=True, ondelete="cascade")
    answer = fields.Selection([("agreed", "Yes, they agree"), ("declined", "No")], required=True, default="agreed")
    channel = fields.Selection(
        [(key, label) for key, label in CHANNELS if key != "portal"], required=True, default="phone"
    )
    answered_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    answered_by = fields.Char(
        string="Who Said It", compute="_compute_answered_by", store=True, readonly=False, required=True, precompute=True
    )
    note = fields.Text(help="What was said: the proof of an answer that nobody signed.")
    is_contact = make_is_contact()

    @api.depends("agreement_id")
    def _compute_answered_by(self):
        for wizard in self:
            wizard.answered_by = wizard.agreement_id.jobseeker_id.name

    def action_apply(self):
        self.ensure_one()
        self.agreement_id.check_access("write")
        close = {"type": "ir.actions.act_window_close"}
        if self.agreement_id.state == self.answer:  # a second click
            return close
        said = {
            "state": self.answer,
            "note": self.note,
            f"{self.answer}_at": self.answered_at,
            f"{self.answer}_channel": self.channel,
            f"{self.answer}_by": self.answered_by,
        }
        if self.answer == "declined":
            said["decline_reason"] = self.note
        self.agreement_id.write(said)
        if self.is_contact:
            name = self.agreement_id.display_name
            summary = self.env._("Agreed: %s", name) if self.answer == "agreed" else self.env._("Declined: %s", name)
            self.agreement_id.jobseeker_id._log_talk(self.channel, self.answered_at, summary)
        return close
