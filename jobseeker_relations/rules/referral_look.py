"""When somebody has to look at a referral, and what is owed about it then. Days only; the ORM brings the facts."""

from datetime import date
from typing import NamedTuple

from .civil_day import shift_day

WAITING = ("sent", "interview", "offered")
#: In which of them the hirer owes a word: who invited somebody, once they met; who made an offer, waits for an answer.
SILENT = ("sent", "interview")


class Referred(NamedTuple):
    """A referral as this rule sees it; an empty day, number or ladder: nothing is owed of that kind.

    Ladders are days after ``since`` (``engaged_on``), in any order; ``*_rung`` is the last one that was climbed.
    ``notices``: (rung of ``chase_ladder``, day on which the adviser hears that the hirer will be reminded).
    """

    state: str
    since: date | None = None
    chase_ladder: tuple[int, ...] = ()
    chased_rung: int = 0
    notices: tuple[tuple[int, date], ...] = ()
    noticed_rung: int = 0
    escalate_days: int = 0
    escalated: bool = False
    news_since: date | None = None
    news_days: int = 0
    answer_by: date | None = None
    answer_told: bool = False
    agreed: bool = False
    engaged_on: date | None = None
    still_ladder: tuple[int, ...] = ()
    still_rung: int = 0


def due_rung(since: date, ladder: tuple[int, ...], climbed: int, today: date) -> int:
    """Return the highest rung whose day has come and that is above the climbed one; 0: none. Missed ones are past."""
    return max((rung for rung in ladder if climbed < rung and shift_day(since, rung) <= today), default=0)


def due_notice(referred: Referred, today: date) -> int:
    """Return the highest rung of which the adviser is to hear by now, before it is climbed; 0: none."""
    return max((rung for rung, day in _get_notices(referred) if day <= today), default=0)


def owed(referred: Referred, today: date) -> list[str]:
    """Return what is owed by now, in its order, each once however long nobody looked."""
    if _awaits_mending(referred):
        return ["ready"]
    return list(dict.fromkeys(what for what, day in _get_days(referred) if day <= today))


def next_look(referred: Referred, today: date) -> date | None:
    """Return the day on which something is owed next, a past one where it is owed already; None: never again."""
    if _awaits_mending(referred):
        return shift_day(today, 1)
    return min((day for _what, day in _get_days(referred)), default=None)


def _awaits_mending(referred):
    """Agreed to, and something is missing yet: looked at each day, as what was missing may be there by its date."""
    return referred.state == "consent_asked" and referred.agreed


def _get_days(referred):
    """Yield (what is owed, since when) of all that is not settled yet."""
    if referred.state == "consent_asked" and referred.answer_by and not referred.answer_told:
        yield "answer", shift_day(referred.answer_by, 1)
    if referred.state == "engaged" and referred.engaged_on:
        yield from _climb("still_there", referred.engaged_on, referred.still_ladder, referred.still_rung)
    if referred.state in WAITING and referred.since:
        if referred.state == "sent":  # the letter says that no answer came
            for _rung, day in _get_notices(referred):
                yield "notice", day
            yield from _climb("chase", referred.since, referred.chase_ladder, referred.chased_rung)
        if referred.state in SILENT and referred.escalate_days and not referred.escalated:
            yield "escalate", shift_day(referred.since, referred.escalate_days)
        if referred.news_days and referred.news_since:
            yield "news", shift_day(referred.news_since, referred.news_days)


def _get_notices(referred):
    told = max(referred.chased_rung, referred.noticed_rung)
    return [(rung, day) for rung, day in referred.notices if rung > told]


def _climb(what, since, ladder, climbed):
    return ((what, shift_day(since, rung)) for rung in ladder if rung > climbed)
