from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from ..models.hr_jobseeker_referral import CLOSED
from ..models.hr_jobseeker_referral_consent import PURPOSE
from ..rules.page_text import line, text
from .token_page import PRIVATE, TokenPage

ROUTE = f"/jobseeker/{PURPOSE}/<string:token>"
LONGEST_REASON = 500
GET = {"type": "http", "auth": "public", "methods": ["GET"], "website": True, "sitemap": False}
POST = {**GET, "methods": ["POST"]}


class ReferralPage(TokenPage):
    """The page on which somebody reads about a hirer, a job and exactly what would go, and says yes or no.

    A yes names what was shown (``shown``): if it changed meanwhile, the new one is shown, and nothing is kept.
    """

    @http.route(ROUTE, **GET)
    def referral(self, token, **_query):
        return self._show_referral(self._find_referral(token), token)

    @http.route(ROUTE, **POST)
    def answer_referral(self, token, answer="", **form):
        """Take the answer; one that comes twice, or too late, shows what stands."""
        referral = self._find_referral(token)
        if answer == "accept":
            faults = self._find_referral_faults(referral, form)
            if faults:
                return self._show_referral(referral, token, faults, form)
            try:
                with request.env.cr.savepoint():
                    referral._agree(
                        "page",
                        applied=line(form.get("applied"), 3),
                        excluded=form.get("leave") == "on",
                        origin=request.httprequest.remote_addr,
                    )
            except UserError as error:
                return self._show_referral(referral, token, {"page": str(error)}, form)
        elif answer == "decline":
            referral._decline("page", text(form.get("reason"), LONGEST_REASON))
        elif answer == "withdraw":
            referral._withdraw_consent("page", text(form.get("reason"), LONGEST_REASON))
        return request.redirect(self._get_referral_address(token), code=303)

    @http.route(f"{ROUTE}/cv", **GET)
    def referral_cv(self, token, **_query):
        """The very file that would go."""
        referral = self._find_referral(token)
        if not referral.cv_copy_id:
            raise request.not_found()
        headers = {
            **PRIVATE,
            "Content-Type": "application/octet-stream",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": content_disposition(referral.cv_copy_id.name),
        }
        return request.make_response(referral.cv_copy_id.raw, list(headers.items()))

    def _find_referral(self, token):
        """A draft shows itself to nobody: its question was taken back."""
        referral = self._find("hr.jobseeker.referral", PURPOSE, token)
        if referral.state == "draft" or not referral.snapshot:
            raise request.not_found()
        return referral

    def _find_referral_faults(self, referral, form):
        """{field: what is wrong with it}"""
        faults = {}
        if not referral._is_askable():
            return faults  # what stands is shown
        if line(form.get("shown"), 64) != referral.snapshot_digest:
            faults["page"] = referral.env._("It was changed since you opened this page. Please read it once more.")
        if line(form.get("applied"), 3) not in ("yes", "no"):
            faults["applied"] = referral.env._("Please say whether you have applied there yourself.")
        if referral._lacks_leave() and form.get("leave") != "on":
            faults["leave"] = referral.env._("Please tick that this employer may hear of you, or say no.")
        return faults

    def _show_referral(self, referral, token, faults=None, typed=None):
        person, snapshot = referral.jobseeker_id, referral._get_snapshot()
        values = {
            "referral": referral,
            "snapshot": snapshot,
            "particulars": snapshot.get("particulars", []),
            "added": [] if referral.state in CLOSED else referral._get_added_particulars(),
            "wording": referral._get_wording(),
            "leave": referral._lacks_leave(),
            "address": self._get_referral_address(token),
            "adviser": person.adviser_id.name or referral.company_id.name,
            "zone": person._get_zone(),
            "faults": faults or {},
            "applied": line((typed or {}).get("applied"), 3),
        }
        return self._render("jobseeker_relations.referral_page", values)

    def _get_referral_address(self, token):
        return f"/jobseeker/{PURPOSE}/{token}"
