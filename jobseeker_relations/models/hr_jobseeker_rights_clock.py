from odoo import fields, models
from odoo.exceptions import UserError


class HrJobseekerRightsRequest(models.Model):
    """Who asks, and until when they are answered: the clock stands while we wait for them, and may be extended once."""

    _inherit = "hr.jobseeker.rights.request"

    def _confirm_identity(self, how):
        """Somebody made sure that it is the person who asks."""
        self._check_may_act(confirmed=False)
        if not self.jobseeker_id:
            raise UserError(self.env._("Say whose request this is: choose the jobseeker."))
        if self.state == "paused":
            self._resume()
        # sudo: the proof is nobody's to write but the system's
        self.sudo().write(
            {
                "state": "confirmed",
                "identity_how": how,
                "identity_confirmed_at": fields.Datetime.now(),
                "identity_confirmed_by": self.env.uid,
            }
        )
        self._note(self.env._("Identity confirmed: %s", how))

    def _pause(self, reason, note=False):
        self._check_may_act(confirmed=False)
        if self.state == "paused":
            return
        # sudo: the clock is the system's
        self.sudo().write({"state": "paused", "state_before_pause": self.state})
        pauses = self.env["hr.jobseeker.rights.pause"].sudo()  # sudo: as above
        pauses.create({"request_id": self.id, "reason": reason, "note": note})
        self._tell("mail_template_rights_paused")

    def _resume(self):
        # sudo: the clock is the system's
        request = self.sudo()
        request.pause_ids.filtered(lambda pause: not pause.to_on).to_on = fields.Date.context_today(self)
        request.pause_ids.flush_recordset()  # the index knows one that stands
        request.write({"state": request.state_before_pause or "received", "state_before_pause": False})

    def action_resume(self):
        """The proof, or the explanation, is here: the clock goes on."""
        self._check_may_act(confirmed=False)
        if self.state == "paused":
            self._resume()
            self._note(self.env._("The clock goes on."))

    def _extend(self, reason):
        """Take the longer time that the rule allows; the person is told why, before the first time is over."""
        self._check_may_act(confirmed=False)
        if not self.env["hr.jobseeker.rule"]._find("rights_extension", self.company_id, self.received_on):
            raise UserError(self.env._("No rule of your country allows to extend: answer in time."))
        if self.extended_at:
            raise UserError(self.env._("This request was extended already; once is all that the rule allows."))
        if self.is_overdue:
            raise UserError(self.env._("The time is over: an extension is told before that. Answer now."))
        # sudo: the clock is the system's
        self.sudo().write({"extended_at": fields.Datetime.now(), "extension_reason": reason})
        self._tell("mail_template_rights_extended")
