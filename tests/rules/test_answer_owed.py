"""They wrote to us: the engine asks a person to answer, and never sends a letter of the sequence in place of one.

Office hours in Lisbon in winter (UTC); the answer fell due on Monday 12 January 2026, promised until 11:00.
"""

from dataclasses import replace

import pytest
from calendars import utc, window
from rules.contact_timing import NO_BOUNDS, Due
from rules.next_step import Decision, next_step
from rules.situation import Situation, Step

OWED = Situation(
    now=utc("2026-01-12 09:00"),
    due=Due(utc("2026-01-12 09:00"), utc("2026-01-12 11:00"), "response"),
    block=None,
    hold_until=None,
    steps=(Step(1, 10, 0, "email"),),
    taken={},
    attempts=(),
    silent_periods=0,
    extra_taken=frozenset(),
    bounds=NO_BOUNDS,
    window=window(),
    sent=(),
    period_began=None,
    period_ends=None,
)


def act(kind, now):
    return Decision(kind, None, utc(now), "response", utc(now))


@pytest.mark.parametrize("steps", [OWED.steps, ()], ids=["policy with letters", "policy without steps"])
def test_asked_once_then_told_higher_up_then_left_to_people(steps):
    owed = replace(OWED, steps=steps)
    assert next_step(owed) == act("answer", "2026-01-12 09:00")

    asked = replace(owed, extra_taken=frozenset({"answer"}))
    promise = utc("2026-01-12 11:00")
    assert next_step(asked) == Decision("wait", None, promise, "response", promise)
    broken = replace(asked, now=utc("2026-01-12 11:00"))
    assert next_step(broken) == act("escalate", "2026-01-12 11:00")

    told = replace(broken, extra_taken=frozenset({"answer", "escalation"}), now=utc("2026-01-20 11:00"))
    assert next_step(told) == Decision("wait", reason="response")


def test_not_before_it_is_due_and_not_when_blocked_or_resting():
    early = replace(OWED, now=utc("2026-01-12 08:59"))
    assert next_step(early).reason == "not_due"
    assert next_step(replace(OWED, block="do_not_contact")).kind == "block"
    assert next_step(replace(OWED, hold_until=utc("2026-02-01 00:00"))).kind == "hold"
