from secrets import token_hex

from lxml import html
from markupsafe import Markup

from odoo import models
from odoo.tools import is_html_empty

from ..rules.letter_language import is_read_from_the_right

#: Models whose letters go to the people who look for work.
PEOPLE = (
    "hr.jobseeker",
    "hr.applicant",
    "hr.jobseeker.agreement",
    "hr.jobseeker.plan",
    "hr.jobseeker.action",
    "hr.jobseeker.review",
    "hr.jobseeker.reference",
    "hr.jobseeker.referral",
)
#: A value that one person's text sets would still be there for the next: such letters are rendered one by one.
LEAVES_TRACES = ("t-set", "t-call", "t-foreach")
#: What a mail is about and what it is to its readers.
TOLD_BY_THE_DOCUMENT = frozenset({"model", "res_id", "message_type", "mail_message_id", "jobseeker_applicant_id"})


class MailTemplate(models.Model):
    """One text for many people, compiled once.

    Core compiles the body of a template anew for each record, which takes a third of the time that a letter costs
    (docs/benchmarks.md). Here one loop of QWeb goes over all people; its result is cut at a mark that nobody guesses.
    """

    _inherit = "mail.template"

    def send_mail_batch(
        self, res_ids, force_send=False, raise_exception=False, email_values=None, email_layout_xmlid=False
    ):
        """A text for people stays one, whatever a caller says of it: the gate goes by its document."""
        if email_values and not self.env.su and self.model in (*PEOPLE, "res.partner"):
            email_values = {name: value for name, value in email_values.items() if name not in TOLD_BY_THE_DOCUMENT}
        return super().send_mail_batch(
            res_ids,
            force_send=force_send,
            raise_exception=raise_exception,
            email_values=email_values,
            email_layout_xmlid=email_layout_xmlid,
        )

    def _render_letters(self, people):
        """Return {id: (subject, body)} of this letter for many people, in the language of the context.

        :raise UserError: the text cannot be rendered for one of them
        """
        self.ensure_one()
        subjects = self._render_field("subject", people.ids)
        source = self.body_html or ""
        if len(people) < 2 or is_html_empty(source) or any(word in source for word in LEAVES_TRACES):
            bodies = self._render_field("body_html", people.ids, options={"post_process": True})
        else:
            bodies = self._render_template_postprocess(people._name, self._render_in_one_go(source, people))
        return {person.id: (subjects[person.id], bodies[person.id]) for person in people}

    def _render_template_postprocess(self, model, rendered):
        """A letter in a language that is written from right to left says so: mail programs do not guess it.

        The text decides, too, so that an untranslated letter is not turned round.
        """
        bodies = super()._render_template_postprocess(model, rendered)
        if model not in PEOPLE or self.env["res.lang"]._get_data(code=self.env.lang).direction != "rtl":
            return bodies
        frame = Markup('<div dir="rtl" lang="%s" style="text-align: right;">%s</div>')
        language = (self.env.lang or "").split("_")[0]
        return {
            record_id: frame % (language, body) if is_read_from_the_right(body) else body
            for record_id, body in bodies.items()
        }

    def _render_in_one_go(self, source, people):
        mark = f"[{token_hex(16)}]"
        loop = html.fragment_fromstring(source, create_parent="t")
        loop.attrib.update({"t-foreach": "letter_readers", "t-as": "object"})
        end = html.Element("t", {"t-out": "letter_end"})
        loop.append(end)
        root = html.Element("t")
        root.append(loop)
        readers = people.with_env(self.env)  # translated values in the letter's language, not in whose look it is
        values = {**self._render_eval_context(), "letter_readers": readers, "letter_end": mark}
        *bodies, _nothing = self.env["ir.qweb"]._render(root, values).split(mark)
        return {person.id: Markup(body) for person, body in zip(people, bodies, strict=True)}  # noqa: S704 QWeb escaped it
