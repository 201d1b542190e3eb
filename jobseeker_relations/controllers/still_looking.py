from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.hr_jobseeker_still_looking import ANSWERS, PURPOSE
from ..rules.page_text import day, line
from .portal import JobSearchPortal
from .token_page import TokenPage

LONGEST_ANSWER = 20


def take_answer(jobseeker, post):
    """Do what was tapped.

    :return: what is wrong with it, or None
    """
    answer = line(post.get("answer"), LONGEST_ANSWER)
    try:
        with request.env.cr.savepoint():  # what was refused leaves nothing behind
            if answer == "undo":
                jobseeker._take_back_answer()
            else:
                jobseeker._answer_still_looking(answer, day(post.get("until")) if answer == "later" else None)
    except UserError as error:
        return str(error)
    return None


class StillLooking(TokenPage):
    """ "Are you still looking?", answered by one tap and without an account."""

    @http.route(f"/jobseeker/{PURPOSE}/<string:token>", type="http", auth="public", website=True, sitemap=False)
    def still_looking(self, token, **post):
        jobseeker = self._find("hr.jobseeker", PURPOSE, token)
        if request.httprequest.method != "POST":
            return self._render_answers(jobseeker, token)
        fault = take_answer(jobseeker, post)
        if fault:
            return self._render_answers(jobseeker, token, fault=fault, typed_day=line(post.get("until"), 10))
        return request.redirect(f"/jobseeker/{PURPOSE}/{token}")

    def _render_answers(self, jobseeker, token, **values):
        today = jobseeker._get_today()
        values = {
            "jobseeker": jobseeker,
            "company": jobseeker.company_id,
            "action": f"/jobseeker/{PURPOSE}/{token}",
            "answered": jobseeker._can_take_back() and dict(ANSWERS)[jobseeker.still_looking_answer],
            "later_days": jobseeker._get_later_days(today),
            "today": today,
            **values,
        }
        return self._render("jobseeker_relations.still_looking", values)


class JobSearchStillLooking(JobSearchPortal):
    """The same question on the person's own page, for who comes from a letter's copy behind the login."""

    def _get_said(self):
        return {**super()._get_said(), "answered": request.env._("Thank you, we have your answer.")}

    @http.route(
        "/my/job-search/<int:jobseeker_id>/still-looking", type="http", auth="user", methods=["POST"], website=True
    )
    def job_search_still_looking(self, jobseeker_id, **post):
        jobseeker = self._get_own(jobseeker_id)
        fault = take_answer(jobseeker, post)
        if fault:
            return self._render_job_search(jobseeker, {"still-looking": fault})
        return request.redirect(self._get_page_url(jobseeker, "still-looking", "answered"))
