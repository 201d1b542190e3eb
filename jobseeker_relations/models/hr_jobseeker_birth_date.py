from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules.eligibility import ANY_DAY
from ..rules.rule_period import end_of_period
from .hr_jobseeker_eligibility import CHECKER, DATA_OFFICER

#: Code of the rule that says of whom a date of birth is kept: of people younger than its number of years.
KEPT_UNDER = "birth_date_kept_under"


class HrJobseeker(models.Model):
    """The date of birth, kept of whom the law asks it (facts/compliance.md §8 item 7), and hidden from who selects."""

    _inherit = "hr.jobseeker"

    birth_date = fields.Date(
        string="Date of Birth",
        groups=f"{CHECKER},{DATA_OFFICER}",
        copy=False,
        help="Only where the law asks for it. Recruiters do not see it.",
    )

    @api.constrains("birth_date")
    def _check_birth_date(self):
        today = fields.Date.context_today(self)
        for person in self.filtered("birth_date"):
            if not 1900 <= person.birth_date.year or person.birth_date > today:
                raise ValidationError(self.env._("Check the date of birth: nobody who works was born on that day."))
            rule = self.env["hr.jobseeker.rule"]._find(KEPT_UNDER, person.company_id)
            if rule and end_of_period(ANY_DAY, person.birth_date, rule.number, rule.unit) <= today:
                raise ValidationError(
                    self.env._(
                        "The date of birth is kept of people under %(years)s alone (%(law)s): leave it empty.",
                        years=rule.number,
                        law=rule.source,
                    )
                )
