"""What a passed check of the right to work says, and for how long (facts/compliance.md §1a).

A day here is a civil day. A permission holds on its last day, so a check lasts through the day of its follow-up.
"""

from collections.abc import Iterable
from datetime import date

from .rule_period import end_of_period
from .send_window import ALWAYS, SendWindow

#: Days and months of a notice are counted by the calendar alone; nobody's working days count.
ANY_DAY = SendWindow.of("UTC", ALWAYS)


def follow_up_day(
    rule: str,
    *,
    expires_on: date | None,
    notice_on: date | None,
    checked_on: date | None,
    number: int,
    unit: str,
) -> date | None:
    """Return the day by which a check has to be made again; None, where it lasts or its date is not known yet.

    :param rule: ``none``, ``expiry`` (the permission ends), ``notice`` or ``check`` (so long after either).
    """
    if rule == "expiry":
        return expires_on
    begun = {"notice": notice_on, "check": checked_on}.get(rule)
    return end_of_period(ANY_DAY, begun, number, unit) if begun else None


def first_follow_up(days: Iterable[date | None]) -> date | None:
    """Return the earliest follow-up of the documents that a check rests on together."""
    return min((day for day in days if day), default=None)


def validity(passed: bool, follow_up_on: date | None, today: date, warn_days: int) -> str:
    """Return ``none``, ``valid``, ``expiring`` (within so many days) or ``expired`` of one check."""
    if not passed:
        return "none"
    if not follow_up_on:
        return "valid"
    left = (follow_up_on - today).days
    return "expired" if left < 0 else "expiring" if left <= warn_days else "valid"


def verdict(validities: Iterable[str], failed_last: bool) -> str:
    """Return what a recruiter is told of a person, from the validity of all their checks.

    The best check counts: ``checked``, ``follow_up_due``, ``stop`` or ``not_checked``.

    :param failed_last: whether the latest check that was decided did not pass; it stops where no other holds.
    """
    known = set(validities)
    if "valid" in known:
        return "checked"
    if "expiring" in known:
        return "follow_up_due"
    return "stop" if "expired" in known or failed_last else "not_checked"


def covers(follow_up_on: date | None, day: date) -> bool:
    """Whether a passed check still holds on that day."""
    return not follow_up_on or follow_up_on >= day


def purge_day(
    began: date | None,
    ended: date | None,
    after_begin: tuple[int, str] | None,
    after_end: tuple[int, str] | None,
) -> date | None:
    """Return the first day on which the copies go: both periods are over. None, while the work goes on.

    :param after_begin: how many of which unit copies are kept from the first day of work; None: no rule asks for it.
    :param after_end: the same from the last day.
    """
    if not ended:
        return None
    days = [
        end_of_period(ANY_DAY, day, *period)
        for day, period in ((began, after_begin), (ended, after_end))
        if day and period is not None
    ]
    return max(days, default=None)
