from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

VERDICTS = [("keep", "Keep"), ("change", "Change"), ("stop", "Stop")]


class HrJobseekerAttractionDecision(models.Model):
    """What was decided about a method of attracting people, on which figures, and when somebody looks again.

    Nobody edits or deletes a decision: another one is another row, and the newest stands in the report.
    """

    _name = "hr.jobseeker.attraction.decision"
    _description = "Decision about a Method of Attracting"
    _inherit = ["hr.jobseeker.kept"]
    _order = "decided_on desc, id desc"
    _kept_by_the_system = frozenset({"user_id", "figures"})
    _never_by_default = frozenset({"user_id", "figures"})

    source_id = fields.Many2one("utm.source", string="Method", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    verdict = fields.Selection(VERDICTS, string="Decision", required=True, default="keep")
    reason = fields.Text(string="Why", required=True)
    decided_on = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users", string="Who", required=True, readonly=True, default=lambda self: self.env.user
    )
    next_look_on = fields.Date(
        string="Next Look",
        required=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), months=3),
        help="When somebody looks at this method again.",
    )
    figures = fields.Char(string="Figures Then", readonly=True, help="What the report said when this was decided.")

    _latest_idx = models.Index("(company_id, source_id, decided_on DESC, id DESC)")

    @api.constrains("decided_on", "next_look_on")
    def _check_days(self):
        tomorrow = fields.Date.add(fields.Date.today(), days=1)  # it is later elsewhere
        for decision in self:
            if decision.decided_on > tomorrow:
                raise ValidationError(self.env._("A decision was made today or before: mend the day."))
            if decision.next_look_on <= decision.decided_on:
                raise ValidationError(self.env._("The next look comes after the decision: choose a later day."))

    @api.model_create_multi
    def create(self, vals_list):
        decisions = super().create(vals_list)
        # sudo: nobody writes the figures; they are those that this user sees
        for decision, figures in decisions._get_figures().items():
            decision.sudo().figures = figures
        return decisions

    def _get_figures(self):
        """{decision: sentence}, from one reading of the report."""
        rows = self.env["hr.jobseeker.attraction.report"].search(
            [("source_id", "in", self.source_id.ids), ("company_id", "in", self.company_id.ids)]
        )
        said = {(row.source_id, row.company_id): row._say_figures() for row in rows}
        return {decision: said.get((decision.source_id, decision.company_id), False) for decision in self}

    @api.depends("source_id", "verdict", "decided_on")
    def _compute_display_name(self):
        labels = dict(self._fields["verdict"]._description_selection(self.env))
        for decision in self:
            day = decision.decided_on and format_date(self.env, decision.decided_on)
            said = (decision.source_id.name, labels.get(decision.verdict), day)
            decision.display_name = " · ".join(filter(None, said))
