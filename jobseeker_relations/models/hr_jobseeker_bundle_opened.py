from odoo import api, fields, models

#: Codes of the rules that say how long a copy lies here: once it is made, and once somebody has opened it.
AFTER_MAKING, AFTER_DOWNLOAD = "rights_bundle", "rights_bundle_after_download"
#: Copies that go in one transaction of Odoo's vacuum, which comes back for more.
BATCH = 100


class HrJobseekerRightsRequest(models.Model):
    """How long a copy of somebody's data lies here. One that was taken out goes soon: whoever took it has it."""

    _inherit = "hr.jobseeker.rights.request"

    bundle_opened_on = fields.Date(
        string="First Opened",
        compute="_compute_bundle_opened_on",
        store=True,
        copy=False,
        help="When somebody first opened the copy that is here, or was here last.",
    )
    bundle_until = fields.Date(
        string="Here Until",
        compute="_compute_bundle_until",
        help="The copy is deleted on the day after. Rules say how long it stays after it was made, and after somebody "
        "first opened it: what is earlier counts.",
    )

    @api.depends("bundle_id")
    def _compute_bundle_opened_on(self):
        """A new copy has been opened by nobody; see ``_note_bundle_opened``."""
        self.bundle_opened_on = False

    def _note_bundle_opened(self):
        # sudo: the system's own mark
        self.sudo().filtered(lambda request: not request.bundle_opened_on).bundle_opened_on = fields.Date.today()

    @api.model
    def _note_former_downloads(self):
        """Copies that were downloaded before 19.0.1.4.0 count as opened today: when it was, nobody wrote down."""
        # sudo: the system's own mark
        self.sudo().search([("bundle_id", "!=", False), ("bundle_downloads", ">", 0)])._note_bundle_opened()

    # --- until when -----------------------------------------------------------------------------------

    @api.depends("bundle_id", "bundle_opened_on", "company_id")
    def _compute_bundle_until(self):
        ends = self._get_bundle_ends()
        for request in self:
            request.bundle_until = ends.get(request, False)

    def _get_bundle_ends(self):
        """{request: the last day on which its copy lies here}, without those that have none or are under no rule."""
        Rule, ends = self.env["hr.jobseeker.rule"], {}
        for company, requests in self.filtered("bundle_id").grouped("company_id").items():
            making, opening = Rule._find(AFTER_MAKING, company), Rule._find(AFTER_DOWNLOAD, company)
            for request in requests:
                # sudo: files of requests are the system's; who reads the request may read of them
                made_at = request.sudo().bundle_id.create_date
                begun = ((making, made_at and made_at.date()), (opening, request.bundle_opened_on))
                days = [rule._get_end(day, company) for rule, day in begun if rule and day]
                if days:
                    ends[request] = min(days)
        return ends

    @api.autovacuum
    def _gc_bundles(self):
        """Remove copies whose time is over; the request stays, and says that its copy went."""
        requests = self.sudo().search([("bundle_id", "!=", False)])  # sudo: the vacuum's own
        today = fields.Date.today()
        over = requests.browse(request.id for request, end in requests._get_bundle_ends().items() if end < today)
        going = over[:BATCH]
        going.bundle_id.unlink()
        going._message_log_batch(bodies={request.id: request._say_bundle_gone() for request in going})
        return len(going), len(over) > BATCH

    def _say_bundle_gone(self):
        """In the language of the company: who reads it is not known."""
        env = self.with_context(lang=self.company_id.partner_id.lang or "en_US").env
        return env._(
            "The copy of their data was deleted, as the rules say. If it is still needed, make it again, or register "
            "another request."
        )
