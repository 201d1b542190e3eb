from odoo import api, fields
from odoo.exceptions import UserError

from ..models.hr_jobseeker_signpost import CHANNELS
from .dialog_about import DialogAboutShown
from .logged_talk import make_is_contact


class HrJobseekerSignpostAnswer(DialogAboutShown):
    """Record what a person said to a referral elsewhere: how, when, in which words. Their own page needs no dialog."""

    _name = "hr.jobseeker.signpost.answer"
    _description = "Answer to a Referral Elsewhere"
    _inherit = ["hr.jobseeker.asked"]
    _about = "signpost_id"

    signpost_id = fields.Many2one("hr.jobseeker.signpost", required=True, ondelete="cascade")
    jobseeker_id = fields.Many2one(related="signpost_id.jobseeker_id", related_sudo=False)
    shown = fields.Text(string="As They Read It", compute="_compute_shown")
    # stands for that
    shown_digest = fields.Char(readonly=True, export_string_translation=False)
    answer = fields.Selection([("yes", "They want it"), ("no", "They do not")], required=True, default="yes")
    shares_data = fields.Boolean(
        string="We May Introduce Them", help="They agreed that we give their name and how to reach them to this body."
    )
    channel = fields.Selection(
        [channel for channel in CHANNELS if channel[0] != "page"], required=True, default="phone", string="Through"
    )
    answered_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    is_contact = make_is_contact()
    words = fields.Char(string="What They Said", help="In their words.")

    @api.depends("signpost_id")
    def _compute_shown(self):
        """The body, its address, why, and with what it helps: what they are told."""
        for dialog in self:
            dialog.shown = dialog.signpost_id and "\n".join(filter(None, dialog.signpost_id._get_shown()))

    def action_apply(self):
        self.ensure_one()
        self.signpost_id.check_access("write")
        if self.answer == "yes":
            self.signpost_id._check_frozen_person()
            if not (self.words or "").strip():
                raise UserError(self.env._("Write down what they said: without it, it is no consent."))
            self._check_as_read()
            if self._is_recorded():  # a second click
                return {"type": "ir.actions.act_window_close"}
            self.signpost_id._agree(self.channel, self.words.strip(), self.answered_at, shares_data=self.shares_data)
        else:  # also while their data are frozen: a no is theirs to say at any time
            self.signpost_id._decline()
        if self.is_contact:
            told = self.jobseeker_id._for_colleagues()
            yes, no = told.env._("Wants to be referred to %s"), told.env._("Does not want to be referred to %s")
            summary = (yes if self.answer == "yes" else no) % self.signpost_id.body_id.name
            self.jobseeker_id._log_talk(self.channel, self.answered_at, summary)
        return {"type": "ir.actions.act_window_close"}

    def _is_recorded(self):
        """Whether just this yes stands: the same words through the same channel, at the same moment."""
        signpost = self.signpost_id
        said = (self.channel, self.words.strip(), self.answered_at, self.shares_data)
        kept = (signpost.consent_channel, signpost.consent_proof, signpost.consent_at, signpost.shares_data)
        return signpost.state == "agreed" and said == kept
