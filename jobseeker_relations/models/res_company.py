from odoo import fields, models


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

    _review_lead_not_negative = models.Constraint(
        "CHECK(jobseeker_review_lead_days BETWEEN 0 AND 365 AND jobseeker_reviews_per_day BETWEEN 0 AND 1000)",
        "Reviews are scheduled 0 to 365 days ahead, and an adviser gets 0 to 1000 a day; 0 sets no bound.",
    )
