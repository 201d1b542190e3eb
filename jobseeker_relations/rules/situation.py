"""All that the follow-up engine knows of one person when it looks (design §4 'Contact policy', 'Engine').

Facts alone, as plain values; what follows from them is `next_step`'s to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .contact_timing import Bounds, Due
from .send_window import SendWindow

# What reaches the person by itself. Any other channel is an activity for the adviser, whose call is a judgement.
MESSAGE_CHANNELS = frozenset({"email", "sms"})


@dataclass(frozen=True, slots=True)
class Step:
    """One touch of a contact policy: `delay_days` (the person's days) after the contact fell due, by `channel`."""

    id: int
    sequence: int
    delay_days: int
    channel: str


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the decision needs to know of one person.

    :param now: the instant of the look; the engine's clock, never this module's.
    :param due: what `contact_timing.next_due` says.
    :param block: code of what forbids contact altogether, if anything does.
    :param hold_until: instant until which the relationship rests, if it does.
    :param steps: the policy's, in any order.
    :param taken: steps that were settled in this occurrence, whatever came of them: id to the instant of its row. A
        row that still waits (planned, held) settles nothing: leave it out, and its step is asked about again.
    :param attempts: sorted ``(instant, channel)`` of outbound attempts since the period began.
    :param silent_periods: whole periods that have already gone without an answer.
    :param extra_taken: which of answer, escalation, extra_attempt, closing already have a row in this occurrence.
    :param bounds: of the policy in force.
    :param window: of the person.
    :param sent: sorted instants of outbound touches of every kind, for the minimum gap and the cap.
    :param period_began: when this occurrence began; None: when the contact fell due.
    :param period_ends: when the next one begins if nobody answers; None: never by itself.
    :param not_before: the turn of somebody whose debt is older than the policy, which starts with so many people a day.
    :param obstacles: channels that do not reach this person, and the code of why.
    :param since: when the present state began; with `milestones`, the days after it on which a contact was promised, it
        says when the period after the present one ends.
    :param letter_waits: a letter of this occurrence lies in the mail queue still.
    """

    now: datetime
    due: Due | None
    block: str | None
    hold_until: datetime | None
    steps: tuple[Step, ...]
    taken: Mapping[int, datetime]
    attempts: tuple[tuple[datetime, str], ...]
    silent_periods: int
    extra_taken: frozenset[str]
    bounds: Bounds
    window: SendWindow
    sent: tuple[datetime, ...]
    period_began: datetime | None
    period_ends: datetime | None
    not_before: datetime | None = None
    obstacles: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    milestones: tuple[int, ...] = ()
    letter_waits: bool = False
