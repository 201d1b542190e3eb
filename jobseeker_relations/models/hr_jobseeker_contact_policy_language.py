from collections import Counter, defaultdict

from babel import Locale, UnknownLocaleError

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_list
from odoo.tools.misc import babel_locale_parse

from ..rules.letter_language import lacks

#: model of a text: its fields that a reader sees
TEXTS = {"mail.template": ("subject", "body_html"), "sms.template": ("body",)}


class HrJobseekerContactPolicy(models.Model):
    """A letter that has no text in a language of this database is said on the policy (design §4 “Languages”).

    Odoo would send the original without a word. Every installed language counts, read by somebody already or not: who
    speaks it may come tomorrow, and the letter leaves by itself.
    """

    _inherit = "hr.jobseeker.contact.policy"

    lacks_translation = fields.Boolean(
        compute="_compute_lacks_translation",
        search="_search_lacks_translation",
        help="A letter of this policy has no text in a language of this database.",
    )
    translation_warning = fields.Text(compute="_compute_translation_warning")
    may_translate = fields.Boolean(compute="_compute_translation_warning")

    @api.depends(
        "step_ids.template_id.subject",
        "step_ids.template_id.body_html",
        "step_ids.sms_template_id.body",
    )
    def _compute_lacks_translation(self):
        missing = self._get_missing_translations()
        for policy in self:
            policy.lacks_translation = any(text in missing for text in policy._get_texts())

    def _search_lacks_translation(self, operator, value):
        if operator != "in":
            return NotImplemented
        lacking = self.search([("active", "in", (True, False))]).filtered("lacks_translation")
        return [("id", "in" if True in value else "not in", lacking.ids)]

    @api.depends("lacks_translation", "jobseeker_ids")
    @api.depends_context("lang", "uid")
    def _compute_translation_warning(self):
        missing = self._get_missing_translations()
        readers = self._count_readers({lang for langs in missing.values() for lang in langs})
        for policy in self:
            texts = [text for text in policy._get_texts() if text in missing]
            policy.may_translate = bool(texts) and all(text.has_access("write") for text in texts)
            policy.translation_warning = "\n".join(
                policy._say_missing(
                    name, [text.name for text in texts if lang in missing[text]], readers[policy._origin, lang]
                )
                for lang, name in self._get_language_names().items()
                if any(lang in missing[text] for text in texts)
            )

    def _say_missing(self, language, letters, readers):
        named = {"language": language, "letters": format_list(self.env, letters), "count": readers}
        if not readers:
            return self.env._("%(language)s: %(letters)s. Nobody here reads it yet.", **named)
        return self.env._("%(language)s: %(letters)s. Readers under this policy: %(count)s.", **named)

    def _get_texts(self):
        """The letters and text messages that this policy sends, as records of the two models, each once."""
        self.ensure_one()
        return [*self.step_ids.template_id._origin, *self.step_ids.sms_template_id._origin]

    def _get_missing_translations(self):
        """{letter or text message: languages that it has no text in}, in one query for each model."""
        langs = [code for code, _name in self.env["res.lang"].get_installed()]
        missing = {}
        for records in (self.step_ids.template_id._origin, self.step_ids.sms_template_id._origin):
            for record, values in self._get_all_languages(records).items():
                found = {lang for lang in langs if any(lacks(by_lang, lang) for by_lang in values)}
                if found:
                    missing[record] = found
        return missing

    @api.model
    def _get_all_languages(self, records):
        """{record: [{language: text} of each field]}, past the fallback that reading a field would go through.

        Which texts there are is no secret: who may read the policy may read its letters' names, and nothing else is
        shown.
        """
        if not records:
            return {}
        names = TEXTS[records._name]
        records.flush_recordset(names)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM %s WHERE id = ANY(%s)",
                SQL(", ").join(SQL.identifier(name) for name in names),
                SQL.identifier(records._table),
                records.ids,
            )
        )
        return {records.browse(record_id): [values or {} for values in texts] for record_id, *texts in rows}

    def _count_readers(self, langs):
        """{(policy, language): people under it who read that language}; people of no language get the original."""
        found = defaultdict(int)
        if langs:
            found.update(
                ((policy, lang), count)
                for policy, lang, count in self.env["hr.jobseeker"]._read_group(
                    [("policy_id", "in", self.ids), ("partner_id.lang", "in", sorted(langs))],
                    ["policy_id", "partner_id.lang"],
                    ["__count"],
                )
            )
        return found

    @api.model
    def _get_language_names(self):
        """{code: name in the reader's own language}, in the order of these names.

        The country is named where two languages would else have one name.
        """
        reader, names, whole = babel_locale_parse(self.env.lang), {}, {}
        for code, name in self.env["res.lang"].get_installed():
            try:
                locale = Locale.parse(code)
            except (UnknownLocaleError, ValueError):
                names[code] = whole[code] = name
            else:
                names[code] = locale.get_language_name(reader) or name
                whole[code] = locale.get_display_name(reader) or name
        count = Counter(names.values())
        told = {code: name if count[name] == 1 else whole[code] for code, name in names.items()}
        return dict(sorted(told.items(), key=lambda item: item[1]))

    def action_translate_letters(self):
        """Open the letters that lack a text: beside each text there, Odoo offers its translations."""
        self.ensure_one()
        self.check_access("read")
        missing = self._get_missing_translations()
        letters = self.step_ids.template_id.filtered(lambda letter: letter in missing)
        texts = letters or self.step_ids.sms_template_id.filtered(lambda text: text in missing)
        if not all(text.has_access("write") for text in texts):
            raise AccessError(self.env._("Ask somebody who may edit these letters to translate them."))
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Letters to Translate"),
            "res_model": texts._name,
            "view_mode": "list,form",
            "domain": [("id", "in", texts.ids)],
        }
        return dict(action, res_id=texts.id, view_mode="form") if len(texts) == 1 else action
