"""May this letter go: cases for every reason and nature, then the laws that no nature and no calendar may break."""

from dataclasses import replace
from datetime import timedelta

import pytest
from calendars import examples, utc, window, windows_at
from hypothesis import given
from hypothesis import strategies as st
from rules.contact_timing import NO_BOUNDS, Bounds, earliest_allowed
from rules.letter_gate import LONGEST_WAIT, PASS, Standing, Verdict, judge
from rules.permission import Objection
from rules.send_window import NEVER

FREE = Standing(
    obstacle=None,
    resting=False,
    rests_until=None,
    answering=False,
    placed=False,
    bounds=NO_BOUNDS,
    window=window(),
    sent=(),
)
MONDAY = utc("2026-03-02 10:00")
FRIDAY_NIGHT = utc("2026-02-27 21:40")
MONDAY_MORNING = utc("2026-03-02 09:00")
TOO_SOON = replace(FREE, bounds=Bounds(min_gap_days=2), sent=(utc("2026-03-01 10:00"),))
TOO_OFTEN = replace(FREE, bounds=Bounds(max_per_period=1, period_days=7), sent=(utc("2026-02-25 10:00"),))
HARD = [
    (replace(FREE, obstacle="do_not_contact"), "do_not_contact", None),
    (replace(FREE, obstacle="closed"), "closed", None),
    (replace(FREE, resting=True), "on_hold", None),
    (replace(FREE, resting=True, rests_until=utc("2026-03-09")), "on_hold", utc("2026-03-09")),
    (replace(FREE, window=window(NEVER)), "never_opens", None),
]


@pytest.mark.parametrize("nature", ["bulk", "personal", "automatic", "follow_up"])
def test_nothing_speaks_against_it(nature):
    assert judge(FREE, nature=nature, at=MONDAY) == PASS


@pytest.mark.parametrize(("standing", "reason", "at"), HARD)
def test_what_keeps_a_letter_away(standing, reason, at):
    assert judge(standing, nature="bulk", at=MONDAY) == Verdict("leave_out", reason, at)
    assert judge(standing, nature="bulk", at=MONDAY, waited=True) == Verdict("leave_out", reason, at)
    assert judge(standing, nature="personal", at=MONDAY) == Verdict("warn", reason, at)


def test_who_asked_for_another_channel_is_written_to_with_a_warning():
    asked = replace(FREE, prefers_another=True)
    assert judge(asked, nature="personal", at=MONDAY) == Verdict("warn", "channel")
    assert judge(replace(asked, answering=True), nature="personal", at=MONDAY) == PASS, "as they wrote, so we answer"
    for nature in ("bulk", "automatic", "follow_up"):
        assert judge(asked, nature=nature, at=MONDAY) == PASS
    assert judge(replace(asked, obstacle="closed"), nature="personal", at=MONDAY).reason == "closed"


@pytest.mark.parametrize("nature", ["automatic", "follow_up"])
@pytest.mark.parametrize("standing", [TOO_SOON, TOO_OFTEN, *(case[0] for case in HARD)])
def test_what_answers_the_person_passes(standing, nature):
    assert judge(standing, nature=nature, at=FRIDAY_NIGHT) == PASS


@pytest.mark.parametrize(
    ("standing", "reason", "again", "last"),
    [
        (TOO_SOON, "min_gap", "2026-03-03 10:00", "2026-03-01 10:00"),
        (TOO_OFTEN, "cap", "2026-03-04 10:00", "2026-02-25 10:00"),
    ],
)
def test_too_soon_and_too_often(standing, reason, again, last):
    verdict = Verdict("leave_out", reason, utc(again), utc(last))
    assert judge(standing, nature="bulk", at=MONDAY) == verdict
    assert judge(standing, nature="bulk", at=MONDAY, waited=True) == replace(verdict, kind="hold")
    assert judge(standing, nature="personal", at=MONDAY) == replace(verdict, kind="warn")


def test_outside_the_hours_a_mailing_waits_where_the_channel_can():
    held = Verdict("hold", "window", MONDAY_MORNING)
    assert judge(FREE, nature="bulk", at=FRIDAY_NIGHT) == held
    assert judge(FREE, nature="bulk", at=FRIDAY_NIGHT, can_wait=False) == replace(held, kind="leave_out")
    assert judge(FREE, nature="personal", at=FRIDAY_NIGHT) == replace(held, kind="warn")


def test_a_mailing_does_not_wait_for_weeks():
    closed = replace(FREE, window=window(days_off=[("2026-03-02", "2026-03-30")]))
    assert judge(closed, nature="bulk", at=MONDAY).kind == "leave_out"


def test_the_answer_that_was_promised_is_not_too_soon():
    assert judge(replace(TOO_SOON, answering=True), nature="personal", at=MONDAY) == PASS
    assert judge(replace(TOO_SOON, answering=True), nature="bulk", at=MONDAY).reason == "min_gap"


def test_who_has_work_is_named_and_gets_it():
    assert judge(replace(FREE, placed=True), nature="bulk", at=MONDAY) == Verdict("warn", "placed")
    assert judge(replace(FREE, placed=True), nature="personal", at=MONDAY) == PASS


def test_a_letter_that_is_queued_already_keeps_its_distance():
    queued = replace(TOO_SOON, sent=(MONDAY + timedelta(hours=1),))
    verdict = judge(queued, nature="bulk", at=MONDAY)
    assert (verdict.kind, verdict.reason, verdict.last) == ("leave_out", "min_gap", None)


BOUNDS = st.builds(
    Bounds,
    min_gap_days=st.integers(0, 10),
    max_per_period=st.integers(0, 3),
    period_days=st.integers(0, 30),
)


@examples(150)
@given(windows_at(), BOUNDS, st.lists(st.integers(-40 * 24, 24), max_size=6), st.booleans(), st.booleans())
def test_the_gate_and_the_engine_have_one_law(given_window, bounds, hours, can_wait, waited):
    open_window, at = given_window
    sent = tuple(sorted(at + timedelta(hours=hour) for hour in hours))
    standing = replace(FREE, bounds=bounds, window=open_window, sent=sent)
    allowed = earliest_allowed(wanted=at, sent=sent, bounds=bounds, window=open_window)
    verdict = judge(standing, nature="bulk", at=at, can_wait=can_wait, waited=waited)
    if allowed.at is not None and allowed.at <= at:
        assert verdict == PASS
        return
    assert (verdict.reason, verdict.at) == (allowed.reason, allowed.at)
    assert verdict.kind in (("hold", "leave_out") if can_wait else ("leave_out",))
    if verdict.kind == "hold":
        assert at < verdict.at <= at + LONGEST_WAIT
        again = judge(standing, nature="bulk", at=verdict.at, can_wait=can_wait, waited=True)
        assert again == PASS, "what waited until the moment that was named goes then, if nothing happened in between"


def test_mailings_alone_ask_for_permission():
    refused = replace(FREE, permission=Objection("opted_out", "block"))
    assert judge(refused, nature="bulk", at=MONDAY) == Verdict("leave_out", "opted_out")
    assert judge(refused, nature="bulk", at=MONDAY, waited=True) == Verdict("leave_out", "opted_out")
    for nature in ("personal", "automatic", "follow_up"):
        assert judge(refused, nature=nature, at=MONDAY) == PASS
    doubtful = replace(FREE, permission=Objection("no_consent", "warn"))
    assert judge(doubtful, nature="bulk", at=MONDAY) == Verdict("warn", "no_consent")
    assert judge(replace(doubtful, obstacle="closed"), nature="bulk", at=MONDAY).reason == "closed"
    assert judge(replace(doubtful, sent=TOO_SOON.sent, bounds=TOO_SOON.bounds), nature="bulk", at=MONDAY).kind != "warn"
