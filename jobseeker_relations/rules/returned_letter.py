"""Did a letter of ours come back for good, and why? (RFC 3464: delivery status notifications.)

Not everything that a mail server says about a letter means that nobody got it: it may be late, or have been passed on,
and an automatic reply sent to the address for returned mail is no return at all.
"""

from email.message import Message

from .mail_kind import classify

#: What a server says that it did with a letter, where that is no failure (RFC 3464 §2.3.3).
NO_FAILURE = frozenset({"delayed", "delivered", "relayed", "expanded"})
LONGEST = 200


def why_returned(message: Message, subject: str) -> str | None:
    """Return the server's reason, in its own words and in one line; None where the letter did not come back.

    :param message: what arrived at the address for returned mail.
    :param subject: its own, decoded; said where the report names no reason.
    """
    if classify(dict(message.items()), subject, None) == "auto_reply":
        return None
    recipients = _recipients(message)
    failed = [fields for fields in recipients if _value(fields, "action").casefold() not in NO_FAILURE]
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


def _reason(fields: Message) -> str:
    """The diagnosis without the name of its protocol ("smtp; 550 no such user"), else the status code."""
    said = _value(fields, "diagnostic-code")
    return _one_line(said.partition(";")[2] or said) or _one_line(_value(fields, "status"))


def _value(fields: Message, name: str) -> str:
    return str(fields.get(name) or "").strip()


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
