from odoo import api, fields, models

from .hr_jobseeker_rule import BASES


class ResCompany(models.Model):
    _inherit = "res.company"

    jobseeker_escalation_user_id = fields.Many2one(
        "res.users",
        string="Escalations Go To",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Hears that nobody answered when the adviser has no manager.",
    )
    jobseeker_review_lead_days = fields.Integer(
        string="Schedule Reviews Ahead",
        default=7,
        help="So many days before a review falls due it is scheduled, and its adviser hears of it.",
    )
    jobseeker_reviews_per_day = fields.Integer(
        string="Reviews a Day",
        default=6,
        help="Where many people are promised reviews at once, an adviser gets at most so many a day; 0 sets no bound.",
    )

    jobseeker_country_id = fields.Many2one(
        "res.country",
        string="Law That Holds",
        compute="_compute_jobseeker_country_id",
        store=True,
        readonly=False,
        help="Whose rules hold for relations with jobseekers: the company's country, unless you choose another.",
    )
    jobseeker_basis = fields.Selection(
        BASES,
        string="We Recruit As",
        default="in_house",
        required=True,
        help="Some rules hold for agencies or for employment businesses alone.",
    )

    _review_lead_not_negative = models.Constraint(
        "CHECK(jobseeker_review_lead_days BETWEEN 0 AND 365 AND jobseeker_reviews_per_day BETWEEN 0 AND 1000)",
        "Reviews are scheduled 0 to 365 days ahead, and an adviser gets 0 to 1000 a day; 0 sets no bound.",
    )

    @api.depends("country_id")
    def _compute_jobseeker_country_id(self):
        for company in self:
            company.jobseeker_country_id = company.country_id

    def _get_escalation_user(self):
        """Who hears of what is late, while they work here; else the keeper of the rules."""
        return self.jobseeker_escalation_user_id.filtered("active") or self.env["hr.jobseeker.rule"]._get_keeper(self)
