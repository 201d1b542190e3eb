from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.eligibility import first_follow_up, validity

#: What a check stands at; what the person says, what was looked at and what was passed are never the same thing.
STANDINGS = [
    ("to_check", "Nothing sent yet"),
    ("declared", "Declared by the person"),
    ("seen", "Document seen"),
    ("passed", "Passed"),
    ("expired", "Expired"),
    ("failed", "Not passed"),
    ("superseded", "Superseded"),
]
VALIDITIES = [("valid", "Valid"), ("expiring", "To check again soon"), ("expired", "Expired"), ("none", "None")]
REMINDERS = "eligibility_reminders"


class HrJobseekerEligibility(models.Model):
    """Until when a check holds: the day of its follow-up is stored, what follows from today computed and searched."""

    _inherit = "hr.jobseeker.eligibility"

    follow_up_on = fields.Date(
        string="Check Again By",
        compute="_compute_follow_up_on",
        store=True,
        index="btree_not_null",
        help="As the document's rule says: the end of the permission, or so long after the notice. Empty: it lasts.",
    )
    validity = fields.Selection(VALIDITIES, compute="_compute_validity", search="_search_validity")
    standing = fields.Selection(STANDINGS, compute="_compute_standing")

    @api.depends(
        "document_type_id.follow_up",
        "document_type_id.follow_up_number",
        "document_type_id.follow_up_unit",
        "companion_type_id.follow_up",
        "companion_type_id.follow_up_number",
        "companion_type_id.follow_up_unit",
        "expires_on",
        "companion_expires_on",
        "notice_on",
        "checked_on",
    )
    def _compute_follow_up_on(self):
        """A decided check keeps its day, or keeps lasting: another rule of the type holds for the checks to come."""
        for check in self:
            if check.state in (False, "to_check"):
                check.follow_up_on = first_follow_up(
                    kind._get_follow_up_day(expires_on, check.notice_on, check.checked_on)
                    for kind, expires_on in (
                        (check.document_type_id, check.expires_on),
                        (check.companion_type_id, check.companion_expires_on),
                    )
                    if kind
                )
            else:
                check.follow_up_on = check.follow_up_on

    @api.model
    def _get_ladder(self, company):
        """Days before the follow-up at which the checker hears of it, the furthest first."""
        return self.env["hr.jobseeker.rule"]._find(REMINDERS, company)._get_ladder()

    @api.model
    def _get_warn_days(self, company):
        """So many days before its follow-up a check is “expiring”: the first rung of the ladder."""
        return max(self._get_ladder(company), default=0)

    @api.depends("state", "follow_up_on", "company_id")
    def _compute_validity(self):
        today = fields.Date.context_today(self)
        for company, checks in self.grouped("company_id").items():
            warn = self._get_warn_days(company)
            for check in checks:
                check.validity = validity(check.state == "passed", check.follow_up_on or None, today, warn)

    @api.model
    def _get_validity_domain(self, value):
        """The checks of one validity: what ``rules.eligibility.validity`` says, for a search."""
        passed, today = Domain("state", "=", "passed"), fields.Date.context_today(self)
        if value == "none":
            return ~passed
        if value == "expired":
            return passed & Domain("follow_up_on", "<", today)
        soon = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("follow_up_on", "<=", fields.Date.add(today, days=self._get_warn_days(company)))
            for company in self.env["res.company"].sudo().search([])  # sudo: which checks are seen, their own rule says
        )
        dated = passed & Domain("follow_up_on", ">=", today)
        if value == "expiring":
            return dated & soon
        return (passed & Domain("follow_up_on", "=", False)) | (dated & ~soon)

    def _search_validity(self, operator, value):
        if operator != "in":
            return NotImplemented
        known = [key for key, _label in VALIDITIES]
        return Domain.OR(self._get_validity_domain(key) for key in value if key in known)

    @api.depends("state", "validity", "declared_on", "seen_on")
    def _compute_standing(self):
        for check in self:
            if check.state == "passed" and check.validity == "expired":
                check.standing = "expired"
            elif check.state == "to_check" and check.seen_on:
                check.standing = "seen"
            elif check.state == "to_check" and check.declared_on:
                check.standing = "declared"
            else:
                check.standing = check.state or "to_check"
