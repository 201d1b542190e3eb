"""When a contact falls due, and when one more touch may go (design §4 'Contact policy').

Two opposite bounds meet here. The lower one is a promise to the person, "you hear from us at least every N days": it
makes a *due*. The upper one protects them, "never sooner than, never more than, only inside the window": it makes the
*earliest allowed* moment. Neither knows of the other; `next_step` weighs them.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from .civil_day import ONE_DAY, shift_day
from .send_window import SendWindow

Cause = Literal["gap", "milestone", "response", "waiver"]
Reason = Literal["min_gap", "cap", "window", "never_opens"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often a person hears from us, in the person's calendar days; 0 (or None, or less) switches a bound off.

    `max_per_period` counts the touches of a sliding `period_days`; the cap is off when either is.
    """

    min_gap_days: int = 0
    max_gap_days: int = 0
    max_per_period: int = 0
    period_days: int = 0

    def __post_init__(self) -> None:
        for name in self.__slots__:
            object.__setattr__(self, name, max(getattr(self, name) or 0, 0))


NO_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Due:
    """A promised contact: due from `at`, broken after `overdue_at`, and the promise that it comes from."""

    at: datetime
    overdue_at: datetime
    cause: Cause


@dataclass(frozen=True, slots=True)
class Allowed:
    """The first instant at which one more touch may go, and the law that made it later than wanted, if any did."""

    at: datetime | None
    reason: Reason | None


# -- the promise -------------------------------------------------------------------------------------------------


def next_due(
    *,
    since: datetime,
    last_contact: datetime | None,
    unanswered_inbound: datetime | None,
    waived_until: date | None,
    bounds: Bounds,
    milestones: Sequence[int],
    response_hours: float,
    window: SendWindow,
    answer_by: datetime | None = None,
) -> Due | None:
    """Return the next contact that the person is owed, or None when nothing was promised.

    :param since: when the present state began (registered, placed); stands in for a contact when there was none.
    :param last_contact: the last *qualifying* contact; an attempt is none.
    :param unanswered_inbound: when they wrote, if nobody has answered since.
    :param waived_until: the day (theirs) before which a recorded waiver lets nothing fall due.
    :param milestones: days after `since` on which a contact was promised, as 1, 7 and 28 after a placement.
    :param response_hours: working hours within which an answer was promised; 0 is off.
    :param answer_by: the instant that was named to them for the answer (`first_reply`), in place of those hours.

    The earliest promise wins; of two that end alike, the waiver, whose reason somebody wrote down. A later contact
    never makes anything due sooner, and a window that never opens does not cancel the debt: it is then counted in whole
    days, midnight to midnight.
    """
    base_day = window.day_of(last_contact or since)
    promises = (
        _milestone_due(window.day_of(since), base_day, milestones, window) or _gap_due(base_day, bounds, window),
        _response_due(unanswered_inbound, response_hours, window, answer_by),
    )
    put_off = (_not_before_waiver(due, waived_until, window) for due in promises)
    return min(filter(None, put_off), key=lambda due: (due.at, due.overdue_at, due.cause != "waiver"), default=None)


def period_end(
    *, began: datetime, since: datetime, bounds: Bounds, milestones: Sequence[int], window: SendWindow
) -> datetime | None:
    """Return when a period that passes without an answer is over: at the next contact that was promised.

    After the interval, or at the next milestone if that comes first: who does not answer on the first day of a new job
    is asked again after the first week. None when nothing more was promised.
    """
    since_day, began_day = window.day_of(since), window.day_of(began)
    days = [day for day in (shift_day(since_day, days) for days in milestones) if day > began_day]
    ends = [_due_from(min(days), "milestone", window).at] if days else []
    if bounds.max_gap_days:
        ends.append(window.plus_days(began, bounds.max_gap_days))
    return min(ends, default=None)


def _milestone_due(since_day: date, base_day: date, milestones: Sequence[int], window: SendWindow) -> Due | None:
    """Return the first milestone after the last contact: one that was missed stays due until a contact."""
    days = (shift_day(since_day, days) for days in milestones)
    day = min((day for day in days if day > base_day), default=None)
    return day and _due_from(day, "milestone", window)


def _gap_due(base_day: date, bounds: Bounds, window: SendWindow) -> Due | None:
    """Return the end of the longest silence that was promised.

    The promise is "at least every N days", so a day on which we are closed moves back, not forward; unless that would
    fall on the day of the contact itself or inside the minimum gap.
    """
    if not bounds.max_gap_days:
        return None
    day = shift_day(base_day, bounds.max_gap_days)
    earliest = shift_day(base_day, max(bounds.min_gap_days, 1))
    working_day = window.working_day_on_or_before(day)
    if working_day and working_day >= earliest:
        return _due_on(working_day, "gap", window)
    return _due_from(day, "gap", window)


def _response_due(
    inbound: datetime | None, response_hours: float, window: SendWindow, answer_by: datetime | None = None
) -> Due | None:
    """Return the answer owed to what they wrote: due from the morning of its deadline, overdue at the deadline."""
    if inbound is None or (response_hours <= 0 and answer_by is None):
        return None
    hours = timedelta(hours=response_hours)
    deadline = answer_by or window.add_working_time(inbound, hours)
    if deadline is None:
        return _due_on(window.day_of(inbound + hours), "response", window)
    # A deadline at midnight belongs to the day that ends, hence the step back into the opening.
    day = window.day_of(deadline - timedelta.resolution)
    if answer_by:  # named once: hours that were changed since may have no opening on that day
        opening = window.opening_on(day) or window.midnight(day)
        return Due(min(max(opening, window.next_open(inbound) or inbound), deadline), deadline, "response")
    return Due(max(window.opening_on(day), window.next_open(inbound)), deadline, "response")


def _not_before_waiver(due: Due | None, waived_until: date | None, window: SendWindow) -> Due | None:
    """Return `due`, put off to the first working day from `waived_until` on if it falls before it."""
    if due is None or waived_until is None:
        return due
    waiver = _due_from(shift_day(waived_until, 0), "waiver", window)
    return waiver if due.at < waiver.at else due


def _due_from(day: date, cause: Cause, window: SendWindow) -> Due:
    """Return the due of the first working day from `day` on; of `day` itself when there is none."""
    return _due_on(window.working_day_on_or_after(day) or day, cause, window)


def _due_on(day: date, cause: Cause, window: SendWindow) -> Due:
    """Return a due that lasts the opening hours of `day`, or the whole of it when it has none."""
    at = window.opening_on(day)
    if at is None:
        return Due(window.midnight(day), window.midnight(day + ONE_DAY), cause)
    return Due(at, window.closing_on(day), cause)


# -- the protection ----------------------------------------------------------------------------------------------


def earliest_allowed(*, wanted: datetime, sent: Sequence[datetime], bounds: Bounds, window: SendWindow) -> Allowed:
    """Return the first instant from `wanted` on at which one more touch breaks no bound.

    `sent` are the sorted instants of all outbound touches, attempts included, whoever sent them. One that lies in the
    future (a letter already queued) counts as well: the new touch keeps its distance from it on both sides.

    Each law only ever moves the touch forward, so going round until nothing moves ends. The reason is the law that cost
    the most time, the later one if two cost the same: after a minimum gap of seven days that happens to end on a Sunday
    the recruiter should read "wrote to them last Sunday", not "closed on Sundays".
    """
    at = wanted
    delays = dict.fromkeys(_LAWS, timedelta(0))
    settled = False
    while not settled:
        round_start = at
        for reason, law in _LAWS.items():
            moved = law(at, sent, bounds, window)
            if moved is None:
                return Allowed(None, "never_opens")
            delays[reason] += moved - at
            at = moved
        settled = at == round_start
    return Allowed(at, _costliest(delays))


def _after_min_gap(at: datetime, sent: Sequence[datetime], bounds: Bounds, window: SendWindow) -> datetime:
    """Return the first instant from `at` on that is `min_gap_days` away from every touch, before and after."""
    days = bounds.min_gap_days
    for touch in _since(at, days, sent):
        if touch > at and touch >= window.plus_days(at, days):
            break
        at = max(at, window.plus_days(touch, days))
    return at


def _under_cap(at: datetime, sent: Sequence[datetime], bounds: Bounds, window: SendWindow) -> datetime:
    """Return the first instant from `at` on that makes no `period_days` hold more than `max_per_period` touches.

    Enough to look at each run of `max_per_period` neighbours that already fill a period: the new touch must stay out
    of every period that holds such a run whole.
    """
    days, cap = bounds.period_days, bounds.max_per_period
    touches = _since(at, days, sent) if cap else ()
    for first, last in zip(touches, touches[cap - 1 :], strict=False):
        if last > at and last >= window.plus_days(at, days):
            break
        frees_at = window.plus_days(first, days)
        if last < frees_at:
            at = max(at, frees_at)
    return at


def _since(at: datetime, days: int, sent: Sequence[datetime]) -> Sequence[datetime]:
    """Return the touches that a bound of `days` may still hold against `at`: none when it is off.

    A cheap cut in elapsed time, before anything is read off the person's clock; two more days cover its changes.
    """
    reach = min(days + 2, (at - datetime.min).days)
    return sent[bisect_left(sent, at - timedelta(days=reach)) :] if days else ()


def _in_window(at: datetime, _sent: Sequence[datetime], _bounds: Bounds, window: SendWindow) -> datetime | None:
    return window.next_open(at)


_Law = Callable[[datetime, Sequence[datetime], Bounds, SendWindow], datetime | None]
_LAWS: dict[Reason, _Law] = {"min_gap": _after_min_gap, "cap": _under_cap, "window": _in_window}


def _costliest(delays: dict[Reason, timedelta]) -> Reason | None:
    reason = max(reversed(delays), key=delays.get)
    return reason if delays[reason] else None
