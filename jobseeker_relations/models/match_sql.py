"""Score and order of all people of one job, and of all jobs of one person, in one statement each.

The same laws as ``rules/match.py``, which explains one pair: ``test_match_sql`` lays both beside each other. One side
is fixed, the job's requirements or the person's needs, a handful of values that stand in the statement; the rows of
the other side are read once, in the order of their owner, from an index that holds all that is compared. Of each row
there is one verdict for each fixed value of its type (a *slot*; mostly there is one).
"""

from odoo.tools import SQL

from ..rules.match import FITS, MISFIT, OPEN, WEIGHT
from .match_compare_sql import ROW, compare, credit, fix, say
from .match_skill_sql import add, get_name, join_people_skills, sum_job_skills

#: The number of a pair: the job's times this, and the person's. Exact in JavaScript for four million jobs.
PAIR = 2**31
#: Needs that count: open ones, of what the person needs of a job, and nothing confidential. As the index has it.
NEED_CONDITION = SQL("value.state IN ('open', 'partly_met') AND value.kind = 'need' AND value.sensitive IS NOT TRUE")
REQUIREMENT_CONDITION = SQL(
    "value.sensitive IS NOT TRUE AND (value.value_from > 0 OR value.value_to > 0 OR value.value_date IS NOT NULL"
    " OR value.choice_id IS NOT NULL OR value.match_words IS NOT NULL)"
)


class _Slots:
    """The fixed values, arranged so that a row is compared once with each of its own type."""

    def __init__(self, wants, judge):
        """:param judge: (want) → the verdict of it and a row"""
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
                    SQL("WHEN %s THEN %s", type_id, judge(group[slot]))
                    for type_id, group in by_type.items()
                    if slot < len(group)
                ),
            )
            for slot in range(self.count)
        ] or [SQL("NULL::int")]

    def get_best(self):
        """The best verdict of one row."""
        names = [get_name("slot", slot) for slot in range(len(self.columns))]
        return names[0] if len(names) == 1 else SQL("GREATEST(%s)", SQL(", ").join(names))

    def get_fits(self):
        """The best verdict of each fixed value, over the rows of one owner, as columns fit_0, fit_1, …"""
        for number, (want, slot) in enumerate(self.places):
            yield SQL(
                "max(%s) FILTER (WHERE type_id = %s) AS %s",
                get_name("slot", slot),
                want.sort.id,
                get_name("fit", number),
            )


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
        credit=credit(best),
        counted=counted,
        best=best,
        open=say(OPEN),
        fits=SQL("").join(SQL(", %s", fit) for fit in slots.get_fits()),
        owner=SQL.identifier("value", owner),
        table=SQL.identifier(table),
        condition=condition,
        slots=SQL(", ").join(
            SQL("%s AS %s", column, get_name("slot", slot)) for slot, column in enumerate(slots.columns)
        ),
        must=say(WEIGHT["must"]),
        should=say(WEIGHT["should"]),
        could=say(WEIGHT["could"]),
    )


def _sum_up(own, fixed_total, fixed_weight, fixed_musts, known, skills):
    """The columns score, musts and known of a pair.

    :param own: prefix of the aggregate of the rows
    :param fixed_musts: verdicts of the fixed values that must be
    :param skills: (total, weight, known) of the skills
    """
    total = add([SQL("coalesce(%s.total, 0)", own), fixed_total, skills[0]])
    weight = add([SQL("coalesce(%s.weight, 0)", own), fixed_weight, skills[1]])
    least = SQL("LEAST(%s)", SQL(", ").join([SQL("%s.least", own), *fixed_musts, say(FITS)]))
    return (
        SQL("coalesce((2 * %s + %s) / nullif(2 * %s, 0), 0)::int AS score", total, weight, weight),
        SQL(
            "CASE %s WHEN %s THEN 'broken' WHEN %s THEN 'met' ELSE 'open' END AS musts",
            least,
            say(MISFIT),
            say(FITS),
        ),
        SQL("%s::int AS known", add([known, skills[2]])),
    )


# --- all people of one job ------------------------------------------------------------------------


def select_people(query, job_id, requirements, skills, today, people_ids=None):
    """The pairs of one job and the people of a query.

    :param query: Query over hr.jobseeker, to which the comparisons are joined
    :param requirements: Wants of the job, all of them known
    :param skills: dict skill id → wanted level
    :param people_ids: where only these are asked for
    """
    slots = _Slots(requirements, lambda want: compare(want.sort, fix(want), ROW))
    narrow = SQL("") if people_ids is None else SQL(" AND value.jobseeker_id = ANY(%s)", list(people_ids))
    needs = _aggregate(
        slots, "hr_jobseeker_need", "jobseeker_id", SQL("%s%s", NEED_CONDITION, narrow), unknown_counts=False
    )
    own = SQL.identifier("own")
    query.add_join("LEFT JOIN", "own", SQL("(%s)", needs), SQL("own.owner = hr_jobseeker.id"))
    verdicts = [SQL("own.%s", get_name("fit", number)) for number in range(len(slots.places))]
    wants = [want for want, _slot in slots.places]
    columns = _sum_up(
        own,
        add([SQL("%s * %s", WEIGHT[want.priority], credit(fit)) for want, fit in zip(wants, verdicts, strict=True)]),
        SQL("%s", sum(WEIGHT[want.priority] for want in wants)),
        [
            SQL("coalesce(%s, %s)", fit, say(OPEN))
            for want, fit in zip(wants, verdicts, strict=True)
            if want.priority == "must"
        ],
        SQL("num_nonnulls(%s)", SQL(", ").join(verdicts)) if verdicts else SQL("0"),
        join_people_skills(query, skills, today, people_ids),
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


# --- all jobs of one person -----------------------------------------------------------------------


def select_jobs(query, person_id, company_id, adviser_id, needs, skills, today):
    """The pairs of one person and the jobs of a query that say what they ask or offer.

    :param query: Query over hr.job, to which the comparisons are joined
    :param needs: Wants of the person, also those that cannot be compared
    :param skills: dict skill id → level of the person
    """
    compared = [need for need in needs if need.is_known]
    slots = _Slots(compared, lambda want: compare(want.sort, ROW, fix(want)))
    requirements = _aggregate(slots, "hr_job_requirement", "job_id", REQUIREMENT_CONDITION, unknown_counts=True)
    own = SQL.identifier("own")
    query.add_join("LEFT JOIN", "own", SQL("(%s)", requirements), SQL("own.owner = hr_job.id"))
    query.add_join("LEFT JOIN", "skilled", SQL("(%s)", sum_job_skills(skills, today)), SQL("skilled.owner = hr_job.id"))
    query.add_join(
        "LEFT JOIN",
        "decided",
        SQL.identifier("hr_jobseeker_match_suggestion"),
        SQL("decided.job_id = hr_job.id AND decided.jobseeker_id = %s", person_id),
    )
    query.add_where(SQL("(own.owner IS NOT NULL OR skilled.owner IS NOT NULL)"))
    verdicts = [SQL("own.%s", get_name("fit", number)) for number in range(len(slots.places))]
    wants = [want for want, _slot in slots.places]
    pairs = list(zip(wants, verdicts, strict=True))
    weights = [SQL("CASE WHEN %s IS NULL THEN 0 ELSE %s::int END", fit, WEIGHT[want.priority]) for want, fit in pairs]
    musts = [SQL("coalesce(%s, %s)", fit, say(OPEN)) for want, fit in pairs if want.priority == "must"]
    if any(need.priority == "must" and not need.is_known for need in needs):
        musts.append(say(OPEN))
    columns = _sum_up(
        own,
        add([SQL("%s * %s", weight, credit(fit)) for weight, fit in zip(weights, verdicts, strict=True)]),
        add(weights),
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
