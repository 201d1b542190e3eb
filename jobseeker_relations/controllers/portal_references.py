from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from ..rules.page_text import day, line
from .portal import JobSearchPortal

ROUTE = "/my/job-search/<int:jobseeker_id>/references"
LONGEST = {"referee_name": 100, "referee_email": 200, "organisation": 100, "relationship": 100, "position": 100}
#: Nobody names more in a day's work; a program that does is stopped here.
MOST_REFEREES = 20
POST = {"type": "http", "auth": "user", "methods": ["POST"], "website": True}


class JobSearchReferences(JobSearchPortal):
    """“Who vouches for me” on the jobseeker's page: they name referees, and permit each of them, or take it back.

    They see who was asked and whether an answer came; what it says stands nowhere here.
    """

    def _get_sections(self):
        sections = super()._get_sections()
        place = next((n for n, (anchor, _title) in enumerate(sections) if anchor == "preferences"), len(sections))
        return [*sections[:place], ("references", request.env._("Who vouches for me")), *sections[place:]]

    def _get_said(self):
        return {
            **super()._get_said(),
            "referee_named": request.env._("Thank you: your adviser sees whom you named."),
            "referee_withdrawn": request.env._("We do not ask this referee any more."),
        }

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        values.update(references=jobseeker.reference_ids)
        return values

    @http.route(f"{ROUTE}/add", **POST)
    def add_referee(self, jobseeker_id, **form):
        jobseeker = self._get_own(jobseeker_id)
        vals = {name: line(form.get(name), limit) for name, limit in LONGEST.items()}
        days = {name: day(form.get(name)) for name in ("worked_from", "worked_to")}
        ticked = {name: form.get(name) == "on" for name in ("is_relative", "is_current_employer")}
        permitted, employer = form.get("permitted") == "on", form.get("employer_permitted") == "on"
        faults = self._find_faults(jobseeker, vals, days, permitted, ticked["is_current_employer"], employer)
        if faults:
            typed = {**vals, **{name: line(form.get(name), 10) for name in days}, **ticked}
            return self._render_job_search(jobseeker, faults, typed)
        try:
            with request.env.cr.savepoint():
                jobseeker._name_referee(
                    {**vals, **ticked, **{name: value or False for name, value in days.items()}},
                    permitted,
                    employer,
                    request.httprequest.remote_addr,
                )
        except UserError as error:
            return self._render_job_search(jobseeker, {"references": str(error)}, {**vals, **ticked})
        return request.redirect(self._get_page_url(jobseeker, "references", "referee_named"), code=303)

    def _find_faults(self, jobseeker, vals, days, permitted, is_employer, employer_permitted):
        faults = {}
        if not vals["referee_name"]:
            faults["referee_name"] = request.env._("Please write the name of the referee.")
        address = email_normalize(vals["referee_email"])
        if not address:
            faults["referee_email"] = request.env._("Please write an e-mail address at which we can ask them.")
        elif address == jobseeker.partner_id.email_normalized:
            faults["referee_email"] = request.env._("This is your own address. Please write theirs.")
        if days["worked_from"] and days["worked_to"] and days["worked_from"] > days["worked_to"]:
            faults["worked_to"] = request.env._("The work began before it ended: please mend the days.")
        if not permitted:
            faults["permitted"] = request.env._(
                "We ask nobody without your yes: please tick that we may ask this referee."
            )
        if is_employer and not employer_permitted:
            faults["employer_permitted"] = request.env._(
                "This is your present employer, who would learn that you are looking: please tick that they may."
            )
        if len(jobseeker.reference_ids) >= MOST_REFEREES:
            faults["references"] = request.env._(
                "You named many referees already. Please talk to your adviser about another one."
            )
        return faults

    @http.route(f"{ROUTE}/<int:reference_id>/withdraw", **POST)
    def withdraw_referee(self, jobseeker_id, reference_id, **_form):
        jobseeker = self._get_own(jobseeker_id)
        if reference_id not in jobseeker.reference_ids.ids:
            raise request.not_found()
        withdrawn = jobseeker._withdraw_own_referee(reference_id)
        said = "referee_withdrawn" if withdrawn else ""
        return request.redirect(self._get_page_url(jobseeker, "references", said), code=303)
