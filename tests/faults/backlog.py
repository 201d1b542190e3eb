"""People who are due for a letter, the jobs that write and send it, and the books that have to agree about it."""

import ast
import itertools
import os
import re
import signal
import time
from collections import Counter
from contextlib import closing, contextmanager
from functools import cache

import psycopg2
from odoo_server import Odoo, RpcError, until
from people import make_always_open_calendar, make_jobseekers, make_user

#: `bin/faults --long` asks for the figures of the standard; without it the same cases run with fewer people.
LONG = bool(os.environ.get("JR_LONG"))
PEOPLE = 2000 if LONG else 200
BATCH = 8  # so that a run has many commits, and a fault falls into or between any two of them
NUMBERS = itertools.count(1)

FOLLOW_UP = "jobseeker_relations.ir_cron_follow_up"
HELP = "jobseeker_relations.ir_cron_follow_up_help"
QUEUE = "mail.ir_cron_mail_scheduler_action"
ATTENTION = "jobseeker_relations.hr_jobseeker_follow_up_action_attention"

#: One row for each letter of a follow-up: who, its row, its mail, and how many words of it are in force in the ledger.
BOOKS = """
    SELECT person.email, row.id, row.state, COALESCE(row.reason, ''), COALESCE(row.error, ''), COALESCE(mail.state, ''),
           (SELECT count(*) FROM hr_jobseeker_contact word
             WHERE word.jobseeker_id = row.jobseeker_id AND word.nature = 'follow_up' AND NOT word.superseded
               AND COALESCE(word.outcome, '') NOT IN ('bounced', 'withdrawn'))
      FROM hr_jobseeker_follow_up row
      JOIN res_partner person ON person.id = row.partner_id
      LEFT JOIN mail_mail mail ON mail.id = row.mail_mail_id
     WHERE person.email LIKE %s AND row.state IN ('done', 'failed')
"""


@cache
def session(odoo, login):
    """To sign in takes longer than most of what is done here."""
    return odoo.rpc(login)


class Backlog:
    """So many people who are due for a letter now, among whom nobody has had one yet."""

    def __init__(self, odoo, sink, people=PEOPLE, last_contact_days=30):
        self.odoo, self.sink, self.admin = odoo, sink, session(odoo, "admin")
        self.officer = self._find_officer()
        self.group = f"g{next(NUMBERS)}"
        self.addresses = [f"{self.group}.person{number}@example.org" for number in range(people)]
        for start in range(0, people, 500):
            contacts = [
                {"name": f"Person of {address}", "email": address} for address in self.addresses[start : start + 500]
            ]
            make_jobseekers(self.officer, contacts, last_contact_days=last_contact_days)

    def move_to(self, odoo):
        """Go on with another server of the same database."""
        self.odoo, self.admin, self.officer = odoo, session(odoo, "admin"), session(odoo, "olga")

    def _find_officer(self):
        """The officer, and with her a database that has only follow-ups to do, at any hour, for everybody at once."""
        if self.admin("res.users", "search_count", [("login", "=", "olga")]):
            return session(self.odoo, "olga")
        policies = self.admin("hr.jobseeker.contact.policy", "search", [])
        calendar = make_always_open_calendar(self.admin)
        self.admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": calendar, "starts_per_day": 0})
        self.enable_jobs()
        self.set_batch_size(BATCH)
        return make_user(self.odoo, "olga", "officer")

    def set_batch_size(self, size):
        for job, method in ((FOLLOW_UP, "_cron_process"), (HELP, "_cron_help")):
            self.admin("ir.cron", "write", [self.odoo.ref(job)], {"code": f"model.{method}(batch_size={size})"})

    # --- jobs -------------------------------------------------------------------------------------

    def enable_jobs(self, *jobs):
        """Let these jobs of Odoo's run by themselves, and no other; waits for the one that runs now."""
        self.odoo.sql("UPDATE ir_cron SET active = id = ANY(%s)", [self.odoo.ref(job) for job in jobs])

    def wake(self, *jobs):
        """Let the workers look for these jobs now, named or by id. They listen on `postgres`, from some moment on."""
        for job in jobs:
            job_id = job if isinstance(job, int) else self.odoo.ref(job)
            self.odoo.sql(
                "INSERT INTO ir_cron_trigger (cron_id, call_at) SELECT %s, now() AT TIME ZONE 'UTC' WHERE NOT EXISTS"
                " (SELECT FROM ir_cron_trigger WHERE cron_id = %s AND call_at <= now() AT TIME ZONE 'UTC')",
                *[job_id] * 2,
            )
        with closing(psycopg2.connect(dbname="postgres")) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('cron_trigger', %s)", [self.odoo.db])
            connection.commit()

    def run(self):
        """Write what is due and send what is queued, in the server's own process."""
        self.run_job(FOLLOW_UP)
        self.run_job(QUEUE)

    def run_job(self, job):
        """Look until a look changes nothing: Odoo ends each after ten seconds, however much there is to do."""
        before = None
        while before != (now := self._read_progress()):
            before = now
            until(lambda: self._run(job), interval=0.5)

    def _read_progress(self):
        """What a look may change: rows by their state, letters that wait, and who waits to be looked at."""
        return self.odoo.sql(
            "SELECT 'row', state, count(*) FROM hr_jobseeker_follow_up GROUP BY state"
            " UNION ALL SELECT 'letter', state, count(*) FROM mail_mail GROUP BY state"
            " UNION ALL SELECT 'person', '', count(*) FROM hr_jobseeker"
            " WHERE follow_up_at <= now() AT TIME ZONE 'UTC' ORDER BY 1, 2"
        )

    def _run(self, job):
        try:
            self.admin("ir.cron", "method_direct_trigger", [self.odoo.ref(job)])
        except RpcError as error:
            if "already executing" not in str(error):
                raise
            return False
        return True

    def finish(self, *jobs, timeout=600):
        """Wait until the workers have written and sent everything that the jobs have to do."""

        def is_done():
            self.wake(*jobs)
            return not (FOLLOW_UP in jobs and self.due()) and not (QUEUE in jobs and self.queued())

        until(is_done, timeout, interval=0.5)
        for job in jobs:  # it may be about to note its last letters: only one at a time runs it
            until(lambda job=job: self._run(job), timeout, interval=0.5)

    # --- counting ---------------------------------------------------------------------------------

    def count(self, condition, *params):
        [[count]] = self.odoo.sql(f"SELECT count(*) FROM {condition}", *params)
        return count

    def due(self):
        return self.count("hr_jobseeker WHERE follow_up_at <= now() AT TIME ZONE 'UTC'")

    def written(self):
        return self.count(
            "hr_jobseeker_follow_up f JOIN res_partner p ON p.id = f.partner_id"
            " WHERE f.state = 'done' AND p.email LIKE %s",
            f"{self.group}.%",
        )

    def queued(self):
        return self.count(
            "mail_mail m JOIN hr_jobseeker_follow_up f ON f.mail_mail_id = m.id WHERE m.state = 'outgoing'"
            " AND COALESCE(m.scheduled_date, '2000-01-01') <= now() AT TIME ZONE 'UTC'"
        )

    def arrived(self):
        """{address: letters that the mail server took}."""
        return Counter(
            recipient
            for _, recipients, _ in list(self.sink.messages)
            for recipient in recipients
            if recipient.startswith(f"{self.group}.")
        )

    def read_books(self):
        """{address: (row, state, reason, error, state of the mail, words in the ledger)}; one letter for each."""
        books = {}
        for address, *entry in self.odoo.sql(BOOKS, f"{self.group}.%"):
            assert address not in books, f"two letters for {address}: {books[address]} and {entry}"
            books[address] = entry
        return books

    def check(self, without=frozenset()):
        """What the books say of everybody agrees with what arrived; {what became of the letter: people}.

        :param without: addresses of people for whom no letter was written
        """
        books, arrived = self.read_books(), self.arrived()
        assert set(books) == set(self.addresses) - without, "somebody has neither a letter nor a row that says why"
        assert max(arrived.values(), default=0) <= 1, "somebody got two"
        fates = Counter()
        for address, (_row, state, reason, error, mail, words) in books.items():
            letters = arrived[address]
            facts = (
                f"{address}: {letters} arrived, row {state} {reason} {error!r}, mail {mail!r}, {words} in the ledger"
            )
            if state == "done":
                assert mail == ("sent" if letters else "outgoing"), facts
                assert words == 1, facts
                fates["arrived" if letters else "waits"] += 1
            elif reason == "stranded":  # nobody can know: it may have arrived
                assert (mail, words) == ("exception", 1), facts
                assert error, facts
                fates["arrived, and is asked about" if letters else "lost, and is asked about"] += 1
            else:
                assert not letters, facts
                unwritten = reason == "error"  # the engine's own fault, before there was a letter
                assert (mail, words, bool(error)) == ("" if unwritten else "exception", 0, True), facts
                fates[f"failed: {reason}"] += 1
        return dict(fates)

    # --- when the fault is over -------------------------------------------------------------------

    def time_passes(self, hours):
        """So many hours go by for what waits in the mail queue and for what was cut off."""
        self.odoo.sql(
            "UPDATE mail_mail SET scheduled_date = scheduled_date - %s * interval '1 hour',"
            " write_date = write_date - %s * interval '1 hour' WHERE state IN ('outgoing', 'exception')",
            hours,
            hours,
        )

    def read_attention(self):
        """The rows of the list "Needs Attention"."""
        [action] = self.admin("ir.actions.act_window", "read", [self.odoo.ref(ATTENTION)], ["domain"])
        domain = [*ast.literal_eval(action["domain"]), ("partner_id.email", "=like", f"{self.group}.%")]
        return self.officer("hr.jobseeker.follow.up", "search_read", domain, ["reason", "explanation", "advice"])

    def settle(self):
        """An officer settles what needs attention: whose letter arrived is told so, the others get one click."""
        rows = self.read_attention()
        assert all(row["explanation"] and row["advice"] for row in rows)
        arrived, of_row = self.arrived(), {entry[0]: address for address, entry in self.read_books().items()}
        there = [row["id"] for row in rows if arrived[of_row[row["id"]]]]
        missing = [row["id"] for row in rows if row["id"] not in there]
        if there:
            self.officer("hr.jobseeker.follow.up", "action_arrived", there)
        if missing:
            self.officer("hr.jobseeker.follow.up", "action_try_again", missing)
        self.run()
        return {"arrived": len(there), "tried again": len(missing)}

    def check_everybody_got_one(self):
        assert self.check() == {"arrived": len(self.addresses)}
        assert not self.read_attention()


@contextmanager
def serving(odoo, sink, *workers):
    """Servers of the same database, each with so many cron workers, as in a deployment on several machines."""
    servers = []
    try:
        for number, count in enumerate(workers, start=1):
            options = ["--smtp=127.0.0.1", f"--smtp-port={sink.port}", f"--max-cron-threads={count}"]
            servers.append(Odoo(odoo.db, *options, workers=2, name=f"{odoo.db}_{number}"))
        yield servers
    finally:
        for server in servers:
            server.stop()


class Worker:
    """The process of a server that runs a job now, as its log tells, and what kills it."""

    def __init__(self, backlog, server, job, name):
        self.backlog, self.server, self.job = backlog, server, job
        self.pattern = rf"^\S+ \S+ (\d+) .*Job '{name}' .*starting"

    def runs(self):
        """Processes that began to work, in order."""
        found = re.findall(self.pattern, self.server.log.read_text(), re.MULTILINE)
        return [int(process) for process in found]

    def kill_at(self, count, target, moment):
        """Kill the next process that begins to work, a moment after it came so far."""
        runs = len(self.runs())
        until(lambda: self.backlog.wake(self.job) or len(self.runs()) > runs, interval=0.05)
        until(lambda: count() >= target, timeout=180, interval=0.005)
        time.sleep(moment)
        os.kill(self.runs()[-1], signal.SIGKILL)
