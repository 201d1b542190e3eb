from odoo import models


class HrJobseeker(models.Model):
    """Two relationships become one: on a list where both stood one of them stands."""

    _inherit = "hr.jobseeker"

    def _prepare_join(self, other):
        """The row about which something was decided last stays."""
        # sudo: whose lists these are is nothing to who merges
        rows = self.env["hr.jobseeker.prospect"].sudo().search([("jobseeker_id", "in", (self | other).ids)])
        for both in rows.grouped("search_id").values():
            last_first = both.sorted(
                lambda row: (bool(row.decided_at), row.decided_at or row.create_date), reverse=True
            )
            last_first[1:].unlink()
        return super()._prepare_join(other)
