from odoo import models

#: Of two decisions about one job, the later one in this list stands.
STRENGTH = ["suggested", "dismissed", "accepted"]


class HrJobseeker(models.Model):
    """Two relationships become one: of each job one suggestion stands, the one about which more was decided."""

    _inherit = "hr.jobseeker"

    def _prepare_join(self, other):
        # sudo: decisions of both are the system's to settle
        rows = self.env["hr.jobseeker.match.suggestion"].sudo().search([("jobseeker_id", "in", (self + other).ids)])
        for doubles in rows.grouped("job_id").values():
            strongest = doubles.sorted(lambda row: STRENGTH.index(row.state))[-1:]
            (doubles - strongest).unlink()
        return super()._prepare_join(other)
