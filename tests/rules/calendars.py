"""The calendars, zones and moments that these tests are made of: by name for the cases, drawn for the laws."""

import os
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import settings
from hypothesis import strategies as st
from rules.send_window import ALWAYS, NEVER, SendWindow

THOROUGHNESS = int(os.environ.get("RULES_THOROUGHNESS", "1"))

MORNINGS = ((9.0, 12.0),)
OFFICE_DAY = ((9.0, 18.0),)
SPLIT_DAY = ((9.0, 12.5), (13.5, 18.0))

OFFICE = ((OFFICE_DAY,) * 5 + ((), ()),)
SPLIT = ((SPLIT_DAY,) * 5 + ((), ()),)
NIGHTS = ((((20.0, 4.0),),) * 7,)
NIGHTS_CUT = ((((0.0, 4.0), (20.0, 24.0)),) * 7,)
WEEKENDS = (((),) * 5 + (OFFICE_DAY,) * 2,)
TWO_WEEKS = ((MORNINGS,) * 5 + ((), ()), ((),) * 2 + (OFFICE_DAY,) * 3 + ((), ()))
SMALL_HOURS = ((((1.0, 3.0),),) * 7,)


def utc(text: str) -> datetime:
    """Return the instant (or the naive local time) written as ``2026-03-29 01:30``."""
    return datetime.fromisoformat(text)


def examples(count: int) -> settings:
    """Return settings for `count` examples, times ``RULES_THOROUGHNESS`` when one has an hour to spare."""
    return settings(max_examples=count * THOROUGHNESS)


def window(weeks=OFFICE, zone="Europe/Lisbon", days_off=()) -> SendWindow:
    """Return a window; `days_off` as pairs of texts."""
    return SendWindow.of(zone, weeks, tuple((utc(start), utc(end)) for start, end in days_off))


@lru_cache
def transitions(zone: str) -> tuple[datetime, ...]:
    """Return the instants between 2000 and 2037 at which the offset of `zone` changes, to the second."""

    def offset(at: datetime) -> timedelta:
        return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()

    months = [datetime(year, month, 15) for year in range(2000, 2038) for month in range(1, 13)]
    changes = []
    for start, end in zip(months, months[1:], strict=False):
        if offset(start) == offset(end):
            continue
        while end - start > timedelta(seconds=1):
            middle = start + (end - start) // timedelta(seconds=2) * timedelta(seconds=1)
            start, end = (middle, end) if offset(middle) == offset(start) else (start, middle)
        changes.append(end)
    return tuple(changes)


def changes_its_clocks(zone: str) -> bool:
    """Say whether `zone` had more than one offset between 2000 and 2037, looking at each quarter of a year."""
    quarters = (
        datetime(year, month, 15, tzinfo=ZoneInfo(zone)) for year in range(2000, 2038) for month in (1, 4, 7, 10)
    )
    return len({quarter.utcoffset() for quarter in quarters}) > 1


# "localtime" is the machine's own zone under a name that the next machine may not have.
CHANGING_ZONES = sorted(zone for zone in available_timezones() - {"localtime"} if changes_its_clocks(zone))

zones = st.sampled_from(CHANGING_ZONES) | st.sampled_from(["Asia/Kathmandu", "UTC", "Etc/GMT+12", "Pacific/Kiritimati"])
quarters = st.integers(0, 96).map(lambda quarter: quarter / 4)
days = st.lists(st.tuples(quarters, quarters), max_size=2).map(tuple)
weeks = st.tuples(*[days] * 7)
calendars = st.sampled_from(
    [OFFICE, SPLIT, NIGHTS, NIGHTS_CUT, WEEKENDS, TWO_WEEKS, SMALL_HOURS, ALWAYS, NEVER]
) | st.lists(weeks, min_size=1, max_size=2).map(tuple)


@st.composite
def moments(draw, zone="UTC", first_year=2000, last_year=2037):
    """Draw an instant on a whole minute, half of the time within hours of a change of the clocks in `zone`."""
    years = datetime(first_year, 1, 1), datetime(last_year, 12, 31)
    changes = [change for change in transitions(zone) if years[0] <= change <= years[1]]
    if changes and draw(st.booleans()):
        at = draw(st.sampled_from(changes)) + timedelta(minutes=draw(st.integers(-30 * 60, 30 * 60)))
    else:
        at = draw(st.datetimes(*years))
    return at.replace(second=0, microsecond=0)


@st.composite
def days_off(draw, around: datetime):
    """Draw up to three stretches of local time near `around` when the window is shut."""
    count = draw(st.integers(0, 3))
    starts = [around + timedelta(minutes=15 * draw(st.integers(-1000, 1000))) for _ in range(count)]
    return tuple((start, start + timedelta(minutes=15 * draw(st.integers(0, 500)))) for start in starts)


@st.composite
def windows_at(draw, zones=zones, calendars=calendars):
    """Draw a window and an instant that is interesting in it."""
    zone = draw(zones)
    at = draw(moments(zone))
    quarter = at.replace(minute=at.minute // 15 * 15)
    return SendWindow(zone, draw(calendars), draw(days_off(quarter))), at
