import logging
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.fault_words import say_fault
from ..rules.review_dates import give_days
from .batch import settle_each, take_batch, work_off

_logger = logging.getLogger(__name__)

BATCH_SIZE = 200


class HrJobseekerReview(models.Model):
    """The planner: makes the review that is owed some days ahead, moves or withdraws the one that no longer fits.

    It follows the laws of the follow-up engine (design §4 "Engine"): bounded batches; locked, then asked again; one
    commit for the reviews and their activities; one bad record fails alone; the unique index makes "twice" impossible.
    """

    _inherit = "hr.jobseeker.review"

    @api.model
    def _cron_plan(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_review``. Facts alone decide, so after ten days of standstill it catches up."""
        work_off(self.env, self._plan_batch, batch_size)

    @api.model
    def _plan_batch(self, batch_size):
        """Settle the people whose day comes, at most ``batch_size``.

        :return: (how many were settled, how many more were seen waiting)
        """
        domain = self._get_look_domain()
        people, waiting = take_batch(self.env["hr.jobseeker"], domain, "review_look_on, id", batch_size)
        if people:
            self._plan(people)
            self._leave_unsettled(people.filtered_domain(domain))
        return len(people), waiting

    @api.model
    def _leave_unsettled(self, people):
        """Whose day had changed unseen, as by a calendar, is counted anew; who is still there then waits a day."""
        self.env.add_to_compute(people._fields["review_look_on"], people)
        people.filtered_domain(self._get_look_domain())._look_again_tomorrow()

    @api.model
    def _get_look_domain(self):
        """Whose day comes within the days that their company plans ahead: one index range for each number of days."""
        today = fields.Date.today()
        leads = self.env["res.company"]._read_group([], ["jobseeker_review_lead_days"], ["id:array_agg"])
        return Domain.OR(
            Domain("company_id", "in", companies) & Domain("review_look_on", "<=", today + timedelta(days=lead))
            for lead, companies in leads
        )

    @api.model
    def _plan(self, people):
        settle_each(people, self._settle_people, self._record_fault)

    @api.model
    def _record_fault(self, person, error):
        """Say on the person what is wrong, and look again in a day."""
        _logger.warning("The review of jobseeker %s could not be planned", person.id, exc_info=error)
        person.with_context(tracking_disable=True).review_fault = say_fault(error)
        person._look_again_tomorrow()

    @api.model
    def _settle_people(self, people):
        people = people.with_context(tracking_disable=True)
        facts, owed, opened = people._get_review_facts(), {}, {}
        for person in people:
            latest, opened[person] = facts[person.id]
            owed[person] = person._get_owed_review(latest)
        people.filtered("review_fault").review_fault = False
        self._withdraw_unowed(people, owed, opened)
        days = self._give_days([person for person in people if owed[person]], owed, opened)
        self._move_open(people, owed, opened, days)
        made = [person for person in people if owed[person] and not opened[person]]
        self.create([self._prepare_vals(person, owed[person], days[person]) for person in made])._schedule_activities()

    @api.model
    def _withdraw_unowed(self, people, owed, opened):
        unowed = self.union(*(opened[person] for person in people if not owed[person]))
        unowed -= unowed.filtered(lambda review: review._is_owed())
        for colleagues, reviews in unowed.grouped(lambda r: r.jobseeker_id._for_colleagues().env).items():
            reviews._withdraw(colleagues._("No review is promised any more"))

    @api.model
    def _move_open(self, people, owed, opened, days):
        """Another interval is in force: the open review follows it, one statement for all that share their days.

        What fell due is owed as it was promised: no interval moves it.
        """
        moving = self.union(*(opened[person] for person in people if owed[person]))
        moving -= moving.filtered(lambda review: review._is_owed())
        for (planned, day), reviews in moving.grouped(
            lambda review: (owed[review.jobseeker_id].day, days[review.jobseeker_id])
        ).items():
            reviews.write({"planned_for": planned, "due_on": day})

    @api.model
    def _give_days(self, people, owed, opened):
        """{person: the day of the review}. Many who are promised one at once get days with room for them.

        An agreement's day and a chosen one are kept, however many fall on it: somebody was promised them.
        """
        days, today = {}, fields.Date.today()
        people = self.env["hr.jobseeker"].concat(*people)
        used = self._count_days(people, opened)
        for (adviser, company), group in people.grouped(lambda p: (p.adviser_id, p.company_id)).items():
            crowd = group.filtered(lambda person: self._may_wait(owed[person], today))
            days.update((person, owed[person].day) for person in group - crowd)
            crowd = crowd.sorted(lambda person: (owed[person].day, person.id))
            given = give_days(
                [owed[person].day for person in crowd],
                today=today,
                per_day=company.jobseeker_reviews_per_day,
                used=used[adviser] + Counter(days[person] for person in group - crowd),
                window=group[:1]._get_review_window(),
            )
            days.update(zip(crowd, given, strict=True))
        return days

    @api.model
    def _may_wait(self, owed, today):
        """A policy promises a first review, or one whose day was past when it did, to a whole crowd."""
        return owed.source == "policy" and (owed.first or owed.day < today)

    @api.model
    def _count_days(self, people, opened):
        """{adviser: Counter of their open reviews by day}, without those that are about to move."""
        moving = self.union(*(opened[person] for person in people))
        rows = self._read_group(
            [
                ("state", "=", "scheduled"),
                ("user_id", "in", people.adviser_id.ids + [False]),
                ("due_on", ">=", fields.Date.today()),
                ("id", "not in", moving.ids),
            ],
            ["user_id", "due_on:day"],
            ["__count"],
        )
        used = {adviser: Counter() for adviser in [*people.adviser_id, people.adviser_id.browse()]}
        for adviser, day, count in rows:
            used[adviser][day] = count
        return used

    @api.model
    def _prepare_vals(self, person, owed, day):
        return {
            "jobseeker_id": person.id,
            "user_id": person.adviser_id.id,
            "due_on": day,
            "planned_for": owed.day,
        }


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _look_again_tomorrow(self):
        """The planner looks ahead by some days: tomorrow it reaches the day behind the last one that it sees today."""
        for company, people in self.with_context(tracking_disable=True).grouped("company_id").items():
            reach = timedelta(days=company.jobseeker_review_lead_days + 1)
            people.write({"review_look_on": fields.Date.today() + reach})
