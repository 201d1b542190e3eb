from odoo import fields, http
from odoo.http import request

from ..models.hr_jobseeker_review import OPEN_STATES
from ..models.moment import city, say_day
from ..rules.page_text import text
from .portal import JobSearchPortal

#: Longer ones are no suggestion of a time; the rest is cut.
LONGEST = 1000


class ReviewPortal(JobSearchPortal):
    """“My reviews and meetings”: what was said, what comes next, and whether its time suits."""

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        env, reviews = jobseeker.env, jobseeker.review_ids
        held = reviews.filtered(lambda review: review.state == "held" and review.held_on)
        zone = jobseeker._get_zone()
        values.update(
            next_review=self._get_next_review(jobseeker),
            past_reviews=held.sorted(lambda review: (review.held_on, review.id), reverse=True),
            review_day=lambda day: say_day(env, day),
            review_time=lambda at: _say_meeting(env, at, zone),
            review_zone=city(zone),
            review_conclusions={
                "continue": env._("we go on as agreed"),
                "change": env._("we change how we go on"),
                "pause": env._("the search pauses"),
                "end": env._("the search ends"),
            },
            today=fields.Date.context_today(jobseeker.with_context(tz=zone)),
        )
        return values

    def _get_next_review(self, jobseeker):
        opened = jobseeker.review_ids.filtered(lambda review: review.state in OPEN_STATES)
        return opened.sorted(lambda review: (review.state == "missed", review.due_on, review.id))[:1]

    @http.route(
        "/my/job-search/<int:jobseeker_id>/reviews/<int:review_id>/suggest",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def suggest_review_time(self, jobseeker_id, review_id, suggestion="", **_form):
        jobseeker = self._get_own(jobseeker_id)
        review = jobseeker.review_ids.filtered(lambda review: review.id == review_id)
        if not review:
            raise request.not_found()
        if words := text(suggestion, LONGEST):
            review._suggest_time(words)
        return request.redirect(self._get_page_url(jobseeker, "reviews"), code=303)


def _say_meeting(env, at, zone):
    """Day and time on the person's clock; the page names the zone."""
    day = fields.Datetime.context_timestamp(env.user.with_context(tz=zone), at)
    return f"{say_day(env, day.date())}, {day:%H:%M}"
