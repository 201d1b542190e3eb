from odoo import http
from odoo.http import request

from ..models.hr_jobseeker_agreement import LINK_DAYS
from ..rules.page_text import line
from . import portal


class JobSearchPortal(portal.JobSearchPortal):
    """“What we agreed”: the terms that wait, those in force and those of the past; ending them in one step."""

    def _prepare_job_search_values(self, jobseeker, **query):
        agreements = jobseeker.agreement_ids.filtered(
            lambda agreement: agreement.state != "draft" and not agreement._is_taken_back()
        )
        links = {agreement: agreement._get_link("terms", LINK_DAYS) for agreement in agreements}
        values = super()._prepare_job_search_values(jobseeker, **query)
        return {**values, "agreements": agreements, "agreement_links": links}

    @http.route(
        "/my/job-search/<int:jobseeker_id>/agreement/<int:agreement_id>/end",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def end_agreement(self, jobseeker_id, agreement_id, reason="", **_fields):
        jobseeker = self._get_own(jobseeker_id)
        agreement = jobseeker.agreement_ids.filtered(lambda agreement: agreement.id == agreement_id)
        if not agreement:
            raise request.not_found()
        agreement._end_by_jobseeker(line(reason, 200))
        return request.redirect(self._get_page_url(jobseeker, "agreement"), code=303)
