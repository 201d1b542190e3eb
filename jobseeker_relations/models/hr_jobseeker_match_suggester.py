import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .batch import settle_each, take_batch, work_off
from .hr_jobseeker_match_suggestion import DECIDING
from .hr_jobseeker_referrals import _get_house

_logger = logging.getLogger(__name__)

#: How long the lists are: what an adviser can look at.
PEOPLE_FOR_A_JOB, JOBS_FOR_A_PERSON = 10, 5
#: Nothing below is worth a look; a pair of which nothing is known has 50.
LEAST_SCORE = 60
JOBS_AT_ONCE, PEOPLE_AT_ONCE = 5, 50
WORTH_A_LOOK = Domain("musts", "!=", "broken") & Domain("score", ">=", LEAST_SCORE)


class HrJobseekerMatchSuggestion(models.Model):
    """The job that suggests: people for jobs that are new or changed, jobs for people who need something else now.

    It follows the laws of the follow-up engine (design §4 "Engine"): bounded batches, locked and asked again; one that
    breaks fails alone and is looked at again in a day; a unique index makes "twice" impossible; idle is an index range.
    """

    _inherit = "hr.jobseeker.match.suggestion"

    @api.model
    def _cron_suggest(self, jobs_at_once=JOBS_AT_ONCE, people_at_once=PEOPLE_AT_ONCE):
        """Entry point of ``ir_cron_match``."""
        work_off(self.env, lambda size: self._suggest_batch("hr.job", self._suggest_people, size), jobs_at_once)
        work_off(self.env, lambda size: self._suggest_batch("hr.jobseeker", self._suggest_jobs, size), people_at_once)

    @api.model
    def _suggest_batch(self, model, suggest, batch_size):
        domain = [("match_look_at", "<=", fields.Datetime.now())]
        records, waiting = take_batch(self.env[model], domain, "match_look_at, id", batch_size)
        if records:
            settle_each(records, lambda batch: self._settle(batch, suggest), self._record_fault)
        return len(records), waiting

    @api.model
    def _settle(self, records, suggest):
        for record in records:
            suggest(record)
        records.with_context(tracking_disable=True).write({"match_look_at": False})

    @api.model
    def _record_fault(self, record, error):
        _logger.warning("No match could be looked for, for %s", record, exc_info=error)
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        record.with_context(tracking_disable=True).write({"match_look_at": tomorrow})

    @api.model
    def _suggest_people(self, job):
        matches = self.env["hr.jobseeker.match"].with_context(match_job_id=job.id)
        self._suggest(matches, "job_id", job, "jobseeker_id", PEOPLE_FOR_A_JOB, "job")

    @api.model
    def _suggest_jobs(self, person):
        matches = self.env["hr.jobseeker.match"].with_context(match_jobseeker_id=person.id)
        self._suggest(matches, "jobseeker_id", person, "job_id", JOBS_FOR_A_PERSON, "need")

    @api.model
    def _suggest(self, matches, name, record, other, limit, cause):
        """Suggest the best of what was not decided yet; take back what waits and is not worth a look any more."""
        waiting = self.search([(name, "=", record.id), ("state", "=", "suggested")])
        fitting = matches.search_fetch(WORTH_A_LOOK & Domain(other, "in", waiting[other].ids), ["score", name, other])
        scores = {match[other]: match.score for match in fitting}
        barred = self._find_barred(name, record)
        gone = waiting.filtered(lambda row: row[other] not in scores or row[other] in barred)
        for row in waiting - gone:
            if row.score != scores[row[other]]:
                row.score = scores[row[other]]
        gone.unlink()
        room = limit - len(waiting - gone)
        if room <= 0:
            return
        undecided = Domain("decision", "=", "new") & Domain(other, "not in", barred.ids)
        best = matches.search_fetch(WORTH_A_LOOK & undecided, ["score", "job_id", "jobseeker_id"], limit=room)
        self.create(
            [
                {
                    "job_id": match.job_id.id,
                    "jobseeker_id": match.jobseeker_id.id,
                    "score": match.score,
                    "cause": cause,
                }
                for match in best
            ]
        )

    @api.model
    def _find_barred(self, name, record):
        """Who was put forward for this job or said no to it, and to whose hirer nobody is put forward (reg. 28).

        :param name: "job_id": people who are barred from this job; "jobseeker_id": jobs for this person
        """
        referrals = self.env["hr.jobseeker.referral"].search(Domain(name, "=", record.id) & DECIDING)
        everybody = self.env["res.partner"].with_context(active_test=False)
        if name == "job_id":
            house = everybody.search([("id", "child_of", _get_house(record.hirer_id).ids)])
            never = Domain("current_employer_ids", "in", house.ids) | Domain("excluded_hirer_ids", "in", house.ids)
            return referrals.jobseeker_id | self.env["hr.jobseeker"].search(never)
        hirers = record.current_employer_ids | record.excluded_hirer_ids
        houses = everybody.search([("id", "child_of", [_get_house(hirer).id for hirer in hirers])])
        return referrals.job_id | self.env["hr.job"].search([("hirer_id", "in", houses.ids)])
