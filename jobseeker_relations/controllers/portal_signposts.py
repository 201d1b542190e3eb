from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.hr_jobseeker_signpost_letter import PURPOSE
from ..rules.page_text import line
from .portal import JobSearchPortal
from .token_page import TokenPage

ROUTE = f"/jobseeker/{PURPOSE}/<string:token>"
SHOWS = {"type": "http", "auth": "public", "methods": ["GET"], "website": True, "sitemap": False}


def take_answer(signpost, post):
    """Keep a yes or a no to a referral elsewhere; anything else changes nothing.

    :return: what is wrong with it, or None
    """
    answer = line(post.get("answer"), 10)
    if answer not in ("yes", "no"):
        return None
    try:
        with request.env.cr.savepoint():
            signpost._answer_on_page(
                answer == "yes", post.get("shares_data") == "on", shown=line(post.get("shown"), 64)
            )
    except UserError as error:
        return str(error)
    return None


class SignpostPage(TokenPage):
    """Where somebody else may help, behind the link of the letter: one tap says yes or no."""

    @http.route(ROUTE, **SHOWS)
    def elsewhere(self, token, **_query):
        return self._render_signpost(self._find_signpost(token), token)

    @http.route(ROUTE, **{**SHOWS, "methods": ["POST"]})
    def answer_elsewhere(self, token, **post):
        signpost = self._find_signpost(token)
        fault = take_answer(signpost, post)
        if fault:
            return self._render_signpost(signpost, token, fault=fault)
        return request.redirect(f"/jobseeker/{PURPOSE}/{token}", code=303)

    def _find_signpost(self, token):
        signpost = self._find("hr.jobseeker.signpost", PURPOSE, token)
        if not signpost._is_on_page():
            raise request.not_found()
        return signpost

    def _render_signpost(self, signpost, token, fault=None):
        values = {
            "signpost": signpost,
            "company": signpost.company_id,
            "answer_url": f"/jobseeker/{PURPOSE}/{token}",
            "fault": fault,
        }
        return self._render("jobseeker_relations.signpost_page", values)


class JobSearchSignposts(JobSearchPortal):
    """“Who else can help” on the person's own page: where they were pointed to, and their yes or no."""

    def _get_sections(self):
        sections = super()._get_sections()
        place = next((n for n, (anchor, _title) in enumerate(sections) if anchor == "preferences"), len(sections))
        return [*sections[:place], ("elsewhere", request.env._("Who else can help")), *sections[place:]]

    def _get_said(self):
        return {**super()._get_said(), "elsewhere": request.env._("Your answer is kept. Your adviser sees it.")}

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        shown = jobseeker.signpost_ids.filtered(lambda signpost: signpost._is_on_page())
        return {**values, "signposts": shown, "signpost_fault": query.get("signpost_fault")}

    @http.route(
        "/my/job-search/<int:jobseeker_id>/elsewhere/<int:signpost_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def job_search_elsewhere(self, jobseeker_id, signpost_id, **post):
        jobseeker = self._get_own(jobseeker_id)
        signpost = jobseeker.signpost_ids.filtered(
            lambda signpost: signpost.id == signpost_id and signpost._is_on_page()
        )
        if not signpost:
            raise request.not_found()
        fault = take_answer(signpost, post)
        if fault:
            return self._render_job_search(jobseeker, signpost_fault={signpost.id: fault})
        return request.redirect(self._get_page_url(jobseeker, "elsewhere", "elsewhere"), code=303)
