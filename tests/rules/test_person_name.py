"""Which written names are one person's: the table that decides who shares a contact."""

import doctest

import pytest
from rules import person_name

SAME = [
    ("Anna Kovács", "anna kovacs"),
    ("García, José", "JOSE GARCIA"),
    ("Kovács Anna", "Anna Kovács"),
    ("Anne-Marie Léger", "Anne Marie LEGER"),
    ("Seán O’Brien", "Sean OBrien"),
    ("Łukasz Żak", "Lukasz Zak"),
    ("Søren Ærø", "Soren Aero"),
    ("Işık İbrahim", "ISIK IBRAHIM"),
    ("Jörg Strauß", "JORG STRAUSS"),
    ("anna.kovacs", "Anna Kovacs"),
    ("Андрей", "андреи"),
    ("Ｊｏｈｎ Ｓｍｉｔｈ", "John Smith"),
    ("  Anna   Kovács ", "Anna\tKovács"),
]
OTHERS = [
    ("Anna Kovács", "Anna Kovács (copy)"),
    ("Anna Kovács", "Béla Kovács"),
    ("Anna Kovács", "Anna"),
    ("Anna Kovács", "A. Kovács"),
    ("Anna Kovács", "Anna Mária Kovács"),
    ("John Smith", "John Smith Jr"),
    ("Ann Smith", "Anna Smith"),
    ("Jörg", "Joerg"),
    ("が な", "か な"),
    ("राम", "रमा"),
    ("Anna Anna", "Anna"),
    ("", ""),
    (None, None),
    ("---", "..."),
    ("Anna", ""),
]


@pytest.mark.parametrize(("name", "other"), SAME)
def test_the_writing_does_not_matter(name, other):
    assert person_name.same_person(name, other)
    assert person_name.same_person(other, name)


@pytest.mark.parametrize(("name", "other"), OTHERS)
def test_another_name_is_another_person(name, other):
    assert not person_name.same_person(name, other)
    assert not person_name.same_person(other, name)


@pytest.mark.parametrize(
    ("name", "wanted", "greeting"),
    [
        ("Anna Kowalska", "", "Anna Kowalska"),
        ("Anna Kowalska", "  Pani   Anno ", "Pani Anno"),
        ("Suharto", None, "Suharto"),
        ("José Antonio García Núñez", "", "José Antonio García Núñez"),
        ("García Núñez,  José Antonio", "", "José Antonio García Núñez"),
        ("Nguyễn Thị Mai", "", "Nguyễn Thị Mai"),
        ("李, 伟", "", "李 伟"),
        ("김, 민준", "", "김 민준"),
        ("محمد الفاسي", "", "محمد الفاسي"),
        ("Martin Luther King, Jr.", "", "Martin Luther King, Jr."),
        ("Ada Byron, PhD", "", "Ada Byron, PhD"),
        ("Smith, John, MD", "", "Smith, John, MD"),
        ("Anna,", "", "Anna,"),
        (",Anna", "", ",Anna"),
        ("", "", ""),
        (None, None, ""),
    ],
)
def test_a_letter_calls_people_what_they_asked_for_else_by_the_whole_name(name, wanted, greeting):
    assert person_name.to_greet(name, wanted) == greeting


def test_the_examples_are_true():
    assert doctest.testmod(person_name).failed == 0
