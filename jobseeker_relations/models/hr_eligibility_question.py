from odoo import api, fields, models

from .hr_eligibility_document_type import ROUTES


class HrEligibilityQuestion(models.Model):
    """What the law asks of whoever checks a document, answered yes, no or not applicable; a no is no pass.

    Questions of the document's country stand before those of no country, as one set for each way of checking.
    """

    _name = "hr.eligibility.question"
    _description = "Question of a Check of the Right to Work"
    _order = "route, sequence, id"

    name = fields.Char(string="Question", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    route = fields.Selection(ROUTES, string="Way", required=True)
    country_id = fields.Many2one(
        "res.country", help="Whose law asks; empty: where the country asks nothing of its own."
    )
    may_be_na = fields.Boolean(string="May Not Apply", help="“Not applicable” is an answer.")

    @api.model
    def _find_asked(self, document_type, route):
        """The questions that a check of this document asks by this way, in their order."""
        questions = self.search([("route", "=", route), ("country_id", "in", [False, document_type.country_id.id])])
        return questions.filtered("country_id") or questions
