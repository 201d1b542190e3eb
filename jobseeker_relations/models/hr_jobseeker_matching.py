from odoo import api, models
from odoo.fields import Domain

#: Who looks for work through us at present.
MATCHED_STATES = ("enquiry", "active")


class HrJobseeker(models.Model):
    """Who may be matched with a job at all; what hides somebody for a time extends this (issue 6 §3, §4)."""

    _inherit = "hr.jobseeker"

    @api.model
    def _get_matching_domain(self):
        """Domain of the people who may be matched: they look through us, may be asked, and nothing is frozen.

        Who wants no contact at all cannot be asked about a hirer, so nothing is looked for on their behalf.
        """
        return (
            Domain("state", "in", MATCHED_STATES)
            & Domain("restricted_at", "=", False)
            & Domain("do_not_contact", "!=", True)
        )
