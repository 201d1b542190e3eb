import re

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request
from odoo.tools.image import base64_to_image

from ..rules.page_text import line
from .token_page import PRIVATE, TokenPage

_PNG = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")
#: A drawing is a few kilobytes; who sends more sends something else.
LONGEST_SIGNATURE = 200_000


class AgreementPage(TokenPage):
    """The page of a link to terms: read them, answer them once, and have the copy ever after."""

    @http.route(
        "/jobseeker/terms/<string:token>", type="http", auth="public", methods=["GET"], website=True, sitemap=False
    )
    def terms(self, token, **_query):
        return self._show(self._find("hr.jobseeker.agreement", "terms", token), token)

    @http.route(
        "/jobseeker/terms/<string:token>", type="http", auth="public", methods=["POST"], website=True, sitemap=False
    )
    def answer_terms(self, token, answer="", name="", signature="", reason="", **_fields):
        """Take the answer; one that comes twice, or too late, shows what stands."""
        agreement = self._find("hr.jobseeker.agreement", "terms", token)
        name = line(name, 100)
        if agreement.state == "sent" and answer == "accept" and not name:
            return self._show(agreement, token, error=agreement.env._("Please type your full name."))
        if answer == "accept":
            agreement._accept(name, _read_signature(signature), request.httprequest.remote_addr)
        elif answer == "decline":
            agreement._decline(line(reason, 500))
        return request.redirect(self._get_address(token), code=303)

    @http.route(
        "/jobseeker/terms/<string:token>/pdf", type="http", auth="public", methods=["GET"], website=True, sitemap=False
    )
    def terms_pdf(self, token, **_query):
        """The person's copy, through the same link."""
        agreement = self._find("hr.jobseeker.agreement", "terms", token)
        if not agreement.pdf_id:
            raise request.not_found()
        headers = {
            **PRIVATE,
            "Content-Type": "application/pdf",
            "Content-Disposition": content_disposition(agreement.pdf_id.name),
        }
        return request.make_response(agreement.pdf_id.raw, list(headers.items()))

    def _show(self, agreement, token, error=None):
        person = agreement.jobseeker_id
        values = {
            "agreement": agreement,
            "address": self._get_address(token),
            "adviser": person.adviser_id.name or agreement.company_id.name,
            "zone": person._get_zone(),
            "error": error,
            "name": "",
        }
        return self._render("jobseeker_relations.agreement_page", values)

    def _get_address(self, token):
        return f"/jobseeker/terms/{token}"


def _read_signature(text):
    """The picture that was drawn, as base64, or None: the typed name is enough, so a broken drawing stops nobody."""
    if not isinstance(text, str) or len(text) > LONGEST_SIGNATURE:
        return None
    found = _PNG.fullmatch(text)
    if not found:
        return None
    try:
        base64_to_image(found[1])
    except UserError:
        return None
    return found[1]
