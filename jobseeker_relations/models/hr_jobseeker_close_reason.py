from odoo import api, fields, models
from odoo.exceptions import UserError


class HrJobseekerCloseReason(models.Model):
    """Why a relationship ended, from a short list that an administrator keeps (compliance §8 item 57)."""

    _name = "hr.jobseeker.close.reason"
    _description = "Reason for Closing a Jobseeker Relationship"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.ondelete(at_uninstall=False)
    def _keep_other(self):
        """A program that closes without a reason gets "Other", and not one that nobody said."""
        other = self & self.env["hr.jobseeker"]._default_close_reason()
        if other:
            raise UserError(self.env._("“%s” stands for no stated reason. Rename or archive it instead.", other.name))
