"""Which letters have no text of their own in a language, and which are read from the right."""

import doctest

import pytest
from rules import letter_language
from rules.letter_language import is_read_from_the_right, lacks

HELLO = {"en_US": "How are you today?", "de_DE": "Wie geht es Ihnen?"}


@pytest.mark.parametrize(
    ("values", "lang", "missing"),
    [
        (HELLO, "de_DE", False),
        (HELLO, "pl_PL", True),
        (HELLO, "en_US", False),
        (HELLO, "en_GB", False),
        (HELLO | {"en_GB": "How do you do?"}, "en_GB", False),
        ({}, "pl_PL", False),
        ({"en_US": ""}, "pl_PL", False),
        ({"en_US": '<t t-out="object.how_are_you_today"/>'}, "pl_PL", False),
        ({"en_US": "Feedback", "de_DE": "Feedback"}, "de_DE", False),
        ({"en_US": "Feedback", "de_DE": "Feedback"}, "en_US", False),
        ({"en_US": "Wie geht es Ihnen?", "de_DE": "Wie geht es Ihnen?"}, "de_DE", False),
        ({"en_US": "Wie geht es Ihnen?", "de_DE": "Wie geht es Ihnen?"}, "en_US", True),
        ({"en_US": "Wie geht es Ihnen?", "de_DE": "Wie geht es Ihnen?"}, "pl_PL", True),
        ({"en_US": "Wie geht es Ihnen?", "de_DE": "Wie geht es Ihnen?", "en_GB": "How are you?"}, "en_GB", False),
        ({"en_US": "How are you?", "de_DE": ""}, "de_DE", True),
        ({"en_US": "How are you?", "de_DE": "<p><br/></p>"}, "de_DE", True),
    ],
)
def test_who_would_get_a_text_of_another_language(values, lang, missing):
    assert lacks(values, lang) is missing


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("<p dir='ltr'>مرحباً Anna Kowalska-Nowak، كيف تسير رحلة بحثك عن عمل؟</p>", True),
        ("<p>שלום Anna</p>", False),
        ("<p>שלום Anna, מה שלומך</p>", True),
        ("<p>Hello محمد, how are you?</p>", False),
        ("", False),
        (None, False),
        ("<p>12 – 13</p>", False),
    ],
)
def test_the_letters_of_a_text_say_from_which_side_it_is_read(text, right):
    assert is_read_from_the_right(text) is right


def test_the_examples_are_true():
    assert doctest.testmod(letter_language).failed == 0
