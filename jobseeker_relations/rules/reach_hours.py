"""The hours in which one person asked to be reached, laid over the hours of a calendar (compliance §8, item 13).

Hours are wall-clock hours of the person, 0 to 24, as in `send_window`. Who asked for none is reached as the calendar
says. Where the two have nothing in common, who asked is right: the person is reached in their hours, on the
calendar's days.
"""

from .send_window import DAYS_A_WEEK, HOURS_A_DAY, Hours, SendWindow, Week

#: Nothing was asked for: as in a calendar, two equal hours are nothing.
ANY_HOUR: Hours = (0.0, 0.0)


def asks(hours: Hours) -> bool:
    """Say whether somebody asked for these hours: they begin before they end, within one day."""
    return 0 <= hours[0] < hours[1] <= HOURS_A_DAY


def within(window: SendWindow, hours: Hours) -> SendWindow:
    """Return the window in which a person is reached who asked for `hours`; its days off stay."""
    if not asks(hours):
        return window
    days = _days_of(window.weeks)
    common = [tuple(sorted(_overlap(opening, hours) for opening in day if _meets(opening, hours))) for day in days]
    if not any(common):
        common = [(hours,) if day else () for day in days]
    return SendWindow.of(window.zone, _weeks_of(common), window.days_off)


def _days_of(weeks: tuple[Week, ...]) -> list[list[Hours]]:
    """Return the openings of each day of all weeks, those that run past midnight cut there."""
    written = [day for week in weeks for day in week]
    days: list[list[Hours]] = [[] for _day in written]
    for number, openings in enumerate(written):
        for hour_from, hour_to in openings:
            if hour_from < hour_to:
                days[number].append((hour_from, hour_to))
            elif hour_to < hour_from:
                days[number].append((hour_from, float(HOURS_A_DAY)))
                if hour_to:
                    days[(number + 1) % len(days)].append((0.0, hour_to))
    return [sorted(opening for opening in day if opening[0] < opening[1]) for day in days]


def _weeks_of(days: list[tuple[Hours, ...]]) -> tuple[Week, ...]:
    return tuple(tuple(days[start : start + DAYS_A_WEEK]) for start in range(0, len(days), DAYS_A_WEEK))


def _meets(opening: Hours, hours: Hours) -> bool:
    return max(opening[0], hours[0]) < min(opening[1], hours[1])


def _overlap(opening: Hours, hours: Hours) -> Hours:
    return max(opening[0], hours[0]), min(opening[1], hours[1])
