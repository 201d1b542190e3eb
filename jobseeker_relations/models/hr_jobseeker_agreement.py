from odoo import api, fields, models
from odoo.tools import format_date

STATES = [
    ("draft", "Draft"),
    ("sent", "Waiting for their yes"),
    ("agreed", "Agreed"),
    ("declined", "Declined"),
    ("ended", "Ended"),
]
CHANNELS = [
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("meeting", "Meeting"),
    ("portal", "Their page"),
    ("other", "Other"),
]
SIDES = [("us", "Us"), ("jobseeker", "The jobseeker")]
#: How long a link to the terms works.
LINK_DAYS = 30


class HrJobseekerAgreement(models.Model):
    """How we assist one person: a version of the terms, the services of it, and the person's answer with its proof.

    ``terms_text`` is the whole offer as the person read it, in their language: services, promises and terms. It is
    taken when the offer is made, and what was accepted stays readable whatever becomes of the terms.
    """

    _name = "hr.jobseeker.agreement"
    _description = "Agreement with a Jobseeker"
    _inherit = ["hr.jobseeker.link", "hr.jobseeker.kept"]
    _kept_by_the_system = frozenset(
        {
            "terms_text",
            "version",
            "lineage_id",
            "sent_at",
            "link_expires_on",
            "signature",
            "agreed_ip",
            "ended_on",
            "pdf_id",
        }
    )
    _order = "id desc"
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    terms_id = fields.Many2one(
        "hr.jobseeker.terms",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_in_force', '=', True), ('company_id', 'in', (company_id, False))]",
    )
    lineage_id = fields.Many2one(
        "hr.jobseeker.terms",
        compute="_compute_lineage_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="The first version of these terms: of all its versions a person has one in force.",
    )
    service_ids = fields.Many2many(
        "hr.jobseeker.service",
        string="Services",
        compute="_compute_service_ids",
        store=True,
        precompute=True,
        readonly=False,
        ondelete="restrict",
    )
    state = fields.Selection(STATES, default="draft", required=True, readonly=True, index=True, copy=False)
    terms_text = fields.Html(string="As Offered", readonly=True, copy=False)
    version = fields.Integer(readonly=True, copy=False)
    sent_at = fields.Datetime(string="Sent", readonly=True, copy=False)
    link_expires_on = fields.Date(readonly=True, copy=False, help="Last day on which the link in the letter works.")
    agreed_at = fields.Datetime(string="Agreed", readonly=True, copy=False)
    agreed_channel = fields.Selection(CHANNELS, string="Agreed Through", readonly=True, copy=False)
    agreed_by = fields.Char(readonly=True, copy=False, help="The name that was typed, or who said yes in the talk.")
    signature = fields.Image(max_width=800, max_height=300, readonly=True, copy=False)
    agreed_ip = fields.Char(string="From Address", readonly=True, copy=False)
    note = fields.Text(copy=False, help="What was said; proof of a yes that was given in a talk.")
    declined_at = fields.Datetime(string="Declined", readonly=True, copy=False)
    declined_channel = fields.Selection(CHANNELS, string="Declined Through", readonly=True, copy=False)
    declined_by = fields.Char(readonly=True, copy=False, help="Who said no.")
    decline_reason = fields.Char(readonly=True, copy=False)
    ended_on = fields.Date(readonly=True, copy=False)
    ended_by = fields.Selection(SIDES, readonly=True, copy=False)
    end_reason = fields.Char(readonly=True, copy=False)
    pdf_id = fields.Many2one(
        "ir.attachment", string="PDF", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    _in_force_unique = models.UniqueIndex(
        "(jobseeker_id, lineage_id) WHERE state = 'agreed'", "This person agreed to a version of these terms just now."
    )
    _waiting_idx = models.Index("(sent_at) WHERE state = 'sent'")

    @api.depends("terms_id.first_version_id")
    def _compute_lineage_id(self):
        for agreement in self:
            agreement.lineage_id = agreement.terms_id._get_first_version()

    @api.depends("terms_id")
    def _compute_service_ids(self):
        for agreement in self:
            agreement.service_ids = agreement.terms_id.service_ids

    @api.depends("terms_id", "version")
    def _compute_display_name(self):
        for agreement in self:
            version = agreement.version or agreement.terms_id.version
            agreement.display_name = self.env._(
                "%(name)s, version %(version)s", name=agreement.terms_id.name, version=version
            )

    def _get_promising(self, promise):
        """The first of these whose terms promise that number; none, where all leave it to the policy."""
        return next((agreement for agreement in self if agreement.terms_id[promise]), self.browse())

    def _get_day(self, at):
        """The day of an instant on the person's clock."""
        zone = self.jobseeker_id._get_zone()
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), at).date()

    def _say_day(self, at):
        """That day, "3 March 2026": what was agreed is spoken of for years."""
        return format_date(self.env, self._get_day(at), date_format="d MMMM y")
