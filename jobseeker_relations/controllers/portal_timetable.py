from odoo import http
from odoo.http import request

from ..rules.page_text import line, text
from .portal import JobSearchPortal

ROUTE = {"type": "http", "auth": "user", "methods": ["POST"], "website": True}
ANCHOR = "timetable"
#: Longer words of a jobseeker are cut.
LONGEST = 2000


class TimetablePortal(JobSearchPortal):
    """“My timetable” on the page of a jobseeker with an account."""

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        ours, theirs = jobseeker._get_portal_promises()
        return {**values, "our_steps": ours, "their_steps": theirs, "plan_changed": query.get("plan_changed") is True}

    def _back(self, jobseeker):
        return request.redirect(self._get_page_url(jobseeker, ANCHOR), code=303)

    def _get_plan(self, jobseeker, plan):
        return jobseeker.plan_ids.filtered(lambda own: str(own.id) == plan)

    def _get_step(self, jobseeker, step):
        return jobseeker.action_ids.filtered(lambda own: str(own.id) == step)

    @http.route("/my/job-search/<int:jobseeker_id>/timetable/done", **ROUTE)
    def timetable_done(self, jobseeker_id, step="", words="", **_values):
        jobseeker = self._get_own(jobseeker_id)
        for action in self._get_step(jobseeker, step):
            action._tick(text(words, LONGEST))
        return self._back(jobseeker)

    @http.route("/my/job-search/<int:jobseeker_id>/timetable/time", **ROUTE)
    def timetable_time(self, jobseeker_id, step="", words="", **_values):
        jobseeker = self._get_own(jobseeker_id)
        for action in self._get_step(jobseeker, step):
            action._ask_for_time(text(words, LONGEST))
        return self._back(jobseeker)

    @http.route("/my/job-search/<int:jobseeker_id>/timetable/agree", **ROUTE)
    def timetable_agree(self, jobseeker_id, plan="", name="", shown="", **_values):
        jobseeker = self._get_own(jobseeker_id)
        for proposal in self._get_plan(jobseeker, plan):
            if proposal._is_changed(shown):
                return self._render_job_search(jobseeker, plan_changed=True)
            proposal._accept(line(name, 200), request.httprequest.remote_addr, shown)
        return self._back(jobseeker)

    @http.route("/my/job-search/<int:jobseeker_id>/timetable/suggest", **ROUTE)
    def timetable_suggest(self, jobseeker_id, plan="", suggestion="", **_values):
        jobseeker = self._get_own(jobseeker_id)
        for proposal in self._get_plan(jobseeker, plan):
            proposal._suggest(text(suggestion, LONGEST))
        return self._back(jobseeker)
