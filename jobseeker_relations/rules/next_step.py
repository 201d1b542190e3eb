"""What the follow-up engine does for one person now (design §4 'Contact policy', 'Engine').

No pointer is kept. Each time the engine looks, the laws below are asked in order and the first that has an opinion
decides, from facts alone; so looking twice, late, or from two workers at once comes to the same.

    1  blocked?                     block         the caller's code: do_not_contact, blacklist, no_consent ...
    2  on hold?                     hold          on_hold
    3  nothing due, or no steps?    none          nothing_due, no_steps
    4  not due yet?                 wait          not_due
    5  they wrote, unanswered?      answer        response                 an adviser is asked; no letter goes
                                    wait          response                 until the promise is broken
                                    escalate      response                 then; after that a person answers
    6  its turn not come?           hold          spread                   the policy starts with so many people a day
    7  a letter has not left?       wait          letter_waits             instead of what the next laws would do now
    8  a step not taken yet?        wait          step_delay               its day has not come
                                    hold          min_gap, cap, window     its day has come, a bound holds it
                                    block         never_opens
                                    act           the cause of the due: gap, milestone, response, waiver
       all steps taken, no answer:
    9  not escalated yet?           wait          answer_time              a working day to answer the last attempt
                                    escalate      unanswered
       not the first silent period:
    10 too few attempts?            wait          second_attempt           ours can go later in this period
                                    extra_attempt phone, email             the channel that is missing
    11 no closing proposed yet?     wait          answer_time
                                    closing       unanswered
    12 closing proposed?            wait          closing                  now a person decides
    13 period over?                 next_period   unanswered
       else                         wait          period

"Nobody answered" needs no law of its own: an answer is a contact, it moves the due into the future, and 4 stops there.
"Too few attempts": fewer than two, by two channels, on two of the person's days, since the period began.

`look_again_at` is the first instant at which the same facts may give another decision; None means that only a new fact
can. A decision that acts (act, answer, escalate, extra_attempt, closing, next_period) is for the caller to carry out,
record as a fact, and ask again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations
from typing import Literal

from .civil_day import ONE_DAY
from .contact_timing import NO_BOUNDS, Allowed, earliest_allowed
from .situation import MESSAGE_CHANNELS, Situation, Step

Kind = Literal["none", "wait", "act", "hold", "block", "answer", "escalate", "extra_attempt", "closing", "next_period"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, with which step, at which instant, why (a code), and when a new look can change it."""

    kind: Kind
    step_id: int | None = None
    at: datetime | None = None
    reason: str | None = None
    look_again_at: datetime | None = None


def next_step(situation: Situation) -> Decision:
    """Return the decision of the first law that has one (see the module's picture); the last law always has."""
    return next(decision for law in _LAWS if (decision := law(situation)))


# -- before anything is due --------------------------------------------------------------------------------------


def _blocked(s: Situation) -> Decision | None:
    return Decision("block", reason=s.block) if s.block else None


def _on_hold(s: Situation) -> Decision | None:
    if s.hold_until is None or s.hold_until <= s.now:
        return None
    return Decision("hold", at=s.hold_until, reason="on_hold", look_again_at=s.hold_until)


def _nothing_to_do(s: Situation) -> Decision | None:
    """Leave a person alone who is owed nothing, or whose policy only keeps the clock (no steps)."""
    if s.due is None:
        return Decision("none", reason="nothing_due")
    return None if s.steps or s.due.cause == "response" else Decision("none", reason="no_steps")


def _not_due_yet(s: Situation) -> Decision | None:
    return _wait(s.due.at, "not_due") if s.due.at > s.now else None


def _answer_owed(s: Situation) -> Decision | None:
    """Ask a person to answer who wrote to us: a letter of the sequence would be worse than silence."""
    if s.due.cause != "response":
        return None
    if "answer" not in s.extra_taken:
        return Decision("answer", at=s.now, reason="response", look_again_at=s.now)
    if s.due.overdue_at > s.now:
        return _wait(s.due.overdue_at, "response")
    if "escalation" not in s.extra_taken:
        return Decision("escalate", at=s.now, reason="response", look_again_at=s.now)
    return Decision("wait", reason="response")


# -- the sequence ------------------------------------------------------------------------------------------------


def _turn_to_come(s: Situation) -> Decision | None:
    """Hold a debt that is older than the policy until its turn; an answer that is owed never waits for it (law 5)."""
    if s.not_before is None or s.not_before <= s.now or s.taken:
        return None
    step = next((step for step in _in_sequence(s) if step.id not in s.taken), None)
    at = s.window.next_open(s.not_before) or s.not_before
    return Decision("hold", step_id=step and step.id, at=at, reason="spread", look_again_at=at)


def _letter_to_leave(s: Situation) -> Decision | None:
    """Do nothing more while a letter lies in the mail queue: a reminder and "nobody answered" speak of that letter."""
    if not s.letter_waits:
        return None
    decision = next_step(replace(s, letter_waits=False))
    if decision.look_again_at != s.now:  # it is not the moment for more
        return decision
    at = _next_morning(s)
    return Decision("wait", step_id=decision.step_id, at=at, reason="letter_waits", look_again_at=at)


def _next_morning(s: Situation) -> datetime:
    """Return the first opening of a day that is still to come: today's before hours, whenever one looks until then."""
    today = s.window.day_of(s.now)
    opening = s.window.next_open(s.window.midnight(today))
    if opening and opening > s.now:
        return opening
    tomorrow = s.window.midnight(today + ONE_DAY)
    return s.window.next_open(tomorrow) or tomorrow


def _step_to_take(s: Situation) -> Decision | None:
    """Take the first step without a row, once its day has come and the bounds let it go."""
    step = next((step for step in _in_sequence(s) if step.id not in s.taken), None)
    if step is None:
        return None
    wanted = _wanted_at(s, step)
    allowed = _allowed(s, step.channel, max(wanted, s.now))
    if allowed.at is None:
        return Decision("block", step_id=step.id, reason=allowed.reason)
    if allowed.at <= s.now:
        return Decision("act", step_id=step.id, at=s.now, reason=s.due.cause, look_again_at=s.now)
    if wanted > s.now:
        return Decision("wait", step.id, allowed.at, "step_delay", allowed.at)
    return Decision("hold", step.id, allowed.at, allowed.reason, allowed.at)


def _wanted_at(s: Situation, step: Step) -> datetime:
    """Return the instant of `step` by the policy: its delay after the due, and its distance from the step before it.

    Without the distance a sequence that starts late (a backlog, an import, a week of downtime) would let go all its
    steps in one morning.
    """
    start = max(s.due.at, s.period_began or s.due.at)
    wanted = s.window.plus_days(start, step.delay_days)
    steps = _in_sequence(s)
    before = steps[: steps.index(step)]
    if not before:
        return wanted
    distance = max(step.delay_days - before[-1].delay_days, 0)
    return max(wanted, s.window.plus_days(s.taken[before[-1].id], distance))


def _in_sequence(s: Situation) -> list[Step]:
    return sorted(s.steps, key=lambda step: (step.sequence, step.id))


def _allowed(s: Situation, channel: str, wanted: datetime) -> Allowed:
    """Return when a touch may go; an adviser's activity needs an open day but is no message, so gap and cap pass."""
    if channel in MESSAGE_CHANNELS:
        return earliest_allowed(wanted=wanted, sent=s.sent, bounds=s.bounds, window=s.window)
    return earliest_allowed(wanted=wanted, sent=(), bounds=NO_BOUNDS, window=s.window)


# -- no answer ---------------------------------------------------------------------------------------------------


def _escalation(s: Situation) -> Decision | None:
    return None if "escalation" in s.extra_taken else _once_unanswered(s, "escalate")


def _second_attempt(s: Situation) -> Decision | None:
    """Ask for the attempt that is missing after a silent period, on a day of its own and inside this period."""
    if not s.silent_periods or "extra_attempt" in s.extra_taken or _tried_twice(s):
        return None
    missing = "email" if any(channel == "phone" for _at, channel in s.attempts) else "phone"
    allowed = _allowed(s, missing, max(s.now, _day_after_last_attempt(s)))
    if allowed.at is None or (s.period_ends and allowed.at >= s.period_ends):
        return None
    if allowed.at > s.now:
        return _wait(allowed.at, "second_attempt")
    return Decision("extra_attempt", at=s.now, reason=missing, look_again_at=s.now)


def _closing(s: Situation) -> Decision | None:
    if not s.silent_periods or "closing" in s.extra_taken or not _tried_twice(s):
        return None
    return _once_unanswered(s, "closing")


def _closing_proposed(s: Situation) -> Decision | None:
    return Decision("wait", reason="closing") if "closing" in s.extra_taken else None


def _period_over(s: Situation) -> Decision:
    if s.period_ends is None or s.period_ends > s.now:
        return Decision("wait", at=s.period_ends, reason="period", look_again_at=s.period_ends)
    return Decision("next_period", at=s.now, reason="unanswered", look_again_at=s.now)


def _once_unanswered(s: Situation, kind: Kind) -> Decision:
    """Return `kind` once a working day has passed since the last attempt, a wait until then."""
    answer_by = _answer_by(s)
    if answer_by > s.now:
        return _wait(answer_by, "answer_time")
    return Decision(kind, at=s.now, reason="unanswered", look_again_at=s.now)


def _answer_by(s: Situation) -> datetime:
    """Return the wall time of the last attempt, one working day of the person's later.

    A step counts as well as an attempt: it may have led to none (skipped, or a call the adviser has not made yet).
    """
    last = max(*(s.taken[step.id] for step in s.steps), *(at for at, _channel in s.attempts), s.due.at)
    next_day = s.window.day_of(last) + ONE_DAY
    working_day = s.window.working_day_on_or_after(next_day) or next_day
    return s.window.to_utc(datetime.combine(working_day, s.window.local(last).time()))


def _tried_twice(s: Situation) -> bool:
    """Say whether two attempts differ both in channel and in the person's day (design §4 'Contact policy')."""
    attempts = {(s.window.day_of(at), channel) for at, channel in s.attempts}
    return any(day != other and channel != via for (day, channel), (other, via) in combinations(attempts, 2))


def _day_after_last_attempt(s: Situation) -> datetime:
    return s.window.midnight(s.window.day_of(s.attempts[-1][0]) + ONE_DAY) if s.attempts else s.now


def _wait(until: datetime, reason: str) -> Decision:
    return Decision("wait", at=until, reason=reason, look_again_at=until)


# The last law answers always, so `next_step` never comes to the end of the list.
_LAWS: tuple[Callable[[Situation], Decision | None], ...] = (
    _blocked,
    _on_hold,
    _nothing_to_do,
    _not_due_yet,
    _answer_owed,
    _turn_to_come,
    _letter_to_leave,
    _step_to_take,
    _escalation,
    _second_attempt,
    _closing,
    _closing_proposed,
    _period_over,
)
