"""Typed values of needs and requirements, as ``rules/match.py`` compares them, and as the database does."""

import re

from ..rules.match import MOST_CHARACTERS, WEIGHT, Sort, Want
from ..rules.need_value import fold

#: Above every number: the end of a range that has none.
ENDLESS = 1e18
#: An end below its beginning: nothing that can be compared.
NOTHING = (1.0, 0.0)
#: What a Want is made of.
READ = (
    *("type_id", "priority", "value_from", "value_to", "value_date", "choice_id"),
    *("match_words", "radius_km", "value"),
)


def to_words(text):
    """The words of a text as they are compared, folded, one space around each of them; False if there is none."""
    words = " ".join(re.findall(r"[^\W_]+", fold(text or "")))[:MOST_CHARACTERS].strip()
    return f" {words} " if words else False


def to_columns(record):
    """What the database compares of a need or a requirement: (weight, low, high, words).

    A day is a number of days and a choice its own number; of a place ``high`` is the distance. So one index holds
    all that is compared, in few bytes.
    """
    form = record.type_id.value_form
    low, high, words = *NOTHING, False
    if form == "number" and (record.value_from > 0 or record.value_to > 0):
        low, high = record.value_from, record.value_to or ENDLESS
    elif form == "date" and record.value_date:
        low = high = record.value_date.toordinal()
    elif form == "choice" and record.choice_id:
        low = high = record.choice_id.id
    elif form in ("text", "place") and (words := to_words(record.place or record.value)):
        low, high = 0.0, record.radius_km
    return WEIGHT[record.priority or "should"], low, high, words


def to_sort(need_type):
    any_choices = need_type.choice_ids.filtered("fits_all") if need_type.value_form == "choice" else ()
    return Sort(
        need_type.id,
        need_type.value_form,
        need_type.more_fits and need_type.value_form == "number",
        frozenset(choice.id for choice in any_choices),
    )


def read_wants(records, owner):
    """Return {owner id: [Want]} of needs or requirements, in the order of their ids: the best of equals is the first.

    Read as values by one statement: a page lays a thousand of them beside each other.

    :param owner: name of the field that says whose they are
    """
    query = records._as_query(ordered=False)
    terms = [records._field_to_sql(records._table, name, query) for name in ("id", owner, *READ)]
    rows = sorted(records.env.execute_query(query.select(*terms))) if records else []
    types, choices = records.env["hr.jobseeker.need.type"], records.env["hr.jobseeker.need.choice"]
    sorts = {need_type.id: to_sort(need_type) for need_type in types.browse({row[2] for row in rows})}
    names = {choice.id: choice.name for choice in choices.browse({row[7] for row in rows if row[7]})}
    wants = {}
    for number, owner_id, type_id, priority, low, high, day, choice, words, radius, text in rows:
        want = Want(
            number,
            sorts[type_id],
            priority,
            low=low or 0.0,
            high=high or 0.0,
            day=day,
            choice=choice,
            words=(words or "").strip(),
            radius=radius or 0.0,
            text=names.get(choice) or text or "",
        )
        wants.setdefault(owner_id, []).append(want)
    return wants
