"""Mail servers that are down, refuse, ask for patience, are slow or hang up: nobody gets two letters, nobody none."""

import pytest
from backlog import LONG, Backlog
from mail_faults import (
    answering,
    at_most,
    delay,
    down,
    greylist,
    hang_up_after_the_letter,
    hang_up_before_the_letter,
    number_of,
    refuse,
    refuse_greeting,
    reject,
)

PEOPLE = 200 if LONG else 20
# Odoo's words for what these servers do
EXPECTED_ERRORS = r"failed sending mail|Exception while processing mail|Failed processing mail queue"
A_DAY = 24


@pytest.fixture
def backlog(odoo, smtp):
    return Backlog(odoo, smtp, PEOPLE)


def offer_again(backlog, times=1):
    """Time passes, and the queue runs, so often."""
    for _ in range(times):
        backlog.time_passes(A_DAY)
        backlog.run()


def check_all_wait(backlog, words):
    """Nothing was lost, and each row says what the mail server said, and when the letter is offered again."""
    assert backlog.check() == {"waits": PEOPLE}
    assert not backlog.read_attention(), "nobody has to do anything yet"
    rows = backlog.officer(
        "hr.jobseeker.follow.up",
        "search_read",
        [("partner_id.email", "=like", f"{backlog.group}.%"), ("state", "=", "done")],
        ["explanation"],
    )
    assert all(words in row["explanation"] and "offered again" in row["explanation"] for row in rows), rows[0]


@pytest.mark.parametrize(
    ("hooks", "words"),
    [
        (None, "Connection refused"),
        (refuse_greeting("550 Not you"), "550 Not you"),
        ({"MAIL": refuse("452 4.3.1 Out of space")}, "452 4.3.1 Out of space"),
        ({"DATA": refuse("451 4.3.0 Try again later")}, "451 4.3.0 Try again later"),
    ],
    ids=["down", "no greeting", "full", "refused after the letter"],
)
def test_a_server_that_takes_nothing_for_now(backlog, smtp, hooks, words):
    with answering(smtp, **hooks) if hooks else down(smtp):
        backlog.run()
        check_all_wait(backlog, words)
    offer_again(backlog)
    backlog.check_everybody_got_one()


def test_a_wrong_password(backlog, smtp):
    server = {
        "name": "Ours",
        "smtp_host": "127.0.0.1",
        "smtp_port": smtp.port,
        "smtp_encryption": "none",
        "smtp_authentication": "login",
        "smtp_user": "letters",
        "smtp_pass": "old",
    }
    [ours] = backlog.admin("ir.mail_server", "create", [server])
    try:
        smtp.passwords = {"new"}
        backlog.run()
        check_all_wait(backlog, "535")
        backlog.admin("ir.mail_server", "write", [ours], {"smtp_pass": "new"})
        offer_again(backlog)
        backlog.check_everybody_got_one()
    finally:
        backlog.admin("ir.mail_server", "unlink", [ours])


def test_it_stays_down_until_somebody_looks(backlog, smtp):
    """Five offers in some seventeen hours; then each row says so, and one click sends it."""
    with down(smtp):
        backlog.run()
        offer_again(backlog, 4)
        assert backlog.check() == {"failed: mail_server": PEOPLE}
        assert {row["reason"] for row in backlog.read_attention()} == {"mail_server"}
    assert backlog.settle() == {"arrived": 0, "tried again": PEOPLE}
    backlog.check_everybody_got_one()


def test_greylisting(backlog, smtp):
    with answering(smtp, RCPT=greylist(2)):
        backlog.run()
        check_all_wait(backlog, "451 4.7.1 Greylisted")
        offer_again(backlog)
        check_all_wait(backlog, "451 4.7.1 Greylisted")
        offer_again(backlog)
        backlog.check_everybody_got_one()


def test_some_are_unknown(backlog, smtp):
    with answering(smtp, RCPT=reject(lambda address: number_of(address) % 4 == 0)):
        backlog.run()
        assert backlog.check() == {"arrived": PEOPLE * 3 // 4, "failed: bounced": PEOPLE // 4}
        [row, *_] = backlog.read_attention()
        assert row["explanation"] == "Not delivered: 550 5.1.1 No such user here"
        offer_again(backlog)
        assert len(backlog.read_attention()) == PEOPLE // 4, "nobody tries them again by himself"
    assert backlog.settle() == {"arrived": 0, "tried again": PEOPLE // 4}
    backlog.check_everybody_got_one()


def test_a_connection_takes_a_few_letters(backlog, smtp):
    with answering(smtp, MAIL=at_most(5)):
        backlog.run()
        assert backlog.check() == {"arrived": PEOPLE - 1, "waits": 1}, "the others got connections of their own"
        offer_again(backlog)
        backlog.check_everybody_got_one()


def test_it_hangs_up_before_a_letter(backlog, smtp):
    with answering(smtp, MAIL=hang_up_before_the_letter(5)):
        backlog.run()
        fates = backlog.check()
    assert fates["waits"] >= 2
    assert set(fates) == {"arrived", "waits"}, "such a letter was surely not taken: nobody is asked"
    offer_again(backlog)
    backlog.check_everybody_got_one()


def test_it_hangs_up_after_the_letter(backlog, smtp):
    """Nobody can know whether such a letter was taken: it is never offered again by itself, and never lost."""
    cut = [address for address in backlog.addresses if number_of(address) % 5 == 0]
    kept = [address for address in cut if number_of(address) % 10 == 0]
    with answering(smtp, DATA=hang_up_after_the_letter(smtp, cut.__contains__, kept.__contains__)):
        backlog.run()
        for _ in cut:  # Odoo's queue ends at such a letter
            backlog.run()
        offer_again(backlog)
    assert backlog.check() == {
        "arrived": PEOPLE - len(cut),
        "arrived, and is asked about": len(kept),
        "lost, and is asked about": len(cut) - len(kept),
    }
    assert backlog.settle() == {"arrived": len(kept), "tried again": len(cut) - len(kept)}
    backlog.check_everybody_got_one()


def test_it_is_slow(backlog, smtp):
    with answering(smtp, DATA=delay(smtp, lambda address: 0.2)):
        backlog.run()
    backlog.check_everybody_got_one()


if LONG:

    def test_it_is_slower_than_odoo_waits(backlog, smtp):
        """After a minute Odoo hangs up; the letter arrives all the same."""
        slow = backlog.addresses[7]
        with answering(smtp, DATA=delay(smtp, lambda address: 65 if address == slow else 0)):
            backlog.run()
            backlog.run()
            offer_again(backlog)
        assert backlog.check() == {"arrived": PEOPLE - 1, "arrived, and is asked about": 1}
        backlog.settle()
        backlog.check_everybody_got_one()
