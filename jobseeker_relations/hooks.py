import re
from operator import itemgetter

from odoo import fields
from odoo.tools import SQL, groupby, split_every

BATCH = 5000
#: A policy that finds many debts at installation starts with so many people a day that all have begun after four weeks,
#: of five working days.
START_WITHIN_DAYS = 20


def post_init_hook(env):
    """Give the people of existing applications, also of archived ones, their relationships. Nobody hears of it.

    They begin now (``state_since``), so that no promise counts as broken on the first night, and where their messages,
    meetings and calls say that we are. What has no rule of ours in it is one statement for all, and everybody's clock
    is set once: a used database may hold a hundred thousand applications.
    """
    # sudo: the records of all companies; nothing is tracked or logged
    Applicant = env["hr.applicant"].sudo().with_context(active_test=False, tracking_disable=True)
    for ids in split_every(BATCH, Applicant.search([("partner_id", "=", False)], order="id").ids):
        _give_people(env, Applicant.browse(ids))
        _forget(env)
    made = _make_relationships(env)
    _link_applications(env)
    # sudo: as above
    Jobseeker = env["hr.jobseeker"].sudo().with_context(tracking_disable=True)
    Jobseeker._take_origins()
    Jobseeker.browse(made)._begin()
    _spread_starts(Jobseeker)


def _give_people(env, applicants):
    """As ``_find_person_if_known``: the contacts by the rule that finds or makes them, the links by one statement."""
    applicants = applicants._filter_known()
    wanted = [applicant._prepare_person_vals() for applicant in applicants]
    if not wanted:
        return
    people = env["res.partner"].sudo()._find_or_make_people(wanted)  # sudo: as above
    env.flush_all()
    env.cr.execute(
        SQL(
            """
            UPDATE hr_applicant a SET partner_id = found.person
              FROM unnest(%s::int[], %s::int[]) AS found (id, person) WHERE a.id = found.id
            """,
            applicants.ids,
            [person.id for person in people],
        )
    )
    applicants.invalidate_recordset(["partner_id"])
    applicants.modified(["partner_id"])  # core takes address and number from the contact


def _make_relationships(env):
    """Insert one relationship for each person and company; return their numbers.

    State: ``enquiry`` while an application is open; ``placed`` where all that is open ended in a hire, on the last
    such day; ``prospect`` where there is nothing but refusals, archived applications or talent pools.
    """
    env.flush_all()
    rows = env.execute_query(
        SQL(
            """
            WITH application AS (
                SELECT a.*, coalesce(a.company_id, %(company)s) AS of_company,
                       coalesce(a.user_id, job.user_id) AS adviser,
                       EXISTS (SELECT FROM hr_applicant_hr_talent_pool_rel r WHERE r.hr_applicant_id = a.id) AS talent
                  FROM hr_applicant a LEFT JOIN hr_job job ON job.id = a.job_id
                 WHERE a.partner_id IS NOT NULL AND a.jobseeker_id IS NULL
            ), person AS (
                SELECT partner_id, of_company,
                       bool_or(active AND NOT talent) AS running,
                       bool_and(date_closed IS NOT NULL) FILTER (WHERE active AND NOT talent) AS hired,
                       max(date_closed) FILTER (WHERE active AND NOT talent) AS hired_on,
                       (SELECT u.id FROM res_users u
                          JOIN res_company_users_rel r ON r.user_id = u.id AND r.cid = of_company
                         WHERE u.active AND NOT u.share AND u.id = ANY(array_agg(application.adviser))
                         LIMIT 1) AS adviser
                  FROM application GROUP BY partner_id, of_company
            )
            INSERT INTO hr_jobseeker (partner_id, company_id, name, adviser_id, state, seeking, placed_on, state_since,
                                      occurrence, silent_periods, unanswered_count, do_not_contact,
                                      contact_interval_days, duplicate_look_due, create_uid, write_uid, create_date,
                                      write_date)
            SELECT p.id, of_company, p.name, adviser,
                   CASE WHEN running IS NOT TRUE THEN 'prospect' WHEN hired THEN 'placed' ELSE 'enquiry' END,
                   CASE WHEN running THEN 'active' ELSE 'passive' END,
                   CASE WHEN running AND hired THEN hired_on::date END, %(now)s, 1, 0, 0, false, 0, true,
                   %(uid)s, %(uid)s, %(now)s, %(now)s
              FROM person JOIN res_partner p ON p.id = person.partner_id
             ORDER BY p.id
                ON CONFLICT DO NOTHING
            RETURNING id
            """,
            company=env.company.id,
            now=fields.Datetime.now(),
            uid=env.uid,
        )
    )
    return [jobseeker for [jobseeker] in rows]


def _link_applications(env):
    env.cr.execute(
        SQL(
            """
            UPDATE hr_applicant a SET jobseeker_id = j.id
              FROM hr_jobseeker j
             WHERE j.partner_id = a.partner_id AND j.company_id = coalesce(a.company_id, %s) AND a.jobseeker_id IS NULL
            """,
            env.company.id,
        )
    )
    env.invalidate_all()


def _spread_starts(jobseekers):
    """Nobody's debt is older than the addon to them: policies begin with so many a day that four weeks suffice."""
    due = jobseekers._read_group([("next_contact_at", "!=", False)], ["policy_id", "company_id"], ["__count"])
    for policy, company, people in due:
        policy.starts_per_day = max(policy.starts_per_day, -(-people // START_WITHIN_DAYS))
        jobseekers._spread_beginnings(policy, company)


def _forget(env):
    """Write what is pending and empty the cache: the number of applications has no bound."""
    env.flush_all()
    env.invalidate_all()


def uninstall_hook(env):
    """Take back what Odoo leaves when a module goes.

    Odoo removes our tables and columns and the records that came with us. It does not know what colleagues made of
    them (favourites and export lists that name our fields, policies that hold our calendar and letters fast), nor what
    lies in its own queues: text messages of ours would be sent, and a mailing that was held would say so for ever.
    """
    models = [name for _model, name in _get_names_of_ours(env, "ir.model")]
    env.cr.execute("DROP INDEX IF EXISTS res_partner__email_normalized_index")
    env.cr.execute("DROP INDEX IF EXISTS res_partner__phone_sanitized_index")
    env.cr.execute(
        "DELETE FROM sms_sms USING mail_message m WHERE m.id = mail_message_id AND m.model = ANY(%s)", [models]
    )
    env.cr.execute(
        "UPDATE mail_mail SET failure_reason = NULL WHERE state = 'outgoing' AND jobseeker_held_until IS NOT NULL"
    )
    # activities about a check stand on no document, so that none of its dates shows on the person
    env.cr.execute("DELETE FROM mail_activity USING hr_jobseeker_eligibility c WHERE mail_activity.id = c.activity_id")
    env.cr.execute("DELETE FROM ir_filters WHERE model_id = ANY(%s)", [models])
    env.cr.execute("DELETE FROM ir_exports WHERE resource = ANY(%s)", [models])
    for model, names in groupby(_get_names_of_ours(env, "ir.model.fields"), itemgetter(0)):
        words = "|".join(re.escape(name) for _model, name in names)
        env.cr.execute(
            "DELETE FROM ir_filters WHERE model_id = %s AND concat_ws(' ', domain, context, sort) ~ %s",
            [model, rf"""['"]({words})['".:\s]"""],
        )
        env.cr.execute(
            "DELETE FROM ir_exports_line USING ir_exports e WHERE e.id = export_id AND e.resource = %s"
            " AND ir_exports_line.name ~ %s",
            [model, f"^({words})(/|$)"],
        )
    env.cr.execute(
        "SELECT r.name FROM ir_model_relation r JOIN ir_module_module m ON m.id = r.module"
        " WHERE m.name = 'jobseeker_relations'"
        " AND NOT EXISTS (SELECT FROM ir_model_relation o WHERE o.name = r.name AND o.module != r.module)"
    )
    relations = [table for [table] in env.cr.fetchall()]
    _let_go(env, [*relations, *(env[model]._table for model in models if model in env)])


def _let_go(env, tables):
    """Drop the foreign keys of these tables, which go anyway: what they point to can then be deleted in any order.

    Odoo's list of foreign keys would stay: it goes with them.
    """
    found = env.execute_query(
        SQL(
            """
            SELECT class.relname, held.conname
              FROM pg_constraint held JOIN pg_class class ON class.oid = held.conrelid
             WHERE held.contype = 'f' AND class.relname = ANY(%s) AND class.relnamespace = current_schema::regnamespace
            """,
            tables,
        )
    )
    for table, name in found:
        env.cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(name)))
    env.cr.execute(
        "DELETE FROM ir_model_constraint USING ir_module_module m"
        " WHERE m.id = module AND m.name = 'jobseeker_relations' AND type = 'f'"
    )


def _get_names_of_ours(env, kind):
    """(model, name) of the models, or the fields on other models, that no other module has a part in."""
    name = SQL("t.name" if kind == "ir.model.fields" else "t.model")
    return env.execute_query(
        SQL(
            """
            SELECT t.model, %s FROM %s t
             WHERE EXISTS (SELECT FROM ir_model_data d WHERE d.model = %s AND d.res_id = t.id
                              AND d.module = 'jobseeker_relations')
               AND NOT EXISTS (SELECT FROM ir_model_data d WHERE d.model = %s AND d.res_id = t.id
                                  AND d.module != 'jobseeker_relations')
             ORDER BY 1, 2
            """,
            name,
            SQL.identifier(kind.replace(".", "_")),
            kind,
            kind,
        )
    )
