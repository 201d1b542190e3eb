"""What keeps mailings from somebody: every case of the law, then what no mixture of facts may break."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.permission import Objection, Permission, object_to

SAID = ["nothing", "given", "expired", "withdrawn"]
STRENGTHS = [None, "warn", "block"]
PERMISSIONS = st.builds(
    Permission,
    said=st.sampled_from(SAID),
    suppressed=st.booleans(),
    from_elsewhere=st.booleans(),
    elsewhere_needs=st.sampled_from(STRENGTHS),
    everybody_needs=st.sampled_from(STRENGTHS),
)
CAME = Permission(elsewhere_needs="block")
FOUND = replace(CAME, from_elsewhere=True)


@pytest.mark.parametrize(
    ("permission", "objection"),
    [
        (CAME, None),
        (replace(CAME, said="expired"), None),
        (replace(CAME, said="withdrawn"), Objection("opted_out", "block")),
        (replace(CAME, suppressed=True), Objection("opted_out", "block")),
        (replace(CAME, suppressed=True, said="given"), None),
        (FOUND, Objection("no_consent", "block")),
        (replace(FOUND, said="given"), None),
        (replace(FOUND, said="expired"), Objection("consent_expired", "block")),
        (replace(FOUND, elsewhere_needs="warn"), Objection("no_consent", "warn")),
        (replace(FOUND, elsewhere_needs=None), None),
        (replace(CAME, everybody_needs="block"), Objection("no_consent", "block")),
        (replace(FOUND, elsewhere_needs="warn", everybody_needs="block"), Objection("no_consent", "block")),
    ],
)
def test_cases(permission, objection):
    assert object_to(permission) == objection


@given(PERMISSIONS)
def test_a_no_always_holds(permission):
    assert object_to(replace(permission, said="withdrawn")) == Objection("opted_out", "block")


@given(PERMISSIONS)
def test_a_yes_in_force_always_suffices(permission):
    assert object_to(replace(permission, said="given")) is None


@given(PERMISSIONS)
def test_silence_after_a_yes_is_no_better_than_no_word_and_no_worse(permission):
    before, after = (object_to(replace(permission, said=said)) for said in ("nothing", "expired"))
    assert (before and before.strength) == (after and after.strength)


@given(PERMISSIONS)
def test_nobody_is_better_off_for_being_found_elsewhere(permission):
    came, found = (object_to(replace(permission, from_elsewhere=elsewhere)) for elsewhere in (False, True))
    rank = {None: 0, "warn": 1, "block": 2}
    assert rank[came and came.strength] <= rank[found and found.strength]
