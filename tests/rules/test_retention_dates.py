"""How long data is kept: the longest rule decides, a fact that has not happened keeps it, a wish begins it anew."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.retention_dates import Due, Period, category_of, due

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def period(key, fact, days):
    return Period(key, fact, lambda day: day + timedelta(days=days))


def test_counted_from_its_fact():
    facts = {"last_contact": date(2026, 1, 1), "created": date(2020, 1, 1)}
    assert due(facts, [period(1, "last_contact", 10)]) == Due(date(2026, 1, 11), date(2026, 1, 1), "last_contact", 1)


def test_the_longest_decides():
    facts = {"last_contact": date(2026, 1, 1), "created": date(2020, 1, 1)}
    assert due(facts, [period(1, "last_contact", 10), period(2, "created", 4000)]).key == 2


def test_what_has_not_happened_keeps_it():
    facts = {"ended": None, "created": date(2020, 1, 1)}
    assert due(facts, [period(1, "created", 10), period(2, "ended", 10)]) is None


def test_who_asked_to_be_kept_begins_anew():
    one = due({"created": date(2020, 1, 1)}, [period(1, "created", 365)], date(2026, 1, 1))
    assert (one.day, one.fact) == (date(2027, 1, 1), "kept")


def test_no_rule():
    assert due({"created": date(2020, 1, 1)}, []) is None


@given(DAYS, st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 3000)), min_size=1, max_size=5), DAYS)
def test_law(day, rules, kept):
    """No rule is cut short by another, and a wish to be kept never makes it sooner."""
    facts = {"a": day, "b": day + timedelta(days=30)}
    periods = [period(key, fact, days) for key, (fact, days) in enumerate(rules)]
    one = due(facts, periods)
    assert all(one.day >= p.end(facts[p.counted_from]) for p in periods)
    assert due(facts, periods, kept).day >= one.day


@pytest.mark.parametrize(
    ("facts", "category"),
    [
        ({"engaged": True, "running": True}, "engaged"),
        ({"running": True, "pooled": True}, None),
        ({"pooled": True, "prospect": True}, "pool"),
        ({"prospect": True}, "prospect"),
        ({"prospect": True, "heard": True}, "unsuccessful"),
        ({}, "unsuccessful"),
    ],
)
def test_category(facts, category):
    names = ("engaged", "running", "pooled", "heard", "prospect")
    assert category_of(**{name: facts.get(name, False) for name in names}) == category
