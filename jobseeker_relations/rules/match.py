"""How well a job and a person fit, both ways, and why: one line for each thing that was compared (issue 6 §4).

What the job asks and offers (requirements, skills) is laid beside what the person needs, type by type:

>>> pay = Sort(1, "number", more_fits=True)
>>> job, person = Want(1, pay, "should", low=28000, high=28000), Want(2, pay, "must", low=30000, high=34000)
>>> weigh([job], [person]).musts
'broken'

PostgreSQL gives score and order for all people of a job at once (``models/match_sql.py``); this says the same of one
pair, with its lines, for the page that is shown. A test lays both beside each other. Everything is counted in whole
numbers, so that both round alike.

Nothing protected enters: neither what is confidential nor nationality, a permission's dates, age or gender.
"""

from dataclasses import dataclass, field
from datetime import date
from math import inf

#: What comparing two values says; where a side says nothing that can be compared, it is None.
MISFIT, DIFFERS, OPEN, FITS = range(4)
#: Per cent that each of them counts. Nothing known speaks neither for nor against.
CREDIT = {MISFIT: 0, DIFFERS: 0, OPEN: 50, FITS: 100, None: 50}
WEIGHT = {"must": 4, "should": 2, "could": 1}
#: What a skill of a job counts: Odoo's skills know levels and no priority.
SKILL_WEIGHT = WEIGHT["should"]
#: Longer texts are compared by their beginning.
MOST_CHARACTERS = 200


@dataclass(frozen=True)
class Sort:
    """The type of a value: how two of them compare.

    :param form: text, number, date, choice or place
    :param more_fits: a number above what was asked fits, too, as pay does
    :param any_choices: the choices that go with every other
    """

    id: int
    form: str
    more_fits: bool = False
    any_choices: frozenset = frozenset()


@dataclass(frozen=True)
class Want:
    """One value of either side, as typed: a requirement of a job, or a need of a person. A ``high`` of 0 is open."""

    id: int
    sort: Sort
    priority: str
    low: float = 0.0
    high: float = 0.0
    day: date | None = None
    choice: int | None = None
    words: str = ""
    radius: float = 0.0
    text: str = field(default="", compare=False)

    @property
    def is_known(self):
        """Whether there is something to compare."""
        return {
            "number": self.low > 0 or self.high > 0,
            "date": bool(self.day),
            "choice": bool(self.choice),
        }.get(self.sort.form, bool(self.words))


@dataclass(frozen=True)
class Line:
    """One thing that was compared.

    :param is_must: by this verdict a must of either side is met or broken; what is a must beside another that fits it
        better is none here
    :param skill: (id of the skill, level wanted, level of the person or None)
    """

    verdict: int | None
    offered: Want | None = None
    asked: Want | None = None
    is_must: bool = False
    skill: tuple | None = None


@dataclass(frozen=True)
class Match:
    """:param score: 0–100; ``known``: how many of the job's requirements and skills could be compared
    :param musts: met, open (one of them is not known to be met) or broken
    """

    score: int
    musts: str
    known: int
    lines: tuple


def compare(offered, asked):
    """What a job offers beside what a person asks, both of one type: a verdict, or None."""
    if not (offered.is_known and asked.is_known):
        return None
    return _COMPARE[offered.sort.form](offered, asked)


def _compare_numbers(offered, asked):
    reaches = asked.low <= (offered.high or inf)
    stays = asked.sort.more_fits or offered.low <= (asked.high or inf)
    return FITS if reaches and stays else MISFIT


def _compare_days(offered, asked):
    """The job begins on a day; the person can from a day on."""
    return FITS if asked.day <= offered.day else MISFIT


def _compare_choices(offered, asked):
    same = offered.choice == asked.choice or {offered.choice, asked.choice} & offered.sort.any_choices
    return FITS if same else MISFIT


def _compare_words(offered, asked):
    """Other words may mean the same: they count nothing, and break no must."""
    return FITS if _holds(offered.words, asked.words) or _holds(asked.words, offered.words) else DIFFERS


def _compare_places(offered, asked):
    """We know no map: whether another place is within the distance is for somebody to see."""
    verdict = _compare_words(offered, asked)
    return OPEN if verdict == DIFFERS and (offered.radius or asked.radius) else verdict


def _holds(text, part):
    return f" {part} " in f" {text} "


_COMPARE = {
    "number": _compare_numbers,
    "date": _compare_days,
    "choice": _compare_choices,
    "place": _compare_places,
    "text": _compare_words,
}


def judge_skill(wanted, had):
    """(verdict, per cent) of a skill: its level may reach only a part of what is wanted, as Odoo counts it."""
    if had is None:
        return DIFFERS, 0
    credit = 100 if not wanted else 100 * min(had, wanted) // wanted
    return (FITS if credit == 100 else OPEN), credit


def weigh(requirements, needs, skills=None, had=None):
    """Return the Match of one job and one person.

    A requirement counts by the best of the person's needs of its type, a need by the best of the requirements; what
    the job does not say counts nothing for or against it.

    :param requirements: Wants of the job
    :param needs: Wants of the person, open ones, none of them confidential
    :param skills: dict skill → level that the job wants (0–100)
    :param had: dict skill → level that the person has
    """
    skills, had = skills or {}, had or {}
    requirements = [requirement for requirement in requirements if requirement.is_known]
    offers = _find_bests(requirements, needs, compare)
    demands = _find_bests(needs, requirements, lambda need, requirement: compare(requirement, need))
    lines = [*_get_lines(offers, demands), *_get_skill_lines(skills, had)]
    counted = [(WEIGHT[want.priority], CREDIT[best]) for want, best, _other in offers]
    counted += [(WEIGHT[want.priority], CREDIT[best]) for want, best, _other in demands if best is not None]
    counted += [(SKILL_WEIGHT, judge_skill(wanted, had.get(skill))[1]) for skill, wanted in skills.items()]
    total, weight = sum(of * credit for of, credit in counted), sum(of for of, _credit in counted)
    score = (2 * total + weight) // (2 * weight) if weight else 0
    known = sum(best is not None for _want, best, _other in offers) + len(skills.keys() & had.keys())
    musts = [OPEN if best is None else best for want, best, _other in offers + demands if want.priority == "must"]
    return Match(score, _judge_musts(musts), known, tuple(sorted(lines, key=_get_rank)))


def _find_bests(wants, others, judge):
    """[(want, the best verdict about it, whose of the other side that is)]"""
    return [
        (want, *_find_best([(judge(want, other), other) for other in others if other.sort.id == want.sort.id]))
        for want in wants
    ]


def _get_lines(offers, demands):
    """One line for each requirement, beside the need that fits it best, and one for each need that stands in none."""
    bests = {need.id: best for need, best, _requirement in demands}
    shown = set()
    for requirement, best, need in offers:
        demanded = need is not None and need.priority == "must" and bests[need.id] == best
        shown.add(need and need.id)
        yield Line(best, requirement, need, is_must=requirement.priority == "must" or demanded)
    for need, best, requirement in demands:
        if need.id not in shown and need.is_known:
            yield Line(best, requirement, need, is_must=need.priority == "must")


def _get_skill_lines(skills, had):
    for skill, wanted in skills.items():
        verdict, _credit = judge_skill(wanted, had.get(skill))
        yield Line(verdict, skill=(skill, wanted, had.get(skill)))


def _find_best(compared):
    """The best verdict and whose it is; of those that say nothing, the first."""
    best = (None, None)
    for verdict, want in compared:
        if best[1] is None or (verdict is not None and (best[0] is None or verdict > best[0])):
            best = (verdict, want)
    return best


def _judge_musts(verdicts):
    least = min(verdicts, default=FITS)
    return {MISFIT: "broken", FITS: "met"}.get(least, "open")


def _get_rank(line):
    """Told first is what speaks against, of that what must be; then what is not known, then what fits."""
    order = {MISFIT: 0, DIFFERS: 1, OPEN: 2, None: 3, FITS: 4}
    return order[line.verdict], not line.is_must
