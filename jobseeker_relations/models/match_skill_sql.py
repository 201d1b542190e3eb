"""What skills count, in SQL: the levels that a job wants, beside the best that people have on any application."""

from odoo.tools import SQL

from ..rules.match import SKILL_WEIGHT


def get_name(kind, number):
    """A column of which there are several, such as level_0."""
    return SQL.identifier(f"{kind}_{number}")


def add(terms):
    return SQL("(%s)", SQL(" + ").join(terms)) if terms else SQL("0")


def join_people_skills(query, skills, today, people_ids):
    """Join the levels that people have of these skills; return (total, weight, known)."""
    if not skills:
        return SQL("0"), SQL("0"), SQL("0")
    narrow = SQL("") if people_ids is None else SQL("AND application.jobseeker_id = ANY(%s)", list(people_ids))
    levels = SQL(
        """
        SELECT application.jobseeker_id AS owner, %(levels)s
          FROM hr_applicant_skill known
          JOIN hr_skill_level level ON level.id = known.skill_level_id
          JOIN hr_applicant application ON application.id = known.applicant_id
         WHERE known.skill_id = ANY(%(skills)s) AND (known.valid_to IS NULL OR known.valid_to >= %(today)s)
           AND application.jobseeker_id IS NOT NULL %(narrow)s
         GROUP BY application.jobseeker_id
        """,
        levels=SQL(", ").join(
            SQL("max(level.level_progress) FILTER (WHERE known.skill_id = %s) AS %s", skill, get_name("level", number))
            for number, skill in enumerate(skills)
        ),
        skills=list(skills),
        today=today,
        narrow=narrow,
    )
    query.add_join("LEFT JOIN", "skilled", SQL("(%s)", levels), SQL("skilled.owner = hr_jobseeker.id"))
    columns = [SQL("skilled.%s", get_name("level", number)) for number in range(len(skills))]
    credits = [
        SQL("%s * %s", SKILL_WEIGHT, _credit_skill(SQL("%s::int", wanted), had))
        for wanted, had in zip(skills.values(), columns, strict=True)
    ]
    return add(credits), SQL("%s", SKILL_WEIGHT * len(skills)), SQL("num_nonnulls(%s)", SQL(", ").join(columns))


def _credit_skill(wanted, had):
    return SQL(
        "CASE WHEN %s IS NULL THEN 0 WHEN %s = 0 THEN 100 ELSE 100 * LEAST(%s, %s) / %s END",
        *(had, wanted, had, wanted),
        SQL("nullif(%s, 0)", wanted),
    )


def sum_job_skills(skills, today):
    """One row for each job that wants skills: what the person's levels count."""
    had = SQL("NULL::int")
    if skills:
        cases = SQL(" ").join(SQL("WHEN %s THEN %s::int", skill, level) for skill, level in skills.items())
        had = SQL("CASE wanted.skill_id %s END", cases)
    return SQL(
        """
        SELECT owner, %(weight)s * sum(%(credit)s) AS total, %(weight)s * count(*) AS weight, count(had) AS known
          FROM (SELECT wanted.job_id AS owner, max(level.level_progress) AS wanted, %(had)s AS had
                  FROM hr_job_skill wanted
                  JOIN hr_skill_level level ON level.id = wanted.skill_level_id
                 WHERE wanted.valid_to IS NULL OR wanted.valid_to >= %(today)s
                 GROUP BY wanted.job_id, wanted.skill_id) AS skill
         GROUP BY owner
        """,
        weight=SQL("%s", SKILL_WEIGHT),
        credit=_credit_skill(SQL("wanted"), SQL("had")),
        had=had,
        today=today,
    )
