"""A calendar day moved by whole days, total on every input."""

from datetime import date, timedelta

# Two years inside Python's calendar: room for a zone's offset and for the window's 400-day search.
FIRST_DAY = date(3, 1, 1)
LAST_DAY = date(9997, 12, 31)

ONE_DAY = timedelta(days=1)


def shift_day(day: date, days: int) -> date:
    """Return `day` moved by `days`, held between `FIRST_DAY` and `LAST_DAY`.

    A waiver until 9999-12-31 and a gap of a billion days are things that people type: they mean "for ever", and
    must not raise in the middle of a batch of 100,000 people.
    """
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, FIRST_DAY.toordinal()), LAST_DAY.toordinal()))
