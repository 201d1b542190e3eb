"""May this letter go to this person now (design §4 'Contact policy': "whoever sends").

The engine asks `next_step` what to do; everybody else has decided already and asks here whether it may be done. Both
ask `contact_timing.earliest_allowed`, so there is one law of how often and when.

What a verdict means depends on who wrote:

    automatic   an answer to what the person did (invitation, refusal, terms, stage mail): it passes, and is counted
    follow_up   the engine's own letter: it passes, the same law let it go in the same transaction
    personal    one colleague to one person: at most a warning, never dropped
    bulk        one text to many: held until the next opening, left out where it must not go

Laws of a bulk letter, the first that has an opinion decides:

    1  closed, no contact wanted, blacklist, no address, bounced, on hold     leave_out
    2  said no to mailings, or no yes where the law asks for one              leave_out    where it only warns: warn
    3  the window never opens                                                 leave_out
    4  written to too recently, or too often                                  leave_out    if it waited before: hold
    5  outside the person's hours                                             hold, or leave_out where nothing can wait
    6  has work                                                               warn         it goes, and the list says so

A personal letter to somebody who asked for another channel warns, too, unless it answers them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from .contact_timing import Allowed, Bounds, earliest_allowed
from .permission import Objection
from .send_window import SendWindow

Kind = Literal["pass", "warn", "hold", "leave_out"]
Nature = Literal["personal", "follow_up", "bulk", "automatic"]

#: What passes whatever the law says: see the module's table.
PASSING = frozenset({"automatic", "follow_up"})
# A mailing that could only leave weeks later is no longer news: better left out, and known to be.
LONGEST_WAIT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the gate needs to know of one person at the instant of the letter.

    :param obstacle: code of what keeps any letter from them: closed, do_not_contact, blacklisted, no_email ...
    :param resting: the relationship is on hold.
    :param rests_until: the instant at which the hold ends, if it is known.
    :param answering: they wrote and wait for us, so that a personal letter is the answer that was promised.
    :param placed: they have work.
    :param sent: sorted instants of outbound letters of every kind, whoever sent them.
    :param prefers_another: they asked to hear from us through another channel.
    :param permission: what ``rules.permission`` has against mailings to them; None where the letter is no mailing.
    """

    obstacle: str | None
    resting: bool
    rests_until: datetime | None
    answering: bool
    placed: bool
    bounds: Bounds
    window: SendWindow
    sent: Sequence[datetime]
    prefers_another: bool = False
    permission: Objection | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens to the letter, why (a code), from when on it may go, and the last letter before it."""

    kind: Kind
    reason: str | None = None
    at: datetime | None = None
    last: datetime | None = None


PASS = Verdict("pass")


def judge(standing: Standing, *, nature: Nature, at: datetime, can_wait: bool = True, waited: bool = False) -> Verdict:
    """Return the verdict on one letter that wants to leave at `at`.

    :param can_wait: the channel can keep a letter until later.
    :param waited: the letter was held before: it is not left out because of what went in the meantime, it waits again.
    """
    if nature in PASSING:
        return PASS
    objection = _objection(standing, nature, at)
    if objection is None:
        return _reminder(standing, nature)
    if nature == "personal":
        return _as("warn", objection)
    if _may_wait(objection, at, can_wait=can_wait, waited=waited):
        return _as("hold", objection)
    return objection


def _reminder(s: Standing, nature: Nature) -> Verdict:
    """Return what the writer should know of a letter that may go; who wrote to us is answered as they wrote."""
    if nature == "bulk" and s.permission:
        return Verdict("warn", s.permission.reason)
    if nature == "bulk" and s.placed:
        return Verdict("warn", "placed")
    if nature == "personal" and s.prefers_another and not s.answering:
        return Verdict("warn", "channel")
    return PASS


def _objection(s: Standing, nature: Nature, at: datetime) -> Verdict | None:
    """Return what speaks against the letter, as if it had to be left out for it."""
    if s.obstacle:
        return Verdict("leave_out", s.obstacle)
    if s.resting:
        return Verdict("leave_out", "on_hold", s.rests_until)
    if nature == "bulk" and s.permission and s.permission.strength == "block":
        return Verdict("leave_out", s.permission.reason)
    allowed = _allowed(s, nature, at)
    if allowed.at is None:
        return Verdict("leave_out", allowed.reason)
    if allowed.at <= at:
        return None
    return Verdict("leave_out", allowed.reason, allowed.at, max((sent for sent in s.sent if sent <= at), default=None))


def _allowed(s: Standing, nature: Nature, at: datetime) -> Allowed:
    """Return when the letter may go; who waits for an answer is not told that we wrote a short while ago."""
    sent = () if nature == "personal" and s.answering else tuple(s.sent)
    return earliest_allowed(wanted=at, sent=sent, bounds=s.bounds, window=s.window)


def _may_wait(objection: Verdict, at: datetime, *, can_wait: bool, waited: bool) -> bool:
    if not can_wait or objection.at is None or objection.at - at > LONGEST_WAIT:
        return False
    return objection.reason == "window" or (waited and objection.reason in ("min_gap", "cap"))


def _as(kind: Kind, verdict: Verdict) -> Verdict:
    return Verdict(kind, verdict.reason, verdict.at, verdict.last)
