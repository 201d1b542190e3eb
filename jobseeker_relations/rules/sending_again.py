"""What a mail server refuses for now is offered again, a few times, each time later (RFC 5321 §4.5.4.1).

Only what was surely not taken: a refusal (4xx) before the letter or in answer to it, or no connection at all. A letter
that was handed over and got no answer may have arrived; it is never offered again by a machine.
"""

import smtplib
import socket
from datetime import datetime, timedelta

from .send_window import SendWindow

#: How long to wait after the first, second … refusal; after the last of them a person has to look.
DELAYS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
# Hours that begin again only weeks later: the letter would be no news, and a person decides.
LONGEST_WAIT = timedelta(days=14)

TEMPORARY = range(400, 500)
NO_CONNECTION = (ConnectionError, TimeoutError, socket.gaierror, smtplib.SMTPServerDisconnected)


def next_try(refusals: int, at: datetime, window: SendWindow) -> datetime | None:
    """Return when to offer a letter again, inside the person's hours; None when it is enough.

    :param refusals: how often it was refused, with the one at the instant `at`.
    """
    if refusals > len(DELAYS):
        return None
    again = window.next_open(at + DELAYS[refusals - 1])
    return None if again is None or again - at > LONGEST_WAIT else again


def is_for_now(error: BaseException | None) -> bool:
    """Say whether a letter was refused for now. A connection that broke counts: ask only if nothing was handed over."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in TEMPORARY for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code in TEMPORARY
    return isinstance(error, NO_CONNECTION)


def words_of(error: BaseException | None) -> str:
    """Return what the mail server said, as it said it: "451 4.7.1 Greylisted, come back later"."""
    if isinstance(error, smtplib.SMTPRecipientsRefused) and error.recipients:
        return _answer(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return str(error or "").strip().split("\n")[-1]


def _answer(code: int, text: bytes | str) -> str:
    said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return f"{code} {' '.join(said.split())}"
