"""A phone number, however it is written."""

import re

_PHONE_CHARACTERS = re.compile(r"[\d\s()+./-]{5,}")
_NOT_DIGITS = re.compile(r"\D")


def to_digits(phone: str) -> str:
    """Return the digits alone, without the prefix of a call abroad: "00351 912-345" and "+351 912 345" are the same."""
    return _NOT_DIGITS.sub("", phone).removeprefix("00")


def to_look_for(phone: str) -> str:
    """Return the digits that a number written in any form contains: a national one begins with a zero of its own.

    "07911 123456" is "+44 7911 123456", and what is found without the zero includes what is found with it.
    """
    return to_digits(phone).removeprefix("0")


def is_phone(text: str) -> bool:
    """Return whether somebody who typed this looks for a number: five characters or more, and none of a name."""
    return bool(_PHONE_CHARACTERS.fullmatch(text.strip())) and len(to_digits(text)) >= 4
