from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .hr_jobseeker_review import OPEN_STATES
from .status_laws import find_status, set_status

STATUSES = [
    ("overdue", "Overdue"),
    ("this_week", "This week"),
    ("upcoming", "Upcoming"),
    ("missed", "Missed"),
    ("held", "Took place"),
    ("cancelled", "Cancelled"),
]


class HrJobseekerReview(models.Model):
    """How a review stands today: nothing has to run for "overdue" to be true (design §2)."""

    _inherit = "hr.jobseeker.review"

    review_status = fields.Selection(
        STATUSES, string="Status", compute="_compute_review_status", search="_search_review_status"
    )
    timeliness = fields.Selection(
        [("on_time", "Held on time"), ("late", "Held late"), ("missed", "Missed"), ("waived", "Waived")],
        compute="_compute_timeliness",
        store=True,
        help="Whether the promise of a review was kept.",
    )

    @api.model
    def _get_review_status_laws(self):
        """[(status, domain)] today: the first that holds decides; the last holds always."""
        today = fields.Date.context_today(self)
        sunday = today + timedelta(days=6 - today.weekday())
        return [
            ("held", Domain("state", "=", "held")),
            ("cancelled", Domain("state", "=", "cancelled")),
            ("missed", Domain("state", "=", "missed")),
            ("overdue", Domain("due_on", "<", today)),
            ("this_week", Domain("due_on", "<=", sunday)),
            ("upcoming", Domain.TRUE),
        ]

    @api.depends("state", "due_on")
    def _compute_review_status(self):
        set_status(self, "review_status", self._get_review_status_laws())

    def _search_review_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = find_status(self._get_review_status_laws(), value)
        if not {"held", "cancelled"} & set(value):
            # follows from the laws, and says it in words that an index understands
            found &= Domain("state", "in", OPEN_STATES)
        return found

    @api.depends("state", "due_on", "held_on", "settled_on", "overdue_since", "missed_on")
    def _compute_timeliness(self):
        """A day that both moved to in time is the promise; what was withdrawn with its interval was none."""
        for review in self:
            if review.state == "held":
                promised = review.overdue_since or review.due_on
                late = review.missed_on or (review.held_on and promised and review.held_on > promised)
                review.timeliness = "late" if late else "on_time"
            elif review.state == "missed":
                review.timeliness = "missed"
            else:
                review.timeliness = "waived" if review.state == "cancelled" and review.settled_on else False
