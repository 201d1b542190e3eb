"""A referee is reminded once, the adviser told once, and nothing is missed or repeated after a standstill."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from rules.reference_look import Asked, next_look, owed

ASKED = date(2026, 3, 2)


def after(days):
    return ASKED + timedelta(days=days)


PLAN = Asked(after(5), after(10), after(84))


def test_in_its_order():
    assert owed(PLAN, after(4)) == []
    assert owed(PLAN, after(5)) == ["chase"]
    assert owed(PLAN._replace(chased=True), after(9)) == []
    assert owed(PLAN._replace(chased=True), after(10)) == ["replace"]
    assert owed(PLAN._replace(chased=True, replace_told=True), after(84)) == []
    assert owed(PLAN._replace(chased=True, replace_told=True), after(85)) == ["expiry"]
    assert next_look(PLAN) == after(5)
    assert next_look(PLAN._replace(chased=True)) == after(10)


def test_after_ten_days_of_standstill_one_reminder():
    assert owed(PLAN, after(14)) == ["chase", "replace"]


def test_a_page_that_opens_no_more_is_not_reminded_of():
    assert owed(PLAN, after(90)) == ["expiry"]


def test_no_rule_no_look():
    assert owed(Asked(None, None, None), after(99)) == []
    assert next_look(Asked(None, None, None)) is None


DAYS = st.none() | st.dates(after(0), after(200))
DONE = {"chase": "chased", "replace": "replace_told", "expiry": "expiry_told"}
ANY = st.builds(Asked, DAYS, DAYS, DAYS, st.booleans(), st.booleans(), st.booleans())


@given(ANY, st.dates(after(0), after(300)))
def test_whatever_is_owed_was_looked_for(asked, today):
    if owed(asked, today):
        assert next_look(asked) <= today


@given(ANY, st.dates(after(0), after(300)))
def test_twice_is_once(asked, today):
    done = asked._replace(**{DONE[what]: True for what in owed(asked, today)})
    assert owed(done, today) == []


@given(ANY, st.lists(st.dates(after(0), after(300)), max_size=12))
def test_whenever_the_job_runs_each_is_done_once(asked, runs):
    told = []
    for today in sorted(runs):
        what = owed(asked, today)
        told += what
        asked = asked._replace(**{DONE[kind]: True for kind in what})
    assert len(told) == len(set(told))
