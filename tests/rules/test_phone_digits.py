import pytest
from rules.phone_digits import is_phone, to_digits, to_look_for


@pytest.mark.parametrize(
    "written", ["+351 912 345 678", "00351912345678", "(+351) 912-345-678", "351.912.345.678", "351/912345678"]
)
def test_one_number_however_it_is_written(written):
    assert to_digits(written) == "351912345678"
    assert is_phone(written)


@pytest.mark.parametrize("text", ["", "Ana", "1234", "ana7654321@example.com", "+++++", "Flat 12345", "-----"])
def test_what_is_no_number(text):
    assert not is_phone(text)


def test_a_part_of_a_number_is_one():
    assert is_phone("345 678")


@pytest.mark.parametrize("typed", ["07911 123456", "+44 7911 123456", "0044 7911-123456", "7911123456", "0791 112"])
def test_what_is_typed_is_in_the_number_as_it_is_stored(typed):
    assert to_look_for(typed) in to_digits("+44 7911 123456")
