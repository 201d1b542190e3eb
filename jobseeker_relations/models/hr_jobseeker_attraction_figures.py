from odoo import api, fields, models
from odoo.tools import SQL

COST_PER = "cost_per_"


class HrJobseekerAttractionFigures(models.AbstractModel):
    """What became of people who came, as numbers that can be added up, and what each step cost.

    Cost per each is the quotient of two sums, of a group as of a row: nothing is averaged. Where a step has nobody,
    there is no quotient. Sums of several currencies are Odoo's to convert (``sum_currency``).
    """

    _name = "hr.jobseeker.attraction.figures"
    _description = "Figures of Methods of Attracting"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    source_id = fields.Many2one("utm.source", string="Method", readonly=True)
    came = fields.Integer(readonly=True, help="People who came by this method.")
    settled = fields.Integer(
        string="Came Long Enough Ago", readonly=True, help="Those who came so long ago that they can be asked after."
    )
    reachable = fields.Integer(
        string="Reachable Later",
        readonly=True,
        help="Who wrote to us, or was reached, 30 days after they came or later.",
    )
    complete = fields.Integer(
        readonly=True, help="Of whom all is known that contacting and matching ask for (Completeness Rules)."
    )
    referable = fields.Integer(readonly=True, help="Complete, and all is known that a referral asks for.")
    referred = fields.Integer(readonly=True, help="Who was put forward to a hirer.")
    placed = fields.Integer(readonly=True, help="Who found work through us, or while with us.")
    in_touch = fields.Integer(
        string="Still in Touch", readonly=True, help="Not closed, and in contact with us within the last 90 days."
    )
    kept = fields.Integer(string="Placed and in Touch", readonly=True, help="Who has found work and is still in touch.")
    cost = fields.Monetary(readonly=True)
    hours = fields.Float(readonly=True)
    cost_per_came = fields.Monetary(string="Cost per Person", readonly=True)
    cost_per_reachable = fields.Monetary(string="Cost per Reachable", readonly=True)
    cost_per_complete = fields.Monetary(string="Cost per Complete", readonly=True)
    cost_per_referable = fields.Monetary(string="Cost per Referable", readonly=True)
    cost_per_referred = fields.Monetary(string="Cost per Referred", readonly=True)
    cost_per_placed = fields.Monetary(string="Cost per Placed", readonly=True)
    cost_per_kept = fields.Monetary(string="Cost per Placed and in Touch", readonly=True)

    def _read_group_select(self, aggregate_spec, query):
        name, _colon, func = aggregate_spec.partition(":")
        if not name.startswith(COST_PER) or func not in ("sum", "avg", "sum_currency"):
            return super()._read_group_select(aggregate_spec, query)
        total = super()._read_group_select("cost:sum_currency" if func == "sum_currency" else "cost:sum", query)
        step = super()._read_group_select(f"{name.removeprefix(COST_PER)}:sum", query)
        return SQL("%s / NULLIF(%s, 0)", total, step)

    @api.model
    def _get_number(self, code, otherwise):
        """The number of a rule, for the company that the user works in."""
        rule = self.env["hr.jobseeker.rule"]._find(code, self.env.company)
        return rule.number if rule else otherwise
