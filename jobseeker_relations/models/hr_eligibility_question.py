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

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions._ask_in_open_checks(questions.mapped("route"))
        return questions

    def write(self, vals):
        routes = self.mapped("route")
        result = super().write(vals)
        if {"active", "route", "country_id"} & vals.keys():
            self._ask_in_open_checks([*routes, *self.mapped("route")])
        return result

    @api.model
    def _ask_in_open_checks(self, routes):
        """A check that is still to make asks what is asked now; whoever is about to make it finds the new line."""
        # sudo: what follows from a question does not depend on who words it
        checks = self.env["hr.jobseeker.eligibility"].sudo()
        checks.search([("state", "=", "to_check"), ("route", "in", routes)])._sync_answers()

    @api.model
    def _find_asked(self, document_type, route):
        """The questions that a check of this document asks by this way, in their order."""
        questions = self.search([("route", "=", route), ("country_id", "in", [False, document_type.country_id.id])])
        return questions.filtered("country_id") or questions
