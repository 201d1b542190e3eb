from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .match_sql import PAIR, select_jobs, select_nothing, select_people
from .match_wants import read_wants

MUSTS = [("met", "All met"), ("open", "One is not known"), ("broken", "One is not met")]
DECISIONS = [
    ("new", "Not looked at"),
    ("suggested", "Suggested"),
    ("accepted", "Put forward"),
    ("dismissed", "Not this one"),
]
#: What the statement reads; the ORM writes it to the database before.
READ = {
    "hr.jobseeker": ["company_id", "adviser_id", "state"],
    "hr.jobseeker.need": [
        *("jobseeker_id", "type_id", "kind", "sensitive", "state"),
        *("match_weight", "match_low", "match_high", "match_words"),
    ],
    "hr.job": ["company_id", "active"],
    "hr.job.requirement": [
        *("job_id", "type_id", "sensitive", "match_weight", "match_low", "match_high", "match_words")
    ],
    "hr.job.skill": ["job_id", "skill_id", "skill_level_id", "valid_to"],
    "hr.applicant": ["jobseeker_id", "job_id"],
    "hr.applicant.skill": ["applicant_id", "skill_id", "skill_level_id", "valid_to"],
    "hr.skill.level": ["level_progress"],
    "hr.jobseeker.match.suggestion": ["job_id", "jobseeker_id", "state"],
}


class HrJobseekerMatch(models.Model):
    """How well one job and one person fit, computed when somebody asks: all people of a job, or all jobs of a person.

    No table: the context says which job (``match_job_id``) or which person (``match_jobseeker_id``), and the number of
    a row names its pair, so that a row can be read without that. Whom the reader does not see is not computed.
    """

    _name = "hr.jobseeker.match"
    _description = "Match of a Job and a Jobseeker"
    _inherit = ["hr.jobseeker.asked"]
    _auto = False
    _order = "score desc, known desc, id"
    _depends = READ

    jobseeker_id = fields.Many2one("hr.jobseeker", readonly=True)
    job_id = fields.Many2one("hr.job", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    adviser_id = fields.Many2one("res.users", readonly=True)
    score = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="0–100: what the job asks and offers against what the person needs and can do, both ways, by priority. "
        "Musts count twice as much as shoulds, these twice as much as coulds; what is not known counts as half.",
    )
    musts = fields.Selection(MUSTS, readonly=True, help="Of both sides.")
    known = fields.Integer(
        string="Compared", readonly=True, aggregator="avg", help="How many of the job's lines could be compared."
    )
    decision = fields.Selection(DECISIONS, readonly=True)

    @api.depends("jobseeker_id", "job_id")
    def _compute_display_name(self):
        for match in self:
            match.display_name = f"{match.jobseeker_id.name} – {match.job_id.name}"

    # --- the rows -------------------------------------------------------------------------------------

    @property
    def _table_query(self):
        context = self.env.context
        if context.get("match_ids") is not None:
            return self._select_pairs(context["match_ids"])
        if isinstance(job_id := context.get("match_job_id"), int):
            return self._select_people(job_id) or select_nothing()
        if isinstance(person_id := context.get("match_jobseeker_id"), int):
            return self._select_jobs(person_id) or select_nothing()
        return select_nothing()

    @api.model
    def _get_number(self, job, person):
        """The number of the row of a pair."""
        return job.id * PAIR + person.id

    def _select_pairs(self, numbers):
        """Rows by their numbers: of one person at once, else job by job."""
        by_job = {}
        for number in numbers:
            if isinstance(number, int) and number > 0:
                job_id, person_id = divmod(number, PAIR)
                by_job.setdefault(job_id, []).append(person_id)
        people = {person_id for ids in by_job.values() for person_id in ids}
        if len(people) == 1:
            selects = [self._select_jobs(people.pop(), list(by_job))]
        else:
            selects = [self._select_people(job_id, people_ids) for job_id, people_ids in by_job.items()]
        selects = [select for select in selects if select]
        return SQL(" UNION ALL ").join(SQL("(%s)", select) for select in selects) if selects else select_nothing()

    def _select_people(self, job_id, people_ids=None):
        """All people who may be matched and whom the user sees, with one job that the user sees; None: not that job."""
        jobs, people = self.env["hr.job"], self.env["hr.jobseeker"]
        job = jobs.search(Domain("id", "=", job_id) & jobs._get_matching_domain())
        if not job:
            return None
        domain = people._get_matching_domain()
        if job.company_id:
            domain &= Domain("company_id", "=", job.company_id.id)
        if people_ids is not None:
            domain &= Domain("id", "in", people_ids)
        query = people._search(domain)
        query.add_where(
            SQL(
                "hr_jobseeker.id NOT IN"
                " (SELECT jobseeker_id FROM hr_applicant WHERE job_id = %s AND jobseeker_id IS NOT NULL)",
                job.id,
            )
        )
        offered = read_wants(job._get_matched_requirements(), "job_id").get(job.id, [])
        requirements = [want for want in offered if want.is_known]
        skills = job._get_wanted_skills()[job]
        return select_people(query, job.id, requirements, skills, fields.Date.today(), people_ids)

    def _select_jobs(self, person_id, job_ids=None):
        """All open jobs that the user sees, with one person whom the user sees; None: not that person."""
        jobs, people = self.env["hr.job"], self.env["hr.jobseeker"]
        person = people.search(Domain("id", "=", person_id) & people._get_matching_domain())
        if not person:
            return None
        domain = jobs._get_matching_domain() & Domain("company_id", "in", [person.company_id.id, False])
        if job_ids is not None:
            domain &= Domain("id", "in", job_ids)
        query = jobs._search(domain)
        query.add_where(
            SQL(
                "hr_job.id NOT IN (SELECT job_id FROM hr_applicant WHERE jobseeker_id = %s AND job_id IS NOT NULL)",
                person.id,
            )
        )
        needs = read_wants(person._get_matched_needs(), "jobseeker_id").get(person.id, [])
        skills = person._get_skill_levels()[person]
        return select_jobs(
            query,
            person_id=person.id,
            company_id=person.company_id.id,
            adviser_id=person.adviser_id.id or None,
            needs=needs,
            skills=skills,
            today=fields.Date.today(),
        )

    # What names its rows is computed for these alone, and not for all people of their job.

    def _narrow(self, numbers):
        return self.with_context(match_ids=tuple(numbers))

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **options):
        domain = Domain(domain)
        if getattr(domain, "field_expr", None) == "id" and domain.operator in ("in", "="):
            self = self._narrow(domain.value if domain.operator == "in" else [domain.value])
        return super()._search(domain, offset, limit, order, **options)

    def _as_query(self, ordered=True):
        self = self._narrow(self._ids)
        return super()._as_query(ordered)

    @api.private
    def exists(self):
        """Whether there is such a pair at all, so that who does not see it is refused, and not told of nothing."""
        env, self = self.env, self.sudo()._narrow(self._ids)  # sudo: as without rules, which no table knows
        return super().exists().with_env(env)

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        """The page, and how many there are, by one statement: both need the scores of all."""
        query = self._search(domain, offset=offset, limit=limit, order=order or self._order)
        columns = [field for field in self._determine_fields_to_fetch(specification) if field.column_type]
        terms = [self._field_to_sql(self._table, field.name, query) for field in columns]
        rows = self.env.execute_query(query.select(SQL.identifier(self._table, "id"), *terms, SQL("count(*) OVER ()")))
        if not rows and offset:
            return super().web_search_read(domain, specification, offset, limit, order, count_limit)
        matches = self.browse(row[0] for row in rows)
        for number, field in enumerate(columns, start=1):
            field._insert_cache(matches, [row[number] for row in rows])
        return {"length": rows[0][-1] if rows else 0, "records": matches.web_read(specification)}

    # --- deciding -------------------------------------------------------------------------------------

    def action_put_forward(self):
        """Begin a referral of each of these people to their job; it asks them before anything leaves us."""
        self.check_access("read")
        return self.env["hr.jobseeker.match.suggestion"]._put_forward([(m.job_id, m.jobseeker_id) for m in self])

    def action_dismiss(self):
        """Ask why not, so that it is not suggested again."""
        self.ensure_one()
        self.check_access("read")
        return self.env["hr.jobseeker.match.dismiss"]._open(self.job_id, self.jobseeker_id)

    def action_reconsider(self):
        """What was dismissed is open again."""
        self.check_access("read")
        self.env["hr.jobseeker.match.suggestion"]._decide([(m.job_id, m.jobseeker_id) for m in self], "suggested")

    def action_open_person(self):
        self.ensure_one()
        self.check_access("read")
        return self.jobseeker_id._get_own_form()
