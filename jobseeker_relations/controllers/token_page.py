from odoo import http
from odoo.http import request

#: What somebody reads there is theirs alone: no copy on the way, no address told to other sites, no search engine.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def describe_page():
    """What a screen reader goes by: in which language a page is, and from which side it is read."""
    lang = request.env.lang
    return {"lang": lang.replace("_", "-"), "dir": request.env["res.lang"]._get_data(code=lang).direction}


class TokenPage(http.Controller):
    """Pages behind a signed link (``hr.jobseeker.link``), for people without an account: laws of design §4.

    A page shows on GET and changes on POST alone, in the language of the person and on their clock. Whatever is wrong
    with a link is answered by the same page "not found".
    """

    def _find(self, model, purpose, token):
        """Return the record of a link, as the system sees it, for its person; else end the request with 404."""
        record = request.env[model]._find_by_link(purpose, token)
        if not record:
            raise request.not_found()
        person = record.partner_id
        request.update_context(lang=person.lang or request.env.lang, tz=person.tz or request.env.context.get("tz"))
        return record.with_context(**request.env.context)

    def _render(self, template, values):
        response = request.render(template, {"html_data": describe_page(), **values})
        response.headers.update(PRIVATE)
        return response
