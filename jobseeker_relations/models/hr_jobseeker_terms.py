from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_list

from ..rules.letter_language import lacks

OPERATING_BASES = [
    ("agency", "Employment agency"),  # we find work with somebody else, who employs
    ("employment_business", "Employment business"),  # we employ, and supply to a hirer
    ("in_house", "In-house"),  # we recruit for ourselves
]


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
            terms.display_name = terms.name and self.env._(
                "%(name)s, version %(version)s", name=terms.name, version=terms.version
            )

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
