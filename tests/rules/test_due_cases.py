"""When a contact falls due, case by case. Office hours in Lisbon unless said; in winter its clocks show UTC."""

from datetime import date

import pytest
from calendars import NIGHTS, OFFICE, utc, window
from rules.contact_timing import Bounds, Due, next_due
from rules.send_window import ALWAYS, NEVER

OFFICE_HOURS = window()


def due(
    since="2026-01-05 10:00", last=None, inbound=None, waived=None, milestones=(), hours=0, window=OFFICE_HOURS, **b
):
    """Call `next_due` with texts for instants and `max_gap=...`, `min_gap=...` for the bounds."""
    return next_due(
        since=utc(since),
        last_contact=last and utc(last),
        unanswered_inbound=inbound and utc(inbound),
        waived_until=waived and date.fromisoformat(waived),
        bounds=Bounds(min_gap_days=b.get("min_gap"), max_gap_days=b.get("max_gap")),
        milestones=milestones,
        response_hours=hours,
        window=window,
    )


def on(day, cause="gap"):
    """Return the due of a whole office day."""
    return Due(utc(f"{day} 09:00"), utc(f"{day} 18:00"), cause)


@pytest.mark.parametrize(
    ("last", "max_gap", "min_gap", "expected"),
    [
        (None, 7, 0, "2026-01-12"),
        ("2026-01-05 10:00", 7, 0, "2026-01-12"),
        ("2026-01-15 23:30", 7, 0, "2026-01-22"),
        ("2026-01-31 10:00", 30, 0, "2026-03-02"),  # a month's end, and a month of 28 days
        # 31 January and 1 February are a weekend: back to Friday, since the promise is "at least every"
        ("2026-01-24 10:00", 7, 0, "2026-01-30"),
        ("2026-01-24 10:00", 8, 0, "2026-01-30"),
        ("2026-01-24 10:00", 9, 0, "2026-02-02"),
        ("2026-01-29 10:00", 2, 0, "2026-01-30"),  # back to the very next day
        # back would be the day of the contact itself, or before it: forward to Monday
        ("2026-01-30 10:00", 1, 0, "2026-02-02"),
        ("2026-01-30 10:00", 2, 0, "2026-02-02"),
        ("2026-01-31 10:00", 1, 0, "2026-02-02"),
        # back would be inside the minimum gap: forward; on the first day outside it: back
        ("2026-01-28 10:00", 3, 3, "2026-02-02"),
        ("2026-01-28 10:00", 3, 2, "2026-01-30"),
        # a working day stays, even inside a minimum gap that is longer than the promise
        ("2026-01-05 10:00", 7, 10, "2026-01-12"),
    ],
)
def test_gap(last, max_gap, min_gap, expected):
    assert due(last=last, max_gap=max_gap, min_gap=min_gap) == on(expected)


def test_nothing_promised_nothing_due():
    assert due() is None
    assert due(max_gap=0, milestones=(), hours=0, inbound="2026-01-06 10:00") is None
    assert due(waived="2026-03-01") is None
    assert due(hours=-1, inbound="2026-01-06 10:00") is None


def test_gap_counts_the_days_of_the_person():
    # 18:30 UTC on the 5th is already the 6th in Kathmandu; nine o'clock there is 03:15 UTC
    kathmandu = window(OFFICE, "Asia/Kathmandu")
    assert due(last="2026-01-05 18:30", max_gap=7, window=kathmandu).at == utc("2026-01-13 03:15")
    assert due(last="2026-01-05 18:10", max_gap=7, window=kathmandu).at == utc("2026-01-12 03:15")


def test_gap_keeps_the_opening_hour_over_a_change_of_the_clocks():
    found = due(last="2026-03-27 10:00", max_gap=3)
    assert found == Due(utc("2026-03-30 08:00"), utc("2026-03-30 17:00"), "gap")


def test_gap_moves_back_over_holidays():
    christmas = window(days_off=[("2026-12-24 00:00", "2026-12-28 00:00")])
    assert due(last="2026-12-18 10:00", max_gap=7, window=christmas) == on("2026-12-23")


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, "2026-01-06"),
        ("2026-01-05 17:00", "2026-01-06"),
        ("2026-01-06 09:30", "2026-01-12"),
        ("2026-01-09 09:30", "2026-01-12"),
        ("2026-01-12 09:30", "2026-02-02"),
        ("2026-01-02 09:30", "2026-01-06"),  # a contact from before the state began
        ("2026-02-01 09:30", "2026-02-02"),
    ],
)
def test_milestones_after_a_placement(last, expected):
    assert due(last=last, milestones=(1, 7, 28), max_gap=30) == on(expected, "milestone")


def test_a_missed_milestone_stays_due():
    assert due(last=None, milestones=(1, 7, 28)).at == utc("2026-01-06 09:00")


def test_a_milestone_on_a_day_off_moves_forward():
    assert due(milestones=(5,)) == on("2026-01-12", "milestone")


def test_after_the_last_milestone_the_gap_counts_from_the_contact():
    assert due(last="2026-02-02 09:30", milestones=(1, 7, 28), max_gap=30) == on("2026-03-04")
    assert due(last="2026-02-02 09:30", milestones=(1, 7, 28)) is None


@pytest.mark.parametrize(
    ("inbound", "hours", "at", "overdue_at"),
    [
        ("2026-01-12 10:00", 4, "2026-01-12 10:00", "2026-01-12 14:00"),
        ("2026-01-12 16:00", 4, "2026-01-13 09:00", "2026-01-13 11:00"),
        ("2026-01-12 16:00", 2, "2026-01-12 16:00", "2026-01-12 18:00"),
        ("2026-01-09 20:00", 18, "2026-01-13 09:00", "2026-01-13 18:00"),
        ("2026-01-10 12:00", 1.5, "2026-01-12 09:00", "2026-01-12 10:30"),
    ],
)
def test_response(inbound, hours, at, overdue_at):
    assert due(inbound=inbound, hours=hours) == Due(utc(at), utc(overdue_at), "response")


def test_a_deadline_at_midnight_belongs_to_the_day_that_ends():
    evenings = window(((((20.0, 24.0),),) * 7,))
    found = due(inbound="2026-01-12 12:00", hours=8, window=evenings)
    assert found == Due(utc("2026-01-13 20:00"), utc("2026-01-14 00:00"), "response")


@pytest.mark.parametrize(
    ("inbound", "cause"),
    [
        ("2026-01-09 09:00", "response"),  # to be answered on the 9th, the gap is due on the 12th
        ("2026-01-12 09:00", "response"),  # on the same day from the same moment: the one that breaks first
        ("2026-01-12 09:30", "gap"),
        ("2026-01-13 09:00", "gap"),
    ],
)
def test_the_earliest_promise_wins(inbound, cause):
    assert due(inbound=inbound, hours=4, max_gap=7).cause == cause


@pytest.mark.parametrize(
    ("waived", "expected"),
    [
        ("2026-01-01", on("2026-01-12")),
        ("2026-01-12", on("2026-01-12")),
        ("2026-01-13", on("2026-01-13", "waiver")),
        ("2026-01-31", on("2026-02-02", "waiver")),
    ],
)
def test_waiver(waived, expected):
    assert due(max_gap=7, waived=waived) == expected


def test_a_waiver_that_ends_on_the_day_of_another_promise_says_its_own_reason():
    """Their letter waits for the waived day, on which the interval ends anyway: the sentence is the waiver's."""
    assert due(max_gap=7, waived="2026-01-12", inbound="2026-01-05 10:00", hours=8) == on("2026-01-12", "waiver")


def test_a_waiver_for_ever_is_a_date_like_any_other():
    assert due(max_gap=7, waived="9999-12-31").cause == "waiver"


@pytest.mark.parametrize("never", [window(NEVER), window(days_off=[("2024-01-01 00:00", "2030-01-01 00:00")])])
def test_a_window_that_never_opens_leaves_the_debt(never):
    def whole_day(day, cause):
        return Due(utc(f"{day} 00:00"), utc(f"{date.fromisoformat(day).replace(day=int(day[-2:]) + 1)} 00:00"), cause)

    assert due(max_gap=7, window=never) == whole_day("2026-01-12", "gap")
    assert due(milestones=(3,), window=never) == whole_day("2026-01-08", "milestone")
    assert due(max_gap=7, waived="2026-01-20", window=never) == whole_day("2026-01-20", "waiver")
    assert due(inbound="2026-01-06 20:00", hours=24, window=never) == whole_day("2026-01-07", "response")


def test_open_round_the_clock():
    found = due(max_gap=7, window=window(ALWAYS))
    assert found == Due(utc("2026-01-12 00:00"), utc("2026-01-13 00:00"), "gap")


def test_a_night_window_is_due_by_the_clock_of_the_day():
    found = due(max_gap=7, window=window(NIGHTS))
    assert found == Due(utc("2026-01-12 00:00"), utc("2026-01-13 00:00"), "gap")


def test_bounds_take_none_and_negatives_as_off():
    assert Bounds(None, -1, None, 0) == Bounds()


def test_an_answer_owed_on_the_day_on_which_a_waiver_ends_is_not_hidden_by_it():
    owed = due(max_gap=2, waived="2026-01-12", inbound="2026-01-09 17:30", hours=1)
    assert owed == Due(utc("2026-01-12 09:00"), utc("2026-01-12 09:30"), "response")
