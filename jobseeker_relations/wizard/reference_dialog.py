from odoo import api, models


class ReferenceDialog(models.TransientModel):
    """A dialog about one reference, ``reference_id``: it tells nothing of one that its user is not to change.

    Inherited as Python does it, and no model of its own, which would want a name in every language.
    """

    _register = False

    @api.model_create_multi
    def create(self, vals_list):
        self.env["hr.jobseeker.reference"].browse(
            [vals.get("reference_id") or self.env.context.get("default_reference_id") for vals in vals_list]
        ).check_access("write")
        return super().create(vals_list)

    def write(self, vals):
        self.env["hr.jobseeker.reference"].browse(vals.get("reference_id") or ()).check_access("write")
        return super().write(vals)
