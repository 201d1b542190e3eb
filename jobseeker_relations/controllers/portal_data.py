from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.hr_jobseeker_rights_request import KINDS
from ..rules.page_text import line, text
from .portal import JobSearchPortal

LONGEST_DETAILS = 2000
#: Requests of one person in a day; more is a script, or somebody who had better ring us.
MOST_A_DAY = 4


class JobSearchData(JobSearchPortal):
    """“My data”: what somebody may ask of us about it, what became of that, and a button for each."""

    def _get_sections(self):
        return [*super()._get_sections(), ("data", request.env._("My data"))]

    def _get_said(self):
        return {
            **super()._get_said(),
            "data_asked": request.env._(
                "Thank you. We have your request, and a letter says by when you have our answer."
            ),
        }

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        values["data_requests"] = jobseeker._get_own_requests()
        values["data_wishes"] = [
            ("access", request.env._("Send me a copy of my data")),
            ("rectification", request.env._("Something is wrong: mend it")),
            ("erasure", request.env._("Erase my data")),
            ("restriction", request.env._("Freeze my data: keep it, but do not use it")),
            ("objection", request.env._("Stop using my data")),
            ("portability", request.env._("Give me what I gave you, to take along")),
        ]
        return values

    @http.route("/my/job-search/<int:jobseeker_id>/data", type="http", auth="user", methods=["POST"], website=True)
    def job_search_data(self, jobseeker_id, **post):
        jobseeker = self._get_own(jobseeker_id)
        kind, details = line(post.get("kind"), 20), text(post.get("details"), LONGEST_DETAILS)
        fault = self._file(jobseeker, kind, details)
        if fault:
            return self._render_job_search(jobseeker, {"data_kind": fault}, {"kind": kind, "details": details})
        return request.redirect(self._get_page_url(jobseeker, "data", "data_asked"))

    def _file(self, jobseeker, kind, details):
        """:return: what is wrong with it, or None"""
        if kind not in dict(KINDS):
            return request.env._("Choose what you want.")
        today = jobseeker._get_own_requests().filtered(
            lambda one: (
                one.channel == "portal" and one.create_date >= fields.Datetime.subtract(fields.Datetime.now(), days=1)
            )
        )
        if len(today) >= MOST_A_DAY:
            return request.env._("You have asked for several things today. Write to us, or ask again tomorrow.")
        try:
            with request.env.cr.savepoint():  # what was refused leaves nothing behind
                jobseeker._file_request(kind, details)
        except UserError as error:
            return str(error)
        return None
