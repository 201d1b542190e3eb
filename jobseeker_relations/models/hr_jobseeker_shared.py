from odoo import api, fields, models
from odoo.exceptions import AccessError


class HrJobseekerShared(models.AbstractModel):
    """Settings of which a row without a company holds for all: who changes it answers for all of them.

    Others copy it to their own company, where the copy stands before it.
    """

    _name = "hr.jobseeker.shared"
    _description = "Setting of One Company or of All"

    may_change = fields.Boolean(compute="_compute_may_change")

    @api.depends("company_id")
    @api.depends_context("uid")
    def _compute_may_change(self):
        all_of_them = self.env.su or self._answers_for_all()
        for record in self:
            record.may_change = all_of_them or bool(record.company_id)

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
