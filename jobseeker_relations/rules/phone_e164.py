"""A phone number as the whole world dials it (E.164), however it was written and wherever."""

import phonenumbers


def to_e164(number, regions=()):
    """Return a number in E.164, or None where it is none that anybody could dial.

    :param regions: ISO codes of the countries in which a national number may be meant, the likeliest first

    >>> to_e164("07911 123456", ["GB"]), to_e164("0044 (0)7911-123456", ["PT"]), to_e164("912 345 678", ["GB", "PT"])
    ('+447911123456', '+447911123456', '+351912345678')
    >>> to_e164("ask for Ann", ["GB"]), to_e164("12", ["GB"]), to_e164("", ["GB"])
    (None, None, None)
    """
    text = (number or "").strip()
    if text.startswith("00"):
        text = f"+{text[2:]}"
    for region in regions if not text.startswith("+") else [None]:
        try:
            found = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(found):
            return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    return None
