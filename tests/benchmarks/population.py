"""A great many people, made in the database by ``generate_series``: a million take minutes, not days.

Their rows are what the ORM would have computed: person number ``n`` was last spoken to a number of days ago that
follows from ``n``, under a policy of one contact a week, or of an interval agreed with the person, with hours from
09:00 to 17:00 on every day, on the person's own clock. They are anything but alike: they live in eleven zones, were
promised four intervals, and one in three had two circulars in the last four weeks, each at an hour of its own.
``assert_valid`` has the ORM compute some of them anew and compares.
"""

from contextlib import closing

import psycopg2

from odoo.fields import Command
from odoo.sql_db import connection_info_for
from odoo.tools import SQL

ADVISERS = 50
#: People of the first adviser, whatever the size of the pool: what one recruiter has is no more in a greater company.
CASELOAD = 300
TABLES = (
    "res_partner",
    "hr_jobseeker",
    "hr_jobseeker_contact",
    "hr_jobseeker_follow_up",
    "hr_applicant",
    "mail_mail",
    "mail_activity",
    "hr_jobseeker_need",
    "hr_jobseeker_agreement",
    "hr_jobseeker_plan",
    "hr_jobseeker_action",
    "hr_jobseeker_review",
)
#: Each person's own; as many as have no factor in common with the numbers below, so that every kind lives everywhere.
ZONES = (
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Europe/Istanbul",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Los_Angeles",
)


def make_policy(env):
    """One contact a week, at any day of the week between 09:00 and 17:00; takes in everybody."""
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
    """Recruiters among whom the people are divided, the first of whom has ``CASELOAD`` of every kind."""
    groups = [env.ref("base.group_user").id, env.ref("hr_recruitment.group_hr_recruitment_user").id]
    logins = [f"adviser{number}" for number in range(ADVISERS)]
    found = env["res.users"].search([("login", "in", logins)])
    return found or env["res.users"].with_context(no_reset_password=True).create(
        [{"name": login.title(), "login": login, "group_ids": [Command.set(groups)]} for login in logins]
    )


def make_people(env, count, contacts=20, rested=True):
    """Make ``count`` people with an application each, their contacts, follow-ups, needs, timetables and reviews.

    :param contacts: rows of the ledger for each; the last one decides when the next contact is due
    :param rested: the engine has looked at everybody already, so that nobody is waiting for it
    """
    policy = make_policy(env)
    env.flush_all()
    values = {
        "count": count,
        "contacts": contacts,
        "company": env.company.id,
        "policy": policy.id,
        "steps": policy.step_ids.ids,
        "advisers": make_advisers(env).ids,
        "stage": env["hr.recruitment.stage"].search([], limit=1).id,
        "job": env["hr.job"].create({"name": "Welder", "company_id": env.company.id}).id,
        "rested": rested,
        "zones": list(ZONES),
        # odd and no multiple of five: the first adviser has people of every kind
        "every": next(every for every in range(max(count // CASELOAD, 1), count + 2) if every % 2 and every % 5),
        "call": env.ref("mail.mail_activity_data_call").id,
        "model": env["ir.model"]._get_id("hr.jobseeker"),
    }
    env.flush_all()
    env.cr.execute("SELECT (SELECT coalesce(max(id), 0) FROM hr_jobseeker), (SELECT max(id) FROM res_partner)")
    values["before"], values["before_partner"] = env.cr.fetchone()
    for statement in _STATEMENTS:
        env.cr.execute(SQL(statement, **values))
        analyse(env)
    env.invalidate_all()


def analyse(env, *tables):
    """What autovacuum does in a living database, without which plans are made on guesses."""
    for table in tables or TABLES:
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))


def vacuum(env):
    """What autovacuum does besides: without it no query is answered from an index alone. Commits."""
    env.cr.commit()
    _database, options = connection_info_for(env.cr.dbname)
    with closing(psycopg2.connect(**options)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def assert_valid(env, sample=200):
    """The ORM computes the same for a sample of people, two of each kind; what it computed is undone."""
    steps = env["hr.jobseeker.action"].search([], limit=sample, order="id desc")
    assert_same(env, steps, ("in_force", "zone", "kept", "promise", "due_on"))
    names = (
        "last_contact_at",
        "last_inbound_at",
        "last_attempt_at",
        "waiting_since",
        "next_contact_at",
        "contact_overdue_at",
        "contact_block",
        "policy_id",
        "unanswered_count",
        "search_text",
    )
    people = env["hr.jobseeker"].search([], limit=sample, order="id desc")
    assert_same(env, people, names)


def assert_same(env, records, names):
    """The ORM computes the same fields of these records as are stored; what it computed is undone."""
    before = records.read(names)
    savepoint = env.cr.savepoint()
    for name in names:
        if records._fields[name].compute:
            env.add_to_compute(records._fields[name], records)
    env.flush_all()
    after = records.read(names)
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
           (%(zones)s::text[])[1 + n %% cardinality(%(zones)s::text[])],
           'en_US', 'contact', true, true, false, 0, now() - interval '1 year', now()
      FROM generate_series(1, %(count)s) AS n
"""

#: 0 overdue (one in a thousand for the third time, with a closing proposed), 1 due today (one in a thousand without
#: an adviser), 2–3 no address, 4–8 closed, 9–10 on hold, 11–19 placed, 20 asked for no contact, 21 wrote and waits,
#: else on track
_PEOPLE = """
    INSERT INTO hr_jobseeker (partner_id, company_id, name, search_text, adviser_id, seeking, state, state_since,
                              policy_id, occurrence, silent_periods, unanswered_count, contact_block, do_not_contact,
                              contact_interval_days, preferred_channel, closed_on, hold_until, state_before_hold,
                              placed_on, create_date, write_date, create_uid, write_uid)
    SELECT id, %(company)s, name, concat_ws(' ', name, email, phone, ltrim(phone, '+')),
           CASE WHEN n %% 1000 != 101 THEN
               (%(advisers)s::int[])[CASE WHEN n %% %(every)s = 0 THEN 1
                                          ELSE 2 + n / 100 %% (cardinality(%(advisers)s::int[]) - 1) END] END,
           CASE WHEN n %% 2 = 0 THEN 'active' ELSE 'passive' END,
           CASE WHEN n %% 100 BETWEEN 4 AND 8 THEN 'closed' WHEN n %% 100 BETWEEN 9 AND 10 THEN 'on_hold'
                WHEN n %% 100 BETWEEN 11 AND 19 THEN 'placed' WHEN n %% 3 = 0 THEN 'enquiry' ELSE 'active' END,
           date_trunc('second', now() AT TIME ZONE 'UTC') - interval '300 days',
           CASE WHEN n %% 100 BETWEEN 4 AND 8 THEN NULL ELSE %(policy)s END,
           1, CASE WHEN n %% 1000 = 500 THEN 2 ELSE 0 END, 0,
           CASE WHEN n %% 100 IN (2, 3) THEN 'no_address' WHEN n %% 100 = 20 THEN 'do_not_contact' END, n %% 100 = 20,
           CASE n %% 7 WHEN 0 THEN 3 WHEN 1 THEN 14 WHEN 2 THEN 30 ELSE 0 END,
           CASE WHEN n %% 13 = 0 THEN 'phone' END,
           CASE WHEN n %% 100 BETWEEN 4 AND 8 THEN now()::date - 10 END,
           CASE WHEN n %% 100 BETWEEN 9 AND 10 THEN now()::date + 30 END,
           CASE WHEN n %% 100 BETWEEN 9 AND 10 THEN 'active' END,
           CASE WHEN n %% 100 BETWEEN 11 AND 19 THEN now()::date - 100 END,
           now() - interval '1 year', now(), 1, 1
      FROM (SELECT id, name, email, phone, split_part(name, ' ', 2)::int AS n FROM res_partner p
             WHERE name ~ '^Person [0-9]+$'
               AND id > %(before_partner)s) AS person
"""

_CONTACT = """
    INSERT INTO hr_jobseeker_contact (jobseeker_id, partner_id, company_id, date, direction, channel, outcome, nature,
                                      qualifying, superseded, user_id, summary, create_date, write_date)
"""
#: The number of a person, and the days that were promised.
NUMBER = """
      CROSS JOIN LATERAL (SELECT split_part(j.name, ' ', 2)::int AS n,
                                 coalesce(nullif(j.contact_interval_days, 0), 7) AS days) AS promise
"""

#: One call a fortnight in which the person was reached; the last one lies as far back as their kind wants.
_CALLS = f"""
    {_CONTACT}
    SELECT j.id, j.partner_id, j.company_id,
           date_trunc('day', now() AT TIME ZONE 'UTC') + interval '9 hours' + j.id %% 400 * interval '1 minute'
               - (last.days + 14 * (k - 1)) * interval '1 day',
           'out', 'phone', 'reached', 'personal', true, false, j.adviser_id, 'Call ' || k, now(), now()
      FROM hr_jobseeker j
      {NUMBER}
      CROSS JOIN LATERAL (SELECT CASE n %% 100 WHEN 0 THEN promise.days + 2 WHEN 1 THEN promise.days
                                      ELSE 1 + n %% (promise.days - 1) END AS days) AS last
      CROSS JOIN generate_series(1, %(contacts)s) AS k
     WHERE j.id > %(before)s
"""

#: Two circulars to one person in three, and the letters of the sequence to every second one who is overdue.
_WRITTEN = f"""
    {_CONTACT}
    SELECT j.id, j.partner_id, j.company_id,
           date_trunc('hour', now() AT TIME ZONE 'UTC') - letter.hours * interval '1 hour',
           'out', 'email', NULL, letter.nature, false, false, j.adviser_id, 'Letter', now(), now()
      FROM hr_jobseeker j
      {NUMBER}
      CROSS JOIN LATERAL (VALUES ('bulk', 20 + n * 13 %% 600, n %% 3 = 0), ('bulk', 20 + n * 29 %% 600, n %% 3 = 0),
                                 ('follow_up', 20, n %% 200 = 0), ('follow_up', 70, n %% 400 = 0)
                          ) AS letter (nature, hours, sent)
     WHERE j.id > %(before)s AND letter.sent
"""

#: Who wrote to us a few hours ago, and waits.
_HEARD = f"""
    {_CONTACT}
    SELECT j.id, j.partner_id, j.company_id,
           date_trunc('hour', now() AT TIME ZONE 'UTC') - (2 + n %% 3) * interval '1 hour',
           'in', 'email', NULL, 'personal', true, false, NULL, 'Is there anything new?', now(), now()
      FROM hr_jobseeker j
      {NUMBER}
     WHERE j.id > %(before)s AND n %% 100 = 21
"""

_ROLLUPS = """
    WITH last AS (
        SELECT jobseeker_id, max(date) FILTER (WHERE qualifying) AS contact_at,
               max(date) FILTER (WHERE direction = 'in') AS inbound_at,
               max(date) FILTER (WHERE direction = 'out' AND nature != 'bulk') AS attempt_at,
               count(*) FILTER (WHERE nature = 'follow_up') AS letters
          FROM hr_jobseeker_contact WHERE jobseeker_id > %(before)s GROUP BY jobseeker_id
    )
    UPDATE hr_jobseeker j
       SET last_contact_at = last.contact_at,
           last_inbound_at = last.inbound_at,
           last_attempt_at = last.attempt_at,
           waiting_since = last.inbound_at,
           unanswered_count = last.letters,
           next_contact_at = CASE WHEN j.state != 'closed' THEN due.opens END,
           contact_overdue_at = CASE WHEN j.state != 'closed' THEN due.opens + interval '8 hours' END,
           contact_due_cause = CASE WHEN j.state != 'closed' THEN 'gap' END,
           follow_up_at = CASE
               WHEN j.state = 'closed' THEN NULL
               WHEN j.state = 'on_hold' THEN j.hold_until::timestamp AT TIME ZONE p.tz AT TIME ZONE 'UTC'
               WHEN NOT %(rested)s OR due.opens > now() AT TIME ZONE 'UTC' THEN due.opens
           END
      FROM last
      JOIN hr_jobseeker own ON own.id = last.jobseeker_id
      JOIN res_partner p ON p.id = own.partner_id
      CROSS JOIN LATERAL (
          SELECT (date_trunc('day', last.contact_at AT TIME ZONE 'UTC' AT TIME ZONE p.tz)
                  + coalesce(nullif(own.contact_interval_days, 0), 7) * interval '1 day' + interval '9 hours')
                 AT TIME ZONE p.tz AT TIME ZONE 'UTC' AS opens
      ) AS due
     WHERE j.id = own.id
"""

_APPLICATIONS = """
    INSERT INTO hr_applicant (partner_id, jobseeker_id, partner_name, email_from, email_normalized, company_id, job_id,
                              stage_id, active, kanban_state, priority, date_open, create_date, write_date)
    SELECT j.partner_id, j.id, j.name, p.email, p.email_normalized, j.company_id, %(job)s, %(stage)s, true, 'normal',
           '0', now(), now() - interval '300 days', now()
      FROM hr_jobseeker j JOIN res_partner p ON p.id = j.partner_id
     WHERE j.id > %(before)s
"""

#: Two letters of an earlier stretch, long answered. In the present one, of those who are overdue: what was written or
#: held, what is planned next, the closing that was proposed; of others what was skipped for want of an address.
_FOLLOW_UPS = """
    INSERT INTO hr_jobseeker_follow_up (jobseeker_id, partner_id, company_id, policy_id, step_id, kind, occurrence,
                                        channel, scheduled_at, done_at, state, reason, create_date, write_date)
    SELECT j.id, j.partner_id, j.company_id, j.policy_id, step.id, 'step', 0, step.channel,
           now() - interval '40 days', now() - interval '40 days', 'done', 'gap', now(), now()
      FROM hr_jobseeker j
      JOIN hr_jobseeker_contact_policy_step step ON step.policy_id = %(policy)s AND step.channel = 'email'
     WHERE j.policy_id = %(policy)s AND j.id > %(before)s
     UNION ALL
    SELECT j.id, j.partner_id, j.company_id, j.policy_id, own.step, own.kind, 1, 'email',
           now() + own.days * interval '1 day', CASE WHEN own.state IN ('done', 'skipped') THEN now() END, own.state,
           own.reason, now(), now()
      FROM hr_jobseeker j
      CROSS JOIN LATERAL (SELECT split_part(j.name, ' ', 2)::int AS n, (%(steps)s::int[]) AS step) AS person
      CROSS JOIN LATERAL (
          VALUES (person.step[1], 'step', 'done', 'gap', -1, n %% 200 = 0),
                 (person.step[2], 'step', 'planned', 'step_delay', 2, n %% 200 = 0),
                 (person.step[1], 'step', 'held', 'min_gap', 1, n %% 200 = 100),
                 (NULL, 'closing', 'done', 'unanswered', -1, n %% 1000 = 500),
                 (person.step[1], 'step', 'skipped', 'no_email', -1, n %% 100 IN (2, 3))
      ) AS own (step, kind, state, reason, days, there)
     WHERE j.policy_id = %(policy)s AND j.id > %(before)s AND own.there
"""

#: The queue's copy of the first of them, for one person in five: of a thousand, one did not leave.
_LETTERS = """
    WITH letter AS (
        SELECT f.id, f.jobseeker_id FROM hr_jobseeker_follow_up f
         WHERE f.jobseeker_id %% 5 = 0 AND f.jobseeker_id > %(before)s AND f.occurrence = 0
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
           state = CASE WHEN message.res_id %% 5000 = 0 THEN 'failed' ELSE f.state END,
           reason = CASE WHEN message.res_id %% 5000 = 0
                         THEN (ARRAY['stranded', 'bounced', 'error'])[1 + message.res_id %% 3] ELSE f.reason END
      FROM mail JOIN message ON message.id = mail.mail_message_id JOIN letter ON letter.jobseeker_id = message.res_id
     WHERE f.id = letter.id
"""

#: A call to make, for every second of those who are overdue and one in twenty of the others.
_ACTIVITIES = f"""
    INSERT INTO mail_activity (res_model_id, res_model, res_id, res_name, activity_type_id, user_id, date_deadline,
                               summary, automated, active, create_date, write_date)
    SELECT %(model)s, 'hr.jobseeker', j.id, j.name, %(call)s, j.adviser_id, now()::date - 10 + n %% 31,
           'Ring ' || j.name, true, true, now(), now()
      FROM hr_jobseeker j
      {NUMBER}
     WHERE j.id > %(before)s AND j.state != 'closed' AND (n %% 200 = 100 OR n %% 19 = 0)
"""

#: Three needs of everybody, one in five of which was never confirmed.
_NEEDS = f"""
    INSERT INTO hr_jobseeker_need (jobseeker_id, partner_id, company_id, type_id, sequence, kind, name, value,
                                   value_from, value_date, priority, state, assessment, sensitive, asked_by,
                                   confirmed_on, create_date, write_date)
    SELECT j.id, j.partner_id, j.company_id, type.id, type.sequence, 'need', 'Need of ' || j.name,
           CASE type.value_form WHEN 'number' THEN (20000 + n %% 300 * 100)::text WHEN 'text' THEN 'Welder' END,
           CASE type.value_form WHEN 'number' THEN 20000 + n %% 300 * 100 END,
           NULL, (ARRAY['must', 'should', 'could'])[1 + n %% 3], CASE WHEN n %% 11 = 0 THEN 'met' ELSE 'open' END,
           CASE WHEN n %% 4 = 0 THEN 'realistic' ELSE 'not_assessed' END, false, 'jobseeker',
           CASE WHEN n %% 5 != 0 THEN now()::date - n %% 200 END, now(), now()
      FROM hr_jobseeker j
      {NUMBER}
      CROSS JOIN (SELECT * FROM hr_jobseeker_need_type
                   WHERE sensitive IS NOT TRUE ORDER BY sequence, id LIMIT 3) AS type
     WHERE j.id > %(before)s
"""

#: One offer in ten people waits for their yes, one in ten was declined; nothing is in force, so no clock moves.
_AGREEMENTS = f"""
    INSERT INTO hr_jobseeker_agreement (jobseeker_id, partner_id, company_id, terms_id, version, state, sent_at,
                                        declined_at, create_date, write_date)
    SELECT j.id, j.partner_id, j.company_id, terms.id, terms.version,
           CASE WHEN n %% 10 = 0 THEN 'sent' ELSE 'declined' END, now() - n %% 60 * interval '1 day',
           CASE WHEN n %% 10 != 0 THEN now() END, now(), now()
      FROM hr_jobseeker j
      {NUMBER}
      CROSS JOIN (SELECT id, version FROM hr_jobseeker_terms ORDER BY id LIMIT 1) AS terms
     WHERE j.id > %(before)s AND n %% 5 = 0
"""

#: A timetable for one person in four: most agreed, some proposed.
_PLANS = f"""
    INSERT INTO hr_jobseeker_plan (jobseeker_id, partner_id, company_id, adviser_id, version, state, proposed_at,
                                   agreed_at, agreed_channel, agreed_by, create_date, write_date)
    SELECT j.id, j.partner_id, j.company_id, j.adviser_id, 1,
           CASE WHEN n %% 40 = 0 THEN 'proposed' ELSE 'agreed' END, now() - n %% 90 * interval '1 day',
           CASE WHEN n %% 40 != 0 THEN now() - n %% 60 * interval '1 day' END,
           CASE WHEN n %% 40 != 0 THEN 'phone' END, CASE WHEN n %% 40 != 0 THEN j.name END, now(), now()
      FROM hr_jobseeker j
      {NUMBER}
     WHERE j.id > %(before)s AND n %% 4 = 0 AND j.state != 'closed'
"""

#: Four steps in each of them, two of either side: one done in time, one open; one in a hundred open ones is overdue.
_ACTIONS = """
    INSERT INTO hr_jobseeker_action (plan_id, jobseeker_id, partner_id, company_id, adviser_id, user_id, sequence, name,
                                     owner, state, due_on, done_on, in_force, zone, kept, missed, promise,
                                     create_date, write_date)
    SELECT plan.id, plan.jobseeker_id, plan.partner_id, plan.company_id, plan.adviser_id,
           CASE WHEN k %% 2 = 0 THEN plan.adviser_id END, k, 'Step ' || k,
           CASE WHEN k %% 2 = 0 THEN 'adviser' ELSE 'jobseeker' END,
           CASE WHEN done.there THEN 'done' ELSE 'planned' END,
           now()::date + CASE WHEN done.there THEN -20 WHEN plan.jobseeker_id %% 100 = 0 THEN -3
                              ELSE 3 + plan.jobseeker_id %% 60 END,
           CASE WHEN done.there THEN now()::date - 21 END, plan.state = 'agreed',
           CASE WHEN k %% 2 = 1 THEN person.tz ELSE coalesce(colleague.tz, calendar.tz, 'UTC') END,
           done.there, false, CASE WHEN done.there THEN 'kept' ELSE 'open' END, now(), now()
      FROM hr_jobseeker_plan plan
      JOIN res_partner person ON person.id = plan.partner_id
      JOIN res_company company ON company.id = plan.company_id
      LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
      LEFT JOIN res_users adviser ON adviser.id = plan.adviser_id
      LEFT JOIN res_partner colleague ON colleague.id = adviser.partner_id
      CROSS JOIN generate_series(1, 4) AS k
      CROSS JOIN LATERAL (SELECT k <= 2 AND plan.state = 'agreed' AS there) AS done
     WHERE plan.jobseeker_id > %(before)s
"""

#: The next review of everybody whose search goes on, a hundredth of them overdue; one that was held for every second.
_REVIEWS = f"""
    WITH review AS (
        INSERT INTO hr_jobseeker_review (jobseeker_id, partner_id, company_id, user_id, state, due_on, planned_for,
                                         held_on, held_channel, conclusion, timeliness, create_date, write_date)
        SELECT j.id, j.partner_id, j.company_id, j.adviser_id, own.state, own.due, own.due, own.held,
               CASE WHEN own.held IS NOT NULL THEN 'phone' END, CASE WHEN own.held IS NOT NULL THEN 'continue' END,
               CASE WHEN own.held IS NOT NULL THEN 'on_time' END, now(), now()
          FROM hr_jobseeker j
          {NUMBER}
          CROSS JOIN LATERAL (
              VALUES ('scheduled', now()::date + CASE WHEN n %% 100 = 50 THEN -2 ELSE n %% 90 END, NULL::date, true),
                     ('held', now()::date - 28 - n %% 60, now()::date - 28 - n %% 60, n %% 2 = 0)
          ) AS own (state, due, held, there)
         WHERE j.id > %(before)s AND j.state NOT IN ('closed', 'on_hold') AND own.there
        RETURNING jobseeker_id, state, due_on
    )
    UPDATE hr_jobseeker j SET next_review_on = review.due_on
      FROM review WHERE review.jobseeker_id = j.id AND review.state = 'scheduled'
"""

_STATEMENTS = (
    _PARTNERS, _PEOPLE, _CALLS, _WRITTEN, _HEARD, _ROLLUPS, _APPLICATIONS, _FOLLOW_UPS, _LETTERS, _ACTIVITIES, _NEEDS,
    _AGREEMENTS, _PLANS, _ACTIONS, _REVIEWS
)  # fmt: skip
