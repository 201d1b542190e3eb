"""One backlog, one process or two: how long until everybody is served, and that nobody is served twice."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from follow_up import BATCH, use
from measure import RUNS, Figure
from world import make_due_people, make_world

BACKLOG = 4000
PROCESSES = {"one worker": 1, "two workers": 2}


def run(env):
    """Commits and all, so each run has a backlog of its own, of the same people in fact; the sides take turns."""
    make_world(env)
    use(env)
    seconds, queries = ({name: [] for name in PROCESSES} for _list in range(2))
    for _run in range(RUNS):
        for name, processes in PROCESSES.items():
            people = make_due_people(env, BACKLOG, "passive")
            env.cr.execute("ANALYZE")
            env.cr.commit()
            took, asked = _work(env.cr.dbname, processes)
            seconds[name].append(took)
            queries[name].append(asked)
            _assert_served_once(env, people)
    return {
        name: Figure(statistics.median(seconds[name]), int(statistics.median(queries[name])), BACKLOG, RUNS)
        for name in PROCESSES
    }


def _assert_served_once(env, people):
    env.cr.rollback()  # to see what the others committed
    rows = env["hr.jobseeker.follow.up"].search([("jobseeker_id", "in", people.ids), ("state", "=", "done")])
    assert len(rows) == len(rows.jobseeker_id) == len(people), (len(rows), len(rows.jobseeker_id))
    assert len(rows.mail_mail_id) == len(people), "one letter each"


def _work(database, processes):
    """Start them, wait until all have loaded Odoo, and measure from when they may begin until all have said done.

    :return: (seconds, queries of all of them)
    """
    command = [sys.executable, str(Path(__file__).parent / "worker.py"), database, str(BATCH)]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _n in range(processes)
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    queries = sum(int(worker.stdout.readline()) for worker in workers)
    took = time.perf_counter() - began
    for worker in workers:
        assert worker.wait() == 0
    return took, queries
