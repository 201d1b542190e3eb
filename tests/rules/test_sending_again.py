"""A refusal for now is answered with patience, within bounds; whatever may have been taken is never offered again."""

import smtplib
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.send_window import ALWAYS, NEVER, SendWindow
from rules.sending_again import DELAYS, LONGEST_WAIT, is_for_now, next_try, words_of

OFFICE = SendWindow.of("Europe/Lisbon", ((((9.0, 18.0),),) * 5 + ((), ()),))
ANY_HOUR = SendWindow.of("UTC", ALWAYS)
MONDAY = datetime(2026, 3, 2, 10)
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31))


def test_each_time_later_and_then_no_more():
    waits = [next_try(refusals, MONDAY, ANY_HOUR) - MONDAY for refusals in range(1, len(DELAYS) + 1)]
    assert waits == [timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12)]
    assert next_try(len(DELAYS) + 1, MONDAY, ANY_HOUR) is None


def test_it_waits_for_the_persons_hours():
    assert next_try(4, MONDAY, OFFICE) == datetime(2026, 3, 3, 9)
    assert next_try(1, datetime(2026, 3, 6, 17, 50), OFFICE) == datetime(2026, 3, 9, 9), "over the weekend"


def test_hours_that_do_not_come_are_not_waited_for():
    assert next_try(1, MONDAY, SendWindow.of("UTC", NEVER)) is None
    closed = SendWindow.of("UTC", ALWAYS, ((MONDAY, MONDAY + timedelta(days=30)),))
    assert next_try(1, MONDAY, closed) is None


@given(st.integers(1, 6), INSTANTS)
def test_laws(refusals, at):
    again = next_try(refusals, at, OFFICE)
    if again is None:
        assert refusals > len(DELAYS)
    else:
        assert at + DELAYS[refusals - 1] <= again <= at + LONGEST_WAIT
        assert OFFICE.is_open(again)


@pytest.mark.parametrize(
    ("error", "for_now", "words"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.org": (451, b"4.7.1 Grey\nlisted")}), True, "451 4.7.1 Grey listed"),
        (smtplib.SMTPRecipientsRefused({"a@b.org": (550, b"No such user")}), False, "550 No such user"),
        (smtplib.SMTPRecipientsRefused({"a": (451, b"later"), "b": (550, b"never")}), False, "451 later"),
        (smtplib.SMTPSenderRefused(421, b"Too many", "us@example.com"), True, "421 Too many"),
        (smtplib.SMTPDataError(452, b"No room"), True, "452 No room"),
        (smtplib.SMTPDataError(554, "Spam"), False, "554 Spam"),
        (smtplib.SMTPDataError(-1, b"?"), False, "-1 ?"),
        (smtplib.SMTPAuthenticationError(535, b"Wrong password"), False, "535 Wrong password"),
        (smtplib.SMTPServerDisconnected("Gone"), True, "Gone"),
        (ConnectionRefusedError(111, "Connection refused"), True, "[Errno 111] Connection refused"),
        (FileNotFoundError(2, "an attachment"), False, "[Errno 2] an attachment"),
        (ValueError("Broken\nletter"), False, "letter"),
        (None, False, ""),
    ],
)
def test_what_is_a_refusal_for_now(error, for_now, words):
    assert (is_for_now(error), words_of(error)) == (for_now, words)
