from odoo import api, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """The PDF of an agreement is its proof: nobody but the system changes or deletes it."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if self._is_proof():
            raise UserError(
                self.env._("An answer is recorded once, when it is given, and stays as it is. Use the buttons for it.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proof(self):
        if self._is_proof():
            raise UserError(self.env._("Only a draft can be deleted: what was offered stays on record."))

    def _is_proof(self):
        if self.env.su:
            return False
        files = self.sudo()  # sudo: what it belongs to is asked before anybody's rights
        files = files.filtered(lambda file: file.res_model == "hr.jobseeker.agreement")
        return bool(files) and bool(
            files.env["hr.jobseeker.agreement"].search_count([("pdf_id", "in", files.ids)], limit=1)
        )
