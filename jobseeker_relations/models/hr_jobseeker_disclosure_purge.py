import logging

from odoo import api, fields, models
from odoo.fields import Domain

from .batch import settle_each, work_off

_logger = logging.getLogger(__name__)

#: Code of the rule that says how long a check is kept after the decision.
RETENTION = "criminal_record_retention"
#: Where no rule says how long: a rule that was archived, or is over, keeps nothing for ever.
DEFAULT_MONTHS = 6
#: Checks in one transaction.
BATCH_SIZE = 100


class HrJobseekerDisclosure(models.Model):
    """How long a check is kept: so long after the decision, by the rule of the company (compliance.md §8 item 52).

    Where nobody decided, the time counts from the day on which it was withdrawn, or its result entered. What was asked
    for and never came says nothing of anybody, and goes with the person's record.
    """

    _inherit = "hr.jobseeker.disclosure"

    purge_on = fields.Date(
        string="Kept Until",
        compute="_compute_purge_on",
        store=True,
        index="btree_not_null",
        help="On this day the whole check is deleted, unless a legal hold keeps the person's data.",
    )

    @api.depends("company_id", "decided_on", "withdrawn_on", "seen_on")
    def _compute_purge_on(self):
        for company, checks in self.grouped("company_id").items():
            rule = self.env["hr.jobseeker.rule"]._find(RETENTION, company)
            for check in checks:
                since = check.decided_on or check.withdrawn_on or check.seen_on
                if rule and since:
                    check.purge_on = rule._get_end(since, company)
                else:
                    check.purge_on = since and fields.Date.add(since, months=DEFAULT_MONTHS)

    def unlink(self):
        """Nothing is left that names a check: mail takes tasks along, and this what overrides a rule."""
        rows = self.env["hr.jobseeker.override"].sudo()  # sudo: they are the system's, and go with what they are about
        rows = rows.search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        result = super().unlink()
        rows.unlink()
        return result

    @api.model
    def _cron_purge(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_disclosure_purge``: it looks at each check that is due once."""
        last = None

        def go_on(size):
            nonlocal last
            seen, waiting, last = self._purge_batch(size, last)
            return seen, waiting

        work_off(self.env, go_on, batch_size)

    @api.model
    def _get_purge_due_domain(self):
        return Domain("purge_on", "<=", fields.Date.context_today(self))

    @api.model
    def _purge_batch(self, batch_size, last=None):
        """Look at the next checks whose time is over, and delete those of people whose data no hold keeps.

        Whoever is kept, or cannot go, is passed by until tomorrow, and keeps nobody behind them waiting.

        :param last: (day, number) of the last one that was looked at
        :return: (how many were looked at, whether more wait, as 0 or 1, the last of these)
        """
        domain = self._get_purge_due_domain()
        if last:
            day, number = last
            domain &= Domain("purge_on", ">", day) | (Domain("purge_on", "=", day) & Domain("id", ">", number))
        found = self.search(domain, order="purge_on, id", limit=batch_size + 1)
        seen = found[:batch_size]
        if not seen:
            return 0, 0, last
        last = seen[-1].purge_on, seen[-1].id
        holds = seen.jobseeker_id._get_legal_holds()
        free = seen.filtered(lambda check: not any("disclosure" in hold.keeps for hold in holds[check.jobseeker_id]))
        checks = free.try_lock_for_update().filtered_domain(domain)
        if checks:
            settle_each(checks, lambda some: some.unlink(), self._note_unpurged)
        gone = len(checks) - len(checks.exists())
        if gone:
            _logger.info("Criminal record checks: %s went, as their time was over", gone)
        return len(seen), len(found) - len(seen), last

    @api.model
    def _note_unpurged(self, check, error):
        _logger.warning("Criminal record check %s could not be deleted", check.id, exc_info=error)


class HrJobseekerRule(models.Model):
    """Another period holds for the checks that wait for its end."""

    _inherit = "hr.jobseeker.rule"

    @api.model
    def _follow_in_checks(self, reach):
        result = super()._follow_in_checks(reach)
        companies = {company for code, company in reach if code == RETENTION}
        if companies:
            domain = Domain("seen_on", "!=", False) | Domain("withdrawn_on", "!=", False)
            if False not in companies:
                domain &= Domain("company_id", "in", list(companies))
            # sudo: what follows from a rule does not depend on who mends it
            checks = self.env["hr.jobseeker.disclosure"].sudo()
            checks.env.add_to_compute(checks._fields["purge_on"], checks.search(domain))
        return result
