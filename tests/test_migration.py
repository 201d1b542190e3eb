"""From version 19.0.1.0.0 to today's: an installation that was used keeps every fact, and goes on with it.

The old addon is in fixtures/, since continuous integration may clone without history. It was made by
git archive 5160ee0 jobseeker_relations | xz -9e, less its tests and readme.
"""

import os
import tarfile
from collections import Counter
from pathlib import Path

import pytest
from installation import without_addon
from odoo_server import Odoo
from people import days_ago, days_ahead, furnish, make_always_open_calendar, make_jobseekers, make_user

OLD = Path(__file__).parent / "fixtures/jobseeker_relations-19.0.1.0.0.tar.xz"
FOLLOW_UP, QUEUE = "jobseeker_relations.ir_cron_follow_up", "mail.ir_cron_mail_scheduler_action"
REMINDER = "jobseeker_relations.mail_template_active_reminder"
OWN_TEXT = '<p>Dear <t t-out="object.partner_id.name"/>, our own words.</p>'

#: Our tables but for dialogs, and of core's what holds our letters, with the columns that tell a fact.
TABLES = """
    SELECT table_name, array_agg(column_name::text ORDER BY column_name) FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name NOT IN ('write_date', 'write_uid')
       AND (table_name IN ('hr_jobseeker', 'hr_jobseeker_contact', 'hr_jobseeker_follow_up', 'hr_jobseeker_waiver',
                           'hr_jobseeker_contact_policy', 'hr_jobseeker_contact_policy_step', 'hr_jobseeker_state',
                           'hr_jobseeker_close_reason', 'mail_mail', 'mail_message', 'mail_notification',
                           'mail_activity', 'mail_followers', 'hr_applicant', 'res_partner', 'mail_template')
            OR table_name ~ 'jobseeker.*_rel$')
     GROUP BY table_name
"""
#: What today's code rightly changes: the expression for the name in letters, and promises that had no meaning before.
CHANGED = {"mail_template": {"body_html"}, "hr_jobseeker_contact_policy": {"review_interval_days"}}


@pytest.fixture(scope="module")
def installation():
    with without_addon("migration") as made:
        yield made


class Old:
    """Today's tests with the old addon in place of today's."""

    def __init__(self, folder):
        with tarfile.open(OLD) as source:
            source.extractall(folder, filter="data")
        self.folder = folder

    def __enter__(self):
        self.patch = pytest.MonkeyPatch()
        paths = os.environ["ODOO_ADDONS_PATH"].split(",")
        ours = [str(self.folder) if path == os.environ["REPO"] else path for path in paths]
        assert str(self.folder) in ours
        self.patch.setenv("ODOO_ADDONS_PATH", ",".join(ours))

    def __exit__(self, *_error):
        self.patch.undo()


def serving(installation, smtp):
    return Odoo(installation.db, "--max-cron-threads=0", "--smtp=127.0.0.1", f"--smtp-port={smtp.port}")


def run_jobs(server, *jobs):
    rpc = server.rpc()
    for job in jobs:
        rpc("ir.cron", "method_direct_trigger", [server.ref(job)])


def addresses(group):
    return [f"{group}{number}@example.org" for number in range(5)]


def make_people(rpc, group, last_contact_days=30):
    contacts = [{"name": address.split("@")[0], "email": address, "tz": "UTC"} for address in addresses(group)]
    return make_jobseekers(rpc, contacts, last_contact_days=last_contact_days)


def use_the_old_version(server):
    """Letters that arrived and that wait, people in every state, a policy and a letter that somebody changed."""
    admin = server.rpc()
    furnish(admin)
    policies = admin("hr.jobseeker.contact.policy", "search", [])
    admin("hr.jobseeker.contact.policy", "write", policies, {"calendar_id": make_always_open_calendar(admin)})
    admin("hr.jobseeker.contact.policy", "write", [policies[0]], {"max_gap_days": 77})
    admin("mail.template", "write", [server.ref(REMINDER)], {"subject": "Well?", "body_html": OWN_TEXT})
    officer = make_user(server, "olga", "officer")

    make_people(officer, "arrived")
    run_jobs(server, FOLLOW_UP, QUEUE)
    make_people(officer, "waits")
    run_jobs(server, FOLLOW_UP)
    made = make_people(officer, "on_track", last_contact_days=2)
    officer("hr.jobseeker", "write", made[0], {"state": "on_hold", "hold_until": days_ahead(9), "hold_reason": "Ill"})
    officer("hr.jobseeker", "write", made[1], {"state": "placed", "placed_on": days_ago(3)[:10]})
    officer("hr.jobseeker", "write", made[2], {"state": "closed"})
    officer("hr.jobseeker", "write", made[3], {"do_not_contact": True})
    waiver = {"jobseeker_id": made[4], "until": days_ahead(20), "reason": "Travelling"}
    officer("hr.jobseeker.waiver", "create", [waiver])
    application = {"partner_name": "Applicant", "email_from": "applicant@example.org"}
    [applicant] = officer("hr.applicant", "create", [application])
    officer("hr.applicant", "message_post", [applicant], body="Thank you", message_type="comment")
    return Counter(dict.fromkeys(addresses("arrived"), 1))


def read_facts(installation, tables):
    """{table: its rows}, of the columns that the old version had."""
    facts = {}
    for table, columns in tables:
        kept = [column for column in columns if column not in CHANGED.get(table, ())]
        names = ", ".join(f'"{column}"::text' for column in kept)
        facts[table] = kept, installation.sql(f'SELECT {names} FROM "{table}" ORDER BY {names}')
    return facts


def letters(smtp):
    """{address: letters}; Odoo also writes to its users."""
    return Counter(
        recipient for _, recipients, _ in smtp.messages for recipient in recipients if recipient.endswith("example.org")
    )


def test_facts_are_kept(installation, smtp, tmp_path_factory):
    with Old(tmp_path_factory.mktemp("old")):
        installation.odoo("-i", "jobseeker_relations", "--without-demo")
        server = serving(installation, smtp)
        try:
            arrived = use_the_old_version(server)
        finally:
            server.stop()
    assert not server.errors()
    assert letters(smtp) == arrived
    version = "latest_version FROM ir_module_module WHERE name = 'jobseeker_relations'"
    assert installation.sql(f"SELECT {version}") == [("19.0.1.0.0",)]
    tables = installation.sql(TABLES)
    before = read_facts(installation, tables)
    assert len(before["hr_jobseeker"][1]) == 16
    assert {row[before["hr_jobseeker"][0].index("state")] for row in before["hr_jobseeker"][1]} >= {
        "active",
        "on_hold",
        "placed",
        "closed",
        "enquiry",
    }

    installation.odoo("-u", "jobseeker_relations")

    assert installation.sql(f"SELECT {version}") != [("19.0.1.0.0",)]
    after = read_facts(installation, tables)
    for table, (columns, rows) in before.items():
        assert (table, after[table][0]) == (table, columns)
        assert set(rows) <= set(after[table][1]), table
    for table in ("hr_jobseeker", "hr_jobseeker_contact", "hr_jobseeker_follow_up", "mail_mail", "hr_jobseeker_waiver"):
        assert len(after[table][1]) == len(before[table][1]), f"something was added to {table}"


def test_what_is_new_is_filled(installation):
    assert installation.sql("SELECT DISTINCT starts_per_day FROM hr_jobseeker_contact_policy") == [(50,)]
    assert installation.count("hr_jobseeker WHERE starts_on IS NOT NULL") == 0, "nobody begins anew"
    assert installation.count("hr_jobseeker_contact_policy WHERE max_gap_days = 77") == 1, "what was set stays"
    assert installation.count("hr_jobseeker_contact_policy WHERE review_interval_days > 0") == 2
    bodies = dict(
        installation.sql(
            "SELECT d.name, t.body_html->>'en_US' FROM mail_template t JOIN ir_model_data d"
            " ON d.model = 'mail.template' AND d.res_id = t.id WHERE d.module = 'jobseeker_relations'"
        )
    )
    assert bodies["mail_template_active_reminder"] == OWN_TEXT.replace("partner_id.name", "greeting_name")
    assert not [name for name, body in bodies.items() if "object.partner_id.name" in body]


def test_it_goes_on(installation, smtp):
    """What waited leaves once; nobody gets again what they got; the next letter has the words that somebody wrote."""
    server = serving(installation, smtp)
    try:
        run_jobs(server, FOLLOW_UP, QUEUE)
        assert letters(smtp) == dict.fromkeys(addresses("waits"), 1)
        smtp.messages.clear()

        installation.sql("UPDATE hr_jobseeker_follow_up SET done_at = done_at - interval '4 days'")
        installation.sql("UPDATE hr_jobseeker_contact SET date = date - interval '4 days'")
        installation.sql("UPDATE hr_jobseeker SET follow_up_at = follow_up_at - interval '4 days'")
        run_jobs(server, FOLLOW_UP, QUEUE)
        assert letters(smtp) == dict.fromkeys([*addresses("arrived"), *addresses("waits")], 1)
        for _sender, [address], message in smtp.messages:
            if not address.endswith("example.org"):
                continue
            assert message["Subject"] == "Well?"
            text = message.get_body(("html",)).get_content()
            assert f"Dear {address.split('@')[0]}, our own words." in text
        rpc = server.rpc()
        [hold] = rpc("hr.jobseeker", "search_read", [("state", "=", "on_hold")], ["contact_status", "hold_reason"])
        assert (hold["contact_status"], hold["hold_reason"]) == ("held", "Ill")
    finally:
        server.stop()
    assert not server.errors()
