"""What holds for every zone whose clocks change, every calendar and every moment."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from calendars import ALWAYS, NIGHTS, NIGHTS_CUT, calendars, examples, moments, windows_at, zones
from hypothesis import assume, given
from hypothesis import strategies as st
from rules.send_window import SendWindow

MINUTE = timedelta(minutes=1)
# Thousandths, as a float close to 1 rounds up to the moment that it must stay short of.
parts = st.integers(0, 999).map(lambda part: part / 1000)
minutes = st.integers(0, 3 * 24 * 60).map(lambda count: count * MINUTE)


def shows_open(window: SendWindow, at: datetime) -> bool:
    """The oracle: read the week off the latest wall time that the person's clock has shown, minute by minute."""
    clock = ZoneInfo(window.zone)
    shown = ((at - count * MINUTE).replace(tzinfo=UTC).astimezone(clock) for count in range(4 * 60))
    wall = max(time.replace(tzinfo=None) for time in shown)
    if any(start <= wall < end for start, end in window.days_off):
        return False
    for midnight in (datetime.combine(wall.date(), datetime.min.time()) - timedelta(days=n) for n in (0, 1)):
        week = window.weeks[(midnight.toordinal() - 1) // 7 % len(window.weeks)]
        for start, end in week[midnight.weekday()]:
            end += 24 if end < start else 0
            if midnight + timedelta(hours=start) <= wall < midnight + timedelta(hours=end):
                return True
    return False


@given(windows_at())
@examples(180)
def test_is_open_reads_the_clock_on_the_wall(case):
    window, at = case
    assert window.is_open(at) == shows_open(window, at)


@given(windows_at(), parts)
@examples(90)
def test_next_open_is_the_first_open_moment(case, part):
    window, at = case
    opens = window.next_open(at)
    if opens is None:
        assert not window.is_open(at)
        return
    assert opens >= at
    assert window.is_open(opens)
    assert window.next_open(opens) == opens
    assert (opens == at) == window.is_open(at)
    if opens > at:
        assert not window.is_open(at + part * (opens - at))


@given(windows_at(), parts)
@examples(90)
def test_closes_at_ends_an_unbroken_opening(case, part):
    window, at = case
    opens, closes = window.next_open(at), window.closes_at(at)
    if closes is None:
        assert opens is None or window.is_open(opens + part * (at + timedelta(days=400) - opens))
        return
    assert closes > opens
    assert window.is_open(opens + part * (closes - opens))
    assert not window.is_open(closes)


@given(windows_at(), minutes)
def test_a_later_moment_never_opens_or_closes_sooner(case, later):
    window, at = case
    assume(window.next_open(at + later) and window.closes_at(at + later))
    assert window.next_open(at) <= window.next_open(at + later)
    assert window.closes_at(at) <= window.closes_at(at + later)


@given(windows_at())
def test_local_and_back(case):
    window, at = case
    back = window.to_utc(window.local(at))
    assert back <= at
    assert window.local(back) == window.local(at)


@given(windows_at(), minutes)
def test_to_utc_never_turns_a_later_wall_time_into_an_earlier_instant(case, later):
    window, local = case
    assert window.to_utc(local) <= window.to_utc(local + later)


@given(windows_at())
def test_to_utc_is_the_first_instant_at_or_past_the_wall_time(case):
    window, local = case
    at = window.to_utc(local)
    assert window.local(at) >= local
    assert all(window.local(at - count * MINUTE) < local for count in range(1, 240))


@given(windows_at(), minutes)
def test_days_follow_one_another(case, later):
    window, at = case
    day = window.day_of(at)
    assert window.midnight(day) <= at < window.midnight(day + timedelta(days=1))
    assert day <= window.day_of(at + later)


@given(windows_at(), minutes, minutes)
@examples(90)
def test_working_time_adds_up(case, first, second):
    window, at = case
    once = window.add_working_time(at, first + second)
    step = window.add_working_time(at, first)
    assert once == (step and window.add_working_time(step, second))


@given(windows_at(), minutes, minutes, minutes)
def test_working_time_is_monotone(case, duration, longer, later):
    window, at = case
    late = window.add_working_time(at + later, duration + longer)
    assume(late)
    assert window.add_working_time(at, duration) <= late


@given(windows_at(), st.integers(0, 20 * 60))
@examples(40)
def test_working_time_is_the_open_minutes_that_pass(case, count):
    window, at = case
    end = window.add_working_time(at, count * MINUTE)
    assume(end is not None and end - at < timedelta(days=4))
    passed = (end - at) // MINUTE
    assert sum(window.is_open(at + minute * MINUTE) for minute in range(passed)) == count


@given(windows_at())
@examples(90)
def test_a_day_opens_and_closes_within_itself(case):
    window, at = case
    day = window.day_of(at)
    opens, closes = window.opening_on(day), window.closing_on(day)
    assert window.is_working_day(day) == (opens is not None) == (closes is not None)
    if opens:
        assert window.midnight(day) <= opens < closes <= window.midnight(day + timedelta(days=1))
        assert window.next_open(window.midnight(day)) == opens
        assert window.is_open(closes - timedelta.resolution)
        next_open = window.next_open(closes)
        assert next_open is None or next_open >= min(closes, window.midnight(day + timedelta(days=1)))
        assert next_open is None or next_open == closes or window.day_of(next_open) > day


@given(windows_at())
def test_working_days_around_a_day_are_the_nearest(case):
    window, at = case
    day = window.day_of(at)
    before, after = window.working_day_on_or_before(day), window.working_day_on_or_after(day)
    for found, step in ((before, -1), (after, 1)):
        distance = 401 if found is None else abs((found - day).days)
        assert not any(window.is_working_day(day + timedelta(days=step * n)) for n in range(distance))
        assert found is None or window.is_working_day(found)


@given(zones.flatmap(lambda zone: st.tuples(st.just(zone), moments(zone))))
def test_a_night_in_one_piece_and_cut_at_midnight_are_the_same(case):
    zone, at = case
    whole, cut = SendWindow(zone, NIGHTS), SendWindow(zone, NIGHTS_CUT)
    assert whole.next_open(at) == cut.next_open(at)
    assert whole.closes_at(at) == cut.closes_at(at)
    assert whole.closing_on(whole.day_of(at)) == cut.closing_on(cut.day_of(at))


@given(zones, st.dates(date(2000, 1, 1), date(2037, 12, 31)))
def test_an_always_open_window_has_no_hole(zone, day):
    always = SendWindow(zone, ALWAYS)
    noon = always.to_utc(datetime.combine(day, datetime.min.time()) + timedelta(hours=12))
    assert always.is_open(noon)
    assert always.closes_at(noon) is None


@given(zones, calendars, st.datetimes(datetime(1900, 1, 1), datetime(9990, 1, 1)))
def test_every_question_has_an_answer(zone, weeks, at):
    window = SendWindow(zone, weeks)
    window.is_open(at), window.next_open(at), window.closes_at(at), window.add_working_time(at, timedelta(hours=50))
    window.opening_on(window.day_of(at)), window.plus_days(at, 10**9), window.plus_days(at, -(10**9))
