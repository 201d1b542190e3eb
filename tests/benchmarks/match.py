"""A hundred thousand people with ten typed needs each, and five hundred jobs: what a page of matches takes, explained.

The other side is what one would write first: a loop over all people, each laid beside the job by the pure rule that
explains a page (``rules/match.py``), their needs read in batches of a thousand.
"""

import time

import population
from measure import Figure, measure

from odoo.tools import SQL, split_every

PEOPLE, JOBS = 100_000, 500
#: What the lists of the web client ask for, with the filters that are set when they open.
SPECIFICATION = {
    "display_name": {},
    "jobseeker_id": {"fields": {"display_name": {}}},
    "job_id": {"fields": {"display_name": {}}},
    "score": {},
    "musts": {},
    "known": {},
    "reason": {},
    "decision": {},
    "adviser_id": {"fields": {"display_name": {}}},
}
OPENED = [("musts", "!=", "broken"), ("known", ">", 0), ("decision", "not in", ("accepted", "dismissed"))]
PAGE = 80
TYPES = ("role", "place", "pay", "hours", "contract", "start", "training", "language", "benefits", "other")
TOWNS = "lisbon almada porto braga faro lodz krakow berlin leipzig lyon lille seville vigo cairo dubai leeds".split()
ROLES = "welder cook nurse driver painter baker fitter mason cleaner clerk tailor gardener plumber roofer".split()


def run(env, size=PEOPLE, jobs=JOBS):
    size, jobs = int(size), int(jobs)
    began = time.perf_counter()
    recruiter, job = make(env, size, jobs)
    print(f"{size} people and {jobs} jobs made in {time.perf_counter() - began:.0f} s")
    env = env(user=recruiter.id, context={"allowed_company_ids": recruiter.company_ids.ids})
    matches = env["hr.jobseeker.match"]
    person = env["hr.jobseeker"].search([("state", "=", "active")], order="id desc", limit=1)

    def look(context, domain):
        page = matches.with_context(**context).web_search_read(domain, SPECIFICATION, limit=PAGE)
        assert len(page["records"]) == PAGE and page["records"][0]["reason"], page["length"]

    of_job, of_person = {"match_job_id": job.id}, {"match_jobseeker_id": person.id}
    return {
        "match: a job": measure(env, lambda: look(of_job, OPENED), 1),
        "match: a job, also what is broken": measure(env, lambda: look(of_job, []), 1),
        "match: a person": measure(env, lambda: look(of_person, []), 1),
        "match: a job by a loop": _measure_loop(env, env["hr.job"].browse(job.id)),
    }


def _measure_loop(env, job):
    """Once: it takes a minute."""
    from odoo.addons.jobseeker_relations.rules.match import weigh  # not before Odoo knows where addons are

    began, before = time.perf_counter(), env.cr.sql_log_count
    offered, wanted = _read_record_by_record(job._get_matched_requirements()), job._get_wanted_skills()[job]
    found = []
    people = env["hr.jobseeker"].search(env["hr.jobseeker"]._get_matching_domain())
    for some in split_every(1000, people.ids, env["hr.jobseeker"].browse):
        needs = some._get_matched_needs().grouped("jobseeker_id")
        had = some._get_skill_levels()
        for person in some:
            asked = _read_record_by_record(needs.get(person, env["hr.jobseeker.need"]))
            match = weigh(offered, asked, wanted, had[person])
            found.append((match.score, match.known, person.id))
        env.invalidate_all(flush=False)
    found.sort(reverse=True)
    return Figure(time.perf_counter() - began, env.cr.sql_log_count - before, 1, 1)


def _read_record_by_record(records):
    """As ``match_wants.read_wants``, but the way in which one would write it first."""
    from odoo.addons.jobseeker_relations.models.match_wants import to_sort
    from odoo.addons.jobseeker_relations.rules.match import Want

    return [
        Want(
            record.id,
            to_sort(record.type_id),
            record.priority,
            low=record.value_from,
            high=record.value_to,
            day=record.value_date or None,
            choice=record.choice_id.id or None,
            words=(record.match_words or "").strip(),
            radius=record.radius_km,
            text=record.choice_id.name or record.value or "",
        )
        for record in records
    ]


def make(env, size, jobs):
    """Make them by statements, as ``population`` does; return a recruiter and the job that is matched."""
    advisers = population.make_advisers(env)
    skills = _make_skills(env)
    env["hr.job"].search([]).active = False
    vacancies = env["hr.job"].create(
        [{"name": f"Job {number}", "company_id": env.company.id} for number in range(jobs)]
    )
    types = {name: env.ref(f"jobseeker_relations.need_type_{name}") for name in TYPES}
    choices = types["contract"].choice_ids
    env["hr.job.requirement"].create(
        [
            {"job_id": vacancy.id, "type_id": types[name].id, "value": value, "priority": priority}
            for number, vacancy in enumerate(vacancies)
            for name, value, priority in _ask(number, choices)
        ]
    )
    env["hr.job.skill"].create(
        [
            {
                "job_id": vacancy.id,
                "skill_id": skill.id,
                "skill_type_id": skill.skill_type_id.id,
                "skill_level_id": skill.skill_type_id.skill_level_ids[-1].id,
            }
            for number, vacancy in enumerate(vacancies)
            for skill in skills[number % 3 :: 4]
        ]
    )
    env.flush_all()
    env.cr.execute("SELECT coalesce(max(id), 0) FROM res_partner")
    values = {
        "count": size,
        "before_partner": env.cr.fetchone()[0],
        "company": env.company.id,
        "advisers": advisers.ids,
        "towns": list(TOWNS),
        "roles": list(ROLES),
        "types": [types[name].id for name in TYPES],
        "choices": choices.ids,
        "skills": skills.ids,
        "skill_type": skills.skill_type_id.id,
        "levels": skills.skill_type_id.skill_level_ids.ids,
        "zones": list(population.ZONES),
    }
    for statement in (population._PARTNERS, _PEOPLE, _NEEDS, _APPLICATIONS, _SKILLS):
        env.cr.execute(SQL(statement, **values))
    env.invalidate_all()
    _assert_valid(env)
    population.vacuum(env)
    return advisers[0], vacancies[0]


def _ask(number, choices):
    """Eight requirements of a job, one of them a must."""
    pay = 24000 + number % 100 * 100
    yield "pay", f"{pay}-{pay + 4000}", "must"
    yield "hours", str(30 + number % 11), "should"
    yield "contract", choices[number % 5].name, "should"
    yield "start", f"2026-1{number % 3}-15", "should"
    yield "place", TOWNS[number % len(TOWNS)].title(), "should"
    yield "role", f"Senior {ROLES[number % len(ROLES)]}", "should"
    yield "language", "English", "could"
    yield "benefits", "Canteen", "could"


def _make_skills(env):
    kind = env["hr.skill.type"].create(
        {
            "name": "Crafts",
            "skill_ids": [(0, 0, {"name": f"Skill {number}"}) for number in range(12)],
            "skill_level_ids": [
                (0, 0, {"name": f"Level {level}", "level_progress": level, "default_level": level == 25})
                for level in (25, 50, 75, 100)
            ],
        }
    )
    return kind.skill_ids


def _assert_valid(env, sample=300):
    """The ORM reads the same of the values that were written by hand."""
    needs = env["hr.jobseeker.need"].search([], limit=sample, order="id desc")
    names = ("value_from", "value_to", "value_date", "choice_id", "place", "radius_km")
    names += ("match_words", "match_low", "match_high", "match_weight")
    population._assert_same(env, needs, names)


_PEOPLE = """
    INSERT INTO hr_jobseeker (partner_id, company_id, name, search_text, adviser_id, seeking, state, state_since,
                              occurrence, unanswered_count, do_not_contact, create_date, write_date)
    SELECT id, %(company)s, name, name, (%(advisers)s::int[])[1 + n %% cardinality(%(advisers)s::int[])], 'active',
           CASE WHEN n %% 20 = 0 THEN 'closed' WHEN n %% 3 = 0 THEN 'enquiry' ELSE 'active' END,
           now(), 1, 0, false, now(), now()
      FROM (SELECT id, name, split_part(name, ' ', 2)::int AS n FROM res_partner
             WHERE name ~ '^Person [0-9]+$' AND id > %(before_partner)s) AS person
"""

_NEEDS = """
    INSERT INTO hr_jobseeker_need (jobseeker_id, partner_id, company_id, type_id, sequence, kind, name, value,
                                   value_from, value_to, value_date, choice_id, place, radius_km, match_words,
                                   match_low, match_high, priority, match_weight, state, assessment,
                                   sensitive, asked_by, create_date, write_date)
    SELECT j.id, j.partner_id, j.company_id, type.id, type.sequence, 'need', 'Need of ' || j.name, said.value,
           coalesce(said.low, 0), coalesce(said.high, 0), said.day, said.choice,
           coalesce(said.place, ''), coalesce(said.radius, 0),
           ' ' || said.words || ' ',
           coalesce(said.low, said.day - date '0001-01-01' + 1, said.choice, 0),
           coalesce(said.high, said.day - date '0001-01-01' + 1, said.choice, said.radius, 0),
           (ARRAY['must', 'should', 'could', 'should'])[rank], (ARRAY[4, 2, 1, 2])[rank], 'open',
           'not_assessed', false, 'jobseeker', now(), now()
      FROM hr_jobseeker j
      CROSS JOIN LATERAL (SELECT split_part(j.name, ' ', 2)::int AS n) AS person
      CROSS JOIN LATERAL (
          SELECT 20000 + n %% 150 * 100 AS pay, 20 + n %% 25 AS hours,
                 (%(towns)s::text[])[1 + n / 7 %% cardinality(%(towns)s::text[])] AS town,
                 (%(roles)s::text[])[1 + n / 3 %% cardinality(%(roles)s::text[])] AS role,
                 1 + n %% cardinality(%(choices)s::int[]) AS choice,
                 date '2026-10-01' + n %% 150 AS day
      ) AS own
      CROSS JOIN LATERAL (VALUES
          (1, own.role, NULL::numeric, NULL::numeric, NULL::date, NULL::int, NULL, NULL::numeric, own.role),
          (2, own.town || ', 30 km', NULL, NULL, NULL, NULL, own.town, 30, own.town),
          (3, own.pay || ' – ' || own.pay + 4000, own.pay, own.pay + 4000, NULL, NULL, NULL, NULL, NULL),
          (4, own.hours || ' – ' || own.hours + 10, own.hours, own.hours + 10, NULL, NULL, NULL, NULL, NULL),
          (5, (SELECT name ->> 'en_US' FROM hr_jobseeker_need_choice WHERE id = (%(choices)s::int[])[own.choice]),
              NULL, NULL, NULL, (%(choices)s::int[])[own.choice], NULL, NULL, NULL),
          (6, own.day::text, NULL, NULL, own.day, NULL, NULL, NULL, NULL),
          (7, 'forklift', NULL, NULL, NULL, NULL, NULL, NULL, 'forklift'),
          (8, CASE n %% 3 WHEN 0 THEN 'english' ELSE 'polish' END, NULL, NULL, NULL, NULL, NULL, NULL,
              CASE n %% 3 WHEN 0 THEN 'english' ELSE 'polish' END),
          (9, CASE n %% 4 WHEN 0 THEN 'canteen' ELSE 'a car' END, NULL, NULL, NULL, NULL, NULL, NULL,
              CASE n %% 4 WHEN 0 THEN 'canteen' ELSE 'a car' END),
          (10, 'quiet', NULL, NULL, NULL, NULL, NULL, NULL, 'quiet')
      ) AS said (number, value, low, high, day, choice, place, radius, words)
      JOIN hr_jobseeker_need_type type ON type.id = (%(types)s::int[])[said.number]
      CROSS JOIN LATERAL (SELECT 1 + (n + type.sequence / 10) %% 4 AS rank) AS ranked
     WHERE j.name ~ '^Person [0-9]+$'
"""

#: One application of every second person, for no job.
_APPLICATIONS = """
    INSERT INTO hr_applicant (partner_name, partner_id, jobseeker_id, company_id, active, kanban_state, priority,
                              create_date, write_date)
    SELECT j.name, j.partner_id, j.id, j.company_id, true, 'normal', '0', now(), now()
      FROM hr_jobseeker j WHERE j.name ~ '^Person [0-9]+$' AND j.id %% 2 = 0
"""

_SKILLS = """
    INSERT INTO hr_applicant_skill (applicant_id, skill_id, skill_type_id, skill_level_id, valid_from, create_date,
                                    write_date)
    SELECT a.id, (%(skills)s::int[])[1 + (a.jobseeker_id / 2 + k * 5) %% cardinality(%(skills)s::int[])],
           %(skill_type)s, (%(levels)s::int[])[1 + (a.jobseeker_id / 2 + k) %% cardinality(%(levels)s::int[])],
           now()::date, now(), now()
      FROM hr_applicant a CROSS JOIN generate_series(1, 2) AS k
     WHERE a.partner_name ~ '^Person [0-9]+$'
"""
