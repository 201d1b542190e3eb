from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_datetime, plaintext2html

OFFICER_OF_DATA = "jobseeker_relations.group_data_protection_officer"


class HrJobseekerReference(models.Model):
    """The words of an answer: one copy, read by the adviser, who asked, whom these name, and the data officer.

    No field of a user's choosing leads to it: it is kept where nobody reads, and shown to whoever may, record by
    record, however they come (form, RPC, export). It stands on no thread. The questions' form is emptied as soon as it
    is sent, so who may read surveys finds nothing, and no later change of the form changes what was asked.
    """

    _inherit = "hr.jobseeker.reference"

    survey_input_ids = fields.One2many("survey.user_input", "jobseeker_reference_id", groups=fields.NO_ACCESS)
    kept_answers = fields.Html(groups=fields.NO_ACCESS, copy=False, sanitize=True)
    answers = fields.Html(
        compute="_compute_answers",
        sanitize=False,
        help="What the referee wrote, for the adviser, who asked, those named here and the data protection officer.",
    )
    may_read_answers = fields.Boolean(compute="_compute_may_read_answers")
    reader_ids = fields.Many2many(
        "res.users",
        "hr_jobseeker_reference_reader_rel",
        string="Also Read by",
        copy=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Colleagues who read the answer besides the adviser and who asked.",
    )
    is_adverse = fields.Boolean(
        string="To Be Talked Over", copy=False, help="Somebody finds that the jobseeker should be heard about it."
    )
    is_discrepant = fields.Boolean(compute="_compute_is_discrepant", help="The referee remembers other facts.")
    discussion_note = fields.Text(
        string="Talk with the Jobseeker",
        copy=False,
        help="What the jobseeker says about it. Colleagues read this: do not quote the reference.",
    )
    discussed_at = fields.Datetime(string="Talked Over", readonly=True, copy=False)
    discussed_by_id = fields.Many2one("res.users", string="Talked Over by", readonly=True, copy=False)

    # --- who reads ----------------------------------------------------------------------------------

    @api.depends("adviser_id", "requested_by_id", "reader_ids")
    @api.depends_context("uid")
    def _compute_may_read_answers(self):
        """Of what is stored: who writes another name into a form has not been let in by it."""
        user = self.env.user
        officer = user.has_group(OFFICER_OF_DATA)
        for reference in self:
            kept = reference._origin.sudo()  # sudo: who is named, whoever asks
            named = kept.adviser_id | kept.requested_by_id | kept.reader_ids
            reference.may_read_answers = bool(kept) and (officer or user in named)

    @api.depends("may_read_answers", "kept_answers")
    @api.depends_context("uid")
    def _compute_answers(self):
        for reference in self:
            # sudo: nobody reads the copy itself; who reads this was asked a line above, also of the system
            reference.answers = reference.may_read_answers and reference._origin.sudo().kept_answers

    def _check_may_share(self):
        """Who does not read it cannot let others, or themselves, read it."""
        if not self.env.su and not all(reference.may_read_answers for reference in self):
            raise AccessError(
                self.env._("Only who reads the answer names others: the adviser, or who asked for the reference.")
            )

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

    @api.depends("position", "worked_from", "worked_to", "found_position", "found_from", "found_to")
    def _compute_is_discrepant(self):
        for reference in self:
            reference.is_discrepant = bool({"dates_differ", "position_differs"}.intersection(reference._find_signals()))

    def _check_discussed(self):
        """A reference that is adverse, or says other facts, is used when the jobseeker was heard (§8, 44)."""
        missing = {}
        for reference in self.filtered(lambda reference: not (reference.discussion_note or "").strip()):
            if reference.is_discrepant:
                missing[reference] = {
                    "discrepant": self.env._("The referee says other facts than %s.", reference.jobseeker_id.name)
                }
            elif reference.is_adverse:
                missing[reference] = {"adverse": self.env._("It is marked as to be talked over.")}
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
