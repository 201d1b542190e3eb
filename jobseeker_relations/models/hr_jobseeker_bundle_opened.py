from odoo import api, fields, models
from odoo.fields import Domain

#: Code of the rule that says how long a copy lies here once somebody has opened it.
AFTER_DOWNLOAD = "rights_bundle_after_download"
#: Copies that go in one transaction of Odoo's vacuum, which comes back for more.
BATCH = 100


class HrJobseekerRightsRequest(models.Model):
    """A copy of somebody's data that was taken out goes soon: whoever took it has it.

    Beside the rule ``rights_bundle``, which counts from the making of the copy: whichever is over first.
    """

    _inherit = "hr.jobseeker.rights.request"

    bundle_opened_on = fields.Date(
        string="First Opened",
        compute="_compute_bundle_opened_on",
        store=True,
        copy=False,
        help="When somebody first opened the copy that is here, or was here last.",
    )

    @api.depends("bundle_id")
    def _compute_bundle_opened_on(self):
        """A new copy has been opened by nobody; see ``_note_bundle_opened``."""
        self.bundle_opened_on = False

    def _note_bundle_opened(self):
        # sudo: the system's own mark
        self.sudo().filtered(lambda request: not request.bundle_opened_on).bundle_opened_on = fields.Date.today()

    @api.autovacuum
    def _gc_opened_bundles(self):
        """Remove copies that were first opened longer ago than the rule says; the request stays."""
        domain = Domain("bundle_id", "!=", False) & Domain("bundle_opened_on", "!=", False)
        requests = self.sudo().search(domain)  # sudo: the vacuum's own
        over, today = requests.browse(), fields.Date.today()
        for company, some in requests.grouped("company_id").items():
            rule = self.env["hr.jobseeker.rule"]._find(AFTER_DOWNLOAD, company)
            if rule:
                over |= some.filtered(
                    lambda one, rule=rule, company=company: rule._get_end(one.bundle_opened_on, company) < today
                )
        over[:BATCH].bundle_id.unlink()
        return len(over[:BATCH]), len(over) > BATCH
