import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import mute_logger, split_every

from ..rules.fault_words import say_fault
from .batch import TRANSIENT, settle_each, work_off
from .hr_jobseeker_legal_hold import say_hold
from .hr_jobseeker_retention_run import CHUNK, _stops

_logger = logging.getLogger(__name__)

#: People in one transaction: each of them is a whole correspondence.
BATCH_SIZE = 20


class HrJobseekerRetentionRun(models.Model):
    """The job: proposes lists by approved rules, and erases by approved lists, whose day has come.

    Facts are asked again before anybody goes; after ten days of standstill it does what is due. It writes down counts,
    and no names.
    """

    _inherit = "hr.jobseeker.retention.run"

    @api.model
    def _cron_retention(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_retention``."""
        self._propose_all()
        work_off(self.env, self._erase_batch, batch_size)
        self._finish()
        work_off(self.env, self._erase_owed_batch, batch_size)

    @api.model
    def _erase_owed_batch(self, batch_size):
        """Erase what a duty had kept of people who asked for erasure, once no duty does.

        :return: as ``_erase_batch``
        """
        owed = self.env["hr.jobseeker"].search([("erasure_owed", "=", True)], order="id")
        owed -= self._keep_who_came_back(owed)
        free = owed.browse()
        for ids in split_every(CHUNK, owed.ids):
            some = owed.browse(ids)
            free |= some.browse(person.id for person, holds in some._get_legal_holds().items() if not holds)
        people = free.try_lock_for_update(limit=batch_size)
        settle_each(people, lambda some: some._erase("request"), self._fail_owed)
        # whoever could not be erased is looked at tomorrow again, and does not keep the job busy
        return len(people - people.exists()), len(free) - len(people)

    @api.model
    def _keep_who_came_back(self, owed):
        """Those who are with us again, or have applied since they asked: nothing goes without another request.

        A letter from them is no such thing: whoever asks whether their data is gone does not take it back.

        :return: them
        """
        # sudo: facts, as the job's user may not read applications
        applicants = owed.sudo().with_context(active_test=False).applicant_ids
        newer = applicants.filtered(
            lambda one: one.jobseeker_id.erasure_owed_at and one.create_date > one.jobseeker_id.erasure_owed_at
        )
        back = owed.filtered(
            lambda person: person.state != "closed" or not person.restricted_at or person in newer.jobseeker_id
        )
        back._take_back_erasure()
        return back

    @api.model
    def _fail_owed(self, person, error):
        _logger.warning("Jobseeker %s could not be erased", person.id, exc_info=error)

    @api.model
    def _propose_all(self):
        """Bring the lists of all approved rules up to date; those that need no person are approved here."""
        rules = self.env["hr.jobseeker.retention.rule"]
        if not rules.search_count([("approved_at", "!=", False)], limit=1):
            return
        for company in self.env["res.company"].search(Domain.TRUE):
            for rule in rules._find_for(company).values():
                self._propose_alone(rule, company)
            # what is proposed stays, whatever becomes of the batches
            self.env["ir.cron"]._commit_progress()

    @api.model
    def _propose_alone(self, rule, company):
        """Propose one list, and approve it where no person is asked; one that breaks stops no other."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                run = self._propose(rule, company)
                if run and rule.approval == "automatic" and run.planned_count:
                    run._approve()
        except TRANSIENT:
            raise
        except Exception as error:
            if self.env.cr.closed:  # the database went away
                raise
            _logger.warning("Retention: rule %s of company %s broke", rule.id, company.id, exc_info=error)

    @api.model
    def _get_due_domain(self):
        return [
            ("state", "=", "planned"),
            ("run_id.state", "=", "approved"),
            ("run_id.erase_on", "<=", fields.Date.today()),
        ]

    @api.model
    def _erase_batch(self, batch_size):
        """Settle some lines of one rule whose day has come.

        :return: (how many were settled, how many more were seen waiting)
        """
        Line, domain = self.env["hr.jobseeker.retention.line"], self._get_due_domain()
        seen = Line.search(domain, limit=2 * batch_size, order="run_id, id")
        lines = seen.filtered(lambda line: line.run_id == seen[:1].run_id)
        lines = lines.try_lock_for_update(limit=batch_size).filtered_domain(domain)
        count = len(lines)
        if lines:
            settle_each(lines, lines._settle, Line._fail)
        return count, len(seen) - count

    @api.model
    def _finish(self):
        """A list with nobody left to go is done; the lines of those who stayed say why, for a while."""
        runs = self.search([("state", "=", "approved"), ("erase_on", "<=", fields.Date.today())])
        over = runs.filtered(lambda run: not run.planned_count)
        over.write({"state": "done", "finished_at": fields.Datetime.now()})
        for run in over:
            _logger.info(
                "Retention: rule %s of company %s: %s erased, %s not, %s failed",
                *(run.rule_id.id, run.company_id.id, run.erased_count, run.left_count, run.failed_count),
            )


class HrJobseekerRetentionLine(models.Model):
    _inherit = "hr.jobseeker.retention.line"

    def _settle(self, lines):
        """Erase the people of these lines, all of one run, whose facts still say so."""
        run = lines.run_id
        people = lines.jobseeker_id
        due, holds = run.rule_id._find_due(people, run.erase_on), people._get_legal_holds()
        going = lines.browse()
        for line in lines:
            person = line.jobseeker_id
            if person not in due:
                line.write(
                    {"state": "not_due", "explanation": self.env._("Something happened since then: no longer due.")}
                )
            elif _stops(holds[person], run.rule_id):
                said = "; ".join(say_hold(self.env, hold) for hold in holds[person])
                line.write({"state": "held", "explanation": said})
            else:
                going |= line
        if not going:
            return
        leaving = going.jobseeker_id
        if run.rule_id.what == "evidence":
            leaving._erase("retention", only=frozenset({"evidence"}))
            going.unlink()
        else:
            leaving._erase("retention")
        run.erased_count += len(leaving)

    @api.model
    def _fail(self, line, error):
        _logger.warning("Retention line %s could not be carried out", line.id, exc_info=error)
        line.write({"state": "failed", "explanation": say_fault(error)})
