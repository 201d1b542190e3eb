from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules.eligibility import follow_up_day

ROUTES = [
    ("manual", "By hand, from the original"),
    ("digital_provider", "By a digital provider"),
    ("online", "Online, with the authority"),
    ("checking_service", "By the authority's checking service"),
]
FOLLOW_UPS = [
    ("none", "Never: it lasts"),
    ("expiry", "When the permission ends"),
    ("notice", "So long after the notice of the authority"),
    ("check", "So long after the check"),
]
#: Whether a document may have expired by the day of the check.
CURRENCY = [
    ("any", "Expired ones are accepted"),
    ("current_if_dated", "Current, where it ends at all"),
    ("current", "Current: its last day is asked for"),
]


class HrEligibilityDocumentType(models.Model):
    """A document that shows the right to work, as the law of a country lists it (facts/compliance.md §1b, §1d).

    What it asks is data: by which routes it may be checked, which other document it needs, when the check is made
    again, and from when until when the list has it. A type that is out of date stays readable on old checks.
    """

    _name = "hr.eligibility.document.type"
    _description = "Document That Shows the Right to Work"
    _order = "country_id, country_group_id, list_code, group_code, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    country_id = fields.Many2one("res.country", help="Whose law lists it; empty: that of a group, or any.")
    country_group_id = fields.Many2one("res.country.group", string="Group of Countries")
    list_code = fields.Char(string="List", help="As the authority calls its lists: A, B, C.")
    group_code = fields.Char(string="Group", help="As the authority calls the groups of a list: 1, 2.")
    route_ids = fields.One2many("hr.eligibility.document.route", "type_id", string="Ways to Check It", copy=True)
    companion_ids = fields.Many2many(
        "hr.eligibility.document.type",
        "hr_eligibility_document_companion_rel",
        "type_id",
        "companion_id",
        string="Needs One of These Besides",
        help="The document shows the right to work only together with one of these.",
    )
    follow_up = fields.Selection(FOLLOW_UPS, string="Checked Again", required=True, default="none")
    follow_up_number = fields.Integer(string="After")
    follow_up_unit = fields.Selection([("days", "Days"), ("months", "Months")], default="months")
    note = fields.Text(translate=True, help="What to look at; shown to whoever makes the check.")
    valid_from = fields.Date(string="Listed From", help="Checks before this day cannot rest on it.")
    valid_to = fields.Date(string="Listed Until", help="The last day on which a check may rest on it.")
    source = fields.Text(required=True, help="The list, law or guidance that says so.")
    source_url = fields.Char(string="Link")

    _ends_after_it_began = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "A document is listed until the day from which it is listed, or longer.",
    )
    _one_jurisdiction = models.Constraint(
        "CHECK(country_id IS NULL OR country_group_id IS NULL)",
        "A document is listed in one country or in a group of countries: empty one of the two.",
    )
    _follow_up_says_when = models.Constraint(
        "CHECK(follow_up NOT IN ('notice', 'check')"
        " OR (follow_up_number BETWEEN 1 AND 1200 AND follow_up_unit IS NOT NULL))",
        "Say after how many days or months the check is made again.",
    )

    @api.constrains("companion_ids")
    def _check_companions(self):
        for kind in self:
            if kind in kind.companion_ids:
                raise ValidationError(self.env._("“%s” cannot be the other document of itself.", kind.name))

    @api.depends("name", "list_code", "group_code")
    def _compute_display_name(self):
        for kind in self:
            place = " ".join(part for part in (kind.list_code, kind.group_code) if part)
            kind.display_name = f"{place}: {kind.name}" if place else kind.name

    def _is_listed_on(self, day):
        """Whether a check made on that day may rest on it. What was archived is no longer chosen on any day."""
        self.ensure_one()
        begun = not self.valid_from or self.valid_from <= day
        return self.active and begun and (not self.valid_to or day <= self.valid_to)

    def _get_route(self, route):
        """What that way of checking asks of this document; none, where the law knows no such way."""
        return self.route_ids.filtered(lambda row: row.route == route)

    def _get_follow_up_day(self, expires_on, notice_on, checked_on):
        """The day by which a check of this document is made again, or None."""
        return follow_up_day(
            self.follow_up,
            expires_on=expires_on or None,
            notice_on=notice_on or None,
            checked_on=checked_on or None,
            number=self.follow_up_number,
            unit=self.follow_up_unit,
        )

    @api.model
    def _find_offered(self, company):
        """The types that a person may name on their page: those of their company's country that are listed today."""
        country, today = company.jobseeker_country_id, fields.Date.context_today(self)
        own = self.search([("country_id", "=", country.id)]) if country else self.browse()
        if not own:
            own = self.search([("country_group_id.country_ids", "in", country.ids)])
        unknown = self.env.ref("jobseeker_relations.eligibility_type_unknown", raise_if_not_found=False) or own[:0]
        return own.filtered(lambda kind: kind.route_ids and kind._is_listed_on(today)) | unknown


class HrEligibilityDocumentRoute(models.Model):
    """One way to check one type of document, and what has to be on record when the check is passed."""

    _name = "hr.eligibility.document.route"
    _description = "Way to Check a Document"
    _order = "type_id, id"

    type_id = fields.Many2one("hr.eligibility.document.type", required=True, index=True, ondelete="cascade")
    route = fields.Selection(ROUTES, string="Way", required=True)
    currency = fields.Selection(CURRENCY, string="Expired Documents", required=True, default="current")
    needs_copy = fields.Boolean(string="Copy", default=True, help="A copy has to be attached.")
    needs_provider = fields.Boolean(string="Provider", help="The provider is named, and its result is the copy.")
    needs_profile = fields.Boolean(
        string="Profile Page", help="The copy is the authority's page about the person: a share code proves nothing."
    )

    _route_unique = models.UniqueIndex("(type_id, route)", "This document has that way already: change its line.")

    @api.depends("type_id", "route")
    def _compute_display_name(self):
        labels = dict(self._fields["route"]._description_selection(self.env))
        for row in self:
            row.display_name = labels.get(row.route)
