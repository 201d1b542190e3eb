from odoo import api, fields, models

from ..rules.eligibility import covers
from ..rules.match import DIFFERS, FITS, MISFIT, OPEN, weigh
from .hr_jobseeker_may_work import RESTRICTIONS
from .match_wants import read_wants
from .moment import say_day

#: Lines of a list; the form has all.
FEW = 3
MARKS = {FITS: "✓", OPEN: "?", None: "?", DIFFERS: "≠", MISFIT: "✗"}


class HrJobseekerMatch(models.Model):
    """Why: each thing that was compared, as one line, what speaks against first; computed for the page shown."""

    _inherit = "hr.jobseeker.match"

    reason = fields.Char(string="Why", compute="_compute_reason")
    reasons = fields.Text(string="Line by Line", compute="_compute_reasons")
    work_warning = fields.Char(
        string="Right to Work",
        compute="_compute_work_warning",
        exportable=False,
        help="Shown of one person at a time: nobody is chosen by it, and it is no part of the score.",
    )

    @api.depends("jobseeker_id", "job_id")
    @api.depends_context("lang")
    def _compute_reason(self):
        self._fill_in("reason", " · ", FEW)

    @api.depends("jobseeker_id", "job_id")
    @api.depends_context("lang")
    def _compute_reasons(self):
        self._fill_in("reasons", "\n")

    def _fill_in(self, name, separator, few=None):
        shown = self._origin  # a form's new record names whom it likes
        said = self._say_pairs([(match.job_id, match.jobseeker_id) for match in shown], few)
        (self - shown)[name] = False
        for match in shown:
            match[name] = separator.join(said[match.job_id, match.jobseeker_id])

    @api.depends("jobseeker_id")
    def _compute_work_warning(self):
        """That a permission has limits says nothing of whether this job is within them: a checker knows."""
        if len(self) != 1:
            self.work_warning = False
            return
        today, find = fields.Date.today(), self.env["hr.jobseeker.rule"]._find
        # sudo: which limits is for checkers; that there are any is told of one person who is about to be put forward
        checks = self.env["hr.jobseeker.eligibility"].sudo()
        passed = checks.search([("jobseeker_id", "in", self.jobseeker_id.ids), ("state", "=", "passed")])
        limited = passed.filtered(lambda check: check.restrictions and covers(check.follow_up_on or None, today))
        warned = {company for company in self.company_id if find(RESTRICTIONS, company)}
        people = limited.jobseeker_id.with_env(self.env)
        for match in self:
            match.work_warning = (
                self.env._("Their permission to work has limits: ask a checker whether this job is within them.")
                if match._origin and match.company_id in warned and match.jobseeker_id in people
                else False
            )

    @api.model
    def _explain(self, pairs):
        """{(job, person): Match with its lines}, in as many queries for many pairs as for one."""
        jobs = self.env["hr.job"].concat(*(job for job, _person in pairs))
        people = self.env["hr.jobseeker"].concat(*(person for _job, person in pairs))
        jobs, people = self.env["hr.job"].browse(set(jobs.ids)), self.env["hr.jobseeker"].browse(set(people.ids))
        offered = read_wants(jobs._get_matched_requirements(), "job_id")
        asked = read_wants(people._get_matched_needs(), "jobseeker_id")
        wanted, had = jobs._get_wanted_skills(), people._get_skill_levels()
        return {
            (job, person): weigh(offered.get(job.id, []), asked.get(person.id, []), wanted[job], had[person])
            for job, person in pairs
        }

    @api.model
    def _say_pairs(self, pairs, few=None):
        """{(job, person): [sentence]} in the reader's language; the first few, which speak against, or all."""
        matches = self._explain(pairs)
        return {pair: [self._say_line(line) for line in match.lines[:few]] for pair, match in matches.items()}

    @api.model
    def _say_line(self, line):
        text = self._say_skill(line) if line.skill else self._say_values(line)
        if line.is_must:
            text = self.env._("%s (must)", text)
        return f"{MARKS[line.verdict]} {text}"

    @api.model
    def _say_values(self, line):
        """What both sides say of one type: "Pay: 28000 < asked 30000 – 34000"."""
        # sudo: names of types and choices are nobody's secret, and read by every recruiter
        kind = self.env["hr.jobseeker.need.type"].sudo().browse((line.offered or line.asked).sort.id)
        named = {"type": kind.name, "offered": self._say_value(line.offered), "asked": self._say_value(line.asked)}
        if not line.offered:
            return self.env._("%(type)s: asked %(asked)s, the job does not say", **named)
        if line.verdict is None:
            return self.env._("%(type)s: %(offered)s, not known what they need", **named)
        if line.verdict == MISFIT and line.offered.sort.form == "number":
            named["sign"] = "<" if line.asked.low > (line.offered.high or line.asked.low) else ">"
            return self.env._("%(type)s: %(offered)s %(sign)s asked %(asked)s", **named)
        if line.verdict == MISFIT and line.offered.sort.form == "date":
            return self.env._("%(type)s: %(offered)s, they can from %(asked)s", **named)
        if line.verdict == OPEN:
            return self.env._("%(type)s: %(offered)s, asked %(asked)s; look at the map", **named)
        if line.verdict == DIFFERS:
            return self.env._("%(type)s: %(offered)s, asked %(asked)s; other words", **named)
        return self.env._("%(type)s: %(offered)s, asked %(asked)s", **named)

    @api.model
    def _say_value(self, want):
        if not want:
            return ""
        if want.day:
            return say_day(self.env, want.day)
        if want.choice:
            return self.env["hr.jobseeker.need.choice"].browse(want.choice).name
        return want.text or self.env._("nothing that can be compared")

    @api.model
    def _say_skill(self, line):
        skill_id, wanted, had = line.skill
        named = {"skill": self.env["hr.skill"].browse(skill_id).name, "wanted": wanted, "had": had}
        if had is None:
            return self.env._("Skill %(skill)s: not known of them", **named)
        return self.env._("Skill %(skill)s: %(had)s %% of %(wanted)s %% wanted", **named)
