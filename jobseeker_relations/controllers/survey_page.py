from odoo import http
from odoo.http import request

from odoo.addons.survey.controllers.main import Survey

from .token_page import PRIVATE


class ReferenceForm(Survey):
    """Odoo's survey page, where it holds a referee's answer: the link lets them in, whoever is signed in."""

    def _check_validity(self, survey_sudo, answer_sudo, answer_token, ensure_token=True, check_partner=True):
        """A referee who has an account with us, for whatever reason, is a referee all the same."""
        if answer_sudo.jobseeker_reference_id:
            check_partner = False
            if answer_sudo.state != "done" and answer_sudo.jobseeker_reference_id.state != "requested":
                return "answer_deadline"
        return super()._check_validity(
            survey_sudo, answer_sudo, answer_token, ensure_token=ensure_token, check_partner=check_partner
        )

    @http.route()
    def survey_display_page(self, survey_token, answer_token, **post):
        """What somebody writes there is theirs alone: no copy on the way, no search engine."""
        return self._keep_private(super().survey_display_page(survey_token, answer_token, **post))

    @http.route()
    def survey_print(self, survey_token, review=False, answer_token=None, **post):
        """What was sent is not here any more: an empty form would look as if it had been lost."""
        page = self._keep_private(super().survey_print(survey_token, review=review, answer_token=answer_token, **post))
        answer = getattr(page, "qcontext", {}).get("answer")
        if answer and answer.jobseeker_reference_id and answer.state == "done":
            raise request.not_found()
        return page

    def _keep_private(self, response):
        answer = getattr(response, "qcontext", {}).get("answer")
        if answer and answer.jobseeker_reference_id:
            response.headers.update(PRIVATE)
        return response
