from odoo import models
from odoo.exceptions import UserError

#: What a jobseeker asks their adviser to change, see ``hr.jobseeker.proposal``; fields that core lets users write.
ASKED_FOR = ("name", "email", "phone")


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "hr.jobseeker.asked"]  # a user shows what their contact shows

    def write(self, vals):
        """A jobseeker with an account asks for these changes, by whichever door (design §4 "Token pages")."""
        user = self.env.user
        if not self.env.su and self == user and user._is_portal():
            changed = any(name in vals and (vals[name] or "") != (user[name] or "") for name in ASKED_FOR)
            # sudo: whether the contact looks for work, which the user may not read
            if changed and user.partner_id.sudo().jobseeker_ids:
                raise UserError(
                    self.env._("Ask for this change under “My job search”: your adviser looks at it first.")
                )
        return super().write(vals)
