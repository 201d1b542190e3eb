from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..rules.evidence_file import LARGEST, MOST_FILES
from ..rules.page_text import line
from .portal import JobSearchPortal
from .portal_needs import POST, _to_id


class JobSearchEligibility(JobSearchPortal):
    """“My right to work” on the jobseeker's page: what they send is kept for a checker, and read back to nobody."""

    def _get_sections(self):
        sections = super()._get_sections()
        return [*sections[:-1], ("eligibility", request.env._("My right to work")), sections[-1]]

    def _get_said(self):
        return {
            **super()._get_said(),
            "eligibility_sent": request.env._("Thank you. Your files have arrived, and only checkers can open them."),
        }

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        check = jobseeker._get_own_checks()
        values.update(
            eligibility=check,
            eligibility_sentence=check._say_own_standing(),
            eligibility_files=check.copy_count if check.state == "to_check" else 0,
            # sudo: the names of documents, which are no secret
            eligibility_types=request.env["hr.eligibility.document.type"].sudo()._find_offered(jobseeker.company_id),
            eligibility_error=query.get("eligibility_error"),
            eligibility_typed=query.get("eligibility_typed"),
        )
        return values

    @http.route("/my/job-search/<int:jobseeker_id>/eligibility", **POST)
    def declare_eligibility(self, jobseeker_id, type_id="", **_form):
        jobseeker = self._get_own(jobseeker_id)
        offered = (
            request.env["hr.eligibility.document.type"].sudo()._find_offered(jobseeker.company_id)
        )  # sudo: as above
        chosen = offered.filtered(lambda kind: kind.id == _to_id(line(type_id, 10)))
        if not chosen:
            raise request.not_found()
        try:
            with request.env.cr.savepoint():
                jobseeker._declare_eligibility(chosen, self._read_files())
        except UserError as error:
            return self._render_job_search(jobseeker, eligibility_error=str(error), eligibility_typed=chosen.id)
        return request.redirect(self._get_page_url(jobseeker, "eligibility", "eligibility_sent"), code=303)

    def _read_files(self):
        """[(name, content)] of what was sent, at most one byte more of each than can be kept."""
        sent = request.httprequest.files.getlist("files")[: MOST_FILES + 1]
        files = [(file.filename, file.stream.read(LARGEST + 1)) for file in sent]
        return [(name, content) for name, content in files if name or content]
