"""Until when a check of the right to work holds, what a recruiter is told, and how long copies are kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.eligibility import covers, first_follow_up, follow_up_day, purge_day, validity, verdict

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def day(rule, number=6, unit="months", **dates):
    given_dates = dict.fromkeys(("expires_on", "notice_on", "checked_on")) | dates
    return follow_up_day(rule, number=number, unit=unit, **given_dates)


@pytest.mark.parametrize(
    ("rule", "number", "unit", "dates", "expected"),
    [
        ("none", 0, "months", {"expires_on": date(2026, 5, 1)}, None),
        ("expiry", 0, "months", {"expires_on": date(2026, 5, 1)}, date(2026, 5, 1)),
        ("expiry", 0, "months", {}, None),
        ("notice", 6, "months", {"notice_on": date(2026, 1, 15)}, date(2026, 7, 15)),
        ("notice", 6, "months", {"notice_on": date(2026, 8, 31)}, date(2027, 2, 28)),
        ("notice", 6, "months", {"checked_on": date(2026, 8, 31)}, None),
        ("check", 6, "months", {"checked_on": date(2025, 8, 29)}, date(2026, 2, 28)),
        ("check", 90, "days", {"checked_on": date(2026, 1, 1)}, date(2026, 4, 1)),
    ],
)
def test_follow_up_day(rule, number, unit, dates, expected):
    assert day(rule, number, unit, **dates) == expected


@given(DAYS, st.integers(1, 24))
def test_a_notice_holds_for_whole_months(notice, months):
    end = day("notice", months, notice_on=notice)
    assert (end.year * 12 + end.month) - (notice.year * 12 + notice.month) == months
    assert end.day <= notice.day


@given(st.lists(st.none() | DAYS))
def test_the_first_document_to_end_counts(days):
    found = first_follow_up(days)
    dated = [day for day in days if day]
    assert found == (min(dated) if dated else None)


@given(DAYS, st.integers(-400, 400), st.integers(0, 365))
def test_validity_has_one_answer_for_each_day(today, left, warn):
    found = validity(True, today + timedelta(days=left), today, warn)
    assert found == ("expired" if left < 0 else "expiring" if left <= warn else "valid")
    assert covers(today + timedelta(days=left), today) == (found != "expired")


def test_validity_without_an_end_or_a_pass():
    today = date(2026, 3, 2)
    assert validity(True, None, today, 90) == "valid"
    assert validity(False, today + timedelta(days=400), today, 90) == "none"
    assert validity(True, today, today, 0) == "expiring", "the last day still holds"


@pytest.mark.parametrize(
    ("validities", "failed_last", "expected"),
    [
        ([], False, "not_checked"),
        ([], True, "stop"),
        (["none"], False, "not_checked"),
        (["expired"], False, "stop"),
        (["expired", "expiring"], True, "follow_up_due"),
        (["expired", "valid", "expiring"], True, "checked"),
    ],
)
def test_verdict(validities, failed_last, expected):
    assert verdict(validities, failed_last) == expected


def _years(*numbers):
    return [None if number is None else (number, "years") for number in numbers]


@pytest.mark.parametrize(
    ("began", "ended", "after_begin", "after_end", "expected"),
    [
        (date(2024, 1, 1), date(2026, 1, 1), None, 2, date(2028, 1, 1)),
        (date(2024, 1, 1), None, None, 2, None),
        (date(2026, 1, 1), date(2026, 3, 1), 3, 1, date(2029, 1, 1)),
        (date(2020, 1, 1), date(2026, 3, 1), 3, 1, date(2027, 3, 1)),
        (date(2020, 1, 1), date(2026, 3, 1), None, 0, date(2026, 3, 1)),
        (date(2020, 1, 1), date(2026, 3, 1), None, None, None),
        (None, date(2024, 2, 29), None, 1, date(2025, 2, 28)),
    ],
)
def test_purge_day(began, ended, after_begin, after_end, expected):
    assert purge_day(began, ended, *_years(after_begin, after_end)) == expected


def test_a_period_counts_in_its_own_unit():
    assert purge_day(None, date(2026, 3, 2), None, (6, "months")) == date(2026, 9, 2)
    assert purge_day(date(2026, 3, 1), date(2026, 3, 2), (1, "years"), (90, "days")) == date(2027, 3, 1)


@given(DAYS, st.integers(0, 9000), st.integers(0, 10), st.integers(0, 10))
def test_copies_are_never_destroyed_while_a_period_runs(began, days, after_begin, after_end):
    ended = began + timedelta(days=days)
    found = purge_day(began, ended, *_years(after_begin, after_end))
    assert found >= ended
    assert found >= purge_day(None, ended, *_years(None, after_end))
