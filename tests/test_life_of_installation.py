"""The life of an installation: it comes to a used database, is brought up to date, and goes without a trace."""

import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from odoo_server import LOCAL, Odoo, database, until

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
import used

PEOPLE = 60
TRACES = """
    SELECT 'table ' || tablename FROM pg_tables WHERE tablename LIKE '%jobseeker%'
     UNION ALL SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND column_name ~ 'jobseeker|contact_outcome'
     UNION ALL SELECT 'index ' || indexname FROM pg_indexes
                WHERE indexname ~ 'jobseeker' OR indexname = 'res_partner__email_normalized_index'
     UNION ALL SELECT 'name ' || module || '.' || name FROM ir_model_data WHERE module = 'jobseeker_relations'
     UNION ALL SELECT 'model ' || model FROM ir_model WHERE model LIKE 'hr.jobseeker%'
     UNION ALL SELECT 'field ' || name FROM ir_model_fields WHERE name LIKE '%jobseeker%'
     UNION ALL SELECT 'job ' || cron_name FROM ir_cron WHERE cron_name ILIKE '%jobseeker%'
     UNION ALL SELECT 'rule ' || name FROM ir_rule WHERE name ILIKE '%jobseeker%'
     UNION ALL SELECT 'menu ' || id FROM ir_ui_menu WHERE name::text ILIKE '%jobseeker%'
     UNION ALL SELECT 'view ' || name FROM ir_ui_view WHERE name ILIKE '%jobseeker%'
     UNION ALL SELECT 'action ' || id FROM ir_actions WHERE name::text ~* 'jobseeker|contact polic'
     UNION ALL SELECT 'parameter ' || key FROM ir_config_parameter WHERE key ILIKE '%jobseeker%'
     UNION ALL SELECT 'letter ' || id FROM mail_template WHERE model LIKE 'hr.jobseeker%'
     UNION ALL SELECT 'message ' || id FROM mail_message WHERE model LIKE 'hr.jobseeker%'
     UNION ALL SELECT 'activity ' || id FROM mail_activity WHERE res_model LIKE 'hr.jobseeker%'
     UNION ALL SELECT 'file ' || id FROM ir_attachment WHERE res_model LIKE 'hr.jobseeker%'
     UNION ALL SELECT 'follower ' || id FROM mail_followers WHERE res_model LIKE 'hr.jobseeker%'
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


def ring(db):
    """Cron workers listen on the database `postgres`."""
    with closing(psycopg2.connect(dbname="postgres")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('cron_trigger', %s)", [db])
        connection.commit()


@pytest.fixture(scope="module")
def used_database():
    """Recruitment was used here for a while, without the addon."""
    plain = subprocess.run(
        [f"{os.environ['REPO']}/bin/db", "plain"], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    ).stdout.split()[-1]
    db = f"{os.environ['JR_ORIGINAL'].removesuffix('_served')}_life_{os.getpid()}"
    database("copy", plain, db)
    try:
        used.main(db, PEOPLE)
        yield Installation(db)
    finally:
        database("drop", db)


def test_it_comes_to_a_used_database(used_database):
    used_database.odoo("-i", "jobseeker_relations", "--without-demo")

    assert used_database.count("hr_jobseeker") == PEOPLE
    assert not used_database.count("hr_applicant WHERE jobseeker_id IS NULL")
    assert not used_database.count("mail_mail"), "nobody hears of it"
    assert not used_database.count("hr_jobseeker_follow_up")
    known = "jobseeker_id IN (SELECT id FROM hr_jobseeker)"
    assert used_database.count(f"hr_jobseeker_contact WHERE {known} AND direction = 'in'") >= PEOPLE
    assert used_database.count(f"hr_jobseeker_contact WHERE {known} AND direction = 'out'") >= PEOPLE
    [[first, last]] = used_database.sql("SELECT min(last_contact_at), max(last_contact_at) FROM hr_jobseeker")
    assert first < last, "each begins where their own history ends"


def test_it_is_brought_up_to_date(used_database):
    """From the first version, whose state is this one's less what came since."""
    used_database.sql("DROP TABLE IF EXISTS hr_jobseeker_presence")
    for table in ("", "_touch", "_person"):
        used_database.sql(f"DROP TABLE IF EXISTS hr_jobseeker_contact_forecast{table} CASCADE")
    used_database.sql("ALTER TABLE hr_jobseeker DROP COLUMN starts_on")
    used_database.sql("ALTER TABLE hr_jobseeker_contact_policy DROP COLUMN starts_per_day")
    used_database.sql("UPDATE hr_jobseeker_contact_policy SET max_gap_days = 9 WHERE sequence = 10")
    used_database.sql("UPDATE ir_module_module SET latest_version = '19.0.1.0.0' WHERE name = 'jobseeker_relations'")
    facts = (
        "SELECT id, jobseeker_id, date, direction, channel, nature, qualifying FROM hr_jobseeker_contact ORDER BY id"
    )
    people = "SELECT id, partner_id, state, last_contact_at, next_contact_at FROM hr_jobseeker ORDER BY id"
    before = used_database.sql(facts), used_database.sql(people)

    used_database.odoo("-u", "jobseeker_relations")

    assert (used_database.sql(facts), used_database.sql(people)) == before
    assert used_database.count("hr_jobseeker_contact_policy WHERE starts_per_day = 50") >= 3
    assert used_database.count("hr_jobseeker_contact_policy WHERE max_gap_days = 9") == 1, "what was set stays"
    assert not used_database.count("mail_mail")


def test_it_goes_without_a_trace_and_comes_again(used_database):
    server = Odoo(used_database.db, "--max-cron-threads=0")
    try:
        rpc = server.rpc()
        [person] = rpc("hr.jobseeker", "search", [], limit=1)
        rpc("hr.jobseeker", "message_post", [person], body="Hello", message_type="comment")
        rpc("hr.jobseeker", "activity_schedule", [person], "mail.mail_activity_data_todo")
        rpc("ir.attachment", "create", {"name": "cv", "raw": "x", "res_model": "hr.jobseeker", "res_id": person})
        [[module]] = used_database.sql("SELECT id FROM ir_module_module WHERE name = 'jobseeker_relations'")
        rpc("ir.module.module", "button_immediate_uninstall", [module])

        assert [trace for [trace] in used_database.sql(TRACES)] == []
        rpc = server.rpc()
        [applicant] = rpc("hr.applicant", "search", [], limit=1)
        rpc("hr.applicant", "message_post", [applicant], body="We go on without it")
        rpc("hr.applicant", "write", [applicant], {"partner_name": "Renamed"})
        assert rpc("hr.applicant", "web_search_read", [], {"display_name": {}, "stage_id": {}}, limit=5)["records"]
    finally:
        server.stop()
    assert not server.errors()

    used_database.odoo("-i", "jobseeker_relations", "--without-demo")
    assert used_database.count("hr_jobseeker") == PEOPLE


def test_a_neutralized_copy_stays_quiet(used_database):
    """A duplicate for trying things out: no job of ours is on, and whoever is due there hears nothing."""
    copy = Installation(f"{used_database.db}_copy")
    database("copy", used_database.db, copy.db)
    try:
        subprocess.run(
            [sys.executable, os.environ["ODOO_CLI"], "neutralize", "-d", copy.db],
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        jobs = copy.sql(
            "SELECT d.name, c.active FROM ir_cron c JOIN ir_model_data d ON d.model = 'ir.cron' AND d.res_id = c.id"
            " WHERE d.module = 'jobseeker_relations'"
        )
        assert jobs and not any(active for _name, active in jobs)
        copy.sql("UPDATE hr_jobseeker SET follow_up_at = now() - interval '1 hour'")
        server = Odoo(copy.db, "--max-cron-threads=1")
        try:
            rpc = server.rpc()
            assert rpc("hr.jobseeker", "search_count", [])
            copy.sql("INSERT INTO ir_cron_trigger (cron_id, call_at) SELECT id, now() - interval '1 day' FROM ir_cron")
            ran = r"Job '(.+?)' .*(?:done|processed)"
            until(lambda: ring(copy.db) or re.findall(ran, server.log.read_text()))
            assert set(re.findall(ran, server.log.read_text())) == {"Base: Auto-vacuum internal data"}
        finally:
            server.stop()
        assert not server.errors()
        assert not copy.count("hr_jobseeker_follow_up") and not copy.count("mail_mail")
    finally:
        database("drop", copy.db)
