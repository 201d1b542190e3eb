"""Who may be the same as one new person, among a hundred thousand who are called what people are called.

Two hundred given names and two thousand family names, the frequent ones far more frequent; one in thirty shares an
address with somebody and one in twenty-five a number, as families do. Everybody applied once, with two files: a CV, in
one of thirty the very same as somebody else's, and a letter, in one of five a form that all of those attach. Rows are
made in the database, their keys by the ORM as at an upgrade; texts are read of who is new, and found by the runs that
everybody has.
"""

import time

from measure import Figure, measure

from odoo.tools import SQL, split_every

#: A batch of the ORM's own.
BATCH = 5000
SYLLABLES = ("ka", "no", "mi", "ra", "te", "lu", "so", "vi", "de", "ba")


def run(env, size):
    size = int(size)
    names = f"{size} namesakes"
    people = _make(env, size)
    seconds = _make_keys(env, people)
    _attach(env, people)
    env.cr.execute("ANALYZE hr_jobseeker; ANALYZE res_partner; ANALYZE hr_applicant; ANALYZE ir_attachment")
    env.invalidate_all()
    _write(env, people[6], "of the seventh")
    people[6]._look_for_duplicates()
    new = _arrive(env, "Kano Mirate", "kano.new@example.org", "+447911000001")
    known = _arrive(env, "Kano Mirate", "person7@example.org", "+447911000007", of=people[6])
    common = _arrive(env, people[0].name, "common.new@example.org", False)
    figures = {
        "keys of all of them": Figure(seconds, None, size, 1),
        "one new person": measure(env, known._look_for_duplicates, 1),
        "one new person whom nobody is like": measure(env, new._look_for_duplicates, 1),
        "one new person of the commonest name": measure(env, common._look_for_duplicates, 1),
        "button on the form": measure(env, lambda: known.mapped("duplicate_count"), 1),
        "job, for each of 200 people": measure(env, people[:200]._look_for_duplicates, 200),
    }
    for one in known._suggest_duplicates():
        print(f"found: {one.person.name} ~ {one.other.name}: {sorted(one.signs)}, {one.names}, {one.strength}")
    return {f"{names}: {what}": figure for what, figure in figures.items()}


def _make(env, size):
    env.flush_all()
    env.cr.execute("SELECT coalesce(max(id), 0) FROM hr_jobseeker")
    [before] = env.cr.fetchone()
    given = [f"{one}{other}".title() for one in SYLLABLES for other in SYLLABLES]
    given += [f"{name}l" for name in given]
    family = [f"{one}{two}{three}".title() for one in SYLLABLES for two in SYLLABLES for three in SYLLABLES]
    family += [f"{name}n" for name in family]
    values = {"count": size, "given": given, "family": family, "company": env.company.id}
    for statement in (_PARTNERS, _PEOPLE):
        env.cr.execute(SQL(statement, **values))
    env.cr.execute("SELECT id FROM hr_jobseeker WHERE id > %s ORDER BY id", [before])
    return env["hr.jobseeker"].browse(number for [number] in env.cr.fetchall())


def _make_keys(env, people):
    """As at an upgrade: the column is new, and everybody's is computed."""
    began = time.perf_counter()
    for ids in split_every(BATCH, people.ids):
        env.add_to_compute(people._fields["duplicate_keys"], people.browse(ids))
        env.flush_all()
        env.invalidate_all()
    return time.perf_counter() - began


def _attach(env, people, of=None):
    """One application each, with two files.

    :param of: a person whose CV it is
    """
    env.cr.execute(SQL(_APPLICATIONS, ids=people.ids))
    env.cr.execute(SQL(_FILES, ids=people.ids, owner=of and of.id))


def _arrive(env, name, email, phone, of=None):
    contact = env["res.partner"].create({"name": name, "email": email, "phone": phone})
    person = env["hr.jobseeker"].create({"partner_id": contact.id, "company_id": env.company.id})
    env.flush_all()
    _attach(env, person, of)
    env.invalidate_all()
    _write(env, person, "of the seventh" if of else name + email)
    env.flush_all()
    return person


def _write(env, person, kind):
    """A CV of eight hundred words, as Odoo read it."""
    files = env["ir.attachment"].search(
        [("res_model", "=", "hr.applicant"), ("res_id", "in", person.applicant_ids.ids), ("name", "=", "cv.pdf")]
    )
    files.index_content = " ".join(f"{kind.replace(' ', '')}{number}" for number in range(800))


#: The frequency of a name falls with the square of its place, as that of real ones does, more or less.
_PARTNERS = """
    INSERT INTO res_partner (name, complete_name, email, email_normalized, phone, phone_sanitized, lang, type, active,
                             partner_share, is_company, color, create_date, write_date)
    SELECT said.name, said.name, address, address, number, number, 'en_US', 'contact', true, true, false, 0, now(),
           now()
      FROM generate_series(1, %(count)s) AS n
     CROSS JOIN LATERAL (
            SELECT (n * 7919::bigint %% 100003) / 100003.0 AS one, (n * 104729::bigint %% 99991) / 99991.0 AS two
           ) AS chance
     CROSS JOIN LATERAL (
            SELECT (%(given)s::text[])[1 + floor(one * one * cardinality(%(given)s::text[]))::int] || ' '
                   || (%(family)s::text[])[1 + floor(two * two * cardinality(%(family)s::text[]))::int] AS name,
                   'person' || CASE WHEN n %% 30 = 0 THEN n - 1 ELSE n END || '@example.org' AS address,
                   '+4479' || lpad((CASE WHEN n %% 25 = 0 THEN n - 1 ELSE n END)::text, 8, '1') AS number
           ) AS said
"""
_PEOPLE = """
    INSERT INTO hr_jobseeker (partner_id, company_id, name, search_text, seeking, state, state_since, occurrence,
                              silent_periods, unanswered_count, do_not_contact, contact_interval_days,
                              duplicate_look_due, duplicate_text_keys, create_date, write_date, create_uid, write_uid)
    SELECT id, %(company)s, name, concat_ws(' ', name, email, phone), 'active', 'active', now(), 1, 0, 0, false, 0,
           true, (SELECT string_agg(concat(%(company)s, ':t:', left(md5(concat(res_partner.id, ' ', k)), 16)), ' ')
                    FROM generate_series(1, 8) AS k),
           now(), now(), 1, 1
      FROM res_partner WHERE email ~ '^person[0-9]+@example.org$' ORDER BY id
"""
_APPLICATIONS = """
    INSERT INTO hr_applicant (partner_name, partner_id, jobseeker_id, company_id, active, kanban_state, priority,
                              create_date, write_date)
    SELECT name, partner_id, id, company_id, true, 'normal', '0', now(), now()
      FROM hr_jobseeker WHERE id = ANY(%(ids)s)
"""
#: The rows of files, which have none behind them: a look reads what is known of them.
_FILES = """
    INSERT INTO ir_attachment (name, type, res_model, res_id, company_id, checksum, mimetype, file_size, create_date,
                               write_date)
    SELECT said.name, 'binary', 'hr.applicant', a.id, a.company_id, md5(said.text), 'application/pdf', 1, now(), now()
      FROM hr_applicant a
     CROSS JOIN LATERAL (SELECT coalesce(%(owner)s, a.jobseeker_id) AS n) AS whose
     CROSS JOIN LATERAL (
            VALUES ('cv.pdf', 'cv ' || CASE WHEN n %% 30 = 0 THEN n - 1 ELSE n END),
                   ('letter.pdf', CASE WHEN n %% 5 = 0 THEN 'a form' ELSE 'letter ' || a.jobseeker_id END)
           ) AS said (name, text)
     WHERE a.jobseeker_id = ANY(%(ids)s)
"""
