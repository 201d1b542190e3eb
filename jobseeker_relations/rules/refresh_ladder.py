"""When what a person wants is asked about anew, and what follows from silence: ask, warn, hide, review.

Silence deletes nothing. Each step counts from the day on which the one before it was really taken, so a job that slept
for ten days, or a letter that had to wait, takes no days from anybody: between warning and hiding there are always as
many as the policy says.
"""

from datetime import date
from typing import NamedTuple

from .civil_day import shift_day

#: In their order. Asking is the first; the others are counted from it.
STEPS = ("ask", "warn", "hide", "review")


class Ladder(NamedTuple):
    """Days of a policy: of the interval, and after the asking; 0 leaves the step out (of ``ask``: all of them)."""

    ask: int = 0
    warn: int = 0
    hide: int = 0
    review: int = 0


class Round(NamedTuple):
    """What was done since the requirements grew old; None: not yet."""

    ask: date | None = None
    warn: date | None = None
    hide: date | None = None
    review: date | None = None


class Step(NamedTuple):
    name: str
    day: date


NOTHING_DONE = Round()


def stale_day(ladder: Ladder, said_on: date | None) -> date | None:
    """Return the day on which a person is to be asked; None: nobody asks, or there is nothing to ask about.

    :param said_on: the day on which the oldest of what they want was said, or said to be still true
    """
    if said_on is None or ladder.ask <= 0:
        return None
    return shift_day(said_on, ladder.ask)


def still_open(done: Round, stale_on: date | None, today: date) -> Round:
    """Return what was done, as long as there is a reason for it: what is known anew begins anew."""
    return done if stale_on is not None and stale_on <= today else NOTHING_DONE


def next_step(ladder: Ladder, stale_on: date | None, done: Round) -> Step | None:
    """Return the step that comes next and its day, which may be past; None where nothing comes any more.

    What was left out by hand or by another ladder is not made up for: after the last step that was taken come those
    behind it alone.
    """
    if stale_on is None:
        return None
    if done.ask is None:
        return Step("ask", stale_on)
    taken = [name for name in STEPS if getattr(done, name) is not None]
    last, latest = taken[-1], max(day for day in done if day is not None)
    for name in STEPS[STEPS.index(last) + 1 :]:
        days = getattr(ladder, name)
        if days > 0:
            reached = getattr(ladder, last) if last != "ask" else 0
            return Step(name, shift_day(latest, max(days - reached, 0)))
    return None
