from odoo import api, fields
from odoo.exceptions import UserError

from ..models.hr_jobseeker_consent import CHANNELS, OWN_PAGES
from ..models.hr_jobseeker_referral import UNSENT
from .dialog_about import DialogAboutShown
from .logged_talk import make_is_contact


class HrJobseekerReferralAnswer(DialogAboutShown):
    """Record what a jobseeker said in a talk about being put forward: yes, no, or not any more."""

    _name = "hr.jobseeker.referral.answer"
    _description = "Record a Jobseeker's Answer About a Referral"
    _inherit = ["hr.jobseeker.asked"]
    _about = "referral_id"

    referral_id = fields.Many2one("hr.jobseeker.referral", required=True, ondelete="cascade")
    jobseeker_id = fields.Many2one(related="referral_id.jobseeker_id", related_sudo=False)
    shown_html = fields.Html(related="referral_id.shown_html", related_sudo=False, sanitize=False)
    # stands for what was read to them
    shown_digest = fields.Char(readonly=True, export_string_translation=False)
    answer = fields.Selection(
        [("yes", "Yes"), ("no", "No"), ("withdrawn", "Not any more")], required=True, default="yes"
    )
    channel = fields.Selection(
        [channel for channel in CHANNELS if channel[0] not in OWN_PAGES],
        required=True,
        default="phone",
        string="Through",
    )
    given_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    proof = fields.Text(string="What They Said", help="In their words.")
    is_contact = make_is_contact()
    applied_directly = fields.Selection(
        [("yes", "Yes"), ("no", "No")], string="Did They Apply There Before?", help="Themselves, or through others."
    )
    needs_leave = fields.Boolean(compute="_compute_needs_leave")
    excluded_agreed = fields.Boolean(
        string="Also to This Employer", help="Asked apart: they work there, or did not want that hirer to hear of them."
    )

    @api.depends("referral_id")
    def _compute_needs_leave(self):
        for dialog in self:
            referral = dialog.referral_id
            dialog.needs_leave = bool(referral and referral._lacks_leave())

    def action_apply(self):
        self.ensure_one()
        referral = self.referral_id
        referral.check_access("write")
        said_no = self.answer == "no" and not referral.consent_at
        proof = (self.proof or "").strip()
        if not proof:
            raise UserError(self.env._("Write down what they said: without proof it is no consent."))
        if self.answer == "yes":
            if not self.applied_directly:
                raise UserError(self.env._("Ask whether they applied there before, and say what they answered."))
            if referral._lacks_leave() and not self.excluded_agreed:
                raise UserError(
                    self.env._("Ask whether this employer may hear of them, and tick it; else record that they say no.")
                )
            self._check_as_read()
            done = referral._agree(
                self.channel,
                applied=self.applied_directly,
                excluded=self.excluded_agreed,
                given_at=self.given_at,
                proof=proof,
            )
        elif self.answer == "no" and referral.state in UNSENT:
            done = referral._decline(self.channel, proof)
        else:  # a no to what was sent takes it back
            done = referral._withdraw_consent(self.channel, proof)
        if not done:
            raise UserError(self.env._("This was settled in the meantime."))
        if self.is_contact:
            referral.jobseeker_id._log_talk(self.channel, self.given_at, self._say_answer(said_no))
        return {"type": "ir.actions.act_window_close"}

    def _say_answer(self, said_no):
        """What they answered, for colleagues.

        :param said_no: there was no yes that a no could take back
        """
        told = self.referral_id._for_adviser()
        if self.answer == "yes":
            return told.env._("Agreed to be put forward: %s", told.display_name)
        if said_no:
            return told.env._("Does not want to be put forward: %s", told.display_name)
        return told.env._("Takes it back, and is not put forward any more: %s", told.display_name)
