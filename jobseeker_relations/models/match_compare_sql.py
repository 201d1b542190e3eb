"""How one value of a job and one of a person compare, in SQL: the verdicts of ``rules/match.py``.

One side is fixed and stands in the statement, the other is a row called ``value``.
"""

from dataclasses import dataclass

from odoo.tools import SQL

from ..rules.match import CREDIT, DIFFERS, FITS, MISFIT, OPEN


@dataclass(frozen=True)
class _Side:
    """The expressions of one side of a comparison."""

    low: SQL
    high: SQL
    day: SQL
    choice: SQL
    words: SQL
    radius: SQL


ROW = _Side(
    low=SQL("coalesce(value.value_from, 0)"),
    high=SQL("coalesce(value.value_to, 0)"),
    day=SQL("value.value_date"),
    choice=SQL("value.choice_id"),
    words=SQL("value.match_words"),
    radius=SQL("coalesce(value.radius_km, 0)"),
)


def fix(want):
    return _Side(
        low=SQL("%s::numeric", want.low),
        high=SQL("%s::numeric", want.high),
        day=SQL("%s::date", want.day),
        choice=SQL("%s::int", want.choice),
        words=SQL("%s::text", want.words),
        radius=SQL("%s::numeric", want.radius),
    )


def compare(sort, offered, asked):
    """The verdict of what a job offers and what a person asks; NULL where the row says nothing that can be compared."""
    known, verdict = _COMPARE[sort.form](sort, offered, asked)
    return SQL("CASE WHEN %s THEN %s END", known, verdict)


def _compare_numbers(sort, offered, asked):
    reaches = SQL("(%s = 0 OR %s <= %s)", offered.high, asked.low, offered.high)
    stays = SQL("(%s = 0 OR %s <= %s)", asked.high, offered.low, asked.high)
    fits = reaches if sort.more_fits else SQL("%s AND %s", reaches, stays)
    known = SQL("%s > 0 OR %s > 0", ROW.low, ROW.high)
    return known, SQL("CASE WHEN %s THEN %s ELSE %s END", fits, say(FITS), say(MISFIT))


def _compare_days(_sort, offered, asked):
    verdict = SQL("CASE WHEN %s <= %s THEN %s ELSE %s END", asked.day, offered.day, say(FITS), say(MISFIT))
    return SQL("%s IS NOT NULL", ROW.day), verdict


def _compare_choices(sort, offered, asked):
    fits = SQL("%s = %s", offered.choice, asked.choice)
    if sort.any_choices:
        any_choices = sorted(sort.any_choices)
        fits = SQL("%s OR %s = ANY(%s) OR %s = ANY(%s)", fits, offered.choice, any_choices, asked.choice, any_choices)
    return SQL("%s IS NOT NULL", ROW.choice), SQL("CASE WHEN %s THEN %s ELSE %s END", fits, say(FITS), say(MISFIT))


def _compare_words(_sort, offered, asked, other=None):
    verdict = SQL(
        "CASE WHEN %s OR %s THEN %s ELSE %s END",
        _holds(offered.words, asked.words),
        _holds(asked.words, offered.words),
        say(FITS),
        say(DIFFERS) if other is None else other,
    )
    return SQL("%s IS NOT NULL", ROW.words), verdict


def _compare_places(sort, offered, asked):
    other = SQL("CASE WHEN %s > 0 OR %s > 0 THEN %s ELSE %s END", offered.radius, asked.radius, say(OPEN), say(DIFFERS))
    return _compare_words(sort, offered, asked, other)


def _holds(text, part):
    return SQL("strpos(' ' || %s || ' ', ' ' || %s || ' ') > 0", text, part)


def say(number):
    return SQL("%s::int", number)


_COMPARE = {
    "number": _compare_numbers,
    "date": _compare_days,
    "choice": _compare_choices,
    "place": _compare_places,
    "text": _compare_words,
}


def credit(verdict):
    return SQL(
        "CASE %s WHEN %s THEN %s WHEN %s THEN %s WHEN %s THEN 0 WHEN %s THEN 0 ELSE %s END",
        verdict,
        *(say(number) for verdict in (FITS, OPEN) for number in (verdict, CREDIT[verdict])),
        say(MISFIT),
        say(DIFFERS),
        say(CREDIT[None]),
    )
