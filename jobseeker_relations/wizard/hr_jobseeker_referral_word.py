from odoo import fields
from odoo.exceptions import UserError

from ..rules.page_text import text
from .dialog_about import DialogAbout

LONGEST = 2000


class HrJobseekerReferralWord(DialogAbout):
    """Something was said by word of mouth, or came up afterwards: the duty that follows from it is noted."""

    _name = "hr.jobseeker.referral.word"
    _description = "Something Said About a Referral"
    _inherit = ["hr.jobseeker.asked"]
    _about = "referral_id"

    referral_id = fields.Many2one("hr.jobseeker.referral", required=True, ondelete="cascade")
    jobseeker_id = fields.Many2one(related="referral_id.jobseeker_id", related_sudo=False)
    kind = fields.Selection([("oral", "By word of mouth"), ("adverse", "Came up")], required=True, default="oral")
    to = fields.Selection(
        [("hirer", "To the hirer"), ("jobseeker", "To the jobseeker")], string="Said", required=True, default="hirer"
    )
    given_on = fields.Date(string="When", required=True, default=fields.Date.context_today)
    text = fields.Text(string="What Came Up")

    def action_apply(self):
        self.ensure_one()
        referral = self.referral_id
        referral.check_access("write")
        if self.kind == "oral":
            if self.given_on > fields.Date.context_today(self):
                raise UserError(self.env._("It was said today or before: mend the day."))
            referral._note_given_orally(self.to, self.given_on)
            return {"type": "ir.actions.act_window_close"}
        said, self.text = text(self.text, LONGEST), False  # one copy
        if not said:
            raise UserError(self.env._("Write down what came up, and from whom."))
        if referral._note_adverse_information(said):
            return {"type": "ir.actions.act_window_close"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._("It is kept. The time within which the hirer has to hear of it is over."),
                "type": "info",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
