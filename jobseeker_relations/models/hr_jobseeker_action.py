from uuid import uuid4

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..rules.zone_day import zones_by_day

ZONES = tuple(pytz.all_timezones)

OWNERS = [("adviser", "We"), ("jobseeker", "Jobseeker")]

STATES = [("planned", "Planned"), ("in_progress", "In progress"), ("done", "Done"), ("cancelled", "Cancelled")]

OPEN_STATES = ("planned", "in_progress")


class HrJobseekerAction(models.Model):
    """One dated promise of one side: a step of a timetable, or a single one outside of any.

    The activity of an adviser is its nudge and the event its place in calendars; both may go, the promise stays.
    """

    _name = "hr.jobseeker.action"
    _description = "Step of a Jobseeker's Timetable"
    _inherit = ["hr.jobseeker.link", "hr.jobseeker.kept"]
    _kept_by_the_system = frozenset(
        {
            "origin_id",
            "activity_id",
            "event_id",
            "missed",
            "suggestion",
            "remind_at",
            "told_before_at",
            "told_overdue_at",
            "reminder_note",
            "calendar_uid",
            "calendar_sequence",
            "cancelled_on",
        }
    )
    _never_by_default = frozenset({"state", "done_on"})
    _order = "due_on, sequence, id"

    plan_id = fields.Many2one("hr.jobseeker.plan", string="Timetable", index=True, ondelete="cascade")
    plan_state = fields.Selection(related="plan_id.state", string="State of the Timetable")
    jobseeker_id = fields.Many2one(
        "hr.jobseeker",
        compute="_compute_jobseeker_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True, precompute=True)
    adviser_id = fields.Many2one(related="jobseeker_id.adviser_id", store=True, index="btree_not_null")
    sequence = fields.Integer(default=10, aggregator=None)
    name = fields.Char(string="Step", required=True)
    note = fields.Html(help="For colleagues: the jobseeker does not see it.")
    owner = fields.Selection(OWNERS, string="Who", required=True, default="adviser")
    user_id = fields.Many2one(
        "res.users",
        string="Colleague",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Does what is ours, and asks after what is the jobseeker's.",
    )
    due_on = fields.Date(
        string="Due",
        compute="_compute_due_on",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    start_at = fields.Datetime(string="Begins", help="A step at a certain time is a meeting in both sides' calendars.")
    stop_at = fields.Datetime(string="Ends", compute="_compute_stop_at", store=True, readonly=False, precompute=True)
    state = fields.Selection(STATES, required=True, default="planned")
    done_on = fields.Date(readonly=True, copy=False, help="On which day it was done.")
    outcome = fields.Text(copy=False, help="What came of it, in a few words. Both sides see it.")
    cancel_reason = fields.Char(copy=False, help="Why it is not needed any more. Both sides see it.")
    cancelled_on = fields.Date(readonly=True, copy=False, help="On which day it was cancelled.")
    suggestion = fields.Text(readonly=True, copy=False, help="What the jobseeker would like to change about it.")
    origin_id = fields.Many2one(
        "hr.jobseeker.action",
        string="In the Version Before",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )
    activity_id = fields.Many2one(
        "mail.activity", index="btree_not_null", ondelete="set null", readonly=True, copy=False
    )
    event_id = fields.Many2one("calendar.event", index="btree_not_null", ondelete="set null", readonly=True, copy=False)
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Kind",
        ondelete="set null",
        domain="[('res_model', 'in', [False, 'hr.jobseeker'])]",
        help="How our own steps stand in the list of activities; empty: a to-do.",
    )

    calendar_uid = fields.Char(
        default=lambda self: str(uuid4()), readonly=True, copy=False, help="Stays in all versions."
    )
    calendar_sequence = fields.Integer(readonly=True, copy=False, aggregator=None)

    is_open = fields.Boolean(compute="_compute_is_open")
    in_force = fields.Boolean(
        compute="_compute_in_force",
        store=True,
        precompute=True,
        help="A promise that holds: of an agreed timetable, or outside of any.",
    )
    zone = fields.Char(
        compute="_compute_zone", store=True, precompute=True, help="On whose calendar the due day is over."
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    kept = fields.Boolean(compute="_compute_kept", store=True, precompute=True, help="Done on the due day or before.")
    missed = fields.Boolean(readonly=True, copy=False, help="Was late when it was moved, left out or cancelled.")
    promise = fields.Selection(
        [
            ("open", "Still open"),
            ("kept", "On time"),
            ("late", "Late"),
            ("missed", "Not kept"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_kept",
        store=True,
        precompute=True,
        help="What became of the promise.",
    )

    _due_idx = models.Index("(due_on, sequence, id)")
    _open_idx = models.Index("(due_on, sequence, id) WHERE in_force IS TRUE AND state IN ('planned', 'in_progress')")
    _cancelled_with_reason = models.Constraint(
        "CHECK(state != 'cancelled' OR cancel_reason IS NOT NULL)", "Say why the step is cancelled."
    )
    _ends_after_it_begins = models.Constraint(
        "CHECK(start_at IS NULL OR (stop_at IS NOT NULL AND stop_at > start_at))",
        "A step ends after it begins: check both times.",
    )

    # --- what follows -----------------------------------------------------------------------------

    @api.depends("plan_id")
    def _compute_jobseeker_id(self):
        for action in self:
            action.jobseeker_id = action.plan_id.jobseeker_id or action.jobseeker_id

    @api.depends("jobseeker_id")
    def _compute_user_id(self):
        for action in self:
            action.user_id = action.user_id or action.jobseeker_id.adviser_id

    @api.depends("start_at")
    def _compute_due_on(self):
        """A step at a certain time is due on that day, as the jobseeker's calendar shows it."""
        for action in self:
            if action.start_at:
                zone = action.jobseeker_id._get_zone() if action.jobseeker_id else self.env.user.tz
                action.due_on = _local_day(action.start_at, zone)
            else:
                action.due_on = action.due_on or fields.Date.context_today(action)

    @api.depends("start_at")
    def _compute_stop_at(self):
        for action in self:
            if not action.start_at:
                action.stop_at = False
            elif not action.stop_at or action.stop_at <= action.start_at:
                action.stop_at = fields.Datetime.add(action.start_at, hours=1)

    @api.depends("state")
    def _compute_is_open(self):
        for action in self:
            action.is_open = action.state in OPEN_STATES

    @api.depends("plan_id.state", "plan_id.agreed_at")
    def _compute_in_force(self):
        for action in self:
            plan = action.plan_id
            action.in_force = (
                not plan or plan.state in ("agreed", "completed") or bool(plan.state == "cancelled" and plan.agreed_at)
            )

    @api.depends("owner", "user_id.partner_id.tz", "partner_id.tz", "company_id.resource_calendar_id.tz")
    def _compute_zone(self):
        for action in self.sudo():  # sudo: a colleague's zone, whoever asks
            doer = action.user_id.partner_id if action.owner == "adviser" else action.partner_id
            action.zone = doer.tz or action.company_id.resource_calendar_id.tz or "UTC"

    @api.depends("state", "done_on", "due_on", "missed")
    def _compute_kept(self):
        for action in self:
            in_time = action.state == "done" and action.done_on and action.done_on <= action.due_on
            action.kept = bool(in_time and not action.missed)
            if action.missed:
                action.promise = "missed"
            elif action.state == "done":
                action.promise = "kept" if action.kept else "late"
            else:
                action.promise = "cancelled" if action.state == "cancelled" else "open"

    def _get_overdue_domain(self):
        """Open, and the due day is over where the one is who promised."""
        days = zones_by_day(fields.Datetime.now(), ZONES)
        late = Domain.OR(Domain("zone", "in", list(zones)) & Domain("due_on", "<", day) for day, zones in days.items())
        latest = Domain("due_on", "<", max(days))  # follows from the above, and says it in words of the index
        return Domain("in_force", "=", True) & Domain("state", "in", OPEN_STATES) & latest & late

    @api.depends("state", "due_on", "in_force", "zone")
    def _compute_is_overdue(self):
        overdue = self.filtered_domain(self._get_overdue_domain())
        overdue.is_overdue = True
        (self - overdue).is_overdue = False

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = self._get_overdue_domain()
        found = Domain.OR(overdue if wanted else ~overdue for wanted in set(map(bool, value)))
        return found

    def _get_today(self):
        """The day it is for whoever promised."""
        self.ensure_one()
        return _local_day(fields.Datetime.now(), self.zone)

    @api.constrains("plan_id", "jobseeker_id")
    def _check_jobseeker(self):
        for action in self:
            if action.plan_id and action.plan_id.jobseeker_id != action.jobseeker_id:
                raise ValidationError(self.env._("A step belongs to the same person as its timetable."))

    @api.constrains("start_at", "stop_at")
    def _check_times(self):
        """Asked before the meeting of the step is written, which would refuse in words of its own."""
        for action in self:
            if action.start_at and (not action.stop_at or action.stop_at <= action.start_at):
                raise ValidationError(self.env._("A step ends after it begins: check both times."))

    @api.constrains("done_on")
    def _check_done_on(self):
        tomorrow = fields.Date.add(fields.Date.today(), days=1)  # it is later elsewhere
        for action in self:
            if action.done_on and action.done_on > tomorrow:
                raise ValidationError(self.env._("“%s” was done today or before: mend the day.", action.name))

    def _check_day_given(self, day):
        """A day that a user gives for what is done: since it was promised, and not in the days to come."""
        day = fields.Date.to_date(day)
        for action in self:
            if day > action._get_today():
                raise UserError(self.env._("“%s” was done today or before: mend the day.", action.name))
            first = action.sudo()  # sudo: the version in which it was promised, whoever may read that
            while first.origin_id:
                first = first.origin_id
            if day < _local_day(first.create_date, action.zone):
                raise UserError(self.env._("“%s” was not promised yet on that day: mend the day.", action.name))

    def _write_quietly(self, vals):
        """Write what others have taken care of: no activity, event or check follows."""
        # sudo: what is made for a step, or became of it, is nobody's to write
        return models.Model.write(self.sudo(), vals)


def _local_day(at, zone):
    return pytz.utc.localize(at).astimezone(pytz.timezone(zone or "UTC")).date()
