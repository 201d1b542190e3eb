from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .moment import say_day

STATES = [("scheduled", "Scheduled"), ("held", "Took place"), ("missed", "Missed"), ("cancelled", "Cancelled")]

#: Missed is a debt: it is paid by holding the review after all, or waived with a reason.
TRANSITIONS = {
    "scheduled": {"held", "missed", "cancelled"},
    "missed": {"held", "cancelled"},
    "held": set(),
    "cancelled": set(),
}
#: A look back that is still owed.
OPEN_STATES = ("scheduled", "missed")

CONCLUSIONS = [("continue", "Continue"), ("change", "Change"), ("pause", "Pause"), ("end", "End")]


class HrJobseekerReview(models.Model):
    """A look back at the job search together with the jobseeker, and what came of it (design §3).

    One is owed at a time. It is due on a day and may have a time, which makes it a meeting. It ends held, with a
    conclusion that does what it says, or cancelled with a reason; what was held stays as it was.
    """

    _name = "hr.jobseeker.review"
    _description = "Review of a Job Search"
    _inherit = ["hr.jobseeker.kept"]
    _kept_by_the_system = frozenset(
        {
            "evidence_kept",
            "settled_on",
            "overdue_since",
            "missed_on",
            "planned_for",
            "next_by_hand",
            "activity_id",
            "event_id",
            "suggestion",
            "progress",
        }
    )
    _never_by_default = frozenset({"state"})
    _order = "due_on desc, id desc"
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", check_company=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True, precompute=True)
    user_id = fields.Many2one(
        "res.users",
        string="Adviser",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who looks back with the person.",
    )
    state = fields.Selection(STATES, default="scheduled", required=True, copy=False)
    due_on = fields.Date(
        string="Due", required=True, help="The day by which you look back together. A meeting moves it to its own day."
    )
    planned_for = fields.Date(
        string="Promised for",
        readonly=True,
        copy=False,
        help="The day that follows from the interval. The review is later where too many fell on one day.",
    )
    start_at = fields.Datetime(
        string="Time", copy=False, help="A time makes a meeting, and invites the person by mail."
    )
    stop_at = fields.Datetime(
        string="Until", compute="_compute_stop_at", store=True, readonly=False, precompute=True, copy=False
    )
    was_due = fields.Boolean(compute="_compute_was_due", help="Its day or time has come, so nobody may have come.")
    event_id = fields.Many2one("calendar.event", index="btree_not_null", ondelete="set null", readonly=True, copy=False)
    activity_id = fields.Many2one(
        "mail.activity", index="btree_not_null", ondelete="set null", readonly=True, copy=False
    )
    suggestion = fields.Text(
        string="They Suggest",
        readonly=True,
        copy=False,
        help="What the person wrote on their page about the time of the review.",
    )

    held_on = fields.Date(copy=False)
    held_channel = fields.Selection(
        [("meeting", "Meeting"), ("phone", "Phone"), ("email", "E-mail"), ("other", "Other")],
        string="Held By",
        default="meeting",
        copy=False,
    )
    summary = fields.Text(copy=False, help="Written for the person, who reads it on their page.")
    internal_note = fields.Text(copy=False, help="For colleagues; the person does not see it.")
    conclusion = fields.Selection(CONCLUSIONS, copy=False)
    changes = fields.Text(copy=False, help="What changes from now on; the system adds what it changed itself.")
    next_review_on = fields.Date(
        string="Next Review",
        compute="_compute_next_review_on",
        store=True,
        readonly=False,
        copy=False,
        help="When you look back next. Proposed by the interval in force.",
    )
    next_by_hand = fields.Boolean(
        readonly=True, copy=False, help="The next day was chosen; a change of the interval does not move it."
    )
    new_policy_id = fields.Many2one(
        "hr.jobseeker.contact.policy", string="New Contact Policy", check_company=True, copy=False
    )
    needs_confirmed = fields.Boolean(
        string="Needs Still True", copy=False, help="You went through what the person needs, and it is as recorded."
    )
    hold_until = fields.Date(copy=False)
    hold_reason = fields.Char(copy=False)
    close_reason_id = fields.Many2one("hr.jobseeker.close.reason", copy=False)
    waive_reason = fields.Char(string="Reason", copy=False, help="Why this review did not take place.")
    overdue_since = fields.Date(
        readonly=True, copy=False, help="The day that passed without a review; another day does not make it on time."
    )
    missed_on = fields.Date(readonly=True, copy=False, help="The day on which somebody said that nobody came.")
    settled_on = fields.Date(readonly=True, copy=False, help="Held or waived on this day: the interval counts from it.")
    evidence_kept = fields.Html(readonly=True, copy=False, sanitize=True)

    _one_open = models.UniqueIndex(
        "(jobseeker_id) WHERE state = 'scheduled'",
        "A review of this person is scheduled already: open that one, or cancel it first.",
    )
    _whole_time = models.Constraint(
        "CHECK (start_at IS NULL OR (stop_at IS NOT NULL AND stop_at > start_at))",
        "The meeting ends before it begins: choose a later end.",
    )
    _due_idx = models.Index("(due_on DESC, id DESC)")
    _open_idx = models.Index("(due_on, id) WHERE state IN ('scheduled', 'missed')")
    _settled_idx = models.Index("(jobseeker_id, settled_on DESC) WHERE settled_on IS NOT NULL")

    # --- what it says -----------------------------------------------------------------------------

    @api.depends("jobseeker_id.name", "due_on")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for review in self:
            day = say_day(self.env, review.due_on) if review.due_on else ""
            review.display_name = bool(review.jobseeker_id) and self.env._(
                "Review with %(name)s, %(day)s", name=review.jobseeker_id.name, day=day
            )

    @api.depends("jobseeker_id")
    def _compute_user_id(self):
        """Proposed when the person is chosen; a new adviser of theirs takes over by ``hr.jobseeker.write``."""
        for review in self:
            settled = review._origin and review.state not in OPEN_STATES
            review.user_id = review.user_id if settled else review.jobseeker_id.adviser_id

    @api.depends("state", "due_on", "start_at")
    def _compute_was_due(self):
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        for review in self:
            to_come = not review.due_on or review.due_on > today or (review.start_at and review.start_at > now)
            review.was_due = review.state == "scheduled" and not to_come

    @api.depends("start_at")
    def _compute_stop_at(self):
        for review in self:
            review.stop_at = review.start_at and fields.Datetime.add(review.start_at, hours=1)

    @api.depends("conclusion", "held_on", "hold_until", "new_policy_id")
    def _compute_next_review_on(self):
        """Proposed as soon as there is a conclusion; the day that who holds the review chose stays."""
        for review in self:
            ends = review.conclusion in (False, "end")
            chosen = review.next_by_hand and review.next_review_on
            review.next_review_on = False if ends else chosen or review._propose_next_day()

    @api.onchange("next_review_on")
    def _onchange_next_review_on(self):
        self.next_by_hand = self._is_next_by_hand()

    def _is_next_by_hand(self):
        """Whether the next day is another than the one that is proposed now."""
        return bool(self.next_review_on) and self.next_review_on != self._propose_next_day()

    def _propose_next_day(self):
        """The day that the interval in force gives, from this review or from the end of a pause; False without."""
        self.ensure_one()
        began = self.held_on or fields.Date.context_today(self)
        resting = self.conclusion == "pause" and self.hold_until
        policy = self.new_policy_id if self.conclusion == "change" else None
        return self.jobseeker_id._get_review_day_after(max(began, self.hold_until) if resting else began, policy)

    def _is_owed(self):
        """Whether its day has passed, or nobody came: no interval and no hold takes it back."""
        self.ensure_one()
        return self.state == "missed" or (self.state == "scheduled" and self.due_on < fields.Date.today())

    # --- laws -------------------------------------------------------------------------------------

    @api.constrains("state", "conclusion", "held_on", "next_review_on", "hold_reason", "close_reason_id")
    def _check_held(self):
        """What a held review says is whole: when, with which conclusion, and when again."""
        today = fields.Date.context_today(self)
        for review in self.filtered(lambda review: review.state == "held"):
            if not review.conclusion:
                raise ValidationError(self.env._("Choose how the review ends: continue, change, pause or end."))
            if not review.held_on or review.held_on > fields.Date.add(today, days=1):  # it is later elsewhere
                raise ValidationError(self.env._("Say on which day the review was held: today, or a day before."))
            if review.conclusion != "end" and not review.next_review_on:
                raise ValidationError(self.env._("Say when you look back next: fill in “Next review”."))
            if review.next_review_on and review.next_review_on <= review.held_on:
                raise ValidationError(self.env._("The next review comes after this one: choose a later day."))
            if review.conclusion == "pause" and not review.hold_reason:
                raise ValidationError(self.env._("Say why the search pauses."))
            if review.conclusion == "pause" and review.hold_until and review.hold_until <= review.held_on:
                raise ValidationError(self.env._("The pause ends after the review: choose a later day, or none."))
            if review.conclusion == "end" and not review.close_reason_id:
                raise ValidationError(self.env._("Say why the search ends: choose a reason."))

    @api.constrains("state", "held_on", "missed_on")
    def _check_held_after_missed(self):
        for review in self:
            if review.state == "held" and review.missed_on and review.held_on and review.held_on < review.missed_on:
                raise ValidationError(
                    self.env._(
                        "This review was marked as missed on %s, and can only have been held since.",
                        say_day(self.env, review.missed_on),
                    )
                )

    @api.constrains("state", "waive_reason")
    def _check_waived(self):
        for review in self:
            if review.state == "cancelled" and not (review.waive_reason or "").strip():
                raise ValidationError(self.env._("Say why the review does not take place."))

    @api.constrains("start_at", "stop_at")
    def _check_times(self):
        for review in self:
            if review.start_at and (not review.stop_at or review.stop_at <= review.start_at):
                raise ValidationError(self.env._("The meeting ends before it begins: choose a later end."))
