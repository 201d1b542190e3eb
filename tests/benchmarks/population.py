"""A great many people, made in the database by ``generate_series``: a million take minutes, not days.

Their rows are what the ORM would have computed: person number ``n`` was last spoken to a number of days ago that
follows from ``n``, under a policy of one contact a week, with hours from 09:00 to 17:00 UTC on every day.
``assert_valid`` has the ORM compute some of them anew and compares.
"""

from contextlib import closing

import psycopg2

from odoo import Command
from odoo.sql_db import connection_info_for
from odoo.tools import SQL

ADVISERS = 50


def make_policy(env):
    """One contact a week, at any day of the week between 09:00 and 17:00 UTC; takes in everybody."""
    env["hr.jobseeker.contact.policy"].search([]).active = False
    days = [
        (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 9, "hour_to": 17, "day_period": "full_day"})
        for day in range(7)
    ]
    calendar = env["resource.calendar"].create({"name": "Daily", "tz": "UTC", "attendance_ids": [(5, 0, 0), *days]})
    letter = env["mail.template"].create(
        {
            "name": "How are you getting on?",
            "model_id": env["ir.model"]._get_id("hr.jobseeker"),
            "subject": "How is your search, {{ object.name }}?",
            "body_html": '<p>Hello <t t-out="object.partner_id.name"/>,</p><p>Has anything changed?</p>',
        }
    )
    steps = [
        (0, 0, {"delay_days": 0, "channel": "email", "template_id": letter.id}),
        (0, 0, {"delay_days": 3, "channel": "email", "template_id": letter.id}),
        (0, 0, {"delay_days": 5, "channel": "phone"}),
    ]
    policy = env["hr.jobseeker.contact.policy"].create(
        {"name": "Weekly", "calendar_id": calendar.id, "max_gap_days": 7, "step_ids": steps}
    )
    env.flush_all()
    return policy


def make_advisers(env):
    """Recruiters among whom the people are divided evenly; each kind of person falls to each of them."""
    groups = [env.ref("base.group_user").id, env.ref("hr_recruitment.group_hr_recruitment_user").id]
    logins = [f"adviser{number}" for number in range(ADVISERS)]
    found = env["res.users"].search([("login", "in", logins)])
    return found or env["res.users"].with_context(no_reset_password=True).create(
        [{"name": login.title(), "login": login, "group_ids": [Command.set(groups)]} for login in logins]
    )


def make_people(env, count, contacts=20, rested=True):
    """Make ``count`` people with an application each, their contacts and follow-ups.

    :param contacts: rows of the ledger for each; the last one decides when the next contact is due
    :param rested: the engine has looked at everybody already, so that nobody is waiting for it
    """
    env.flush_all()
    values = {
        "count": count,
        "contacts": contacts,
        "company": env.company.id,
        "policy": make_policy(env).id,
        "advisers": make_advisers(env).ids,
        "stage": env["hr.recruitment.stage"].search([], limit=1).id,
        "job": env["hr.job"].create({"name": "Welder", "company_id": env.company.id}).id,
        "rested": rested,
    }
    env.flush_all()
    env.cr.execute("SELECT (SELECT coalesce(max(id), 0) FROM hr_jobseeker), (SELECT max(id) FROM res_partner)")
    values["before"], values["before_partner"] = env.cr.fetchone()
    for statement in (_PARTNERS, _PEOPLE, _CONTACTS, _ROLLUPS, _APPLICATIONS, _FOLLOW_UPS, _LETTERS):
        env.cr.execute(SQL(statement, **values))
        analyse(env)
    env.invalidate_all()


def analyse(env):
    """What autovacuum does in a living database, without which plans are made on guesses."""
    for table in (
        "res_partner",
        "hr_jobseeker",
        "hr_jobseeker_contact",
        "hr_jobseeker_follow_up",
        "hr_applicant",
        "mail_mail",
    ):
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))


def vacuum(env):
    """What autovacuum does besides: without it no query is answered from an index alone. Commits."""
    env.cr.commit()
    _database, options = connection_info_for(env.cr.dbname)
    with closing(psycopg2.connect(**options)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def assert_valid(env, sample=60):
    """The ORM computes the same for a sample of people; what it computed is undone."""
    names = (
        "last_contact_at",
        "next_contact_at",
        "contact_overdue_at",
        "contact_block",
        "policy_id",
        "unanswered_count",
        "search_text",
    )
    people = env["hr.jobseeker"].search([], limit=sample, order="id desc")
    before = people.read(names)
    savepoint = env.cr.savepoint()
    for name in ("last_contact_at", "contact_block", "policy_id", "next_contact_at", "search_text"):
        env.add_to_compute(people._fields[name], people)
    env.flush_all()
    after = people.read(names)
    savepoint.close(rollback=True)
    env.invalidate_all()
    assert before == after, [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]][:3]


_PARTNERS = """
    INSERT INTO res_partner (name, complete_name, email, email_normalized, phone, tz, lang, type, active,
                             partner_share, is_company, color, create_date, write_date)
    SELECT 'Person ' || n, 'Person ' || n,
           CASE WHEN n %% 100 NOT IN (2, 3) THEN 'person' || n || '@example.com' END,
           CASE WHEN n %% 100 NOT IN (2, 3) THEN 'person' || n || '@example.com' END,
           CASE WHEN n %% 100 NOT IN (2, 3) THEN '+3519' || lpad(n::text, 8, '0') END,
           'UTC', 'en_US', 'contact', true, true, false, 0, now() - interval '1 year', now()
      FROM generate_series(1, %(count)s) AS n
"""

#: 0 overdue, 1 due today, 2–3 no address, 4–8 closed, 9–10 on hold, 11–19 placed, else on track
_PEOPLE = """
    INSERT INTO hr_jobseeker (partner_id, company_id, name, search_text, adviser_id, seeking, state, state_since,
                              policy_id, occurrence, silent_periods, unanswered_count, contact_block, closed_on,
                              hold_until, state_before_hold, placed_on, create_date, write_date, create_uid, write_uid)
    SELECT id, %(company)s, name, concat_ws(' ', name, email, phone, ltrim(phone, '+')),
           (%(advisers)s::int[])[1 + n / 100 %% cardinality(%(advisers)s::int[])],
           CASE WHEN n %% 2 = 0 THEN 'active' ELSE 'passive' END,
           CASE WHEN n %% 100 BETWEEN 4 AND 8 THEN 'closed' WHEN n %% 100 BETWEEN 9 AND 10 THEN 'on_hold'
                WHEN n %% 100 BETWEEN 11 AND 19 THEN 'placed' WHEN n %% 3 = 0 THEN 'enquiry' ELSE 'active' END,
           date_trunc('second', now() AT TIME ZONE 'UTC') - interval '300 days',
           CASE WHEN n %% 100 BETWEEN 4 AND 8 THEN NULL ELSE %(policy)s END,
           1, 0, 0, CASE WHEN n %% 100 IN (2, 3) THEN 'no_address' END,
           CASE WHEN n %% 100 BETWEEN 4 AND 8 THEN now()::date - 10 END,
           CASE WHEN n %% 100 BETWEEN 9 AND 10 THEN now()::date + 30 END,
           CASE WHEN n %% 100 BETWEEN 9 AND 10 THEN 'active' END,
           CASE WHEN n %% 100 BETWEEN 11 AND 19 THEN now()::date - 100 END,
           now() - interval '1 year', now(), 1, 1
      FROM (SELECT id, name, email, phone, split_part(name, ' ', 2)::int AS n FROM res_partner p
             WHERE name ~ '^Person [0-9]+$'
               AND id > %(before_partner)s) AS person
"""

#: One call a fortnight in which the person was reached; the last one so many days ago that the week is over, or not.
_CONTACTS = """
    INSERT INTO hr_jobseeker_contact (jobseeker_id, partner_id, company_id, date, direction, channel, outcome, nature,
                                      qualifying, superseded, user_id, summary, create_date, write_date)
    SELECT j.id, j.partner_id, j.company_id,
           date_trunc('day', now() AT TIME ZONE 'UTC') + interval '9 hours' + j.id %% 400 * interval '1 minute'
               - (last.days + 14 * (k - 1)) * interval '1 day',
           'out', 'phone', 'reached', 'personal', true, false, j.adviser_id, 'Call ' || k, now(), now()
      FROM hr_jobseeker j
      CROSS JOIN LATERAL (SELECT split_part(j.name, ' ', 2)::int AS n) AS number
      CROSS JOIN LATERAL (SELECT CASE n %% 100 WHEN 0 THEN 9 WHEN 1 THEN 7 ELSE 1 + n %% 6 END AS days) AS last
      CROSS JOIN generate_series(1, %(contacts)s) AS k
     WHERE j.id > %(before)s
"""

_ROLLUPS = """
    UPDATE hr_jobseeker j
       SET last_contact_at = last.date,
           last_attempt_at = last.date,
           next_contact_at = CASE WHEN j.state != 'closed' THEN due.day + interval '9 hours' END,
           contact_overdue_at = CASE WHEN j.state != 'closed' THEN due.day + interval '17 hours' END,
           contact_due_cause = CASE WHEN j.state != 'closed' THEN 'gap' END,
           follow_up_at = CASE
               WHEN j.state = 'closed' THEN NULL
               WHEN j.state = 'on_hold' THEN j.hold_until
               WHEN NOT %(rested)s OR due.day + interval '9 hours' > now() AT TIME ZONE 'UTC'
                   THEN due.day + interval '9 hours'
           END
      FROM (SELECT jobseeker_id, max(date) AS date FROM hr_jobseeker_contact
             WHERE jobseeker_id > %(before)s GROUP BY jobseeker_id) AS last
      CROSS JOIN LATERAL (SELECT date_trunc('day', last.date) + interval '7 days' AS day) AS due
     WHERE last.jobseeker_id = j.id AND j.id > %(before)s
"""

_APPLICATIONS = """
    INSERT INTO hr_applicant (partner_id, jobseeker_id, partner_name, email_from, email_normalized, company_id, job_id,
                              stage_id, active, kanban_state, priority, date_open, create_date, write_date)
    SELECT j.partner_id, j.id, j.name, p.email, p.email_normalized, j.company_id, %(job)s, %(stage)s, true, 'normal',
           '0', now(), now() - interval '300 days', now()
      FROM hr_jobseeker j JOIN res_partner p ON p.id = j.partner_id
     WHERE j.id > %(before)s
"""

#: Two letters of an earlier stretch, long answered.
_FOLLOW_UPS = """
    INSERT INTO hr_jobseeker_follow_up (jobseeker_id, partner_id, company_id, policy_id, step_id, kind, occurrence,
                                        channel, scheduled_at, done_at, state, reason, create_date, write_date)
    SELECT j.id, j.partner_id, j.company_id, j.policy_id, step.id, 'step', 0, step.channel,
           now() - interval '40 days', now() - interval '40 days', 'done', 'gap', now(), now()
      FROM hr_jobseeker j
      JOIN hr_jobseeker_contact_policy_step step ON step.policy_id = %(policy)s AND step.channel = 'email'
     WHERE j.policy_id = %(policy)s AND j.id > %(before)s
"""

#: The queue's copy of the first of them, for one person in five: of a thousand, one did not leave.
_LETTERS = """
    WITH letter AS (
        SELECT f.id, f.jobseeker_id FROM hr_jobseeker_follow_up f
         WHERE f.jobseeker_id %% 5 = 0 AND f.jobseeker_id > %(before)s
           AND f.step_id = (SELECT min(id) FROM hr_jobseeker_contact_policy_step WHERE policy_id = %(policy)s)
    ), message AS (
        INSERT INTO mail_message (model, res_id, message_type, subject, body, date, create_date)
        SELECT 'hr.jobseeker', jobseeker_id, 'email_outgoing', 'How is your search?', '<p>Hello</p>', now(), now()
          FROM letter RETURNING id, res_id
    ), mail AS (
        INSERT INTO mail_mail (mail_message_id, state, body_html, create_date, write_date)
        SELECT id, CASE WHEN res_id %% 5000 = 0 THEN 'exception' ELSE 'sent' END, repeat('x', 1500), now(), now()
          FROM message RETURNING id, mail_message_id
    )
    UPDATE hr_jobseeker_follow_up f
       SET mail_mail_id = mail.id, message_id = message.id,
           state = CASE WHEN message.res_id %% 5000 = 0 THEN 'failed' ELSE f.state END
      FROM mail JOIN message ON message.id = mail.mail_message_id JOIN letter ON letter.jobseeker_id = message.res_id
     WHERE f.id = letter.id
"""
