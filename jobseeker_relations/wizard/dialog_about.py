from odoo import api, models


class DialogAbout(models.TransientModel):
    """A dialog about one record of ours: it tells nothing of one that its user is not to change.

    Inherited as Python does it, and no model of its own, which would want a name in every language.
    """

    _register = False
    #: Name of the many2one that says what it is about.
    _about = ""

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get(f"default_{self._about}")
        self._get_about([vals.get(self._about) or default for vals in vals_list]).check_access("write")
        return super().create(vals_list)

    def write(self, vals):
        self._get_about(vals.get(self._about) or ()).check_access("write")
        return super().write(vals)

    def _get_about(self, ids):
        return self.env[self._fields[self._about].comodel_name].browse(ids)
