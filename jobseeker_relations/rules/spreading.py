"""The first days of a policy: so many people a day (design §4 "importing old records does not fire it for everyone").

A policy that is switched on, and an import, find people who are due at once or all on one day. Each of them is given a
day to start on, in the order of the debt, so that no day begins with more than the policy allows. Only a day on which
letters leave is one to start on: who was given a Saturday would start on Monday, together with Monday's own people.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from .civil_day import ONE_DAY


def spread(
    due_days: Sequence[date],
    *,
    today: date,
    per_day: int,
    used: Mapping[date, int],
    open_from: Callable[[date], date] = lambda day: day,
) -> list[date | None]:
    """Return for each person the day to start on: their own where it has room, else a later one; None without a bound.

    :param due_days: when contact falls due, one for each person, the oldest debt first.
    :param per_day: people a day; 0 sets no bound.
    :param used: places that are taken already, by day.
    :param open_from: the first day from this one on that somebody can start on.
    """
    if per_day <= 0:
        return [None] * len(due_days)
    taken = Counter()
    for day, places in used.items():
        taken[open_from(day)] += places
    starts, free = [], open_from(today)
    for due in due_days:
        day = open_from(due) if due > free else free
        while taken[day] >= per_day:
            day = open_from(day + ONE_DAY)
        taken[day] += 1
        if due <= free:  # whoever is due by then cannot start sooner than this one: no day is counted twice
            free = day
        starts.append(day)
    return starts
