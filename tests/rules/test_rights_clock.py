"""By when a request about data is answered: pauses add up, two at once count once, an open one stops the clock."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from rules.rights_clock import Pause, due_day, is_paused, paused_days

RECEIVED, END = date(2026, 3, 2), date(2026, 4, 2)
DAYS = st.integers(0, 400).map(lambda days: RECEIVED + timedelta(days=days))
PAUSES = st.lists(st.tuples(DAYS, DAYS).map(lambda pair: Pause(min(pair), max(pair))), max_size=6)


def test_no_pause():
    assert due_day(END, RECEIVED, []) == END


def test_a_pause_moves_the_end_by_its_days():
    assert due_day(END, RECEIVED, [Pause(date(2026, 3, 5), date(2026, 3, 15))]) == date(2026, 4, 12)


def test_an_open_pause_stops_the_clock():
    pauses = [Pause(date(2026, 3, 5), date(2026, 3, 15)), Pause(date(2026, 3, 20))]
    assert is_paused(pauses)
    assert due_day(END, RECEIVED, pauses) is None


def test_two_at_once_count_once():
    pauses = [Pause(date(2026, 3, 5), date(2026, 3, 15)), Pause(date(2026, 3, 10), date(2026, 3, 12))]
    assert paused_days(pauses, RECEIVED) == 10


def test_what_was_before_the_request_does_not_count():
    assert paused_days([Pause(date(2026, 2, 20), date(2026, 3, 4))], RECEIVED) == 2


@given(PAUSES)
def test_law(pauses):
    """Never sooner than without pauses, never more than all their days, in whatever order they are given."""
    due = due_day(END, RECEIVED, pauses)
    assert END <= due <= END + timedelta(days=sum((p.end - p.start).days for p in pauses))
    assert due == due_day(END, RECEIVED, pauses[::-1])
    stood = {p.start + timedelta(days=n) for p in pauses for n in range((p.end - p.start).days)}
    assert due == END + timedelta(days=len(stood))
