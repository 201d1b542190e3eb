"""Stretches of time: cut and joined without gaining or losing a moment."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.spans import joined, without

NOON = datetime(2026, 1, 1, 12)


def at(hour):
    return NOON + timedelta(hours=hour)


def span(start, end):
    return at(start), at(end)


hours = st.integers(-20, 20)
spans = st.lists(st.builds(span, hours, hours), max_size=6)


@pytest.mark.parametrize(
    ("whole", "holes", "left"),
    [
        (span(0, 8), [], [span(0, 8)]),
        (span(0, 8), [span(2, 3)], [span(0, 2), span(3, 8)]),
        (span(0, 8), [span(-1, 2), span(7, 9)], [span(2, 7)]),
        (span(0, 8), [span(0, 8)], []),
        (span(0, 8), [span(8, 9)], [span(0, 8)]),
        (span(0, 8), [span(5, 2)], [span(0, 8)]),
        (span(8, 0), [], []),
    ],
)
def test_without(whole, holes, left):
    assert without(whole, holes) == left


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], ()),
        ([span(3, 4), span(0, 1)], (span(0, 1), span(3, 4))),
        ([span(0, 1), span(1, 2)], (span(0, 2),)),
        ([span(0, 9), span(2, 3)], (span(0, 9),)),
        ([span(2, 2), span(5, 1)], ()),
    ],
)
def test_joined(parts, whole):
    assert joined(parts) == whole


@given(spans, hours)
def test_joined_holds_the_same_moments(parts, hour):
    assert any(a <= at(hour) < b for a, b in parts) == any(a <= at(hour) < b for a, b in joined(parts))


@given(spans)
def test_joined_leaves_room_between_neighbours(parts):
    ends = [moment for part in joined(parts) for moment in part]
    assert ends == sorted(set(ends))


@given(st.builds(span, hours, hours), spans, hours)
def test_without_holds_what_no_hole_holds(whole, holes, hour):
    moment = at(hour)
    expected = whole[0] <= moment < whole[1] and not any(a <= moment < b for a, b in holes)
    assert any(a <= moment < b for a, b in without(whole, holes)) == expected
