from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from odoo import api, models
from odoo.fields import Domain

from ..rules.contact_timing import period_end
from ..rules.next_step import MESSAGE_CHANNELS, Situation, Step, next_step

#: Decisions that are carried out, after which the same person is asked about again.
ACTING = {"act", "skip", "answer", "escalate", "extra_attempt", "closing", "next_period"}
#: The follow-up's kind where a decision that belongs to no step is called otherwise.
ROW_KINDS = {"escalate": "escalation"}


class HrJobseeker(models.Model):
    """Turns stored facts into the plain values that ``rules.next_step`` decides on, for a whole batch at once."""

    _inherit = "hr.jobseeker"

    def _get_situations(self, now):
        """{jobseeker: Situation} in three queries, whatever the number of people."""
        rows = self._find_stretch_rows()
        rows = defaultdict(rows.browse, rows.grouped("jobseeker_id"))
        words, windows = self._get_recent_words(now), self._get_windows()
        return {person: person._get_situation(now, rows[person], words[person], windows[person]) for person in self}

    def _get_recent_words(self, now):
        """Words from us by person, as far back as a bound or an open period of this batch reaches."""
        reach = max((max(p.period_days, p.min_gap_days, p.max_gap_days) for p in self.policy_id), default=0) + 2
        began = min((person.period_began or person.next_contact_at or now for person in self), default=now)
        words = self.env["hr.jobseeker.contact"].search_fetch(
            [
                ("jobseeker_id", "in", self.ids),
                ("direction", "=", "out"),
                ("superseded", "=", False),
                ("date", ">=", min(began, now - timedelta(days=reach))),
            ],
            ["jobseeker_id", "date", "channel", "nature", "outcome", "message_id"],
            order="date, id",
        )
        return defaultdict(words.browse, words.grouped("jobseeker_id"))

    def _get_situation(self, now, rows, words, window):
        self.ensure_one()
        due = self._get_next_due(window)
        bounds = self.policy_id._bounds(self.contact_interval_days)
        began = self.period_began or (due.at if due else now)
        returned = words.filtered(lambda word: word.outcome == "bounced").message_id
        letters = words.filtered(
            lambda word: (
                word.channel in MESSAGE_CHANNELS
                and word.outcome not in ("bounced", "withdrawn")
                and word.message_id not in returned
            )
        )
        attempts = words.filtered(lambda word: word.nature in ("personal", "follow_up") and word.date >= began)
        settled = rows.filtered(lambda row: row.state not in ("planned", "held"))
        return Situation(
            now=now,
            due=due,
            block=self.contact_block or None,
            hold_until=self._get_hold_end(window),
            steps=self._get_steps(),
            taken=MappingProxyType(
                {
                    row.step_id.id: row.done_at or row.scheduled_at
                    for row in settled
                    if row.kind == "step" and row.step_id
                }
            ),
            attempts=tuple((word.date, word.channel) for word in attempts),
            silent_periods=self.silent_periods,
            extra_taken=frozenset(row.kind for row in settled if row.kind != "step"),
            bounds=bounds,
            window=window,
            sent=tuple(letters.mapped("date")),
            period_began=self.period_began or None,
            period_ends=self._get_period_end(began, bounds, window),
        )

    def _get_period_end(self, began, bounds, window):
        milestones = self.policy_id._milestones()
        since = self._get_since(window)
        return period_end(began=began, since=since, bounds=bounds, milestones=milestones, window=window)

    def _get_steps(self):
        """The policy's steps, by the channel that this person is reached through."""
        return tuple(
            Step(step.id, step.sequence, step.delay_days, self._get_channel(step)) for step in self.policy_id.step_ids
        )

    def _get_channel(self, step):
        """A person who wants to be rung up or met gets a call or a meeting in place of a letter."""
        if step.channel in MESSAGE_CHANNELS and self.preferred_channel in ("phone", "meeting"):
            return self.preferred_channel
        return step.channel

    def _get_obstacle(self, channel):
        """Code of why this channel does not reach this person at all, or None."""
        if channel == "email":
            if not self.partner_id.email_normalized:
                return "no_email"
            return "bounced" if self.partner_id.message_bounce else None
        if channel == "sms" and self.partner_id.phone_sanitized_blacklisted:
            return "phone_blacklisted"
        return "no_phone" if channel in ("phone", "sms") and not self.partner_id.phone else None

    @api.model
    def _decide(self, person, situation):
        """All decisions of this look, in order; the last one says when to look again.

        Each acting decision is added to the facts and the rule is asked again, so that one look settles the person.
        """
        decisions = []
        while True:
            decision = next_step(situation)
            if decision.kind == "act":
                channel = next(step.channel for step in situation.steps if step.id == decision.step_id)
                if obstacle := person._get_obstacle(channel):
                    decision = replace(decision, kind="skip", reason=obstacle)
            decisions.append(decision)
            if decision.kind not in ACTING:
                return decisions
            situation = self._advance(person, situation, decision)

    @api.model
    def _advance(self, person, situation, decision):
        """The same situation after this decision was carried out."""
        now = situation.now
        if decision.kind == "next_period":
            return replace(
                situation,
                taken=MappingProxyType({}),
                extra_taken=frozenset(),
                attempts=(),
                silent_periods=situation.silent_periods + 1,
                period_began=now,
                period_ends=person._get_period_end(now, situation.bounds, situation.window),
            )
        if decision.kind in ("act", "skip"):
            taken = MappingProxyType({**situation.taken, decision.step_id: now})
            channel = next(step.channel for step in situation.steps if step.id == decision.step_id)
            return self._advance_words(replace(situation, taken=taken), channel if decision.kind == "act" else None)
        kind = ROW_KINDS.get(decision.kind, decision.kind)
        advanced = replace(situation, extra_taken=situation.extra_taken | {kind})
        return self._advance_words(advanced, decision.reason if kind == "extra_attempt" else None)

    @api.model
    def _advance_words(self, situation, channel):
        """A letter is a word as soon as it is queued; an activity becomes one when somebody does it."""
        if channel not in MESSAGE_CHANNELS:
            return situation
        now = situation.now
        return replace(situation, sent=(*situation.sent, now), attempts=(*situation.attempts, (now, channel)))

    def _get_due_domain(self, now):
        """Who has to be looked at: one index range, the same size for a thousand people and a million."""
        return Domain("follow_up_at", "<=", now)
