"""What a recruiter types as the value of a need, read into something that a job can be compared with (design §3).

One cell takes "28,000-34,000", "from 1 December 2026", "Full time" or "Lisbon, 30 km", as people write it in their
language. What comes out is written in a form of its own, that every language here reads back as the same value: a
need recorded by a German is changed by a Pole.

>>> read("number", "28k - 34k").text
'28000 – 34000'
>>> read("number", "28.000,50", Notation(decimal=",", thousands=".")).low
28000.5
>>> read("place", "Lisbon (30 km)").text
'Lisbon, 30 km'

A number that could mean two things, such as 28.000 where the dot is no thousands mark, is not guessed at.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date

from .need_words import AND, AROUND, BETWEEN, CURRENCIES, FROM, JOINERS, KILOMETRES, MILES, NOW, UP_TO

FIRST_YEAR, LAST_YEAR = 1970, 2200
#: Longer numbers count nothing that a person needs, and would be stored as others.
MOST_DIGITS = 15
#: Half of the way round the earth: further is nowhere.
FURTHEST_KM = 20_000
KM_OF_A_MILE = 1.609344


class Unreadable(ValueError):
    """The text is no value of that form. ``code`` says why, ``found`` which part of it is meant."""

    def __init__(self, code, found=""):
        super().__init__(code)
        self.code, self.found = code, found


@dataclass(frozen=True)
class Notation:
    """How a language writes numbers and days. ``months``: folded names and abbreviations → number."""

    decimal: str = "."
    thousands: str = ","
    day_first: bool = True
    months: dict = field(default_factory=dict, hash=False)


#: How values are stored: no thousands mark, a decimal point, days as in ISO 8601.
NEUTRAL = Notation()


@dataclass(frozen=True)
class Limits:
    """What the type of the need allows, and what it is measured in. A maximum of 0 is none."""

    minimum: float = 0.0
    maximum: float = 0.0
    unit: str = ""


@dataclass(frozen=True)
class Reading:
    """A value, understood. ``low`` and ``high`` are the bounds of a number; a ``high`` of 0 is an open one."""

    text: str = ""
    low: float = 0.0
    high: float = 0.0
    day: date | None = None
    choice: int | None = None
    place: str = ""
    radius: float = 0.0


def read(form, text, notation=NEUTRAL, limits=None, choices=None, today=None):
    """Return the Reading of ``text``; raise Unreadable.

    :param form: text, number, date, choice or place
    :param choices: dict id → the names of a choice, in all languages
    :param today: what "immediately" means
    """
    text = " ".join((text or "").split())
    if not text or form == "text":
        return Reading(text)
    if form == "number":
        return _read_numbers(text, notation, limits or Limits())
    if form == "date":
        return _read_day(text, notation, today)
    if form == "choice":
        return _read_choice(text, choices or {})
    return _read_place(text, notation)


def fold(text):
    """Without case, accents, and digits of other scripts: how words and names of months are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("’", "'"))
    return "".join(_digit(char) for char in plain if not unicodedata.combining(char))


def _digit(char):
    return str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char


# --- numbers --------------------------------------------------------------------------------------

_NUMBER = r"\d+(?:[.,٫٬'][\d]+|[ ]\d{3}(?!\d))*"
_AMOUNT = rf"(?P<%s>{_NUMBER})\s?(?P<%sk>k(?![a-z]))?"
_ONE = re.compile(_AMOUNT % ("low", "low"))
_TWO = re.compile(
    rf"{_AMOUNT % ('low', 'low')}(?P<between>[^\d]*?)(?:[-–—]|\.\.+|\b(?:{AND})\b)\s?(?P<money>[^\d\s]?)\s?"
    + _AMOUNT % ("high", "high")
)


def _read_numbers(text, notation, limits):
    folded = fold(text)
    found = _TWO.search(folded) or _ONE.search(folded)
    if not found:
        raise Unreadable("number", text)
    parts = found.groupdict()
    before, after = folded[: found.start()].strip(), folded[found.end() :].strip()
    low = _read_number(parts["low"], notation) * (1000 if parts["lowk"] else 1)
    if "high" in parts:
        high = _read_number(parts["high"], notation) * (1000 if parts["highk"] else 1)
        if parts["highk"] and not parts["lowk"] and low < 1000:  # 28-34k
            low *= 1000
        low, high = min(low, high), max(low, high)
        before = re.sub(rf"^(?:{FROM}|{BETWEEN})\b", "", before)
        _check_words(f"{before} {parts['between']} {parts['money']} {after}", limits.unit)
    else:
        low, high = _read_bound(low, before, after, limits.unit)
    if max(low, high) >= 10**MOST_DIGITS:
        raise Unreadable("number", text)
    _check_limits(low, high, limits)
    return Reading(_say_range(low, high), low, high)


def _read_bound(number, before, after, unit):
    """Which side of a single number is meant: "from 28000", "28000+", "at most 40", or the number itself."""
    lower = re.match(rf"(?:≥|>=?|(?:{FROM})\b\.?)", before)
    upper = re.match(rf"(?:≤|<=?|(?:{UP_TO})\b\.?)", before)
    plus = after.startswith("+")
    rest = before[(upper or lower).end() :] if upper or lower else before
    _check_words(f"{rest} {after[plus:]}", unit)
    if upper and not (lower and lower.end() > upper.end()):
        return 0.0, number
    return (number, 0.0) if lower or plus else (number, number)


def _read_number(text, notation):
    """One number as the language writes it, or as we do; where they differ, three digits after the mark decide."""
    digits = text.replace("'", "").replace(" ", "").replace("٬", "").replace("٫", ".")
    if sum(char.isdigit() for char in digits) > MOST_DIGITS:
        raise Unreadable("number", f"{text[:MOST_DIGITS]}…")
    marks = [char for char in digits if not char.isdigit()]
    if not marks:
        return float(digits)
    *groups, last = re.split("[.,]", digits)
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        whole, cents = groups, last
    elif len(marks) == 1 and (len(last) != 3 or marks[0] != notation.thousands):
        whole, cents = groups, last
    else:
        whole, cents = [*groups, last], ""
    if len(whole) > 1 and (len(whole[0]) > 3 or any(len(group) != 3 for group in whole[1:])):
        raise Unreadable("number", text)
    if len(cents) > 2:
        raise Unreadable("decimals", text)
    return float("".join(whole) + "." + (cents or "0"))


def _check_words(text, unit):
    """What stands beside the numbers has to be their unit: a word that is not understood may turn the meaning."""
    units = re.findall(r"\w+", fold(unit))
    for word in re.findall(r"[^\W\d]+|\d+|[-+<>≤≥]", text):
        known = word in JOINERS or word in CURRENCIES or any(_abbreviates(word, full) for full in units)
        if not known:
            raise Unreadable("words", word)


def _abbreviates(word, full):
    """Say whether a word is the other, shortened or in the plural: "hrs", "h" and "hour" are "hours"."""
    letters = iter(full)
    shortened = word[0] == full[0] and all(char in letters for char in word)
    return shortened or (len(full) > 2 and word.startswith(full) and len(word) - len(full) < 3)


def _check_limits(low, high, limits):
    for number in (low, high or low):
        if number < limits.minimum and (number or not high) or limits.maximum and number > limits.maximum:
            raise Unreadable("limits", say_number(number))


def say_number(number):
    """As stored: at most two decimals, a point, nothing else."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _say_range(low, high):
    if low == high:
        return say_number(low)
    if not high:
        return f"≥ {say_number(low)}"
    return f"{say_number(low)} – {say_number(high)}" if low else f"≤ {say_number(high)}"


# --- days -----------------------------------------------------------------------------------------

_ISO = re.compile(r"\b(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?\b")
_WRITTEN = re.compile(r"\b(?P<one>\d{1,2})\s?[-/.]\s?(?P<two>\d{1,2})\s?[-/.]\s?(?P<y>\d{4}|\d{2})\b")
_NAMED = re.compile(
    r"(?:\b(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.)?\s(?:de\s|of\s)?)?(?P<name>[^\W\d]+)\.?"
    r"(?:\s(?P<after>\d{1,2})(?:st|nd|rd|th)?,?)?\s(?:de\s|del\s)?(?P<y>\d{4})\b"
)


def _read_day(text, notation, today):
    """The one day that a text names. What else it says ("from", "not before") stays, with the day as we write it."""
    folded = fold(text)
    matched = list(_find_days(folded, notation))
    if not matched and today and re.fullmatch(rf"(?:{NOW})\W*", folded):
        return Reading(f"{text} ({today.isoformat()})", day=today)
    if len(matched) != 1:
        raise Unreadable("date", text)
    [(match, (year, month, number))] = matched
    try:
        day = date(year, month, number)
    except ValueError as error:
        raise Unreadable("date", match.group().strip()) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable("year", str(day.year))
    kept = text if len(text) == len(folded) else folded  # letters that fold to several would shift the place
    return Reading(f"{kept[: match.start()]}{day.isoformat()}{kept[match.end() :]}", day=day)


def _find_days(text, notation):
    """Yield (match, (year, month, day)), by the first way of writing that is found at all."""
    for pattern in (_ISO, _WRITTEN, _NAMED):
        found = [(match, _get_day(match, notation)) for match in pattern.finditer(text)]
        found = [(match, parts) for match, parts in found if parts]
        if found:
            return found
    return []


def _get_day(match, notation):
    parts = match.groupdict()
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    if "m" in parts:
        return year, int(parts["m"]), int(parts["d"] or 1)
    if "one" in parts:
        one, two = int(parts["one"]), int(parts["two"])
        return (year, two, one) if notation.day_first else (year, one, two)
    month = notation.months.get(parts["name"])
    return month and (year, month, int(parts["d"] or parts["after"] or 1))


# --- choices and places ---------------------------------------------------------------------------


def _read_choice(text, choices):
    """The choice that was meant: its name in any language, else the only one that begins so or contains it."""
    wanted = fold(text)
    for meant in (str.__eq__, str.startswith, str.__contains__):
        found = [key for key, names in choices.items() if any(meant(fold(name), wanted) for name in names)]
        if len(found) == 1:
            names = choices[found[0]]
            return Reading(next((name for name in names if meant(fold(name), wanted)), text), choice=found[0])
    raise Unreadable("choice", text)


_DISTANCE = rf"(?<![\d.,])(?P<number>{_NUMBER})\s?(?P<unit>{KILOMETRES}|{MILES})\b\.?"
_BEFORE = re.compile(rf"^(?:(?:{AROUND})\s)?{_DISTANCE}\s(?:(?:{AROUND})\s)?(?P<place>.*[^\W\d].*)$")
_AFTER = re.compile(rf"^(?P<place>.*?[^\W\d].*?)[\s,;(+±~/]*(?:\b(?:{AROUND})\s)?[(+±~]*{_DISTANCE}\)?$")


def _read_place(text, notation):
    """A place, and how far from it: "Lisbon, 30 km", "within 20 miles of Leeds", or the place alone."""
    folded = fold(text)
    match = _BEFORE.match(folded) or _AFTER.match(folded)
    if not match:
        return Reading(text, place=text)
    kept = text if len(text) == len(folded) else folded
    place = kept[match.start("place") : match.end("place")].strip(" ,;")
    radius = _read_number(match["number"], notation)
    if re.fullmatch(MILES, match["unit"]):
        radius = round(radius * KM_OF_A_MILE)
    if radius > FURTHEST_KM:
        raise Unreadable("radius", match["number"])
    return replace(Reading(place=place, radius=float(radius)), text=f"{place}, {say_number(radius)} km")
