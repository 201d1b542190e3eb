"""When a review falls due, and on which day each of many gets its turn (design §3 ``hr.jobseeker.review``).

A day here is a civil day of the adviser's calendar: reviews are arranged in days, and held at a time that two people
agree on.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from .civil_day import ONE_DAY, shift_day
from .send_window import SendWindow


class Silence(NamedTuple):
    """The longest time without a contact: how many days, and between which two of them."""

    days: int
    since: date
    until: date


def working_day(day: date, window: SendWindow) -> date:
    """Return the first working day from `day` on; `day` itself where the calendar has none."""
    return window.working_day_on_or_after(day) or day


def review_day(since: date, interval_days: int, window: SendWindow) -> date:
    """Return the day of the next review: a working day, so many days after the last look back or later."""
    return working_day(shift_day(since, interval_days), window)


def give_days(
    due_days: Sequence[date], *, today: date, per_day: int, used: Mapping[date, int], window: SendWindow
) -> list[date]:
    """Return for each review the working day it gets: its own where that has room and is to come, else a later one.

    :param due_days: when each falls due, the oldest first.
    :param per_day: reviews a day for one adviser; 0 sets no bound.
    :param used: reviews that the adviser has already, by day.
    """
    taken, days, free = Counter(used), [], today
    for due in due_days:
        day = working_day(max(due, free, today), window)
        while per_day > 0 and taken[day] >= per_day:
            day = working_day(shift_day(day, 1), window)
        taken[day] += 1
        if due <= free:  # whoever is due by then cannot come sooner than this one: no day is counted twice
            free = day
        days.append(day)
    return days


def longest_silence(days: Iterable[date], since: date, until: date) -> Silence:
    """Return the longest time without a contact from `since` to `until`, the first one of those that are as long."""
    inside = sorted(day for day in days if since < day < until)
    marks = [since, *inside, max(since, until)]
    spans = [
        Silence((later - sooner) // ONE_DAY, sooner, later) for sooner, later in zip(marks, marks[1:], strict=False)
    ]
    return max(spans, key=lambda span: span.days)
