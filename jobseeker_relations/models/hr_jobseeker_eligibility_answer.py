from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ANSWERS = [("yes", "Yes"), ("no", "No"), ("na", "Not applicable")]


class HrJobseekerEligibilityAnswer(models.Model):
    """What the checker answered to one question of a check, with the question as it was worded then."""

    _name = "hr.jobseeker.eligibility.answer"
    _description = "Answer in a Check of the Right to Work"
    _inherit = ["hr.jobseeker.kept"]
    _order = "sequence, id"

    eligibility_id = fields.Many2one("hr.jobseeker.eligibility", required=True, index=True, ondelete="cascade")
    jobseeker_id = fields.Many2one(
        related="eligibility_id.jobseeker_id", store=True, precompute=True, index=True, required=True
    )
    partner_id = fields.Many2one(related="eligibility_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="eligibility_id.company_id", store=True, index=True)
    question_id = fields.Many2one(
        "hr.eligibility.question", string="Asked By", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(compute="_compute_name", store=True, precompute=True)
    name = fields.Char(string="Question", compute="_compute_name", store=True, precompute=True)
    may_be_na = fields.Boolean(related="question_id.may_be_na")
    answer = fields.Selection(ANSWERS)
    note = fields.Char(help="e.g. why the names differ, and which document shows it.")

    _question_unique = models.UniqueIndex("(eligibility_id, question_id)", "This check asks that already.")

    @api.depends("question_id")
    def _compute_name(self):
        """Not by the question's text: what was asked then stays, whatever becomes of the question."""
        for answer in self:
            answer.name = answer.question_id.name
            answer.sequence = answer.question_id.sequence

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers._check_open()
        if not self.env.su and answers - answers._find_asked():
            raise AccessError(self.env._("This check does not ask that: its questions follow from the document."))
        return answers

    def write(self, vals):
        self._check_open()
        if not self.env.su and {"eligibility_id", "question_id"} & vals.keys():
            raise AccessError(self.env._("An answer stays with its check and its question: change the answer itself."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        """A question is not got rid of by its line: a form takes away those alone that the check asks no more."""
        self._check_open()
        if not self.env.su and self._find_asked():
            raise AccessError(self.env._("The law asks this question of such a check: answer it, and say why."))

    def _find_asked(self):
        """Those of these lines whose question the check asks."""
        asked = self.eligibility_id._find_questions()
        return self.filtered(lambda line: line.question_id in asked[line.eligibility_id])

    def _check_open(self):
        if not self.env.su and any(answer.eligibility_id.state != "to_check" for answer in self):
            raise UserError(
                self.env._("This check is decided, and its answers stay. Press “Correct”, and say what was wrong.")
            )


class HrJobseekerEligibility(models.Model):
    """The questions of a check follow from its document and the way in which it is checked."""

    _inherit = "hr.jobseeker.eligibility"

    def _find_questions(self):
        """{check: the questions that it asks}; one search for each document type and way."""
        asked = {}
        for (kind, route), checks in self.grouped(lambda check: (check.document_type_id, check.route)).items():
            questions = self.env["hr.eligibility.question"]
            if kind and route:
                questions = questions._find_asked(kind, route)
            asked.update(dict.fromkeys(checks, questions))
        return asked

    def _sync_answers(self):
        """A line for each question that is asked, and none for another."""
        asked, missing = self._find_questions(), []
        # sudo: the system's lines; who may write the check was asked before
        stale = self.env["hr.jobseeker.eligibility.answer"].sudo()
        for check in self:
            stale |= check.sudo().answer_ids.filtered(lambda line, asked=asked[check]: line.question_id not in asked)
            known = check.sudo().answer_ids.question_id
            missing += [{"eligibility_id": check.id, "question_id": q.id} for q in asked[check] if q not in known]
        stale.unlink()
        stale.create(missing)

    @api.onchange("document_type_id", "route")
    def _onchange_questions(self):
        """The questions stand on the form as soon as the way is chosen; those that were answered stay answered."""
        for check in self:
            asked = check._find_questions()[check]
            gone = check.answer_ids.filtered(lambda line, asked=asked: line.question_id not in asked)
            check.answer_ids -= gone
            for question in asked - check.answer_ids.question_id:
                check.answer_ids += self.env["hr.jobseeker.eligibility.answer"].new({"question_id": question.id})
            if check.companion_type_id not in check.document_type_id.companion_ids:
                companions = check.document_type_id.companion_ids
                check.companion_type_id = companions if len(companions) == 1 else False
            if check.route and not check.document_type_id._get_route(check.route):
                check.route = False
            if not check.route and len(check.document_type_id.route_ids) == 1:
                check.route = check.document_type_id.route_ids.route
