from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

CHANNELS = [
    ("letter", "With a letter"),
    ("page", "Page behind their link"),
    ("portal", "Their page"),
    ("phone", "Phone"),
    ("paper", "Paper"),
    ("meeting", "Meeting"),
]
#: Who was told something else: another version says it.
LOCKED = {"text", "company_id", "valid_from", "version"}


class HrJobseekerPrivacyNotice(models.Model):
    """One version of what we tell people about the use of their data (GDPR art. 13, 14).

    The newest that is valid today holds, a company's own before the one of all. Once somebody was given it, its text
    stays as it is.
    """

    _name = "hr.jobseeker.privacy.notice"
    _description = "Privacy Notice for Jobseekers"
    _inherit = ["hr.jobseeker.shared"]
    _order = "valid_from desc, version desc, id desc"

    name = fields.Char(required=True, translate=True, default=lambda self: self.env._("How we use your data"))
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", index=True, help="A company's own notice stands before the one of all. Empty: every company."
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today, copy=False)
    active = fields.Boolean(default=True)
    text = fields.Html(
        translate=True,
        required=True,
        help="Who we are, what for, on what basis, from where, how long, and their rights.",
    )
    given_ids = fields.One2many("hr.jobseeker.privacy.given", "notice_id")
    is_given = fields.Boolean(compute="_compute_is_given", help="Somebody has it: its text stays.")

    @api.depends("name", "version")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = notice.name and self.env._(
                "%(name)s, version %(version)s", name=notice.name, version=notice.version
            )

    @api.depends("given_ids")
    def _compute_is_given(self):
        # sudo: whoever has it, in whatever company
        rows = self.env["hr.jobseeker.privacy.given"].sudo()._read_group([("notice_id", "in", self.ids)], ["notice_id"])
        given = {notice.id for [notice] in rows}
        for notice in self:
            notice.is_given = notice._origin.id in given

    @api.model
    def _get_in_force_domain(self, on=None):
        return Domain("valid_from", "<=", on or fields.Date.context_today(self)) & Domain("active", "=", True)

    @api.model
    def _find_in_force(self, companies, on=None):
        """{company: the notice that it gives on that day, or today}; an empty one where there is none."""
        # sudo: what everybody may read on its page
        found = self.sudo().search(self._get_in_force_domain(on) & Domain("company_id", "in", [*companies.ids, False]))
        own = found.grouped("company_id")
        return {company: (own.get(company) or own.get(company.browse()) or found.browse())[:1] for company in companies}

    def _held_at(self, moment, person):
        """Whether we gave this version to people of that person's company then; a draft and an archived one, no."""
        self.ensure_one()
        ours = not self.company_id or self.company_id == person.company_id
        return self.active and ours and self.valid_from <= person._get_local_day(moment or fields.Datetime.now())

    def _is_public(self):
        """What holds, held or was given is for everybody to read; what is still being written is not."""
        self.ensure_one()
        return self.is_given or (self.active and self.valid_from <= fields.Date.context_today(self))

    def _get_address(self, lang):
        """The page of this very version, for everybody; it stays while the notice does."""
        self.ensure_one()
        return f"{self.get_base_url()}/jobseeker/privacy/{self.id}?{urlencode({'lang': lang})}"

    def write(self, vals):
        if LOCKED & vals.keys():
            self._check_not_given()
        return super().write(vals)

    def update_field_translations(self, field_name, translations, source_lang=""):
        if field_name == "text":
            before = {notice: dict(notice._fields["text"]._get_stored_translations(notice) or {}) for notice in self}
        result = super().update_field_translations(field_name, translations, source_lang)
        if field_name == "text":
            after = {notice: dict(notice._fields["text"]._get_stored_translations(notice) or {}) for notice in self}
            changed = self.filtered(
                lambda notice: any(after[notice].get(lang, text) != text for lang, text in before[notice].items())
            )
            changed._check_not_given()
        return result

    def _check_not_given(self):
        for notice in self:
            if notice.is_given:
                raise UserError(
                    self.env._(
                        "“%s” was given to people and stays as they read it. Make a new version.", notice.display_name
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        self._check_not_given()

    def action_new_version(self):
        """Open the next version, with the text of this one; people get it from the day on which it is valid."""
        self.ensure_one()
        self.check_access("write")
        latest = self.with_context(active_test=False).search([("company_id", "=", self.company_id.id)])
        following = self.copy(
            {"version": max(latest.mapped("version"), default=0) + 1, "valid_from": self._get_next_day()}
        )
        return following._get_records_action(name=self.env._("New Version"))

    def _get_next_day(self):
        return fields.Date.add(fields.Date.context_today(self), days=1)

    def action_open_page(self):
        self.ensure_one()
        self.check_access("read")
        url = f"/jobseeker/privacy/{self.id}?{urlencode({'lang': self.env.lang or 'en_US'})}"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}


class HrJobseekerPrivacyGiven(models.Model):
    """Somebody was given a version of the privacy notice: when, in what language, through what. Never edited."""

    _name = "hr.jobseeker.privacy.given"
    _description = "Privacy Notice Given"
    _inherit = ["hr.jobseeker.kept"]
    _kept_by_the_system = frozenset({"user_id"})
    _never_by_default = frozenset({"user_id"})
    _order = "given_at desc, id desc"
    _rec_name = "notice_id"
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    notice_id = fields.Many2one(
        "hr.jobseeker.privacy.notice",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        check_company=True,
    )
    lang = fields.Char(string="Language", readonly=True)
    given_at = fields.Datetime(string="Given", required=True, default=fields.Datetime.now, readonly=True)
    channel = fields.Selection(CHANNELS, string="Through", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Recorded By", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._check_recorded(vals_list)
        rows = super().create(vals_list)
        if not self.env.su:
            rows.sudo().user_id = self.env.uid  # sudo: who recorded it is the system's to say
        return rows

    def _check_recorded(self, vals_list):
        """Raise where a user says of a notice what cannot be."""
        soon = fields.Datetime.add(fields.Datetime.now(), minutes=5)  # the clocks of two machines may differ
        for vals in vals_list:
            if vals.get("channel") in ("letter", "page", "portal"):
                raise UserError(self.env._("What letters and pages bring is recorded by the system itself."))
            if (fields.Datetime.to_datetime(vals.get("given_at")) or soon) > soon:
                raise UserError(self.env._("A notice is recorded after it was given: mend the moment."))
            person = self.env["hr.jobseeker"].browse(vals.get("jobseeker_id"))
            person.check_access("write")
            notice = self.env["hr.jobseeker.privacy.notice"].browse(vals.get("notice_id")).exists()
            if not notice or not notice._held_at(fields.Datetime.to_datetime(vals.get("given_at")), person):
                raise UserError(self.env._("That notice did not hold for this person then: choose the one that did."))

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            raise UserError(self.env._("What was given stays on record as it was."))
        return super().write(vals)
