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
ADDRESS = "a@example.com"
ELSEWHERE = GONE.replace("a@", "old@")
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
        pytest.param(ELSEWHERE, None, id="passed on from there to another"),
        pytest.param(f"{ELSEWHERE}\n{LATE.replace('b@', 'a@')}", None, id="another failed, ours is late"),
        pytest.param(f"Original-Recipient: rfc822;A@Example.com\n{ELSEWHERE}", "550 no such user", id="as we wrote it"),
        pytest.param(
            GONE.replace("rfc822; a@example.com", "RFC822;<a@example.com>"), "550 no such user", id="brackets"
        ),
        pytest.param(GONE.replace("rfc822; a", "a"), "550 no such user", id="no kind of address"),
        pytest.param(GONE.replace("no such user", '"gone” »ask«'), "550 'gone' 'ask'", id="ends no quotes"),
        pytest.param("Action: failed\nStatus: 5.1.1\n", None, id="names nobody"),
    ],
)
def test_reports(recipients, reason):
    assert why_returned(report(recipients), "Undelivered", ADDRESS) == reason


@pytest.mark.parametrize("ours", ["mara@straße.example", "mara@xn--strae-oqa.example"])
@pytest.mark.parametrize("theirs", ["mara@xn--strae-oqa.example", "MARA@XN--STRAE-OQA.example"])
def test_a_domain_in_another_alphabet(ours, theirs):
    assert why_returned(report(GONE.replace("a@example.com", theirs)), "", ours) == "550 no such user"


def test_a_domain_that_is_none():
    assert why_returned(report(GONE.replace("a@example.com", "a@xn--99999999999.example")), "", ADDRESS) is None


def test_reports_of_older_servers():
    daemon = letter(From="mailer-daemon@x.example", Subject="Failure")
    assert why_returned(daemon, "Failure notice", ADDRESS) == "Failure notice"
    exim = letter(From="postmaster@x.example", X_Failed_Recipients="a@example.com", Auto_Submitted="auto-replied")
    assert why_returned(exim, "Mail delivery failed", ADDRESS) == "Mail delivery failed"


def test_an_automatic_reply_is_no_return():
    assert why_returned(letter(From="a@example.com", Auto_Submitted="auto-replied"), "Away", ADDRESS) is None
    assert why_returned(letter(From="a@example.com"), "Automatic reply: hello", ADDRESS) is None


def test_nor_is_what_a_person_writes():
    assert why_returned(letter(From="a@example.com"), "Write to hr@evil.example", ADDRESS) is None


@given(st.text(max_size=600))
def test_a_reason_is_one_short_line(text):
    said = why_returned(letter(From="mailer-daemon@x.example"), text, ADDRESS)
    assert said is not None
    assert len(said) <= LONGEST
    assert "\n" not in said
