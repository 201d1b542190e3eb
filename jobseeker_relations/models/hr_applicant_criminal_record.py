from odoo import fields, models

from .hr_jobseeker_disclosure import RESULTS
from .hr_jobseeker_disclosure_rule import UNDECIDED


class HrApplicant(models.Model):
    """An application with a criminal record check: not refused past the decision, and its recruiter hears of that.

    Both say the same whatever the certificate shows: whoever refuses, or recruits, reads no check.
    """

    _inherit = "hr.applicant"

    def write(self, vals):
        if not self.env.su:  # erasure, and what a person themselves withdraws, run as the system, and pass
            ending = self.browse()
            if "active" in vals and not vals["active"]:
                ending |= self.filtered("active")
            if vals.get("refuse_reason_id"):
                ending |= self.filtered(lambda application: not application.refuse_reason_id)
            if ending:
                ending._check_criminal_record_decided()
        return super().write(vals)

    def _check_criminal_record_decided(self):
        """:raises UserError: the result of a check is known, and nobody has decided upon it"""
        # sudo: that a check waits is said to whoever refuses; what it shows is not
        checks = self.env["hr.jobseeker.disclosure"].sudo()
        waiting = checks.search(
            [("applicant_id", "in", self.ids), ("state", "in", list(RESULTS)), ("decision", "=", False)], order="id"
        )
        missing = {}
        for check in waiting:
            said = self.env._("A criminal record check is not decided yet: ask %s.", check.seen_by.name)
            missing.setdefault(check.jobseeker_id, {})[f"check:{check.id}"] = said
        self.env["hr.jobseeker.rule"]._ask(UNDECIDED, missing)

    def _tell_criminal_record_decided(self):
        """Give the recruiter of each running application a task: to talk with who decided, and no more than that."""
        for application in self.filtered(lambda one: one.active and not one.refuse_reason_id):
            recruiter = application.user_id or application.job_id.user_id
            if not recruiter.active or recruiter.share or recruiter == self.env.user:
                continue
            told = application.with_context(lang=recruiter.lang or "en_US", mail_activity_quick_update=True)
            told.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.context_today(self),
                summary=told.env._(
                    "Talk with %(checker)s about the offer to %(person)s",
                    checker=self.env.user.name,
                    person=application.partner_name,
                ),
                user_id=recruiter.id,
            )
