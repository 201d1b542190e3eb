from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jobseeker_escalation_user_id = fields.Many2one(
        "res.users",
        string="Escalations Go To",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Hears that nobody answered when the adviser has no manager.",
    )
