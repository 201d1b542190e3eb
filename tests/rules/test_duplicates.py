"""Who may be one: names across scripts and spellings, numbers, texts, and how much that says together."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules import duplicate, name_folding, phone_e164, text_overlap
from rules.name_folding import compare, to_keys

NAMES = [
    ("Anna Kovács", "ANNA KOVACS", "same"),
    ("Kovács Anna", "Anna Kovács", "order"),
    ("García, José", "José García", "order"),
    ("Иван Петров", "Ivan Petrov", "script"),
    ("Пётр Чайковский", "Pyotr Tchaikovsky", "script"),
    ("Юлия Щербакова", "Julia Shcherbakova", "script"),
    ("Александр Жуков", "Alexander Zhukov", "script"),
    ("Ольга Гриценко", "Olha Hrytsenko", "script"),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos", "script"),
    ("Jörg Müller", "Joerg Mueller", "script"),
    ("Dr. Anna Nowak", "Anna Nowak", "script"),
    ("Anna Kowalska", "Anna Kowalska-Nowak", "part"),
    ("Anna Kowalska", "Anna Nowak (née Kowalska)", "part"),
    ("Anna Kowalska", "A. Kowalska", "part"),
    ("José Antonio García Núñez", "José García", "part"),
    ("Anna Kowalska", "Anna Nowak", "given"),
    ("Ann Smith", "Bob Smith", "family"),
    ("Ann Smith", "Bea Jones", "other"),
    ("Ann Smith", "", "other"),
    ("Anna", "Anna Kowalska", "given"),
]


@pytest.mark.parametrize("module", [duplicate, name_folding, phone_e164, text_overlap])
def test_examples(module):
    assert not doctest.testmod(module).failed


@pytest.mark.parametrize(("name", "other", "said"), NAMES)
def test_names(name, other, said):
    assert compare(name, other) == compare(other, name) == said


@pytest.mark.parametrize(("name", "other", "said"), NAMES)
def test_what_is_found_by_the_name_alone_has_a_key_in_common(name, other, said):
    if said in ("same", "order", "script", "part") and "." not in name + other:
        assert to_keys(name) & to_keys(other)


@pytest.mark.parametrize(
    ("signs", "names", "said"),
    [
        ({"email"}, "same", "strong"),
        ({"phone"}, "script", "strong"),
        ({"email"}, "given", "likely"),
        ({"phone"}, "part", "likely"),
        ({"email", "phone"}, "given", "strong"),
        ({"email", "phone"}, "family", "weak"),
        ({"phone"}, "other", "weak"),
        (set(), "order", "likely"),
        (set(), "given", None),
        ({"file"}, "other", "likely"),
        ({"email", "text"}, "other", "likely"),
        ({"phone", "file"}, "given", "strong"),
    ],
)
def test_how_much_that_says(signs, names, said):
    assert duplicate.judge(signs, names) == said


@given(st.text(max_size=60))
def test_any_text_may_stand_in_a_name(name):
    assert all(" " not in key for key in to_keys(name))
    compare(name, "Anna Kovács")


@given(st.text(max_size=60), st.text(max_size=60))
def test_it_does_not_matter_who_stands_first(name, other):
    assert compare(name, other) == compare(other, name)


@given(st.text(max_size=40))
def test_any_text_may_stand_in_a_number(number):
    found = phone_e164.to_e164(number, ["GB", "PT"])
    assert found is None or found.startswith("+")
