"""By when a request about somebody's own data is answered (GDPR art. 12(3); UK: DUAA 2025).

The answer is due a period after the request came. While we wait for proof of who asks, or for what exactly they want,
the clock stands; the days of all such pauses are added to the end. An extension replaces the period by a longer one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood from one day until another; it still does where there is no end."""

    start: date
    end: date | None = None


def is_paused(pauses: Sequence[Pause]) -> bool:
    """Return whether the clock stands now."""
    return any(pause.end is None for pause in pauses)


def paused_days(pauses: Sequence[Pause], received: date) -> int:
    """Return on how many days the clock stood since the request came; days of two pauses at once count once."""
    days, reached = 0, received
    for pause in sorted((p for p in pauses if p.end), key=lambda p: p.start):
        start = max(pause.start, reached)
        if pause.end > start:
            days += (pause.end - start).days
            reached = pause.end
    return days


def due_day(end: date, received: date, pauses: Sequence[Pause]) -> date | None:
    """Return the day by which the answer is due; None while the clock stands.

    :param end: when the period of the rule ends, pauses left aside
    """
    if is_paused(pauses):
        return None
    try:
        return end + timedelta(days=paused_days(pauses, received))
    except OverflowError:  # the calendar ends
        return date.max
