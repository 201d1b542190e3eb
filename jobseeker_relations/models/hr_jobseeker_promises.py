from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain

from .hr_jobseeker_plan import OPEN_STATES, STATES

OFFICER = "hr_recruitment.group_hr_recruitment_user"


class HrJobseeker(models.Model):
    """What both sides promised, and how well each keeps it (design §4 "Promises are mutual")."""

    _inherit = "hr.jobseeker"

    plan_ids = fields.One2many("hr.jobseeker.plan", "jobseeker_id", string="Timetables")
    action_ids = fields.One2many("hr.jobseeker.action", "jobseeker_id", string="Steps")
    our_action_ids = fields.One2many(
        "hr.jobseeker.action",
        "jobseeker_id",
        string="What We Do",
        domain=[("owner", "=", "adviser"), ("in_force", "=", True)],
    )
    their_action_ids = fields.One2many(
        "hr.jobseeker.action",
        "jobseeker_id",
        string="What the Jobseeker Does",
        domain=[("owner", "=", "jobseeker"), ("in_force", "=", True)],
    )
    plan_id = fields.Many2one("hr.jobseeker.plan", string="Timetable in Force", compute="_compute_plans")
    open_plan_id = fields.Many2one("hr.jobseeker.plan", string="Version in the Making", compute="_compute_plans")
    open_plan_state = fields.Selection(STATES, string="State of the Version", compute="_compute_plans")
    overdue_promise_count = fields.Integer(compute="_compute_promises", string="Overdue Promises")
    promises_due_jobseeker = fields.Integer(compute="_compute_promises", string="Promises of Theirs, Due So Far")
    promises_kept_count_jobseeker = fields.Integer(compute="_compute_promises", string="Promises They Kept")
    promises_kept_jobseeker = fields.Float(
        compute="_compute_promises",
        string="Kept by Them",
        help="Done on time, of all that was due so far: done, overdue, or late when it was moved or cancelled.",
    )
    promises_due_us = fields.Integer(compute="_compute_promises", string="Promises of Ours, Due So Far")
    promises_kept_count_us = fields.Integer(compute="_compute_promises", string="Promises We Kept")
    promises_kept_us = fields.Float(
        compute="_compute_promises",
        string="Kept by Us",
        help="Done on time, of all that was due so far: done, overdue, or late when it was moved or cancelled.",
    )

    @api.depends("plan_ids.state")
    def _compute_plans(self):
        """The one in force, and the one that is being made: the database holds one of each at most."""
        found = self.env["hr.jobseeker.plan"].search(
            [("jobseeker_id", "in", self.ids), ("state", "in", (*OPEN_STATES, "agreed"))]
        )
        plans = {(plan.jobseeker_id, plan.state == "agreed"): plan for plan in found}
        for person in self:
            person.plan_id = plans.get((person._origin, True))
            person.open_plan_id = plans.get((person._origin, False))
            person.open_plan_state = person.open_plan_id.state

    @api.depends("action_ids.state", "action_ids.due_on", "action_ids.done_on", "action_ids.in_force")
    def _compute_promises(self):
        kept, due = self._count_promises()
        overdue = dict(
            self.env["hr.jobseeker.action"]._read_group(
                [("jobseeker_id", "in", self.ids), ("is_overdue", "=", True)], ["jobseeker_id"], ["__count"]
            )
        )
        for person in self:
            theirs, ours = (person._origin, "jobseeker"), (person._origin, "adviser")
            person.overdue_promise_count = overdue.get(person._origin, 0)
            person.promises_due_jobseeker, person.promises_kept_count_jobseeker = due[theirs], kept[theirs]
            person.promises_kept_jobseeker = kept[theirs] / due[theirs] if due[theirs] else 0.0
            person.promises_due_us, person.promises_kept_count_us = due[ours], kept[ours]
            person.promises_kept_us = kept[ours] / due[ours] if due[ours] else 0.0

    def _count_promises(self, since=None, until=None):
        """How many promises each side kept, and how many were due, in two counters of (jobseeker, owner).

        :param since: the first due day that counts
        :param until: the last due day that counts
        """
        Action = self.env["hr.jobseeker.action"]
        domain = Domain("jobseeker_id", "in", self.ids) & Action._get_due_so_far_domain()
        if since:
            domain &= Domain("due_on", ">=", since)
        if until:
            domain &= Domain("due_on", "<=", until)
        kept, due = Counter(), Counter()
        for person, owner, on_time, count in Action._read_group(domain, ["jobseeker_id", "owner", "kept"], ["__count"]):
            due[person, owner] += count
            kept[person, owner] += count if on_time else 0
        return kept, due

    # --- buttons ----------------------------------------------------------------------------------

    def action_start_plan(self):
        return self._get_dialog("hr.jobseeker.plan.start", self.env._("Plan the next steps"))

    def action_change_plan(self):
        """Open the version that is being made, or begin the next one."""
        self.ensure_one()
        self.check_access("write")
        return (self.open_plan_id or self._get_open_versions())._open()

    def action_open_actions(self):
        """The button counts what is overdue, and opens that; where nothing is, it opens all that holds."""
        action = self._get_related("jobseeker_relations.hr_jobseeker_action_action")
        shown = "search_default_overdue" if self.overdue_promise_count else "search_default_in_force"
        return dict(action, context={shown: 1})


class HrJobseekerAction(models.Model):
    _inherit = "hr.jobseeker.action"

    def _get_due_so_far_domain(self):
        """What counts when one asks who keeps promises: done, overdue, or late when it was moved or cancelled."""
        done = Domain("in_force", "=", True) & Domain("state", "=", "done")
        return done | Domain("missed", "=", True) | Domain("is_overdue", "=", True)


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    action_ids = fields.One2many(
        related="relationship_id.action_ids", related_sudo=False, string="Steps", groups=OFFICER, copy=False
    )
