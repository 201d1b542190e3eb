from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from ..rules.letter_language import ORIGINAL, lacks

OPERATING_BASES = [
    ("agency", "Employment agency"),  # we find work with somebody else, who employs
    ("employment_business", "Employment business"),  # we employ, and supply to a hirer
    ("in_house", "In-house"),  # we recruit for ourselves
]
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
    """One version of the terms on which we assist, and what that version promises in figures (design §3).

    Promises are not prose alone: the contact clock and the reviews count by those of the version that a person
    accepted. Versions of the same terms share the first one (``first_version_id``); a person has one of them in force.
    """

    _name = "hr.jobseeker.terms"
    _description = "Terms for Jobseekers"
    _order = "name, version desc, id"

    name = fields.Char(required=True, translate=True)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    first_version_id = fields.Many2one(
        "hr.jobseeker.terms", readonly=True, index="btree_not_null", ondelete="restrict", copy=False
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Leave empty to serve every company.")
    operating_basis = fields.Selection(
        OPERATING_BASES,
        required=True,
        default="in_house",
        help="In what capacity we act for the person: the law asks different steps of each.",
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today, copy=False)
    valid_to = fields.Date(copy=False, help="Last day on which these terms are offered; what was agreed goes on.")
    service_ids = fields.Many2many(
        "hr.jobseeker.service",
        string="Services",
        ondelete="restrict",
        help="Offered unless the adviser chooses otherwise for a person.",
    )
    text = fields.Html(translate=True, required=True, help="What both sides may expect, in plain words.")

    contact_interval_days = fields.Integer(
        string="Contact at Least Every", help="Days between two real contacts; 0: as the contact policy says."
    )
    response_hours = fields.Float(
        string="Answer Within", help="Working hours in which a word is answered; 0: as the contact policy says."
    )
    review_interval_days = fields.Integer(
        string="Review Every", help="Days between two reviews; 0: as the contact policy says."
    )
    think_days = fields.Integer(
        string="Time to Think", default=2, help="Working days to think over what is proposed, before we ask again."
    )

    first_offered_at = fields.Datetime(readonly=True, copy=False, help="From here on, text and promises stay.")
    is_in_force = fields.Boolean(compute="_compute_is_in_force", search="_search_is_in_force")
    translation_warning = fields.Char(compute="_compute_translation_warning")

    _version_unique = models.UniqueIndex(
        "(COALESCE(first_version_id, id), version)", "These terms have this version already."
    )
    _promises_in_range = models.Constraint(
        "CHECK(contact_interval_days BETWEEN 0 AND 3660 AND review_interval_days BETWEEN 0 AND 3660"
        " AND think_days BETWEEN 0 AND 365 AND response_hours BETWEEN 0 AND 1000)",
        "Days go from 0 to 3660, time to think from 0 to 365 days, working hours from 0 to 1000.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_to >= valid_from)", "“Valid to” is before “valid from”: mend one of them."
    )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for terms in self:
            terms.display_name = self.env._("%(name)s, version %(version)s", name=terms.name, version=terms.version)

    # --- in force -----------------------------------------------------------------------------------

    @api.model
    def _get_in_force_domain(self):
        today = fields.Date.context_today(self)
        ends = Domain("valid_to", "=", False) | Domain("valid_to", ">=", today)
        return Domain("valid_from", "<=", today) & ends & Domain("active", "=", True)

    @api.depends("valid_from", "valid_to", "active")
    def _compute_is_in_force(self):
        valid = self.filtered(lambda terms: terms.valid_from).filtered_domain(self._get_in_force_domain())
        valid.is_in_force = True
        (self - valid).is_in_force = False

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_in_force_domain()
        return domain if True in value else ~domain

    @api.model
    def _find_to_offer(self, companies):
        """{company: the terms that it offers today}: its own before those of all, the newest before older ones."""
        found = self.search(
            self._get_in_force_domain() & Domain("company_id", "in", [*companies.ids, False]),
            order="valid_from desc, version desc, id desc",
        )
        own = found.grouped("company_id")
        return {company: (own.get(company) or own.get(company.browse()) or self.browse())[:1] for company in companies}

    @api.model
    def _find_newest(self, lineages=None):
        """{first version: the newest one of the same terms that is offered today}; of all terms, or of these.

        :param lineages: first versions
        """
        domain = self._get_in_force_domain()
        if lineages is not None:
            domain &= Domain("id", "in", lineages.ids) | Domain("first_version_id", "in", lineages.ids)
        return {terms._get_first_version(): terms for terms in self.search(domain, order="version")}

    def _get_first_version(self):
        return self.first_version_id or self

    # --- versions -----------------------------------------------------------------------------------

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

    # --- in words -----------------------------------------------------------------------------------

    def _say_promises(self):
        """The promises as sentences to the person, in the language of the context."""
        self.ensure_one()
        say, days, hours = self.env._, self.contact_interval_days, self.response_hours
        sentences = [
            days
            and (
                say("You hear from us every day.")
                if days == 1
                else say("You hear from us at least every %s days.", days)
            ),
            hours and say("When you write to us, we answer within %g working hours.", hours),
        ]
        days = self.review_interval_days
        if days:
            sentences.append(say("We look back at your search together every %s days.", days))
        days = self.think_days
        if days:
            sentences.append(
                say("You have a working day to think over what we propose.")
                if days == 1
                else say("You have %s working days to think over what we propose.", days)
            )
        return [sentence for sentence in sentences if sentence]

    @api.depends("text", "name")
    @api.depends_context("lang")
    def _compute_translation_warning(self):
        names = self.env["hr.jobseeker.contact.policy"]._get_language_names()
        for terms in self:
            missing = [name for lang, name in names.items() if terms._lacks_text(lang)]
            terms.translation_warning = (
                self.env._(
                    "There is no text in: %s. People who read that language get the original.",
                    format_list(self.env, missing),
                )
                if missing
                else False
            )

    def _lacks_text(self, lang):
        """Whether who reads that language would get the text of another one."""
        self.ensure_one()
        stored = self._origin and self._fields["text"]._get_stored_translations(self._origin)
        return bool(stored) and lacks(stored, lang)

    def _say_validity(self):
        """ "from 1 Mar to 31 Dec", for messages."""
        since = format_date(self.env, self.valid_from)
        if not self.valid_to:
            return self.env._("from %s", since)
        return self.env._("from %(since)s to %(until)s", since=since, until=format_date(self.env, self.valid_to))
