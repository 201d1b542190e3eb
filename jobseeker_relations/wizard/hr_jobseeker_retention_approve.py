from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.moment import say_day


class HrJobseekerRetentionApprove(models.TransientModel):
    """The last look at a list before notice is given: how many, by which rule, from which day on."""

    _name = "hr.jobseeker.retention.approve"
    _inherit = ["hr.jobseeker.asked"]
    _description = "Approve a Retention Run"

    run_id = fields.Many2one("hr.jobseeker.retention.run", required=True, ondelete="cascade")
    sentence = fields.Char(compute="_compute_sentence")
    without_address = fields.Integer(compute="_compute_sentence", string="Without an Address")
    is_sure = fields.Boolean(string="I know that this cannot be undone")

    @api.depends("run_id")
    def _compute_sentence(self):
        for dialog in self:
            run = dialog.run_id
            lines = run.line_ids.filtered(lambda line: line.state == "planned")
            dialog.without_address = len(lines.filtered(lambda line: not line.partner_id.email_normalized))
            day = fields.Date.add(fields.Date.context_today(self), days=run.rule_id.notice_days)
            dialog.sentence = self.env._(
                "The data of %(count)s people goes from %(day)s on: %(rule)s.",
                count=len(lines),
                day=say_day(self.env, max(day, run.erase_on or day)),
                rule=run.rule_id.name,
            )

    def action_apply(self):
        self.ensure_one()
        self.run_id.check_access("read")
        if not self.is_sure:
            raise UserError(self.env._("Tick that you know that this cannot be undone."))
        if not self.run_id.rule_id.approved_at:
            raise UserError(self.env._("Approve the rule first: until then it only shows whom it would be about."))
        self.run_id._approve()
        return {"type": "ir.actions.act_window_close"}
