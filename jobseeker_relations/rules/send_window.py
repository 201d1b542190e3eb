"""When one person may be reached: their zone, their week, their days off (design §4 'Contact policy', 'Time').

The rest of the package asks questions about instants (naive UTC) and days (the person's own) and never converts
anything itself. One sentence carries all the clock arithmetic:

    a wall time stands for the first instant at which the person's clock shows that time *or later*.

So a time that the clocks skip becomes the end of the skip, a time shown twice becomes the first one, a later wall time
never becomes an earlier instant, and an opening that spans a change of the clocks is as long as it really is.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .civil_day import ONE_DAY, shift_day
from .spans import Span, joined, without

Hours = tuple[float, float]
Week = tuple[tuple[Hours, ...], ...]

ALWAYS: tuple[Week, ...] = ((((0.0, 24.0),),) * 7,)
NEVER: tuple[Week, ...] = (((),) * 7,)

DAYS_A_WEEK = 7
HOURS_A_DAY = 24
ONE_SECOND = timedelta(seconds=1)

# Over a year, so that a calendar open one day a year is still found; bounded, so that a closed one ends.
HORIZON_DAYS = 400
# A worker lives for days and each batch looks at another stretch of the calendar: the memory must not only grow.
REMEMBERED_DAYS = 1024
#: Instants of one window that were moved by days; each look at a person asks for the same few again.
REMEMBERED_MOVES = 512


@dataclass(frozen=True, slots=True)
class SendWindow:
    """The openings in which one person may be reached.

    :param zone: IANA name of the person's zone; an unknown one raises ``ValueError``.
    :param weeks: one or two weeks of seven days, Monday first; a day is a tuple of ``(hour_from, hour_to)`` in hours of
        the person's wall clock, 0 to 24. ``hour_to < hour_from`` runs past midnight into the next day; two equal hours
        are nothing, as the line 0–0 that Odoo's form begins with is. Of two weeks the date picks one as Odoo does
        (``resource.calendar.attendance.get_week_type``).
    :param days_off: ``[start, end)`` in naive *local* time when the window is shut.

    People with the same calendar and zone should share one window, and with it the days already worked out: make them
    with :meth:`of`.
    """

    zone: str
    weeks: tuple[Week, ...]
    days_off: tuple[Span, ...] = ()
    _clock: ZoneInfo = field(init=False, repr=False, compare=False)
    _days: dict[date, tuple[Span, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _moves: dict[tuple[datetime, int], datetime] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_clock", _clock(self.zone))
        if len(self.weeks) not in (1, 2) or any(len(week) != DAYS_A_WEEK for week in self.weeks):
            raise ValueError("A send window has one or two weeks of seven days.")
        for hours in (hours for week in self.weeks for day in week for hours in day):
            if not all(0 <= hour <= HOURS_A_DAY for hour in hours):
                raise ValueError(f"Hours of a send window run from 0 to 24, not {hours}.")

    @classmethod
    def of(cls, zone: str, weeks: tuple[Week, ...], days_off: tuple[Span, ...] = ()) -> "SendWindow":
        """Return the one shared window with these values (the cache that makes a batch of 100,000 people cheap)."""
        return _shared_window(zone, weeks, days_off)

    # -- the clock -----------------------------------------------------------------------------------------------

    def local(self, at: datetime) -> datetime:
        """Return the naive wall time that the person's clock shows at the instant `at`."""
        return self._wall(at).replace(tzinfo=None, fold=0)

    def to_utc(self, local: datetime) -> datetime:
        """Return the first instant at which the person's clock shows `local` or later (see the module's rule)."""
        local = local.replace(tzinfo=None, fold=0)
        offset = self._clock.utcoffset(local)
        later_offset = self._clock.utcoffset(local.replace(fold=1))
        if offset >= later_offset:
            return local - offset
        # PEP 495: only a time that the clocks skip has the smaller offset first.
        return self._skip_end(local, local - later_offset, local - offset)

    def day_of(self, at: datetime) -> date:
        """Return the person's day that holds the instant `at`; a later instant never falls on an earlier day.

        Not always the date on the clock: St John's used to turn back from 00:01 to 23:01, and the second 23:30 is then
        part of the day that had already begun.
        """
        wall = self._wall(at)
        day = wall.date()
        return day + ONE_DAY if wall.fold and self.midnight(day + ONE_DAY) <= at else day

    def midnight(self, day: date) -> datetime:
        """Return the instant at which the person's `day` begins."""
        return self.to_utc(datetime.combine(day, time.min))

    def plus_days(self, at: datetime, days: int) -> datetime:
        """Return the instant with the same wall time, `days` calendar days later."""
        moved = self._moves.get((at, days))
        if moved is None:
            wall = self.local(at)
            moved = self.to_utc(datetime.combine(shift_day(wall.date(), days), wall.time()))
            if len(self._moves) >= REMEMBERED_MOVES:
                self._moves.clear()
            self._moves[at, days] = moved
        return moved

    # -- instants ------------------------------------------------------------------------------------------------

    def is_open(self, at: datetime) -> bool:
        """Say whether the person may be reached at the instant `at`."""
        return any(start <= at < end for start, end in self._openings_on(self.day_of(at)))

    def next_open(self, at: datetime) -> datetime | None:
        """Return the first open instant at or after `at`, or None when there is none within 400 days."""
        return next((max(start, at) for start, end in self._openings_from(self.day_of(at)) if end > at), None)

    def closes_at(self, at: datetime) -> datetime | None:
        """Return the end of the opening that holds `at`, else of the next one.

        None when nothing opens within 400 days, and when what is open then stays open all that time.
        """
        day, closing = self.day_of(at), None
        for start, end in self._openings_from(day):
            if end <= at:
                continue
            if closing is not None and closing < start:
                return closing
            closing = end
        return None if closing == self.midnight(shift_day(day, HORIZON_DAYS + 1)) else closing

    def add_working_time(self, at: datetime, duration: timedelta) -> datetime | None:
        """Return the instant by which `duration` of open time has passed since `at`, or None when it never does.

        Time is real elapsed time, so a night with 25 hours in an always-open window counts as 25. A duration that ends
        with an opening ends at its closing, not at the next opening; none at all ends at `at`.
        """
        if duration < timedelta(0):
            raise ValueError("Working time is added, never taken away.")
        day = self.day_of(at)
        while duration:
            opening = next((span for span in self._openings_from(day) if span[1] > at), None)
            if opening is None:
                return None
            start = max(opening[0], at)
            at = min(start + duration, opening[1])
            duration -= at - start
            day = self.day_of(at)
        return at

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Return how much open time lies between two instants: real elapsed time; none when `end` is not the later."""
        total, day = timedelta(0), self.day_of(start)
        last = self.day_of(end)
        while day <= last and not self._has_no_hours():
            total += sum(
                (
                    min(closing, end) - max(opening, start)
                    for opening, closing in self._openings_on(day)
                    if opening < end and closing > start
                ),
                timedelta(0),
            )
            day += ONE_DAY
        return total

    # -- days ----------------------------------------------------------------------------------------------------

    def opening_on(self, day: date) -> datetime | None:
        """Return the first open instant of the person's `day`, or None when it has none.

        A window that runs past midnight is open on both days: it closes on the first at midnight and opens on the
        second at midnight, as if it had been written as two openings.
        """
        openings = self._openings_on(day)
        return openings[0][0] if openings else None

    def closing_on(self, day: date) -> datetime | None:
        """Return the instant at which the last opening of the person's `day` ends, at the latest its midnight."""
        openings = self._openings_on(day)
        return openings[-1][1] if openings else None

    def is_working_day(self, day: date) -> bool:
        """Say whether anything of `day` is open once days off are taken out."""
        return bool(self._openings_on(day))

    def working_day_on_or_before(self, day: date) -> date | None:
        """Return the last working day up to `day`, or None when there is none within 400 days."""
        return self._first_working_day(day, -1)

    def working_day_on_or_after(self, day: date) -> date | None:
        """Return the first working day from `day` on, or None when there is none within 400 days."""
        return self._first_working_day(day, 1)

    # -- how -----------------------------------------------------------------------------------------------------

    def _wall(self, at: datetime) -> datetime:
        return self._clock.fromutc(at.replace(tzinfo=self._clock))

    def _skip_end(self, local: datetime, before: datetime, after: datetime) -> datetime:
        """Return the instant between `before` and `after` at which the clocks skip `local` (always a whole second)."""
        start = before.replace(microsecond=0)
        seconds = range((after - start) // ONE_SECOND + 1)
        return start + ONE_SECOND * bisect_left(seconds, local, key=lambda n: self.local(start + ONE_SECOND * n))

    def _first_working_day(self, day: date, direction: int) -> date | None:
        if self._has_no_hours():
            return None
        days = (shift_day(day, direction * step) for step in range(HORIZON_DAYS + 1))
        return next((day for day in days if self.is_working_day(day)), None)

    def _has_no_hours(self) -> bool:
        return not any(any(week) for week in self.weeks)

    def _openings_from(self, day: date) -> Iterator[Span]:
        """Yield the openings of `day` and the 400 days after it, cut at midnights, in order."""
        yield from self._openings_on(day)
        if self._has_no_hours():
            return
        for step in range(1, HORIZON_DAYS + 1):
            yield from self._openings_on(shift_day(day, step))

    def _openings_on(self, day: date) -> tuple[Span, ...]:
        """Return the openings of `day` as instants, cut at its two midnights; remembered, since batches share days."""
        openings = self._days.get(day)
        if openings is None:
            if len(self._days) >= REMEMBERED_DAYS:
                self._days.clear()
            openings = self._days[day] = joined(
                (self.to_utc(start), self.to_utc(end))
                for span in self._local_openings(day)
                for start, end in without(span, self.days_off)
            )
        return openings

    def _local_openings(self, day: date) -> Iterator[Span]:
        """Yield the week's openings that touch `day` in wall time, cut at its midnights, days off not yet taken out."""
        midnight = datetime.combine(day, time.min)
        for origin in (midnight - ONE_DAY, midnight):
            for hour_from, hour_to in self._hours_on(origin.date()):
                end = origin + _wall_hours(hour_to) + (ONE_DAY if hour_to < hour_from else timedelta(0))
                yield max(origin + _wall_hours(hour_from), midnight), min(end, midnight + ONE_DAY)

    def _hours_on(self, day: date) -> tuple[Hours, ...]:
        week = self.weeks[(day.toordinal() - 1) // 7 % len(self.weeks)]
        return week[day.weekday()]


def _wall_hours(hours: float) -> timedelta:
    """Return Odoo's float hours as wall time; to the second, since 8.3333 is how it stores twenty past eight."""
    return timedelta(seconds=round(hours * 3600))


def _clock(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    # A missing zone is a KeyError, a folder of zones an OSError, an empty or foreign value one of the others.
    except (KeyError, OSError, TypeError, ValueError) as error:
        raise ValueError(f"Unknown time zone: {zone!r}") from error


_shared_window = lru_cache(maxsize=512)(SendWindow)
