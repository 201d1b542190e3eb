"""Names as they sound, whatever script and spelling: only to suggest that two people may be one, never to decide it.

``person_name`` joins people, and knows nothing but writing. Here a name is taken over into Latin letters (Cyrillic and
Greek, as passports and their holders do it, in several ways), and spellings that stand for one sound become one:
Щербаков, Shcherbakov and Scherbakow; Müller, Mueller and Muller. What is folded is for comparing, and not to be read.

>>> fold("Юлия Щербакова") == fold("Julia Shcherbakova") == fold("YULIYA SCHERBAKOVA")
True
>>> fold("Γιώργος Παπαδόπουλος") == fold("Giorgos Papadopoulos")
True
>>> compare("Kowalska, Anna", "Anna Kowalska"), compare("Иван Петров", "Ivan Petrov")
('order', 'script')
>>> compare("Anna Kowalska", "Anna Nowak (née Kowalska)"), compare("Anna Kowalska", "Anna Nowak")
('part', 'given')
>>> compare("Ann Smith", "Bob Smith"), compare("Ann Smith", "Bea Jones")
('family', 'other')
"""

import re
from functools import lru_cache
from itertools import combinations

from .person_name import to_greet, words

_CYRILLIC = dict(
    zip(
        "абвгдежзиклмнопрстуфхцчшщъыьэюяіѓєґјљњћќџўђѕ",
        "a b v g d e zh z i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i g e g j lj nj c k dz u dj dz".split(
            " "
        ),
        strict=True,
    )
)
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
)
_GREEK_PAIRS = {"ου": "ou", "αυ": "av", "ευ": "ev", "γγ": "ng", "γκ": "gk", "μπ": "b", "ντ": "nt", "ει": "i", "οι": "i"}
_LATIN = str.maketrans(_CYRILLIC | _GREEK)
#: In this order: what is longer before what it contains.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        ("shch|szcz|sch|sh|sz", "s"),
        ("tsch|tch|ch|cz|ts|tz", "c"),
        ("zh", "z"),
        ("kh|gh|g", "h"),
        ("ph", "f"),
        ("th", "t"),
        ("x", "ks"),
        ("ck|q", "k"),
        ("w", "v"),
        ("[jy]", "i"),
        ("^ie|(?<=[bdfklmnprstvz])io(?=[bdfklmnprstvz])", "e"),  # Yevgeny, Pyotr
        ("(?<=[bdfklmnprstvz])er$", "r"),  # Александр, Alexander
        ("ae", "a"),
        ("oe", "o"),
        ("ou|ue", "u"),
        ("(?<=.)h$", ""),
        (r"(.)\1+", r"\1"),
    ]
]
#: What stands with a name and is none.
_BESIDE = frozenset(
    "nee ne geb geborene born formerly zd"
    " dr prof mr mrs ms miss mx sir herr frau pan pani mme mlle sr sra dott ing".split()
)
#: More words than this make no more pairs: nobody has so many names, and a text in the wrong field has.
MOST_WORDS = 5


@lru_cache(maxsize=100_000)
def _sound(word):
    for pair, letters in _GREEK_PAIRS.items():
        word = word.replace(pair, letters)
    word = word.translate(_LATIN)
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def fold(name):
    """Return the words of a name as they sound, sorted and each once, without titles and the like."""
    return tuple(sorted({_sound(word) for word in words(name) if word not in _BESIDE} - {""}))


def to_keys(name):
    """Return what names that may be one have in common: the whole of it, and each two of more than two words.

    One word alone is nobody's key.

    >>> sorted(to_keys("Anna Kowalska-Nowak"))
    ['ana_kovalska', 'ana_kovalska_novak', 'ana_novak', 'kovalska_novak']
    """
    folded = [word for word in fold(name) if len(word) > 1]
    if not 2 <= len(folded):
        return set()
    keys = {"_".join(folded)}
    if len(folded) <= MOST_WORDS:
        keys.update("_".join(pair) for pair in combinations(folded, 2))
    return keys


def compare(name, other):
    """Say what two names have in common.

    :return: ``same`` but for case, accents and punctuation · ``order`` the same in another order · ``script`` the same
        in another script or spelling · ``part`` one contains the other, or its initials · ``given`` only what is likely
        the given name, as after a marriage · ``family`` only what is likely the family name · ``other`` nothing
    """
    mine, theirs = fold(name), fold(other)
    if not mine or not theirs:
        return "other"
    if words(name) == words(other):
        return "same" if _in_order(name) == _in_order(other) else "order"
    if mine == theirs:
        return "script"
    shorter, longer = sorted((mine, theirs), key=len)
    if len(shorter) > 1 and _contains(longer, shorter):
        return "part"
    common = set(mine) & set(theirs)
    if not common:
        return "other"
    given = {_given(name), _given(other)}
    return "given" if len(given) == 1 and given <= common else "family"


def _in_order(name):
    return [words(word) for word in (name or "").split() if words(word)]


def _given(name):
    """What is likely the given name: the first word, or the first after the comma of a list."""
    spoken = [sound for word in to_greet(name).split() for sound in fold(word)]
    return spoken[0] if spoken else ""


def _contains(longer, shorter):
    """Whether each word of the shorter is one of the longer, or the initial of one, and not all of them initials."""
    left = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        match = next(
            (own for own in left if own == word or (min(len(own), len(word)) == 1 and own[0] == word[0])), None
        )
        if match is None:
            return False
        left.remove(match)
    return any(len(word) > 1 for word in shorter)
