"""What somebody typed on a page, made fit to be kept: whatever a browser, or what pretends to be one, sends."""

import re
import unicodedata
from datetime import date, time

#: Categories of characters that are no text: controls and halves of a character. Lines and tabs are kept.
NO_TEXT = frozenset({"Cc", "Cs"})
HOURS_AND_MINUTES = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")


def line(value: object, limit: int) -> str:
    """Return one line of at most `limit` characters; what is no text (an uploaded file) is empty."""
    return " ".join(text(value, limit * 2).split())[:limit].strip()


def text(value: object, limit: int) -> str:
    """Return several lines of at most `limit` characters."""
    if not isinstance(value, str):
        return ""
    kept = value[: limit * 2].replace("\r\n", "\n")
    kept = "".join(c for c in kept if c in "\n\t" or unicodedata.category(c) not in NO_TEXT)
    return unicodedata.normalize("NFC", kept).strip()[:limit]


def day(value: object) -> date | None:
    """Return the day that a field of a form holds, or None."""
    try:
        return date.fromisoformat(line(value, 10))
    except ValueError:
        return None


def hour(value: object) -> float | None:
    """Return an hour of the clock ("17:30" is 17.5; "24:00" ends the day), or None."""
    found = HOURS_AND_MINUTES.fullmatch(line(value, 5))
    if not found or (found[1] == "24" and found[2] != "00"):
        return None
    return (int(found[1]) * 60 + int(found[2])) / 60


def clock(hours: float) -> str:
    """Return an hour as a field of a form wants it: 17.5 is "17:30"; the end of a day is its last minute there."""
    minutes = min(round(hours * 60), 24 * 60 - 1)
    return f"{time(*divmod(minutes, 60)):%H:%M}"
