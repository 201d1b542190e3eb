from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.res_partner import _lang_get

#: What is stored: where a reference stands. That the time of a link is over follows from the clock, see ``state``.
STAGES = [
    ("draft", "Draft"),
    ("requested", "Asked for"),
    ("received", "Received"),
    ("verified", "Verified"),
    ("declined", "Declined"),
]
STATES = [*STAGES, ("expired", "Not answered in time")]
CHANNELS = [
    ("page", "Their page"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("letter", "Letter"),
    ("meeting", "Meeting"),
    ("other", "Other"),
]
METHODS = [
    ("switchboard", "Rang the organisation's switchboard"),
    ("domain", "The organisation's own mail domain"),
    ("document", "A document from the organisation"),
    ("known", "The referee is known to us"),
    ("other", "Otherwise"),
]


class HrJobseekerReference(models.Model):
    """One referee of a jobseeker: who it is, that they may be asked, and whether they answered (design §3).

    The words of an answer are kept apart (``hr_jobseeker_reference_answers``): colleagues see that there is one.
    """

    _name = "hr.jobseeker.reference"
    _description = "Reference of a Jobseeker"
    _inherit = ["hr.jobseeker.link", "hr.jobseeker.kept"]
    _link_is_theirs = False  # the referee's
    _kept_by_the_system = frozenset(
        {
            "requested_at",
            "requested_by_id",
            "link_expires_at",
            "chase_on",
            "chased_at",
            "replace_on",
            "replace_told_at",
            "expiry_told_at",
            "look_on",
            "letter_id",
            "letter_marks",
            "returned_at",
            "return_reason",
            "job_fault",
            "choices_at",
            "began_at",
            "facts_only",
            "verified_at",
            "verified_by_id",
            "discussed_at",
            "discussed_by_id",
            "named_by",
            "first_asked_at",
            "jobseeker_permission_at",
            "permission_channel",
            "permission_proof",
            "permission_by_id",
            "permission_withdrawn_at",
            "current_employer_permission_at",
            "current_employer_channel",
            "current_employer_proof",
        }
    )
    _order = "id desc"
    _rec_names_search = ["referee_name", "organisation"]
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    adviser_id = fields.Many2one(related="jobseeker_id.adviser_id")

    referee_name = fields.Char(string="Referee", required=True)
    referee_email = fields.Char(string="E-mail")
    referee_phone = fields.Char(string="Phone")
    referee_lang = fields.Selection(
        _lang_get,
        string="Language",
        default=lambda self: self.env.company.partner_id.lang or self.env.lang,
        help="In which the referee is written to and asked.",
    )
    relationship = fields.Char(help="How they know each other: line manager, colleague, teacher, neighbour.")
    is_relative = fields.Boolean(string="A Relative")
    organisation = fields.Char(help="Where they worked together; empty for a character reference.")
    is_current_employer = fields.Boolean(string="Present Employer")
    position = fields.Char(string="Position There", help="As the jobseeker says.")
    worked_from = fields.Date(string="From", help="As the jobseeker says.")
    worked_to = fields.Date(string="Until", help="As the jobseeker says; empty: they still work there.")
    named_by = fields.Selection(
        [("adviser", "Us"), ("jobseeker", "The jobseeker, on their page")],
        readonly=True,
        copy=False,
        default="adviser",
    )

    stage = fields.Selection(STAGES, default="draft", required=True, readonly=True, index=True, copy=False)
    state = fields.Selection(
        STATES, compute="_compute_state", search="_search_state", group_expand=True, string="Status", copy=False
    )
    requested_at = fields.Datetime(string="Asked", readonly=True, copy=False)
    first_asked_at = fields.Datetime(
        string="First Asked", readonly=True, copy=False, help="Stays when a request is taken back."
    )
    requested_by_id = fields.Many2one("res.users", string="Asked by", readonly=True, copy=False)
    link_expires_at = fields.Datetime(string="Link Works Until", readonly=True, copy=False)
    received_at = fields.Datetime(string="Received", readonly=True, copy=False)
    received_channel = fields.Selection(CHANNELS, string="Received Through", readonly=True, copy=False)
    declined_at = fields.Datetime(string="Declined", readonly=True, copy=False)
    disclosable = fields.Boolean(
        string="May Be Shown to Hirers",
        copy=False,
        help="The referee agreed that the reference is shown to those who may engage the jobseeker.",
    )
    confidential = fields.Boolean(copy=False, help="The referee does not want the jobseeker to read it.")
    choices_at = fields.Datetime(string="Chosen", readonly=True, copy=False)
    facts_only = fields.Boolean(
        string="Facts Alone", readonly=True, copy=False, help="The referee's organisation gives facts and no opinion."
    )
    verified_at = fields.Datetime(string="Verified", readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", string="Verified by", readonly=True, copy=False)
    verify_method = fields.Selection(METHODS, string="How", readonly=True, copy=False)
    verify_note = fields.Char(string="What Was Seen", readonly=True, copy=False)
    replaced_by_id = fields.Many2one(
        "hr.jobseeker.reference",
        string="Replaced by",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('jobseeker_id', '=', jobseeker_id), ('id', '!=', id)]",
    )

    _worked_in_order = models.Constraint(
        "CHECK(worked_from IS NULL OR worked_to IS NULL OR worked_from <= worked_to)",
        "The work began before it ended: mend the days.",
    )
    _counted_idx = models.Index("(jobseeker_id) WHERE stage IN ('received', 'verified')")

    @api.depends("referee_name", "organisation")
    def _compute_display_name(self):
        for reference in self:
            name = reference.referee_name or ""
            reference.display_name = f"{name} ({reference.organisation})" if reference.organisation else name

    # --- the state ----------------------------------------------------------------------------------

    @api.model
    def _get_state_domain(self, state):
        """When a reference is in that state: whether a link is over follows from the time of asking, so no job has to
        run for it to be true.
        """
        if state not in ("requested", "expired"):
            return Domain("stage", "=", state)
        over = Domain("link_expires_at", "<=", fields.Datetime.now())
        if state == "requested":
            over = Domain("link_expires_at", "=", False) | Domain("link_expires_at", ">", fields.Datetime.now())
        return Domain("stage", "=", "requested") & over

    @api.depends("stage", "link_expires_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for reference in self:
            over = reference.stage == "requested" and reference.link_expires_at and reference.link_expires_at <= now
            reference.state = "expired" if over else reference.stage

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._get_state_domain(state) for state in value if state)

    def _read_group_groupby(self, alias, groupby_spec, query):
        if groupby_spec != "state":
            return super()._read_group_groupby(alias, groupby_spec, query)
        over = self._get_state_domain("expired").optimize_full(self)._to_sql(self, alias, query)
        return SQL("CASE WHEN %s THEN 'expired' ELSE %s END", over, self._field_to_sql(alias, "stage", query))

    def action_open(self):
        """Open the reference itself, from a list on another form."""
        return self._get_own_form()
