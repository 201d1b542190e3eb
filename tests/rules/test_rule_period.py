"""Periods of law: ends of months, working days, and numbers that nobody meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.rule_period import MOST, end_of_period, latest_passed
from rules.send_window import ALWAYS, SendWindow

EVERY_DAY = SendWindow.of("UTC", ALWAYS)
OFFICE = SendWindow.of("UTC", (tuple(((9.0, 17.0),) if day < 5 else () for day in range(7)),))


@pytest.mark.parametrize(
    ("day", "number", "unit", "end"),
    [
        ("2026-01-31", 1, "months", "2026-02-28"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2026-11-26", 24, "months", "2028-11-26"),
        ("2026-11-27", 3, "days", "2026-11-30"),
        ("2026-11-27", 3, "working_days", "2026-12-02"),
        ("2026-03-31", -1, "months", "2026-02-28"),
    ],
)
def test_end(day, number, unit, end):
    assert end_of_period(OFFICE, date.fromisoformat(day), number, unit) == date.fromisoformat(end)


def test_a_unit_that_is_none():
    with pytest.raises(ValueError, match="fortnights"):
        end_of_period(EVERY_DAY, date(2026, 1, 1), 1, "fortnights")


@given(
    st.dates(date(1970, 1, 1), date(2200, 1, 1)),
    st.integers(0, 400),
    st.integers(0, 400),
    st.sampled_from(sorted(MOST)),
)
def test_a_longer_period_ends_no_sooner(day, some, more, unit):
    assert end_of_period(EVERY_DAY, day, some, unit) <= end_of_period(EVERY_DAY, day, some + more, unit)


@given(st.dates(), st.integers(), st.sampled_from(["days", "months", "years"]))
def test_every_number_has_an_end(day, number, unit):
    assert isinstance(end_of_period(EVERY_DAY, day, number, unit), date)


@given(st.lists(st.integers(0, 100), max_size=6), st.integers(-50, 150))
def test_the_rung_is_the_nearest_that_is_not_below(ladder, left):
    rung = latest_passed(tuple(ladder), left)
    assert rung == (min(reached) if (reached := [r for r in ladder if r >= left]) else None)
