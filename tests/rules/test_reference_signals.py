"""Signals are facts with innocent causes: what makes one, and what makes none."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.reference_signals import Answered, dates_differ, network, signals

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 3, 2, 12)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("unknown", None),
        ("", None),
        (None, None),
        ("192.0.2.7, 198.51.100.1", None),
    ],
)
def test_a_network_stands_for_a_household(address, expected):
    assert network(address) == expected


@given(st.text() | st.binary() | st.integers() | st.none())
def test_a_network_of_anything(address):
    assert network(address) is None or isinstance(network(address), str)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"referee_networks": frozenset("a"), "jobseeker_networks": frozenset("ab")}, ["same_network"]),
        ({"referee_networks": frozenset("a"), "jobseeker_networks": frozenset("b")}, []),
        ({"is_free_mail": True, "organisation": "Acme"}, ["free_mail"]),
        ({"is_free_mail": True, "organisation": "  "}, []),  # a neighbour has no company's address
        ({"began_at": NOON, "sent_at": NOON + timedelta(seconds=59)}, ["quick"]),
        ({"began_at": NOON, "sent_at": NOON + MINUTE}, []),
        ({"began_at": NOON, "sent_at": NOON - MINUTE}, []),  # the clocks of two machines
        ({"began_at": None, "sent_at": NOON}, []),
        ({"said_from": date(2020, 3, 1), "found_from": date(2020, 3, 31)}, []),
        ({"said_from": date(2020, 3, 1), "found_from": date(2020, 4, 1)}, ["dates_differ"]),
        ({"said_to": date(2020, 3, 1), "found_to": date(2021, 3, 1)}, ["dates_differ"]),
        ({"said_from": date(2020, 3, 1), "found_to": date(2021, 3, 1)}, []),
        ({"said_position": "Welder", "found_position": " welder "}, []),
        ({"said_position": "Welder", "found_position": "Helper"}, ["position_differs"]),
        ({"said_position": "Welder", "found_position": ""}, []),
    ],
)
def test_what_is_shown(facts, expected):
    assert signals(Answered(**facts), MINUTE) == expected


DAYS = st.none() | st.dates()


@given(DAYS, DAYS, DAYS, DAYS)
def test_dates_that_agree_never_differ_and_difference_has_no_sides(a, b, c, d):
    assert not dates_differ(Answered(said_from=a, said_to=b, found_from=a, found_to=b))
    there = dates_differ(Answered(said_from=a, said_to=b, found_from=c, found_to=d))
    assert there == dates_differ(Answered(said_from=c, said_to=d, found_from=a, found_to=b))


@given(st.datetimes(), st.datetimes(), st.integers(0, 600))
def test_quick_is_never_before_it_began(began, sent, seconds):
    found = signals(Answered(began_at=began, sent_at=sent), timedelta(seconds=seconds))
    assert ("quick" in found) == (0 <= (sent - began).total_seconds() < seconds)
