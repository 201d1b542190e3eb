"""Score and order of all people of one job, and of all jobs of one person, in one statement each.

The same laws as ``rules/match.py``, which explains one pair: ``test_match_sql`` lays both beside each other. One side
is fixed, the job's requirements or the person's needs, a handful of values that stand in the statement; the rows of
the other side are read owner by owner, from an index that holds all that is compared.

What was found of an owner is kept in bits, so that a million rows pass few aggregates: of each fixed value the verdicts
that any row got, four bits beside each other, from which the best is read afterwards.
"""

from odoo.tools import SQL

from ..rules.match import CREDIT, DIFFERS, FITS, MISFIT, OPEN, WEIGHT
from .match_compare_sql import compare
from .match_skill_sql import add, get_name, join_people_skills, sum_job_skills

#: The number of a pair: the job's times this, and the person's. Exact in JavaScript for four million jobs.
PAIR = 2**31
#: Needs that count: open ones, of what the person needs of a job, and nothing confidential. As the index has it.
NEED_CONDITION = SQL("value.state IN ('open', 'partly_met') AND value.kind = 'need' AND value.sensitive IS NOT TRUE")
REQUIREMENT_CONDITION = SQL("value.sensitive IS NOT TRUE AND value.match_low <= value.match_high")
#: A mask is a bigint: two bits for the verdict of the row itself, then four for each of so many fixed values.
OWN_BITS, BITS, IN_A_MASK = 2, 4, 15
#: Sums of weights and of credits in one number: so many halves fit below the weights.
HALVES = 2**16


class _Masks:
    """The fixed values, each with its place: a column, in which a row of its type is compared with it, and its bits.

    Of one type there is at most one in a column; mostly there is one column.
    """

    def __init__(self, wants, *, row_asks):
        self.columns, self.places = [], []
        for want in wants:
            column = next((c for c in self.columns if len(c) < IN_A_MASK and want.sort.id not in c), None)
            if column is None:
                self.columns.append(column := {})
            self.places.append((want, self.columns.index(column), len(column)))
            column[want.sort.id] = compare(want, self._get_marker(len(column)), row_asks=row_asks)

    @staticmethod
    def _get_marker(place):
        return lambda verdict: SQL("%s::bigint", (1 << OWN_BITS + BITS * place + verdict) | verdict)

    def get_columns(self):
        """What each row is compared to, by its type."""
        return [
            SQL(
                "CASE value.type_id %s END",
                SQL(" ").join(SQL("WHEN %s THEN %s", kind, case) for kind, case in c.items()),
            )
            for c in self.columns
        ] or [SQL("NULL::bigint")]

    def get_best(self):
        """The best verdict of one row."""
        verdicts = [SQL("%s & 3", get_name("mask", number)) for number in range(max(len(self.columns), 1))]
        return verdicts[0] if len(verdicts) == 1 else SQL("GREATEST(%s)", SQL(", ").join(verdicts))

    def get_verdicts(self, own):
        """[(want, [(bits, verdict)] of what it may have got, the best first)] of one owner."""
        for want, column, place in self.places:
            mask, shift = SQL("%s.%s", own, get_name("mask", column)), OWN_BITS + BITS * place
            yield (
                want,
                lambda *verdicts, mask=mask, shift=shift: SQL(
                    "%s & %s <> 0", mask, sum(1 << shift + verdict for verdict in verdicts)
                ),
            )


def _credit(has, unknown):
    """Halves that a fixed value counts."""
    return SQL(
        "CASE WHEN %s THEN 2 WHEN %s THEN 1 WHEN %s THEN 0 ELSE %s END",
        *(has(FITS), has(OPEN), has(MISFIT, DIFFERS), unknown),
    )


def _judge_must(has):
    """The verdict of a fixed value that must be; not known is open."""
    return SQL(
        "CASE WHEN %s THEN %s WHEN %s OR NOT %s THEN %s ELSE %s END",
        *(has(FITS), FITS, has(OPEN, DIFFERS), has(MISFIT), OPEN, MISFIT),
    )


def _is_known(has):
    return has(FITS, OPEN, DIFFERS, MISFIT)


def _aggregate(masks, table, condition, *, unknown_counts):
    """One row of the values of one owner: the masks, what their own values count, and their musts.

    :param unknown_counts: whether a row that cannot be compared counts as half, as a job's does, or not at all
    """
    best = masks.get_best()
    unknown = HALVES + CREDIT[None] // 50 if unknown_counts else 0
    columns = masks.get_columns()
    return SQL(
        """
        SELECT %(masks)s,
               sum(weight * CASE %(best)s WHEN %(fits)s THEN %(full)s WHEN %(open)s THEN %(half)s
                                          WHEN %(differs)s THEN %(none)s WHEN %(misfit)s THEN %(none)s
                                          ELSE %(unknown)s END) AS counted,
               min(coalesce(%(best)s, %(open)s)) FILTER (WHERE weight = %(must)s) AS least,
               count(%(best)s) AS known
          FROM (SELECT value.match_weight AS weight, %(columns)s
                  FROM %(table)s AS value
                 WHERE %(condition)s
                OFFSET 0) AS compared
        """,
        masks=SQL(", ").join(
            SQL("coalesce(bit_or(%s), 0) AS %s", get_name("mask", number), get_name("mask", number))
            for number in range(len(columns))
        ),
        best=best,
        fits=FITS,
        open=OPEN,
        differs=DIFFERS,
        misfit=MISFIT,
        full=HALVES + 2,
        half=HALVES + 1,
        none=HALVES,
        unknown=unknown,
        must=WEIGHT["must"],
        columns=SQL(", ").join(
            SQL("%s AS %s", column, get_name("mask", number)) for number, column in enumerate(columns)
        ),
        table=SQL.identifier(table),
        condition=condition,
    )


def _sum_up(own, halves, weight, musts, known, skills):
    """The columns score, musts and known of a pair.

    :param own: prefix of the aggregate of the rows
    :param halves: what the fixed values count, in halves; ``weight``: of how much
    :param musts: verdicts of the fixed values that must be
    :param skills: (total, weight, known) of the skills
    """
    total = add([SQL("50 * %s", add([SQL("coalesce(%s.counted, 0) %% %s", own, HALVES), *halves])), skills[0]])
    weight = add([SQL("coalesce(%s.counted, 0) / %s", own, HALVES), *weight, skills[1]])
    least = SQL("LEAST(%s)", SQL(", ").join([SQL("%s.least", own), *musts, SQL("%s", FITS)]))
    return (
        SQL("coalesce((2 * %s + %s) / nullif(2 * %s, 0), 0)::int AS score", total, weight, weight),
        SQL("CASE %s WHEN %s THEN 'broken' WHEN %s THEN 'met' ELSE 'open' END AS musts", least, MISFIT, FITS),
        SQL("%s::int AS known", add([*known, skills[2]])),
    )


def _join_decided(query, condition):
    query.add_join("LEFT JOIN", "decided", SQL.identifier("hr_jobseeker_match_suggestion"), condition)
    return SQL("coalesce(decided.state, 'new') AS decision")


def select_people(query, job_id, requirements, skills, today, people_ids=None):
    """The pairs of one job and the people of a query.

    :param query: Query over hr.jobseeker, to which the comparisons are joined
    :param requirements: Wants of the job, all of them known
    :param skills: dict skill id → wanted level
    :param people_ids: where only these are asked for
    """
    masks, own = _Masks(requirements, row_asks=True), SQL.identifier("own")
    mine = SQL("value.jobseeker_id = hr_jobseeker.id AND %s", NEED_CONDITION)
    needs = _aggregate(masks, "hr_jobseeker_need", mine, unknown_counts=False)
    query.add_join("LEFT JOIN", "own", SQL("LATERAL (%s)", needs), SQL("TRUE"))
    verdicts = list(masks.get_verdicts(own))
    columns = _sum_up(
        own,
        [SQL("%s * %s", WEIGHT[want.priority], _credit(has, CREDIT[None] // 50)) for want, has in verdicts],
        [SQL("%s", sum(WEIGHT[want.priority] for want in requirements))],
        [_judge_must(has) for want, has in verdicts if want.priority == "must"],
        [SQL("(%s)::int", _is_known(has)) for _want, has in verdicts],
        join_people_skills(query, skills, today, people_ids),
    )
    decision = _join_decided(query, SQL("decided.job_id = %s AND decided.jobseeker_id = hr_jobseeker.id", job_id))
    return query.select(
        SQL("%s::bigint + hr_jobseeker.id AS id", job_id * PAIR),
        SQL("hr_jobseeker.id AS jobseeker_id"),
        SQL("%s::int AS job_id", job_id),
        SQL("hr_jobseeker.company_id AS company_id"),
        SQL("hr_jobseeker.adviser_id AS adviser_id"),
        decision,
        *columns,
    )


def select_jobs(query, person_id, company_id, adviser_id, needs, skills, today):
    """The pairs of one person and the jobs of a query that say what they ask or offer.

    :param query: Query over hr.job, to which the comparisons are joined
    :param needs: Wants of the person, also those that cannot be compared
    :param skills: dict skill id → level of the person
    """
    masks, own = _Masks([need for need in needs if need.is_known], row_asks=False), SQL.identifier("own")
    its = SQL("value.job_id = hr_job.id AND %s", REQUIREMENT_CONDITION)
    requirements = _aggregate(masks, "hr_job_requirement", its, unknown_counts=True)
    query.add_join("LEFT JOIN", "own", SQL("LATERAL (%s)", requirements), SQL("TRUE"))
    query.add_join("LEFT JOIN", "skilled", SQL("(%s)", sum_job_skills(skills, today)), SQL("skilled.owner = hr_job.id"))
    query.add_where(SQL("(own.counted > 0 OR skilled.owner IS NOT NULL)"))
    verdicts = list(masks.get_verdicts(own))
    musts = [_judge_must(has) for want, has in verdicts if want.priority == "must"]
    if any(need.priority == "must" and not need.is_known for need in needs):
        musts.append(SQL("%s", OPEN))
    columns = _sum_up(
        own,
        [SQL("%s * %s", WEIGHT[want.priority], _credit(has, 0)) for want, has in verdicts],
        [SQL("CASE WHEN %s THEN %s ELSE 0 END", _is_known(has), WEIGHT[want.priority]) for want, has in verdicts],
        musts,
        [SQL("coalesce(own.known, 0)")],
        [SQL("coalesce(skilled.%s, 0)", SQL.identifier(name)) for name in ("total", "weight", "known")],
    )
    decision = _join_decided(query, SQL("decided.job_id = hr_job.id AND decided.jobseeker_id = %s", person_id))
    return query.select(
        SQL("hr_job.id::bigint * %s::bigint + %s AS id", PAIR, person_id),
        SQL("%s::int AS jobseeker_id", person_id),
        SQL("hr_job.id AS job_id"),
        SQL("%s::int AS company_id", company_id),
        SQL("%s::int AS adviser_id", adviser_id),
        decision,
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
