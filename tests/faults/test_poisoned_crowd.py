"""Ten thousand people, some of whose records are broken: everybody else gets a letter, and the broken are told."""

import time

import pytest
from backlog import FOLLOW_UP, HELP, Backlog
from odoo_server import until

WORKERS = 2
ODOO_OPTIONS = ["--max-cron-threads=2"]
PEOPLE = 10_000
EVERY = 250  # one in so many is broken, in each of these ways

#: What is done to the person, and what becomes of the letter.
POISON = [
    ("UPDATE res_partner SET name = 'Poison' WHERE id = ANY(%s)", "failed"),
    ("UPDATE res_partner SET tz = 'Mars/Base' WHERE id = ANY(%s)", "failed"),
    ("UPDATE res_partner SET email = NULL, email_normalized = NULL WHERE id = ANY(%s)", "skipped"),
    ("UPDATE res_partner SET lang = 'xx_XX' WHERE id = ANY(%s)", "done"),
    ("UPDATE hr_jobseeker SET adviser_id = %%s WHERE partner_id = ANY(%s)", "done"),
]
LETTER = '<p>Hello <t t-out="object.name"/> <t t-out="1 // (object.partner_id.name != \'Poison\')"/></p>'


@pytest.fixture
def backlog(odoo, smtp):
    return Backlog(odoo, smtp, PEOPLE)


def test_everybody_else_is_reached(backlog):
    admin, odoo = backlog.admin, backlog.odoo
    letter = odoo.ref("jobseeker_relations.mail_template_active_keep_in_touch")
    admin("mail.template", "write", [letter], {"body_html": LETTER})
    [gone] = admin("res.users", "create", [{"name": "Gone", "login": "gone", "email": "gone@example.com"}])
    admin("res.users", "write", [gone], {"active": False})
    partners = [
        partner for (partner,) in odoo.sql("SELECT id FROM res_partner WHERE email LIKE %s ORDER BY id", "g%.person%")
    ]
    assert len(partners) == PEOPLE
    broken = {}
    for number, (statement, state) in enumerate(POISON):
        some = partners[number * 7 :: EVERY]
        odoo.sql(statement.replace("%%s", str(gone)), some)
        broken.update(dict.fromkeys(some, state))

    backlog.enable_jobs(FOLLOW_UP, HELP)
    began = time.monotonic()
    until(lambda: backlog.wake(FOLLOW_UP) or not backlog.due(), timeout=1800, interval=1)
    print(f"{PEOPLE} people, {len(broken)} of them broken: {time.monotonic() - began:.0f} s")

    rows = dict(
        odoo.sql(
            "SELECT DISTINCT ON (partner_id) partner_id, state FROM hr_jobseeker_follow_up"
            " WHERE state IN ('done', 'failed', 'skipped') ORDER BY partner_id, state = 'skipped' DESC, id"
        )
    )
    assert {partner: rows.get(partner) for partner in partners} == {
        partner: broken.get(partner, "done") for partner in partners
    }
    letters = dict(
        odoo.sql("SELECT partner_id, count(*) FROM hr_jobseeker_follow_up WHERE mail_mail_id > 0 GROUP BY partner_id")
    )
    assert letters == {partner: 1 for partner in partners if rows[partner] == "done"}
    attention = backlog.officer("hr.jobseeker.follow.up", "search_read", [("state", "=", "failed")], ["explanation"])
    assert len(attention) == sum(state == "failed" for state in broken.values())
    assert all(row["explanation"] for row in attention)
