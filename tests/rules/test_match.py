"""How well a job and a person fit: verdicts, what counts, and laws that hold whatever both sides say."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.match import DIFFERS, FITS, MISFIT, OPEN, Sort, Want, compare, judge_skill, weigh

PAY, HOURS = Sort(1, "number", more_fits=True), Sort(2, "number")
START, PLACE, ROLE = Sort(3, "date"), Sort(4, "place"), Sort(5, "text")
CONTRACT = Sort(6, "choice", any_choices=frozenset({9}))


def want(sort, priority="should", number=1, **value):
    return Want(number, sort, priority, **value)


def day(text):
    return {"day": date.fromisoformat(text)}


@pytest.mark.parametrize(
    ("sort", "offered", "asked", "verdict"),
    [
        (PAY, {"low": 28, "high": 28}, {"low": 30, "high": 34}, MISFIT),
        (PAY, {"low": 30, "high": 30}, {"low": 30, "high": 34}, FITS),
        (PAY, {"low": 36, "high": 36}, {"low": 30, "high": 34}, FITS),
        (PAY, {"low": 20, "high": 0}, {"low": 30, "high": 34}, FITS),  # from 20, no end
        (PAY, {"low": 0, "high": 29}, {"low": 30, "high": 0}, MISFIT),
        (HOURS, {"low": 36, "high": 36}, {"low": 30, "high": 34}, MISFIT),
        (HOURS, {"low": 34, "high": 40}, {"low": 30, "high": 34}, FITS),
        (HOURS, {"low": 36, "high": 36}, {"low": 30, "high": 0}, FITS),
        (HOURS, {}, {"low": 30, "high": 30}, None),
        (START, day("2026-12-01"), day("2026-12-01"), FITS),
        (START, day("2026-11-30"), day("2026-12-01"), MISFIT),
        (START, day("2026-11-30"), {}, None),
        (CONTRACT, {"choice": 7}, {"choice": 7}, FITS),
        (CONTRACT, {"choice": 7}, {"choice": 8}, MISFIT),
        (CONTRACT, {"choice": 7}, {"choice": 9}, FITS),
        (CONTRACT, {"choice": 9}, {"choice": 8}, FITS),
        (PLACE, {"words": "lisbon"}, {"words": "lisbon"}, FITS),
        (PLACE, {"words": "lisbon alcantara"}, {"words": "lisbon"}, FITS),
        (PLACE, {"words": "lisbonne"}, {"words": "lisbon"}, DIFFERS),
        (PLACE, {"words": "almada"}, {"words": "lisbon", "radius": 30}, OPEN),
        (PLACE, {"words": "almada", "radius": 5}, {"words": "lisbon"}, OPEN),
        (ROLE, {"words": "senior welder"}, {"words": "welder"}, FITS),
        (ROLE, {"words": "cook"}, {"words": "welder"}, DIFFERS),
        (ROLE, {"words": ""}, {"words": "welder"}, None),
    ],
)
def test_two_values(sort, offered, asked, verdict):
    assert compare(want(sort, **offered), want(sort, **asked)) == verdict


def test_the_best_of_several_counts():
    match = weigh(
        [want(ROLE, words="polish")], [want(ROLE, number=2, words="english"), want(ROLE, number=3, words="polish")]
    )
    assert (match.score, match.known) == (67, 1)  # the requirement in full, one need of two
    assert [line.verdict for line in match.lines] == [DIFFERS, FITS]


def test_a_job_that_says_nothing_fits_nobody():
    assert weigh([], [want(PAY, low=1)]).score == 0
    assert weigh([want(PAY)], [want(PAY, low=1)]).score == 0


def test_nothing_known_is_half():
    match = weigh([want(PAY, "must", low=1)], [])
    assert (match.score, match.musts, match.known) == (50, "open", 0)


@pytest.mark.parametrize(
    ("wanted", "had", "expected"),
    [
        (60, None, (DIFFERS, 0)),
        (60, 30, (OPEN, 50)),
        (60, 100, (FITS, 100)),
        (0, 30, (FITS, 100)),
        (70, 50, (OPEN, 71)),
    ],
)
def test_a_skill(wanted, had, expected):
    assert judge_skill(wanted, had) == expected


def test_what_speaks_against_is_told_first():
    job = [
        want(PAY, low=30, high=30, number=1),
        want(HOURS, "must", low=40, high=40, number=2),
        want(ROLE, words="cook", number=3),
    ]
    person = [want(PAY, low=20, number=4), want(HOURS, low=20, high=20, number=5)]
    lines = weigh(job, person).lines
    assert [line.verdict for line in lines] == [MISFIT, None, FITS]
    assert lines[0].is_must


NUMBERS = st.sampled_from([0.0, 10.0, 20.0, 30.0, 40.5])
SORTS = st.sampled_from([PAY, HOURS, ROLE])


@st.composite
def wants(draw):
    sorts = draw(st.lists(SORTS, max_size=6))
    return [
        Want(
            number,
            sort,
            draw(st.sampled_from(["must", "should", "could"])),
            low=draw(NUMBERS) if sort.form == "number" else 0.0,
            high=draw(NUMBERS) if sort.form == "number" else 0.0,
            words=draw(st.sampled_from(["", "a", "a b", "b c"])) if sort.form == "text" else "",
        )
        for number, sort in enumerate(sorts)
    ]


LEVELS = st.dictionaries(st.integers(1, 3), st.integers(0, 100), max_size=3)


@given(wants(), wants(), LEVELS, LEVELS)
def test_laws(job, person, wanted, had):
    match = weigh(job, person, wanted, had)
    assert 0 <= match.score <= 100
    assert match.known <= len(job) + len(wanted)
    # what is told line by line says the same as the verdict on the whole
    assert (match.musts == "broken") == any(line.verdict == MISFIT and line.is_must for line in match.lines)
    if match.musts == "met":
        assert all(line.verdict == FITS for line in match.lines if line.is_must)
    # the order in which either side was written down changes nothing
    again = weigh(list(reversed(job)), list(reversed(person)), wanted, had)
    assert (again.score, again.musts, again.known) == (match.score, match.musts, match.known)


@given(wants(), wants(), LEVELS)
def test_a_better_skill_is_never_worse(job, person, wanted):
    scores = [weigh(job, person, wanted, dict.fromkeys(wanted, level)).score for level in (0, 50, 100)]
    assert scores == sorted(scores)


@given(wants(), wants())
def test_more_pay_is_never_worse(job, person):
    more = [
        replace(w, low=w.low + 100, high=w.high + 100 if w.high else 0.0) if w.sort is PAY and w.is_known else w
        for w in job
    ]
    assert weigh(more, person).score >= weigh(job, person).score
