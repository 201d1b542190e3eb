"""What the engine does for one person now, case by case, and then the whole story of one who never answers.

Office hours in Lisbon in winter (UTC); the contact fell due on Monday 12 January 2026 at 09:00.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from calendars import utc, window
from rules.contact_timing import NO_BOUNDS, Bounds, Due
from rules.next_step import Decision, Situation, Step, next_step
from rules.send_window import NEVER

DUE = Due(utc("2026-01-12 09:00"), utc("2026-01-12 18:00"), "gap")
EMAIL, SMS, PHONE = Step(1, 10, 0, "email"), Step(2, 20, 3, "sms"), Step(3, 30, 7, "phone")

AT_DUE = Situation(
    now=DUE.at,
    due=DUE,
    block=None,
    hold_until=None,
    steps=(PHONE, EMAIL, SMS),
    taken={},
    attempts=(),
    silent_periods=0,
    extra_taken=frozenset(),
    bounds=NO_BOUNDS,
    window=window(),
    sent=(),
    period_began=None,
    period_ends=utc("2026-02-11 09:00"),
)


def taken(**steps):
    """Return the situation after these steps were taken and tried, ``email="2026-01-12 09:00"``, none answered."""
    ids = {step.channel: step.id for step in AT_DUE.steps}
    rows = sorted((utc(at), channel) for channel, at in steps.items())
    return replace(
        AT_DUE,
        taken={ids[channel]: at for at, channel in rows},
        attempts=tuple(rows),
        sent=tuple(at for at, _channel in rows),
    )


ALL_TAKEN = taken(email="2026-01-12 09:00", sms="2026-01-15 09:00", phone="2026-01-19 09:00")


def decide(situation, now=None, **changes):
    return next_step(replace(situation, **changes, **({"now": utc(now)} if now else {})))


def wait(until, reason, step_id=None):
    return Decision("wait", step_id, utc(until), reason, utc(until))


def act(kind, now, reason, step_id=None):
    return Decision(kind, step_id, utc(now), reason, utc(now))


# -- before anything is due --------------------------------------------------------------------------------------


def test_a_block_comes_before_all():
    decision = decide(AT_DUE, block="do_not_contact", hold_until=utc("2026-05-01 09:00"), due=None)
    assert decision == Decision("block", reason="do_not_contact")


def test_a_hold_lasts_until_its_end():
    resumes = utc("2026-01-20 09:00")
    assert decide(AT_DUE, hold_until=resumes) == Decision("hold", None, resumes, "on_hold", resumes)
    assert decide(AT_DUE, hold_until=resumes, due=None).reason == "on_hold"
    assert decide(AT_DUE, now="2026-01-20 09:00", hold_until=resumes).kind == "act"


def test_nothing_due_and_nothing_to_take():
    assert decide(AT_DUE, due=None) == Decision("none", reason="nothing_due")
    assert decide(AT_DUE, steps=()) == Decision("none", reason="no_steps")


def test_not_due_yet():
    assert decide(AT_DUE, now="2026-01-09 12:00") == wait("2026-01-12 09:00", "not_due")


# -- the sequence ------------------------------------------------------------------------------------------------


def test_the_first_step_goes_when_the_contact_falls_due():
    assert decide(AT_DUE) == act("act", "2026-01-12 09:00", "gap", step_id=1)


def test_the_reason_of_an_act_is_the_promise():
    assert decide(AT_DUE, due=replace(DUE, cause="response")).reason == "response"


def test_the_next_step_waits_for_its_day():
    first = taken(email="2026-01-12 09:00")
    assert decide(first) == wait("2026-01-15 09:00", "step_delay", step_id=2)
    assert decide(first, now="2026-01-15 08:59") == wait("2026-01-15 09:00", "step_delay", step_id=2)
    assert decide(first, now="2026-01-15 09:00") == act("act", "2026-01-15 09:00", "gap", step_id=2)


def test_a_step_keeps_its_distance_from_one_that_went_late():
    late = taken(email="2026-01-29 14:00")
    assert decide(late, now="2026-01-29 14:01") == wait("2026-02-02 09:00", "step_delay", step_id=2)


def test_nothing_more_is_done_while_a_letter_lies_in_the_queue():
    first = replace(taken(email="2026-01-12 09:00"), letter_waits=True)
    assert decide(first) == wait("2026-01-15 09:00", "step_delay", step_id=2), "it is not the moment anyway"
    assert decide(first, now="2026-01-15 09:00") == wait("2026-01-16 09:00", "letter_waits", step_id=2)
    assert decide(first, now="2026-01-16 09:00") == wait("2026-01-19 09:00", "letter_waits", step_id=2)
    silent = replace(ALL_TAKEN, letter_waits=True)
    for looked in ("2026-01-30 09:00", "2026-01-31 10:00", "2026-02-02 03:00"):  # a Friday, its weekend, before hours
        assert decide(silent, now=looked) == wait("2026-02-02 09:00", "letter_waits")
    assert decide(first, due=replace(DUE, cause="response")).kind == "answer", "that is owed all the same"


def test_steps_of_the_same_day_go_together():
    together = replace(AT_DUE, steps=(EMAIL, replace(SMS, delay_days=0)), taken={1: DUE.at})
    assert decide(together) == act("act", "2026-01-12 09:00", "gap", step_id=2)
    swapped = replace(AT_DUE, steps=(replace(EMAIL, delay_days=5), replace(SMS, delay_days=0)), taken={1: DUE.at})
    assert decide(swapped) == act("act", "2026-01-12 09:00", "gap", step_id=2)


def test_steps_of_a_second_period_count_from_its_beginning():
    second = replace(AT_DUE, period_began=utc("2026-02-11 09:00"), steps=(replace(EMAIL, delay_days=1), SMS))
    assert decide(second, now="2026-02-11 09:00") == wait("2026-02-12 09:00", "step_delay", step_id=1)


def test_equal_sequences_go_by_id():
    steps = (replace(SMS, sequence=10, delay_days=0), EMAIL)
    assert decide(AT_DUE, steps=steps).step_id == 1


@pytest.mark.parametrize(
    ("now", "sent", "bounds", "until", "reason"),
    [
        ("2026-01-12 19:00", [], NO_BOUNDS, "2026-01-13 09:00", "window"),
        ("2026-01-17 12:00", [], NO_BOUNDS, "2026-01-19 09:00", "window"),
        ("2026-01-12 09:00", ["2026-01-11 12:00"], Bounds(min_gap_days=3), "2026-01-14 12:00", "min_gap"),
        ("2026-01-12 09:00", ["2026-01-08 12:00"], Bounds(max_per_period=1, period_days=7), "2026-01-15 12:00", "cap"),
    ],
)
def test_a_message_is_held(now, sent, bounds, until, reason):
    decision = decide(AT_DUE, now, sent=tuple(map(utc, sent)), bounds=bounds)
    assert decision == Decision("hold", 1, utc(until), reason, utc(until))


@pytest.mark.parametrize("channel", ["phone", "meeting"])
def test_a_call_is_a_persons_judgement_but_needs_an_open_day(channel):
    full = {"steps": (replace(PHONE, channel=channel, delay_days=0),), "bounds": Bounds(30, 0, 1, 30)}
    full["sent"] = (utc("2026-01-11 12:00"),)
    assert decide(AT_DUE, **full) == act("act", "2026-01-12 09:00", "gap", step_id=3)
    held = decide(AT_DUE, now="2026-01-17 12:00", **full)
    assert (held.kind, held.reason, held.at) == ("hold", "window", utc("2026-01-19 09:00"))


@pytest.mark.parametrize("step", [EMAIL, SMS, PHONE])
def test_a_window_that_never_opens_blocks(step):
    assert decide(AT_DUE, steps=(step,), window=window(NEVER)) == Decision("block", step.id, None, "never_opens")


# -- no answer ---------------------------------------------------------------------------------------------------


def test_escalation_leaves_a_working_day_to_answer():
    assert decide(ALL_TAKEN, now="2026-01-19 10:00") == wait("2026-01-20 09:00", "answer_time")
    assert decide(ALL_TAKEN, now="2026-01-20 09:00") == act("escalate", "2026-01-20 09:00", "unanswered")


def test_a_weekend_is_no_time_to_answer():
    friday = replace(ALL_TAKEN, attempts=(*ALL_TAKEN.attempts, (utc("2026-01-23 16:00"), "phone")))
    assert decide(friday, now="2026-01-24 12:00") == wait("2026-01-26 16:00", "answer_time")


def test_a_call_not_made_yet_counts_from_its_activity():
    no_call = replace(ALL_TAKEN, attempts=ALL_TAKEN.attempts[:2])
    assert decide(no_call, now="2026-01-19 10:00") == wait("2026-01-20 09:00", "answer_time")


def test_escalation_comes_once_then_the_period_runs_out():
    escalated = replace(ALL_TAKEN, extra_taken=frozenset({"escalation"}))
    assert decide(escalated, now="2026-01-20 09:01") == wait("2026-02-11 09:00", "period")
    assert decide(escalated, now="2026-02-11 09:00") == act("next_period", "2026-02-11 09:00", "unanswered")
    assert decide(escalated, now="2026-01-20 09:01", period_ends=None) == Decision("wait", reason="period")


SILENT = replace(ALL_TAKEN, silent_periods=1, extra_taken=frozenset({"escalation"}))


@pytest.mark.parametrize(
    ("attempts", "kind", "reason"),
    [
        ([], "extra_attempt", "phone"),
        ([("2026-01-12 09:00", "email")], "extra_attempt", "phone"),
        ([("2026-01-12 09:00", "phone")], "extra_attempt", "email"),
        ([("2026-01-12 09:00", "email"), ("2026-01-15 09:00", "email")], "extra_attempt", "phone"),
        ([("2026-01-12 09:00", "email"), ("2026-01-12 15:00", "phone")], "extra_attempt", "email"),
        ([("2026-01-12 09:00", "email"), ("2026-01-15 09:00", "phone")], "closing", "unanswered"),
        ([("2026-01-12 09:00", "sms"), ("2026-01-15 09:00", "email")], "closing", "unanswered"),
        (
            [("2026-01-12 09:00", "email"), ("2026-01-12 09:30", "phone"), ("2026-01-13 09:00", "email")],
            "closing",
            "unanswered",
        ),
    ],
)
def test_a_second_silent_period_needs_two_attempts_by_two_channels_on_two_days(attempts, kind, reason):
    attempts = tuple((utc(at), channel) for at, channel in attempts)
    assert decide(SILENT, now="2026-01-21 10:00", attempts=attempts) == act(kind, "2026-01-21 10:00", reason)


def test_the_two_days_are_the_persons():
    # 18:00 and 19:00 UTC: two days in Kathmandu, one in Lisbon
    attempts = ((utc("2026-01-14 18:00"), "email"), (utc("2026-01-14 19:00"), "phone"))
    there = decide(SILENT, now="2026-01-21 09:00", attempts=attempts, window=window(zone="Asia/Kathmandu"))
    assert (there.kind, decide(SILENT, now="2026-01-21 09:00", attempts=attempts).kind) == ("closing", "extra_attempt")


def test_the_extra_attempt_has_a_day_of_its_own():
    today = replace(SILENT, attempts=((utc("2026-01-21 09:30"), "email"),))
    assert decide(today, now="2026-01-21 10:00") == wait("2026-01-22 09:00", "second_attempt")
    assert decide(today, now="2026-01-22 09:00") == act("extra_attempt", "2026-01-22 09:00", "phone")


def test_the_extra_attempt_keeps_the_bounds_of_a_letter():
    phoned = replace(SILENT, attempts=((utc("2026-01-19 09:30"), "phone"),), bounds=Bounds(min_gap_days=5))
    phoned = replace(phoned, sent=(utc("2026-01-19 09:30"),))
    assert decide(phoned, now="2026-01-21 10:00") == wait("2026-01-26 09:00", "second_attempt")


def test_an_extra_attempt_that_no_longer_fits_the_period_is_left_to_the_next():
    lone = replace(SILENT, attempts=((utc("2026-02-10 09:30"), "email"),), period_ends=utc("2026-02-11 09:00"))
    assert decide(lone, now="2026-02-10 12:00") == wait("2026-02-11 09:00", "period")
    assert decide(lone, now="2026-02-11 09:00").kind == "next_period"


def test_an_extra_attempt_that_the_adviser_never_made_leads_to_no_closing():
    asked = replace(SILENT, attempts=((utc("2026-01-12 09:00"), "email"),))
    asked = replace(asked, extra_taken=frozenset({"escalation", "extra_attempt"}))
    assert decide(asked, now="2026-01-21 10:00") == wait("2026-02-11 09:00", "period")


def test_a_closing_leaves_a_working_day_to_answer_too():
    called = replace(SILENT, attempts=(*SILENT.attempts, (utc("2026-01-21 09:30"), "phone")))
    assert decide(called, now="2026-01-21 10:00") == wait("2026-01-22 09:30", "answer_time")


def test_after_a_closing_a_person_decides():
    closing = replace(SILENT, extra_taken=frozenset({"escalation", "closing"}))
    for now in ("2026-01-21 10:00", "2026-02-11 09:00", "2027-01-01 09:00"):
        assert decide(closing, now=now) == Decision("wait", reason="closing")


def test_the_first_silent_period_closes_nobody():
    lone = replace(SILENT, attempts=SILENT.attempts[:1])
    for situation in (SILENT, lone):
        assert decide(situation, now="2026-01-21 10:00", silent_periods=0) == wait("2026-02-11 09:00", "period")


# -- the whole story ---------------------------------------------------------------------------------------------


def record(s, decision):
    """Return the facts after the engine carried `decision` out, and a dutiful adviser made every call at once."""
    if decision.kind == "next_period":
        return replace(
            s,
            silent_periods=s.silent_periods + 1,
            taken={},
            attempts=(),
            extra_taken=frozenset(),
            period_began=s.period_ends,
            period_ends=s.period_ends + timedelta(days=30),
        )
    channel = {step.id: step.channel for step in s.steps}.get(decision.step_id, decision.reason)
    if decision.kind in ("act", "extra_attempt"):
        s = replace(s, attempts=(*s.attempts, (s.now, channel)), sent=(*s.sent, s.now))
    if decision.kind == "act":
        return replace(s, taken={**s.taken, decision.step_id: s.now})
    name = {"escalate": "escalation"}.get(decision.kind, decision.kind)
    return replace(s, extra_taken=s.extra_taken | {name})


def story(s):
    """Return what the engine does, woken only when it asked to be, until it asks no more."""
    while True:
        decision = next_step(s)
        if decision.kind in ("wait", "hold"):
            if decision.look_again_at is None:
                return
            assert decision.look_again_at > s.now
            s = replace(s, now=decision.look_again_at)
        else:
            yield f"{s.now:%m-%d %H:%M} {decision.kind} {decision.step_id or decision.reason}"
            s = record(s, decision)


def test_the_story_of_one_who_never_answers():
    assert list(story(replace(AT_DUE, now=utc("2026-01-05 10:00")))) == [
        "01-12 09:00 act 1",
        "01-15 09:00 act 2",
        "01-19 09:00 act 3",
        "01-20 09:00 escalate unanswered",
        "02-11 09:00 next_period unanswered",
        "02-11 09:00 act 1",
        "02-16 09:00 act 2",  # the third day is a Saturday
        "02-20 09:00 act 3",  # still four days after the second step
        "02-23 09:00 escalate unanswered",
        "02-23 09:00 closing unanswered",
    ]


def test_the_story_of_a_policy_that_only_writes():
    letters = replace(AT_DUE, steps=(EMAIL, replace(EMAIL, id=4, sequence=40, delay_days=7)))
    assert list(story(letters))[-5:] == [
        "02-11 09:00 act 1",
        "02-18 09:00 act 4",
        "02-19 09:00 escalate unanswered",
        "02-19 09:00 extra_attempt phone",
        "02-20 09:00 closing unanswered",
    ]


def test_a_backlog_is_not_let_go_in_one_morning():
    told = list(story(replace(AT_DUE, now=utc("2026-02-02 10:00"))))
    assert told[:4] == [
        "02-02 10:00 act 1",
        "02-05 10:00 act 2",
        "02-09 10:00 act 3",
        "02-10 10:00 escalate unanswered",
    ]
