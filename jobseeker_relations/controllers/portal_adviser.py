from odoo import http
from odoo.http import request

from ..rules.page_text import text
from .portal import JobSearchPortal

LONGEST_MESSAGE = 5000


class JobSearchAdviser(JobSearchPortal):
    """“My adviser”: who answers, how to reach them, when they will be in touch, and a message to them."""

    def _get_said(self):
        return {
            **super()._get_said(),
            "written": request.env._("Thank you. Your message is with your adviser."),
        }

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        adviser = jobseeker.adviser_id.filtered("active")
        values.update(
            adviser=adviser,
            # where nobody answers by name, the company does
            reach=adviser.partner_id or jobseeker.company_id.partner_id,
            next_contact=jobseeker._say_next_contact(),
        )
        return values

    @http.route("/my/job-search/<int:jobseeker_id>/message", type="http", auth="user", methods=["POST"], website=True)
    def job_search_message(self, jobseeker_id, **post):
        jobseeker = self._get_own(jobseeker_id)
        message = text(post.get("message"), LONGEST_MESSAGE)
        if not message:
            return self._render_job_search(jobseeker, {"message": request.env._("Write something first.")})
        jobseeker._write_to_adviser(message)
        return request.redirect(self._get_page_url(jobseeker, "adviser", "written"))
