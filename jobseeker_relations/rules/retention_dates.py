"""When a person's data has been kept long enough, and why then (compliance.md §8 item 52).

Of several rules that speak of one person the one that keeps longest decides: no shorter rule undoes what another needs.
Who asked us to keep their data begins the period anew on that day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """A rule's period: from which fact it counts, and when it ends that begins on a day."""

    key: int
    counted_from: str
    end: Callable[[date], date]


@dataclass(frozen=True, slots=True)
class Due:
    """From which day on the data goes, counted from which day of which fact, by which rule."""

    day: date
    since: date
    fact: str
    key: int


def due(facts: Mapping[str, date | None], periods: Sequence[Period], kept_on: date | None = None) -> Due | None:
    """Return when these facts fall due; None where no rule applies or its fact has not happened (work goes on, say).

    :param facts: {name: day}, such as last_contact, last_application, ended, created
    :param periods: the rules in force for this person; a fact that one of them waits for keeps the data
    :param kept_on: the day on which the person asked us to keep their data
    """
    found = []
    for period in periods:
        since, fact = facts.get(period.counted_from), period.counted_from
        if since is None:
            return None
        if kept_on and kept_on > since:
            since, fact = kept_on, "kept"
        found.append(Due(period.end(since), since, fact, period.key))
    return max(found, key=lambda one: (one.day, one.key), default=None)


def category_of(*, engaged: bool, running: bool, pooled: bool, heard: bool, prospect: bool) -> str | None:
    """Return the category of a person, by whose rule their data is kept; None: while an application is open.

    :param engaged: we found them work
    :param running: an application of theirs is open
    :param pooled: they are in a talent pool
    :param heard: they ever wrote or spoke to us
    :param prospect: we approached them, and nothing came of it yet
    """
    if engaged:
        return "engaged"
    if running:
        return None
    if pooled:
        return "pool"
    if prospect and not heard:
        return "prospect"
    return "unsuccessful"
