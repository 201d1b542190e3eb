"""The life of an installation: it comes to a used database, is brought up to date, and goes without a trace."""

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import pytest
from installation import Installation, without_addon
from odoo_server import Odoo, database, until
from people import days_ago, days_ahead, furnish, make_always_open_calendar, make_calendar

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
import used

PEOPLE = 60
TRACES = """
    SELECT 'table ' || tablename FROM pg_tables WHERE tablename LIKE '%jobseeker%'
     UNION ALL SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND column_name ~ 'jobseeker|contact_outcome'
     UNION ALL SELECT 'index ' || indexname FROM pg_indexes
                WHERE indexname ~ 'jobseeker'
                   OR indexname IN ('res_partner__email_normalized_index', 'res_partner__phone_sanitized_index')
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
     UNION ALL SELECT 'calendar ' || id FROM resource_calendar WHERE name::text ILIKE '%jobseeker%'
     UNION ALL SELECT 'server action ' || id FROM ir_act_server
                WHERE name::text ILIKE '%jobseeker%' OR code ~ '_cron_(process|help)'
     UNION ALL SELECT 'trigger ' || id FROM ir_cron_trigger WHERE cron_id NOT IN (SELECT id FROM ir_cron)
     UNION ALL SELECT 'progress ' || id FROM ir_cron_progress WHERE cron_id NOT IN (SELECT id FROM ir_cron)
     UNION ALL SELECT 'filter ' || id FROM ir_filters
                WHERE model_id LIKE 'hr.jobseeker%' OR domain || context || sort ~ 'jobseeker|contact_status'
     UNION ALL SELECT 'export ' || id FROM ir_exports WHERE resource LIKE 'hr.jobseeker%'
     UNION ALL SELECT 'export line ' || id FROM ir_exports_line WHERE name ~ 'jobseeker|contact_status'
     UNION ALL SELECT 'text message ' || id FROM sms_sms
     UNION ALL SELECT 'mail ' || m.id FROM mail_mail m JOIN mail_message w ON w.id = m.mail_message_id
                WHERE w.model LIKE 'hr.jobseeker%' OR m.failure_reason ILIKE '%held until%'
     UNION ALL SELECT 'constraint ' || c.name FROM ir_model_constraint c JOIN ir_module_module m ON m.id = c.module
                WHERE m.name = 'jobseeker_relations'
     UNION ALL SELECT 'relation ' || r.name FROM ir_model_relation r JOIN ir_module_module m ON m.id = r.module
                WHERE m.name = 'jobseeker_relations'
"""


def ring(db):
    """Cron workers listen on the database `postgres`."""
    with closing(psycopg2.connect(dbname="postgres")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('cron_trigger', %s)", [db])
        connection.commit()


@pytest.fixture(scope="module")
def used_database():
    """Recruitment was used here for a while, without the addon."""
    with without_addon("life") as installation:
        used.main(installation.db, PEOPLE)
        installation.before = installation.schema()
        yield installation


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


class Use:
    """What an office does with the addon in its first week; groups of five people, each with an application."""

    def __init__(self, installation, server):
        self.db, self.rpc, self.ref = installation, server.rpc(), server.ref
        rows = self.db.sql("SELECT id, jobseeker_id, email_from FROM hr_applicant WHERE active ORDER BY id LIMIT 25")
        self.groups = [rows[start : start + 5] for start in range(0, 25, 5)]
        calendar = make_always_open_calendar(self.rpc)
        letter = self.ref("jobseeker_relations.mail_template_active_keep_in_touch")
        text = {"name": "Text", "model_id": self._model("hr.jobseeker"), "body": "How are you?"}
        [text] = self.rpc("sms.template", "create", [text])
        self._policy(0, "Letters", calendar, channel="email", template_id=letter)
        self._policy(1, "Texts", calendar, channel="sms", sms_template_id=text)
        self._policy(2, "In office hours", self.ref("jobseeker_relations.send_window_office_hours"), channel="phone")
        hour = (datetime.now(UTC).hour + 12) % 23
        self._policy(3, "Not now", make_calendar(self.rpc, "Not now", hour, hour + 1), channel="phone")

    def people(self, group):
        return [person for _applicant, person, _address in self.groups[group]]

    def _model(self, name):
        return self.rpc("ir.model", "search", [("model", "=", name)])[0]

    def _policy(self, group, name, calendar, **step):
        pace = {"max_gap_days": 3, "min_gap_days": 1, "starts_per_day": 0}  # so that everybody is due
        vals = {"name": name, "sequence": 90 + group, "calendar_id": calendar, **pace}
        [policy] = self.rpc("hr.jobseeker.contact.policy", "create", [{**vals, "step_ids": [(0, 0, step)]}])
        self.rpc("hr.jobseeker", "write", self.people(group), {"policy_id": policy})

    def work(self):
        """Letters and text messages lie in their queues, others are held; people rest, meet, and are waived."""
        self.db.sql("UPDATE hr_jobseeker SET starts_on = NULL")
        due = "UPDATE hr_jobseeker SET follow_up_at = now() AT TIME ZONE 'UTC' WHERE id = ANY(%s)"
        self.db.sql(due, [*self.people(0), *self.people(1)])
        [partner], *_ = self.db.sql("SELECT partner_id FROM hr_jobseeker WHERE id = %s", self.people(4)[0])
        meeting = {"name": "We meet", "start": days_ago(1), "stop": days_ago(1), "partner_ids": [(6, 0, [partner])]}
        self.rpc("calendar.event", "create", [meeting])
        waiver = {"jobseeker_id": self.people(4)[1], "until": days_ahead(5), "reason": "Travelling"}
        self.rpc("hr.jobseeker.waiver", "create", [waiver])
        self._write_to_many()
        self.rpc("ir.cron", "method_direct_trigger", [self.ref("jobseeker_relations.ir_cron_follow_up")])

        queued = "mail_mail m JOIN hr_jobseeker_follow_up f ON f.mail_mail_id = m.id WHERE m.state = 'outgoing'"
        assert self.db.count(queued) == 5
        assert self.db.count("sms_sms WHERE state = 'outgoing'") == 5
        assert self.db.count("mail_mail WHERE state = 'outgoing' AND jobseeker_held_until IS NOT NULL") == 5
        assert self.db.count("hr_jobseeker_contact WHERE event_id IS NOT NULL") == 1
        return {address for _applicant, _person, address in self.groups[3]}

    def _write_to_many(self):
        ids = [applicant for applicant, _person, _address in self.groups[3]]
        text = {"subject": "Open day", "body": "<p>Come and see us</p>"}
        mode = {"composition_mode": "mass_mail", "model": "hr.applicant", "res_ids": repr(ids)}
        [composer] = self.rpc("mail.compose.message", "create", [{**text, **mode}])
        self.rpc("mail.compose.message", "action_send_mail", [composer])

    def promise(self):
        """A need, terms, a timetable with a letter that asks for agreement, a review."""
        [person] = self.people(4)[:1]
        for model, vals in (
            ("need", {"type_id": self.rpc("hr.jobseeker.need.type", "search", [], limit=1)[0]}),
            ("agreement", {"terms_id": self.rpc("hr.jobseeker.terms", "search", [], limit=1)[0]}),
            ("review", {"due_on": days_ahead(9)}),
        ):
            self.rpc(f"hr.jobseeker.{model}", "create", [{"jobseeker_id": person, **vals}])
        step = {"name": "Send us the certificate", "owner": "jobseeker", "due_on": days_ahead(9)}
        plan = {"jobseeker_id": person, "action_ids": [(0, 0, step)]}
        [plan] = self.rpc("hr.jobseeker.plan", "create", [plan])
        self.rpc("hr.jobseeker.plan", "write", [plan], {"state": "proposed"})

    def furnish(self):
        """What administrators and colleagues make for themselves, and Odoo does not know to be ours."""
        self.rpc("ir.cron", "copy", [self.ref("jobseeker_relations.ir_cron_follow_up_help")])  # docs/architecture.md
        everybody = {"user_ids": [(6, 0, [])], "action_id": False}
        for model, domain, context in (
            ("hr.jobseeker", "[]", "{}"),
            ("hr.applicant", "[('contact_status', '=', 'overdue')]", "{}"),
            ("hr.applicant", "[]", "{'group_by': ['jobseeker_id']}"),
            ("hr.applicant", "[('partner_name', 'ilike', 'used')]", "{}"),
        ):
            favourite = {"name": f"{model} {domain} {context}", "model_id": model, "domain": domain, "context": context}
            self.rpc("ir.filters", "create", [{**favourite, **everybody}])
        for model, names in (("hr.jobseeker", ["name"]), ("hr.applicant", ["partner_name", "contact_status"])):
            lines = [(0, 0, {"name": name}) for name in names]
            self.rpc("ir.exports", "create", [{"name": model, "resource": model, "export_fields": lines}])
        action = {"name": "Ours", "model_id": self._model("hr.jobseeker"), "state": "code", "code": "pass"}
        self.rpc("ir.actions.server", "create", [action])
        letter = {"name": "Another letter", "model_id": self._model("hr.jobseeker"), "body_html": "<p>Hello</p>"}
        self.rpc("mail.template", "create", [letter])
        self.rpc("mail.activity.type", "create", [{"name": "Ring them", "res_model": "hr.jobseeker"}])
        [person] = self.people(4)[:1]
        self.rpc("hr.jobseeker", "message_post", [person], body="Hello", message_type="comment")
        self.rpc("hr.jobseeker", "activity_schedule", [person], "mail.mail_activity_data_todo")
        self.rpc("ir.attachment", "create", {"name": "cv", "raw": "x", "res_model": "hr.jobseeker", "res_id": person})


def test_it_goes_without_a_trace_and_comes_again(used_database, smtp):
    options = ["--max-cron-threads=0", "--smtp=127.0.0.1", f"--smtp-port={smtp.port}"]
    server = Odoo(used_database.db, *options)
    try:
        rpc = server.rpc()
        furnish(rpc)
        use = Use(used_database, server)
        written_to = use.work()
        use.promise()
        use.furnish()
        [[module]] = used_database.sql("SELECT id FROM ir_module_module WHERE name = 'jobseeker_relations'")
        rpc("ir.module.module", "button_immediate_uninstall", [module])

        assert [trace for [trace] in used_database.sql(TRACES)] == []
        assert used_database.schema() == used_database.before
        assert used_database.count("ir_filters WHERE domain LIKE '%partner_name%'") == 1, "what is not of us stays"
        assert used_database.count("ir_exports_line WHERE name = 'partner_name'") == 1
        check_odoo_works(used_database, server, smtp, written_to)
    finally:
        server.stop()
    assert not server.errors()

    used_database.odoo("-i", "jobseeker_relations", "--without-demo")
    assert used_database.count("hr_jobseeker") == PEOPLE + 1


def check_odoo_works(used_database, server, smtp, written_to):
    """Recruitment goes on without it; of what lay in the queue there leaves what recruiters wrote, at its time."""
    rpc = server.rpc()
    [applicant] = rpc("hr.applicant", "search", [], limit=1)
    rpc("hr.applicant", "message_post", [applicant], body="We go on without it")
    rpc("hr.applicant", "write", [applicant], {"partner_name": "Renamed"})
    assert rpc("hr.applicant", "web_search_read", [], {"display_name": {}, "stage_id": {}}, limit=5)["records"]
    [new] = rpc("hr.applicant", "create", [{"partner_name": "New", "email_from": "new@example.org"}])
    assert rpc("hr.applicant", "read", [new], ["display_name", "partner_id"])
    for favourite in rpc("ir.filters", "get_filters", "hr.applicant"):
        rpc("hr.applicant", "search_count", ast.literal_eval(favourite["domain"]))
    rpc("resource.calendar", "write", rpc("resource.calendar", "search", []), {"tz": "Europe/Lisbon"})
    rpc("calendar.event", "create", [{"name": "Ended", "start": days_ago(1), "stop": days_ago(1)}])

    held = "mail_mail WHERE state = 'outgoing' AND scheduled_date > now()"
    assert used_database.count(held) == len(written_to)
    queue = server.ref("mail.ir_cron_mail_scheduler_action")
    rpc("ir.cron", "method_direct_trigger", [queue])
    assert used_database.count(held) == len(written_to)
    assert not written_to & {recipient for _, recipients, _ in smtp.messages for recipient in recipients}
    used_database.sql("UPDATE mail_mail SET scheduled_date = now() - interval '1 hour' WHERE state = 'outgoing'")
    rpc("ir.cron", "method_direct_trigger", [queue])
    arrived = Counter(recipient for _, recipients, _ in smtp.messages for recipient in recipients)
    assert arrived == dict.fromkeys(written_to, 1)
    assert not used_database.count("mail_mail WHERE state IN ('outgoing', 'exception')")
    used_database.sql("DELETE FROM mail_mail")  # the next chapter begins with an empty queue


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
