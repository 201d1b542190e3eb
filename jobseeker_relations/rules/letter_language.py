"""Does a letter have a text of its own in a language, and from which side is it read? (design §4 “Languages”)

A text is kept as Odoo keeps it: one value for each language that somebody wrote or translated it in. The value under
``en_US`` is always there and is what everybody gets whose language has none; it is in whatever language the letter was
first written, so a value equal to it was written in that other language, and English is the one that is missing.
"""

import re
import unicodedata

ORIGINAL = "en_US"
_TAG = re.compile(r"<[^>]*>|\{\{.*?\}\}", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
#: So many words are not the same in two languages by chance.
SENTENCE = 3


def count_words(text):
    """Count what somebody would have to translate.

    >>> count_words('Hello <t t-out="object.name"/>, how are you? {{ object.name }}')
    4
    """
    return len(_WORD.findall(_TAG.sub(" ", text or "")))


def lacks(values, lang):
    """Say whether people who read that language would get a text of another one, or none.

    :param values: {language: text}

    >>> lacks({"en_US": "How are you?"}, "pl_PL"), lacks({"en_US": "How are you?", "pl_PL": "Co słychać?"}, "pl_PL")
    (True, False)
    >>> lacks({"en_US": "Wie geht es Ihnen?", "de_DE": "Wie geht es Ihnen?"}, "en_GB")
    True
    >>> lacks({"en_US": "{{ object.name }}"}, "pl_PL")
    False
    """
    original = values.get(ORIGINAL)
    if not count_words(original):
        return False
    own = values.get(lang)
    if not lang.startswith("en_"):
        return not count_words(own)
    others = [value for code, value in values.items() if not code.startswith("en_")]
    return own in (None, original) and count_words(original) >= SENTENCE and original in others


def is_read_from_the_right(text):
    """Say whether most of its letters are of a script that is written from right to left.

    >>> is_read_from_the_right("<p>مرحباً Anna،</p>"), is_read_from_the_right("<p>Hello محمد, how are you?</p>")
    (True, False)
    """
    sides = [unicodedata.bidirectional(char) for char in _TAG.sub(" ", text or "")]
    return sides.count("R") + sides.count("AL") > sides.count("L")
