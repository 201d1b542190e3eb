"""Several workers and servers, rows that a user holds, connections that end: one letter for everybody all the same."""

import re
import threading
import time
from contextlib import closing, contextmanager

import psycopg2
import pytest
from backlog import BATCH, FOLLOW_UP, HELP, LONG, QUEUE, Backlog, Worker, serving
from odoo_server import until

PEOPLE = 2000 if LONG else 120
# What a server says whose connections to the database were ended
ENDED = r"terminating connection|connection already closed|server closed the connection|Failed processing mail queue"
EXPECTED_ERRORS = ENDED


@pytest.fixture
def backlog(odoo, smtp):
    made = Backlog(odoo, smtp, PEOPLE)
    yield made
    made.enable_jobs()


def copy_help(backlog, count):
    """More jobs for more workers, as docs/architecture.md says; return their ids."""
    [vals] = backlog.admin("ir.cron", "copy_data", [backlog.odoo.ref(HELP)])
    names = [f"Jobseekers: follow up, worker {number + 3}" for number in range(count)]
    return backlog.admin("ir.cron", "create", [{**vals, "name": name} for name in names])


def processes_of(backlog, servers, name):
    return {process for server in servers for process in Worker(backlog, server, None, name).runs()}


def warm_up(backlog, servers, workers):
    """So many workers have had something to do, so that none of them comes when all is over.

    Each takes a nap before it looks, as long as its process number says: a job that is over at once is the same one's
    every time. These last a second, and there is one for each.
    """
    vals = {
        "model_id": backlog.odoo.ref("base.model_ir_cron"),
        "code": "env.cr.execute('SELECT pg_sleep(1)')",
        "interval_type": "days",
    }
    jobs = backlog.admin("ir.cron", "create", [{**vals, "name": f"Warm up {number}"} for number in range(workers)])
    try:
        until(
            lambda: backlog.wake(*jobs) or len(processes_of(backlog, servers, r"Warm up \d+")) >= workers,
            timeout=90,
            interval=0.2,
        )
    finally:
        backlog.enable_jobs()
        backlog.admin("ir.cron", "unlink", jobs)


def work_off(backlog, servers, copies=()):
    """Let the servers' workers write and send everything; {process that wrote}."""
    backlog.enable_jobs(FOLLOW_UP, HELP, QUEUE)
    if copies:
        backlog.odoo.sql("UPDATE ir_cron SET active = true WHERE id = ANY(%s)", list(copies))
        backlog.wake(*copies)
    backlog.finish(FOLLOW_UP, QUEUE)
    return processes_of(backlog, servers, "Jobseekers: follow up[^']*")


def test_two_workers(backlog, smtp):
    with serving(backlog.odoo, smtp, 2) as servers:
        warm_up(backlog, servers, 2)
        processes = work_off(backlog, servers)
        assert len(processes) == 2, "the first called the second for help"
    backlog.check_everybody_got_one()


def test_four_workers(backlog, smtp):
    copies = copy_help(backlog, 2)
    try:
        with serving(backlog.odoo, smtp, 4) as servers:
            processes = work_off(backlog, servers, copies=copies)
            assert len(processes) >= 3
        backlog.check_everybody_got_one()
    finally:
        backlog.enable_jobs()
        backlog.admin("ir.cron", "unlink", copies)


def test_two_servers(backlog, smtp):
    with serving(backlog.odoo, smtp, 1, 1) as servers:
        warm_up(backlog, servers, 2)
        assert len(work_off(backlog, servers)) == 2, "a worker of each server wrote"
        assert not [error for server in servers for error in server.errors()]
    backlog.check_everybody_got_one()


if LONG:

    @pytest.mark.parametrize("servers", [1, 2])
    def test_letters_per_minute(backlog, smtp, servers):
        """From the first look until all have arrived, in batches of 200; one cron worker on each server."""
        backlog.set_batch_size(200)
        try:
            with serving(backlog.odoo, smtp, *[1] * servers) as started:
                warm_up(backlog, started, servers)
                began = time.monotonic()
                work_off(backlog, started)
                print(f"{servers} server(s): {60 * PEOPLE / (time.monotonic() - began):.0f} letters a minute")
        finally:
            backlog.enable_jobs()
            backlog.set_batch_size(BATCH)
        backlog.check_everybody_got_one()


#: One of those whose turn comes next, and whom nobody holds.
SAVE = (
    """
    WITH one AS (SELECT id FROM (SELECT id, partner_id FROM hr_jobseeker WHERE follow_up_at <= now() AT TIME ZONE 'UTC'
                                  ORDER BY follow_up_at, id LIMIT %s) AS next ORDER BY random() LIMIT 1)
    UPDATE hr_jobseeker SET write_date = write_date
     WHERE id = (SELECT id FROM hr_jobseeker WHERE id = (SELECT id FROM one) FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING partner_id
    """,
    "UPDATE res_partner SET write_date = write_date WHERE id = %s",
)


@contextmanager
def saving_all_the_time(backlog):
    """Somebody saves people who are due, one after the other, each in a transaction of its own, as an import does.

    :return: a list of whom, in order
    """
    over, saved = threading.Event(), []

    def save():
        with closing(psycopg2.connect(dbname=backlog.odoo.db)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            while not over.is_set():
                cursor.execute(SAVE[0], [4 * BATCH])
                for partner in cursor.fetchall():
                    cursor.execute(SAVE[1], partner)
                    saved.extend(partner)

    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield saved
    finally:
        over.set()
        thread.join()


def test_others_save_the_same_people(backlog, smtp):
    """Real conflicts (SQLSTATE 40001): PostgreSQL refuses rows that changed since the batch began to look."""
    with serving(backlog.odoo, smtp, 2) as servers:
        warm_up(backlog, servers, 2)
        with saving_all_the_time(backlog) as saved:
            assert len(work_off(backlog, servers)) == 2
        undone = re.findall(r"another transaction \(SQLSTATE (\w+)\): batch undone", servers[0].log.read_text())
        print(f"{len(saved)} times somebody was saved; batches undone: {len(undone)} {set(undone)}")
        assert "40001" in undone, "no conflict was met: save more often"
        assert not servers[0].errors(), "nobody has to hear of it"
    backlog.check_everybody_got_one()


def test_connections_to_the_database_end(backlog, smtp):
    """pg_terminate_backend of everybody, again and again, while letters are written and sent."""
    backlog.enable_jobs(FOLLOW_UP, QUEUE)
    with serving(backlog.odoo, smtp, 1) as servers:
        ended = 0
        while ended < 8:
            before = backlog.written() + len(smtp.messages)
            backlog.wake(FOLLOW_UP, QUEUE)
            try:
                until(
                    lambda before=before: (
                        backlog.wake(FOLLOW_UP, QUEUE) or backlog.written() + len(smtp.messages) > before
                    ),
                    timeout=20,
                    interval=0.05,
                )
            except AssertionError:
                if backlog.due() or backlog.queued():
                    raise
                break
            backlog.odoo.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid != pg_backend_pid()"
            )
            ended += 1
        print("connections ended, times:", ended)
        assert ended >= 3
        backlog.finish(FOLLOW_UP, QUEUE)
        assert servers[0].process.poll() is None, "the server lives on"
    backlog.time_passes(hours=1)
    backlog.run()
    fates = backlog.check()
    print("then:", fates)
    assert fates["arrived"] >= PEOPLE - ended, "each time at most one letter is left in doubt"
    backlog.settle()
    backlog.check_everybody_got_one()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hr_jobseeker SET write_date = write_date WHERE partner_id = ANY(%s)",
        "UPDATE res_partner SET write_date = write_date WHERE id = ANY(%s)",
        "SELECT FROM res_partner WHERE id = ANY(%s) FOR UPDATE",
    ],
    ids=["person saved", "contact saved", "contact being deleted"],
)
def test_a_user_holds_some_rows(backlog, statement):
    """A transaction that is not over: the run goes on, and these people are served afterwards."""
    held = [backlog.addresses[3], backlog.addresses[PEOPLE // 2]]
    partners = backlog.admin("res.partner", "search", [("email", "in", held)])
    with closing(psycopg2.connect(dbname=backlog.odoo.db)) as connection, connection.cursor() as cursor:
        # a run that waits ends with it, and the commit below says so
        cursor.execute("SET idle_in_transaction_session_timeout = '5min'")
        cursor.execute(statement, [partners])
        backlog.run()  # ends while the rows are held still: it does not wait for them
        books = backlog.read_books()
        assert set(backlog.addresses) - set(books) <= set(held), "everybody else is served"
        connection.commit()
    backlog.run()
    backlog.check_everybody_got_one()
