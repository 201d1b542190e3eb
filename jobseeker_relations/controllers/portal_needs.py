from odoo import http
from odoo.exceptions import MissingError, UserError
from odoo.http import request

from ..rules.page_text import line
from .portal import JobSearchPortal

ROUTE = "/my/job-search/<int:jobseeker_id>/needs"
#: A longer name or value of a need is cut.
LONGEST = 500
POST = {"type": "http", "auth": "user", "methods": ["POST"], "website": True}


class JobSearchNeeds(JobSearchPortal):
    """“What I need” on the jobseeker's page: seen on GET, changed on POST alone.

    What cannot be read is shown again as it was typed, with the reason beside it.
    """

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        needs = jobseeker._get_open_needs()
        values.update(
            needs=needs,
            wanted=needs.grouped("kind"),
            needs_shown=needs._get_fingerprint(),
            # sudo: the names of the types, which are no secret
            need_types=request.env["hr.jobseeker.need.type"].sudo().search([]),
            need_typed=query.get("need_typed") or {},
            need_error=query.get("need_error"),
        )
        return values

    def _change_needs(self, jobseeker_id, change, said, **typed):
        """Do it, and return to the page; or show the page again with what was typed and why it cannot be.

        :param change: what to do; False where that changed nothing
        """
        jobseeker = self._get_own(jobseeker_id)
        try:
            with request.env.cr.savepoint():
                changed = change(jobseeker)
        except MissingError:
            raise request.not_found() from None
        except UserError as error:  # a ValidationError is one
            return self._render_job_search(jobseeker, need_typed=typed, need_error=str(error))
        return request.redirect(self._get_page_url(jobseeker, "needs", "same" if changed is False else said), code=303)

    @http.route(f"{ROUTE}/confirm", **POST)
    def confirm_needs(self, jobseeker_id, shown="", **_form):
        return self._change_needs(
            jobseeker_id, lambda person: person._confirm_own_needs(shown), "needs_confirmed", need_id="all"
        )

    @http.route(f"{ROUTE}/add", **POST)
    def add_need(self, jobseeker_id, type_id="", name="", value="", **_form):
        type_id, name, value = line(type_id, 10), line(name, LONGEST), line(value, LONGEST)
        known = request.env["hr.jobseeker.need.type"].sudo().search([("id", "=", _to_id(type_id))])  # sudo: as above
        if not known:
            raise request.not_found()
        return self._change_needs(
            jobseeker_id,
            lambda person: person._add_own_need(known.id, name, value),
            "need_added",
            need_id=0,
            type_id=known.id,
            name=name,
            value=value,
        )

    @http.route(f"{ROUTE}/<int:need_id>/change", **POST)
    def change_need(self, jobseeker_id, need_id, value="", **_form):
        value = line(value, LONGEST)
        return self._change_needs(
            jobseeker_id,
            lambda person: person._change_own_need(need_id, value),
            "need_changed",
            need_id=need_id,
            value=value,
        )

    @http.route(f"{ROUTE}/<int:need_id>/withdraw", **POST)
    def withdraw_need(self, jobseeker_id, need_id, **_form):
        return self._change_needs(jobseeker_id, lambda person: person._withdraw_own_need(need_id), "need_withdrawn")


def _to_id(text):
    """A number that came with a form, or one that no record has."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
