"""When somebody has to look at a reference that was asked for, and what is to be done about it then."""

from datetime import date
from typing import NamedTuple


class Asked(NamedTuple):
    """A reference that was asked for; an empty day: nothing is done of that kind. ``*_done``: it was."""

    chase_on: date | None
    replace_on: date | None
    expires_on: date | None
    chased: bool = False
    replace_told: bool = False
    expiry_told: bool = False


def owed(asked: Asked, today: date) -> list[str]:
    """Return what is owed by now, in its order, each once however long nobody looked.

    A link that is over makes all before it pointless: nobody is reminded of a page that opens no more.
    """
    if asked.expires_on and asked.expires_on < today:
        return [] if asked.expiry_told else ["expiry"]
    found = []
    if asked.chase_on and asked.chase_on <= today and not asked.chased:
        found.append("chase")
    if asked.replace_on and asked.replace_on <= today and not asked.replace_told:
        found.append("replace")
    return found


def next_look(asked: Asked) -> date | None:
    """Return the day on which something is owed next; a day that is past where it is owed already."""
    days = []
    if asked.chase_on and not asked.chased:
        days.append(asked.chase_on)
    if asked.replace_on and not asked.replace_told:
        days.append(asked.replace_on)
    if asked.expires_on and not asked.expiry_told:
        days.append(_after(asked.expires_on))
    return min(days, default=None)


def _after(day):
    return date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))
