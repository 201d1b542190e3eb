from odoo import http
from odoo.http import request

from ..rules.page_text import line, text
from .portal_timetable import LONGEST
from .token_page import PRIVATE, TokenPage

ROUTE = {"type": "http", "auth": "public", "website": True, "sitemap": False}


class PlanPage(TokenPage):
    """Pages of the timetable behind a signed link: agree to it, tick a step, read it as a calendar."""

    # --- the timetable ----------------------------------------------------------------------------

    @http.route("/jobseeker/plan/<string:token>", methods=["GET"], **ROUTE)
    def plan(self, token, **_query):
        return self._show_plan(self._find("hr.jobseeker.plan", "plan", token))

    def _show_plan(self, plan, changed=False):
        values = {"plan": plan, "address": request.httprequest.path, "changed": changed}
        return self._render("jobseeker_relations.plan_page", values)

    @http.route("/jobseeker/plan/<string:token>", methods=["POST"], **ROUTE)
    def answer_plan(self, token, answer="", name="", suggestion="", shown="", **_values):
        plan = self._find("hr.jobseeker.plan", "plan", token)
        if answer == "agree":
            if plan._is_changed(shown):
                return self._show_plan(plan, changed=True)
            plan._accept(line(name, 200), request.httprequest.remote_addr, shown)
        elif answer == "suggest":
            plan._suggest(text(suggestion, LONGEST))
        return request.redirect(request.httprequest.path, code=303)

    # --- steps ------------------------------------------------------------------------------------

    @http.route("/jobseeker/action/<string:token>", methods=["GET"], **ROUTE)
    def steps(self, token, **_query):
        person, actions = self._find_steps(token)
        values = {"person": person, "actions": actions, "address": request.httprequest.path}
        return self._render("jobseeker_relations.action_page", values)

    @http.route("/jobseeker/action/<string:token>", methods=["POST"], **ROUTE)
    def answer_step(self, token, step="", answer="", words="", **_values):
        _person, actions = self._find_steps(token)
        action = actions.filtered(lambda action: str(action.id) == step)
        if action and answer == "done":
            action._tick(text(words, LONGEST))
        elif action and answer == "time":
            action._ask_for_time(text(words, LONGEST))
        return request.redirect(request.httprequest.path, code=303)

    def _find_steps(self, token):
        """The person and their steps: a link of one step shows that one; of a reminder, what they have to do now."""
        action = request.env["hr.jobseeker.action"]._find_by_link("action", token)
        if action:
            action = self._find("hr.jobseeker.action", "action", token)
            return action.jobseeker_id, action._get_shown()
        person = self._find("hr.jobseeker", "action", token)
        return person, person._get_own_steps()

    # --- the calendar -----------------------------------------------------------------------------

    @http.route("/jobseeker/calendar/<string:token>", methods=["GET"], **ROUTE)
    def calendar(self, token, **_query):
        person = self._find("hr.jobseeker", "calendar", token)
        headers = [("Content-Type", "text/calendar; charset=utf-8"), *PRIVATE.items()]
        headers.append(("Content-Disposition", 'inline; filename="timetable.ics"'))
        return request.make_response(person._get_ical(), headers)
