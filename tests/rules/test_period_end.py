"""When a silent period is over: at the next contact that was promised."""

import pytest
from calendars import utc, window
from rules.contact_timing import NO_BOUNDS, Bounds, period_end

PLACED = utc("2026-01-05 00:00")  # a Monday


@pytest.mark.parametrize(
    ("began", "milestones", "max_gap", "ends"),
    [
        ("2026-01-06 09:00", (1, 7, 28), 90, "2026-01-12 09:00"),  # the first day passed in silence: the first week
        ("2026-01-12 09:00", (1, 7, 28), 90, "2026-02-02 09:00"),
        ("2026-02-02 09:00", (1, 7, 28), 90, "2026-05-03 08:00"),  # none left: the interval, on the same wall clock
        ("2026-01-06 09:00", (6,), 90, "2026-01-12 09:00"),  # a Sunday moves on to the Monday
        ("2026-01-06 09:00", (28,), 7, "2026-01-13 09:00"),  # whichever comes first
        ("2026-01-06 09:00", (), 7, "2026-01-13 09:00"),
        ("2026-02-02 09:00", (1, 7, 28), 0, None),
    ],
)
def test_next_promise_ends_the_period(began, milestones, max_gap, ends):
    end = period_end(
        began=utc(began), since=PLACED, bounds=Bounds(max_gap_days=max_gap), milestones=milestones, window=window()
    )
    assert end == (ends and utc(ends))


def test_nothing_promised_never_ends():
    assert period_end(began=PLACED, since=PLACED, bounds=NO_BOUNDS, milestones=(), window=window()) is None
