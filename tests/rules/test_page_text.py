"""Whatever a browser sends becomes text that can be kept, a day, an hour, or nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.page_text import clock, day, hour, line, text

anything = st.text() | st.binary() | st.none() | st.integers() | st.lists(st.text())


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("  Ana   Sá ", "Ana Sá"),
        ("one\r\ntwo", "one two"),
        ("nul\x00 and \x1bescape", "nul and escape"),
        ("half \ud83d", "half"),
        ("محمد", "محمد"),
        ("e\u0301", "é"),
        (b"bytes", ""),
        (None, ""),
    ],
)
def test_a_line(value, kept):
    assert line(value, 100) == kept


def test_lines_are_kept_in_a_text():
    assert text("first\r\nsecond\n", 100) == "first\nsecond"


@given(anything, st.integers(1, 50))
def test_what_is_kept_fits_and_can_be_stored(value, limit):
    for kept in (line(value, limit), text(value, limit)):
        assert len(kept) <= limit
        assert "\x00" not in kept
        kept.encode()
    assert "\n" not in line(value, limit)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("17:30", 17.5), ("9:00", 9.0), ("24:00", 24.0), ("24:30", None), ("25:00", None), ("x", None), (None, None)],
)
def test_an_hour(value, expected):
    assert hour(value) == expected


@given(st.integers(0, 24 * 60 - 1))
def test_an_hour_is_read_as_it_is_shown(minutes):
    assert hour(clock(minutes / 60)) == minutes / 60


@given(anything)
def test_a_day_or_nothing(value):
    assert day(value) is None or isinstance(day(value), date)
    assert day("2026-03-29") == date(2026, 3, 29)
