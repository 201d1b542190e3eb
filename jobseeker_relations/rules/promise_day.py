"""When a promise of the timetable falls due, and on which day somebody is reminded of it (design §4 "Time").

Delays are counted in working days of the calendar that answers for the promise: one day after a Friday is the Monday,
and a week or a month that ends on a day off ends on the next working day. A calendar without hours counts every day.
"""

import calendar
from datetime import date

from .civil_day import shift_day
from .send_window import SendWindow

DAYS_A_WEEK = 7
MONTHS_A_YEAR = 12
#: Nobody plans further; a slip of the keyboard must not walk through a thousand years of working days.
MOST_DAYS = 1000


def add_working_days(window: SendWindow, day: date, count: int) -> date:
    """Return the working day `count` working days after `day` (before it, where `count` is negative).

    None at all is `day` itself where it is a working day, else the next one.
    """
    if window.working_day_on_or_after(day) is None:
        return shift_day(day, count)
    steps = min(abs(count), MOST_DAYS)
    if count >= 0:
        for _step in range(steps):
            day = _next(window, shift_day(day, 1), 1)
        return day if steps else _next(window, day, 1)
    for _step in range(steps):
        day = _next(window, shift_day(day, -1), -1)
    return day


def delayed(window: SendWindow, start: date, count: int, unit: str) -> date:
    """Return the due day of a line that comes `count` days, weeks or months after `start`; negative: before it."""
    if unit == "days":
        return add_working_days(window, start, count)
    day = shift_day(start, count * DAYS_A_WEEK) if unit == "weeks" else _add_months(start, count)
    return _next(window, day, 1)


def count_working_days(window: SendWindow, start: date, end: date) -> int:
    """Return how many working days come after `start`, up to and with `end`: what `add_working_days` would add."""
    if window.working_day_on_or_after(start) is None:
        return max((end - start).days, 0)
    count, day = 0, start
    while count < MOST_DAYS and (following := _next(window, shift_day(day, 1), 1)) > day and following <= end:
        count, day = count + 1, following
    return count


def agreed_day(window: SendWindow, proposed: date, due: date, today: date) -> date:
    """Return the due day of a step that was proposed on one day for another, and is agreed today.

    Nobody breaks a promise by making it: a day that is over by then comes as long after the yes, in working days, as it
    came after the proposal, and on the next working day at the earliest.
    """
    if due >= today:
        return due
    return add_working_days(window, today, max(count_working_days(window, proposed, due), 1))


def reminder(due: date, today: date, *, told_before: bool, told_overdue: bool) -> str | None:
    """Return which reminder is owed today: ``before``, ``overdue`` or none.

    The one before goes on the day before; when nobody was there to send it then, on the day itself. Each goes once.
    """
    if due < today:
        return None if told_overdue else "overdue"
    return "before" if not told_before and due <= shift_day(today, 1) else None


def _next(window: SendWindow, day: date, direction: int) -> date:
    found = window.working_day_on_or_after(day) if direction > 0 else window.working_day_on_or_before(day)
    return found or day


def _add_months(day: date, count: int) -> date:
    months = day.year * MONTHS_A_YEAR + day.month - 1 + count
    year, month = min(max(months // MONTHS_A_YEAR, 3), 9997), months % MONTHS_A_YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
