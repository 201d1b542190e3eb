"""Did a letter of ours come back for good, and why? (RFC 3464: delivery status notifications.)

Not everything that a mail server says about a letter means that nobody got it: it may be late, or have been passed on,
and an automatic reply sent to the address for returned mail is no return at all. Nor is what a person writes there, nor
a report about another address: the letter was passed on from ours, and may well have been read.

Anybody who saw a letter can forge a report about it. So what a server says is shown as its words, and never believed.
"""

import re
from email.message import Message

from .mail_kind import classify

#: What a server says that it did with a letter, where that is no failure (RFC 3464 §2.3.3).
NO_FAILURE = frozenset({"delayed", "delivered", "relayed", "expanded"})
LONGEST = 200
ASCII_LABEL = re.compile(r"(?<=[@.])xn--([a-z0-9-]+)")
#: A reason stands in quotes, and does not end them.
NO_QUOTES = str.maketrans(dict.fromkeys('"“”„«»', "'"))


def why_returned(message: Message, subject: str, address: str) -> str | None:
    """Return the server's reason, in its own words and in one line; None where the letter did not come back.

    :param message: what arrived at the address for returned mail.
    :param subject: its own, decoded; said where the report names no reason.
    :param address: the one that the letter went to.
    """
    kind, recipients = classify(dict(message.items()), subject, None), _recipients(message)
    if kind == "auto_reply" or (kind == "human" and not recipients):
        return None
    ours = [fields for fields in recipients if _is_about(fields, address)]
    failed = [fields for fields in ours if _value(fields, "action").casefold() not in NO_FAILURE]
    if recipients and not failed:
        return None
    for fields in failed:
        if reason := _reason(fields):
            return reason
    return _one_line(subject)


def _recipients(message: Message) -> list[Message]:
    """The groups of a report that say something of a recipient; the first group is about the report itself."""
    groups = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list):
            groups += [group for group in part.get_payload() if group.get("Action")]
    return groups


def _is_about(fields: Message, address: str) -> bool:
    """Whether that address is the one that we wrote to, or the one that failed (RFC 3464 §2.3.1, §2.3.2)."""
    named = (_value(fields, name) for name in ("original-recipient", "final-recipient"))
    return _plain(address) in {_plain(said.partition(";")[2] or said) for said in named}


def _plain(address: str) -> str:
    """An address as one compares it; servers write the domain of another alphabet in ASCII (RFC 5891 §4.4)."""
    try:
        return ASCII_LABEL.sub(lambda label: label[1].encode().decode("punycode"), address.strip(" <>").lower())
    except UnicodeError:
        return address


def _reason(fields: Message) -> str:
    """The diagnosis without the name of its protocol ("smtp; 550 no such user"), else the status code."""
    said = _value(fields, "diagnostic-code")
    return _one_line(said.partition(";")[2] or said) or _one_line(_value(fields, "status"))


def _value(fields: Message, name: str) -> str:
    return str(fields.get(name) or "").strip()


def _one_line(text: str) -> str:
    line = " ".join(text.translate(NO_QUOTES).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
