from odoo import models

from .hr_jobseeker_review import OPEN_STATES


class HrJobseeker(models.Model):
    """Two relationships that become one owe one review: the earlier one stays, and what was missed."""

    _inherit = "hr.jobseeker"

    def _prepare_join(self, other):
        result = super()._prepare_join(other)
        opened = (self | other).review_ids.filtered(lambda review: review.state in OPEN_STATES)
        later = opened.sorted(lambda review: (review.due_on, review.id))[1:]
        later.filtered(lambda review: review.state == "scheduled")._withdraw(
            self.env._("Two relationships of one person were joined, and one review is enough")
        )
        return result
