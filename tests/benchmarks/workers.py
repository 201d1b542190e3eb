"""One backlog, one process or two: how long until everybody is served, and that nobody is served twice."""

import subprocess
import sys
import time
from pathlib import Path

from follow_up import BATCH
from world import make_due_people, make_world

BACKLOG = 4000


def run(env):
    """Commits and all, so each side has a backlog of its own, of the same people in fact."""
    make_world(env)
    figures = {}
    for name, processes in (("one worker", 1), ("two workers", 2)):
        people = make_due_people(env, BACKLOG, "passive")
        env.cr.commit()
        seconds = _work(env.cr.dbname, processes)
        env.invalidate_all()
        rows = env["hr.jobseeker.follow.up"].search([("jobseeker_id", "in", people.ids), ("state", "=", "done")])
        assert len(rows) == len(rows.jobseeker_id) == len(people), (len(rows), len(rows.jobseeker_id))
        assert len(rows.mail_mail_id) == len(people), "one letter each"
        figures[name] = {"ms": round(1000 * seconds / len(people), 3)}
    return figures


def _work(database, processes):
    """Start them, wait until all have loaded Odoo, and measure from the moment they may begin."""
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
    for worker in workers:
        assert worker.wait() == 0
    return time.perf_counter() - began
