"""What holds for every situation: always a decision, never a touch that a bound forbids, never a look for nothing."""

from dataclasses import replace
from datetime import timedelta

from calendars import examples, windows_at
from hypothesis import assume, given
from hypothesis import strategies as st
from rules.contact_timing import Bounds, Due
from rules.next_step import next_step
from rules.situation import MESSAGE_CHANNELS, Situation, Step
from test_allowed import broken_bounds

ACTS = {"act", "answer", "escalate", "extra_attempt", "closing", "next_period"}
WAITS = {"wait", "hold"}

channels = st.sampled_from(["email", "sms", "phone", "meeting"])
extras = st.sets(st.sampled_from(["answer", "escalation", "extra_attempt", "closing"])).map(frozenset)
before = st.integers(0, 30 * 24 * 4).map(lambda count: -count * timedelta(minutes=15))
around = st.integers(-30 * 24 * 4, 30 * 24 * 4).map(lambda count: count * timedelta(minutes=15))


def seldom(rare, usual):
    """Return a strategy that draws from `rare` about one time in eight."""
    return st.sampled_from([usual] * 7 + [rare]).flatmap(lambda strategy: strategy)


@st.composite
def situations(draw):
    """Draw a situation; attempts lie in the past, other touches also in the future (letters that are queued).

    What ends the matter early (a block, a hold, nothing due) is drawn seldom, so that the later laws get their turn.
    """
    window, now = draw(windows_at())
    now = draw(st.sampled_from([now, window.next_open(now) or now]))
    steps = [
        Step(number, draw(st.integers(0, 3)), draw(st.integers(0, 9)), draw(channels))
        for number in range(draw(st.sampled_from([1, 2, 3, 2, 1, 0])))
    ]
    attempts = sorted((now + draw(before), draw(channels)) for _ in range(draw(st.integers(0, 4))))
    due_at = now + draw(seldom(around, before))
    cause = draw(seldom(st.just("response"), st.just("gap")))
    touches = [at for at, _channel in attempts] + draw(st.lists(around.map(lambda delta: now + delta), max_size=3))
    return Situation(
        now=now,
        due=draw(seldom(st.none(), st.just(Due(due_at, due_at + timedelta(hours=9), cause)))),
        block=draw(seldom(st.just("do_not_contact"), st.none())),
        hold_until=draw(seldom(around.map(lambda delta: now + delta), st.none())),
        steps=tuple(steps),
        taken={step.id: now + draw(before) for step in steps if draw(st.integers(0, 3))},
        attempts=tuple(attempts),
        silent_periods=draw(st.integers(0, 2)),
        extra_taken=draw(extras),
        bounds=Bounds(draw(st.integers(0, 5)), 30, draw(st.integers(0, 3)), draw(st.integers(0, 14))),
        window=window,
        sent=tuple(sorted(touches)),
        period_began=draw(st.none() | before.map(lambda delta: now + delta)),
        period_ends=draw(st.none() | around.map(lambda delta: now + delta)),
        letter_waits=draw(seldom(st.just(True), st.just(False))),
    )


def channel_of(decision, s):
    """Return the channel that a decision makes us speak through, if it does."""
    if decision.kind == "extra_attempt":
        return decision.reason
    return next((step.channel for step in s.steps if step.id == decision.step_id), None)


@given(situations())
@examples(140)
def test_there_is_always_a_decision_of_one_shape(s):
    decision = next_step(s)
    assert decision.reason
    if decision.kind in ACTS:
        assert decision.at == s.now == decision.look_again_at
    elif decision.kind in WAITS and decision.at:
        assert decision.look_again_at == decision.at > s.now
    else:
        assert decision.at is None is decision.look_again_at
    assert decision.step_id is None or decision.step_id not in s.taken


@given(situations())
@examples(140)
def test_a_letter_that_waits_in_the_queue_keeps_all_the_rest_waiting(s):
    decision = next_step(replace(s, letter_waits=True))
    answered = decision.reason == "response" and decision.kind in ("answer", "escalate")
    assert answered or decision.kind not in ACTS


@given(situations())
@examples(140)
def test_no_touch_when_blocked_held_closed_or_over_a_bound(s):
    decision = next_step(s)
    if decision.kind not in ("act", "extra_attempt"):
        return
    assert s.block is None
    assert s.hold_until is None or s.hold_until <= s.now
    assert s.due and s.due.at <= s.now
    assert s.window.is_open(s.now)
    if channel_of(decision, s) in MESSAGE_CHANNELS:
        assert not list(broken_bounds(s.now, s.sent, s.bounds, s.window))


@given(situations())
@examples(90)
def test_who_waits_for_our_answer_gets_no_letter(s):
    owed = replace(s, due=Due(s.now - timedelta(days=1), s.now + timedelta(hours=1), "response"))
    assert next_step(owed).kind in ("block", "hold", "answer", "wait")
    assert next_step(replace(owed, now=owed.due.overdue_at)).kind in ("block", "hold", "answer", "escalate", "wait")


@given(situations(), channels)
@examples(140)
def test_a_step_whose_day_has_come_goes_exactly_when_no_bound_forbids_it(s, channel):
    step = Step(1, 1, 0, channel)
    due = Due(s.now - timedelta(days=2), s.now - timedelta(days=1), "gap")
    s = replace(s, block=None, hold_until=None, due=due, steps=(step,), taken={}, period_began=None, letter_waits=False)
    decision = next_step(s)
    if channel in MESSAGE_CHANNELS:
        free = not list(broken_bounds(s.now, s.sent, s.bounds, s.window))
    else:
        free = s.window.is_open(s.now)
    assert (decision.kind == "act") == free
    assert decision.kind in ("act", "hold", "block")
    assert (decision.kind == "block") == (s.window.next_open(s.now) is None)


@given(situations(), st.integers(0, 999))
@examples(120)
def test_looking_sooner_than_asked_finds_the_same(s, thousandth):
    decision = next_step(s)
    assume(decision.look_again_at and decision.kind in WAITS)
    sooner = s.now + (decision.look_again_at - s.now) * thousandth / 1000
    again = next_step(replace(s, now=sooner))
    # a step that waits for its day may by now be held by a bound; it goes at the same moment
    assert (again.kind in WAITS, again.step_id, again.at) == (True, decision.step_id, decision.at)


@given(situations())
@examples(120)
def test_looking_when_asked_finds_something_new(s):
    decision = next_step(s)
    assume(decision.look_again_at and decision.kind in WAITS)
    again = next_step(replace(s, now=decision.look_again_at))
    assert again != decision
    assert again.kind not in WAITS or again.look_again_at is None or again.look_again_at > decision.look_again_at


@given(situations(), st.sampled_from(["do_not_contact", "blacklist"]))
def test_a_block_is_final(s, code):
    decision = next_step(replace(s, block=code))
    assert (decision.kind, decision.reason, decision.at) == ("block", code, None)


@given(situations())
def test_an_answer_stops_everything(s):
    answered = replace(s, block=None, hold_until=None, due=None)
    assert next_step(answered).kind == "none"
    later = Due(s.now + timedelta(days=30), s.now + timedelta(days=31), "gap")
    assert next_step(replace(answered, due=later)).kind in ("wait", "none")


@given(situations())
@examples(120)
def test_nobody_is_closed_or_counted_silent_before_the_steps_are_taken(s):
    decision = next_step(s)
    if decision.kind in ("escalate", "extra_attempt", "closing", "next_period") and s.due.cause != "response":
        assert all(step.id in s.taken for step in s.steps)
    if decision.kind in ("extra_attempt", "closing"):
        assert s.silent_periods
        assert "escalation" in s.extra_taken
    if decision.kind == "closing":
        assert len({channel for _at, channel in s.attempts}) > 1
        assert len({s.window.day_of(at) for at, _channel in s.attempts}) > 1
    if decision.kind in ("extra_attempt", "closing", "escalate"):
        name = {"escalate": "escalation"}.get(decision.kind, decision.kind)
        assert name not in s.extra_taken


def gone_silent(s):
    """Return the situation of the same person with nothing left but to try twice and close."""
    long_ago = s.now - timedelta(days=40)
    return replace(
        s,
        block=None,
        hold_until=None,
        due=Due(long_ago, long_ago + timedelta(hours=9), "gap"),
        steps=(Step(1, 1, 0, "email"),),
        taken={1: long_ago},
        silent_periods=1,
        extra_taken=frozenset({"escalation"}),
        period_ends=None,
        letter_waits=False,
    )


@given(situations())
@examples(100)
def test_one_extra_attempt_is_enough_for_a_closing(s):
    s = gone_silent(s)
    decision = next_step(s)
    if decision.kind == "wait" and decision.reason == "second_attempt":
        s = replace(s, now=decision.look_again_at)
        decision = next_step(s)
    if decision.kind != "extra_attempt" or not s.attempts:
        return
    made = replace(s, attempts=(*s.attempts, (s.now, decision.reason)), extra_taken=s.extra_taken | {"extra_attempt"})
    asked = next_step(made)
    assert (asked.kind, asked.reason) == ("wait", "answer_time")
    assert next_step(replace(made, now=asked.look_again_at)).kind == "closing"
