"""Taking a person out of a text: names, addresses and numbers give way to a mark, whatever their case."""

import re
from collections.abc import Iterable

#: Shorter words stand in too many texts that are about something else.
SHORTEST = 4
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
UNSAFE = re.compile(r"[^\w.\- ]+")
LONGEST_NAME = 120


def redact(text: str, words: Iterable[str], mark: str) -> str:
    """Return the text with each of these words replaced by the mark; the longest first, and only whole words."""
    known = sorted({word.strip() for word in words if word and len(word.strip()) >= SHORTEST}, key=len, reverse=True)
    if not text or not known:
        return text
    pattern = "|".join(re.escape(word) for word in known)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda _match: mark, text, flags=re.IGNORECASE)


def redact_addresses(text: str, own: Iterable[str], mark: str) -> str:
    """Return the text without other people's e-mail addresses.

    :param own: normalized addresses that stay: the person's own, and the company's
    """
    kept = {address.lower() for address in own if address}
    return ADDRESS.sub(lambda match: match[0] if match[0].lower() in kept else mark, text or "")


def safe_name(name: str, taken: set[str]) -> str:
    """Return a file name that no program reads as a path, and that is not taken yet; it is taken from now on."""
    stem, dot, kind = UNSAFE.sub("_", name or "file").strip(" .").rpartition(".")
    if not dot:
        stem, kind = kind, ""
    stem, kind = stem[:LONGEST_NAME].strip(" .") or "file", kind[:12]
    number, candidate = 1, stem + dot + kind
    while candidate.lower() in taken:
        number += 1
        candidate = f"{stem} ({number}){dot}{kind}"
    taken.add(candidate.lower())
    return candidate
