from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..rules.review_dates import review_day, working_day
from ..rules.send_window import ALWAYS, SendWindow
from .hr_jobseeker_review import OPEN_STATES
from .moment import say_day

#: Nobody is reviewed whose search rests or is over.
RESTING_STATES = ("on_hold", "closed")


class Owed(NamedTuple):
    """The review that is owed to a person next: its day, and what promised it (interval, agreement, by hand)."""

    day: date
    source: str
    first: bool


class HrJobseeker(models.Model):
    """When the job search is looked back at with this person, and what promises it.

    ``next_review_on`` is what people see. ``review_look_on`` is for the planner: the day of a review that is still to
    be made, a day in the past where the one that is open no longer fits, and nothing where all is as it should be.
    """

    _inherit = "hr.jobseeker"

    review_ids = fields.One2many("hr.jobseeker.review", "jobseeker_id")
    review_count = fields.Integer(compute="_compute_review_count")
    next_review_on = fields.Date(
        string="Next Review",
        compute="_compute_next_review",
        store=True,
        index="btree_not_null",
        help="When you look back at the job search next: the open review, else the day that the interval gives.",
    )
    review_look_on = fields.Date(compute="_compute_next_review", store=True, readonly=False, copy=False)
    review_fault = fields.Char(readonly=True, copy=False, help="Why a review could not be scheduled.")
    review_explanation = fields.Char(string="Reviews", compute="_compute_review_explanation")

    _review_look_idx = models.Index("(company_id, review_look_on) WHERE review_look_on IS NOT NULL")

    def _has_field_access(self, field, operation):
        kept = operation == "write" and field.name in ("next_review_on", "review_look_on", "review_fault")
        return (self.env.su or not kept) and super()._has_field_access(field, operation)

    @api.depends("review_ids")
    def _compute_review_count(self):
        self._compute_count("review_count", "hr.jobseeker.review")

    # --- the interval -----------------------------------------------------------------------------

    def _get_review_interval_days(self, policy=None):
        """Days between two reviews: as agreed, else as the policy says; 0 where nothing promises any.

        :param policy: one that is about to take over
        """
        self.ensure_one()
        person = self.sudo()  # sudo: the promise is the same whoever asks
        return person.agreed_review_days or (policy or person.policy_id).review_interval_days or 0

    def _get_review_window(self):
        """Working days by which reviews are due: the adviser's own, else the company's."""
        self.ensure_one()
        person = self.sudo()  # sudo: a colleague's working hours are not everybody's to read
        calendar = person.adviser_id.resource_calendar_id or person.company_id.resource_calendar_id
        zone = calendar.tz or "UTC"
        return calendar._get_send_window(zone) if calendar else SendWindow.of(zone, ALWAYS)

    def _get_review_day_after(self, day, policy=None):
        """The working day on which an interval that begins on that day ends; False without an interval."""
        interval = self._get_review_interval_days(policy)
        return review_day(day, interval, self._get_review_window()) if interval else False

    # --- what is owed -----------------------------------------------------------------------------

    @api.depends(
        "review_ids.state",
        "review_ids.due_on",
        "review_ids.start_at",
        "review_ids.planned_for",
        "review_ids.settled_on",
        "review_ids.next_review_on",
        "review_ids.next_by_hand",
        "state",
        "state_since",
        "rested_until",
        "do_not_contact",
        "agreed_review_days",
        "policy_id.review_interval_days",
        "adviser_id",
        "company_id",
    )
    def _compute_next_review(self):
        facts = self._get_review_facts()
        for jobseeker in self:
            latest, opened = facts[jobseeker._origin.id]
            owed = jobseeker._get_owed_review(latest)
            day = owed.day if owed else False
            jobseeker.next_review_on = opened.due_on if opened else day
            jobseeker.review_look_on = jobseeker._get_review_look(opened, day)

    def _get_review_look(self, opened, day):
        """When the planner has to look at this person, or False."""
        if not opened:
            return day
        fixed = opened._is_owed() or not opened.planned_for or opened.start_at
        return False if fixed or opened.planned_for == day else fields.Date.today()

    def _get_review_facts(self):
        """{id: (the latest review that was held or waived, the one that is open)} in one query for all."""
        Review = self.env["hr.jobseeker.review"].sudo()  # sudo: the system's own count, whoever causes it
        none = Review.browse()
        facts = defaultdict(lambda: (none, none))
        if not self.ids:
            return facts
        Review.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (jobseeker_id, settled_on IS NULL) jobseeker_id, settled_on IS NULL, id
                  FROM hr_jobseeker_review
                 WHERE jobseeker_id IN %(ids)s AND (settled_on IS NOT NULL OR state IN %(open)s)
                 ORDER BY jobseeker_id, settled_on IS NULL, settled_on DESC, state = 'scheduled' DESC, due_on, id DESC
                """,
                ids=tuple(self.ids),
                open=OPEN_STATES,
            )
        )
        Review = Review.browse(review_id for *_key, review_id in rows)
        found = {review.id: review for review in Review}
        for person_id, is_open, review_id in rows:
            latest, opened = facts[person_id]
            facts[person_id] = (latest, found[review_id]) if is_open else (found[review_id], opened)
        return facts

    def _get_owed_review(self, latest):
        """The review that the facts give, whether or not it is scheduled already; None where none is promised.

        :param latest: the last one that was held or waived
        """
        self.ensure_one()
        if self.state in RESTING_STATES or self.do_not_contact:
            return None
        window = self._get_review_window()
        if latest.state == "held" and latest.next_by_hand and latest.next_review_on:
            day = max(latest.next_review_on, self.rested_until or latest.next_review_on)
            return Owed(working_day(day, window), "by_hand", first=False)
        interval = self._get_review_interval_days()
        if not interval:
            return None
        began = latest.settled_on or window.day_of(self.state_since or self.create_date or fields.Datetime.now())
        since = max(began, self.rested_until or began)
        source = "agreement" if self.agreed_review_days else "policy"
        return Owed(review_day(since, interval, window), source, first=not latest)

    # --- the sentence -----------------------------------------------------------------------------

    @api.depends("next_review_on", "review_fault", "agreed_review_days", "policy_id", "state")
    @api.depends_context("lang", "uid")
    def _compute_review_explanation(self):
        facts = self._get_review_facts()
        for jobseeker in self:
            latest, opened = facts[jobseeker._origin.id]
            jobseeker.review_explanation = jobseeker._explain_review(latest, opened)

    def _explain_review(self, latest, opened):
        """Where the next review comes from, in a sentence."""
        if self.review_fault:
            return self.env._("The next review could not be scheduled: %s", self.review_fault)
        if opened and not opened.planned_for:
            return self.env._("Next review on %s, scheduled by hand.", say_day(self.env, opened.due_on))
        owed = self._get_owed_review(latest)
        if not owed:
            return self._explain_no_review()
        day, days = say_day(self.env, self.next_review_on or owed.day), self._get_review_interval_days()
        if owed.source == "by_hand":
            held = say_day(self.env, latest.held_on)
            return self.env._("Next review on %(day)s, as chosen in the review of %(held)s.", day=day, held=held)
        if owed.source == "agreement":
            return self.env._("Next review on %(day)s: every %(days)s days, as agreed.", day=day, days=days)
        return self.env._(
            "Next review on %(day)s: every %(days)s days by “%(policy)s”.",
            day=day,
            days=days,
            policy=self.policy_id.name,
        )

    def _explain_no_review(self):
        if self.state in RESTING_STATES:
            return self.env._("No review while the search rests or is closed.")
        if self.do_not_contact:
            return self.env._("No review: the person asked not to be contacted.")
        return self.env._("Neither an agreement nor a contact policy promises reviews.")

    # --- life cycle -------------------------------------------------------------------------------

    def write(self, vals):
        """A search that rests or is over owes no review to come; a new adviser takes over the former one's."""
        former = {person: person.adviser_id for person in self} if "adviser_id" in vals else {}
        result = super().write(vals)
        moved = [person for person, adviser in former.items() if person.adviser_id != adviser]
        resting = vals.get("state") in RESTING_STATES or vals.get("do_not_contact")
        if resting or moved:
            # sudo: what follows from it, whoever causes it
            reviews = self.env["hr.jobseeker.review"].sudo()
            reviews = reviews.search([("jobseeker_id", "in", self.ids), ("state", "in", OPEN_STATES)])
            if resting and reviews:
                self._settle_reviews(reviews, vals)
            theirs = reviews.filtered(
                lambda review: (
                    review.state in OPEN_STATES
                    and review.jobseeker_id in moved
                    and review.user_id == former[review.jobseeker_id]
                )
            )
            if theirs:
                theirs.write({"user_id": vals["adviser_id"]})
        return result

    @api.model
    def _settle_reviews(self, reviews, vals):
        """What is owed outlives a hold; where the search is over, or nobody may ask, that is the reason of a waiver."""
        reason = self._get_withdraw_reason(vals)
        owed = reviews.filtered(lambda review: review._is_owed())
        if reviews - owed:
            (reviews - owed)._withdraw(reason)
        if owed and vals.get("state") != "on_hold":
            owed.write({"state": "cancelled", "waive_reason": reason})

    @api.model
    def _get_withdraw_reason(self, vals):
        return {
            "on_hold": self.env._("Put on hold"),
            "closed": self.env._("Closed"),
        }.get(vals.get("state"), self.env._("Asked for no contact"))

    # --- buttons ----------------------------------------------------------------------------------

    def action_review(self):
        """Open the review that is due; where none is, a new one."""
        self.ensure_one()
        self.check_access("write")
        opened = self.review_ids.filtered(lambda review: review.state in OPEN_STATES).sorted("due_on")[:1]
        if opened:
            return opened.action_open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Review with %s", self.name),
            "res_model": "hr.jobseeker.review",
            "views": [(False, "form")],
            "context": {
                "default_jobseeker_id": self.id,
                "default_user_id": self.adviser_id.id,
                "default_due_on": self.next_review_on or fields.Date.context_today(self),
            },
        }

    def action_open_reviews(self):
        action = self._get_related("jobseeker_relations.hr_jobseeker_review_action")
        return dict(action, context={"default_jobseeker_id": self.id})
