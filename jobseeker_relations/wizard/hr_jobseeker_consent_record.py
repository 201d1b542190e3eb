from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.hr_jobseeker_consent import CHANNELS, OWN_PAGES

#: What somebody can have said or written to us outside our pages.
TALKS = [(key, label) for key, label in CHANNELS if key not in OWN_PAGES]


class HrJobseekerConsentRecord(models.TransientModel):
    """Record what a person said of one purpose in a talk or on paper: a yes with its proof, or a no."""

    _name = "hr.jobseeker.consent.record"
    _description = "Record a Permission"
    _inherit = ["hr.jobseeker.asked"]

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="jobseeker_id.company_id")
    purpose_id = fields.Many2one(
        "hr.jobseeker.purpose", required=True, ondelete="cascade", domain="[('company_id', 'in', (company_id, False))]"
    )
    wording = fields.Text(compute="_compute_wording", string="Read This to Them")
    answer = fields.Selection([("given", "Yes"), ("withdrawn", "No")], required=True, default="given")
    channel = fields.Selection(TALKS, string="Through", required=True, default="phone")
    answered_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    proof = fields.Text(help="What they said, word for word where you can.")
    proof_file = fields.Binary(string="Paper")
    proof_filename = fields.Char()

    @api.depends("purpose_id", "jobseeker_id")
    def _compute_wording(self):
        for dialog in self:
            purpose = dialog.purpose_id.with_context(lang=dialog.jobseeker_id._get_letter_lang())
            dialog.wording = purpose.wording

    def action_apply(self):
        self.ensure_one()
        person = self.jobseeker_id
        person.check_access("write")
        self.purpose_id.check_access("read")
        if self.answer == "withdrawn":
            if person._withdraw_purpose(self.purpose_id, self.channel, self.proof):
                person._message_log(body=self.env._("Said no to: %s", self.purpose_id.name))
            return {"type": "ir.actions.act_window_close"}
        if not (self.proof or "").strip() and not self.proof_file:
            raise UserError(
                self.env._("Write down what they said, or attach the paper: without proof it is no consent.")
            )
        self.env["hr.jobseeker.consent"].create(
            {
                "jobseeker_id": person.id,
                "purpose_id": self.purpose_id.id,
                "given_at": self.answered_at,
                "channel": self.channel,
                "proof": self.proof,
                "proof_file": self.proof_file,
                "proof_filename": self.proof_filename,
            }
        )
        person._message_log(body=self.env._("Agreed to: %s", self.purpose_id.name))
        return {"type": "ir.actions.act_window_close"}


class HrJobseekerPrivacyRecord(models.TransientModel):
    """Record that a person got the privacy notice from a hand of ours."""

    _name = "hr.jobseeker.privacy.record"
    _description = "Record a Privacy Notice Given"
    _inherit = ["hr.jobseeker.asked"]

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, readonly=True, ondelete="cascade")
    channel = fields.Selection(
        [("paper", "Paper"), ("meeting", "Meeting"), ("phone", "Phone")],
        string="Through",
        required=True,
        default="paper",
    )
    given_at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)

    def action_apply(self):
        self.ensure_one()
        person = self.jobseeker_id
        person.check_access("write")
        day = person._get_local_day(self.given_at)
        notice = self.env["hr.jobseeker.privacy.notice"]._find_in_force(person.company_id, day)[person.company_id]
        if not notice:
            raise UserError(
                self.env._(
                    "There was no privacy notice in force then. Mend the moment, or ask an administrator to write one."
                )
            )
        self.env["hr.jobseeker.privacy.given"].create(
            {
                "jobseeker_id": person.id,
                "notice_id": notice.id,
                "channel": self.channel,
                "given_at": self.given_at,
                "lang": person._get_letter_lang(),
            }
        )
        return {"type": "ir.actions.act_window_close"}
