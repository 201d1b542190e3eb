"""Reviews fall on working days, nobody's day comes early, no adviser gets too many, and silence is counted right."""

from collections import Counter
from datetime import date, timedelta

from calendars import OFFICE, window
from hypothesis import given
from hypothesis import strategies as st
from rules.review_dates import give_days, longest_silence, review_day
from rules.send_window import NEVER

TODAY = date(2026, 3, 2)
DAYS = st.integers(-90, 60).map(lambda days: TODAY + timedelta(days=days))
OFFICE_WINDOW = window(OFFICE)


def day(number, month=3):
    return date(2026, month, number)


def test_a_review_is_due_on_a_working_day():
    assert review_day(day(2), 28, OFFICE_WINDOW) == day(30)
    assert review_day(day(2), 5, OFFICE_WINDOW) == day(9), "Saturday becomes Monday"


def test_a_public_holiday_is_no_working_day():
    closed = window(OFFICE, days_off=[("2026-03-09 00:00", "2026-03-10 00:00")])
    assert review_day(day(2), 7, closed) == day(10)


def test_the_change_of_the_clocks_moves_no_day():
    assert review_day(day(20), 10, OFFICE_WINDOW) == day(30), "the clocks change on the 29th"


def test_a_calendar_without_hours_is_no_obstacle():
    assert review_day(day(2), 5, window(NEVER)) == day(7)


def test_many_at_once_are_spread_over_working_days():
    days = give_days([day(1)] * 5, today=day(5), per_day=2, used={}, window=OFFICE_WINDOW)
    assert days == [day(5), day(5), day(6), day(6), day(9)]


def test_what_an_adviser_has_already_counts():
    assert give_days([day(2)], today=TODAY, per_day=2, used={day(2): 2, day(3): 1}, window=OFFICE_WINDOW) == [day(3)]


def test_without_a_bound_everybody_gets_their_own_day():
    assert give_days([day(9)] * 3, today=TODAY, per_day=0, used={}, window=OFFICE_WINDOW) == [day(9)] * 3


@given(st.lists(DAYS, max_size=60).map(sorted), st.integers(1, 5), st.dictionaries(DAYS, st.integers(0, 6), max_size=5))
def test_laws_of_spreading(due_days, per_day, used):
    days = give_days(due_days, today=TODAY, per_day=per_day, used=used, window=OFFICE_WINDOW)
    assert len(days) == len(due_days)
    assert all(given >= max(due, TODAY) for given, due in zip(days, due_days, strict=True)), "nobody before their day"
    assert all(OFFICE_WINDOW.is_working_day(given) for given in days)
    assert all(count + used.get(at, 0) <= max(per_day, used.get(at, 0)) for at, count in Counter(days).items())


def test_silence_lasts_until_today():
    assert longest_silence([day(4), day(6)], day(2), day(20)) == (14, day(6), day(20))
    assert longest_silence([], day(2), day(9)) == (7, day(2), day(9))
    assert longest_silence([day(12)], day(2), day(14)) == (10, day(2), day(12))


@given(st.lists(DAYS, max_size=20), DAYS, DAYS)
def test_laws_of_silence(contacts, since, until):
    silence = longest_silence(contacts, since, until)
    assert silence.days == (silence.until - silence.since).days >= 0
    assert not [at for at in contacts if silence.since < at < silence.until]
