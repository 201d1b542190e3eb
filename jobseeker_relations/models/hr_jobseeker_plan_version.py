from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules.plan_difference import Promise, difference
from .hr_jobseeker_action_life import TOLD
from .hr_jobseeker_plan import OPEN_STATES
from .moment import city, say_day, say_moment

#: What a step keeps in the next version.
CARRIED = (
    "name",
    "owner",
    "user_id",
    "due_on",
    "start_at",
    "stop_at",
    "state",
    "done_on",
    "outcome",
    "cancel_reason",
    "sequence",
    "activity_type_id",
    "note",
    "calendar_uid",
)

#: What became of a step: nobody but the version in force knows.
PROGRESS = ("state", "done_on", "outcome", "cancel_reason", "cancelled_on")


class HrJobseekerPlan(models.Model):
    """From one version to the next: what is different, and how the new one takes over.

    Until the new one is agreed the old one holds, and what is done meanwhile is done in both.
    """

    _inherit = "hr.jobseeker.plan"

    difference_html = fields.Html(string="What Changes", compute="_compute_difference_html", sanitize=False)

    def _change(self):
        """Return the next version of each, in which the steps are copies; one that is being made already is it."""
        for plan in self.filtered(lambda plan: plan.state != "agreed"):
            raise UserError(self.env._("%s is not in force: change the one that is.", plan.display_name))
        drafts = self.search([("jobseeker_id", "in", self.jobseeker_id.ids), ("state", "in", OPEN_STATES)])
        known = drafts.grouped("jobseeker_id")
        missing = self.filtered(lambda plan: plan.jobseeker_id not in known)
        made = self.create(
            [{"jobseeker_id": plan.jobseeker_id.id, "template_id": plan.template_id.id} for plan in missing]
        )
        vals_list = []
        for plan, version in zip(missing, made, strict=True):
            kept = plan.action_ids.filtered(lambda action: action.state != "cancelled")
            vals_list += [action._prepare_copy(version) for action in kept]
        # sudo: copies of what is done are done, which no user may say of a step of a draft
        self.env["hr.jobseeker.action"].sudo().create(vals_list)
        return drafts | made

    # --- taking over ------------------------------------------------------------------------------

    def _supersede(self):
        """Take the timetables of these people out of force; a promise that was late by then stays a missed one."""
        # sudo: only the next version may do so
        old = self.sudo().search([("jobseeker_id", "in", self.jobseeker_id.ids), ("state", "=", "agreed")])
        following = self.action_ids.grouped("origin_id")
        for action in old.action_ids.filtered("is_overdue"):
            copy = following.get(action)
            action.missed = not copy or not copy[:1]._is_same_promise(action)
        old.write({"state": "superseded"})
        old.flush_recordset()

    def _begin(self):
        """Agreed: take over from the version before, and remind our own people of what is theirs."""
        now = fields.Datetime.now()
        for plan in self:
            plan.write(
                {
                    "agreed_at": now,
                    "agreed_by": plan.agreed_by or plan.partner_id.name,
                    "chase_at": False,
                    "suggestion": False,
                }
            )
        self._take_over()
        actions = self.action_ids.filtered("is_open")
        actions._schedule_activities()
        actions._update_activities()
        actions._sync_events()

    def _take_over(self):
        """Give each step what became of it, or stands for it, in the version before."""
        Action = self.env["hr.jobseeker.action"]
        for action in self.action_ids.filtered("origin_id"):
            origin = action.origin_id
            vals = {"activity_id": origin.activity_id.id, "event_id": origin.event_id.id}
            if action._is_same_promise(origin):
                vals.update({name: origin[name] for name in TOLD})
                vals["suggestion"] = action.start_at == origin.start_at and origin.suggestion
            action._write_quietly({**vals, **action._prepare_progress(origin)})
        old = self.previous_id.action_ids
        left_out = old - self.action_ids.origin_id
        done = left_out.filtered(lambda action: action.state == "done")
        versions = {plan.previous_id: plan for plan in self}
        Action.create([action._prepare_copy(versions[action.plan_id]) for action in done])
        gone = left_out.filtered("is_open")
        gone.activity_id.unlink()
        gone._drop_events()
        (old - gone)._write_quietly({"activity_id": False, "event_id": False})

    # --- what is different -------------------------------------------------------------------------

    @api.depends("previous_id", "action_ids.name", "action_ids.owner", "action_ids.due_on", "action_ids.start_at")
    @api.depends_context("lang")
    def _compute_difference_html(self):
        for plan in self:
            lines = [plan._say_change(change) for change in plan._get_changes()]
            plan.difference_html = bool(lines) and Markup("<ul>%s</ul>") % Markup().join(
                Markup("<li>%s</li>") % line for line in lines
            )

    def _get_changes(self):
        self.ensure_one()
        if not self.previous_id:
            return []
        before = [action._get_promise(action) for action in self.previous_id.action_ids if action.state != "cancelled"]
        after = [action._get_promise(action.origin_id or action) for action in self.action_ids]  # as the yes makes it
        return difference(before, after)

    def _say_change(self, change):
        before, after = change.before, change.after
        if change.kinds == ("added",):
            return self.env._(
                "New: %(step)s (%(owner)s, by %(due)s)",
                step=after.name,
                owner=self._say_owner(after.owner),
                due=self._say_due(after),
            )
        if change.kinds == ("removed",):
            return self.env._(
                "No longer: %(step)s (%(owner)s, by %(due)s)",
                step=before.name,
                owner=self._say_owner(before.owner),
                due=self._say_due(before),
            )
        said = {
            "renamed": lambda: self.env._("now called “%s”", after.name),
            "owner": lambda: self.env._(
                "done by %(after)s instead of %(before)s",
                after=self._say_owner(after.owner),
                before=self._say_owner(before.owner),
            ),
            "moved": lambda: self.env._(
                "from %(before)s to %(after)s", before=self._say_due(before), after=self._say_due(after)
            ),
        }
        return self.env._("%(step)s: %(changes)s", step=before.name, changes="; ".join(said[k]() for k in change.kinds))

    def _say_owner(self, owner):
        return self.partner_id.name if owner == "jobseeker" else self.company_id.name

    def _say_due(self, promise):
        if not promise.at:
            return say_day(self.env, promise.due)
        zone = self.jobseeker_id._get_zone()
        return f"{say_moment(self.env, promise.at, zone)} ({city(zone)})"


class HrJobseekerAction(models.Model):
    _inherit = "hr.jobseeker.action"

    def _prepare_copy(self, version):
        """The same step in the next version."""
        self.ensure_one()
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in CARRIED}
        return {
            **values,
            "plan_id": version.id,
            "jobseeker_id": version.jobseeker_id.id,
            "origin_id": self.id,
            "calendar_sequence": self.calendar_sequence + 1,
        }

    def _prepare_progress(self, origin):
        """What happened to the step, or was taken back, before its next version was agreed."""
        self.ensure_one()
        progress = {name: origin[name] for name in PROGRESS}
        if origin.state == self.state:
            progress["outcome"] = origin.outcome or self.outcome
        return {name: value for name, value in progress.items() if value != self[name]}

    def _is_same_promise(self, origin):
        """Of the same side, for the same day: the promise of the version before goes on."""
        self.ensure_one()
        return (self.owner, self.due_on) == (origin.owner, origin.due_on)

    def _get_promise(self, same):
        """
        :param same: the record that stands for this line in both versions
        """
        self.ensure_one()
        return Promise(same.id or id(same), self.name or "", self.owner, self.day_if_agreed, self.start_at or None)


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _get_open_versions(self):
        """Return for each person the version that is being made, a new one where there is none.

        In a relationship with a timetable in force a new one begins as its copy, so that nothing is forgotten.
        """
        Plan = self.env["hr.jobseeker.plan"]
        found = Plan.search([("jobseeker_id", "in", self.ids), ("state", "in", (*OPEN_STATES, "agreed"))])
        if proposed := found.filtered(lambda plan: plan.state == "proposed"):
            raise UserError(
                self.env._("%s waits for an answer: take it back first, then change it.", proposed[:1].display_name)
            )
        versions = defaultdict(Plan.browse, found.filtered(lambda plan: plan.state == "draft").grouped("jobseeker_id"))
        changed = found.filtered(lambda plan: plan.state == "agreed" and plan.jobseeker_id not in versions)._change()
        begun = Plan.create(
            [{"jobseeker_id": p.id} for p in self - Plan.concat(*versions.values(), changed).jobseeker_id]
        )
        return Plan.concat(*versions.values(), changed, begun)
