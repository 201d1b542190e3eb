from odoo import api, fields, models

from .moment import city, say_day, say_moment, say_time


class HrJobseeker(models.Model):
    """The sentence that says why contact stands as it stands."""

    _inherit = "hr.jobseeker"

    contact_explanation = fields.Char(compute="_compute_contact_explanation", string="Why")

    @api.depends(
        "contact_status",
        "next_contact_at",
        "last_contact_at",
        "policy_id",
        "contact_interval_days",
        "agreed_interval_days",
        "agreed_response_hours",
        "agreement_ids.state",
        "lang",
        "reach_from",
        "reach_to",
    )
    @api.depends_context("lang", "tz", "uid")
    def _compute_contact_explanation(self):
        explain = {
            "none": self._explain_none,
            "blocked": self._explain_blocked,
            "held": self._explain_held,
            "overdue": self._explain_overdue,
            "due": self._explain_due,
            "on_track": self._explain_on_track,
        }
        for jobseeker in self:
            say = explain.get(jobseeker.contact_status)
            jobseeker.contact_explanation = say(jobseeker) if say else False

    @api.model
    def _explain_none(self, jobseeker):
        if jobseeker.state == "closed":
            if not jobseeker.closed_on:
                return self.env._("Closed.")
            reason = jobseeker.close_reason_id.name
            return (
                self.env._("Closed on %(day)s: %(reason)s.", day=say_day(self.env, jobseeker.closed_on), reason=reason)
                if reason
                else self.env._("Closed on %s.", say_day(self.env, jobseeker.closed_on))
            )
        if jobseeker.policy_id:
            return self.env._("“%s” promises no contact at present.", jobseeker.policy_id.name)
        return self.env._("No contact policy takes in this person: choose one, or widen a policy's audience.")

    @api.model
    def _explain_blocked(self, jobseeker):
        return {
            "do_not_contact": self.env._("Blocked: %s asked for no contact.", jobseeker.name),
            "blacklisted": self.env._("Blocked: %s is on the e-mail blacklist.", jobseeker.email),
            "no_address": self.env._("Blocked: there is no e-mail address and no phone number. Add one of them."),
        }.get(jobseeker.contact_block, self.env._("Blocked."))

    @api.model
    def _explain_held(self, jobseeker):
        if jobseeker.state == "on_hold" or (
            jobseeker.hold_until and jobseeker.hold_until > fields.Date.context_today(self)
        ):
            since = (
                self.env._("On hold until %s", say_day(self.env, jobseeker.hold_until))
                if jobseeker.hold_until
                else self.env._("On hold until somebody ends it")
            )
            return f"{since}: {jobseeker.hold_reason}" if jobseeker.hold_reason else f"{since}."
        held = jobseeker._say_held(jobseeker.held_reason, jobseeker.held_until)
        if jobseeker.contact_overdue_at and jobseeker.contact_overdue_at <= fields.Datetime.now():
            # the debt stands, though there is nothing to do about it before the letter goes
            return self.env._(
                "%(held)s Owed since %(moment)s.", held=held, moment=jobseeker._say(jobseeker.next_contact_at)
            )
        return held

    def _say_held(self, reason, until):
        """ "Held: it is 21:40 in Lisbon; goes out Mon 09:00", with the law that holds it."""
        self.ensure_one()
        zone = self._get_zone()
        facts = {
            "time": say_time(self.env, fields.Datetime.now(), zone),
            "place": city(zone),
            "opens": say_moment(self.env, until, zone),
            "gap": self.policy_id.min_gap_days,
            "cap": self.policy_id.max_per_period,
            "period": self.policy_id.period_days,
        }
        if reason == "min_gap":
            return self.env._(
                "Held: the last letter is less than %(gap)s days old; goes out %(opens)s (%(place)s).", **facts
            )
        if reason == "cap":
            return self.env._(
                "Held: %(cap)s letters in %(period)s days is the limit; goes out %(opens)s (%(place)s).", **facts
            )
        if reason == "spread":
            return self.env._(
                "Held: this policy starts with at most %(people)s people a day; their turn is %(opens)s (%(place)s).",
                people=self.policy_id.starts_per_day,
                **facts,
            )
        asked = self._say_reach_hours()
        if asked:
            return self.env._(
                "Held: it is %(time)s in %(place)s, and they asked for %(asked)s; goes out %(opens)s.",
                asked=asked,
                **facts,
            )
        return self.env._("Held: it is %(time)s in %(place)s; goes out %(opens)s.", **facts)

    @api.model
    def _explain_overdue(self, jobseeker):
        days = (fields.Datetime.now() - jobseeker.contact_overdue_at).days
        promise = jobseeker._say_promise()
        if days < 1:
            return self.env._(
                "Overdue since %(moment)s: %(promise)s",
                moment=jobseeker._say(jobseeker.contact_overdue_at),
                promise=promise,
            )
        if days == 1:
            return self.env._("Overdue by a day: %s", promise)
        return self.env._("Overdue by %(days)s days: %(promise)s", days=days, promise=promise)

    @api.model
    def _explain_due(self, jobseeker):
        return self.env._(
            "Due until %(moment)s: %(promise)s",
            moment=jobseeker._say(jobseeker.contact_overdue_at),
            promise=jobseeker._say_promise(),
        )

    @api.model
    def _explain_on_track(self, jobseeker):
        return self.env._(
            "Next contact %(moment)s: %(promise)s",
            moment=jobseeker._say(jobseeker.next_contact_at),
            promise=jobseeker._say_promise(),
        )

    def _say(self, at):
        """An instant on the person's clock, with the place."""
        zone = self._get_zone()
        return f"{say_moment(self.env, at, zone)} ({city(zone)})"

    def _say_promise(self):
        """The promise behind the due date, and where it comes from."""
        if self.contact_due_cause == "response":
            return self._say_answer_owed()
        if self.contact_due_cause == "waiver":
            waiver = self.waiver_ids.filtered(lambda waiver: waiver.until == self.waived_until)[:1]
            if not waiver or (self.rested_until and self.rested_until >= waiver.until):
                return self.env._("the pause ended %s.", say_day(self.env, self.rested_until))
            return self.env._("waived by %(who)s: %(reason)s.", who=waiver.user_id.name, reason=waiver.reason)
        if self.contact_due_cause == "milestone":
            return self.env._("first contacts after %(days)s days.", days=self.policy_id.first_days)
        last = (
            self.env._("last contact %s", self._say(self.last_contact_at))
            if self.last_contact_at
            else self.env._("no contact so far")
        )
        if self.contact_interval_days:
            return self.env._(
                "every %(days)s days as agreed with them; %(last)s.", days=self.contact_interval_days, last=last
            )
        if self.agreed_interval_days:
            return self.env._(
                "every %(days)s days as agreed on %(day)s (terms v%(version)s); %(last)s.",
                days=self.agreed_interval_days,
                last=last,
                **self._get_agreed_facts("contact_interval_days"),
            )
        return self.env._(
            "every %(days)s days by “%(policy)s”; %(last)s.",
            days=self.policy_id.max_gap_days,
            policy=self.policy_id.name,
            last=last,
        )

    def _say_answer_owed(self):
        facts = {"moment": self._say(self._get_unanswered_since()), "hours": self._get_response_hours()}
        if self.agreed_response_hours:
            return self.env._(
                "they wrote %(moment)s, and an answer was promised within %(hours)g working hours by your agreement.",
                **facts,
            )
        return self.env._("they wrote %(moment)s, and an answer was promised within %(hours)g working hours.", **facts)
