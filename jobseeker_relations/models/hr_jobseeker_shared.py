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
            # as it is saved: who empties the company in a form may still put it back
            record.may_change = all_of_them or bool(record._origin.company_id)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """A form lets nobody edit what they cannot save: what cannot be changed looks so from the start."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view.type == "form":
            for node in arch.xpath("//field[not(ancestor::field)]"):
                field, asked = self._fields.get(node.get("name")), node.get("readonly")
                if field and not field.readonly and asked not in ("1", "True"):
                    theirs = "id and not may_change"
                    node.set("readonly", f"({asked}) or ({theirs})" if asked else theirs)
        return arch, view

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_shared()
        return records

    def copy_data(self, default=None):
        """The copy of a row for all companies is the user's own company's, unless they answer for all."""
        vals_list = super().copy_data(default)
        if not self.env.su and not self._answers_for_all():
            for vals in filter(None, vals_list):  # None where a record was copied on the way
                vals["company_id"] = vals.get("company_id") or self.env.company.id
        return vals_list

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
