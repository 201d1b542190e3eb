"""Which day it is in which zone: at any moment there are two dates on earth, and for some hours three."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

ONE_QUARTER = 15  # minutes; no zone begins its day between them


def zones_by_day(now: datetime, zones: tuple[str, ...]) -> dict[date, frozenset[str]]:
    """Return the zones that have each day at the naive UTC instant `now`, the earliest day first."""
    return _zones_by_day(now.replace(minute=now.minute // ONE_QUARTER * ONE_QUARTER, second=0, microsecond=0), zones)


@lru_cache(maxsize=8)
def _zones_by_day(now: datetime, zones: Iterable[str]) -> dict[date, frozenset[str]]:
    days = defaultdict(set)
    for zone in zones:
        days[now.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()].add(zone)
    return {day: frozenset(days[day]) for day in sorted(days)}
