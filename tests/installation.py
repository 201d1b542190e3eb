"""A database on which the addon is installed, brought up to date and removed, as an administrator does."""

import os
import subprocess
import sys
from contextlib import closing, contextmanager

import psycopg2
from odoo_server import LOCAL, database

#: What a database consists of, whoever made it.
SCHEMA = """
    SELECT 'table ' || tablename FROM pg_tables WHERE schemaname = 'public'
     UNION ALL SELECT 'column ' || table_name || '.' || column_name || ' ' || is_nullable
                 FROM information_schema.columns WHERE table_schema = 'public'
     UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname FROM pg_constraint WHERE conrelid != 0
     UNION ALL SELECT 'sequence ' || sequencename FROM pg_sequences WHERE schemaname = 'public'
     UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
"""


class Installation:
    """A database on which Odoo is started for one purpose, and then no more."""

    def __init__(self, db):
        self.db = db

    def odoo(self, *options):
        """Run Odoo once, as an administrator does on the command line; return what it logged as wrong."""
        log = LOCAL / "log" / f"{self.db}_cli.log"
        command = [sys.executable, os.environ["ODOO_CLI"], "-d", self.db, "--stop-after-init", "--no-http", *options]
        with log.open("wb") as output:
            done = subprocess.run(
                [*command, "--max-cron-threads=0"], stdout=output, stderr=output, stdin=subprocess.DEVNULL, check=False
            )
        wrong = [line for line in log.read_text().splitlines() if " ERROR " in line or " CRITICAL " in line]
        assert done.returncode == 0 and not wrong, log.read_text()[-4000:]

    def sql(self, query, *parameters):
        with closing(psycopg2.connect(dbname=self.db)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query, parameters or None)
                return cursor.fetchall() if cursor.description else []

    def count(self, condition):
        [[count]] = self.sql(f"SELECT count(*) FROM {condition}")
        return count

    def schema(self):
        return {part for [part] in self.sql(SCHEMA)}


@contextmanager
def without_addon(name):
    """A copy of the database that has what the addon depends on, but not the addon."""
    plain = subprocess.run(
        [f"{os.environ['REPO']}/bin/db", "plain"], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    ).stdout.split()[-1]
    db = f"{os.environ['JR_ORIGINAL'].removesuffix('_served')}_{name}_{os.getpid()}"
    database("copy", plain, db)
    try:
        yield Installation(db)
    finally:
        database("drop", db)
