"""A silent hirer is reminded by a ladder, the jobseeker hears each week, and nothing is repeated after a standstill."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from rules.referral_look import Referred, due_notice, due_rung, next_look, owed

SENT = date(2026, 3, 2)


def after(days):
    return SENT + timedelta(days=days)


WAITING = Referred("sent", SENT, (7, 3), escalate_days=10, news_since=SENT, news_days=7)


def test_in_its_order():
    assert owed(WAITING, after(2)) == []
    assert owed(WAITING, after(3)) == ["chase"]
    reminded = WAITING._replace(chased_rung=3)
    assert owed(reminded, after(6)) == []
    assert owed(reminded, after(7)) == ["chase", "news"]
    told = WAITING._replace(chased_rung=7, news_since=after(7))
    assert owed(told, after(9)) == []
    assert owed(told, after(10)) == ["escalate"]
    assert owed(told._replace(escalated=True), after(13)) == []
    assert owed(told._replace(escalated=True), after(14)) == ["news"]
    assert next_look(WAITING, SENT) == after(3)
    assert next_look(told, after(7)) == after(10)


def test_the_adviser_hears_before_the_hirer_does():
    told = WAITING._replace(notices=((3, after(2)), (7, after(4))), news_days=0)
    assert next_look(told, SENT) == after(2)
    assert (owed(told, after(2)), due_notice(told, after(2))) == (["notice"], 3)
    assert owed(told._replace(noticed_rung=3), after(2)) == []
    reminded = told._replace(noticed_rung=3, chased_rung=3)
    assert (owed(reminded, after(4)), due_notice(reminded, after(4))) == (["notice"], 7)
    assert due_notice(told._replace(chased_rung=7), after(30)) == 0, "it was climbed without one"
    assert owed(told._replace(state="interview", escalate_days=0), after(30)) == []


def test_who_answered_is_not_told_that_they_did_not():
    assert owed(WAITING._replace(state="interview"), after(30)) == ["escalate", "news"]
    assert owed(WAITING._replace(state="offered"), after(30)) == ["news"]


def test_after_a_standstill_each_thing_once():
    assert owed(WAITING, after(30)) == ["chase", "escalate", "news"]
    assert due_rung(SENT, WAITING.chase_ladder, 0, after(30)) == 7
    assert due_rung(SENT, WAITING.chase_ladder, 7, after(30)) == 0


def test_who_was_engaged_is_asked_at_each_rung():
    engaged = Referred("engaged", SENT, engaged_on=after(10), still_ladder=(90, 30))
    assert owed(engaged, after(39)) == []
    assert owed(engaged, after(40)) == ["still_there"]
    assert next_look(engaged._replace(still_rung=30), after(40)) == after(100)
    assert next_look(engaged._replace(still_rung=90), after(100)) is None
    assert owed(engaged._replace(engaged_on=None), after(400)) == []


def test_who_was_asked():
    asked = Referred("consent_asked", answer_by=after(14))
    assert owed(asked, after(14)) == []
    assert owed(asked, after(15)) == ["answer"]
    assert next_look(asked, SENT) == after(15)
    assert next_look(asked._replace(answer_told=True), SENT) is None
    agreed = asked._replace(agreed=True)
    assert (owed(agreed, after(3)), next_look(agreed, after(3))) == (["ready"], after(4))


def test_nothing_is_owed_of_what_is_over_or_was_not_sent():
    for state in ("draft", "ready", "refused", "withdrawn"):
        assert owed(WAITING._replace(state=state), after(99)) == []
        assert next_look(WAITING._replace(state=state), after(99)) is None


days = st.integers(0, 400)
referrals = st.builds(
    Referred,
    state=st.sampled_from(["draft", "consent_asked", "ready", "sent", "interview", "offered", "engaged", "refused"]),
    since=st.none() | days.map(after),
    chase_ladder=st.lists(days, max_size=4).map(tuple),
    chased_rung=days,
    notices=st.lists(st.tuples(days, days.map(after)), max_size=3).map(tuple),
    noticed_rung=days,
    escalate_days=days,
    escalated=st.booleans(),
    news_since=st.none() | days.map(after),
    news_days=days,
    answer_by=st.none() | days.map(after),
    answer_told=st.booleans(),
    engaged_on=st.none() | days.map(after),
    still_ladder=st.lists(days, max_size=4).map(tuple),
    still_rung=days,
)


@given(referrals, days)
def test_nobody_looks_too_late_or_in_vain(referral, later):
    """Something is owed from the very day on which somebody is to look, and on no day before."""
    on = next_look(referral, SENT)
    assert bool(owed(referral, after(later))) == (on is not None and on <= after(later))
