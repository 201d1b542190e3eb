"""kill -9 of the worker that writes letters: nobody gets two, nobody gets none, and all the books agree."""

import os
import random
import re
import signal
import time
from collections import Counter
from contextlib import closing

import psycopg2
import pytest
from odoo_server import until
from people import make_always_open_calendar, make_jobseekers, make_user

WORKERS = 2
ODOO_OPTIONS = ["--max-cron-threads=1"]
PEOPLE = 200
BATCH = 8  # so that a run has many commits, and a kill falls into or between any two of them
MOMENT = 0.2  # seconds, about what a batch takes
FOLLOW_UP = "jobseeker_relations.ir_cron_follow_up"


class Backlog:
    """Two hundred people who are due for a letter, and one worker that has just this job to do."""

    def __init__(self, odoo):
        self.odoo, self.admin = odoo, odoo.rpc()
        officer = make_user(odoo, "olga", "officer")
        policies = self.admin("hr.jobseeker.contact.policy", "search", [])
        calendar = make_always_open_calendar(self.admin)
        self.admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": calendar})
        self.addresses = [f"person{number}@example.org" for number in range(PEOPLE)]
        people = [{"name": f"Person of {address}", "email": address} for address in self.addresses]
        make_jobseekers(officer, people, last_contact_days=30)
        job = odoo.ref(FOLLOW_UP)
        others = self.admin("ir.cron", "search", [("id", "!=", job)])
        self.admin("ir.cron", "write", others, {"active": False})
        self.admin("ir.cron", "write", [job], {"code": f"model._cron_process(batch_size={BATCH})"})

    def wake(self):
        self.odoo.sql(
            "INSERT INTO ir_cron_trigger (cron_id, call_at) VALUES (%s, now() AT TIME ZONE 'UTC')",
            self.odoo.ref(FOLLOW_UP),
        )

    def ring(self):
        """Cron workers listen on the database `postgres`; one that is just being born hears nothing yet."""
        with closing(psycopg2.connect(dbname="postgres")) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('cron_trigger', %s)", [self.odoo.db])
            connection.commit()

    def runs(self):
        """Processes that began to work, in order."""
        pattern = r"^\S+ \S+ (\d+) .*Job 'Jobseekers: follow up' .*starting"
        return [int(process) for process in re.findall(pattern, self.odoo.log.read_text(), re.MULTILINE)]

    def count(self, condition):
        [[count]] = self.odoo.sql(f"SELECT count(*) FROM {condition}")
        return count

    def written(self):
        return self.count("hr_jobseeker_follow_up WHERE state = 'done'")

    def kill_after(self, moment):
        """Kill the worker a moment after its first commit; return how many letters are committed then."""
        runs, letters = len(self.runs()), self.written()
        self.wake()
        until(lambda: self.ring() or len(self.runs()) > runs)
        until(lambda: self.written() > letters, interval=0.01)
        time.sleep(moment)
        os.kill(self.runs()[-1], signal.SIGKILL)
        return self.written()

    def finish(self):
        self.wake()
        until(lambda: self.ring() or not self.count("hr_jobseeker WHERE follow_up_at <= now() AT TIME ZONE 'UTC'"))

    def per_person(self, table, join, condition):
        """{address: rows}, of everybody who has any."""
        return Counter(
            address
            for (address,) in self.odoo.sql(
                f"SELECT p.email FROM {table} t JOIN res_partner p ON {join}"
                f" WHERE p.email LIKE 'person%%' AND {condition}"
            )
        )


@pytest.fixture
def backlog(odoo):
    return Backlog(odoo)


def test_nobody_gets_two_letters_and_nobody_none(backlog, smtp):
    seed = int(os.environ.get("JR_SEED") or time.time_ns() % 10**6)
    dice = random.Random(seed)
    print(f"JR_SEED={seed} repeats these kills")
    killed_at = [0]
    while killed_at[-1] < PEOPLE * 3 / 4:
        killed_at.append(backlog.kill_after(dice.uniform(0, MOMENT)))
    print("killed after so many letters:", killed_at[1:])
    assert len(set(backlog.runs())) == len(killed_at) - 1 >= 3, "each kill met a worker of its own"
    backlog.finish()

    once = dict.fromkeys(backlog.addresses, 1)
    addressed = (
        "EXISTS (SELECT 1 FROM mail_mail_res_partner_rel r WHERE r.mail_mail_id = t.id AND r.res_partner_id = p.id)"
    )
    books = {
        "follow-ups": backlog.per_person("hr_jobseeker_follow_up", "p.id = t.partner_id", "t.state = 'done'"),
        "ledger": backlog.per_person("hr_jobseeker_contact", "p.id = t.partner_id", "t.nature = 'follow_up'"),
        "queue": backlog.per_person("mail_mail", addressed, "t.state = 'outgoing'"),
    }
    assert books == {"follow-ups": once, "ledger": once, "queue": once}

    backlog.odoo.run_cron("mail.ir_cron_mail_scheduler_action")
    arrived = Counter(recipient for _, recipients, _ in smtp.messages for recipient in recipients)
    assert {address: arrived[address] for address in backlog.addresses} == once
    assert backlog.per_person("mail_mail", addressed, "t.state = 'sent'") == once
    assert not backlog.count("hr_jobseeker_follow_up WHERE state = 'failed'")
