from odoo import api, models
from odoo.exceptions import AccessError


class HrJobseekerShared(models.AbstractModel):
    """Settings of which a row without a company holds for all: who changes it answers for all of them.

    Others copy it to their own company, where the copy stands before it.
    """

    _name = "hr.jobseeker.shared"
    _description = "Setting of One Company or of All"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_shared()
        return records

    def write(self, vals):
        self._check_shared()
        result = super().write(vals)
        self._check_shared()
        return result

    def unlink(self):
        self._check_shared()
        return super().unlink()

    def _check_shared(self):
        if self.env.su or self._answers_for_all():
            return
        for record in self:
            if not record.company_id:
                raise AccessError(
                    self.env._(
                        "“%s” holds for all companies, and you work in some of them: copy it, and choose your company.",
                        record.display_name,
                    )
                )

    @api.model
    def _answers_for_all(self):
        """Whether the user works in every company."""
        own = self.env.user.company_ids
        # sudo: whether there are others, not which
        return not self.env["res.company"].sudo().search_count([("id", "not in", own.ids)], limit=1)
