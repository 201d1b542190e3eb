from odoo import api, models
from odoo.exceptions import UserError


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


class DialogAboutShown(DialogAbout):
    """A dialog that keeps a yes to what was read: to nothing else, whatever changed while it was open.

    Its ``shown_digest`` is made when it is opened, and comes back with it: the form saves it (``force_save``), as a
    default that is made at the end would stand for what nobody read. Without one no yes is kept.
    """

    _register = False

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "shown_digest" in fields and values.get(self._about):
            about = self._get_about(values[self._about])
            about.check_access("write")
            values["shown_digest"] = about.sudo()._digest_shown()  # sudo: a fingerprint
        return values

    def _check_as_read(self):
        """:raises UserError: it is not what was read"""
        if self.shown_digest != self[self._about].sudo()._digest_shown():  # sudo: as above
            raise UserError(
                self.env._(
                    "It was changed since you opened this. Close it, read it to them, and press “Record Their Answer” "
                    "again."
                )
            )
