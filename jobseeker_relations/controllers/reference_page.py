from odoo import http
from odoo.http import request

from ..models.hr_jobseeker_reference_letter import PURPOSE
from ..rules.page_text import day, line, text
from .token_page import TokenPage

ROUTE = f"/jobseeker/{PURPOSE}/<string:token>"
LONGEST_POSITION, LONGEST_REASON = 100, 2000


class ReferencePage(TokenPage):
    """The page of a referee: who asks what about whom, who reads it, and their answer.

    The choice who may read it comes before a word is written; without it the questions do not open. What has been
    answered, declined or is over is said, and changed by nothing that is sent once more.

    Odoo makes one class of all token pages: each names its own methods, or it answers for another.
    """

    @http.route(ROUTE, type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    def reference(self, token, **_query):
        return self._show_reference(self._find_reference(token), token)

    @http.route(ROUTE, type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def answer_reference(self, token, answer="", **fields):
        reference = self._find_reference(token)
        if reference.state != "requested":
            return request.redirect(self._get_reference_address(token), code=303)
        if answer == "decline":
            reference._decline(text(fields.get("reason"), LONGEST_REASON))
        elif answer in ("start", "facts"):
            choices, faults = self._read_reference_choices(reference, fields)
            if faults:
                return self._show_reference(reference, token, faults=faults, typed=fields)
            begun = reference._begin_answer(choices, answer == "facts", request.httprequest.remote_addr)
            return request.redirect(begun.get_start_url(), code=303)
        return request.redirect(self._get_reference_address(token), code=303)

    def _find_reference(self, token):
        """Return the reference of a link, in its referee's language; else end the request with 404."""
        reference = request.env["hr.jobseeker.reference"]._find_by_link(PURPOSE, token)
        if not reference or not reference._is_open_to_referee():
            raise request.not_found()
        request.update_context(lang=reference._get_reader_lang())
        return reference.with_context(**request.env.context)

    def _read_reference_choices(self, reference, fields):
        """({field: value}, {field: what is wrong with it})"""
        faults = {}
        reads, shown = line(fields.get("reads"), 3), line(fields.get("shown"), 3)
        if reads not in ("yes", "no"):
            faults["reads"] = reference.env._("Please say whether %s may read it.", reference.jobseeker_id.name)
        if shown not in ("yes", "no"):
            faults["shown"] = reference.env._("Please say whether employers may see it.")
        found = {name: day(fields.get(name)) for name in ("found_from", "found_to")}
        for name, value in found.items():
            if line(fields.get(name), 10) and not value:
                faults[name] = reference.env._("Please write the day as in 2026-03-31, or leave it empty.")
        if found["found_from"] and found["found_to"] and found["found_from"] > found["found_to"]:
            faults["found_to"] = reference.env._("The work began before it ended: please mend the days.")
        choices = {
            "confidential": reads == "no",
            "disclosable": shown == "yes",
            "found_position": line(fields.get("found_position"), LONGEST_POSITION),
            **{name: value or False for name, value in found.items()},
        }
        return choices, faults

    def _show_reference(self, reference, token, faults=None, typed=None):
        chosen = {"reads": "", "shown": ""}
        if reference.choices_at:
            chosen = {
                "reads": "no" if reference.confidential else "yes",
                "shown": "yes" if reference.disclosable else "no",
            }
        # what they said before, else what the jobseeker says, for them to mend
        told = bool(reference.choices_at)
        facts = {
            "found_position": (reference.kept_position if told else reference.position) or "",
            "found_from": (reference.kept_from if told else reference.worked_from) or "",
            "found_to": (reference.kept_to if told else reference.worked_to) or "",
        }
        values = {
            "reference": reference,
            "person": reference.jobseeker_id.name,
            "address": self._get_reference_address(token),
            "adviser": reference.jobseeker_id.adviser_id.name or reference.company_id.name,
            "faults": faults or {},
            "shown": {**chosen, **facts, **{name: line(value, 100) for name, value in (typed or {}).items()}},
            "begun": bool(reference.began_at),
            "exempt": bool(reference._get_exemption()),
            "choices": reference._get_choices() if reference.state in ("received", "verified") else [],
        }
        return self._render("jobseeker_relations.reference_page", values)

    def _get_reference_address(self, token):
        return f"/jobseeker/{PURPOSE}/{token}"
