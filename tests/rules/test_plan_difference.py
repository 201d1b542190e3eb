"""The difference of two versions names every line that is not the same, and no other."""

from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st
from rules.plan_difference import Promise, difference

CV = Promise(1, "Send a CV", "jobseeker", date(2026, 3, 4))
CALL = Promise(2, "Ring Acme", "adviser", date(2026, 3, 9))


def kinds(before, after):
    return [change.kinds for change in difference(before, after)]


def test_the_same_is_no_difference():
    assert kinds([CV, CALL], [CALL, CV]) == []


def test_each_kind_of_change():
    later = replace(CV, due=date(2026, 3, 11))
    assert kinds([CV], [later]) == [("moved",)]
    assert kinds([CV], [replace(CV, at=datetime(2026, 3, 4, 9))]) == [("moved",)]
    assert kinds([CV], [replace(CV, owner="adviser")]) == [("owner",)]
    assert kinds([CV], [replace(later, name="Send the CV", owner="adviser")]) == [("renamed", "owner", "moved")]
    assert kinds([CV], [CV, CALL]) == [("added",)]
    assert kinds([CV, CALL], [CALL]) == [("removed",)]


lines = st.lists(
    st.builds(
        Promise,
        st.integers(1, 6),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["adviser", "jobseeker"]),
        st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    ),
    unique_by=lambda promise: promise.key,
)


@given(lines, lines)
def test_applied_to_the_old_it_gives_the_new(before, after):
    known = {promise.key: promise for promise in before}
    for change in difference(before, after):
        if change.after is None:
            del known[change.before.key]
        else:
            assert known.get(change.after.key) == change.before
            known[change.after.key] = change.after
    assert known == {promise.key: promise for promise in after}
