"""Clocks that are set wrong or right again, nights that lack an hour or have one twice, and jobs that slept for days.

Odoo and PostgreSQL see a time of day that the test sets (odoo_with_a_clock.py; `now()` of the database is one of ours).
"""

import os
import struct
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest
from backlog import FOLLOW_UP, LONG, QUEUE, Backlog, serving
from mail_faults import down
from odoo_server import LOCAL, until
from people import make_calendar

PEOPLE = 400 if LONG else 100  # who all get a letter within one look of the jobs
FEW = 400 if LONG else 20  # where it is a question of the hour, and not of what the clock meets half done
ODOO_OPTIONS = ["--limit-time-real=0"]
EXPECTED_ERRORS = "failed sending mail"  # Odoo's words for a mail server that is down

NOW = """
    CREATE TABLE public.wrong_clock AS SELECT 0::float AS seconds;
    CREATE FUNCTION public.now() RETURNS timestamptz STABLE LANGUAGE sql AS
        'SELECT pg_catalog.now() + (SELECT seconds FROM public.wrong_clock) * interval ''1 second''';
    ALTER DATABASE "{db}" SET search_path = public, pg_catalog;
"""


def prepare(db):
    """Whoever connects to this database is told the time by the clock that the tests set."""
    with psycopg2.connect(dbname=db) as connection, connection.cursor() as cursor:
        cursor.execute(NOW.format(db=db))


class Clock:
    """The clock of the machine on which Odoo and PostgreSQL run."""

    def __init__(self, file):
        self.file, self.wrong = file, timedelta()
        file.write_bytes(struct.pack("d", 0))

    def set(self, odoo, moment):
        self._set_wrong(odoo, moment - datetime.now(UTC).replace(tzinfo=None))

    def move(self, odoo, **duration):
        self._set_wrong(odoo, self.wrong + timedelta(**duration))

    def set_right(self, odoo):
        self._set_wrong(odoo, timedelta())

    def _set_wrong(self, odoo, wrong):
        self.wrong = wrong
        odoo.sql("UPDATE wrong_clock SET seconds = %s", wrong.total_seconds())
        with self.file.open("r+b") as file:
            file.write(struct.pack("d", wrong.total_seconds()))


@pytest.fixture(scope="module", autouse=True)
def _clock():
    file = LOCAL / f"clock_{os.getpid()}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ODOO_CLI", str(Path(__file__).with_name("odoo_with_a_clock.py")))
        patch.setenv("JR_CLOCK", str(file))
        yield Clock(file)
    file.unlink()


@pytest.fixture
def clock(_clock, odoo):
    yield _clock
    _clock.set_right(odoo)
    # The next test has people of its own, and jobs that were never called in another year. Who was there before is due
    # again as soon as a policy changes, unless they are closed.
    odoo.sql("UPDATE hr_jobseeker SET follow_up_at = NULL, state = 'closed'")
    odoo.sql("UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC'")


def make_backlog(clock, odoo, sink, people=FEW, last_contact_days=30):
    """People who were in touch so many days before what the clock shows; contact falls due after seven."""
    return Backlog(odoo, sink, people, last_contact_days=last_contact_days - clock.wrong / timedelta(days=1))


# --- a clock that jumps ---------------------------------------------------------------------------


def jump(backlog, clock, sink, days):
    """Workers write and send; when they are in the middle of both, the clock is set anew, and they go on.

    :return: workers that Odoo killed; None if all was done before the clock moved
    """
    backlog.enable_jobs(FOLLOW_UP, QUEUE)
    with serving(backlog.odoo, sink, 2) as servers:
        until(
            lambda: backlog.wake(FOLLOW_UP, QUEUE) or (backlog.written() > PEOPLE // 5 and backlog.arrived()),
            interval=0.05,
        )
        clock.move(backlog.odoo, days=days)
        written, arrived = backlog.written(), len(backlog.arrived())
        print(f"{written} were written, {arrived} had arrived when the clock moved by {days} day(s)")
        backlog.finish(FOLLOW_UP, QUEUE)
        assert servers[0].process.poll() is None, "the server lives on"
        killed = servers[0].log.read_text().count("timeout after")
    backlog.enable_jobs()
    return killed if arrived < written < PEOPLE else None


def jump_in_the_middle(clock, odoo, sink, days):
    """People whose letters were being written and sent when the clock moved; on a busy machine it is missed at first.

    :return: them, and the workers that Odoo killed
    """
    for _attempt in range(5):
        backlog = make_backlog(clock, odoo, sink, PEOPLE)
        killed = jump(backlog, clock, sink, days)
        if killed is not None:
            return backlog, killed
        clock.set_right(odoo)
    raise AssertionError("the workers were done before the clock moved, five times")


def test_the_clock_is_set_forward_by_a_day(odoo, clock, smtp):
    """Odoo then takes its busy workers for stuck ones, and kills them: each may leave a letter in doubt."""
    backlog, killed = jump_in_the_middle(clock, odoo, smtp, days=1)
    clock.move(odoo, hours=1)
    backlog.run()
    fates = backlog.check()
    print(f"workers that Odoo killed: {killed}; then: {fates}")
    assert PEOPLE - fates["arrived"] <= killed
    backlog.settle()
    backlog.check_everybody_got_one()


def test_the_clock_is_set_back_by_a_day(odoo, clock, smtp):
    """Who wakes the jobs need not wait until tomorrow comes again, and nobody gets again what was sent then."""
    backlog, killed = jump_in_the_middle(clock, odoo, smtp, days=-1)
    assert killed == 0
    backlog.check_everybody_got_one()
    clock.set_right(odoo)
    backlog.run()
    backlog.check_everybody_got_one()


def test_a_letter_that_waits_when_the_clock_is_set_back(odoo, clock, smtp):
    """It waits until the moment that its row names, and leaves once."""
    backlog = make_backlog(clock, odoo, smtp)
    with down(smtp):
        backlog.run()
    clock.move(odoo, days=-1)
    backlog.run()
    assert backlog.check() == {"waits": FEW}
    clock.move(odoo, days=1, minutes=20)
    backlog.run()
    backlog.check_everybody_got_one()


# --- nights that lack an hour, or have one twice ----------------------------------------------------


@contextmanager
def open_at(backlog, hours, zone):
    """All policies write only between these hours of the day, and these people live in that zone."""
    policies = backlog.admin("hr.jobseeker.contact.policy", "search_read", [], ["calendar_id"])
    before, ids = policies[0]["calendar_id"][0], [policy["id"] for policy in policies]
    partners = backlog.admin("res.partner", "search", [("email", "=like", f"{backlog.group}.%")])
    backlog.admin("res.partner", "write", partners, {"tz": zone})
    calendar = make_calendar(backlog.admin, f"Letters {hours}", *hours)
    backlog.admin("hr.jobseeker.contact.policy", "write", ids, {"calendar_id": calendar})
    try:
        yield
    finally:
        backlog.admin("hr.jobseeker.contact.policy", "write", ids, {"calendar_id": before})


@pytest.mark.parametrize(
    ("hours", "evening", "first"),
    [
        # 02:00 is 03:00: the hour of this night is not there, the next one is tomorrow's
        ((2, 3), "2027-03-27 20:00", "2027-03-29 00:00"),
        # what opens within the hour that is skipped opens at its end
        ((2.5, 5), "2027-03-27 20:00", "2027-03-28 01:00"),
        # 03:00 is 02:00: two hours long, and letters go in the first of them
        ((2, 3), "2026-10-24 20:00", "2026-10-25 00:00"),
        # open all the time: the hour that comes twice brings no second letter
        ((0, 24), "2026-10-24 20:00", "2026-10-24 20:00"),
    ],
    ids=["spring, skipped", "spring, opens late", "autumn, twice", "autumn, always open"],
)
def test_the_night_when_clocks_change(odoo, clock, smtp, hours, evening, first):
    """The jobs run every hour from the evening until the morning after the next; instants are UTC."""
    start, arrivals = datetime.fromisoformat(evening), {}
    clock.set(odoo, start)
    backlog = make_backlog(clock, odoo, smtp)
    with open_at(backlog, hours, "Europe/Berlin"):
        for hours_later in range(34):
            tick = start + timedelta(hours=hours_later)
            clock.set(odoo, tick)
            backlog.run()
            for address in backlog.arrived():
                arrivals.setdefault(address, f"{tick:%Y-%m-%d %H:%M}")
        backlog.check_everybody_got_one()
    assert set(arrivals.values()) == {first}


# --- jobs that slept ------------------------------------------------------------------------------


def test_the_job_was_off_for_ten_days(odoo, clock, smtp):
    """Contact falls due after two of them; when the job is on again, Odoo calls it by itself, and it writes once."""
    backlog = make_backlog(clock, odoo, smtp, last_contact_days=5)
    for _day in range(10):
        backlog.run_job(QUEUE)
        clock.move(odoo, days=1)
    assert not backlog.arrived()
    assert backlog.due() == FEW
    backlog.enable_jobs(FOLLOW_UP, QUEUE)
    with serving(odoo, smtp, 2):
        until(lambda: backlog.wake() or not backlog.due(), interval=1)
        backlog.finish(QUEUE)
    backlog.enable_jobs()
    backlog.check_everybody_got_one()
    clock.move(odoo, hours=1)
    backlog.run()
    backlog.check_everybody_got_one()


def test_the_mail_queue_was_off_for_ten_days(odoo, clock, smtp):
    """The job that writes went on: it wrote one letter, and no reminder of a letter that had not left."""
    backlog = make_backlog(clock, odoo, smtp, last_contact_days=5)
    for _day in range(10):
        backlog.run_job(FOLLOW_UP)
        clock.move(odoo, days=1)
    assert backlog.check() == {"waits": FEW}
    backlog.run()
    backlog.check_everybody_got_one()

    clock.move(odoo, days=2, hours=23)
    backlog.run()
    backlog.check_everybody_got_one()
    clock.move(odoo, hours=2)
    backlog.run()
    assert set(backlog.arrived().values()) == {2}, "the reminder, three days after the letter left"
