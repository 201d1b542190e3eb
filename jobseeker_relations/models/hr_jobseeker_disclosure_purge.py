import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from .batch import settle_each, work_off
from .hr_jobseeker_retention_job import BATCH_SIZE
from .hr_jobseeker_retention_run import CHUNK

_logger = logging.getLogger(__name__)

#: Code of the rule that says how long a check is kept after the decision.
RETENTION = "criminal_record_retention"


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
                check.purge_on = rule._get_end(since, company) if rule and since else False

    @api.model
    def _get_purge_due_domain(self):
        return Domain("purge_on", "<=", fields.Date.context_today(self))

    @api.model
    def _purge_batch(self, batch_size):
        """Delete some checks whose time is over, of people whose data no hold keeps.

        :return: (how many went, how many more were seen waiting)
        """
        due = self.search(self._get_purge_due_domain(), order="purge_on, id")
        free = self.browse()
        for ids in split_every(CHUNK, due.ids):
            some = self.browse(ids)
            holds = some.jobseeker_id._get_legal_holds()
            free |= some.filtered(
                lambda check, holds=holds: not any("disclosure" in hold.keeps for hold in holds[check.jobseeker_id])
            )
        checks = free.try_lock_for_update(limit=batch_size)
        settle_each(checks, lambda some: some.unlink(), self._note_unpurged)
        gone = len(checks - checks.exists())
        if gone:
            _logger.info("Criminal record checks: %s went, as their time was over", gone)
        # whoever could not go is looked at tomorrow again, and does not keep the job busy
        return gone, len(free) - len(checks)

    @api.model
    def _note_unpurged(self, check, error):
        _logger.warning("Criminal record check %s could not be deleted", check.id, exc_info=error)


class HrJobseekerRetentionRun(models.Model):
    _inherit = "hr.jobseeker.retention.run"

    @api.model
    def _cron_retention(self, batch_size=BATCH_SIZE):
        result = super()._cron_retention(batch_size)
        work_off(self.env, self.env["hr.jobseeker.disclosure"]._purge_batch, batch_size)
        return result


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
