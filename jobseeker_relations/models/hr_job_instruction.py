from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_applicant_mirror import OFFICER


class HrJob(models.Model):
    """What a hirer asks, and may not: it is written down, escalated, and nobody is put forward until it is settled.

    Equality Act 2010, ss. 55 and 111: who follows an unlawful instruction breaks the law, too (compliance §8 item 57).
    """

    _inherit = "hr.job"

    hirer_instruction = fields.Text(
        string="Unlawful Instruction",
        groups=OFFICER,
        tracking=True,
        help="What the hirer asked that has nothing to do with the work: nobody of this origin, age or sex.",
    )
    hirer_instruction_at = fields.Datetime(string="They Said So", readonly=True, copy=False, groups=OFFICER)
    hirer_instruction_settled = fields.Text(
        string="How It Was Settled",
        groups=OFFICER,
        tracking=True,
        help="What was said to the hirer, and that they took it back. Until then nobody is put forward.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        jobs = super().create(vals_list)
        jobs.sudo().filtered("hirer_instruction")._note_instruction()  # sudo: as what was just written
        return jobs

    def write(self, vals):
        """Another instruction is settled anew; one that is not settled does not vanish."""
        if "hirer_instruction" not in vals:
            return super().write(vals)
        said = vals["hirer_instruction"] or False
        settles = bool((vals.get("hirer_instruction_settled") or "").strip())
        changed = self.sudo().filtered(lambda job: job.hirer_instruction != said)  # sudo: a check of the system's
        if not said and not settles:
            changed.with_env(self.env)._check_settled()
        result = super().write(vals)
        if said:
            if "hirer_instruction_settled" not in vals:
                changed.hirer_instruction_settled = False
            changed._note_instruction()
        return result

    @api.ondelete(at_uninstall=False)
    def _check_settled(self):
        """:raises UserError: what would vanish was not settled"""
        if not self.env.su and any(job._has_open_instruction() for job in self):
            raise UserError(
                self.env._(
                    "The hirer asks what the law forbids. On the job, under “Hirer”, write down how it was settled."
                )
            )

    def _has_field_access(self, field, operation):
        """Marks of the system, that no form writes."""
        kept = operation == "write" and not self.env.su and field.name in ("hirer_instruction_at", "match_look_at")
        return not kept and super()._has_field_access(field, operation)

    def _note_instruction(self):
        self.hirer_instruction_at = fields.Datetime.now()
        self.filtered(lambda job: job._has_open_instruction())._escalate_instruction()

    def _has_open_instruction(self):
        self.ensure_one()
        job = self.sudo()  # sudo: a gate asks for whoever acts
        return bool(job.hirer_instruction and not (job.hirer_instruction_settled or "").strip())

    def _escalate_instruction(self):
        """Whoever answers for the recruiters hears of it the same day."""
        for job in self.sudo():  # sudo: the task is for somebody else
            company = job.company_id or self.env.company
            user = company._get_escalation_user()
            told = job.with_context(lang=user.lang, mail_activity_quick_update=True)
            told.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=told.env._("A hirer asks what the law forbids: %s", told.name),
                note=Markup("<p>%s</p>") % told.env._("Talk to the hirer, and write down how it was settled."),
                user_id=user.id,
            )
