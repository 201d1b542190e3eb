"""Whether a letter came back for good, and what the mail server says of it."""

from email import message_from_string, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.returned_letter import LONGEST, why_returned

REPORT = """From: MAILER-DAEMON@mx.example.com
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0
{extra}
--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

{recipients}
--b--
"""
GONE = (
    "Final-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n"
)
LATE = "Final-Recipient: rfc822; b@example.com\nAction: delayed\nStatus: 4.2.0\n"


def report(recipients, extra=""):
    return message_from_string(REPORT.format(recipients=recipients, extra=extra), policy=policy.SMTP)


def letter(**headers):
    text = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return message_from_string(f"{text}\nHello\n", policy=policy.SMTP)


@pytest.mark.parametrize(
    ("recipients", "reason"),
    [
        pytest.param(GONE, "550 no such user", id="failed"),
        pytest.param(GONE.replace("failed", "FAILED"), "550 no such user", id="in capitals"),
        pytest.param(LATE, None, id="delayed"),
        pytest.param(LATE.replace("delayed", "delivered"), None, id="delivered"),
        pytest.param(f"{LATE}\n{GONE}", "550 no such user", id="one of two"),
        pytest.param(GONE.replace("Diagnostic-Code: smtp; 550 no such user\n", ""), "5.1.1", id="a status alone"),
        pytest.param("Final-Recipient: rfc822; a@example.com\nAction: failed\n", "Undelivered", id="no reason"),
        pytest.param("Final-Recipient: rfc822; a@example.com\n", "Undelivered", id="no action"),
        pytest.param(GONE.replace("smtp; 550", "smtp;\n 550"), "550 no such user", id="folded"),
        pytest.param(GONE.replace("smtp; 550 no such user", "X-Postfix"), "X-Postfix", id="no protocol"),
    ],
)
def test_reports(recipients, reason):
    assert why_returned(report(recipients), "Undelivered") == reason


def test_reports_of_older_servers():
    assert why_returned(letter(From="mailer-daemon@x.example", Subject="Failure"), "Failure notice") == "Failure notice"
    exim = letter(From="postmaster@x.example", X_Failed_Recipients="a@example.com", Auto_Submitted="auto-replied")
    assert why_returned(exim, "Mail delivery failed") == "Mail delivery failed"


def test_an_automatic_reply_is_no_return():
    assert why_returned(letter(From="a@example.com", Auto_Submitted="auto-replied"), "Away") is None
    assert why_returned(letter(From="a@example.com"), "Automatic reply: hello") is None


@given(st.text(max_size=600))
def test_a_reason_is_one_short_line(text):
    said = why_returned(letter(From="mailer-daemon@x.example"), text)
    assert said is not None
    assert len(said) <= LONGEST
    assert "\n" not in said
