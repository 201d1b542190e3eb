from odoo import api, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """The files of an agreement are its proof: nobody but the system adds, changes or deletes its PDF and signature.

    So is the copy of a file that somebody agreed to have sent to a hirer.

    Of a field that is kept as a file, core asks the attachment who may write it, and never the agreement.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._check_proof()  # afterwards: a default names the agreement as well as a value
        return files

    def write(self, vals):
        self._check_proof()
        result = super().write(vals)
        if {"res_model", "res_id", "res_field"} & vals.keys():
            self._check_proof()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_proof(self):
        if self._is_proof():
            raise UserError(self.env._("Only a draft can be deleted: what was offered stays on record."))

    def _check_proof(self):
        if self._is_proof():
            raise UserError(
                self.env._("An answer is recorded once, when it is given, and stays as it is. Use the buttons for it.")
            )

    def _is_proof(self):
        if self.env.su:
            return False
        files = self.sudo()  # sudo: what it belongs to is asked before anybody's rights
        sent = files.filtered(lambda file: file.res_model == "hr.jobseeker.referral")
        if sent and sent.env["hr.jobseeker.referral"].search_count([("cv_copy_id", "in", sent.ids)], limit=1):
            return True
        files = files.filtered(lambda file: file.res_model == "hr.jobseeker.agreement")
        if any(file.res_field for file in files):
            return True
        return bool(files) and bool(
            files.env["hr.jobseeker.agreement"].search_count([("pdf_id", "in", files.ids)], limit=1)
        )
