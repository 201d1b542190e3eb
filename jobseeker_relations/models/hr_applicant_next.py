from odoo import api, fields, models

from .hr_applicant_mirror import OFFICER
from .hr_jobseeker_action import OPEN_STATES
from .moment import say_day

#: So many steps are named; the relationship has them all.
NAMED = 3


class HrApplicant(models.Model):
    """What was agreed with the person to come next, in two lines: lists of it would slow every application down."""

    _inherit = "hr.applicant"

    relationship_next = fields.Text(
        string="What Comes Next", compute="_compute_relationship_next", groups=OFFICER, copy=False
    )

    @api.depends("jobseeker_id.next_review_on", "jobseeker_id.action_ids.state", "jobseeker_id.action_ids.due_on")
    @api.depends_context("lang", "uid")
    def _compute_relationship_next(self):
        """Two queries, whatever the number of applications; what its reader may not see is not in it."""
        own = [("id", "in", self.jobseeker_id.ids)]
        people = self.env["hr.jobseeker"].search_fetch(own, ["next_review_on"]) if self.jobseeker_id else None
        steps = {}
        if people:
            steps = self.env["hr.jobseeker.action"].search_fetch(
                [("jobseeker_id", "in", people.ids), ("in_force", "=", True), ("state", "in", OPEN_STATES)],
                ["jobseeker_id", "name", "due_on"],
                order="due_on, id",
            )
            steps = steps.grouped("jobseeker_id")
        for applicant in self:
            person = applicant.jobseeker_id
            lines = person._say_next(steps.get(person, ())) if people and person in people else []
            applicant.relationship_next = "\n".join(lines)


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _say_next(self, steps):
        """Lines that say what comes next: the steps of both sides, and the review."""
        lines = []
        if steps:
            named = ", ".join(f"{step.name} ({say_day(self.env, step.due_on)})" for step in steps[:NAMED])
            lines.append(self.env._("Next steps: %s", named + (" …" if len(steps) > NAMED else "")))
        if self.next_review_on:
            lines.append(self.env._("Next review: %s", say_day(self.env, self.next_review_on)))
        return lines
