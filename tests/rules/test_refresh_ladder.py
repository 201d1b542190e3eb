"""rules.refresh_ladder: ask, warn, hide, review, and nobody is hidden who was not warned in time."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from rules.refresh_ladder import (
    NOTHING_DONE,
    STEPS,
    Ladder,
    Round,
    Step,
    next_step,
    stale_day,
    still_open,
)

LADDER = Ladder(90, 14, 28, 42)
MARCH = date(2026, 3, 2)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
LATE = st.lists(st.integers(0, 40), min_size=4, max_size=4)


def test_the_steps_of_a_silent_person():
    done = NOTHING_DONE
    stale = stale_day(LADDER, MARCH - timedelta(days=90))
    for name, day in zip(STEPS, (0, 14, 28, 42), strict=True):
        step = next_step(LADDER, stale, done)
        assert step == Step(name, MARCH + timedelta(days=day))
        done = done._replace(**{name: step.day})
    assert next_step(LADDER, stale, done) is None


def test_without_an_interval_or_anything_said_nobody_asks():
    assert stale_day(Ladder(0, 14, 28, 42), MARCH) is None
    assert stale_day(LADDER, None) is None
    assert next_step(LADDER, None, NOTHING_DONE) is None


def test_steps_that_a_policy_leaves_out():
    assert next_step(Ladder(90, 0, 28, 0), MARCH, Round(MARCH)) == Step("hide", MARCH + timedelta(days=28))
    assert next_step(Ladder(90, 14, 0, 42), MARCH, Round(MARCH, MARCH)) == Step("review", MARCH + timedelta(days=28))
    assert next_step(Ladder(90), MARCH, Round(MARCH)) is None


def test_what_is_known_anew_begins_anew():
    done = Round(MARCH, MARCH)
    assert still_open(done, MARCH, MARCH) == done
    assert still_open(done, MARCH + timedelta(days=1), MARCH) == NOTHING_DONE
    assert still_open(done, None, MARCH) == NOTHING_DONE


@given(DAYS, LATE)
def test_who_is_late_takes_no_days_from_anybody(stale, late):
    """However late each step is taken, the next one leaves as many days as the ladder has between them."""
    done, taken = NOTHING_DONE, []
    for delay in late:
        step = next_step(LADDER, stale, done)
        taken.append(step.day + timedelta(days=delay))
        done = done._replace(**{step.name: taken[-1]})
    assert all((later - sooner).days >= 14 for sooner, later in zip(taken, taken[1:], strict=False))


@given(
    st.builds(Ladder, *[st.integers(0, 10**9)] * 4),
    st.none() | st.dates(),
    st.builds(Round, *[st.none() | st.dates()] * 4),
)
def test_total(ladder, said_on, done):
    step = next_step(ladder, stale_day(ladder, said_on), done)
    assert step is None or step.name in STEPS
