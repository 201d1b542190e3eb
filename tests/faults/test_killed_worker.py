"""kill -9 of the workers that write and send letters: nobody gets two, nobody gets none, and all the books agree."""

import os
import random
import time

import pytest
from backlog import FOLLOW_UP, LONG, QUEUE, Backlog, Worker

WORKERS = 2
ODOO_OPTIONS = ["--max-cron-threads=1"]
#: A job that was killed three times; one that met the last commit of a killed worker, which is still carried out.
EXPECTED_ERRORS = r"Job '.*' \(\d+\) timed out|could not serialize access due to concurrent update"
#: More than a few batches, so that no worker is done before it is killed.
PEOPLE = 2000 if LONG else 300
KILLS = 25 if LONG else 3  # of each of the two
FARTHEST = 50 if LONG else 60  # letters that a worker may do before it is killed
MOMENT = 0.1  # seconds: anywhere between two letters or two commits


@pytest.fixture(scope="module")
def dice():
    seed = int(os.environ.get("JR_SEED") or time.time_ns() % 10**6)
    print(f"JR_SEED={seed} repeats these kills")
    return random.Random(seed)


@pytest.fixture(scope="module")
def backlog(odoo, _sink):
    _sink.messages.clear()
    return Backlog(odoo, _sink, PEOPLE)


def kill_often(backlog, worker, dice, count):
    """Kill a worker at random points of its work; return how far it was each time.

    How far it comes is told by letters, not by seconds: a slow machine is killed as often as a fast one.
    """
    killed_at = []
    while len(killed_at) < KILLS or count() < PEOPLE / 4:
        assert count() < PEOPLE, "it was done before it was killed often enough"
        worker.kill_at(count, count() + dice.randint(0, FARTHEST), dice.uniform(0, MOMENT))
        killed_at.append(count())
    assert len(set(worker.runs())) >= len(killed_at) >= KILLS, "each kill met a worker of its own"
    return killed_at


def test_the_worker_that_writes_is_killed(backlog, dice):
    backlog.enable_jobs(FOLLOW_UP)
    worker = Worker(backlog, backlog.odoo, FOLLOW_UP, "Jobseekers: follow up")
    print("killed after so many letters:", kill_often(backlog, worker, dice, backlog.written))
    backlog.finish(FOLLOW_UP)
    assert backlog.check() == {"waits": PEOPLE}


def test_the_worker_that_sends_is_killed(backlog, dice):
    """A letter that was being handed over is left for a person to decide; every other one arrives, none twice."""
    backlog.enable_jobs(QUEUE)
    worker = Worker(backlog, backlog.odoo, QUEUE, "Mail: Email Queue Manager")
    killed_at = kill_often(backlog, worker, dice, lambda: sum(backlog.arrived().values()))
    print("killed after so many arrived:", killed_at)
    backlog.finish(QUEUE)

    backlog.time_passes(hours=1)
    backlog.run()
    fates = backlog.check()
    print("then:", fates)
    asked = sum(people for fate, people in fates.items() if fate.endswith("asked about"))
    assert asked <= len(killed_at), "a kill leaves at most one letter in doubt"
    assert fates["arrived"] + asked == PEOPLE
    print("an officer:", backlog.settle())
    backlog.check_everybody_got_one()
