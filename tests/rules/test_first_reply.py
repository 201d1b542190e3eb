"""A first word and its reply: the clock runs in open hours, stops for a person's answer, and rests while we wait."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from calendars import OFFICE, examples, utc, window, windows_at
from hypothesis import given
from hypothesis import strategies as st
from rules.first_reply import Pause, Word, deadline, first_reply, rungs, working_time
from rules.mail_kind import classify

HOUR = timedelta(hours=1)
LISBON = window()  # weekdays 09:00–18:00; UTC until 2026-03-29 01:00


def stands(received, hours, words=(), pauses=(), window=LISBON):
    return first_reply(utc(received), hours, words, pauses, window)


def ours(at, **kwargs):
    return Word(utc(at), from_them=False, nature=kwargs.pop("nature", "personal"), **kwargs)


def theirs(at, **kwargs):
    return Word(utc(at), from_them=True, nature=kwargs.pop("nature", "personal"), **kwargs)


# --- until when ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "received, due",
    [
        ("2026-03-02 10:00", "2026-03-02 18:00"),  # a Monday
        ("2026-03-02 17:00", "2026-03-03 16:00"),  # over night
        ("2026-03-02 22:00", "2026-03-03 17:00"),  # written at night: from the morning on
        ("2026-03-06 16:00", "2026-03-09 15:00"),  # over the weekend
        ("2026-03-07 12:00", "2026-03-09 17:00"),  # on a Saturday
        ("2026-03-27 12:00", "2026-03-30 10:00"),  # the clocks go forward on Sunday: 11:00 in Lisbon
        ("2026-10-23 12:00", "2026-10-26 12:00"),  # and back: noon in Lisbon
    ],
)
def test_eight_working_hours(received, due):
    assert stands(received, 8).due == utc(due)


def test_a_day_off_is_no_working_time():
    holiday = window(days_off=[("2026-03-03 00:00", "2026-03-04 00:00")])
    assert stands("2026-03-02 17:00", 8, window=holiday).due == utc("2026-03-04 16:00")


def test_a_night_shift_counts_the_hour_that_comes_twice():
    """02:00–01:00 in the night of 25 October: the hour from one to two is there twice."""
    small_hours = window(weeks=((((0.0, 4.0),),) * 7,))
    assert stands("2026-10-24 23:00", 4, window=small_hours).due == utc("2026-10-25 03:00")
    assert working_time(small_hours, utc("2026-10-24 23:00"), utc("2026-10-25 12:00")) == 5 * HOUR


def test_nothing_is_promised_without_hours_and_nothing_opens_without_a_week():
    assert stands("2026-03-02 10:00", 0).due is None
    closed = window(weeks=(((),) * 7,))
    assert stands("2026-03-02 10:00", 8, window=closed).due == utc("2026-03-02 18:00")


def test_the_rungs_of_the_warnings():
    assert rungs(LISBON, utc("2026-03-02 16:00"), 8, (100, 75, 50, 0)) == [
        (50, utc("2026-03-03 11:00")),
        (75, utc("2026-03-03 13:00")),
        (100, utc("2026-03-03 15:00")),
    ]
    waiting = [Pause(utc("2026-03-03 12:00"))]
    assert rungs(LISBON, utc("2026-03-02 16:00"), 8, (100, 75, 50), waiting) == [(50, utc("2026-03-03 11:00"))]
    assert rungs(LISBON, utc("2026-03-02 16:00"), 0, (50,)) == []


# --- what stops it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [ours("2026-03-02 12:00"), ours("2026-03-02 12:00", spoken=True), theirs("2026-03-02 12:00", spoken=True)],
    ids=["a letter by hand", "a call that was taken", "they rang and spoke to us"],
)
def test_a_persons_word_stops_it(word):
    state = stands("2026-03-02 10:00", 8, [word])
    assert (state.answer, state.worked) == (word, 2 * HOUR)


@pytest.mark.parametrize(
    "word",
    [
        ours("2026-03-02 12:00", nature="automatic"),
        ours("2026-03-02 12:00", nature="bulk"),
        ours("2026-03-02 12:00", nature="follow_up"),
        ours("2026-03-02 12:00", reached=False),
        ours("2026-03-02 12:00", spoken=True, reached=False),
        ours("2026-03-02 12:00", asks=True),
        ours("2026-03-02 09:59"),
        theirs("2026-03-02 12:00"),
        theirs("2026-03-02 12:00", spoken=True, reached=False),
    ],
    ids=[
        "thanks of a machine",
        "a letter to many",
        "a letter of the sequence",
        "a letter that came back",
        "a call that nobody took",
        "a question",
        "a word before theirs",
        "another letter of theirs",
        "a message that they left",
    ],
)
def test_nothing_else_does(word):
    state = stands("2026-03-02 10:00", 8, [word])
    assert (state.answer, state.worked, state.due) == (None, None, utc("2026-03-02 18:00"))


def test_the_first_of_several_answers_counts():
    words = [ours("2026-03-03 12:00"), ours("2026-03-02 16:00"), theirs("2026-03-02 17:00")]
    assert stands("2026-03-02 10:00", 8, words).worked == 6 * HOUR


# --- waiting for them ----------------------------------------------------------------------------

ASKED = Pause(utc("2026-03-02 12:00"))


def test_it_stands_still_until_they_are_heard():
    question = ours("2026-03-02 12:00", asks=True)
    assert stands("2026-03-02 10:00", 8, [question], [ASKED]).due is None
    heard = stands("2026-03-02 10:00", 8, [question, theirs("2026-03-05 09:00")], [ASKED])
    assert heard.pauses == (Pause(utc("2026-03-02 12:00"), utc("2026-03-05 09:00")),)
    assert heard.due == utc("2026-03-05 15:00"), "two of the eight hours were over when we asked"
    answered = stands("2026-03-02 10:00", 8, [theirs("2026-03-05 09:00"), ours("2026-03-05 10:00")], [ASKED])
    assert answered.worked == 3 * HOUR


def test_a_question_that_comes_too_late_mends_nothing():
    late = [Pause(utc("2026-03-03 12:00"))]
    assert stands("2026-03-02 10:00", 8, pauses=late).due == utc("2026-03-02 18:00")


def test_a_hand_or_an_answer_ends_it_too():
    by_hand = [Pause(utc("2026-03-02 12:00"), utc("2026-03-02 14:00"))]
    assert stands("2026-03-02 10:00", 8, pauses=by_hand).due == utc("2026-03-03 11:00")
    answered = stands("2026-03-02 10:00", 8, [ours("2026-03-02 13:00")], [ASKED])
    assert answered.worked == 2 * HOUR
    assert answered.due == utc("2026-03-03 10:00")


# Whoever is away has written nothing: the five forms in which their machine says so.
AWAY = [
    ("Re: We have your message", {"Auto-Submitted": "auto-replied"}),
    ("Re: We have your message", {"X-Autoreply": "yes"}),
    ("Re: We have your message", {"Precedence": "auto_reply"}),
    ("Automatic reply: We have your message", {}),
    ("Re: We have your message", {"Return-Path": "<>", "X-Auto-Response-Suppress": "All"}),
]


@pytest.mark.parametrize("subject, headers", AWAY, ids=["RFC 3834", "header", "precedence", "subject", "Exchange"])
def test_an_automatic_reply_neither_ends_the_wait_nor_answers(subject, headers):
    message = EmailMessage()
    message["From"], message["Subject"] = "ana@example.com", subject
    for name, value in headers.items():
        message[name] = value
    assert classify(message, subject, None) != "human"
    machine = theirs("2026-03-03 09:00", nature="automatic")
    state = stands("2026-03-02 10:00", 8, [machine], [ASKED])
    assert (state.answer, state.due, state.pauses) == (None, None, (ASKED,))


# --- what always holds ---------------------------------------------------------------------------

few_hours = st.integers(1, 400).map(lambda quarters: quarters * timedelta(minutes=15))


@st.composite
def waits(draw):
    """A window, an instant in it, and up to three pauses after it that have ended, or not."""
    window, at = draw(windows_at())
    pauses, begin = [], at
    for _ in range(draw(st.integers(0, 3))):
        begin += draw(few_hours)
        end = begin + draw(few_hours)
        pauses.append(Pause(begin, end))
        begin = end
    return window, at, tuple(pauses)


@given(waits(), few_hours)
@examples(200)
def test_the_deadline_leaves_exactly_the_promised_time(wait, duration):
    window, at, pauses = wait
    due = deadline(window, at, duration, pauses)
    assert due >= at
    if window.next_open(at) and window.next_open(due):
        assert working_time(window, at, due, pauses) == duration


@given(waits(), few_hours)
@examples(100)
def test_a_pause_never_makes_it_earlier(wait, duration):
    window, at, pauses = wait
    assert deadline(window, at, duration, pauses) >= deadline(window, at, duration)


@given(waits(), few_hours)
@examples(100)
def test_a_pause_that_lasts_stops_it_unless_it_came_too_late(wait, duration):
    window, at, pauses = wait
    due = deadline(window, at, duration, pauses)
    lasting = Pause((pauses[-1].end if pauses else at) + HOUR)
    expected = due if due <= lasting.start else None
    assert deadline(window, at, duration, (*pauses, lasting)) == expected


@given(waits(), st.integers(1, 40))
@examples(100)
def test_more_percent_is_never_sooner(wait, hours):
    window, at, pauses = wait
    steps = rungs(window, at, hours, (50, 75, 100), pauses)
    assert [percent for percent, _at in steps] == [50, 75, 100]
    assert [step for _percent, step in steps] == sorted(step for _percent, step in steps)
    assert steps[-1][1] == deadline(window, at, hours * HOUR, pauses)


@given(waits(), few_hours, few_hours)
@examples(100)
def test_working_time_adds_up(wait, first, second):
    window, at, pauses = wait
    middle, end = at + first, at + first + second
    parts = window.working_time(at, middle) + window.working_time(middle, end)
    assert parts == window.working_time(at, end) <= end - at
    assert working_time(window, at, end, pauses) <= end - at


def test_office_hours_are_what_these_cases_say():
    assert LISBON.weeks == OFFICE
