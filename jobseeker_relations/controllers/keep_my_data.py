from odoo import http
from odoo.http import request

from ..models.hr_jobseeker_retention_line import PURPOSE
from .token_page import TokenPage


class KeepMyData(TokenPage):
    """ "Keep my data": one tap in the letter that says when it goes, without an account."""

    @http.route(f"/jobseeker/{PURPOSE}/<string:token>", type="http", auth="public", website=True, sitemap=False)
    def keep_my_data(self, token, **_post):
        line = self._find("hr.jobseeker.retention.line", PURPOSE, token)
        if request.httprequest.method == "POST":
            line._keep()
            return request.redirect(f"/jobseeker/{PURPOSE}/{token}")
        values = {"line": line, "company": line.company_id, "action": f"/jobseeker/{PURPOSE}/{token}"}
        return self._render("jobseeker_relations.keep_my_data", values)
