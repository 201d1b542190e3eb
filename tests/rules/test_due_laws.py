"""What holds for every promise, calendar and moment."""

from datetime import datetime, timedelta

from calendars import examples, windows_at
from hypothesis import given
from hypothesis import strategies as st
from rules.civil_day import shift_day
from rules.contact_timing import Bounds, next_due

NEVER_DUE = datetime.max, datetime.max

minutes = st.integers(0, 60 * 24 * 60).map(lambda count: timedelta(minutes=count))
few_days = st.integers(0, 40)


@st.composite
def promises(draw):
    """Draw the arguments of `next_due`."""
    window, since = draw(windows_at())
    return {
        "since": since,
        "last_contact": draw(st.none() | minutes.map(lambda later: since - timedelta(days=10) + later)),
        "unanswered_inbound": draw(st.none() | minutes.map(lambda later: since + later)),
        "waived_until": draw(st.none() | few_days.map(lambda days: shift_day(since.date(), days))),
        "bounds": Bounds(draw(st.integers(0, 5)), draw(few_days)),
        "milestones": tuple(sorted(draw(st.sets(st.integers(1, 40), max_size=3)))),
        "response_hours": draw(st.integers(0, 60)),
        "window": window,
    }


@given(promises())
@examples(100)
def test_there_is_a_due_exactly_when_something_was_promised(promise):
    due, window = next_due(**promise), promise["window"]
    base_day = window.day_of(promise["last_contact"] or promise["since"])
    since_day = window.day_of(promise["since"])
    promised = (
        promise["bounds"].max_gap_days
        or any(shift_day(since_day, days) > base_day for days in promise["milestones"])
        or (promise["unanswered_inbound"] and promise["response_hours"])
    )
    assert (due is not None) == bool(promised)


@given(promises())
@examples(100)
def test_a_due_lasts_and_starts_when_the_person_can_be_reached(promise):
    due, window = next_due(**promise), promise["window"]
    if due is None:
        return
    assert due.at < due.overdue_at
    day = window.day_of(due.at)
    if window.is_working_day(day):
        assert window.is_open(due.at)
        assert due.overdue_at <= window.closing_on(day)
    else:
        assert (due.at, due.overdue_at) == (window.midnight(day), window.midnight(shift_day(day, 1)))


@given(promises(), minutes)
@examples(120)
def test_a_later_contact_never_makes_anything_due_sooner(promise, later):
    first = next_due(**promise)
    last_contact = (promise["last_contact"] or promise["since"]) + later
    second = next_due(**promise | {"last_contact": last_contact})
    assert ((first.at, first.overdue_at) if first else NEVER_DUE) <= (
        (second.at, second.overdue_at) if second else NEVER_DUE
    )


@given(promises())
def test_no_contact_counts_from_the_start(promise):
    promise["last_contact"] = None
    assert next_due(**promise) == next_due(**promise | {"last_contact": promise["since"]})


@given(promises(), few_days)
def test_a_longer_waiver_never_makes_anything_due_sooner(promise, days):
    free, waived = next_due(**promise | {"waived_until": None}), next_due(**promise)
    if free is None:
        assert waived is None
        return
    longer = shift_day(promise["waived_until"] or promise["since"].date(), days)
    assert free.at <= waived.at <= next_due(**promise | {"waived_until": longer}).at or promise["waived_until"] is None
    if promise["waived_until"]:
        assert waived.at >= promise["window"].midnight(promise["waived_until"])
        assert waived.cause == "waiver" or waived in each_promise_alone(promise | {"waived_until": None})
        assert waived.cause != "waiver" or waived.at > free.at


def each_promise_alone(promise):
    """What would be due if nothing but the interval, or but the answer, had been promised."""
    return (
        next_due(**promise | {"unanswered_inbound": None}),
        next_due(**promise | {"bounds": Bounds(promise["bounds"].min_gap_days), "milestones": ()}),
    )


@given(promises())
def test_more_promises_never_make_it_later(promise):
    due = next_due(**promise)
    for less in ({"unanswered_inbound": None}, {"bounds": Bounds(promise["bounds"].min_gap_days)}):
        fewer = next_due(**promise | less)
        assert fewer is None or due.at <= fewer.at or promise["bounds"].max_gap_days == 0


@given(promises())
@examples(100)
def test_the_gap_is_never_longer_than_promised_without_need(promise):
    promise |= {"milestones": (), "unanswered_inbound": None, "waived_until": None}
    due, window, bounds = next_due(**promise), promise["window"], promise["bounds"]
    if due is None:
        return
    base_day = window.day_of(promise["last_contact"] or promise["since"])
    day, promised = window.day_of(due.at), shift_day(base_day, bounds.max_gap_days)
    earliest = shift_day(base_day, max(bounds.min_gap_days, 1))
    assert day > base_day
    if day > promised:
        usable = (shift_day(earliest, days) for days in range((promised - earliest).days + 1))
        assert not any(window.is_working_day(usable_day) for usable_day in usable)
    elif day < promised:
        assert day >= earliest
        assert not any(window.is_working_day(shift_day(day, days)) for days in range(1, (promised - day).days + 1))


@given(promises())
def test_an_answer_is_owed_within_its_working_hours(promise):
    promise |= {"milestones": (), "bounds": Bounds(), "waived_until": None}
    due, window, inbound = next_due(**promise), promise["window"], promise["unanswered_inbound"]
    if due is None or window.next_open(inbound) is None:
        return
    assert due.overdue_at == window.add_working_time(inbound, timedelta(hours=promise["response_hours"]))
    assert inbound <= due.at < due.overdue_at
    assert window.is_open(due.at)
