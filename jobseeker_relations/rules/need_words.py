"""Words that people write beside a number, a day or a place, in the six languages of the addon.

Folded as in ``need_value.fold``: small letters without accents. English, French, German, Spanish, Polish, Arabic.
"""


def _one_of(*lines):
    """A pattern for one of the words, the longest first."""
    words = {word for line in lines for word in line.split("|")}
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


FROM = _one_of(
    "from|over|above|at least|min|minimum",
    "a partir de|des|de|au moins",
    "ab|mindestens",
    "desde|al menos|minimo",
    "od|co najmniej",
    "من|على الاقل",
)
UP_TO = _one_of(
    "up to|until|under|below|at most|max|maximum",
    "jusqu'a|au plus",
    "bis|bis zu|hochstens",
    "hasta|maximo",
    "do|najwyzej",
    "حتى|الى|على الاكثر",
)
BETWEEN = _one_of("between|entre|zwischen|miedzy|بين")
AND = _one_of("to|and", "a|et", "bis|und", "y|hasta", "do|i", "الى|و")
NOW = _one_of(
    "now|immediately|at once|asap|today",
    "tout de suite|immediatement|des maintenant",
    "sofort|ab sofort",
    "ya|ahora|inmediatamente|de inmediato",
    "zaraz|od zaraz|natychmiast",
    "الان|فورا",
)
AROUND = _one_of(
    "within|around|of|from|about|up to|radius|radius of",
    "dans un rayon de|autour de|rayon",
    "um|im umkreis von|umkreis",
    "alrededor de|en un radio de|de",
    "wokol|w promieniu|od",
    "حول",
)
MILES = _one_of("mi|mile|miles|meile|meilen|milla|millas|mila|ميل")
KILOMETRES = _one_of("km|kms|kilometer|kilometers|kilometre|kilometres|kilometro|kilometros|kilometrow|كم")
#: "28000 EUR per year": what joins a number and its unit.
JOINERS = {*"per a an the p pa par pro im la le al el por na w za في".split()}
CURRENCIES = {*"eur usd gbp chf pln aed sar egp mad czk sek nok dkk zl".split()}
