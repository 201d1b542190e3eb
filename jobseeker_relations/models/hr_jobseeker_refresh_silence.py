from odoo import api, fields, models

from ..rules.review_dates import give_days
from .hr_jobseeker_refresh_job import WARNING
from .hr_jobseeker_review import OPEN_STATES

TASK = "jobseeker_relations.mail_activity_type_requirements"


class HrJobseeker(models.Model):
    """What follows where nobody answers: both sides are warned, the person is hidden, somebody looks back with them.

    Each step is for a batch, and marks what it did.
    """

    _inherit = "hr.jobseeker"

    @api.model
    def _warn_of_hiding(self, people):
        """Tell the person what happens next, and the adviser that a call would help."""
        letters, waiting, unreached = people._sort_by_gate()
        self._keep_waiting(waiting)
        told = letters | unreached
        told.write({"refresh_warned_on": fields.Date.today()})  # before the letter, which names the day that follows
        letters._send_refresh_letters(WARNING)
        told._schedule_refresh_tasks(
            lambda person, env: env._("%s did not say whether what they want is still true: ring them", person.name)
        )

    def _get_hiding_day(self):
        """For the letter: the day on which they are hidden from matching, if they are."""
        self.ensure_one()
        step = self._get_refresh_step()
        return step.day if step and step.name == "hide" else False

    @api.model
    def _hide_from_matching(self, people):
        people.write({"hidden_from_matching_since": fields.Date.today()})
        people._note_refresh(lambda person: person._say_hidden()[0])

    @api.model
    def _owe_refresh_reviews(self, people):
        """Somebody looks back with them: in the open review, sooner where nobody chose its day, else in a new one."""
        Review = self.env["hr.jobseeker.review"]
        opened = Review.search([("jobseeker_id", "in", people.ids), ("state", "in", OPEN_STATES)])
        opened = opened.grouped("jobseeker_id")
        has = {person: opened.get(person, Review) for person in people}
        free = {person: reviews.filtered(_may_come_sooner) for person, reviews in has.items()}
        moving = people.filtered(lambda person: not has[person] or free[person])
        days = moving._give_refresh_days(free)
        for day, some in moving.grouped(days.get).items():
            sooner = Review.union(*(free[person] for person in some))
            sooner.filtered(lambda review, day=day: review.due_on > day).write({"due_on": day})
        new = moving.filtered(lambda person: not has[person])
        Review.create(
            [
                {
                    "jobseeker_id": person.id,
                    "user_id": person.adviser_id.id,
                    "due_on": days[person],
                    "internal_note": person._for_colleagues()._say_unconfirmed(),
                }
                for person in new
            ]
        )
        people.write({"refresh_reviewed_on": fields.Date.today()})
        (people - new)._note_refresh(
            lambda person: person.env._("To be looked at in the open review: %s", person._say_unconfirmed())
        )

    def _give_refresh_days(self, opened):
        """{person: the working day of the review}: no adviser gets more a day than their company allows."""
        days, today = {}, fields.Date.today()
        for (adviser, company), people in self.grouped(lambda person: (person.adviser_id, person.company_id)).items():
            used = self.env["hr.jobseeker.review"]._count_days(people, opened)
            given = give_days(
                [today] * len(people),
                today=today,
                per_day=company.jobseeker_reviews_per_day,
                used=used[adviser],
                window=people[:1]._get_review_window(),
            )
            days.update(zip(people, given, strict=True))
        return days

    # --- telling ------------------------------------------------------------------------------------

    def _note_refresh(self, say):
        """One line on the thread of each, in the language of who answers for them."""
        if self:
            self._message_log_batch({person.id: say(person._for_colleagues()) for person in self})

    def _schedule_refresh_tasks(self, say):
        """One task for whoever answers for each of them; what is open is closed by an answer."""
        kind = self.env.ref(TASK, raise_if_not_found=False)
        if not kind or not self:
            return
        today, model_id = fields.Date.today(), self.env["ir.model"]._get_id(self._name)
        # sudo: the adviser's task, whoever causes it
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": person.id,
                    "user_id": person._get_answering_user().id,
                    "activity_type_id": kind.id,
                    "date_deadline": today,
                    "summary": say(person, person._for_colleagues().env),
                    "automated": True,
                }
                for person in self
            ]
        )

    def _settle_refresh_tasks(self):
        """What the person said closes the tasks that asked for it."""
        today = fields.Date.today()
        known = self.filtered(lambda person: not person.requirements_stale_on or person.requirements_stale_on > today)
        kind = self.env.ref(TASK, raise_if_not_found=False)
        if not kind or not known:
            return
        # sudo: a colleague's task, that has no object any more
        tasks = self.env["mail.activity"].sudo()
        tasks = tasks.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", known.ids),
                ("activity_type_id", "=", kind.id),
                ("automated", "=", True),
            ]
        )
        if tasks:
            tasks.unlink()


def _may_come_sooner(review):
    """A day that follows from an interval; one that somebody chose or agreed on is kept."""
    return review.planned_for and not review.start_at and review.state == "scheduled" and not review._is_owed()
