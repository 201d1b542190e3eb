from odoo import fields, models
from odoo.exceptions import UserError

from .moment import say_day

LINE_STATES = [
    ("planned", "Goes"),
    ("left_out", "Left out"),
    ("kept", "Asked us to keep it"),
    ("held", "Held"),
    ("not_due", "Not due any more"),
    ("failed", "Failed"),
]
PURPOSE = "keep-my-data"
#: The link of the notice works some days longer than it says: erased is erased, but nobody opens a dead link in time.
SPARE_DAYS = 7


class HrJobseekerRetentionLine(models.Model):
    """One person on a list, and why. The line goes with the person; its run keeps the count."""

    _name = "hr.jobseeker.retention.line"
    _description = "Person on a Retention Run"
    _inherit = ["hr.jobseeker.link", "hr.jobseeker.kept"]
    _order = "due_on, id"
    _rec_name = "jobseeker_id"
    _check_company_auto = True

    run_id = fields.Many2one("hr.jobseeker.retention.run", required=True, index=True, ondelete="cascade", readonly=True)
    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    run_state = fields.Selection(related="run_id.state", string="List")
    erase_on = fields.Date(related="run_id.erase_on")
    due_on = fields.Date(string="Kept Until", required=True, readonly=True)
    reason = fields.Char(string="Because", readonly=True)
    state = fields.Selection(LINE_STATES, default="planned", required=True, readonly=True, index=True)
    noticed_at = fields.Datetime(string="Notice Sent", readonly=True)
    explanation = fields.Char(readonly=True, help="Why this person does not go by this list.")

    _person_once = models.UniqueIndex("(run_id, jobseeker_id)", "This person is on the list already.")
    _planned_idx = models.Index("(run_id, id) WHERE state = 'planned'")

    def action_leave_out(self):
        """Not these people, not by this list."""
        self.check_access("read")
        # sudo: who reads lines is the officer; lines are the system's to write
        lines = self.sudo().filtered(
            lambda line: line.state == "planned" and line.run_id.state in ("draft", "approved")
        )
        lines.write({"state": "left_out", "explanation": self.env._("Left out by %s", self.env.user.name)})

    def action_put_back(self):
        self.check_access("read")
        lines = self.sudo().filtered(
            lambda line: line.state == "left_out" and line.run_id.state == "draft"
        )  # sudo: same
        lines.write({"state": "planned", "explanation": False})

    def action_open_jobseeker(self):
        self.ensure_one()
        return self.jobseeker_id._get_own_form()

    def _give_notice(self):
        """Write to those who have an address: what goes, when, and one tap to keep it.

        :return: how many letters went
        """
        template = self.env.ref("jobseeker_relations.mail_template_retention_notice", raise_if_not_found=False)
        if not template:
            raise UserError(
                self.env._("The letter “Jobseeker: your data will be erased” was deleted. Restore it first.")
            )
        reachable = self.filtered(
            lambda line: line.jobseeker_id.contact_block not in ("blacklisted", "no_address") and not line.noticed_at
        )
        days = (max(self.run_id.mapped("erase_on")) - fields.Date.today()).days + SPARE_DAYS
        messages = reachable._send_notices(template, PURPOSE, days)
        told = self.browse(line.id for line in messages)
        told.write({"noticed_at": fields.Datetime.now()})
        return len(told)

    def _keep(self):
        """One tap on the page behind the letter's link; a second one changes nothing."""
        self.ensure_one()
        if self.state in ("planned", "failed") and self.run_id.state in ("draft", "approved"):
            self.jobseeker_id._keep_data()
            self.write({"state": "kept", "explanation": self.env._("They asked us to keep it.")})

    def _say_erase_day(self):
        """The day of the erasure, in words for the letter."""
        return say_day(self.env, self.run_id.erase_on)
