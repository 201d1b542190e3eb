from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_jobseeker_review import OPEN_STATES, TRANSITIONS


class HrJobseekerReview(models.Model):
    """The life of a review: what may become of it, and what is remembered of each move."""

    _inherit = "hr.jobseeker.review"

    @api.model_create_multi
    def create(self, vals_list):
        """A review begins as scheduled, and moves by the table; what the system enters as held changes nothing else."""
        states = [vals.get("state", "scheduled") for vals in vals_list]
        if not self.env.su:
            vals_list = [{**vals, "state": "scheduled"} for vals in vals_list]
        reviews = super().create(vals_list)
        reviews.filtered("next_review_on")._note_choice()
        for review, state in zip(reviews, states, strict=True):
            if review.state != state:
                review.write({"state": state})
        past = reviews.filtered(lambda review: review.state == "held" and not review.settled_on)
        for review in past.sudo():  # sudo: the system's own field
            review.write({"settled_on": review.held_on, "next_by_hand": bool(review.next_review_on)})
        return reviews

    def write(self, vals):
        self._check_open()
        moving = self.filtered(lambda review: review.state != vals["state"]) if "state" in vals else self.browse()
        if moving:
            moving._check_transition(vals["state"])
            vals = dict(self._get_move_defaults(vals), **vals)
        if vals.get("jobseeker_id") and not self.env.su and self.jobseeker_id.ids != [vals["jobseeker_id"]]:
            raise UserError(self.env._("A review stays with its person. Cancel it, and schedule one for the other."))
        if "due_on" in vals:
            self._note_overdue()
        result = super().write(vals)
        if "next_review_on" in vals:
            self._note_choice()
        moving._settle()
        return result

    def _get_move_defaults(self, vals):
        """What a move needs and its author did not say."""
        if vals["state"] == "held" and not all(self.mapped("held_on")):
            return {"held_on": fields.Date.context_today(self)}
        return {}

    def _check_transition(self, state):
        """Raise UserError, naming both states, where the table has no such move."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for review in self:
            allowed = TRANSITIONS[review.state]
            if state in allowed:
                continue
            names = ", ".join(labels[key] for key in labels if key in allowed)
            raise UserError(
                self.env._(
                    "This review is “%(before)s” and cannot become “%(after)s”. From here it can become: %(allowed)s.",
                    before=labels[review.state],
                    after=labels.get(state, state),
                    allowed=names or self.env._("nothing else"),
                )
            )
        if state == "missed":
            self._check_was_due()

    def _check_was_due(self):
        if not all(review.was_due for review in self):
            raise UserError(
                self.env._("This review is still to come: it can be held, moved or waived, but not be missed yet.")
            )

    def _check_open(self):
        """What was held or cancelled is a record of what happened."""
        if any(review.state not in OPEN_STATES for review in self) and not self.env.su:
            raise UserError(
                self.env._("A review that was held or cancelled stays as it was. Schedule another one to look again.")
            )

    def _settle(self):
        """Enter what follows from the state that these reviews have just reached; return them."""
        for review in self.sudo():  # sudo: the system's own fields
            if review.state == "held":
                review.settled_on = review.held_on
            elif review.state == "missed":
                review.missed_on = fields.Date.context_today(self)
            elif review.state == "cancelled":
                review.settled_on = fields.Date.context_today(self)
        return self

    def _withdraw(self, reason):
        """Cancel what is no longer owed: nobody waived it, so the interval does not count from it."""
        reviews = self.sudo()  # sudo: an interval or a state that ended, whoever caused it
        reviews.write({"state": "cancelled", "waive_reason": reason})
        reviews.write({"settled_on": False})

    def _note_overdue(self):
        """A day that passed is remembered when the review gets another one."""
        owed = self.sudo().filtered(lambda review: review._is_owed() and not review.overdue_since)  # sudo: as below
        for day, reviews in owed.grouped("due_on").items():
            reviews.overdue_since = day

    def _note_choice(self):
        for review in self.sudo():  # sudo: the system's own field
            by_hand = review._is_next_by_hand()
            if review.next_by_hand != by_hand:
                review.next_by_hand = by_hand
