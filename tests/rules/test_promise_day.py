"""Due days of a timetable: always a working day, never out of order, whatever the clocks do."""

from datetime import date, timedelta

import pytest
from calendars import ALWAYS, NEVER, OFFICE, calendars, examples, window, zones
from hypothesis import given
from hypothesis import strategies as st
from rules.promise_day import add_working_days, agreed_day, count_working_days, delayed, reminder
from rules.send_window import SendWindow

DAYS = st.dates(date(2001, 1, 1), date(2036, 12, 31))
FRIDAY, SATURDAY, MONDAY = date(2026, 3, 27), date(2026, 3, 28), date(2026, 3, 30)  # the clocks change on the Sunday


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 0, MONDAY),
        (SATURDAY, 1, MONDAY),
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 6, date(2026, 4, 6)),
        (MONDAY, -1, FRIDAY),
        (SATURDAY, -1, FRIDAY),
    ],
)
def test_working_days(start, count, expected):
    assert add_working_days(window(OFFICE), start, count) == expected


def test_a_holiday_does_not_count():
    easter = window(OFFICE, days_off=[("2026-04-03 00:00", "2026-04-07 00:00")])
    assert add_working_days(easter, date(2026, 4, 2), 1) == date(2026, 4, 7)


def test_weeks_and_months_end_on_a_working_day():
    assert delayed(window(OFFICE), date(2026, 1, 31), 1, "months") == date(2026, 3, 2), "28 February is a Saturday"
    assert delayed(window(OFFICE), SATURDAY, 1, "weeks") == date(2026, 4, 6)
    assert delayed(window(ALWAYS), date(2026, 3, 31), -1, "months") == date(2026, 2, 28)


def test_without_any_hours_each_day_counts():
    assert add_working_days(window(NEVER), SATURDAY, 3) == date(2026, 3, 31)


@given(zones, calendars, DAYS, st.integers(-30, 30))
@examples(90)
def test_a_due_day_is_a_working_day(zone, weeks, start, count):
    one = SendWindow.of(zone, tuple(weeks))
    due = add_working_days(one, start, count)
    assert one.working_day_on_or_after(start) is None or one.is_working_day(due)
    if count:
        assert (due > start) == (count > 0)


@given(zones, calendars, DAYS, st.integers(1, 15), st.integers(1, 15))
@examples(60)
def test_days_add_up(zone, weeks, start, first, second):
    one = SendWindow.of(zone, tuple(weeks))
    assert add_working_days(one, add_working_days(one, start, first), second) == add_working_days(
        one, start, first + second
    )


@given(zones, calendars, DAYS, st.integers(0, 24), st.sampled_from(["days", "weeks", "months"]))
@examples(60)
def test_a_longer_delay_is_never_sooner(zone, weeks, start, count, unit):
    one = SendWindow.of(zone, tuple(weeks))
    assert delayed(one, start, count, unit) <= delayed(one, start, count + 1, unit)


@pytest.mark.parametrize(
    ("days", "told_before", "told_overdue", "expected"),
    [
        (2, False, False, None),
        (1, False, False, "before"),
        (0, False, False, "before"),
        (1, True, False, None),
        (0, True, False, None),
        (-1, False, False, "overdue"),
        (-30, True, False, "overdue"),
        (-1, True, True, None),
    ],
)
def test_reminders(days, told_before, told_overdue, expected):
    due = MONDAY + timedelta(days=days)
    assert reminder(due, MONDAY, told_before=told_before, told_overdue=told_overdue) == expected


@pytest.mark.parametrize(
    ("proposed", "due", "today", "expected"),
    [
        (MONDAY, date(2026, 4, 1), date(2026, 4, 1), date(2026, 4, 1)),  # still to come
        (MONDAY, date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 6)),  # two working days after the Thursday
        (FRIDAY, FRIDAY, MONDAY, date(2026, 3, 31)),  # the next working day at the earliest
        (MONDAY, FRIDAY, MONDAY, date(2026, 3, 31)),  # proposed when it was over
        (FRIDAY, MONDAY, date(2026, 4, 4), date(2026, 4, 6)),  # agreed on a Saturday
    ],
)
def test_a_day_that_passed_before_the_yes(proposed, due, today, expected):
    assert agreed_day(window(OFFICE), proposed, due, today) == expected


def test_without_any_hours_a_passed_day_is_counted_in_days():
    assert agreed_day(window(NEVER), FRIDAY, MONDAY, date(2026, 4, 4)) == date(2026, 4, 7)


@given(zones, calendars, DAYS, st.integers(0, 40))
@examples(60)
def test_counting_is_the_other_way_round(zone, weeks, start, count):
    one = SendWindow.of(zone, tuple(weeks))
    assert count_working_days(one, start, add_working_days(one, start, count)) == (
        count if count or one.working_day_on_or_after(start) in (None, start) else 1
    )


@given(zones, calendars, DAYS, st.integers(-40, 40), st.integers(0, 90))
@examples(60)
def test_nobody_is_late_when_they_agree(zone, weeks, proposed, ahead, later):
    one = SendWindow.of(zone, tuple(weeks))
    due, today = proposed + timedelta(days=ahead), proposed + timedelta(days=later)
    day = agreed_day(one, proposed, due, today)
    assert day >= today
    assert day == due or day > today
