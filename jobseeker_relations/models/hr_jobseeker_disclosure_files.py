from odoo import api, models
from odoo.exceptions import AccessError, UserError

DISCLOSURE = "hr.jobseeker.disclosure"


class IrAttachment(models.Model):
    """No copy of a certificate is kept, whoever brings it and whichever way: not even by the system itself."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        try:
            files._check_no_certificate()  # afterwards: a default names the check as well as a value
        except AccessError:
            files.sudo().unlink()  # sudo: core's upload swallows what is raised, and would keep them
            raise
        return files

    def write(self, vals):
        result = super().write(vals)
        if "res_model" in vals:
            self._check_no_certificate()
        return result

    def _check_no_certificate(self):
        if any(file.res_model == DISCLOSURE for file in self.sudo()):  # sudo: it binds everybody
            raise AccessError(  # of which core's upload says that it is not allowed; of others, nothing
                self.env._(
                    "No copy of a criminal record certificate is kept: look at it, enter the day on which it was "
                    "issued and its result, and give it back."
                )
            )


class MailMessage(models.Model):
    """Nor is there a thread in which somebody could write down what a certificate says."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_model")
        if any(vals.get("model", default) == DISCLOSURE for vals in vals_list):
            _refuse_words(self.env)
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("model") == DISCLOSURE:
            _refuse_words(self.env)
        return super().write(vals)


class MailActivity(models.Model):
    """Nor a task, with a note of its own."""

    _inherit = "mail.activity"

    @api.constrains("res_model_id", "res_model")
    def _check_no_certificate(self):
        if any(activity.res_model == DISCLOSURE for activity in self.sudo()):  # sudo: it binds everybody
            _refuse_words(self.env)


def _refuse_words(env):
    raise UserError(env._("Nothing is written about what a certificate says: enter its result, and your decision."))
