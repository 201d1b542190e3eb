"""PostgreSQL itself is restarted while letters are written and sent, on a cluster of its own."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from backlog import FOLLOW_UP, QUEUE, Backlog
from odoo_server import Odoo, until
from people import furnish

PEOPLE = 1000
RESTARTS = 4  # of each job


class Cluster:
    """A PostgreSQL server in a folder of its own, which the user who runs it owns (PostgreSQL refuses root)."""

    def __init__(self, folder):
        self.folder, self.data = folder, folder / "data"
        self.user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self.user:
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "-D", self.data, "-U", "odoo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c port=54920 -c fsync=off"
        self.options = ["-D", self.data, "-l", folder / "log", "-w", "-o", settings]
        self._run("pg_ctl", *self.options, "start")
        self.env = {"PGHOST": str(folder), "PGPORT": "54920", "PGUSER": "odoo"}

    def _run(self, program, *arguments):
        command = [*self.user, shutil.which(program), *map(str, arguments)]
        subprocess.run(command, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def restart(self, mode):
        """:param mode: fast (everybody is sent away) or immediate (as after a power cut)"""
        self._run("pg_ctl", *self.options, "-m", mode, "restart")

    def stop(self):
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")


@pytest.fixture
def cluster(monkeypatch):
    folder = Path(tempfile.mkdtemp(prefix="jr_restart_"))
    made = Cluster(folder)
    try:
        db = "jr_restarted"
        dump = subprocess.Popen(["pg_dump", "-Fc", os.environ["JR_ORIGINAL"]], stdout=subprocess.PIPE)
        subprocess.run(["createdb", "-T", "template0", db], env={**os.environ, **made.env}, check=True)
        subprocess.run(
            ["pg_restore", "--no-owner", "-d", db], env={**os.environ, **made.env}, stdin=dump.stdout, check=True
        )
        assert dump.wait() == 0
        for name, value in made.env.items():
            monkeypatch.setenv(name, value)
        made.db = db
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


@contextmanager
def serving(cluster, sink, *options):
    server = Odoo(cluster.db, "--smtp=127.0.0.1", f"--smtp-port={sink.port}", *options, workers=2)
    try:
        yield server
    finally:
        server.stop()


def restart_often(backlog, cluster, job, count):
    at = []
    for number in range(RESTARTS):
        before = count()
        until(lambda before=before: backlog.wake(job) or count() > before + 20, timeout=120, interval=0.05)
        at.append(count())
        cluster.restart("fast" if number % 2 else "immediate")
    return at


def is_done(backlog, job):
    try:
        backlog.wake(job)
        return not (backlog.due() if job == FOLLOW_UP else backlog.queued())
    except psycopg2.OperationalError:
        return False


def test_restarted_while_letters_are_written_and_sent(cluster, smtp):
    with serving(cluster, smtp, "--max-cron-threads=1") as server:
        furnish(server.rpc())
        backlog = Backlog(server, smtp, PEOPLE)
        for job, count in ((FOLLOW_UP, backlog.written), (QUEUE, lambda: len(backlog.arrived()))):
            backlog.enable_jobs(job)
            print(job, "restarted after so many letters:", restart_often(backlog, cluster, job, count))
            until(lambda job=job: is_done(backlog, job), timeout=600, interval=0.5)
        assert server.process.poll() is None, "the server lives on"
    # Odoo's pages meet each connection that ended once, and say so: that is not what is looked at here.
    with serving(cluster, smtp, "--max-cron-threads=0") as server:
        backlog.move_to(server)
        backlog.enable_jobs()
        backlog.time_passes(hours=1)
        backlog.run()
        fates = backlog.check()
        print("then:", fates)
        asked = sum(people for fate, people in fates.items() if fate.endswith("asked about"))
        assert fates["arrived"] + asked == PEOPLE
        assert asked <= RESTARTS, "each time at most one letter is left in doubt"
        print("an officer:", backlog.settle())
        backlog.check_everybody_got_one()
