"""Every zone has the day that its clock shows, and at any moment there are at most three."""

from datetime import UTC
from zoneinfo import ZoneInfo

from calendars import CHANGING_ZONES, examples, moments, utc
from hypothesis import given
from rules.zone_day import zones_by_day

ZONES = (*CHANGING_ZONES, "UTC", "Asia/Kathmandu", "Etc/GMT+12", "Pacific/Kiritimati")


def test_three_days_at_once():
    days = zones_by_day(utc("2026-03-02 10:30"), ZONES)
    assert [day.day for day in days] == [1, 2, 3]
    assert "Etc/GMT+12" in days[min(days)]
    assert "Pacific/Kiritimati" in days[max(days)]


@given(moments())
@examples(30)
def test_each_zone_once_with_its_own_day(at):
    days = zones_by_day(at, ZONES)
    assert len(days) in (1, 2, 3)
    assert list(days) == sorted(days)
    shown = {zone: at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for zone in ZONES}
    assert {zone: day for day, zones in days.items() for zone in zones} == shown
