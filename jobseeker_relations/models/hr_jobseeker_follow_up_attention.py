from odoo import api, fields, models
from odoo.exceptions import UserError


class HrJobseekerFollowUp(models.Model):
    """What went wrong and waits for a person: the list "Needs Attention", and the three ways to settle a row of it.

    A letter whose sending was cut off may have left (``reason`` "stranded"). No machine can know; whoever asks may say.
    """

    _inherit = "hr.jobseeker.follow.up"

    advice = fields.Char(string="What to Do", compute="_compute_advice")
    can_try_again = fields.Boolean(compute="_compute_can_try_again")

    @api.depends("state", "kind", "occurrence", "jobseeker_id.occurrence", "jobseeker_id.state")
    def _compute_can_try_again(self):
        """A row of a stretch that is over would write to somebody who has been in touch since."""
        for follow_up in self:
            jobseeker = follow_up.jobseeker_id
            follow_up.can_try_again = (
                follow_up.state == "failed"
                and follow_up.kind == "step"
                and follow_up.occurrence == jobseeker.occurrence
                and jobseeker.state not in ("on_hold", "closed")
            )

    @api.depends("state", "reason", "can_try_again", "step_id")
    @api.depends_context("lang", "uid")
    def _compute_advice(self):
        letters = self.step_id.template_id.exists()  # one that is lost must not hide its rows
        for follow_up in self:
            follow_up.advice = follow_up.state == "failed" and follow_up._get_advice(letters)

    def _get_advice(self, letters):
        """:param letters: those that are there"""
        self.ensure_one()
        person = self.jobseeker_id
        if self.reason == "stranded":
            return self.env._("Ask %s, or look in the mail server's log: did it arrive?", person.name)
        if person.state == "on_hold":
            return self.env._("%s is on hold. Leave it.", person.name)
        if not self.can_try_again:
            return self.env._("The follow-ups have gone on since. Leave it, and write or ring yourself.")
        if self.reason == "mail_server":
            return self.env._("Have an administrator look at the outgoing mail server, then try again.")
        if self.reason == "bounced":
            return self.env._("Check the address %s, then try again.", person.email or "")
        letter = self.step_id.template_id
        if letter - letters:
            policy = self.step_id.policy_id.name
            return self.env._("The letter is lost. Have an administrator give “%s” another, then try again.", policy)
        if letter and letter.has_access("write"):
            return self.env._("Mend the letter “%s”, then try again.", letter.name)
        if letter:
            return self.env._("Have an administrator mend the letter “%s”, then try again.", letter.sudo().name)
        return self.env._("Open the person, put right what the message names, then try again.")

    # --- actions ----------------------------------------------------------------------------------

    def action_try_again(self):
        """Plan failed touches anew; the engine takes them at its next look, by the rules of then.

        :raise UserError: none of them can be tried again
        :return: what to show where some were left, else None
        """
        failed = self._get_failed()
        able = failed.filtered("can_try_again")
        left = (failed - able).jobseeker_id
        if not able:
            raise UserError(
                self.env._(
                    "Nothing to try again: there was contact since, or the person is on hold or closed (%s). "
                    "Leave it, and write or ring yourself if need be.",
                    ", ".join(left.mapped("name")),
                )
            )
        able._give_up_letters(self.env._("Cut off while it was being sent, and tried again"))
        # somebody looked at the address: as long as its returns count, no letter is written to it
        able.filtered(lambda follow_up: follow_up.reason == "bounced").jobseeker_id.partner_id.message_bounce = 0
        now = fields.Datetime.now()
        # what belongs to no step (an escalation that broke) is decided anew, and nothing would take its row again
        without_step = able.filtered(lambda follow_up: not follow_up.step_id)
        without_step._settle_by_hand({"state": "cancelled", "reason": "hand"})
        (able - without_step)._settle_by_hand(
            {"state": "planned", "scheduled_at": now, "reason": False, "done_at": False}
        )
        if not left:
            return None
        message = self.env._(
            "%(tried)s will be tried again. Left, as there was contact since, or the person is on hold or closed: "
            "%(names)s.",
            tried=len(able),
            names=", ".join(left.mapped("name")),
        )
        params = {"message": message, "type": "warning", "sticky": True}
        params["next"] = {"type": "ir.actions.client", "tag": "soft_reload"}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def action_arrived(self):
        """Somebody asked: the letter whose sending was cut off did arrive."""
        stranded = self._get_failed().filtered(lambda follow_up: follow_up.reason == "stranded")
        if not stranded:
            raise UserError(self.env._("Choose letters whose sending was cut off: only those may have arrived."))
        stranded.mail_mail_id.write({"state": "sent", "failure_reason": False, "failure_type": False})
        stranded.message_id.notification_ids.write(
            {"notification_status": "sent", "failure_reason": False, "failure_type": False}
        )
        stranded._settle_by_hand({"state": "done", "reason": False})

    def action_leave(self):
        """Settle failed touches without another attempt; the steps after them go on."""
        failed = self._get_failed()
        failed.mail_mail_id.filtered(lambda mail: mail.state in ("outgoing", "exception")).cancel()
        failed._settle_by_hand({"state": "cancelled", "reason": "hand"})

    def _get_failed(self):
        """The failed ones of these, with the rights of the job, for whoever may write to the persons."""
        self.jobseeker_id.check_access("write")
        # sudo: follow-ups, and the mails behind them, are the job's own
        failed = self.sudo().filtered(lambda follow_up: follow_up.state == "failed")
        if not failed:
            raise UserError(self.env._("Choose follow-ups that failed: only those need attention."))
        return failed

    def _give_up_letters(self, summary):
        """Nobody may send the old letters from the mail queue once new ones are written; nor do they count as words."""
        mails = self.mail_mail_id.filtered(lambda mail: mail.state in ("outgoing", "exception"))
        stranded = self.filtered(lambda follow_up: follow_up.reason == "stranded")
        letters = self.env["hr.jobseeker.contact"]._get_letters(stranded.message_id)
        letters._correct(summary, outcome="withdrawn", nature="automatic", message_id=False)
        mails.cancel()

    def _settle_by_hand(self, vals):
        """Write what was decided, and let the engine look at those who are still in the same stretch."""
        self.write({**vals, "error": False})
        people = self.filtered(lambda row: row.occurrence == row.jobseeker_id.occurrence).jobseeker_id
        people = people.filtered(lambda person: person.state not in ("on_hold", "closed"))
        people.follow_up_at = fields.Datetime.now()
        self.env.ref("jobseeker_relations.ir_cron_follow_up")._trigger()
