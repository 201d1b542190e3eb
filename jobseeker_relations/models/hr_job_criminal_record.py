from odoo import api, fields, models
from odoo.exceptions import ValidationError

RECRUITER = "hr_recruitment.group_hr_recruitment_user"
#: From the one that shows least to the one that shows most.
LEVELS = [("basic", "Basic"), ("standard", "Standard"), ("enhanced", "Enhanced")]
_ORDER = {False: 0, "none": 0, **{level: place for place, (level, _name) in enumerate(LEVELS, 1)}}


class HrJob(models.Model):
    """For which roles a law lets us ask for a criminal record, and how much of it (compliance.md §8 item 54).

    A role is not marked unless somebody says by which law it may be: nobody is asked for anything else. A copy of a job
    is another role, and is marked anew.
    """

    _inherit = "hr.job"

    criminal_record_level = fields.Selection(
        [("none", "Nothing is asked"), *LEVELS],
        string="Criminal Record Check",
        required=True,
        default="none",
        copy=False,
        tracking=True,
        groups=RECRUITER,
        help="The most that a law lets us ask for of whoever gets this job. It is asked for after an offer.",
    )
    criminal_record_reason = fields.Text(
        string="Why It May Be Asked For",
        copy=False,
        tracking=True,
        groups=RECRUITER,
        help="The law that makes this role eligible for that check, and which of its duties does.",
    )

    @api.constrains("criminal_record_level", "criminal_record_reason")
    def _check_criminal_record_reason(self):
        for job in self.sudo():  # sudo: it holds for whoever writes a job
            if job.criminal_record_level != "none" and not (job.criminal_record_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "Say which law lets you ask for a criminal record for “%s”. If none does, nothing is asked.",
                        job.name,
                    )
                )

    def _may_ask_criminal_record(self, level):
        """Whether this role is marked for a check that shows as much as that level, or more."""
        self.ensure_one()
        return 0 < _ORDER[level] <= _ORDER[self.criminal_record_level]
