from datetime import datetime, time

from odoo import api, fields, models

from ..rules.contact_timing import next_due

BLOCKS = [
    ("do_not_contact", "Asked for no contact"),
    ("blacklisted", "E-mail address on the blacklist"),
    ("no_address", "No e-mail address and no phone number"),
]


class HrJobseeker(models.Model):
    """The contact clock: which policy is in force, and what is owed when. Only facts and promises are stored."""

    _inherit = "hr.jobseeker"

    policy_id = fields.Many2one(
        "hr.jobseeker.contact.policy",
        string="Contact Policy",
        compute="_compute_policy_id",
        inverse="_inverse_policy_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        tracking=True,
        check_company=True,
        help="The policy whose audience this person belongs to, unless you choose another. Empty it to follow again.",
    )
    chosen_policy_id = fields.Many2one(
        "hr.jobseeker.contact.policy",
        string="Policy Chosen by Hand",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    waiver_ids = fields.One2many("hr.jobseeker.waiver", "jobseeker_id")
    waived_until = fields.Date(compute="_compute_waived_until", store=True)
    contact_block = fields.Selection(BLOCKS, compute="_compute_contact_block", store=True, string="Blocked Because")

    next_contact_at = fields.Datetime(
        string="Next Contact", compute="_compute_contact_clock", store=True, help="When contact falls due."
    )
    contact_overdue_at = fields.Datetime(
        compute="_compute_contact_clock", store=True, help="From this moment the promise is broken."
    )
    contact_due_cause = fields.Selection(
        [("gap", "Interval"), ("milestone", "First contacts"), ("response", "Answer owed"), ("waiver", "Waived until")],
        compute="_compute_contact_clock",
        store=True,
    )
    follow_up_at = fields.Datetime(
        compute="_compute_contact_clock",
        store=True,
        readonly=False,
        help="When the follow-up engine has to look at this person again; empty: not before something happens.",
    )
    held_until = fields.Datetime(
        compute="_compute_contact_clock", store=True, readonly=False, help="A letter is due and waits for this moment."
    )
    held_reason = fields.Char(compute="_compute_contact_clock", store=True, readonly=False)

    # what the lists sort by and the filters ask for: see docs/benchmarks.md
    # what the kanban, the group-bys and the graph count: a company's people, from the index alone
    _pool_idx = models.Index(
        "(company_id, state) INCLUDE (policy_id, adviser_id, next_contact_at, last_contact_at, contact_overdue_at,"
        " contact_block, held_until, hold_until)"
    )
    _next_contact_idx = models.Index("(next_contact_at, id)")
    _overdue_idx = models.Index("(contact_overdue_at, id) WHERE contact_overdue_at IS NOT NULL")
    _held_idx = models.Index("(held_until) WHERE held_until IS NOT NULL")
    _resting_idx = models.Index("(hold_until) WHERE hold_until IS NOT NULL")
    _blocked_idx = models.Index("(next_contact_at, id) WHERE contact_block IS NOT NULL")
    _closed_idx = models.Index("(next_contact_at, id) WHERE state = 'closed'")
    _without_policy_idx = models.Index("(next_contact_at, id) WHERE policy_id IS NULL")
    _follow_up_at_idx = models.Index("(follow_up_at) WHERE follow_up_at IS NOT NULL")

    # --- the policy in force ----------------------------------------------------------------------

    @api.depends(
        "chosen_policy_id",
        "state",
        "seeking",
        "company_id",
        "applicant_ids.job_id",
        "applicant_ids.talent_pool_ids",
        "applicant_ids.categ_ids",
    )
    def _compute_policy_id(self):
        by_hand = self.filtered("chosen_policy_id")
        matched = self.env["hr.jobseeker.contact.policy"]._match(self - by_hand)
        for jobseeker in self:
            jobseeker.policy_id = jobseeker.chosen_policy_id or matched.get(jobseeker, False)

    def _inverse_policy_id(self):
        matched = self.env["hr.jobseeker.contact.policy"]._match(self)
        for jobseeker in self:
            policy = jobseeker.policy_id
            jobseeker.chosen_policy_id = policy if policy != matched.get(jobseeker, policy.browse()) else False
        emptied = self.filtered(lambda jobseeker: not jobseeker.policy_id)
        self.env.add_to_compute(self._fields["policy_id"], emptied)

    # --- what stands in the way -------------------------------------------------------------------

    @api.depends("waiver_ids.until")
    def _compute_waived_until(self):
        latest = dict(
            self.env["hr.jobseeker.waiver"]._read_group(
                [("jobseeker_id", "in", self.ids)], ["jobseeker_id"], ["until:max"]
            )
        )
        for jobseeker in self:
            jobseeker.waived_until = latest.get(jobseeker._origin, False)

    @api.depends("do_not_contact", "partner_id.email_normalized", "partner_id.phone")
    def _compute_contact_block(self):
        addresses = self.partner_id.mapped("email_normalized")
        # sudo: whether an address is on the blacklist must not depend on who looks
        entries = self.env["mail.blacklist"].sudo().search([("email", "in", addresses), ("active", "=", True)])
        listed = set(entries.mapped("email"))
        for jobseeker in self:
            address, phone = jobseeker.partner_id.email_normalized, jobseeker.partner_id.phone
            jobseeker.contact_block = self._get_block(jobseeker.do_not_contact, address, address in listed, phone)

    @api.model
    def _get_block(self, refused, address, is_listed, phone):
        if refused:
            return "do_not_contact"
        if is_listed:
            return "blacklisted"
        return False if address or phone else "no_address"

    # --- the clock --------------------------------------------------------------------------------

    @api.depends(
        "policy_id.min_gap_days",
        "policy_id.max_gap_days",
        "policy_id.first_days",
        "policy_id.response_hours",
        "policy_id.calendar_id",
        "contact_interval_days",
        "agreed_interval_days",
        "agreed_response_hours",
        "state",
        "state_since",
        "placed_on",
        "hold_until",
        "last_contact_at",
        "waiting_since",
        "enquiry_id",
        "enquiry_id.paused_since",
        "first_reply_due_at",
        "waived_until",
        "rested_until",
        "contact_block",
        "starts_on",
        "partner_id.tz",
        "reach_from",
        "reach_to",
    )
    def _compute_contact_clock(self):
        windows = self._get_windows()
        for jobseeker in self:
            due = jobseeker._get_next_due(windows[jobseeker])
            jobseeker.next_contact_at = due.at if due else False
            jobseeker.contact_overdue_at = due.overdue_at if due else False
            jobseeker.contact_due_cause = due.cause if due else False
            jobseeker.follow_up_at = jobseeker._get_first_look(due, windows[jobseeker])
            turn = jobseeker._get_turn(due, windows[jobseeker])
            jobseeker.held_until = turn or False
            jobseeker.held_reason = "spread" if turn else False

    def _get_next_due(self, window):
        """What this person is owed next (``rules.contact_timing.Due``), or None when nothing was promised."""
        self.ensure_one()
        policy = self.policy_id.sudo()  # sudo: the clock is the same whoever caused it to be set
        if not policy or self.state == "closed":
            return None
        return next_due(
            since=self._get_since(window),
            last_contact=self._get_counted_from(),
            unanswered_inbound=self._get_unanswered_since(),
            waived_until=max(filter(None, (self.waived_until, self.rested_until)), default=None),
            bounds=policy._bounds(self._get_interval_days()),
            milestones=policy._milestones(),
            response_hours=self._get_response_hours(),
            window=window,
            answer_by=self._get_answer_by(),
        )

    def _get_unanswered_since(self):
        """Since when they wait for an answer, or None."""
        return self.waiting_since or None

    def _get_answer_by(self):
        """Until when they were told that they have it; None: the hours that were promised count."""
        return None

    def _get_counted_from(self):
        """The contact from which the interval counts, or None for the beginning of the state.

        To record a placement is to have spoken of it: of the first contacts after it only those that are still to come
        are owed, however long ago the first day of work was (an import, the installation).
        """
        if self.state == "placed":
            return max(filter(None, (self.last_contact_at, self.state_since)), default=None)
        return self.last_contact_at or None

    def _get_since(self, window):
        """When the present state began for the person: a placement begins on its first day of work."""
        if self.state == "placed" and self.placed_on:
            return window.to_utc(datetime.combine(self.placed_on, time.min))
        return self.state_since or self.create_date or fields.Datetime.now()

    def _get_hold_end(self, window):
        """The instant at which a hold ends, or None; without a date it ends only by hand."""
        if not self.hold_until:
            return None
        return window.to_utc(datetime.combine(self.hold_until, time.min))

    def _get_first_look(self, due, window):
        """When the engine must look for the first time after something changed."""
        if self.state == "on_hold":
            return self._get_hold_end(window) or False
        return self._get_turn(due, window) or (due.at if due else False)

    def _get_turn(self, due, window):
        """The instant until which a policy that took in many at once has not begun with this person, or None."""
        start = self._get_start(window)
        later = start and due and due.cause != "response" and self.state != "on_hold" and start > due.at
        return start if later else None
