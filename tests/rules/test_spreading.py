"""The first days of a policy: nobody is lost, no day has too many, the oldest debt starts first."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from rules.spreading import spread

TODAY = date(2026, 3, 2)
DAYS = st.integers(-400, 60).map(lambda days: TODAY + timedelta(days=days))


def working_day(day):
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= 5 else 0)


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


def test_nobody_is_given_a_day_on_which_nothing_leaves():
    friday, monday, tuesday = day(6), day(9), day(10)
    due = [day(1)] * 3 + [day(7)] * 2
    starts = spread(due, today=friday, per_day=2, used={}, open_from=working_day)
    assert starts == [friday, friday, monday, monday, tuesday]


def test_places_on_a_closed_day_are_places_on_the_next_open_one():
    assert spread([day(9)], today=TODAY, per_day=2, used={day(7): 1, day(8): 1}, open_from=working_day) == [day(10)]


@given(st.lists(DAYS, max_size=60).map(sorted), st.integers(1, 5), st.dictionaries(DAYS, st.integers(0, 6), max_size=5))
def test_laws(due_days, per_day, used):
    check_laws(due_days, per_day, used, open_from=lambda day: day)


@given(st.lists(DAYS, max_size=60).map(sorted), st.integers(1, 5), st.dictionaries(DAYS, st.integers(0, 6), max_size=5))
def test_laws_where_weekends_are_closed(due_days, per_day, used):
    used = {day: places for day, places in used.items() if day == working_day(day)}
    starts = check_laws(due_days, per_day, used, open_from=working_day)
    assert all(start == working_day(start) for start in starts), "nobody on a closed day"


def check_laws(due_days, per_day, used, open_from):
    starts = spread(due_days, today=TODAY, per_day=per_day, used=used, open_from=open_from)
    assert all(start >= max(due, TODAY) for start, due in zip(starts, due_days, strict=True)), "nobody before their day"
    full = Counter(starts)
    assert all(count + used.get(day, 0) <= max(per_day, used.get(day, 0)) for day, count in full.items())
    owed = [start for start, due in zip(starts, due_days, strict=True) if due <= TODAY]
    assert owed == sorted(owed), "the oldest debt first"
    return starts


@given(st.lists(DAYS, max_size=40).map(sorted), st.integers(1, 5), st.integers(0, 40))
def test_two_intakes_keep_the_bound_together(due_days, per_day, cut):
    """An import of many comes in batches, the installation too."""
    first = spread(due_days[:cut], today=TODAY, per_day=per_day, used={})
    second = spread(due_days[cut:], today=TODAY, per_day=per_day, used=Counter(first))
    assert max(Counter(first + second).values(), default=0) <= per_day
