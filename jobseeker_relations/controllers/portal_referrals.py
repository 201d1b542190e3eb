from odoo import http
from odoo.http import request

from ..models.hr_jobseeker_referral import CLOSED
from ..models.hr_jobseeker_referral_consent import PURPOSE
from ..rules.page_text import text
from .portal import JobSearchPortal

ROUTE = "/my/job-search/<int:jobseeker_id>/referrals"
POST = {"type": "http", "auth": "user", "methods": ["POST"], "website": True}
LONGEST_REASON = 500


class JobSearchReferrals(JobSearchPortal):
    """“Where you put me forward” on the jobseeker's page: to whom, where it stands, and taking a yes back."""

    def _get_sections(self):
        sections = super()._get_sections()
        place = next((n for n, (anchor, _title) in enumerate(sections) if anchor == "timetable"), len(sections))
        title = request.env._("Where you put me forward")
        return [*sections[:place], ("referrals", title), *sections[place:]]

    def _get_said(self):
        return {
            **super()._get_said(),
            "referral_withdrawn": request.env._("We do not go on with this one, and tell whoever has it."),
        }

    def _prepare_job_search_values(self, jobseeker, **query):
        values = super()._prepare_job_search_values(jobseeker, **query)
        referrals = jobseeker.referral_ids.filtered(lambda referral: referral.state != "draft" and referral.snapshot)
        links = {
            referral: referral._get_link(PURPOSE, referral._get_link_days())
            for referral in referrals
            if referral.state not in CLOSED
        }
        return {**values, "referrals": referrals, "referral_links": links}

    @http.route(f"{ROUTE}/<int:referral_id>/withdraw", **POST)
    def withdraw_referral(self, jobseeker_id, referral_id, reason="", **_form):
        jobseeker = self._get_own(jobseeker_id)
        referral = jobseeker.referral_ids.filtered(
            lambda referral: referral.id == referral_id and referral.state != "draft"
        )
        if not referral:
            raise request.not_found()
        done = referral._withdraw_consent("portal", text(reason, LONGEST_REASON))
        said = "referral_withdrawn" if done else ""
        return request.redirect(self._get_page_url(jobseeker, "referrals", said), code=303)
