from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_list

from ..models.hr_jobseeker_contact_door import THREADS
from ..rules.letter_language import lacks


class MailComposeMessage(models.TransientModel):
    """One text to many says how many of them read another language (design §4 "Languages").

    A template that has their language speaks it, while nobody changes its text; else all get the text as it is written.
    """

    _inherit = "mail.compose.message"

    language_notice = fields.Html(
        compute="_compute_language_notice", sanitize=False, help="Made here, of escaped names."
    )

    @api.depends("model", "res_ids", "res_domain", "composition_mode", "template_id", "body_has_template_value")
    def _compute_language_notice(self):
        for composer in self:
            foreign = composer._count_foreign_readers()
            composer.language_notice = composer._say_foreign(foreign) if foreign else False

    def _count_foreign_readers(self):
        """{language: readers who would get a text of another one} of one text to many, of people the user may read."""
        letter = self.composition_batch and self.model in THREADS and self._get_gate_letter()
        documents = letter and letter[0]._filtered_access("read")
        if not documents or not self.env["hr.jobseeker"].has_access("read"):
            return {}
        people = self.env["hr.jobseeker"].union(*self.env["hr.jobseeker"]._map_people(documents).values())
        readers = Counter(people.partner_id.mapped("lang"))
        readers.pop(False, None)  # nobody knows what they read
        if self.template_id and self.body_has_template_value:
            texts = self.env["hr.jobseeker.contact.policy"]._get_all_languages(self.template_id)[self.template_id]
            return {lang: count for lang, count in readers.items() if any(lacks(by_lang, lang) for by_lang in texts)}
        own = (self.env.lang or "en_US").split("_")[0]
        return {lang: count for lang, count in readers.items() if lang.split("_")[0] != own}

    def _say_foreign(self, foreign):
        names = self.env["hr.jobseeker.contact.policy"]._get_language_names()
        said = format_list(self.env, [f"{names.get(lang, lang)} {count}" for lang, count in sorted(foreign.items())])
        text = self.env._(
            "%(count)s read another language (%(languages)s): they get the text as it is written. Write to them apart, "
            "or choose a template that has their language.",
            count=sum(foreign.values()),
            languages=said,
        )
        return Markup('<div class="alert alert-info mb-2" role="status">%s</div>') % text
