"""When a period of a rule of law is over: months and years are counted as a calendar does (Reg. 1182/71, art. 3)."""

from datetime import date

from dateutil.relativedelta import relativedelta

from .civil_day import shift_day
from .promise_day import add_working_days
from .send_window import SendWindow

#: More than any law has; a slip of the keyboard must not end the calendar.
MOST = {"days": 36500, "working_days": 1000, "months": 1200, "years": 100}


def end_of_period(window: SendWindow, day: date, number: int, unit: str) -> date:
    """Return the day on which a period of `number` units after `day` ends (before it, where `number` is negative).

    A month after the 31st ends on the last day of a shorter month. A period may end on a day off.

    :param window: whose working days count, where `unit` is ``working_days``
    :raises ValueError: a unit that is none
    """
    if unit not in MOST:
        raise ValueError(unit)
    number = max(-MOST[unit], min(number, MOST[unit]))
    if unit == "working_days":
        return add_working_days(window, day, number)
    if unit == "days":
        return shift_day(day, number)
    try:
        return day + relativedelta(**{unit: number})
    except (ValueError, OverflowError):  # the calendar ends
        return date.max if number > 0 else date.min


def latest_passed(ladder: tuple[int, ...], left: int) -> int | None:
    """Return the rung of a ladder that stands with so many days left: the smallest that is not below them.

    A ladder of 90, 60, 30 with 45 days left stands at 60, whatever was missed before; with 100 days left, nowhere.
    """
    return min((rung for rung in ladder if rung >= left), default=None)
