from collections import defaultdict
from datetime import timedelta
from types import MappingProxyType

from odoo import api, models
from odoo.fields import Domain

from ..rules.contact_timing import period_end
from ..rules.situation import MESSAGE_CHANNELS, Situation, Step
from .hr_jobseeker_follow_up import OPEN_STATES

#: A bound reaches so many days of the person, which changes of the clock and of the zone may lengthen.
MARGIN_DAYS = 2


class HrJobseeker(models.Model):
    """Turns stored facts into the plain values that ``rules.next_step`` decides on, for a whole batch at once."""

    _inherit = "hr.jobseeker"

    def _get_situations(self, now):
        """{jobseeker: Situation} in three queries, whatever the number of people."""
        rows = self._find_stretch_rows()
        rows = defaultdict(rows.browse, rows.grouped("jobseeker_id"))
        words, windows = self._get_recent_words(now), self._get_windows()
        return {
            person: person._get_situation(now, rows[person._origin], words[person._origin], windows[person])
            for person in self
        }

    def _get_recent_words(self, now, attempts=True):
        """Words from us by person, as far back as the person's bounds or open period reach, in one query.

        :param attempts: whether the period matters; without it only as far as the bounds reach
        """
        since = {person: person._get_words_reach(now, attempts) for person in self}
        # Of one old debt only its own words are read, not those of the whole batch; people whose reach is alike within
        # a factor of two share a condition, so that there are a few of them.
        reaches = [
            Domain("jobseeker_id", "in", people.ids) & Domain("date", ">=", min(since[person] for person in people))
            for people in self.grouped(lambda person: (now - since[person]).days.bit_length()).values()
        ]
        words = self.env["hr.jobseeker.contact"].search_fetch(
            Domain([("direction", "=", "out"), ("superseded", "=", False)]) & Domain.OR(reaches),
            ["jobseeker_id", "date", "channel", "nature", "outcome", "message_id"],
            order="date, id",
        )
        return defaultdict(words.browse, words.grouped("jobseeker_id"))

    def _get_words_reach(self, now, attempts):
        bounds = now - timedelta(days=self.policy_id._get_reach_days() + MARGIN_DAYS)
        began = attempts and (self.period_began or self.next_contact_at)
        return min(bounds, began) if began else bounds

    def _get_situation(self, now, rows, words, window):
        self.ensure_one()
        due, since, milestones = self._get_next_due(window), self._get_since(window), self.policy_id._milestones()
        bounds = self.policy_id._bounds(self._get_interval_days())
        began = self.period_began or (due.at if due else now)
        attempts = words.filtered(lambda word: word.nature in ("personal", "follow_up") and word.date >= began)
        settled = rows.filtered(lambda row: row.state not in OPEN_STATES)
        return Situation(
            now=now,
            due=due,
            block=self.contact_block or None,
            hold_until=self._get_hold_end(window),
            steps=self._get_steps(),
            taken=self._get_taken(settled, words),
            attempts=tuple((word.date, word.channel) for word in attempts),
            silent_periods=self.silent_periods,
            extra_taken=frozenset(row.kind for row in settled if row.kind != "step"),
            bounds=bounds,
            window=window,
            sent=tuple(self._get_letters_sent(words).mapped("date")),
            period_began=self.period_began or None,
            period_ends=period_end(began=began, since=since, bounds=bounds, milestones=milestones, window=window),
            not_before=self._get_start(window),
            obstacles=self._get_obstacles(),
            since=since,
            milestones=milestones,
            letter_waits=self._has_letter_in_queue(settled),
        )

    @api.model
    def _get_letters_sent(self, words):
        """Those of the words from us that are letters or text messages and count for gap and cap: none that failed."""
        returned = words.filtered(lambda word: word.outcome == "bounced").message_id
        return words.filtered(
            lambda word: (
                word.channel in MESSAGE_CHANNELS
                and word.outcome not in ("bounced", "withdrawn")
                and word.message_id not in returned
            )
        )

    @api.model
    def _get_taken(self, settled, words):
        """{step id: instant} of the steps that these rows settled; of a letter, when it left (``_correct_date``)."""
        steps = settled.filtered(lambda row: row.kind == "step" and row.step_id)
        left = {word.message_id: word.date for word in words if word.message_id}
        return MappingProxyType(
            {row.step_id.id: left.get(row.message_id) or row.done_at or row.scheduled_at for row in steps}
        )

    @api.model
    def _has_letter_in_queue(self, settled):
        # sudo: who tries a policy may not read the mail queue
        letters = settled.filtered(lambda row: row.state == "done").sudo().mail_mail_id
        return any(mail.state == "outgoing" for mail in letters)

    def _get_steps(self):
        """The policy's steps, by the channel that this person is reached through."""
        return tuple(
            Step(step._origin.id or -number, step.sequence, step.delay_days, self._get_channel(step))
            for number, step in enumerate(
                self.policy_id.step_ids, start=1
            )  # a step that is not saved has no number yet
        )

    def _get_channel(self, step):
        """A person who wants to be rung up or met gets a call or a meeting in place of a letter."""
        if step.channel in MESSAGE_CHANNELS and self.preferred_channel in ("phone", "meeting"):
            return self.preferred_channel
        return step.channel

    def _get_obstacles(self):
        """{channel: code} of what does not reach this person."""
        channels = {"phone", *(self._get_channel(step) for step in self.policy_id.step_ids), "email"}
        obstacles = {channel: self._get_obstacle(channel) for channel in channels}
        return MappingProxyType({channel: code for channel, code in obstacles.items() if code})

    def _get_obstacle(self, channel):
        """Code of why this channel does not reach this person at all, or None."""
        if channel == "email":
            if not self.partner_id.email_normalized:
                return "no_email"
            return "bounced" if self.partner_id.message_bounce else None
        if channel == "sms" and self.partner_id.phone_sanitized_blacklisted:
            return "phone_blacklisted"
        return "no_phone" if channel in ("phone", "sms") and not self.partner_id.phone else None

    def _get_due_domain(self, now):
        """Who has to be looked at: one index range, the same size for a thousand people and a million."""
        return Domain("follow_up_at", "<=", now)
