"""Score and order of all people of one job, and of all jobs of one person, in one statement each.

The same laws as ``rules/match.py``, which explains one pair: ``test_match_sql`` lays both beside each other. One side
is fixed, the job's requirements or the person's needs, a handful of values that stand in the statement; the rows of
the other side are read once, in the order of their owner, from an index that holds all that is compared. Of each row
there is one verdict for each fixed value of its type (a *slot*; mostly there is one).
"""

from dataclasses import dataclass

from odoo.tools import SQL

from ..rules.match import CREDIT, DIFFERS, FITS, MISFIT, OPEN, SKILL_WEIGHT, WEIGHT

#: The number of a pair: the job's times this, and the person's. Exact in JavaScript for four million jobs.
PAIR = 2**31
#: What is compared of the rows of either side.
COLUMNS = ("value_from", "value_to", "value_date", "choice_id", "match_words", "radius_km")
#: Needs that count: open ones, of what the person needs of a job, and nothing confidential. As the index has it.
NEED_CONDITION = SQL("value.state IN ('open', 'partly_met') AND value.kind = 'need' AND value.sensitive IS NOT TRUE")
REQUIREMENT_CONDITION = SQL(
    "value.sensitive IS NOT TRUE AND (value.value_from > 0 OR value.value_to > 0 OR value.value_date IS NOT NULL"
    " OR value.choice_id IS NOT NULL OR value.match_words IS NOT NULL)"
)


@dataclass(frozen=True)
class _Side:
    """The expressions of one side of a comparison."""

    low: SQL
    high: SQL
    day: SQL
    choice: SQL
    words: SQL
    radius: SQL


_ROW = _Side(
    low=SQL("coalesce(value.value_from, 0)"),
    high=SQL("coalesce(value.value_to, 0)"),
    day=SQL("value.value_date"),
    choice=SQL("value.choice_id"),
    words=SQL("value.match_words"),
    radius=SQL("coalesce(value.radius_km, 0)"),
)


def _fix(want):
    return _Side(
        low=SQL("%s::numeric", want.low),
        high=SQL("%s::numeric", want.high),
        day=SQL("%s::date", want.day),
        choice=SQL("%s::int", want.choice),
        words=SQL("%s::text", want.words),
        radius=SQL("%s::numeric", want.radius),
    )


# --- one comparison -------------------------------------------------------------------------------


def _compare(sort, offered, asked):
    """The verdict of what a job offers and what a person asks; NULL where the row says nothing that can be compared."""
    known, verdict = _COMPARE[sort.form](sort, offered, asked)
    return SQL("CASE WHEN %s THEN %s END", known, verdict)


def _compare_numbers(sort, offered, asked):
    reaches = SQL("(%s = 0 OR %s <= %s)", offered.high, asked.low, offered.high)
    stays = SQL("(%s = 0 OR %s <= %s)", asked.high, offered.low, asked.high)
    fits = reaches if sort.more_fits else SQL("%s AND %s", reaches, stays)
    known = SQL("%s > 0 OR %s > 0", _ROW.low, _ROW.high)
    return known, SQL("CASE WHEN %s THEN %s ELSE %s END", fits, _say(FITS), _say(MISFIT))


def _compare_days(_sort, offered, asked):
    verdict = SQL("CASE WHEN %s <= %s THEN %s ELSE %s END", asked.day, offered.day, _say(FITS), _say(MISFIT))
    return SQL("%s IS NOT NULL", _ROW.day), verdict


def _compare_choices(sort, offered, asked):
    fits = SQL("%s = %s", offered.choice, asked.choice)
    if sort.any_choices:
        any_choices = sorted(sort.any_choices)
        fits = SQL("%s OR %s = ANY(%s) OR %s = ANY(%s)", fits, offered.choice, any_choices, asked.choice, any_choices)
    return SQL("%s IS NOT NULL", _ROW.choice), SQL("CASE WHEN %s THEN %s ELSE %s END", fits, _say(FITS), _say(MISFIT))


def _compare_words(_sort, offered, asked, other=None):
    verdict = SQL(
        "CASE WHEN %s OR %s THEN %s ELSE %s END",
        _holds(offered.words, asked.words),
        _holds(asked.words, offered.words),
        _say(FITS),
        _say(DIFFERS) if other is None else other,
    )
    return SQL("%s IS NOT NULL", _ROW.words), verdict


def _compare_places(sort, offered, asked):
    other = SQL(
        "CASE WHEN %s > 0 OR %s > 0 THEN %s ELSE %s END", offered.radius, asked.radius, _say(OPEN), _say(DIFFERS)
    )
    return _compare_words(sort, offered, asked, other)


def _holds(text, part):
    return SQL("strpos(' ' || %s || ' ', ' ' || %s || ' ') > 0", text, part)


def _say(number):
    return SQL("%s::int", number)


_COMPARE = {
    "number": _compare_numbers,
    "date": _compare_days,
    "choice": _compare_choices,
    "place": _compare_places,
    "text": _compare_words,
}


# --- the rows of one side, by owner ---------------------------------------------------------------


class _Slots:
    """The fixed values, arranged so that a row is compared once with each of its own type."""

    def __init__(self, wants, compare):
        """:param compare: (want) → the verdict of it and a row"""
        self.places, by_type = [], {}
        for want in wants:
            group = by_type.setdefault(want.sort.id, [])
            self.places.append((want, len(group)))
            group.append(want)
        self.count = max(map(len, by_type.values()), default=0)
        self.columns = [
            SQL(
                "CASE value.type_id %s END",
                SQL(" ").join(
                    SQL("WHEN %s THEN %s", type_id, compare(group[slot]))
                    for type_id, group in by_type.items()
                    if slot < len(group)
                ),
            )
            for slot in range(self.count)
        ] or [SQL("NULL::int")]

    def get_best(self):
        """The best verdict of one row."""
        names = [_name("slot", slot) for slot in range(len(self.columns))]
        return names[0] if len(names) == 1 else SQL("GREATEST(%s)", SQL(", ").join(names))

    def get_fits(self):
        """The best verdict of each fixed value, over the rows of one owner, as columns fit_0, fit_1, …"""
        for number, (want, slot) in enumerate(self.places):
            yield SQL(
                "max(%s) FILTER (WHERE type_id = %s) AS %s", _name("slot", slot), want.sort.id, _name("fit", number)
            )


def _name(kind, number):
    return SQL.identifier(f"{kind}_{number}")


def _aggregate(slots, table, owner, condition, unknown_counts):
    """One row for each owner: how each fixed value fits best, what the owner's own values count, and their musts.

    :param unknown_counts: whether a row that cannot be compared counts as half, as a job's does, or not at all
    """
    best = slots.get_best()
    counted = SQL("TRUE") if unknown_counts else SQL("%s IS NOT NULL", best)
    return SQL(
        """
        SELECT owner,
               sum(weight * %(credit)s) FILTER (WHERE %(counted)s) AS total,
               sum(weight) FILTER (WHERE %(counted)s) AS weight,
               min(coalesce(%(best)s, %(open)s)) FILTER (WHERE weight = %(must)s) AS least,
               count(%(best)s) AS known
               %(fits)s
          FROM (SELECT %(owner)s AS owner, value.type_id,
                       CASE value.priority WHEN 'must' THEN %(must)s WHEN 'should' THEN %(should)s
                                           ELSE %(could)s END AS weight,
                       %(slots)s
                  FROM %(table)s AS value
                 WHERE %(condition)s
                OFFSET 0) AS compared
         GROUP BY owner
        """,
        credit=_credit(best),
        counted=counted,
        best=best,
        open=_say(OPEN),
        fits=SQL("").join(SQL(", %s", fit) for fit in slots.get_fits()),
        owner=SQL.identifier("value", owner),
        table=SQL.identifier(table),
        condition=condition,
        slots=SQL(", ").join(SQL("%s AS %s", column, _name("slot", slot)) for slot, column in enumerate(slots.columns)),
        must=_say(WEIGHT["must"]),
        should=_say(WEIGHT["should"]),
        could=_say(WEIGHT["could"]),
    )


def _credit(verdict):
    return SQL(
        "CASE %s WHEN %s THEN %s WHEN %s THEN %s WHEN %s THEN 0 WHEN %s THEN 0 ELSE %s END",
        verdict,
        *(_say(number) for verdict in (FITS, OPEN) for number in (verdict, CREDIT[verdict])),
        _say(MISFIT),
        _say(DIFFERS),
        _say(CREDIT[None]),
    )


def _add(terms):
    return SQL("(%s)", SQL(" + ").join(terms)) if terms else SQL("0")


def _sum_up(own, fixed_total, fixed_weight, fixed_musts, known, skills):
    """The columns score, musts and known of a pair.

    :param own: prefix of the aggregate of the rows
    :param fixed_musts: verdicts of the fixed values that must be
    :param skills: (total, weight, known) of the skills
    """
    total = _add([SQL("coalesce(%s.total, 0)", own), fixed_total, skills[0]])
    weight = _add([SQL("coalesce(%s.weight, 0)", own), fixed_weight, skills[1]])
    least = SQL("LEAST(%s)", SQL(", ").join([SQL("%s.least", own), *fixed_musts, _say(FITS)]))
    return (
        SQL("coalesce((2 * %s + %s) / nullif(2 * %s, 0), 0)::int AS score", total, weight, weight),
        SQL(
            "CASE %s WHEN %s THEN 'broken' WHEN %s THEN 'met' ELSE 'open' END AS musts",
            least,
            _say(MISFIT),
            _say(FITS),
        ),
        SQL("%s::int AS known", _add([known, skills[2]])),
    )


# --- all people of one job ------------------------------------------------------------------------


def select_people(query, job_id, requirements, skills, today, people_ids=None):
    """The pairs of one job and the people of a query.

    :param query: Query over hr.jobseeker, to which the comparisons are joined
    :param requirements: Wants of the job, all of them known
    :param skills: dict skill id → wanted level
    :param people_ids: where only these are asked for
    """
    slots = _Slots(requirements, lambda want: _compare(want.sort, _fix(want), _ROW))
    narrow = SQL("") if people_ids is None else SQL(" AND value.jobseeker_id = ANY(%s)", list(people_ids))
    needs = _aggregate(
        slots, "hr_jobseeker_need", "jobseeker_id", SQL("%s%s", NEED_CONDITION, narrow), unknown_counts=False
    )
    own = SQL.identifier("own")
    query.add_join("LEFT JOIN", "own", SQL("(%s)", needs), SQL("own.owner = hr_jobseeker.id"))
    verdicts = [SQL("own.%s", _name("fit", number)) for number in range(len(slots.places))]
    wants = [want for want, _slot in slots.places]
    columns = _sum_up(
        own,
        _add([SQL("%s * %s", WEIGHT[want.priority], _credit(fit)) for want, fit in zip(wants, verdicts, strict=True)]),
        SQL("%s", sum(WEIGHT[want.priority] for want in wants)),
        [
            SQL("coalesce(%s, %s)", fit, _say(OPEN))
            for want, fit in zip(wants, verdicts, strict=True)
            if want.priority == "must"
        ],
        SQL("num_nonnulls(%s)", SQL(", ").join(verdicts)) if verdicts else SQL("0"),
        _join_people_skills(query, skills, today, people_ids),
    )
    query.add_join(
        "LEFT JOIN",
        "decided",
        SQL.identifier("hr_jobseeker_match_suggestion"),
        SQL("decided.job_id = %s AND decided.jobseeker_id = hr_jobseeker.id", job_id),
    )
    return query.select(
        SQL("%s::bigint + hr_jobseeker.id AS id", job_id * PAIR),
        SQL("hr_jobseeker.id AS jobseeker_id"),
        SQL("%s::int AS job_id", job_id),
        SQL("hr_jobseeker.company_id AS company_id"),
        SQL("hr_jobseeker.adviser_id AS adviser_id"),
        SQL("coalesce(decided.state, 'new') AS decision"),
        *columns,
    )


def _join_people_skills(query, skills, today, people_ids):
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
            SQL("max(level.level_progress) FILTER (WHERE known.skill_id = %s) AS %s", skill, _name("level", number))
            for number, skill in enumerate(skills)
        ),
        skills=list(skills),
        today=today,
        narrow=narrow,
    )
    query.add_join("LEFT JOIN", "skilled", SQL("(%s)", levels), SQL("skilled.owner = hr_jobseeker.id"))
    columns = [SQL("skilled.%s", _name("level", number)) for number in range(len(skills))]
    credits = [
        SQL("%s * %s", SKILL_WEIGHT, _credit_skill(SQL("%s::int", wanted), had))
        for wanted, had in zip(skills.values(), columns, strict=True)
    ]
    return _add(credits), SQL("%s", SKILL_WEIGHT * len(skills)), SQL("num_nonnulls(%s)", SQL(", ").join(columns))


def _credit_skill(wanted, had):
    return SQL(
        "CASE WHEN %s IS NULL THEN 0 WHEN %s = 0 THEN 100 ELSE 100 * LEAST(%s, %s) / %s END",
        *(had, wanted, had, wanted),
        SQL("nullif(%s, 0)", wanted),
    )


# --- all jobs of one person -----------------------------------------------------------------------


def select_jobs(query, person_id, company_id, adviser_id, needs, skills, today):
    """The pairs of one person and the jobs of a query that say what they ask or offer.

    :param query: Query over hr.job, to which the comparisons are joined
    :param needs: Wants of the person, also those that cannot be compared
    :param skills: dict skill id → level of the person
    """
    compared = [need for need in needs if need.is_known]
    slots = _Slots(compared, lambda want: _compare(want.sort, _ROW, _fix(want)))
    requirements = _aggregate(slots, "hr_job_requirement", "job_id", REQUIREMENT_CONDITION, unknown_counts=True)
    own = SQL.identifier("own")
    query.add_join("LEFT JOIN", "own", SQL("(%s)", requirements), SQL("own.owner = hr_job.id"))
    query.add_join(
        "LEFT JOIN", "skilled", SQL("(%s)", _sum_job_skills(skills, today)), SQL("skilled.owner = hr_job.id")
    )
    query.add_join(
        "LEFT JOIN",
        "decided",
        SQL.identifier("hr_jobseeker_match_suggestion"),
        SQL("decided.job_id = hr_job.id AND decided.jobseeker_id = %s", person_id),
    )
    query.add_where(SQL("(own.owner IS NOT NULL OR skilled.owner IS NOT NULL)"))
    verdicts = [SQL("own.%s", _name("fit", number)) for number in range(len(slots.places))]
    wants = [want for want, _slot in slots.places]
    pairs = list(zip(wants, verdicts, strict=True))
    weights = [SQL("CASE WHEN %s IS NULL THEN 0 ELSE %s::int END", fit, WEIGHT[want.priority]) for want, fit in pairs]
    musts = [SQL("coalesce(%s, %s)", fit, _say(OPEN)) for want, fit in pairs if want.priority == "must"]
    if any(need.priority == "must" and not need.is_known for need in needs):
        musts.append(_say(OPEN))
    columns = _sum_up(
        own,
        _add([SQL("%s * %s", weight, _credit(fit)) for weight, fit in zip(weights, verdicts, strict=True)]),
        _add(weights),
        musts,
        SQL("coalesce(own.known, 0)"),
        (
            SQL("coalesce(skilled.total, 0)"),
            SQL("coalesce(skilled.weight, 0)"),
            SQL("coalesce(skilled.known, 0)"),
        ),
    )
    return query.select(
        SQL("hr_job.id::bigint * %s::bigint + %s AS id", PAIR, person_id),
        SQL("%s::int AS jobseeker_id", person_id),
        SQL("hr_job.id AS job_id"),
        SQL("%s::int AS company_id", company_id),
        SQL("%s::int AS adviser_id", adviser_id),
        SQL("coalesce(decided.state, 'new') AS decision"),
        *columns,
    )


def _sum_job_skills(skills, today):
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
        weight=_say(SKILL_WEIGHT),
        credit=_credit_skill(SQL("wanted"), SQL("had")),
        had=had,
        today=today,
    )


def select_nothing():
    """No pair: who asks names neither job nor person."""
    return SQL(
        """
        SELECT NULL::bigint AS id, NULL::int AS jobseeker_id, NULL::int AS job_id, NULL::int AS company_id,
               NULL::int AS adviser_id, NULL::varchar AS decision, NULL::int AS score, NULL::varchar AS musts,
               NULL::int AS known
         WHERE FALSE
        """
    )
