from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from .hr_jobseeker_retention_line import LINE_STATES
from .hr_jobseeker_retention_rule import MOST
from .moment import say_day
from .transition import name_refused_move

RUN_STATES = [("draft", "To approve"), ("approved", "Approved"), ("done", "Done"), ("cancelled", "Cancelled")]
RUN_TRANSITIONS = {
    "draft": {"approved", "cancelled"},
    "approved": {"done", "cancelled"},
    "done": set(),
    "cancelled": set(),
}
CHUNK = 500


class HrJobseekerRetentionRun(models.Model):
    """A list of people whose data has been kept long enough: "these 143 on 1 December, because ...".

    Made by the job or by a preview; nothing happens before it is approved. Afterwards it keeps counts and no names.
    """

    _name = "hr.jobseeker.retention.run"
    _description = "Retention Run"
    _order = "id desc"
    _rec_name = "rule_id"
    _check_company_auto = True

    rule_id = fields.Many2one(
        "hr.jobseeker.retention.rule", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    state = fields.Selection(RUN_STATES, default="draft", required=True, readonly=True, index=True)
    erase_on = fields.Date(required=True, readonly=True, index=True, help="From this day on; notice is given before.")
    approved_at = fields.Datetime(string="Approved", readonly=True)
    approved_by = fields.Many2one("res.users", readonly=True)
    finished_at = fields.Datetime(string="Finished", readonly=True)
    line_ids = fields.One2many("hr.jobseeker.retention.line", "run_id", readonly=True)
    planned_count = fields.Integer(string="People", compute="_compute_counts")
    left_count = fields.Integer(string="Not Going", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    held_count = fields.Integer(
        string="Held", readonly=True, help="Due as well, and not on the list: a duty keeps them."
    )
    noticed_count = fields.Integer(string="Notices Sent", readonly=True)
    erased_count = fields.Integer(string="Erased", readonly=True)
    rule_approved_at = fields.Datetime(related="rule_id.approved_at", string="Rule Approved")
    sentence = fields.Char(compute="_compute_sentence")

    _one_draft = models.UniqueIndex(
        "(rule_id, company_id) WHERE state = 'draft'", "There is a list of this rule already that waits for approval."
    )

    @api.depends("line_ids.state")
    def _compute_counts(self):
        lines = self.env["hr.jobseeker.retention.line"]
        counts = {
            (run, state): count
            for run, state, count in lines._read_group([("run_id", "in", self.ids)], ["run_id", "state"], ["__count"])
        }
        for run in self:
            run.planned_count = counts.get((run, "planned"), 0)
            run.failed_count = counts.get((run, "failed"), 0)
            run.left_count = sum(counts.get((run, state), 0) for state, _name in LINE_STATES[1:-1])

    @api.depends("planned_count", "erase_on", "rule_id", "state", "erased_count")
    def _compute_sentence(self):
        for run in self:
            over = run.state in ("done", "cancelled")
            count = run.erased_count if over else run.planned_count
            people = self.env._("1 person") if count == 1 else self.env._("%s people", count)
            said = {"people": people, "rule": run.rule_id.name}
            if over:
                run.sentence = self.env._("%(people)s erased: %(rule)s", **said)
            else:
                day = run.erase_on and say_day(self.env, run.erase_on)
                run.sentence = self.env._("%(people)s from %(day)s on: %(rule)s", day=day, **said)

    @api.depends("rule_id", "erase_on")
    def _compute_display_name(self):
        for run in self:
            day = run.erase_on and say_day(self.env, run.erase_on)
            run.display_name = f"{run.rule_id.name} · {day or ''}"

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        return super().write(vals)

    def _check_transition(self, state):
        for run in self:
            if name_refused_move(run, state, RUN_TRANSITIONS):
                raise UserError(self.env._("This list is done with: the job makes another one when it is time."))

    # --- proposed -------------------------------------------------------------------------------------

    @api.model
    def _propose(self, rule, company):
        """Make the list of a rule, or bring the one up to date that waits for approval; none, if nobody is due.

        Set-based: one search for those who may be due, their facts in batches, one insert.
        """
        # sudo: lists are the system's to make; who asked was checked
        runs, rule = self.sudo(), rule.sudo()
        target = fields.Date.add(fields.Date.today(), days=rule.notice_days)
        draft = runs.search(
            [("rule_id", "=", rule.id), ("company_id", "=", company.id), ("state", "=", "draft")], limit=1
        )
        Jobseeker = self.env["hr.jobseeker"].sudo()  # sudo: as above
        listed = runs.line_ids.search(
            [("company_id", "=", company.id), ("run_id.state", "in", ("draft", "approved")), ("run_id", "!=", draft.id)]
        )
        # who is on another open list is not asked twice
        domain = rule._get_candidates_domain(company, target)
        found, held = {}, 0
        for ids in split_every(CHUNK, Jobseeker.search(domain, order="id").ids):
            people = Jobseeker.browse(ids) - listed.jobseeker_id
            due = rule._find_due(people, target)
            holds = people.browse(one.id for one in due)._get_legal_holds()
            free = {person: one for person, one in due.items() if not _stops(holds[person], rule)}
            held += len(due) - len(free)
            found.update(free)
            if len(found) >= MOST:
                break
        if not found and not draft:
            return runs.browse()
        run = draft or runs.create({"rule_id": rule.id, "company_id": company.id, "erase_on": target})
        run.write({"erase_on": target, "held_count": held})
        run._set_people(dict(list(found.items())[:MOST]))
        if not run.line_ids:
            run.state = "cancelled"
            return runs.browse()
        return run.with_env(self.env)

    def _set_people(self, found):
        """Make the lines of a draft those of these people; what the officer left out stays left out."""
        known = {line.jobseeker_id: line for line in self.line_ids}
        (self.line_ids - self.line_ids.filtered(lambda line: line.jobseeker_id in found)).unlink()
        self.env["hr.jobseeker.retention.line"].create(
            [
                {
                    "run_id": self.id,
                    "jobseeker_id": person.id,
                    "due_on": one.day,
                    "reason": self.rule_id._say_due(one),
                }
                for person, one in found.items()
                if person not in known
            ]
        )

    def _get_list_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_retention_run_action")
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")], "view_mode": "form"}
        return {**action, "domain": [("id", "in", self.ids)]}

    # --- approved -------------------------------------------------------------------------------------

    def action_ask_approve(self):
        """Open the dialog that says how many people it is about, and until when they can answer."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Approve this list"),
            "res_model": "hr.jobseeker.retention.approve",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_run_id": self.id, "dialog_size": "medium"},
        }

    def _approve(self):
        """Give notice, and let the job do the rest from the day on that the notice names."""
        self.ensure_one()
        if self.state != "draft":
            return
        lines = self.sudo().line_ids.filtered(lambda line: line.state == "planned")  # sudo: who may was checked
        if not lines:
            raise UserError(self.env._("Nobody is left on this list: cancel it."))
        day = fields.Date.add(fields.Date.today(), days=self.rule_id.notice_days)
        # sudo: as above
        self.sudo().write(
            {
                "state": "approved",
                "approved_at": fields.Datetime.now(),
                "approved_by": self.env.uid,
                "erase_on": max(day, self.erase_on),
            }
        )
        if self.rule_id.notice_days and self.rule_id.what == "anonymise":
            self.sudo().noticed_count = lines._give_notice()  # sudo: as above
        self.env.ref("jobseeker_relations.ir_cron_retention")._trigger(fields.Datetime.to_datetime(self.erase_on))

    def action_cancel(self):
        """Nobody goes by this list; those who are still due are on the next one."""
        self.check_access("read")
        self.sudo().write({"state": "cancelled", "finished_at": fields.Datetime.now()})  # sudo: readers are officers

    def action_open_lines(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_retention_line_action")
        return {**action, "domain": [("run_id", "=", self.id)]}


def _stops(holds, rule):
    """Whether one of these holds keeps what the rule would let go."""
    return any(rule.what != "evidence" or "evidence" in hold.keeps for hold in holds)
