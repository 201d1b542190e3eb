from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_list

from ..rules.letter_language import ORIGINAL

#: What somebody may have agreed to; once it was offered, only a new version says otherwise.
LOCKED = {
    "text",
    "version",
    "first_version_id",
    "operating_basis",
    "company_id",
    "contact_interval_days",
    "response_hours",
    "review_interval_days",
    "think_days",
}


class HrJobseekerTerms(models.Model):
    """What somebody was offered stays as it was; another text is another version."""

    _inherit = "hr.jobseeker.terms"

    def _mark_offered(self):
        """From now on somebody holds this text in their hands."""
        # sudo: an adviser may offer terms, and not write them
        self.sudo().filtered(lambda terms: not terms.first_offered_at).write(
            {"first_offered_at": fields.Datetime.now()}
        )

    def _has_field_access(self, field, operation):
        kept = operation == "write" and field.name == "first_offered_at" and not self.env.su
        return not kept and super()._has_field_access(field, operation)

    def write(self, vals):
        # a view or an import may write what is there already
        changed = [name for name in LOCKED & vals.keys() if any(terms._changes(name, vals[name]) for terms in self)]
        if changed:
            self._check_lock(changed)
        return super().write(vals)

    def _changes(self, name, value):
        field = self._fields[name]
        return field.convert_to_cache(value, self) != field.convert_to_cache(self[name], self)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        """A language that had no text may be added; a text that somebody was offered stays in every language."""
        if field_name in LOCKED and self.first_offered_at:
            if self._rewrites(field_name, translations, digest or str, source_lang or ORIGINAL):
                self._check_lock([field_name])
        return super()._update_field_translations(field_name, translations, digest=digest, source_lang=source_lang)

    def _rewrites(self, field_name, translations, digest, source_lang):
        """Whether these translations, {language: {source term: its text}}, change a term that had a text already."""
        field = self._fields[field_name]
        stored = field._get_stored_translations(self) or {}
        source = stored.get(source_lang) or stored.get(ORIGINAL) or ""
        others = {lang: stored[lang] for lang in translations if lang in stored and lang != source_lang}
        known = {
            digest(term): (term, texts) for term, texts in field.get_translation_dictionary(source, others).items()
        }
        for lang, texts in translations.items():
            for key, text in (texts or {}).items():
                term, told = known.get(key, (key, {}))
                had_none = lang != source_lang and told.get(lang, term) == term
                if not had_none and text != told.get(lang, term):
                    return True
        return False

    def _check_lock(self, names):
        """:raise UserError: somebody was offered these terms; their text is not ours alone any more"""
        for terms in self.filtered("first_offered_at"):
            raise UserError(
                self.env._(
                    "%(terms)s was offered, so these stay as they are: %(fields)s. Make a new version instead; people "
                    "are asked to accept it anew.",
                    terms=terms.display_name,
                    fields=format_list(
                        self.env, [self._fields[name]._description_string(self.env) for name in sorted(names)]
                    ),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_offered(self):
        for terms in self.filtered("first_offered_at"):
            raise UserError(self.env._("%s was offered and stays on record: archive it.", terms.display_name))

    # --- the next one ---------------------------------------------------------------------------------

    @api.constrains("first_version_id", "company_id")
    def _check_first_version(self):
        for terms in self.filtered("first_version_id"):
            if terms.company_id != terms.first_version_id.company_id:
                raise ValidationError(
                    self.env._("All versions of the same terms serve the same company: make new terms instead.")
                )

    def action_new_version(self):
        """Open a copy with the next number. It is offered from tomorrow, so that there is time to write it."""
        self.ensure_one()
        self.check_access("write")
        first = self._get_first_version()
        family = self.with_context(active_test=False).search(
            Domain("id", "=", first.id) | Domain("first_version_id", "=", first.id)
        )
        version = self.copy(
            {
                "version": max(family.mapped("version")) + 1,
                "first_version_id": first.id,
                "active": True,
                "valid_from": fields.Date.add(fields.Date.context_today(self), days=1),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": version.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def copy_data(self, default=None):
        """A copy that is no new version begins anew, and must not be taken for the original.

        A new version is called as the former: a name that is given here would be copied in no other language.
        """
        named = default and {"name", "first_version_id"} & default.keys()
        return [
            vals if named else dict(vals, name=self.env._("%s (copy)", terms.name))
            for terms, vals in zip(self, super().copy_data(default), strict=True)
        ]
