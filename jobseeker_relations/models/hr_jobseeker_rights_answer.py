from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_jobseeker_rights_request import OPEN_STATES


class HrJobseekerRightsRequest(models.Model):
    """What the data protection officer does with a request: each button checks that they may, and what comes first."""

    _inherit = "hr.jobseeker.rights.request"

    is_frozen = fields.Boolean(compute="_compute_is_frozen")

    @api.depends("jobseeker_id.restricted_at")
    def _compute_is_frozen(self):
        for request in self:
            request.is_frozen = bool(request.jobseeker_id.restricted_at)

    def _check_may_act(self, *, confirmed=True):
        """Raise where the user is not the officer, or something has to come first.

        :param confirmed: who asks must be known by now
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in OPEN_STATES:
            raise UserError(self.env._("Request %s is answered. Register another one.", self.number))
        if confirmed and not self.jobseeker_id:
            raise UserError(self.env._("Say whose request this is: choose the jobseeker."))
        if confirmed and not self.identity_confirmed_at:
            raise UserError(
                self.env._("Confirm first that it is the person who asks: nobody else may get, or change, their data.")
            )

    def _get_dialog(self, step, title):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "hr.jobseeker.rights.dialog",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_request_id": self.id, "default_step": step, "dialog_size": "medium"},
        }

    def _note(self, text):
        """Keep in the log of the request what was done, by whom and when."""
        self._message_log(body=text, author_id=self.env.user.partner_id.id)

    # --- dialogs --------------------------------------------------------------------------------------

    def action_confirm_identity(self):
        return self._get_dialog("identity", self.env._("Who asks?"))

    def action_pause(self):
        return self._get_dialog("pause", self.env._("Pause the clock"))

    def action_extend(self):
        return self._get_dialog("extend", self.env._("Extend the time to answer"))

    def action_ask_erase(self):
        self._check_may_erase()
        return self._get_dialog("erase", self.env._("Erase: what goes, and what stays"))

    def action_ask_unfreeze(self):
        return self._get_dialog("unfreeze", self.env._("Lift the freeze"))

    def action_ask_close(self):
        return self._get_dialog("close", self.env._("Answer the request"))

    # --- what was asked for, but a copy and erasure ----------------------------------------------------

    def action_freeze(self):
        """Freeze the person's data: no letters of ours, no referral, no edit but by the officer."""
        self._check_may_act()
        self.jobseeker_id._freeze()
        self._note(self.env._("Their data is frozen."))
        self._ask_to_tell_recipients(self.jobseeker_id._get_recipients()[self.jobseeker_id])

    def _unfreeze(self, reason):
        """The person is told before this happens (GDPR art. 18(3))."""
        self.ensure_one()
        self.check_access("write")
        self._tell("mail_template_rights_unfrozen")
        self.jobseeker_id._unfreeze(reason)
        self._note(self.env._("Their data is no longer frozen: %s", reason))

    def action_stop_use(self):
        """Carry out an objection: letters that are not an answer to them stop, and closing is proposed."""
        self._check_may_act()
        if self.kind != "objection":
            raise UserError(self.env._("Nobody objected here: register an objection."))
        person = self.jobseeker_id
        person._object(self)
        person._tell_adviser(person._for_colleagues().env._("%s objects to our using their data: close?", person.name))
        self._note(
            self.env._("Letters stopped, and what they agreed to for marketing ended; the adviser was asked to close.")
        )

    # --- the answer -----------------------------------------------------------------------------------

    def _answer(self, outcome, reason=False):
        self._check_may_act(confirmed=outcome != "refused")
        if outcome != "granted" and not reason:
            raise UserError(self.env._("Say why not, or not all of it: the person is told, and may complain."))
        if self.state == "paused":
            self._resume()
        self._close(outcome, reason)
        self._tell("mail_template_rights_answered")
        if self.kind == "rectification" and outcome != "refused":
            self._ask_to_tell_recipients(self.jobseeker_id._get_recipients()[self.jobseeker_id])

    def _close(self, outcome, reason, **facts):
        # sudo: what was done is the system's to write
        self.sudo().write(
            {
                "state": "closed",
                "outcome": outcome,
                "refuse_reason": reason,
                "closed_at": fields.Datetime.now(),
                "closed_by": self.env.uid,
                **facts,
            }
        )

    def action_withdraw(self):
        """The person takes it back."""
        self._check_may_act(confirmed=False)
        if self.state == "paused":
            self._resume()
        self.sudo().state = "withdrawn"  # sudo: states move by buttons
        self.sudo().bundle_id.unlink()  # sudo: nobody waits for the copy any more
        self._note(self.env._("They took it back."))
