from odoo import http
from odoo.exceptions import MissingError, UserError
from odoo.http import request

from ..models.hr_jobseeker_refresh_job import PURPOSE
from ..models.hr_jobseeker_still_looking import ANSWERS
from ..rules.page_text import line
from .portal_needs import LONGEST
from .still_looking import take_answer
from .token_page import TokenPage

ROUTE = f"/jobseeker/{PURPOSE}/<string:token>"
SHOWS = {"type": "http", "auth": "public", "methods": ["GET"], "website": True, "sitemap": False}
CHANGES = {**SHOWS, "methods": ["POST"]}
#: What a line of the page does.
LINE_ACTS = ("keep", "save", "drop")


class RequirementsPage(TokenPage):
    """Still looking, and is this still true? One tap for all of it, or line by line, each saved by itself.

    Without an account and without a script; what was said so far stays said, whenever the person leaves.
    """

    @http.route(ROUTE, **SHOWS)
    def requirements(self, token, said="", **_query):
        return self._render_requirements(self._find("hr.jobseeker", PURPOSE, token), token, said=said)

    @http.route(ROUTE, **CHANGES)
    def answer_requirements(self, token, **post):
        """All of it is true; or one of the other answers to “still looking?”."""
        jobseeker = self._find("hr.jobseeker", PURPOSE, token)
        if line(post.get("answer"), 20) != "all":
            fault = take_answer(jobseeker, post)
            if fault:
                return self._render_requirements(jobseeker, token, fault=fault, typed_day=line(post.get("until"), 10))
            return self._return(token, "answered")
        try:
            with request.env.cr.savepoint():  # what was refused leaves nothing behind
                jobseeker._confirm_requirements(line(post.get("shown"), 64))
        except UserError as error:
            return self._render_requirements(jobseeker, token, all_fault=str(error))
        return self._return(token, "all")

    @http.route(f"{ROUTE}/<int:need_id>", **CHANGES)
    def answer_requirement(self, token, need_id, **post):
        """One line: still true, another value, or not needed any more."""
        jobseeker = self._find("hr.jobseeker", PURPOSE, token)
        act, value = line(post.get("act"), 10), line(post.get("value"), LONGEST)
        if act not in LINE_ACTS:
            return self._return(token, "")
        try:
            with request.env.cr.savepoint():
                if act == "drop":
                    jobseeker._drop_requirement(need_id)
                else:
                    jobseeker._keep_requirement(need_id, value if act == "save" else None)
        except MissingError:
            return self._return(token, "gone")
        except UserError as error:
            return self._render_requirements(jobseeker, token, line_fault={need_id: str(error)}, typed={need_id: value})
        return self._return(token, "saved", need_id)

    def _return(self, token, said, need_id=None):
        anchor = f"#need_line_{need_id}" if need_id else ""
        query = f"?said={said}" if said else ""
        return request.redirect(f"/jobseeker/{PURPOSE}/{token}{query}{anchor}", code=303)

    def _render_requirements(self, jobseeker, token, **values):
        today = jobseeker._get_today()
        needs = jobseeker._get_needs_to_confirm()
        answered = jobseeker._can_take_back() and jobseeker.still_looking_answer
        values = {
            "jobseeker": jobseeker,
            "company": jobseeker.company_id,
            "action": f"/jobseeker/{PURPOSE}/{token}",
            "needs": needs,
            "shown": needs._get_fingerprint(),
            "confirmed_today": needs.filtered(lambda need: need.confirmed_on and need.confirmed_on >= today),
            "answered": answered and answered != "yes" and dict(ANSWERS)[answered],
            "later_days": jobseeker._get_later_days(today),
            "today": today,
            "confirms_all": True,
            "said": "",
            "line_fault": {},
            "typed": {},
            **values,
        }
        return self._render("jobseeker_relations.requirements_page", values)
