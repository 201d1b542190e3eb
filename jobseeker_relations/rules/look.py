"""What one look at a person comes to, and what looking again and again would (design §4 'Engine', "can be simulated").

`next_step` gives one decision. Here the decision is added to the facts and the rule is asked again, until nothing is
left to do for this person now. The engine carries the decisions out; a forecast only counts them, and
goes on to the next look.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from .contact_timing import period_end
from .next_step import Decision, next_step
from .situation import MESSAGE_CHANNELS, Situation

#: Decisions that are carried out, after which the same person is asked about again.
ACTING = frozenset({"act", "skip", "answer", "escalate", "extra_attempt", "closing", "next_period"})
#: The follow-up's kind where a decision that belongs to no step is called otherwise.
ROW_KINDS = {"escalate": "escalation"}
#: Looks of one forecast; nobody who is written to once a day for a year needs more.
MOST_LOOKS = 1000


def look(situation: Situation) -> tuple[list[Decision], Situation]:
    """Return all decisions of this look, in order, and the situation after them; the last says when to look again."""
    decisions = []
    while True:
        decision = _unless_hindered(next_step(situation), situation)
        decisions.append(decision)
        if decision.kind not in ACTING:
            return decisions, situation
        situation = _after(decision, situation)


def forecast(situation: Situation, until: datetime) -> Iterator[tuple[datetime, Decision]]:
    """Yield (instant, decision) of all looks up to `until` if nobody answers and nothing else happens.

    What an adviser is handed counts as handed, not as done: whether they ring is theirs. Letters leave as they should.
    """
    situation = replace(situation, letter_waits=False)
    for _look in range(MOST_LOOKS):
        decisions, situation = look(situation)
        for decision in decisions:
            yield situation.now, decision
        again = decisions[-1].look_again_at
        if again is None or again > until:
            return
        situation = replace(situation, now=max(again, situation.now))


def step_of(decision: Decision, situation: Situation):
    """Return the step that a decision is about, or None."""
    return next((step for step in situation.steps if step.id == decision.step_id), None)


def _unless_hindered(decision: Decision, situation: Situation) -> Decision:
    """Skip a step whose channel does not reach this person at all."""
    if decision.kind != "act":
        return decision
    obstacle = situation.obstacles.get(step_of(decision, situation).channel)
    return replace(decision, kind="skip", reason=obstacle) if obstacle else decision


def _after(decision: Decision, situation: Situation) -> Situation:
    """Return the same situation after this decision was carried out."""
    now = situation.now
    if decision.kind == "next_period":
        return replace(
            situation,
            taken=MappingProxyType({}),
            extra_taken=frozenset(),
            attempts=(),
            silent_periods=situation.silent_periods + 1,
            period_began=now,
            period_ends=period_end(
                began=now,
                since=situation.since or now,
                bounds=situation.bounds,
                milestones=situation.milestones,
                window=situation.window,
            ),
        )
    if decision.kind in ("act", "skip"):
        taken = MappingProxyType({**situation.taken, decision.step_id: now})
        channel = step_of(decision, situation).channel if decision.kind == "act" else None
        return _after_word(replace(situation, taken=taken), channel)
    kind = ROW_KINDS.get(decision.kind, decision.kind)
    channel = extra_channel(decision, situation) if kind == "extra_attempt" else None
    return _after_word(replace(situation, extra_taken=situation.extra_taken | {kind}), channel)


def extra_channel(decision: Decision, situation: Situation) -> str:
    """Return the channel of a second attempt: a letter where one is missing and can arrive, a call else."""
    return "email" if decision.reason == "email" and "email" not in situation.obstacles else "phone"


def _after_word(situation: Situation, channel: str | None) -> Situation:
    """A letter is a word as soon as it is queued; an activity becomes one when somebody does it."""
    if channel not in MESSAGE_CHANNELS:
        return situation
    now = situation.now
    return replace(situation, sent=(*situation.sent, now), attempts=(*situation.attempts, (now, channel)))
