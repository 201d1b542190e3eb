"""Taking a person out of a text: names, addresses and numbers give way to a mark, whatever their case."""

import html
import re
from collections.abc import Iterable

#: Shorter words stand in too many texts that are about something else.
SHORTEST = 4
NUMBER = re.compile(r"\+?[\d\s().\-/]{6,}")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
UNSAFE = re.compile(r"[^\w.\- ]+")
LONGEST_NAME = 120


def redact(text: str, words: Iterable[str], mark: str) -> str:
    """Return the text with each of these words replaced by the mark; the longest first, and only whole words.

    A number counts however it is grouped (+44 20 7946-0958), a word also as HTML writes it (``&amp;``).
    """
    known = sorted({word.strip() for word in words if word and len(word.strip()) >= SHORTEST}, key=len, reverse=True)
    if not text or not known:
        return text
    pattern = "|".join(dict.fromkeys(form for word in known for form in _get_forms(word)))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda _match: mark, text, flags=re.IGNORECASE)


def _get_forms(word):
    """Patterns of one word: as it is, as HTML writes it, and a number with its digits grouped."""
    yield re.escape(word)
    if html.escape(word) != word:
        yield re.escape(html.escape(word))
    if NUMBER.fullmatch(word):
        prefix = r"\+?" if word.startswith("+") else ""
        yield prefix + r"[\s().\-/]{0,3}".join(re.sub(r"\D", "", word))


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
