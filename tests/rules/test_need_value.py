"""What is typed as the value of a need: every form, in the notations of six languages."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules import need_value
from rules.need_value import NEUTRAL, Limits, Notation, Unreadable, read, say_number

MONTHS = {"december": 12, "dec": 12, "dezember": 12, "dez": 12, "decembre": 12, "diciembre": 12, "grudnia": 12}
# As Odoo sets up these languages: decimal mark, thousands mark, day before month.
NOTATIONS = {
    "English": Notation(".", ",", False, MONTHS),
    "French": Notation(",", "\u202f", True, MONTHS),
    "German": Notation(",", ".", True, MONTHS),
    "Spanish": Notation(",", ".", True, MONTHS),
    "Polish": Notation(",", "\u00a0", True, MONTHS),
    "Arabic": Notation(".", ",", True, MONTHS),
}
ENGLISH, FRENCH, GERMAN = NOTATIONS["English"], NOTATIONS["French"], NOTATIONS["German"]
HOURS = Limits(unit="hours a week")
TODAY = date(2026, 11, 24)

NUMBERS = [
    ("28000", 28000, 28000, "28000"),
    ("28000-34000", 28000, 34000, "28000 – 34000"),
    ("34000 - 28000", 28000, 34000, "28000 – 34000"),
    ("28-34k", 28000, 34000, "28000 – 34000"),
    ("£28,000 – £34,000", 28000, 34000, "28000 – 34000"),
    ("EUR 28,000 to 34,000 per year", 28000, 34000, "28000 – 34000"),
    ("between 20 and 30 hrs", 20, 30, "20 – 30"),
    ("from 28000", 28000, 0, "≥ 28000"),
    ("min. 28000", 28000, 0, "≥ 28000"),
    ("28000+", 28000, 0, "≥ 28000"),
    ("≥ 28000", 28000, 0, "≥ 28000"),
    ("up to 40 hours", 0, 40, "≤ 40"),
    ("37.5 h", 37.5, 37.5, "37.5"),
    ("٣٠٠٠", 3000, 3000, "3000"),
]
UNREADABLE_NUMBERS = [
    ("forty", "number"),
    ("28.000", "decimals"),  # an English dot is no thousands mark, and three decimals are no money
    ("1,2,3", "number"),
    ("not 40", "words"),
    ("around 30", "words"),
    ("40 or less", "words"),
    ("40 20", "words"),
    ("-5", "words"),
    ("9" * 310, "number"),
    ("9" * 310 + " - 1", "number"),
    ("1" * 16, "number"),
    ("9" * 13 + "k", "number"),
]


def code(form, text, *args, **options):
    with pytest.raises(Unreadable) as caught:
        read(form, text, *args, **options)
    return caught.value.code


def test_the_examples_in_the_text_hold():
    assert not doctest.testmod(need_value).failed


@pytest.mark.parametrize(("text", "low", "high", "shown"), NUMBERS)
def test_numbers_and_ranges(text, low, high, shown):
    reading = read("number", text, ENGLISH, limits=Limits(unit="hours a year"))
    assert (reading.low, reading.high, reading.text) == (low, high, shown)


@pytest.mark.parametrize(("text", "why"), UNREADABLE_NUMBERS)
def test_what_may_mean_something_else_is_refused(text, why):
    assert code("number", text, ENGLISH, limits=HOURS) == why


@pytest.mark.parametrize(
    ("text", "notation", "low", "high"),
    [
        ("28.000-34.000", GERMAN, 28000, 34000),
        ("ab 28.000,50 EUR", GERMAN, 28000.5, 0),
        ("höchstens 40", GERMAN, 0, 40),
        ("de 28 000 à 34 000 €", FRENCH, 28000, 34000),
        ("à partir de 28\u202f000", FRENCH, 28000, 0),
        ("desde 1.500", NOTATIONS["Spanish"], 1500, 0),
        ("od 6\u00a0000 do 7\u00a0500 zł", NOTATIONS["Polish"], 6000, 7500),
        ("من 3000 الى 4000", NOTATIONS["Arabic"], 3000, 4000),
    ],
)
def test_words_and_marks_of_other_languages(text, notation, low, high):
    reading = read("number", text, notation)
    assert (reading.low, reading.high) == (low, high)


amounts = st.integers(0, 10**9).map(lambda cents: cents / 100)


def write(number, notation, thousands):
    whole, cents = f"{number:,.2f}".split(".")
    return whole.replace(",", notation.thousands if thousands else "") + notation.decimal + cents


@given(amounts, st.sampled_from(sorted(NOTATIONS)), st.booleans())
def test_a_number_written_in_a_language_is_read_in_it(number, language, thousands):
    notation = NOTATIONS[language]
    assert read("number", write(number, notation, thousands), notation).low == number


@given(amounts, amounts, st.sampled_from(sorted(NOTATIONS)), st.sampled_from(["{} - {}", "≥ {}", "≤ {}", "{}"]))
def test_what_is_stored_reads_the_same_in_every_language(one, two, language, shape):
    stored = read("number", shape.format(say_number(one), say_number(two)), NEUTRAL)
    assert read("number", stored.text, NOTATIONS[language]) == stored


@given(st.text(max_size=40), st.sampled_from(["number", "date", "choice", "place"]), st.sampled_from(sorted(NOTATIONS)))
def test_any_text_is_read_or_refused(text, form, language):
    try:
        reading = read(form, text, NOTATIONS[language], choices={1: ["Permanent"]}, today=TODAY)
    except Unreadable as error:
        assert error.code
    else:
        assert isinstance(reading.text, str)


def test_limits():
    week = Limits(minimum=1, maximum=168, unit="hours")
    assert read("number", "20-40", limits=week).high == 40
    assert code("number", "0", limits=week) == "limits"
    assert code("number", "20-400", limits=week) == "limits"
    assert read("number", "up to 40", limits=week).high == 40
    assert code("number", "up to 400", limits=week) == "limits"


@pytest.mark.parametrize(
    ("text", "notation", "day", "shown"),
    [
        ("2026-12-01", ENGLISH, date(2026, 12, 1), "2026-12-01"),
        ("from 2026-12-01", ENGLISH, date(2026, 12, 1), "from 2026-12-01"),
        ("12/1/2026", ENGLISH, date(2026, 12, 1), "2026-12-01"),
        ("not before December 1st, 2026", ENGLISH, date(2026, 12, 1), "not before 2026-12-01"),
        ("December 2026", ENGLISH, date(2026, 12, 1), "2026-12-01"),
        ("ab 1.12.26", GERMAN, date(2026, 12, 1), "ab 2026-12-01"),
        ("1. Dez. 2026", GERMAN, date(2026, 12, 1), "2026-12-01"),
        ("1er décembre 2026", FRENCH, date(2026, 12, 1), "2026-12-01"),
        ("1 de diciembre de 2026", NOTATIONS["Spanish"], date(2026, 12, 1), "2026-12-01"),
        ("١/١٢/٢٠٢٦", NOTATIONS["Arabic"], date(2026, 12, 1), "2026-12-01"),
        ("Immediately", ENGLISH, TODAY, "Immediately (2026-11-24)"),
        ("Immediately (2026-11-24)", ENGLISH, TODAY, "Immediately (2026-11-24)"),
    ],
)
def test_days(text, notation, day, shown):
    reading = read("date", text, notation, today=TODAY)
    assert (reading.day, reading.text) == (day, shown)
    assert read("date", reading.text, NEUTRAL) == reading


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("some day", "date"),
        ("2026-02-30", "date"),
        ("2026-12-01 or 2027-01-01", "date"),
        ("1066-10-14", "year"),
    ],
)
def test_what_is_no_day(text, why):
    assert code("date", text, ENGLISH) == why


@pytest.mark.parametrize(
    ("text", "place", "radius", "shown"),
    [
        ("Lisbon", "Lisbon", 0, "Lisbon"),
        ("1100 Lisbon", "1100 Lisbon", 0, "1100 Lisbon"),
        ("Lisbon, 30 km", "Lisbon", 30, "Lisbon, 30 km"),
        ("São Paulo (30km)", "São Paulo", 30, "São Paulo, 30 km"),
        ("30 km around Lisbon", "Lisbon", 30, "Lisbon, 30 km"),
        ("within 20 miles of Leeds", "Leeds", 32, "Leeds, 32 km"),
        ("Köln, im Umkreis von 12,5 km", "Köln", 12.5, "Köln, 12.5 km"),
        ("Paris 13, 5 km", "Paris 13", 5, "Paris 13, 5 km"),
    ],
)
def test_places(text, place, radius, shown):
    reading = read("place", text, GERMAN)
    assert (reading.place, reading.radius, reading.text) == (place, radius, shown)
    assert read("place", reading.text) == reading


def test_a_number_of_fifteen_digits_is_one():
    assert read("number", "9" * 15).text == "9" * 15
    assert code("place", "Lisbon, " + "9" * 310 + " km") == "number"


def test_further_than_anybody_travels():
    assert code("place", "Lisbon, 99999 km") == "radius"


CHOICES = {1: ["Full time", "Vollzeit"], 2: ["Part time", "Teilzeit"], 3: ["Permanent", "Unbefristet"]}


@pytest.mark.parametrize(
    ("text", "choice", "shown"),
    [("full TIME", 1, "Full time"), ("Vollzeit", 1, "Vollzeit"), ("part", 2, "Part time"), ("perm", 3, "Permanent")],
)
def test_choices(text, choice, shown):
    reading = read("choice", text, choices=CHOICES)
    assert (reading.choice, reading.text) == (choice, shown)


@pytest.mark.parametrize("text", ["time", "weekends"])
def test_none_or_two_of_the_choices(text):
    assert code("choice", text, choices=CHOICES) == "choice"


def test_free_text_and_nothing():
    assert read("text", "  near   the sea ").text == "near the sea"
    for form in ("text", "number", "date", "choice", "place"):
        assert read(form, "  ") == need_value.Reading()
