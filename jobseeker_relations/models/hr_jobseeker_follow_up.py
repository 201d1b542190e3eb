from odoo import api, fields, models

from .hr_jobseeker import CHANNELS
from .moment import city, say_moment

OPEN_STATES = ("planned", "held")


class HrJobseekerFollowUp(models.Model):
    """An intention: one touch that a policy planned for one person, and what came of it (design §1).

    The unique index is what makes "twice" impossible: one row for each person, step and occurrence, whichever worker,
    however often it runs. An occurrence is one unanswered stretch: any contact ends it, and the next one counts on.

    State, and who sets it:
      planned    the engine: its moment has not come
      held       the engine: its moment has come, and a bound of the policy holds it until ``scheduled_at``
      done       the engine: the letter is in the mail queue, or the activity is with the adviser
      skipped    the engine: this step could not be taken for this person (``reason``), the next one is tried
      failed     the engine or the mail queue: something broke (``error``); "Try again" plans it anew
      cancelled  a contact, a change of state or policy, or a hand: the stretch is over
    """

    _name = "hr.jobseeker.follow.up"
    _description = "Planned Follow-up with a Jobseeker"
    _inherit = ["hr.jobseeker.kept"]
    _order = "scheduled_at desc, id desc"

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, precompute=True)
    adviser_id = fields.Many2one(related="jobseeker_id.adviser_id")
    policy_id = fields.Many2one("hr.jobseeker.contact.policy", index="btree_not_null", ondelete="set null")
    step_id = fields.Many2one("hr.jobseeker.contact.policy.step", index="btree_not_null", ondelete="set null")
    kind = fields.Selection(
        [
            ("step", "Step"),
            ("answer", "Answer owed"),
            ("escalation", "Escalation"),
            ("extra_attempt", "Second attempt"),
            ("closing", "Closing proposal"),
        ],
        required=True,
        default="step",
    )
    occurrence = fields.Integer(required=True, default=1)
    channel = fields.Selection(CHANNELS)
    scheduled_at = fields.Datetime(required=True)
    done_at = fields.Datetime(readonly=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("held", "Held"),
            ("done", "Done"),
            ("skipped", "Skipped"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
    )
    reason = fields.Char(help="Code of the rule that decided.")
    explanation = fields.Char(compute="_compute_explanation")
    error = fields.Text(readonly=True)
    mail_mail_id = fields.Many2one("mail.mail", index="btree_not_null", ondelete="set null", readonly=True)
    message_id = fields.Many2one("mail.message", index="btree_not_null", ondelete="set null", readonly=True)
    activity_id = fields.Many2one("mail.activity", index="btree_not_null", ondelete="set null", readonly=True)

    _once = models.UniqueIndex(
        "(jobseeker_id, step_id, occurrence) WHERE step_id IS NOT NULL",
        "This touch is planned already for this person.",
    )
    _once_without_step = models.UniqueIndex(
        "(jobseeker_id, kind, occurrence) WHERE step_id IS NULL AND kind != 'step'",
        "This touch is planned already for this person.",
    )
    _scheduled_idx = models.Index("(scheduled_at DESC, id DESC)")
    _unsettled_idx = models.Index(
        "(state, scheduled_at DESC, id DESC) WHERE state IN ('planned', 'held', 'failed', 'skipped')"
    )
    _open_idx = models.Index("(jobseeker_id) WHERE state IN ('planned', 'held')")

    @api.depends("kind", "channel", "jobseeker_id.name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for follow_up in self:
            what = channels.get(follow_up.channel) if follow_up.kind == "step" else kinds[follow_up.kind]
            follow_up.display_name = f"{what} · {follow_up.jobseeker_id.name}"

    @api.depends("state", "reason", "scheduled_at", "error")
    @api.depends_context("lang", "tz", "uid")
    def _compute_explanation(self):
        explain = {
            "planned": self._explain_planned,
            "held": self._explain_held,
            "done": self._explain_done,
            "skipped": self._explain_skipped,
            "failed": self._explain_failed,
            "cancelled": self._explain_cancelled,
        }
        for follow_up in self:
            follow_up.explanation = explain[follow_up.state](follow_up)

    @api.model
    def _explain_planned(self, follow_up):
        return self.env._("Planned for %s, if nobody is in touch before.", follow_up._say(follow_up.scheduled_at))

    @api.model
    def _explain_held(self, follow_up):
        jobseeker = follow_up.jobseeker_id
        if follow_up.reason == "on_hold":
            return jobseeker._explain_held(jobseeker)
        return jobseeker._say_held(follow_up.reason, follow_up.scheduled_at)

    @api.model
    def _explain_done(self, follow_up):
        moment = follow_up._say(follow_up.done_at or follow_up.scheduled_at)
        if follow_up.kind == "escalation" and follow_up.reason == "response":
            return self.env._("Still no answer from us: escalated %s.", moment)
        if follow_up.kind == "escalation":
            return self.env._("Nobody answered: escalated %s.", moment)
        if follow_up.kind == "closing":
            return self.env._("Two silent periods: a closing letter was proposed %s.", moment)
        if follow_up.activity_id or follow_up.channel in ("phone", "meeting"):
            return self.env._("Handed to the adviser %s.", moment)
        if follow_up.error:  # of a letter that waits in the queue, see mail_mail_again.py
            return self.env._(
                "The mail server does not take the letter yet (%(words)s). It is offered again %(again)s.",
                words=follow_up.error,
                again=follow_up._say(follow_up.scheduled_at),
            )
        return self.env._("Letter queued %s.", moment)

    @api.model
    def _explain_skipped(self, follow_up):
        return {
            "no_email": self.env._("Skipped: there is no e-mail address."),
            "bounced": self.env._("Skipped: the last letter to %s bounced.", follow_up.jobseeker_id.email),
            "no_phone": self.env._("Skipped: there is no phone number."),
            "phone_blacklisted": self.env._("Skipped: the phone number is on the blacklist."),
            "never_opens": self.env._("Skipped: the send window of this policy never opens. Mend its working hours."),
        }.get(follow_up.reason) or follow_up.jobseeker_id._explain_blocked(follow_up.jobseeker_id)

    @api.model
    def _explain_failed(self, follow_up):
        error = (follow_up.error or "").strip().split("\n")[-1]
        if follow_up.reason in ("stranded", "mail_server"):
            return error
        if follow_up.reason == "bounced":
            return self.env._("Not delivered: %s", error)
        return self.env._("Failed: %s", error)

    @api.model
    def _explain_cancelled(self, follow_up):
        return {
            "contact": self.env._("Cancelled: there was contact."),
            "state": self.env._("Cancelled: the relationship moved to another state."),
            "policy": self.env._("Cancelled: another policy is in force."),
            "waiver": self.env._("Cancelled: the contact was waived."),
            "hold": self.env._("Cancelled: contact rests for a while."),
            "hand": self.env._("Cancelled by hand."),
        }.get(follow_up.reason) or follow_up.jobseeker_id._explain_blocked(follow_up.jobseeker_id)

    def _say(self, at):
        zone = self.jobseeker_id._get_zone()
        return f"{say_moment(self.env, at, zone)} ({city(zone)})"

    # --- actions ----------------------------------------------------------------------------------

    def action_cancel(self):
        self.jobseeker_id.check_access("write")
        self.sudo()._cancel("hand")

    def _cancel(self, reason):
        """End open touches."""
        self.filtered(lambda follow_up: follow_up.state in OPEN_STATES)._set_cancelled(reason)

    def _set_cancelled(self, reason):
        self.write({"state": "cancelled", "reason": reason})

    def action_open_jobseeker(self):
        self.ensure_one()
        return self.jobseeker_id._get_own_form()
