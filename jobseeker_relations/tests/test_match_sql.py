import random

from odoo.fields import Command
from odoo.tests import tagged

from .match_case import MatchCase

SEEDS = (1, 2)
PEOPLE, JOBS = 25, 12
VALUES = {
    "pay": ["28000", "28000-34000", "from 30000", "up to 40000", "0", "31000.50", False],
    "hours": ["20", "20-30", "from 25", "up to 40", "37.5", False],
    "start": ["2026-11-01", "from 2026-12-01", "2027-01-15", False],
    "contract": ["Permanent", "Fixed term", "Any", "Temporary", False],
    "place": [
        "Lisbon",
        "Lisboa, 30 km",
        "Łódź",
        "LODZ centre",
        "Porto, 10 km",
        "São João",
        "sao joao da madeira",
        False,
    ],
    "role": ["Welder", "senior welder", "Cook", "Pastry cook, Lisbon", "?!", "100%", "o'neill_x", False],
    "language": ["English", "Polish", "english and polish", False],
    "other": ["A car", "car", False],
}


@tagged("post_install", "-at_install")
class TestMatchSql(MatchCase):
    """The database and the pure rule say the same of every pair, both ways, whatever people need and jobs ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        choices = cls.env["hr.jobseeker.need.choice"]
        cls.any = cls.env.ref("jobseeker_relations.need_choice_contract_any")
        assert cls.any.fits_all and cls._type("pay").more_fits, choices

    def _random_rows(self, chance, *, with_empty):
        rows = []
        for _number in range(chance.randint(0, 9)):
            kind = chance.choice(list(VALUES))
            value = chance.choice([value for value in VALUES[kind] if value or with_empty])
            priority = chance.choice(["must", "should", "should", "could"])
            rows.append({"type_id": self._type(kind).id, "value": value, "priority": priority})
        return rows

    def _random_skills(self, chance):
        skills = [skill for skill in self.welding | self.driving if chance.random() < 0.5]
        return [self._skill_vals(skill, chance.choice([30, 60, 100])) for skill in skills]

    def _make(self, chance):
        partners = self.env["res.partner"].create([{"name": f"Person {number}"} for number in range(PEOPLE)])
        people = self.env["hr.jobseeker"].create(
            [
                {"partner_id": partner.id, "company_id": self.company.id, "state": "active", "adviser_id": False}
                for partner in partners
            ]
        )
        needs = [
            {
                "jobseeker_id": person.id,
                "state": chance.choice(["open", "open", "open", "partly_met", "withdrawn"]),
                "kind": chance.choice(["need"] * 5 + ["expectation"]),
                **row,
            }
            for person in people
            for row in self._random_rows(chance, with_empty=True)
        ]
        self.env["hr.jobseeker.need"].create(needs)
        for person in people:
            skills = self._random_skills(chance)
            if skills:
                self._application(
                    person.name,
                    f"{person.id}@example.com",
                    partner_id=person.partner_id.id,
                    applicant_skill_ids=[Command.create(skill) for skill in skills],
                )
        jobs = self.env["hr.job"].create(
            [{"name": f"Job {number}", "company_id": self.company.id} for number in range(JOBS)]
        )
        for job in jobs:
            self.env["hr.job.requirement"].create(
                [{"job_id": job.id, **row} for row in self._random_rows(chance, with_empty=False)]
            )
            self.env["hr.job.skill"].create([{"job_id": job.id, **skill} for skill in self._random_skills(chance)])
        return jobs, people

    def test_the_database_agrees_with_the_rule(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                jobs, people = self._make(random.Random(seed))
                explained = self.Match._explain([(job, person) for job in jobs for person in people])
                expected = {
                    (job.id, person.id): (match.score, match.musts, match.known)
                    for (job, person), match in explained.items()
                }
                self.assertGreater(len({score for score, _musts, _known in expected.values()}), 10)
                self.assertEqual({musts for _score, musts, _known in expected.values()}, {"met", "open", "broken"})
                by_job = self._read(self._people(job, [("jobseeker_id", "in", people.ids)]) for job in jobs)
                self.assertEqual(by_job, expected)
                by_person = self._read(self._jobs(person, [("job_id", "in", jobs.ids)]) for person in people)
                saying = {job.id for job in jobs if job._get_matched_requirements() or job.job_skill_ids}
                comparable = {pair for pair in expected if pair[0] in saying and pair in by_person}
                self.assertEqual(by_person, {pair: expected[pair] for pair in comparable})
                unknown = {pair for pair in expected if pair not in by_person}
                self.assertTrue(all(expected[pair][0] == 0 for pair in unknown), "they say nothing to compare")

    def _read(self, found):
        return {
            (match.job_id.id, match.jobseeker_id.id): (match.score, match.musts, match.known)
            for matches in found
            for match in matches
        }

    def test_in_order(self):
        jobs, _people = self._make(random.Random(3))
        for job in jobs:
            rows = [(-match.score, -match.known, match.id) for match in self._people(job)]
            self.assertEqual(rows, sorted(rows))
