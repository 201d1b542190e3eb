"""Are two written names the same person's? Used where an address alone would join two people (design §1).

The two mistakes do not cost the same. Two contacts for one person are joined later by hand, and nothing is lost; two
people in one contact share consent, silence and letters, and no hand can part them again. So only names that differ in
how they are *written* are the same: case, accents, punctuation, the order of the words. A middle name, an initial or a
title more makes another name.

>>> same_person("García, José", "JOSE GARCIA")
True
>>> same_person("Ann Smith", "Anna Smith")
False
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
