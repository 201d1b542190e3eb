from odoo import api, models
from odoo.exceptions import ValidationError

from .hr_jobseeker_disclosure import DISCUSSION, OFFER, ROLE

#: Code of the rule that is asked before an application is refused or archived.
UNDECIDED = "criminal_record_undecided"
#: Gates that nobody goes past: an override would tell every recruiter what a check says, and outlive it.
NEVER_OVERRIDDEN = frozenset({ROLE, OFFER, DISCUSSION, UNDECIDED})


class HrJobseekerRule(models.Model):
    _inherit = "hr.jobseeker.rule"

    @api.constrains("code", "strength", "override_group_id")
    def _check_never_overridden(self):
        for rule in self:
            if rule.code in NEVER_OVERRIDDEN and (rule.strength == "warn" or rule.override_group_id):
                raise ValidationError(
                    self.env._(
                        "“%s” blocks, and nobody may override it: the reason would tell all recruiters what is on a "
                        "certificate. Archive the rule if it does not hold for you.",
                        rule.name,
                    )
                )

    def _may_override(self):
        """Nor where a row was written before that was so."""
        return self.code not in NEVER_OVERRIDDEN and super()._may_override()
