"""Names of people: are two the same person's, and what does a letter call them? (design §1, §4 “Languages”)

Names are one field, and no order is assumed. Whether two are one is asked where an address alone would join people. The
two mistakes do not cost the same. Two contacts for one person are joined later by hand, and nothing is lost; two
people in one contact share consent, silence and letters, and no hand can part them again. So only names that differ in
how they are *written* are the same: case, accents, punctuation, the order of the words. A middle name, an initial or a
title more makes another name.

>>> same_person("García, José", "JOSE GARCIA")
True
>>> same_person("Ann Smith", "Anna Smith")
False

A letter calls people what they asked for. Else it uses the whole name: which part is the given one, and whether it may
be used alone, differs by country, family and person (W3C, “Personal names around the world”).

>>> to_greet("Anna Kowalska", "Pani Anno")
'Pani Anno'
>>> to_greet("García Núñez, José Antonio")
'José Antonio García Núñez'
>>> to_greet("Suharto"), to_greet("Nguyễn Thị Mai"), to_greet("李伟")
('Suharto', 'Nguyễn Thị Mai', '李伟')
"""

import re
import unicodedata

# Letters that Unicode does not take apart, as people write them where the key is missing.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
# Accents of Latin, Greek and Cyrillic. In other scripts a combining mark is a letter: が is not か.
_ACCENTS = re.compile("[\u0300-\u036f]")
# Written within a word, and often left out: O'Brien, OʼBrien, OBrien.
_INSIDE = re.compile("['\u2019\u02bc`\u00b4\u00b7]")
_EDGE = re.compile(r"[^\w]+|_+")


def words(name):
    """Return the words of a name without case, accents and punctuation, in an order of their own.

    >>> words("  Łukasz  O’Brien-Öztürk ")
    ('lukasz', 'obrien', 'ozturk')
    """
    folded = unicodedata.normalize("NFKD", _INSIDE.sub("", name or "").casefold())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", folded).translate(_PLAIN))
    # Marks of other scripts are part of their word, though the regular expression's \w leaves some of them out.
    spaced = "".join(char if unicodedata.category(char)[0] == "M" else _EDGE.sub(" ", char) for char in plain)
    return tuple(sorted(spaced.split()))


def same_person(name, other):
    """Say whether two names are one, but for the writing. No name is nobody's."""
    found = words(name)
    return bool(found) and found == words(other)


# What follows a name after a comma without being a part of it that could be put first.
_SUFFIX = re.compile(
    r"(jr|sr|junior|senior|[ivx]+|esq|ph\.?d|m\.?d|m\.?a|m\.?sc|b\.?a|b\.?sc|mba|dds|rn|cpa)\.?", re.IGNORECASE
)
# These scripts write the family name first, in lists and in letters alike.
_FAMILY_FIRST = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def to_greet(name, wanted=""):
    """Return what a letter calls somebody: what they asked for, else the whole name.

    Only the form of lists, “family name, given names”, is turned round, as nobody is spoken to like that. A suffix is
    no given name.

    >>> to_greet("Martin Luther King, Jr."), to_greet("王, 秀英")
    ('Martin Luther King, Jr.', '王 秀英')
    """
    name, wanted = " ".join((name or "").split()), " ".join((wanted or "").split())
    if wanted:
        return wanted
    before, *after = (part.strip() for part in name.split(","))
    if len(after) != 1 or not before or not after[0] or _SUFFIX.fullmatch(after[0]):
        return name
    return f"{before} {after[0]}" if _FAMILY_FIRST.search(name) else f"{after[0]} {before}"
