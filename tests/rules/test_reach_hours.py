"""The hours that one person asked for, within those of a calendar: cases, then the laws."""

import pytest
from calendars import NEVER, NIGHTS, OFFICE, SPLIT, TWO_WEEKS, WEEKENDS, examples, utc, window, windows_at
from hypothesis import given
from hypothesis import strategies as st
from rules.reach_hours import ANY_HOUR, asks, within
from rules.send_window import ALWAYS, SendWindow

FREE_DAY = ()
hours = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda pair: pair[0] < pair[1])
hours = hours.map(lambda pair: (pair[0] / 4, pair[1] / 4))


@pytest.mark.parametrize(
    ("weeks", "asked", "monday", "saturday"),
    [
        (OFFICE, (14.0, 20.0), ((14.0, 18.0),), FREE_DAY),
        (OFFICE, (0.0, 24.0), ((9.0, 18.0),), FREE_DAY),
        (SPLIT, (12.0, 14.0), ((12.0, 12.5), (13.5, 14.0)), FREE_DAY),
        # nothing of the office's day is left: the person's hours win, on its days
        (OFFICE, (18.0, 20.0), ((18.0, 20.0),), FREE_DAY),
        (OFFICE, (6.5, 8.0), ((6.5, 8.0),), FREE_DAY),
        # a window that runs past midnight is open on both days
        (NIGHTS, (2.0, 22.0), ((2.0, 4.0), (20.0, 22.0)), ((2.0, 4.0), (20.0, 22.0))),
        (WEEKENDS, (17.0, 19.0), FREE_DAY, ((17.0, 18.0),)),
        (NEVER, (9.0, 12.0), FREE_DAY, FREE_DAY),
    ],
)
def test_hours_of_a_week(weeks, asked, monday, saturday):
    [week] = within(window(weeks), asked).weeks
    assert (week[0], week[5]) == (monday, saturday)


def test_of_two_weeks_each_keeps_its_own():
    mornings, afternoons = within(window(TWO_WEEKS), (11.0, 13.0)).weeks
    assert mornings[0] == ((11.0, 12.0),)
    assert (afternoons[0], afternoons[2]) == ((), ((11.0, 13.0),))


def test_days_off_stay_and_the_clock_is_the_persons_own_on_the_night_it_changes():
    reached = within(window(ALWAYS, days_off=[("2026-03-30 00:00", "2026-03-31 00:00")]), (17.0, 20.0))
    assert reached.opening_on(utc("2026-03-28").date()) == utc("2026-03-28 17:00")
    assert reached.opening_on(utc("2026-03-29").date()) == utc("2026-03-29 16:00"), "Lisbon's clocks went forward"
    assert reached.next_open(utc("2026-03-29 19:00")) == utc("2026-03-31 16:00"), "Monday is a day off"


@pytest.mark.parametrize("nothing", [ANY_HOUR, (9.0, 9.0), (20.0, 17.0), (-1.0, 5.0), (8.0, 25.0)])
def test_who_asked_for_nothing_sensible_is_reached_as_the_calendar_says(nothing):
    assert not asks(nothing)
    assert within(window(), nothing) == window()


@given(windows_at(), hours)
@examples(150)
def test_open_within_the_hours_asked_for_alone(case, asked):
    calendar, at = case
    reached = within(SendWindow.of(calendar.zone, calendar.weeks, calendar.days_off), asked)
    if reached.is_open(at):
        opening = reached.opening_on(reached.day_of(at))
        assert opening is not None
        assert opening <= at < reached.closing_on(reached.day_of(at))
    assert all(asked[0] <= start < end <= asked[1] for week in reached.weeks for day in week for start, end in day)


@given(windows_at(), hours)
@examples(150)
def test_what_is_common_or_else_what_was_asked_for(case, asked):
    calendar, at = case
    reached, own = within(calendar, asked), SendWindow(calendar.zone, (((asked,),) * 7,), calendar.days_off)
    both = calendar.is_open(at) and own.is_open(at)
    if both:
        assert reached.is_open(at)
    if reached.is_open(at):
        assert own.is_open(at)


@given(windows_at(), hours)
def test_asking_twice_changes_nothing(case, asked):
    once = within(case[0], asked)
    assert within(once, asked) == once


@given(windows_at())
def test_the_whole_day_is_what_the_calendar_says(case):
    calendar, at = case
    assert within(calendar, (0.0, 24.0)).is_open(at) == calendar.is_open(at)
