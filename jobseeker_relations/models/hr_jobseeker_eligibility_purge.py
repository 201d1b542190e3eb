from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..rules.eligibility import purge_day
from .hr_jobseeker_eligibility import CHECKER, DATA_OFFICER
from .moment import say_day

#: Codes of the rules: how long copies are kept from the first day of work, and from its last.
AFTER_BEGIN, AFTER_END, REMINDERS = (
    "eligibility_retention_begin",
    "eligibility_retention_end",
    "eligibility_reminders",
)
#: What of a rule says for which checks it holds, and what it asks; the rest is for readers.
SAYS = {
    "code",
    "number",
    "unit",
    "ladder",
    "country_id",
    "country_group_id",
    "basis",
    "company_id",
    "valid_from",
    "valid_to",
    "active",
}
#: More checks than these are not planned anew while somebody waits for a form: the job does it, batch by batch.
MOST_AT_ONCE = 1000


class HrJobseekerEligibility(models.Model):
    """How long copies are kept (facts/compliance.md §8 item 41): the employment and so long after it, by country.

    Of people who never began to work nothing says how long: their checks go with their record.
    """

    _inherit = "hr.jobseeker.eligibility"

    #: Both follow from placements: nobody says by hand that the time of copies is over.
    engaged_on = fields.Date(string="First Day at Work", readonly=True, copy=False)
    engagement_ended_on = fields.Date(string="Last Day at Work", readonly=True, copy=False)
    purge_on = fields.Date(
        string="Copies Kept Until",
        compute="_compute_purge_on",
        store=True,
        index="btree_not_null",
        help="From this day on the copies are to be destroyed. Empty: while they work, or with the person's record.",
    )
    purge_due = fields.Boolean(compute="_compute_purge_due", search="_search_purge_due")
    destroyed_on = fields.Date(string="Copies Destroyed", readonly=True, copy=False)
    destroyed_by = fields.Many2one("res.users", readonly=True, copy=False)
    destroyed_count = fields.Integer(string="Copies That Were Destroyed", readonly=True, copy=False)

    @api.depends("company_id", "engaged_on", "engagement_ended_on")
    def _compute_purge_on(self):
        find = self.env["hr.jobseeker.rule"]._find
        for company, checks in self.grouped("company_id").items():
            begin, end = find(AFTER_BEGIN, company), find(AFTER_END, company)
            for check in checks:
                check.purge_on = purge_day(
                    check.engaged_on or None,
                    check.engagement_ended_on or None,
                    (begin.number, begin.unit) if begin else None,
                    (end.number, end.unit) if end else None,
                )

    @api.model
    def _get_kept_domain(self):
        """The checks whose copies a period of the rules keeps."""
        return Domain("engagement_ended_on", "!=", False) & Domain("destroyed_on", "=", False)

    @api.model
    def _count_kept_anew(self, domain):
        self.env.add_to_compute(self._fields["purge_on"], self.search(domain))

    @api.model
    def _plan_anew(self, domain):
        """Plan the reminders of these checks by the ladder of today; of very many the job does it."""
        found = self.search(domain)
        if len(found) <= MOST_AT_ONCE:
            found._plan_reminders()
        else:
            found.remind_on = fields.Date.today()

    @api.model
    def _get_purge_due_domain(self):
        return Domain("purge_on", "<=", fields.Date.context_today(self)) & Domain("destroyed_on", "=", False)

    @api.depends("purge_on", "destroyed_on")
    def _compute_purge_due(self):
        due = self.filtered_domain(self._get_purge_due_domain())
        due.purge_due = True
        (self - due).purge_due = False

    def _search_purge_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_purge_due_domain() if True in value else ~self._get_purge_due_domain()

    def action_destroy_copies(self):
        """Destroy the copies whose time is over, with no way back; that there was a check stays on record.

        :raise UserError: one of them is still to be kept, and until when
        """
        if not any(self.env.user.has_group(group) for group in (CHECKER, DATA_OFFICER)):
            raise AccessError(self.env._("Checkers and the data protection officer destroy copies of documents."))
        self.check_access("read")
        for check in self:
            if not check.purge_due:
                raise UserError(check._say_kept())
        self._destroy_copies()

    def _say_kept(self):
        if self.destroyed_on:
            return self.env._("The copies of “%s” are destroyed already.", self.display_name)
        if not self.purge_on:
            return self.env._(
                "The copies of “%s” are kept while they work, or as long as the person's record.", self.display_name
            )
        return self.env._(
            "The copies of “%(name)s” are kept until %(day)s.",
            name=self.display_name,
            day=say_day(self.env, self.purge_on),
        )

    def _destroy_copies(self):
        # sudo: destroying is no change of a decided check; who asked for it was checked, and is kept
        for check in self.sudo():
            copies = check._find_copies()
            check.write(
                {
                    "destroyed_on": fields.Date.context_today(self),
                    "destroyed_by": self.env.uid,
                    "destroyed_count": len(copies),
                }
            )
            copies.unlink()
        self.invalidate_recordset(["copy_ids", "copy_count"])


class HrJobseekerRule(models.Model):
    """Another period, or another ladder, holds for the checks that wait for it."""

    _inherit = "hr.jobseeker.rule"

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._follow_in_checks(rules._get_reach())
        return rules

    def write(self, vals):
        if not SAYS & vals.keys():
            return super().write(vals)
        before = self._get_reach()
        result = super().write(vals)
        self._follow_in_checks(before | self._get_reach())
        return result

    def unlink(self):
        before = self._get_reach()
        result = super().unlink()
        self._follow_in_checks(before)
        return result

    def _get_reach(self):
        """{(code, the one company for which a rule is written, or False)}"""
        return {(rule.code, rule.company_id.id) for rule in self}

    @api.model
    def _follow_in_checks(self, reach):
        """:param reach: see `_get_reach`, of these rules before and after a change"""
        # sudo: what follows from a rule does not depend on who mends it
        checks = self.env["hr.jobseeker.eligibility"].sudo()
        for codes, domain, follow in (
            ({AFTER_BEGIN, AFTER_END}, checks._get_kept_domain(), checks._count_kept_anew),
            ({REMINDERS}, Domain("state", "=", "passed") & Domain("follow_up_on", "!=", False), checks._plan_anew),
        ):
            companies = {company for code, company in reach if code in codes}
            if companies and False not in companies:
                domain &= Domain("company_id", "in", list(companies))
            if companies:
                follow(domain)
