from odoo import api, models

from .hr_jobseeker_review import OPEN_STATES
from .moment import say_day


class HrJobseekerReview(models.Model):
    """The nudge to the adviser: an activity on the jobseeker that opens the review.

    The review is the promise, the activity only says so: deleting it, or marking it done, settles nothing.
    """

    _inherit = "hr.jobseeker.review"

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever schedules a review by hand is told of it like everybody else; the planner tells all at once."""
        reviews = super().create(vals_list)
        reviews.filtered(lambda review: review.state == "scheduled" and not review.planned_for)._schedule_activities()
        return reviews

    def write(self, vals):
        before = {review: review.due_on for review in self} if "due_on" in vals else {}
        result = super().write(vals)
        if {"user_id", "due_on"} & vals.keys():
            self._sync_activities()
        if "planned_for" not in vals:  # the planner's: another interval is its own reason
            self._note_moves(before)
        return result

    def _note_moves(self, before):
        """Debt never moves silently: the person's thread says from which day a review went to which, and by whom."""
        bodies = {
            review.jobseeker_id.id: self.env._(
                "Review moved from %(before)s to %(after)s",
                before=say_day(self.env, day),
                after=say_day(self.env, review.due_on),
            )
            for review, day in before.items()
            if review.due_on != day
        }
        if bodies:  # whatever the context: a client can put ``tracking_disable`` there
            self.env["hr.jobseeker"].browse(bodies)._message_log_batch(bodies)

    def _settle(self):
        reviews = super()._settle()
        for review in self.filtered(lambda review: review.activity_id.active):
            if review.state == "held":
                review.activity_id._action_done(feedback=review.summary or False)
            elif review.state == "cancelled":
                # sudo: a colleague's activity, about a review that is not to take place
                review.activity_id.sudo().unlink()
        return reviews

    def _schedule_activities(self):
        """One batch of activities, due on the day of the review."""
        activity_type = self.env.ref("jobseeker_relations.mail_activity_type_review")
        model_id = self.env["ir.model"]._get_id("hr.jobseeker")
        # sudo: the adviser's activity, whoever schedules the review
        activities = (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True)
            .create(
                [
                    {
                        "res_model_id": model_id,
                        "res_id": review.jobseeker_id.id,
                        "user_id": review.user_id.filtered("active").id,
                        "activity_type_id": activity_type.id,
                        "date_deadline": review.due_on,
                        "summary": review.jobseeker_id._for_colleagues().env._(
                            "Look back with %s", review.jobseeker_id.name
                        ),
                        "automated": True,
                    }
                    for review in self
                ]
            )
        )
        for review, activity in zip(self.sudo(), activities, strict=True):  # sudo: the system's own field
            review.activity_id = activity

    def _sync_activities(self):
        """Who holds the review and when is due is said on the review; its activity follows."""
        # sudo: a colleague's activity
        reviews = self.sudo().filtered(lambda review: review.activity_id.active)
        for day, alike in reviews.grouped("due_on").items():
            moved = alike.activity_id.filtered(lambda activity, day=day: activity.date_deadline != day)
            moved.write({"date_deadline": day})
        for user, alike in reviews.grouped("user_id").items():
            passed_on = alike.activity_id.filtered(lambda activity, user=user: activity.user_id != user)
            passed_on.write({"user_id": user.id})

    def _say_still_due(self, feedback):
        """Keep what was said, and tell that the review is not held by it."""
        for review in self:
            if feedback and not review.internal_note:
                review.internal_note = feedback
            note = self.env._("The review is still due: hold it with its conclusion, or waive it with a reason.")
            review.jobseeker_id._message_log(body=note)
            self.env.user._bus_send(
                "simple_notification",
                {"type": "warning", "title": review.display_name, "message": note, "sticky": True},
            )


class MailActivity(models.Model):
    """What happens to the activity of a review."""

    _inherit = "mail.activity"

    def _get_open_reviews(self):
        """The reviews that are still owed behind these activities, for whoever may know them."""
        activities = self.filtered(lambda activity: activity.res_model == "hr.jobseeker")
        if not activities:
            return self.env["hr.jobseeker.review"]
        # sudo: whether a review is owed does not depend on who looks after the activity
        reviews = self.env["hr.jobseeker.review"].sudo()
        return reviews.search([("activity_id", "in", activities.ids), ("state", "in", OPEN_STATES)])

    def _action_done(self, feedback=False, attachment_ids=None):
        """A review needs its conclusion: it stays due when only its activity is done, and who did that is told."""
        reviews = self._get_open_reviews()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if reviews:
            reviews._say_still_due(feedback)
        return result

    def write(self, vals):
        """Who takes over the activity takes over the review."""
        result = super().write(vals)
        if "user_id" in vals:
            reviews = self._get_open_reviews().filtered(lambda review: review.user_id.id != vals["user_id"])
            if reviews:
                reviews.write({"user_id": vals["user_id"]})
        return result

    def action_open_document(self):
        """An activity of a review opens the review, where its conclusion is written."""
        self.ensure_one()
        review = self._get_open_reviews()[:1].sudo(False)
        if review and review.has_access("read"):
            return review.action_open()
        return super().action_open_document()
