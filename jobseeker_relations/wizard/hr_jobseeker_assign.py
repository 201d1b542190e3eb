from odoo import api, fields, models
from odoo.exceptions import UserError


class HrJobseekerAssign(models.TransientModel):
    """Give people another adviser, another contact policy, or both; what is left empty stays as it is."""

    _name = "hr.jobseeker.assign"
    _inherit = "hr.jobseeker.selection"
    _description = "Assign Jobseekers"

    company_ids = fields.Many2many("res.company", compute="_compute_company_ids")
    adviser_id = fields.Many2one("res.users", domain="[('share', '=', False), ('company_ids', 'in', company_ids)]")
    policy_id = fields.Many2one(
        "hr.jobseeker.contact.policy",
        string="Contact policy",
        domain="['|', ('company_id', '=', False), ('company_id', 'in', company_ids)]",
    )
    follow_audience = fields.Boolean(
        string="Policy by audience", help="Forget a policy chosen by hand: the policies' audiences decide again."
    )

    @api.depends("jobseeker_ids")
    def _compute_company_ids(self):
        for wizard in self:
            wizard.company_ids = wizard.jobseeker_ids.company_id

    def action_apply(self):
        vals = {}
        if self.adviser_id:
            vals["adviser_id"] = self.adviser_id.id
        if self.policy_id and not self.follow_audience:
            vals["policy_id"] = self.policy_id.id
        if self.follow_audience:
            vals["chosen_policy_id"] = False
        if not vals:
            raise UserError(self.env._("Choose an adviser or a contact policy first."))
        served = self._get_served()
        served.write(vals)
        if not served._filtered_access("read"):  # the form below, if it is one, could not read them any more
            return self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_action")
        return {"type": "ir.actions.act_window_close"}
