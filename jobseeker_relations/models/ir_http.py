from werkzeug.exceptions import MethodNotAllowed

from odoo import models
from odoo.http import request

#: Where the pages of jobseekers and referees are.
OURS = ("/jobseeker/", "/my/job-search")


class IrHttp(models.AbstractModel):
    """Odoo opens a page that only takes forms for OPTIONS, too, and asks that for no token: ours refuse it."""

    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        if request.httprequest.method == "OPTIONS" and rule.rule.startswith(OURS):
            raise MethodNotAllowed
        return super()._pre_dispatch(rule, args)
