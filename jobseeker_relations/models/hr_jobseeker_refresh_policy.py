from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules.refresh_ladder import Ladder

#: The steps after the asking, in their order.
LATER = ("refresh_warn_days", "refresh_hide_days", "refresh_review_days")


class HrJobseekerContactPolicy(models.Model):
    """How often people are asked whether what they want is still true, and what follows from silence.

    Whoever is asked has so many days until each of the steps; 0 leaves a step out. Nothing is deleted.
    """

    _inherit = "hr.jobseeker.contact.policy"

    refresh_interval_days = fields.Integer(
        string="Confirm Requirements Every",
        tracking=True,
        help="Days after which the person is asked whether what they want is still true; 0: nobody asks.",
    )
    refresh_warn_days = fields.Integer(
        string="Warn After", default=14, tracking=True, help="Days after the question; 0: nobody is warned."
    )
    refresh_hide_days = fields.Integer(
        string="Hide From Matching After",
        default=28,
        tracking=True,
        help="Days after the question; 0: nobody is hidden.",
    )
    refresh_review_days = fields.Integer(
        string="Review After", default=42, tracking=True, help="Days after the question; 0: no review is owed for it."
    )

    _refresh_not_negative = models.Constraint(
        "CHECK(refresh_interval_days BETWEEN 0 AND 3660 AND refresh_warn_days BETWEEN 0 AND 3660"
        " AND refresh_hide_days BETWEEN 0 AND 3660 AND refresh_review_days BETWEEN 0 AND 3660)",
        "Requirements are confirmed after a number of days, from 0, which leaves a step out, to 3660.",
    )

    @api.constrains(*LATER)
    def _check_refresh_order(self):
        for policy in self:
            days = [policy[name] for name in LATER if policy[name] > 0]
            if days != sorted(days):
                raise ValidationError(
                    self.env._(
                        "“%s”: people are warned first, then hidden from matching, then reviewed. Put the days in this "
                        "order, or 0 where a step is left out.",
                        policy.name,
                    )
                )

    def _get_refresh_ladder(self):
        """The days as a value for ``rules.refresh_ladder``; of no policy: nobody asks."""
        if not self:
            return Ladder()
        return Ladder(self.refresh_interval_days, *(self[name] for name in LATER))
