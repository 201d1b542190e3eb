from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..models.hr_jobseeker_contact import NATURES

SPOKEN = ("phone", "meeting")


class HrJobseekerContactLog(models.TransientModel):
    """ "Log a contact": one click on what came of the call writes the ledger and closes the dialog."""

    _name = "hr.jobseeker.contact.log"
    _inherit = "hr.jobseeker.selection"
    _description = "Log a Contact with Jobseekers"

    jobseeker_id = fields.Many2one("hr.jobseeker")
    corrects_id = fields.Many2one("hr.jobseeker.contact", readonly=True)
    channel = fields.Selection(
        [("phone", "Phone"), ("meeting", "Meeting"), ("email", "E-mail"), ("sms", "SMS"), ("other", "Other")],
        required=True,
        default="phone",
    )
    direction = fields.Selection([("out", "From us"), ("in", "From the jobseeker")], required=True, default="out")
    date = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    nature = fields.Selection(NATURES, required=True, default="personal")
    summary = fields.Char(string="What was said")
    call_objection = fields.Char(related="jobseeker_id.call_objection")
    phone = fields.Char(related="jobseeker_id.phone", help="Where to ring them.")

    @api.model
    def default_get(self, fields):
        """People come from the button that was pressed; a correction begins as a copy of the row that it corrects."""
        values = super().default_get(fields)
        corrected = self.env["hr.jobseeker.contact"].browse(values.get("corrects_id"))
        if corrected:
            values["jobseeker_id"] = corrected.jobseeker_id.id
            known = dict(self._fields["channel"].selection)
            values.update(
                channel=corrected.channel if corrected.channel in known else "other",
                direction=corrected.direction,
                date=corrected.date,
                nature=corrected.nature,
                summary=corrected.summary,
            )
        if values.get("jobseeker_id"):
            values["jobseeker_ids"] = [Command.set([values["jobseeker_id"]])]
        return values

    @api.constrains("date")
    def _check_date(self):
        for wizard in self:
            # The browser's clock may run ahead of ours by a minute; a contact cannot be logged before it happens.
            if wizard.date > fields.Datetime.add(fields.Datetime.now(), minutes=5):
                raise ValidationError(
                    self.env._("A contact is logged after it happened: choose a moment that is not in the future.")
                )

    def action_reached(self):
        return self._log("reached")

    def action_no_answer(self):
        return self._log("no_answer")

    def action_left_message(self):
        return self._log("left_message")

    def action_log(self):
        if self.direction == "out" and self.channel in SPOKEN:
            raise UserError(self.env._("Say what came of it: press the button that fits."))
        return self._log("reached" if self.channel in SPOKEN else False)

    def _serves(self, jobseeker):
        """A correction belongs to whoever the wrong row belongs to; of a selection, closed people stay as they are."""
        return bool(self.jobseeker_id) or jobseeker.state != "closed"

    def _log(self, outcome):
        self.ensure_one()
        if self._is_applied():
            return {"type": "ir.actions.act_window_close"}
        self.env["hr.jobseeker.contact"].create(
            [
                {
                    "jobseeker_id": jobseeker.id,
                    "channel": self.channel,
                    "direction": self.direction,
                    "date": self.date,
                    "outcome": outcome,
                    "nature": self.nature,
                    "summary": self.summary,
                    "corrects_id": self.corrects_id.id,
                    "asks_answer": self.corrects_id.asks_answer if self.corrects_id else True,
                }
                for jobseeker in self._get_served()
            ]
        )
        self.jobseeker_id._announce_contact(False)
        return {"type": "ir.actions.act_window_close"}
