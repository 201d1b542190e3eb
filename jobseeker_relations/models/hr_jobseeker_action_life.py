from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_jobseeker_action import OPEN_STATES
from .transition import name_refused_move

#: A tick by mistake is taken back; everything that is not here is refused, whichever door asks.
TRANSITIONS = {
    "planned": {"in_progress", "done", "cancelled"},
    "in_progress": {"planned", "done", "cancelled"},
    "done": {"planned", "in_progress"},
    "cancelled": {"planned", "in_progress"},
}

#: What both sides agreed on: changed by a new version alone.
AGREED_ON = {"name", "owner", "due_on", "start_at", "stop_at"}

#: What the jobseeker was told about the day of a step; another day is news again.
TOLD = ("told_before_at", "told_overdue_at", "remind_at", "reminder_note")


class HrJobseekerAction(models.Model):
    """The life of a promise: what may become of it, and what follows when it does."""

    _inherit = "hr.jobseeker.action"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su and (vals.get("state", "planned") != "planned" or vals.get("done_on")):
                raise UserError(self.env._("A step begins as planned; mark it done when it is."))
        actions = super().create([_follow_time(vals) for vals in vals_list])
        if not self.env.su:
            actions.plan_id._check_writable()
        single = actions.filtered(lambda action: not action.plan_id)
        single._schedule_activities()
        single._sync_events()
        return actions

    def write(self, vals):
        self._check_day_of_time(vals)
        if not self.env.su:
            self._check_place(vals)
            self._check_agreed_on(vals)
        if not self.env.su and "done_on" in vals:
            self._check_done_on_given(vals)
        timed = {"due_on", "start_at"} & vals.keys()
        overdue = self.filtered("is_overdue") if timed or "owner" in vals else self.browse()
        before = {action: (action.due_on, action.start_at, action.owner) for action in self} if timed or overdue else {}
        moving = self.browse()
        if "state" in vals:
            moving = self.filtered(lambda action: action.state != vals["state"])
            moving._check_transition(vals)
        late = moving.filtered("is_overdue") if vals.get("state") == "cancelled" else moving.browse()
        super().write(_follow_time(vals))
        # moved or given to the other side, when it was late already
        late |= overdue.filtered(lambda action: action.due_on > before[action][0] or action.owner != before[action][2])
        late._write_quietly({"missed": True})
        self._forget_words(before)
        moving._after_move(vals)
        self._after_change(vals)
        return True

    def _check_place(self, vals):
        """A step stays with its person and in its timetable: elsewhere nobody has agreed to it, and here it is owed."""
        for action in self:
            if action._get_changed({"jobseeker_id"}, vals):
                raise UserError(self.env._("A step stays with its person: make one for the other."))
            if action._get_changed({"plan_id"}, vals):
                raise UserError(self.env._("“%s” stays in its timetable: make a new step instead.", action.name))

    def _check_agreed_on(self, vals):
        for action in self:
            changed = action._get_changed(AGREED_ON, vals)
            done = action.state == "done"
            if done and (changed or (action.owner == "jobseeker" and action._get_changed({"outcome"}, vals))):
                raise UserError(self.env._("“%s” is done: what was promised stays as it was.", action.name))
            if changed:
                action.plan_id._check_writable()
            if "owner" in changed and not action.plan_id:
                raise UserError(
                    self.env._(
                        "“%s” was promised by one side: cancel it with a reason, and make a step of the other.",
                        action.name,
                    )
                )

    def _check_day_of_time(self, vals):
        """A step at a certain time is due on that day: to move it is to move its time, and its meeting with it."""
        if "due_on" in vals and "start_at" not in vals:
            for action in self.filtered("start_at"):
                if action._get_changed({"due_on"}, vals):
                    raise UserError(self.env._("“%s” is at a certain time: move its time, not its day.", action.name))

    def _get_changed(self, names, vals):
        """Those of the names whose value these vals would change."""
        return {
            name
            for name in names & vals.keys()
            if self._fields[name].convert_to_write(self[name], self) != self._to_write(name, vals[name])
        }

    def _forget_words(self, before):
        """Another day or time answers what the jobseeker asked for, and of another day they are told again."""
        moved = self.filtered(lambda action: action in before and action.due_on != before[action][0])
        moved.filtered(lambda action: any(action[name] for name in TOLD))._write_quietly(dict.fromkeys(TOLD, False))
        timed = self.filtered(lambda action: action in before and action.start_at != before[action][1])
        (moved | timed).filtered("suggestion")._write_quietly({"suggestion": False})

    def _check_done_on_given(self, vals):
        """The day is said with the move to done, and never again."""
        for action in self:
            if vals.get("state") == "done" and action.state != "done":
                if vals["done_on"]:
                    action._check_day_given(vals["done_on"])
            elif action._to_write("done_on", vals["done_on"]) != action._to_write("done_on", action.done_on):
                if action.state == "done":
                    raise UserError(self.env._("“%s” is done: what was promised stays as it was.", action.name))
                raise UserError(self.env._("A step begins as planned; mark it done when it is."))

    def _to_write(self, name, value):
        field = self._fields[name]
        return field.convert_to_write(field.convert_to_record(field.convert_to_cache(value, self), self), self)

    def _check_transition(self, vals):
        """Raise UserError, saying what is possible, where a step may not go there."""
        state = vals["state"]
        for action in self:
            if not action.in_force and action.plan_id:
                raise UserError(
                    self.env._("“%s” is not agreed yet, or no longer in force: agree the timetable first.", action.name)
                )
            if state in OPEN_STATES and action.plan_id.state in ("completed", "cancelled"):
                raise UserError(self.env._("“%s” is of a timetable that has ended: plan it anew.", action.name))
            if refused := name_refused_move(action, state, TRANSITIONS):
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(before)s” and cannot become “%(after)s”. "
                        "From here it can become: %(allowed)s.",
                        name=action.name,
                        **refused,
                    )
                )
            if state == "cancelled" and not (vals.get("cancel_reason") or action.cancel_reason):
                raise UserError(self.env._("Say why “%s” is cancelled: both sides see the reason.", action.name))

    def _after_move(self, vals):
        """Bring day, activities and events in line with the new state."""
        state = vals.get("state")
        if state in ("done", "cancelled"):
            self.filtered("suggestion")._write_quietly({"suggestion": False})
        if state == "cancelled":
            self._write_quietly({"cancelled_on": fields.Date.today()})
        else:
            self.filtered("cancelled_on")._write_quietly({"cancelled_on": False})
        if state == "done":
            if not vals.get("done_on"):
                for today, actions in self.grouped(lambda action: action._get_today()).items():
                    actions._write_quietly({"done_on": today})
            self._finish_activities()
        elif state == "cancelled":
            self.activity_id.unlink()
            self._drop_events()
        elif state:
            self._write_quietly({"done_on": False})
            # one that was late is late again; one that was moved when it was late stays a missed one
            self.filtered(lambda action: action.due_on < action._get_today())._write_quietly({"missed": False})
            self.filtered(lambda action: not action.activity_id.active)._schedule_activities()
            self._sync_events()

    def _after_change(self, vals):
        if {"name", "note", "owner", "user_id", "due_on", "activity_type_id", "start_at"} & vals.keys():
            self._update_activities()
        if {"name", "user_id", "start_at", "stop_at"} & vals.keys():
            self._sync_events()
        if {"name", "due_on", "start_at", "stop_at", "state"} & vals.keys():
            for number, actions in self.grouped("calendar_sequence").items():
                actions._write_quietly({"calendar_sequence": number + 1})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        """sudo: lawful erasure takes all."""
        for action in self if not self.env.su else self.browse():
            if action.plan_id.state != "draft" or action.state == "done":
                raise UserError(
                    self.env._("“%s” is a promise: cancel it with a reason, so that it stays on record.", action.name)
                )


class HrJobseekerPlan(models.Model):
    _inherit = "hr.jobseeker.plan"

    def _check_writable(self):
        """Raise UserError where the steps are proposed or agreed already."""
        for plan in self:
            if plan.state == "proposed":
                raise UserError(self.env._("%s was proposed: take it back to change its steps.", plan.display_name))
            if plan.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is agreed by both sides: press “Change” to make the next version.", plan.display_name
                    )
                )


def _follow_time(vals):
    """A step at a certain time is due on that day, whatever else is said."""
    return {name: value for name, value in vals.items() if name != "due_on"} if vals.get("start_at") else vals
