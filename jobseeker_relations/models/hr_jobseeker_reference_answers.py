from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime, plaintext2html


class HrJobseekerReference(models.Model):
    """The words of an answer: one copy, kept where nobody reads, and shown as ``hr_jobseeker_reference_readers`` says.

    It stands on no thread. The questions' form is emptied as soon as it is sent, so who may read surveys finds nothing,
    and no later change of the form changes what was asked.
    """

    _inherit = "hr.jobseeker.reference"

    survey_input_ids = fields.One2many("survey.user_input", "jobseeker_reference_id", groups=fields.NO_ACCESS)
    kept_answers = fields.Html(groups=fields.NO_ACCESS, copy=False, sanitize=True)
    kept_position = fields.Char(groups=fields.NO_ACCESS, copy=False)
    kept_from = fields.Date(groups=fields.NO_ACCESS, copy=False)
    kept_to = fields.Date(groups=fields.NO_ACCESS, copy=False)
    kept_adverse = fields.Boolean(groups=fields.NO_ACCESS, copy=False)
    kept_discussion = fields.Text(groups=fields.NO_ACCESS, copy=False)
    discussed_at = fields.Datetime(string="Talked Over", readonly=True, copy=False)
    discussed_by_id = fields.Many2one("res.users", string="Talked Over by", readonly=True, copy=False)

    def _get_text_for_jobseeker(self):
        """What the jobseeker reads on their page: what the referee lets them, once it is verified and talked over."""
        self.ensure_one()
        readable = self.stage == "verified" and not self.confidential
        return readable and self.sudo().kept_answers  # sudo: the referee said yes to this reader

    # --- when it comes ------------------------------------------------------------------------------

    def _keep_answers(self, answer):
        """Take what was written in a form, and empty the form.

        :param answer: survey.user_input that is done
        """
        self.ensure_one()
        reference = self.sudo()  # sudo: as the referee, who has no rights
        reference.kept_answers = reference._say_answers(answer.sudo())
        answer.sudo().user_input_line_ids.unlink()

    def _say_answers(self, answer):
        """Questions and answers in the company's language; where the referee read another one, also as it was asked."""
        ours = self.company_id.partner_id.lang or self.env.lang
        asked = answer.with_context(lang=answer.lang_id.code or ours)
        told = answer.with_context(lang=ours)
        parts = []
        for question in told._get_print_questions():
            lines = told.user_input_line_ids.filtered(
                lambda line, question=question: line.question_id == question and not line.skipped
            )
            if not lines:
                continue
            title = question.title
            as_asked = question.with_env(asked.env).title
            parts.append(Markup("<h4>%s</h4>") % title)
            if as_asked != title:
                parts.append(Markup("<p><small>%s</small></p>") % as_asked)
            parts += [Markup("<div>%s</div>") % _say_line(line) for line in lines]
        return Markup().join(parts)

    # --- used ---------------------------------------------------------------------------------------

    def _is_discrepant(self):
        """Whether the referee remembers other facts, whoever asks."""
        return bool({"dates_differ", "position_differs"}.intersection(self._find_signals()))

    def _check_discussed(self):
        """A reference that is adverse, or says other facts, is used when the jobseeker was heard (§8, 44).

        Who does not read the answer learns that it is to be talked over, and not why.
        """
        missing = {}
        for reference in self:
            kept = reference.sudo()  # sudo: the rule holds for who does not read the answer, too
            if (kept.kept_discussion or "").strip():
                continue
            said = {}
            if kept._is_discrepant():
                person = reference.jobseeker_id.name
                said = {"discrepant": self.env._("The referee says other facts than %s.", person)}
            elif kept.kept_adverse:
                said = {"adverse": self.env._("It is marked as to be talked over.")}
            if said and not reference.may_read_answers:
                said = dict.fromkeys(said, self.env._("Who reads the answer has to talk it over with them first."))
            missing[reference] = said
        self.env["hr.jobseeker.rule"]._ask("reference_discussion", missing)

    def _sign_discussion(self, vals):
        if "discussion_note" not in vals:
            return {}
        said = bool((vals["discussion_note"] or "").strip())
        return {"discussed_at": said and fields.Datetime.now(), "discussed_by_id": said and self.env.uid}

    def write(self, vals):
        result = super().write(vals)
        if signed := self._sign_discussion(vals):
            super(HrJobseekerReference, self.sudo()).write(signed)  # sudo: who signs is the system's to say
        return result

    def action_verify(self):
        return self._get_dialog("hr.jobseeker.reference.verify", self.env._("Verify the reference"), ("received",))

    def action_record(self):
        open_states = ("draft", "requested", "expired")
        return self._get_dialog("hr.jobseeker.reference.record", self.env._("Record the answer"), open_states)

    def _get_dialog(self, model, title, states):
        self.ensure_one()
        self.check_access("write")
        if self.state not in states:
            raise UserError(self.env._("“%s” has been answered, or waits for an answer.", self.display_name))
        return {
            "type": "ir.actions.act_window",
            "name": f"{title}: {self.display_name}",
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_reference_id": self.id, "dialog_size": "medium"},
        }

    # --- a copy of one's data -----------------------------------------------------------------------

    def _is_exempt_from_access(self):
        """Whether this reference is left out of the copy of their data that a jobseeker asks for.

        Only what was given in confidence, and where a rule says so (DPA 2018, Sch. 2, para. 24); compliance §8, 43.
        """
        self.ensure_one()
        return self.confidential and bool(self._get_exemption())

    def _get_exemption(self):
        return self.env["hr.jobseeker.rule"]._find("reference_confidential_exempt", self.company_id)

    def _say_exemption(self):
        """The line that stands in the copy in the place of what is left out."""
        self.ensure_one()
        return self.env._("A reference that was given in confidence is left out: %s", self._get_exemption().source)


def _say_line(line):
    """The answer of one line, as text or safe HTML."""
    kind = line.answer_type
    if kind == "text_box":
        return plaintext2html(line.value_text_box or "")
    if kind == "date":
        return format_date(line.env, line.value_date)
    if kind == "datetime":
        return format_datetime(line.env, line.value_datetime)
    if kind == "suggestion":
        value = line.suggested_answer_id.value or ""
        return f"{line.matrix_row_id.value}: {value}" if line.matrix_row_id else value
    if kind == "numerical_box":
        return f"{line.value_numerical_box:g}"
    return str(line.value_scale) if kind == "scale" else line.value_char_box or ""
