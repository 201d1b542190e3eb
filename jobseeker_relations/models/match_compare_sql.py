"""How one value of a job and one of a person compare, in SQL: the verdicts of ``rules/match.py``.

One side is fixed and stands in the statement, the other is a row called ``value``, of which ``match_wants.to_columns``
says what the columns hold.
"""

from odoo.tools import SQL

from ..rules.match import DIFFERS, FITS, MISFIT, OPEN
from .match_wants import ENDLESS

_NUMBER_KNOWN = SQL("value.match_low <= value.match_high")
_WORDS_KNOWN = SQL("value.match_words IS NOT NULL")


def compare(want, say, *, row_asks):
    """A verdict, or NULL where the row says nothing that can be compared.

    :param want: the fixed value
    :param say: (verdict) → what stands for it in the statement
    :param row_asks: whether the row is the person's, and ``want`` the job's; else the other way round
    """
    return _COMPARE[want.sort.form](want, say, row_asks)


def number(value):
    return SQL("%s::float8", float(value))


def _compare_numbers(want, say, row_asks):
    low, high = number(want.low), number(want.high or ENDLESS)
    reaches = SQL("value.match_low <= %s", high) if row_asks else SQL("%s <= value.match_high", low)
    stays = SQL("%s <= value.match_high", low) if row_asks else SQL("value.match_low <= %s", high)
    fits = reaches if want.sort.more_fits else SQL("%s AND %s", reaches, stays)
    return _choose(_NUMBER_KNOWN, fits, say(FITS), say(MISFIT))


def _compare_days(want, say, row_asks):
    day = number(want.day.toordinal())
    fits = SQL("value.match_low <= %s", day) if row_asks else SQL("%s <= value.match_low", day)
    return _choose(_NUMBER_KNOWN, fits, say(FITS), say(MISFIT))


def _compare_choices(want, say, _row_asks):
    if want.choice in want.sort.any_choices:
        return _choose(_NUMBER_KNOWN, SQL("TRUE"), say(FITS), say(MISFIT))
    same = [number(choice) for choice in sorted({want.choice, *want.sort.any_choices})]
    fits = SQL(" OR ").join(SQL("value.match_low = %s", choice) for choice in same)
    return _choose(_NUMBER_KNOWN, fits, say(FITS), say(MISFIT))


def _compare_texts(want, say, _row_asks):
    return _choose(_WORDS_KNOWN, _hold_each_other(want), say(FITS), say(DIFFERS))


def _compare_places(want, say, _row_asks):
    other = (
        say(OPEN) if want.radius else SQL("CASE WHEN value.match_high > 0 THEN %s ELSE %s END", say(OPEN), say(DIFFERS))
    )
    return _choose(_WORDS_KNOWN, _hold_each_other(want), say(FITS), other)


def _hold_each_other(want):
    words = f" {want.words} "
    return SQL("strpos(value.match_words, %s) > 0 OR strpos(%s, value.match_words) > 0", words, words)


def _choose(known, fits, yes, no):
    return SQL("CASE WHEN %s THEN CASE WHEN %s THEN %s ELSE %s END END", known, fits, yes, no)


_COMPARE = {
    "number": _compare_numbers,
    "date": _compare_days,
    "choice": _compare_choices,
    "place": _compare_places,
    "text": _compare_texts,
}
