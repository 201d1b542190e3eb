from odoo import api, fields, models
from odoo.exceptions import UserError

#: What referees are asked; such forms are their own kind, so that who reads surveys does not read references.
REFERENCE = "jobseeker_reference"
#: In the context of an answer that a reference asks for. An object and no flag: no client can put it into a context.
BY_A_REFERENCE = object()


class SurveySurvey(models.Model):
    """Forms for referees: Odoo's surveys of a type of their own, that only a reference can open."""

    _inherit = "survey.survey"

    survey_type = fields.Selection(
        selection_add=[(REFERENCE, "Reference of a jobseeker")],
        # as another type they would be read by whoever reads surveys
        ondelete={REFERENCE: "cascade"},
    )

    @api.depends("survey_type")
    @api.depends_context("uid")
    def _compute_allowed_survey_types(self):
        result = super()._compute_allowed_survey_types()
        if self.env.user.has_group("hr_recruitment.group_hr_recruitment_manager"):
            for survey in self:
                survey.allowed_survey_types = [*(survey.allowed_survey_types or []), REFERENCE]
        return result

    def _create_reference_answer(self, reference):
        """Open this form for one referee; without a contact, as the name on it is the reference's.

        :return: survey.user_input
        """
        self.ensure_one()
        return self.with_context(jobseeker_reference=BY_A_REFERENCE)._create_answer(
            jobseeker_reference_id=reference.id,
            deadline=reference.link_expires_at,
            lang_id=self.env["res.lang"]._get_data(code=reference._get_reader_lang()).id,
        )

    def _check_answer_creation(self, user, partner, email, test_entry=False, check_attempts=True, invite_token=False):
        """Nobody begins such a form but from the page of a reference: not by “try again”, not by an invitation."""
        own = self.env.context.get("jobseeker_reference") is BY_A_REFERENCE
        if self.survey_type == REFERENCE and not own and not test_entry:
            raise UserError(self.env._("This form is opened from the link that a referee was sent."))
        return super()._check_answer_creation(
            user,
            partner,
            email,
            test_entry=test_entry,
            check_attempts=check_attempts,
            invite_token=invite_token,
        )

    def write(self, vals):
        """A form that referees answer stays one: as another type, other people would read it."""
        if "survey_type" in vals and vals["survey_type"] != REFERENCE:
            # sudo: whether there is any, which tells nothing of them
            Answer = self.env["survey.user_input"].sudo()
            known = [("survey_id", "in", self.ids), ("jobseeker_reference_id", "!=", False)]
            if Answer.search_count(known, limit=1):
                raise UserError(self.env._("Referees answered this form: copy it, and change the type of the copy."))
        return super().write(vals)


class SurveyUserInput(models.Model):
    """What a referee writes, until it is sent; then it is kept with the reference, and this is empty."""

    _inherit = "survey.user_input"

    jobseeker_reference_id = fields.Many2one(
        "hr.jobseeker.reference",
        string="Reference",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
    )

    def _mark_done(self):
        result = super()._mark_done()
        for answer in self:
            if answer.jobseeker_reference_id and not answer.test_entry:
                # sudo: the referee has no rights; the token of the form let them in
                answer.sudo().jobseeker_reference_id._receive(answer.sudo())
        return result
