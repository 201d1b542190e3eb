from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .token_page import describe_page


class JobSearchPortal(CustomerPortal):
    """“My job search”: the page of a jobseeker who has an account.

    Portal users have no rights on any model of ours, so RPC gives them nothing; these routes read as the system what
    belongs to the relationships of the user's own contact, and change on POST alone.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "job_search_count" in counters:
            values["job_search_count"] = len(self._find_own())
        return values

    def _find_own(self):
        # sudo: the user's own relationships, on which they have no rights
        return request.env["hr.jobseeker"].sudo().search([("partner_id", "=", request.env.user.partner_id.id)])

    def _get_own(self, jobseeker_id):
        """Return one relationship of the user; that of anybody else does not exist for them."""
        jobseeker = self._find_own().filtered(lambda jobseeker: jobseeker.id == jobseeker_id)
        if not jobseeker:
            raise request.not_found()
        return jobseeker

    def _get_page_url(self, jobseeker, anchor="", said=""):
        """The address of a page, at one of its sections.

        :param said: code of what the page says was done, see ``_get_said``
        """
        query = f"?said={said}" if said else ""
        return f"/my/job-search/{jobseeker.id}{query}" + (f"#{anchor}" if anchor else "")

    def _get_sections(self):
        """[(anchor, heading)] of the page, for its navigation, in their order."""
        return [
            ("adviser", request.env._("My adviser")),
            ("needs", request.env._("What I need")),
            ("agreement", request.env._("What we agreed")),
            ("timetable", request.env._("My timetable")),
            ("reviews", request.env._("My reviews and meetings")),
            ("preferences", request.env._("My preferences")),
        ]

    def _get_said(self):
        """{code: what the page says after something was done}; each part of the page adds its own."""
        return {}

    @http.route("/my/job-search", type="http", auth="user", methods=["GET"], website=True)
    def job_search(self, **_query):
        jobseekers = self._find_own()
        if not jobseekers:
            raise request.not_found()
        if len(jobseekers) == 1:
            return request.redirect(self._get_page_url(jobseekers))
        values = {"jobseekers": jobseekers, "page_name": "job_search", "html_data": describe_page()}
        return request.render("jobseeker_relations.portal_job_searches", values)

    @http.route("/my/job-search/<int:jobseeker_id>", type="http", auth="user", methods=["GET"], website=True)
    def job_search_of(self, jobseeker_id, said="", **_query):
        return self._render_job_search(self._get_own(jobseeker_id), said=said)

    def _render_job_search(self, jobseeker, faults=None, typed=None, **query):
        """The page, or, when what was sent cannot be kept, the page with what is wrong and what was typed.

        :param faults: {field: what is wrong with it}
        :param typed: {field: what was typed there}
        """
        values = self._prepare_job_search_values(jobseeker, **query)
        values.update(faults=faults or {}, typed=typed or {})
        response = request.render("jobseeker_relations.portal_job_search", values)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _prepare_job_search_values(self, jobseeker, **query):
        """What the page shows; each part of it adds its own by extending this."""
        return {
            "jobseeker": jobseeker,
            "page_name": "job_search",
            "html_data": describe_page(),
            "sections": self._get_sections(),
            "said": query.get("said"),
            "said_text": self._get_said().get(query.get("said")),
        }
