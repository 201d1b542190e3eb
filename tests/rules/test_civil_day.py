"""A day moved by days never leaves the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.civil_day import FIRST_DAY, LAST_DAY, shift_day


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 1)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2026, 3, 1), -1, date(2026, 2, 28)),
        (date.max, 0, LAST_DAY),
        (date(2026, 1, 1), 10**12, LAST_DAY),
        (date(2026, 1, 1), -(10**12), FIRST_DAY),
    ],
)
def test_shift_day(day, days, expected):
    assert shift_day(day, days) == expected


@given(st.dates(), st.integers())
def test_shift_day_stays_in_the_calendar(day, days):
    assert FIRST_DAY <= shift_day(day, days) <= LAST_DAY
