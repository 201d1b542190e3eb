"""Typed values of needs and requirements, as ``rules/match.py`` compares them."""

import re

from ..rules.match import MOST_CHARACTERS, Sort, Want
from ..rules.need_value import fold


def to_words(text):
    """The words of a text as they are compared: folded, with one space between them; False if there is none."""
    words = " ".join(re.findall(r"[^\W_]+", fold(text or "")))
    return words[:MOST_CHARACTERS].strip() or False


def get_words(record):
    """What is compared of a need or a requirement by its words: a place without its distance, or a text."""
    form = record.type_id.value_form
    return to_words(record.place or record.value) if form in ("text", "place") else False


def to_sort(need_type):
    any_choices = need_type.choice_ids.filtered("fits_all") if need_type.value_form == "choice" else ()
    return Sort(
        need_type.id,
        need_type.value_form,
        need_type.more_fits and need_type.value_form == "number",
        frozenset(choice.id for choice in any_choices),
    )


def to_wants(records):
    """Return the Wants of needs or requirements, in the order of their ids: the best of equals is the first."""
    sorts = {need_type: to_sort(need_type) for need_type in records.type_id}
    return [
        Want(
            record.id,
            sorts[record.type_id],
            record.priority,
            low=record.value_from,
            high=record.value_to,
            day=record.value_date or None,
            choice=record.choice_id.id or None,
            words=record.match_words or "",
            radius=record.radius_km,
            text=record.choice_id.name or record.value or "",
        )
        for record in records.sorted("id")
    ]
