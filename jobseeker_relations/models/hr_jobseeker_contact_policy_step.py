from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .hr_jobseeker import CHANNELS


class HrJobseekerContactPolicyStep(models.Model):
    """One touch of a policy: what happens how many days after contact fell due, and who hears of the silence."""

    _name = "hr.jobseeker.contact.policy.step"
    _description = "Step of a Jobseeker Contact Policy"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one("hr.jobseeker.contact.policy", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(compute="_compute_name")
    delay_days = fields.Integer(string="Days After Due", help="Calendar days after the contact fell due.")
    channel = fields.Selection(CHANNELS, required=True, default="email")
    template_id = fields.Many2one(
        "mail.template", string="Letter", domain="[('model', '=', 'hr.jobseeker')]", ondelete="restrict"
    )
    sms_template_id = fields.Many2one(
        "sms.template", string="Text Message", domain="[('model', '=', 'hr.jobseeker')]", ondelete="restrict"
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Activity",
        domain="[('res_model', 'in', [False, 'hr.jobseeker'])]",
        help="What the adviser is asked to do. Empty: a call or a meeting, by the channel.",
    )
    escalate_to = fields.Selection(
        [("adviser", "Adviser"), ("manager", "Adviser's manager")],
        default="adviser",
        help="Who gets the activity of this step and, for the last step, who hears that nobody answered.",
    )

    _delay_not_negative = models.Constraint(
        "CHECK(delay_days BETWEEN 0 AND 3660)", "A step runs 0 or more days after the due date."
    )

    @api.depends("delay_days", "channel")
    def _compute_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for step in self:
            channel = channels.get(step.channel, "")
            step.name = (
                self.env._("%(channel)s, %(days)s days after due", channel=channel, days=step.delay_days)
                if step.delay_days
                else self.env._("%s when due", channel)
            )

    @api.constrains("channel", "template_id", "sms_template_id")
    def _check_letter(self):
        for step in self:
            if step.channel == "email" and not step.template_id:
                raise ValidationError(self.env._("An e-mail step needs a letter: choose or create one."))
            if step.template_id and step.template_id.model != "hr.jobseeker":
                raise ValidationError(
                    self.env._("The letter “%s” is not written for jobseekers.", step.template_id.name)
                )
            if step.channel == "sms" and not step.sms_template_id:
                raise ValidationError(self.env._("An SMS step needs a text message: choose or create one."))

    # --- changes: who is owed a word is looked at again by the steps of now -----------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.policy_id._wake()
        return steps

    def write(self, vals):
        result = super().write(vals)
        self.policy_id._wake()
        return result

    def unlink(self):
        policies = self.policy_id
        result = super().unlink()
        policies.exists()._wake()
        return result
