from odoo import models


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _get_letter_lang(self):
        """The language in which this person reads what we write: theirs where it is installed, else the company's."""
        return choose_lang(self.env, self.partner_id.lang, self.company_id.partner_id.lang, self.env.lang)


def choose_lang(env, *wanted):
    """The first of these languages that is installed; English, if none is."""
    installed = {code for code, _name in env["res.lang"].get_installed()}
    return next((lang for lang in wanted if lang in installed), "en_US")
