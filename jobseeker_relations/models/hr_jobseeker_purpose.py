import re
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

BASES = [
    ("consent", "Consent"),
    ("contract", "Contract, or steps towards one"),
    ("legitimate_interest", "Legitimate interest"),
    ("legal_obligation", "Legal obligation"),
    ("public_task", "Public task"),
]
#: What rests on something else than somebody's yes does not run out with it.
LASTING = {"contract", "legal_obligation", "public_task"}
#: Purposes that code asks for; the others are the company's own.
EMAIL, SMS, PHONE, POOL, REGISTER = "marketing_email", "sms", "phone", "talent_pool", "register"
#: What somebody says no to by the address, so that the no survives the person's data.
MARKETING = (EMAIL, SMS, PHONE)


class HrJobseekerPurpose(models.Model):
    """One thing for which we would use somebody's data, asked by itself and in words of its own (GDPR art. 6, 7).

    Another wording is another version. A consent keeps the words that the person read, so nothing that is changed here
    changes what they agreed to.
    """

    _name = "hr.jobseeker.purpose"
    _description = "Purpose of Using Jobseekers' Data"
    _inherit = ["hr.jobseeker.shared"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="What code and rules ask for, e.g. talent_pool.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="A company's own row stands before the one of all. Empty: every company."
    )
    lawful_basis = fields.Selection(BASES, required=True, default="consent")
    wording = fields.Text(
        required=True, translate=True, help="What the person reads and says yes or no to, in plain words."
    )
    version = fields.Integer(default=1, readonly=True, copy=False, help="Counts up when the wording changes.")
    is_on_page = fields.Boolean(
        string="On Their Page", default=True, help="The person sees it on their page, and gives or withdraws it there."
    )
    consent_count = fields.Integer(compute="_compute_consent_count", help="Consents in force.")

    # on the form of a jobseeker, whose number is in the context
    permission_state = fields.Selection(
        [("given", "Yes"), ("expired", "Run out"), ("withdrawn", "No"), ("none", "Not said")],
        string="Answer",
        compute="_compute_permission",
    )
    permission_sentence = fields.Char(string="In Words", compute="_compute_permission")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a purpose of this code already: change that one."
    )

    @api.constrains("code")
    def _check_code(self):
        for purpose in self:
            if not re.fullmatch(r"[a-z][a-z0-9_]*", purpose.code or ""):
                raise ValidationError(
                    self.env._("A code is written in small letters, digits and “_”, as in talent_pool.")
                )

    def _compute_consent_count(self):
        counts = dict(
            self.env["hr.jobseeker.consent"]._read_group(
                [("purpose_id", "in", self.ids), ("state", "=", "given")], ["purpose_id"], ["__count"]
            )
        )
        for purpose in self:
            purpose.consent_count = counts.get(purpose._origin, 0)

    # --- versions -----------------------------------------------------------------------------------

    def write(self, vals):
        before = self._get_wordings() if "wording" in vals else {}
        result = super().write(vals)
        self._count_version(before)
        return result

    def update_field_translations(self, field_name, translations, source_lang=""):
        before = self._get_wordings() if field_name == "wording" else {}
        result = super().update_field_translations(field_name, translations, source_lang)
        self._count_version(before)
        return result

    def _get_wordings(self):
        """{purpose: {language: text}} of the texts that there are."""
        return {purpose: dict(purpose._fields["wording"]._get_stored_translations(purpose) or {}) for purpose in self}

    def _count_version(self, before):  # pylint: disable=missing-return
        """A text that says something else is another version; one that there was not yet is none."""
        after = self.browse().union(*before)._get_wordings() if before else {}
        for purpose, texts in before.items():
            if any(after[purpose].get(lang) != text for lang, text in texts.items()):
                # pylint: disable-next=super-method-mismatch
                super(HrJobseekerPurpose, purpose).write({"version": purpose.version + 1})

    def _get_reading(self):
        """What stands for the words as they are read in this environment: it changes with each letter of them."""
        self.ensure_one()
        return sha256(f"{self.version} {self.env.lang} {self.wording}".encode()).hexdigest()[:16]

    # --- which one holds ----------------------------------------------------------------------------

    @api.model
    def _find_for(self, company):
        """The purposes of a company, in their order: of one code its own before the one of all."""
        rows = self.search([("company_id", "in", [company.id, False])])
        own = set(rows.filtered("company_id").mapped("code"))
        return rows.filtered(lambda purpose: purpose.company_id or purpose.code not in own)

    def _find_validity(self, company):
        """The rule that says how long a yes holds: that of this purpose, else that of all; none: for ever."""
        self.ensure_one()
        Rule = self.env["hr.jobseeker.rule"]
        rule = Rule._find(f"consent_validity_{self.code}", company)
        if not rule and self.lawful_basis not in LASTING:
            rule = Rule._find("consent_validity", company)
        return rule

    def _get_ladder(self, company):
        """The days before its end on which a consent is asked for anew, the furthest first; mostly none."""
        self.ensure_one()
        rule = self.env["hr.jobseeker.rule"]._find(f"consent_renewal_{self.code}", company)
        return rule._get_ladder() if rule else ()

    def _is_asked_for(self):
        """Whether a yes is what it rests on, or would make it lawful: of a contract, a no is all that can be said."""
        self.ensure_one()
        return self.lawful_basis not in LASTING

    # --- on the form of a jobseeker -----------------------------------------------------------------

    @api.depends_context("jobseeker_id", "lang", "uid")
    def _compute_permission(self):
        person = self.env["hr.jobseeker"].browse(self.env.context.get("jobseeker_id") or []).exists()
        if person:
            person.check_access("read")
        last = person._get_last_words() if person else {}
        for purpose in self:
            word = last.get(purpose.code, self.env["hr.jobseeker.consent"])
            purpose.permission_state = word.state if word else "none"
            purpose.permission_sentence = word._say() if word else purpose._say_unsaid(person)

    def _say_unsaid(self, person):
        """What holds where the person said nothing."""
        if person and self.code in (EMAIL, SMS):
            objection = person._get_objections("email" if self.code == EMAIL else "sms")[person]
            if not objection and not person._is_from_elsewhere():
                return self.env._("Not asked. They came to us themselves and may be written to until they say no.")
            if objection and objection.reason == "opted_out":
                return self.env._("Not asked. Their address said no before, so they get none.")
            if objection:
                return self.env._("Not asked. Without their yes they get none.")
        if self.lawful_basis != "consent":
            basis = dict(self._fields["lawful_basis"]._description_selection(self.env))[self.lawful_basis]
            return self.env._("Not asked. It rests on: %s.", basis)
        return self.env._("Not asked.")

    def _get_person(self):
        """The jobseeker on whose form a button of this purpose was pressed."""
        self.ensure_one()
        self.check_access("read")
        person = self.env["hr.jobseeker"].browse(self.env.context.get("jobseeker_id") or []).exists()
        person.ensure_one()
        person.check_access("write")
        return person

    def action_record(self):
        return self._get_person()._open_permission_dialog(self, "given")

    def action_withdraw(self):
        return self._get_person()._open_permission_dialog(self, "withdrawn")

    def action_ring(self):
        """A call about jobs and services that the person did not ask about begins."""
        return self._get_person().action_ring_to_advertise()

    def action_ask(self):
        return self._get_person()._ask_permission(self)

    def _say_day(self, day):
        return format_date(self.env, day, date_format="d MMM y")
