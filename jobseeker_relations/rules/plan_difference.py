"""What is different in a new version of a timetable (design §4 "a new version with a visible difference")."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """One line of a version.

    :param key: what the same line has in both versions
    """

    key: Hashable
    name: str
    owner: str
    due: date
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs; ``before`` or ``after`` is None where the line is in one version only.

    :param kinds: added or removed, else what of the line changed: renamed, owner, moved
    """

    kinds: tuple[str, ...]
    before: Promise | None
    after: Promise | None


def difference(before: Sequence[Promise], after: Sequence[Promise]) -> list[Change]:
    """Return the changes from one version to the next: lines of the new one in their order, then what was removed."""
    old = {promise.key: promise for promise in before}
    changes = []
    for promise in after:
        earlier = old.pop(promise.key, None)
        kinds = ("added",) if earlier is None else _compare(earlier, promise)
        if kinds:
            changes.append(Change(kinds, earlier, promise))
    return changes + [Change(("removed",), promise, None) for promise in old.values()]


def _compare(before: Promise, after: Promise) -> tuple[str, ...]:
    differs = {
        "renamed": before.name != after.name,
        "owner": before.owner != after.owner,
        "moved": (before.due, before.at) != (after.due, after.at),
    }
    return tuple(kind for kind, yes in differs.items() if yes)
