"""The first days of a policy: nobody is lost, no day has too many, the oldest debt starts first."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from rules.spreading import spread

TODAY = date(2026, 3, 2)
DAYS = st.integers(-400, 60).map(lambda days: TODAY + timedelta(days=days))


def day(number):
    return date(2026, 3, number)


def test_an_old_debt_waits_for_its_turn():
    due = [day(1)] * 5
    assert spread(due, today=TODAY, per_day=2, used={}) == [day(2), day(2), day(3), day(3), day(4)]


def test_a_day_that_everybody_shares_is_spread_from_there():
    assert spread([day(9)] * 3, today=TODAY, per_day=1, used={}) == [day(9), day(10), day(11)]


def test_places_that_are_taken_count():
    assert spread([day(2)], today=TODAY, per_day=2, used={day(2): 2, day(3): 1}) == [day(3)]


def test_no_bound_spreads_nobody():
    assert spread([day(1)] * 3, today=TODAY, per_day=0, used={}) == [None] * 3


@given(st.lists(DAYS, max_size=60).map(sorted), st.integers(1, 5), st.dictionaries(DAYS, st.integers(0, 6), max_size=5))
def test_laws(due_days, per_day, used):
    starts = spread(due_days, today=TODAY, per_day=per_day, used=used)
    assert all(start >= max(due, TODAY) for start, due in zip(starts, due_days, strict=True)), "nobody before their day"
    full = Counter(starts)
    assert all(count + used.get(day, 0) <= max(per_day, used.get(day, 0)) for day, count in full.items())
    owed = [start for start, due in zip(starts, due_days, strict=True) if due <= TODAY]
    assert owed == sorted(owed), "the oldest debt first"


@given(st.lists(DAYS, max_size=40).map(sorted), st.integers(1, 5), st.integers(0, 40))
def test_two_intakes_keep_the_bound_together(due_days, per_day, cut):
    """An import of many comes in batches, the installation too."""
    first = spread(due_days[:cut], today=TODAY, per_day=per_day, used={})
    second = spread(due_days[cut:], today=TODAY, per_day=per_day, used=Counter(first))
    assert max(Counter(first + second).values(), default=0) <= per_day
