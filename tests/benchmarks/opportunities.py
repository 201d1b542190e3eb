"""What became of so many people beside their talks: how they came, what they asked, to whom they were put forward.

Every kind follows from a person's number, as in ``population``.
"""

from datetime import timedelta

from population import NUMBER, analyse, assert_same

from odoo import fields
from odoo.tools import SQL

METHODS, HIRERS, JOBS = 20, 100, 500


def make(env):
    """Give everybody a method by which they came, a first enquiry, and one in three a referral to a hirer's job."""
    values = _make_methods_and_jobs(env)
    env.flush_all()
    for statement in _STATEMENTS:
        env.cr.execute(SQL(statement, **values))
    analyse(env, "hr_jobseeker", "hr_jobseeker_enquiry", "hr_jobseeker_referral")
    env.invalidate_all()


def assert_valid(env, sample=200):
    """The ORM computes the same for a sample of them."""
    for model, names in (
        ("hr.jobseeker.enquiry", ("partner_id", "company_id", "user_id", "is_open")),
        ("hr.jobseeker.referral", ("partner_id", "company_id", "hirer_id", "hirer_contact_id")),
    ):
        assert_same(env, env[model].search([], limit=sample, order="id desc"), names)


def _make_methods_and_jobs(env):
    """Methods by which people came, each with a year of costs, and jobs of hirers to whom they are put forward."""
    methods = env["utm.source"].create([{"name": f"Method {number}"} for number in range(METHODS)])
    hirers = env["res.partner"].create([{"name": f"Hirer {number}", "is_company": True} for number in range(HIRERS)])
    jobs = env["hr.job"].create(
        [
            {"name": f"Job {number}", "company_id": env.company.id, "hirer_id": hirers[number % HIRERS].id}
            for number in range(JOBS)
        ]
    )
    last_year = fields.Date.today().replace(month=1, day=1) - timedelta(days=1)
    env["hr.jobseeker.attraction.cost"].create(
        [
            {"source_id": method.id, "date_from": last_year.replace(month=1, day=1), "date_to": last_year, "cost": 1200}
            for method in methods
        ]
    )
    return {"methods": methods.ids, "jobs": jobs.ids}


#: By which method each of them came, of whom one in twenty nobody knows it.
_ORIGINS = f"""
    UPDATE hr_jobseeker own
       SET source_id = CASE WHEN n %% 20 != 0 THEN (%(methods)s::int[])[1 + n %% cardinality(%(methods)s::int[])] END,
           source_kind = (ARRAY['application', 'advert', 'event', 'walk_in'])[1 + n %% 4],
           data_received_on = now()::date - n %% 365
      FROM hr_jobseeker j
      {NUMBER}
     WHERE own.id = j.id
"""

#: The first word of everybody whose search goes on: one in twenty waits for a reply still, some of them too long.
_ENQUIRIES = f"""
    INSERT INTO hr_jobseeker_enquiry (jobseeker_id, partner_id, company_id, user_id, channel, received_at, summary,
                                      response_hours, promised_at, first_reply_due_at, first_reply_at, reply_hours,
                                      replied_by_id, is_open, warned_percent, create_date, write_date)
    SELECT j.id, j.partner_id, j.company_id, j.adviser_id,
           (ARRAY['application', 'web', 'email', 'phone', 'walk_in', 'portal'])[1 + n %% 6], own.received,
           'I am looking for work', 16, own.due, own.due,
           CASE WHEN NOT own.waits THEN own.received + n %% 40 * interval '1 hour' END,
           CASE WHEN NOT own.waits THEN n %% 40 END, CASE WHEN NOT own.waits THEN j.adviser_id END, own.waits, 0,
           now(), now()
      FROM hr_jobseeker j
      {NUMBER}
      CROSS JOIN LATERAL (SELECT n %% 20 = 7 AS waits) AS kind
      CROSS JOIN LATERAL (
          SELECT kind.waits,
                 date_trunc('second', now() AT TIME ZONE 'UTC')
                     - CASE WHEN kind.waits THEN n %% 10 * interval '5 hours' ELSE (1 + n %% 300) * interval '1 day' END
                     AS received,
                 date_trunc('second', now() AT TIME ZONE 'UTC')
                     + CASE WHEN kind.waits THEN (40 - n %% 10 * 5) * interval '1 hour'
                            ELSE n %% 300 * interval '-1 day' END
                     AS due
      ) AS own
     WHERE j.state NOT IN ('closed', 'on_hold')
"""

#: One person in three is put forward, in every state; one in ten of those at a hirer's waits for the interview.
_REFERRALS = f"""
    INSERT INTO hr_jobseeker_referral (jobseeker_id, partner_id, company_id, job_id, hirer_id, hirer_contact_id, state,
                                       consent_asked_at, consent_at, sent_at, sent_to, interview_on, engaged_on,
                                       outcome_on, create_date, write_date)
    SELECT j.id, j.partner_id, j.company_id, job.id, job.hirer_id, job.hirer_id, own.state,
           own.day, CASE WHEN own.agreed THEN own.day + interval '1 day' END,
           CASE WHEN own.sent THEN own.day + interval '2 days' END, CASE WHEN own.sent THEN 'hirer@example.com' END,
           CASE WHEN own.state = 'interview' THEN now()::date + 3 END,
           CASE WHEN own.state = 'engaged' THEN now()::date - 20 END,
           CASE WHEN own.state IN ('engaged', 'refused', 'withdrawn') THEN now()::date - n %% 30 END, now(), now()
      FROM hr_jobseeker j
      {NUMBER}
      JOIN hr_job job ON job.id = (%(jobs)s::int[])[1 + n %% cardinality(%(jobs)s::int[])]
      CROSS JOIN LATERAL (SELECT (ARRAY['draft', 'consent_asked', 'ready', 'sent', 'sent', 'interview', 'offered',
                                        'engaged', 'refused', 'withdrawn'])[1 + n / 3 %% 10] AS state) AS kind
      CROSS JOIN LATERAL (
          SELECT kind.state, kind.state NOT IN ('draft', 'consent_asked') AS agreed,
                 kind.state NOT IN ('draft', 'consent_asked', 'ready') AS sent,
                 CASE WHEN kind.state != 'draft' THEN
                     date_trunc('second', now() AT TIME ZONE 'UTC') - (3 + n %% 60) * interval '1 day' END AS day
      ) AS own
     WHERE n %% 3 = 0 AND j.state != 'closed'
"""

_STATEMENTS = (_ORIGINS, _ENQUIRIES, _REFERRALS)
