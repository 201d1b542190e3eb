from odoo import api, models
from odoo.fields import Domain


class HrJobseeker(models.Model):
    """Who did not say for so long that what they want is still true is matched with no job."""

    _inherit = "hr.jobseeker"

    @api.model
    def _get_matching_domain(self):
        return super()._get_matching_domain() & Domain("hidden_from_matching_since", "=", False)

    @api.depends("hidden_from_matching_since")
    def _compute_is_matched(self):
        return super()._compute_is_matched()
