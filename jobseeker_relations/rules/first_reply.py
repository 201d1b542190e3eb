"""The clock of a first reply: until when it was promised, what stops it, what it leaves out (PC4; compliance §8.11).

A person's first word starts it. It runs in open time of the window in which they are reached, through which every
other promise to them runs, too. Only a substantive word of a person of ours stops it: no acknowledgement, no letter of
a machine or to many, no note, no call that nobody took, and no question of ours that has to come first. After such a
question we wait for them, and it stands still until they are heard again; an out-of-office reply of theirs is nobody's
word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .send_window import SendWindow


@dataclass(frozen=True, slots=True)
class Word:
    """One word that passed, as the ledger has it.

    :param nature: as in the ledger: personal · follow_up · bulk · automatic.
    :param spoken: on the phone or face to face.
    :param reached: it arrived: False for a call that nobody took, a letter that came back or was taken back.
    :param asks: ours, and only the question that has to come before an answer.
    """

    at: datetime
    from_them: bool
    nature: str
    spoken: bool = False
    reached: bool = True
    asks: bool = False

    @property
    def answers(self) -> bool:
        """Say whether this is a substantive word of a person of ours; whoever rang, a talk is one."""
        return self.nature == "personal" and self.reached and not self.asks and (self.spoken or not self.from_them)

    @property
    def is_heard(self) -> bool:
        """Say whether they spoke to us here; that nobody took their call does not unsay what they left."""
        return self.nature == "personal" and (self.from_them or (self.spoken and self.reached))


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which we wait for the person; `end` is None while it lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class FirstReply:
    """How it stands with a first reply.

    :param answer: the word that stopped the clock.
    :param pauses: with their ends, as far as they have ended.
    :param due: until when the reply was promised; None while the clock stands still, and where nothing was promised.
    :param worked: open time that the reply took, pauses left out; None before it.
    """

    answer: Word | None
    pauses: tuple[Pause, ...]
    due: datetime | None
    worked: timedelta | None


def first_reply(
    received_at: datetime, hours: float, words: Sequence[Word], pauses: Sequence[Pause], window: SendWindow
) -> FirstReply:
    """Return how it stands, from the facts alone.

    :param words: what passed, in any order; what was before `received_at` is nobody's answer.
    :param pauses: as they were begun, with an end where somebody ended one by hand.
    """
    answer = min((word for word in words if word.answers and word.at >= received_at), key=_at, default=None)
    ended = tuple(_ended(pause, words, answer) for pause in pauses if not answer or pause.start < answer.at)
    due = deadline(window, received_at, timedelta(hours=hours), ended) if hours > 0 else None
    worked = working_time(window, received_at, answer.at, ended) if answer else None
    return FirstReply(answer, ended, due, worked)


def deadline(window: SendWindow, since: datetime, duration: timedelta, pauses: Iterable[Pause] = ()) -> datetime | None:
    """Return the instant by which `duration` of open time has passed since `since`, pauses left out.

    None while a pause lasts that began before it. Where nothing opens, elapsed time counts.
    """
    at = since
    for pause in sorted(pauses, key=lambda pause: pause.start):
        reached = _after(window, at, duration)
        if pause.start > at:
            if reached <= pause.start:
                return reached
            duration -= _between(window, at, pause.start)
        if pause.end is None:
            return None
        at = max(at, pause.end)
    return _after(window, at, duration)


def working_time(window: SendWindow, since: datetime, until: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
    """Return the open time between two instants, pauses left out; none when `until` is not the later."""
    total, at = timedelta(0), since
    for pause in sorted(pauses, key=lambda pause: pause.start):
        total += _between(window, at, min(pause.start, until))
        at = max(at, until if pause.end is None else pause.end)
    return total + _between(window, at, until)


def rungs(
    window: SendWindow, since: datetime, hours: float, percents: Iterable[int], pauses: Sequence[Pause] = ()
) -> list[tuple[int, datetime]]:
    """Return (percent, instant at which that much of the promised time has passed), the nearest first.

    None of them while the clock stands still; nothing where no time was promised.
    """
    found = []
    for percent in sorted({percent for percent in percents if percent > 0}) if hours > 0 else ():
        at = deadline(window, since, timedelta(hours=hours * percent / 100), pauses)
        if at is not None:
            found.append((percent, at))
    return found


def _ended(pause: Pause, words: Sequence[Word], answer: Word | None) -> Pause:
    """Return the pause with its end: their next word, our answer, or the hand that ended it, whichever came first."""
    heard = (word.at for word in words if word.is_heard and word.at > pause.start)
    ends = [*heard, *([answer.at] if answer else []), *([pause.end] if pause.end else [])]
    return Pause(pause.start, max(min(ends), pause.start) if ends else None)


def _after(window: SendWindow, at: datetime, duration: timedelta) -> datetime:
    return window.add_working_time(at, duration) or at + duration


def _between(window: SendWindow, start: datetime, end: datetime) -> timedelta:
    if end <= start:
        return timedelta(0)
    if window.next_open(start) is None:
        return end - start
    return window.working_time(start, end)


def _at(word: Word) -> datetime:
    return word.at
