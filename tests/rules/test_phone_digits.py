import pytest
from rules.phone_digits import is_phone, to_digits


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
