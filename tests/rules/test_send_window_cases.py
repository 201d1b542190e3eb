"""When a person may be reached, case by case. Instants are UTC; the comment says what the person's clock shows."""

from datetime import date, timedelta

import pytest
from calendars import NIGHTS, NIGHTS_CUT, OFFICE, SMALL_HOURS, SPLIT, TWO_WEEKS, WEEKENDS, utc, window
from rules.send_window import ALWAYS, NEVER, SendWindow

LISBON = window()
CHRISTMAS = window(days_off=[("2026-12-24 13:00", "2026-12-26 00:00")])


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("Europe/Lisbon", "2026-01-15 09:00", "2026-01-15 09:00"),
        ("Europe/Lisbon", "2026-07-15 09:00", "2026-07-15 08:00"),
        # skipped 01:00-02:00: the end of the skip
        ("Europe/Lisbon", "2026-03-29 01:00", "2026-03-29 01:00"),
        ("Europe/Lisbon", "2026-03-29 01:30", "2026-03-29 01:00"),
        ("Europe/Lisbon", "2026-03-29 01:59:59.5", "2026-03-29 01:00"),
        ("Europe/Lisbon", "2026-03-29 02:00", "2026-03-29 01:00"),
        # shown twice 01:00-02:00: the first
        ("Europe/Lisbon", "2026-10-25 01:30", "2026-10-25 00:30"),
        ("Europe/Lisbon", "2026-10-25 02:00", "2026-10-25 02:00"),
        ("Europe/London", "2026-03-29 01:30", "2026-03-29 01:00"),
        ("Europe/London", "2026-10-25 01:30", "2026-10-25 00:30"),
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:00"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
        # half an hour of daylight saving
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-03 15:30"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),
        ("Asia/Kathmandu", "2026-06-01 09:00", "2026-06-01 03:15"),
        # a midnight, and a whole day, that never were
        ("Africa/Cairo", "2026-04-24 00:00", "2026-04-23 22:00"),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00"),
    ],
)
def test_to_utc_takes_the_first_instant_that_shows_the_time_or_later(zone, local, instant):
    assert window(ALWAYS, zone).to_utc(utc(local)) == utc(instant)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-01-15 08:59", "2026-01-15 09:00"),
        ("2026-01-15 09:00", "2026-01-15 09:00"),
        ("2026-01-15 17:59:59.999999", "2026-01-15 17:59:59.999999"),
        ("2026-01-15 18:00", "2026-01-16 09:00"),
        ("2026-01-16 18:00", "2026-01-19 09:00"),  # Friday evening to Monday
        ("2026-03-27 18:00", "2026-03-30 08:00"),  # the same over the change to summer time
        ("2026-10-23 17:00", "2026-10-26 09:00"),  # and over the change back
        ("2026-01-31 12:00", "2026-02-02 09:00"),  # a month's end
        ("2027-12-31 20:00", "2028-01-03 09:00"),
    ],
)
def test_next_open_in_office_hours(at, opens):
    assert LISBON.next_open(utc(at)) == utc(opens)
    assert LISBON.is_open(utc(at)) == (at == opens)


@pytest.mark.parametrize(
    ("at", "closes"),
    [
        ("2026-01-15 10:00", "2026-01-15 18:00"),
        ("2026-01-15 17:59", "2026-01-15 18:00"),
        ("2026-01-15 18:00", "2026-01-16 18:00"),
        ("2026-03-28 12:00", "2026-03-30 17:00"),
    ],
)
def test_closes_at_in_office_hours(at, closes):
    assert LISBON.closes_at(utc(at)) == utc(closes)


@pytest.mark.parametrize(
    ("zone", "weeks", "at", "opens", "closes"),
    [
        # 01:00-03:00 on the day of the change: one hour, then three
        ("Europe/London", SMALL_HOURS, "2026-03-29 00:00", "2026-03-29 01:00", "2026-03-29 02:00"),
        ("Europe/London", SMALL_HOURS, "2026-10-24 12:00", "2026-10-25 00:00", "2026-10-25 03:00"),
        ("America/New_York", SMALL_HOURS, "2026-03-08 00:00", "2026-03-08 06:00", "2026-03-08 07:00"),
        ("America/New_York", SMALL_HOURS, "2026-11-01 00:00", "2026-11-01 05:00", "2026-11-01 08:00"),
        ("Australia/Lord_Howe", SMALL_HOURS, "2026-10-03 12:00", "2026-10-03 14:30", "2026-10-03 16:00"),
        ("Australia/Lord_Howe", SMALL_HOURS, "2026-04-04 12:00", "2026-04-04 14:00", "2026-04-04 16:30"),
        ("Asia/Kathmandu", SMALL_HOURS, "2026-05-31 12:00", "2026-05-31 19:15", "2026-05-31 21:15"),
        # 20:00-04:00, written in one piece or cut at midnight, is one opening
        ("Europe/Lisbon", NIGHTS, "2026-01-15 12:00", "2026-01-15 20:00", "2026-01-16 04:00"),
        ("Europe/Lisbon", NIGHTS_CUT, "2026-01-15 12:00", "2026-01-15 20:00", "2026-01-16 04:00"),
        ("Europe/Lisbon", NIGHTS, "2026-03-28 12:00", "2026-03-28 20:00", "2026-03-29 03:00"),
        ("Europe/Lisbon", NIGHTS, "2026-10-24 12:00", "2026-10-24 19:00", "2026-10-25 04:00"),
        ("Europe/Lisbon", SPLIT, "2026-01-15 12:30", "2026-01-15 13:30", "2026-01-15 18:00"),
        ("Europe/Lisbon", WEEKENDS, "2026-01-15 12:30", "2026-01-17 09:00", "2026-01-17 18:00"),
    ],
)
def test_openings(zone, weeks, at, opens, closes):
    assert window(weeks, zone).next_open(utc(at)) == utc(opens)
    assert window(weeks, zone).closes_at(utc(at)) == utc(closes)
    assert window(weeks, zone).closes_at(utc(opens)) == utc(closes)


def test_an_opening_that_starts_inside_a_skip_starts_at_its_end():
    opening = window(((((1.5, 3.0),),) * 7,), "Europe/London")
    assert opening.opening_on(date(2026, 3, 29)) == utc("2026-03-29 01:00")


def test_an_opening_wholly_inside_a_skip_does_not_happen():
    opening = window(((((1.0, 1.75),),) * 7,), "Europe/London")
    assert not opening.is_working_day(date(2026, 3, 29))
    assert opening.next_open(utc("2026-03-29 00:30")) == utc("2026-03-30 00:00")


def test_an_opening_that_starts_at_a_repeated_time_does_not_start_twice():
    opening = window(((((1.5, 1.75),),) * 7,), "Europe/London")
    assert opening.is_open(utc("2026-10-25 00:30"))
    assert not opening.is_open(utc("2026-10-25 01:30"))


def test_two_openings_on_either_side_of_a_skip_are_one():
    openings = window(((((0.0, 1.0), (2.0, 3.0)),) * 7,), "Europe/London")
    assert openings.closes_at(utc("2026-03-29 00:30")) == utc("2026-03-29 02:00")
    assert openings.closes_at(utc("2026-03-28 00:30")) == utc("2026-03-28 01:00")


@pytest.mark.parametrize(
    ("at", "opens", "closes"),
    [
        ("2026-12-24 10:00", "2026-12-24 10:00", "2026-12-24 13:00"),
        ("2026-12-24 13:00", "2026-12-28 09:00", "2026-12-28 18:00"),
        ("2026-12-25 10:00", "2026-12-28 09:00", "2026-12-28 18:00"),
    ],
)
def test_days_off_close_the_window(at, opens, closes):
    assert CHRISTMAS.next_open(utc(at)) == utc(opens)
    assert CHRISTMAS.closes_at(utc(at)) == utc(closes)


def test_days_off_are_in_the_persons_own_time():
    kathmandu = window(ALWAYS, "Asia/Kathmandu", [("2026-06-02 00:00", "2026-06-03 00:00")])
    assert kathmandu.closes_at(utc("2026-06-01 12:00")) == utc("2026-06-01 18:15")
    assert kathmandu.next_open(utc("2026-06-01 18:15")) == utc("2026-06-02 18:15")


def test_a_half_day_off_leaves_a_working_day():
    assert CHRISTMAS.is_working_day(date(2026, 12, 24))
    assert CHRISTMAS.closing_on(date(2026, 12, 24)) == utc("2026-12-24 13:00")
    assert not CHRISTMAS.is_working_day(date(2026, 12, 25))
    assert CHRISTMAS.opening_on(date(2026, 12, 25)) is None
    assert CHRISTMAS.closing_on(date(2026, 12, 25)) is None


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 12, 24), date(2026, 12, 24), date(2026, 12, 24)),
        (date(2026, 12, 25), date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 5, 31), date(2026, 5, 29), date(2026, 6, 1)),
        (date(2027, 1, 2), date(2027, 1, 1), date(2027, 1, 4)),
    ],
)
def test_working_days_around(day, before, after):
    assert CHRISTMAS.working_day_on_or_before(day) == before
    assert CHRISTMAS.working_day_on_or_after(day) == after


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        # Odoo: week number (ordinal - 1) // 7, even: the first week; 2026-01-05 is ordinal 739621, week 105660
        (date(2026, 1, 5), ("2026-01-05 09:00", "2026-01-05 12:00")),
        (date(2026, 1, 12), None),
        (date(2026, 1, 14), ("2026-01-14 09:00", "2026-01-14 18:00")),
        (date(2026, 1, 19), ("2026-01-19 09:00", "2026-01-19 12:00")),
        # a year with 53 weeks: even and odd still take turns
        (date(2026, 12, 28), None),
        (date(2027, 1, 4), ("2027-01-04 08:00", "2027-01-04 12:00")),
    ],
)
def test_two_weeks_take_turns_as_in_odoo(day, hours):
    pair = window(TWO_WEEKS)
    opens, closes = pair.opening_on(day), pair.closing_on(day)
    if hours is None:
        assert (opens, closes) == (None, None)
    else:
        assert closes == utc(hours[1])
        assert opens == pair.to_utc(utc(f"{day} 09:00"))


def test_a_night_belongs_to_both_its_days():
    nights = window((((), (), (), (), ((20.0, 4.0),), (), ()),))
    friday, saturday = date(2026, 1, 16), date(2026, 1, 17)
    assert nights.opening_on(friday) == utc("2026-01-16 20:00")
    assert nights.closing_on(friday) == nights.opening_on(saturday) == utc("2026-01-17 00:00")
    assert nights.closing_on(saturday) == utc("2026-01-17 04:00")
    assert not nights.is_working_day(date(2026, 1, 18))


@pytest.mark.parametrize(
    ("at", "hours", "until"),
    [
        ("2026-01-15 10:00", 4, "2026-01-15 14:00"),
        ("2026-01-15 16:00", 4, "2026-01-16 11:00"),
        ("2026-01-15 16:00", 2, "2026-01-15 18:00"),  # ends with the opening, not at the next one
        ("2026-01-15 20:00", 1, "2026-01-16 10:00"),
        ("2026-01-16 17:00", 10, "2026-01-19 18:00"),
        ("2026-01-16 17:00", 11, "2026-01-20 10:00"),
        ("2026-03-27 17:00", 2, "2026-03-30 09:00"),
        ("2026-01-15 03:00", 0, "2026-01-15 03:00"),
    ],
)
def test_add_working_time(at, hours, until):
    assert LISBON.add_working_time(utc(at), timedelta(hours=hours)) == utc(until)


def test_working_time_is_elapsed_time():
    always = window(ALWAYS, "Europe/London")
    assert always.add_working_time(utc("2026-10-24 23:00"), timedelta(hours=25)) == utc("2026-10-26 00:00")
    assert always.local(utc("2026-10-26 00:00")) == utc("2026-10-26 00:00")


def test_working_time_is_never_taken_away():
    with pytest.raises(ValueError):
        LISBON.add_working_time(utc("2026-01-15 10:00"), timedelta(hours=-1))


def test_always_open_never_closes():
    always, at = window(ALWAYS), utc("2026-03-29 00:30")
    assert always.next_open(at) == at
    assert always.closes_at(at) is None
    assert always.closing_on(date(2026, 3, 29)) == always.opening_on(date(2026, 3, 30)) == utc("2026-03-29 23:00")


@pytest.mark.parametrize("never", [window(NEVER), window(days_off=[("2020-01-01 00:00", "2030-01-01 00:00")])])
def test_never_open(never):
    at, day = utc("2026-01-15 10:00"), date(2026, 1, 15)
    assert not never.is_open(at)
    assert never.next_open(at) is None
    assert never.closes_at(at) is None
    assert never.add_working_time(at, timedelta(hours=1)) is None
    assert never.working_day_on_or_before(day) is None
    assert never.working_day_on_or_after(day) is None


def test_a_window_shut_for_four_hundred_days_still_opens():
    at = utc("2026-01-15 10:00")
    last = at + timedelta(days=400)
    shut_until = last.replace(hour=0)
    assert window(ALWAYS, "UTC", [("2025-01-01 00:00", str(shut_until))]).next_open(at) == shut_until
    assert window(ALWAYS, "UTC", [("2025-01-01 00:00", str(shut_until + timedelta(days=1)))]).next_open(at) is None


def test_plus_days_keeps_the_wall_time():
    assert LISBON.plus_days(utc("2026-03-28 10:00"), 1) == utc("2026-03-29 09:00")
    assert LISBON.plus_days(utc("2026-03-28 01:30"), 1) == utc("2026-03-29 01:00")
    assert LISBON.plus_days(utc("2026-01-31 10:00"), -31) == utc("2025-12-31 10:00")


def test_day_of_is_the_persons_day():
    assert window(zone="Asia/Kathmandu").day_of(utc("2026-06-01 18:14")) == date(2026, 6, 1)
    assert window(zone="Asia/Kathmandu").day_of(utc("2026-06-01 18:15")) == date(2026, 6, 2)


def test_day_of_never_goes_back():
    # St John's turned back at 00:01: the second 23:30 is part of the day that had begun
    st_johns = window(ALWAYS, "America/St_Johns")
    assert st_johns.local(utc("2010-11-07 03:00")) == utc("2010-11-06 23:30")
    assert st_johns.day_of(utc("2010-11-07 02:30:30")) == st_johns.day_of(utc("2010-11-07 03:00")) == date(2010, 11, 7)


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "Europe", "../etc/passwd", None, False])
def test_an_unknown_zone_is_named(zone):
    with pytest.raises(ValueError, match="Unknown time zone") as error:
        SendWindow(zone, OFFICE)
    assert repr(zone) in str(error.value)


@pytest.mark.parametrize("hours", [(0.0, 0.0), (9.0, 9.0), (24.0, 24.0)])
def test_two_equal_hours_are_nothing(hours):
    assert window((((hours,),) * 7,)).next_open(utc("2026-01-15 10:00")) is None


@pytest.mark.parametrize(
    ("hours", "opens", "closes"),
    [
        ((20.0, 0.0), "2026-01-15 20:00", "2026-01-16 00:00"),
        ((24.0, 4.0), "2026-01-16 00:00", "2026-01-16 04:00"),
        ((12.25, 12.0), "2026-01-15 12:15", None),  # a night that all but meets itself
        ((8.3333, 8.6667), "2026-01-16 08:20", "2026-01-16 08:40"),  # Odoo's twenty past and twenty to
    ],
)
def test_hours_at_their_edges(hours, opens, closes):
    edge = window((((hours,),) * 7,))
    assert edge.next_open(utc("2026-01-15 12:10")) == utc(opens)
    assert edge.closes_at(utc(opens)) == utc(closes or "2026-01-16 12:00")


def test_the_last_opening_of_all_still_closes():
    leaving = window(days_off=[("2026-01-16 00:00", "2030-01-01 00:00")])
    assert leaving.closes_at(utc("2026-01-15 10:00")) == utc("2026-01-15 18:00")
    assert leaving.closes_at(utc("2026-01-15 18:00")) is None
    assert leaving.add_working_time(utc("2026-01-15 10:00"), timedelta(hours=8)) == utc("2026-01-15 18:00")
    assert leaving.add_working_time(utc("2026-01-15 10:00"), timedelta(hours=9)) is None


def test_one_week_of_two_may_be_empty():
    every_other = window((NEVER[0], OFFICE[0]))
    assert every_other.next_open(utc("2026-01-15 20:00")) == utc("2026-01-16 09:00")
    assert every_other.next_open(utc("2026-01-16 20:00")) == utc("2026-01-26 09:00")


@pytest.mark.parametrize(
    "weeks", [(), OFFICE * 3, (OFFICE[0][:5],), (OFFICE[0], OFFICE[0][:5]), (((((9.0, 25.0),),) + ((),) * 6),)]
)
def test_a_malformed_week_is_refused(weeks):
    with pytest.raises(ValueError):
        SendWindow("UTC", weeks)


def test_windows_are_values():
    assert SendWindow("UTC", OFFICE) == SendWindow("UTC", OFFICE) != SendWindow("Europe/Lisbon", OFFICE)
    assert hash(SendWindow("UTC", OFFICE)) == hash(SendWindow("UTC", OFFICE))
    assert SendWindow.of("UTC", OFFICE) is SendWindow.of("UTC", OFFICE)
    assert LISBON.local(utc("2026-10-25 01:30")).fold == 0


def test_the_memory_of_days_is_bounded(monkeypatch):
    monkeypatch.setattr("rules.send_window.REMEMBERED_DAYS", 10)
    forgetful = SendWindow("Europe/Lisbon", OFFICE)
    for at in (utc("2026-01-15 20:00") + timedelta(days=days) for days in range(50)):
        assert forgetful.next_open(at) == LISBON.next_open(at)
    assert len(forgetful._days) <= 10


def test_the_memory_of_moves_is_bounded(monkeypatch):
    monkeypatch.setattr("rules.send_window.REMEMBERED_MOVES", 10)
    forgetful = SendWindow("Europe/Lisbon", OFFICE)
    for at in (utc("2026-03-01 09:00") + timedelta(days=days) for days in range(50)):
        moved = [forgetful.plus_days(at, 7) for _again in range(2)]
        assert moved == [LISBON.plus_days(at, 7)] * 2
    assert len(forgetful._moves) <= 10
