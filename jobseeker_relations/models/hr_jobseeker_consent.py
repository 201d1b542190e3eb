from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

CHANNELS = [
    ("page", "Page behind their link"),
    ("portal", "Their page"),
    ("phone", "Phone"),
    ("paper", "Paper"),
    ("email", "E-mail"),
    ("meeting", "Meeting"),
]
#: Where the person answered by themselves: such rows are the system's to make.
OWN_PAGES = ("page", "portal")
STATES = [("given", "Given"), ("expired", "Expired"), ("withdrawn", "Withdrawn"), ("renewed", "Renewed")]


class HrJobseekerConsent(models.Model):
    """A person's word on one purpose: what they read, when, through what, and the proof of it.

    Nobody edits a row. It ends by its day, by being withdrawn, or by a newer one. A no that no yes went before is a
    row, too: withdrawn, and never given.
    """

    _name = "hr.jobseeker.consent"
    _description = "Consent of a Jobseeker"
    _inherit = ["hr.jobseeker.kept"]
    _kept_by_the_system = frozenset(
        {
            "lang",
            "recorded_by_id",
            "ip",
            "user_agent",
            "withdrawn_at",
            "withdrawn_channel",
            "withdrawn_note",
            "withdrawn_by_id",
            "succeeded_at",
            "look_at",
            "asked_on",
            "asked_rung",
            "renewal_fault",
        }
    )
    _never_by_default = frozenset({"given_at", "channel", "proof", "proof_file"})
    _order = "id desc"
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    purpose_id = fields.Many2one(
        "hr.jobseeker.purpose", required=True, index=True, ondelete="restrict", readonly=True, check_company=True
    )
    code = fields.Char(related="purpose_id.code", store=True)
    # taken once, when the row is made: what they depend on never changes
    lang = fields.Char(string="Language", compute="_compute_lang", store=True, precompute=True)
    wording = fields.Text(string="As They Read It", compute="_compute_wording", store=True, precompute=True)
    version = fields.Integer(compute="_compute_wording", store=True, precompute=True)
    given_at = fields.Datetime(string="Given", readonly=True)
    channel = fields.Selection(CHANNELS, string="Through", readonly=True)
    proof = fields.Text(readonly=True, help="What was said, or where the paper is: how we can show that they agreed.")
    proof_file = fields.Binary(string="Paper", attachment=True, readonly=True)
    proof_filename = fields.Char(readonly=True)
    ip = fields.Char(string="From Address", readonly=True)
    user_agent = fields.Char(string="By Browser", readonly=True)
    recorded_by_id = fields.Many2one("res.users", readonly=True)
    expires_on = fields.Date(
        compute="_compute_expires_on",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="From this day on it holds no more; as the rule said when it was given.",
    )
    withdrawn_at = fields.Datetime(string="Withdrawn", readonly=True)
    withdrawn_channel = fields.Selection(CHANNELS, string="Withdrawn Through", readonly=True)
    withdrawn_note = fields.Char(readonly=True)
    withdrawn_by_id = fields.Many2one("res.users", string="Withdrawal Recorded By", readonly=True)
    succeeded_at = fields.Datetime(string="Renewed", readonly=True, help="A newer consent took its place.")
    state = fields.Selection(STATES, compute="_compute_state", search="_search_state")

    _in_force_unique = models.UniqueIndex(
        "(jobseeker_id, purpose_id) WHERE withdrawn_at IS NULL AND succeeded_at IS NULL",
        "This person agreed to this purpose just now.",
    )
    _said = models.Constraint(
        "CHECK(given_at IS NOT NULL OR withdrawn_at IS NOT NULL)", "Say when they gave it, or when they said no."
    )

    # --- what follows from the dates ----------------------------------------------------------------

    @api.model
    def _get_state_domains(self):
        """{state: its domain}; each row is in exactly one."""
        withdrawn = Domain("withdrawn_at", "!=", False)
        renewed = ~withdrawn & Domain("succeeded_at", "!=", False)
        standing = ~withdrawn & Domain("succeeded_at", "=", False)
        over = Domain("expires_on", "!=", False) & Domain("expires_on", "<=", fields.Date.today())
        return {
            "given": standing & (Domain("expires_on", "=", False) | Domain("expires_on", ">", fields.Date.today())),
            "expired": standing & over,
            "withdrawn": withdrawn,
            "renewed": renewed,
        }

    @api.depends("withdrawn_at", "succeeded_at", "expires_on")
    def _compute_state(self):
        self.state = "given"
        for state, domain in self._get_state_domains().items():
            self.filtered_domain(domain).state = state

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._get_state_domains()
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("jobseeker_id")
    def _compute_lang(self):
        for consent in self:
            consent.lang = consent.jobseeker_id._get_letter_lang()

    @api.depends("purpose_id", "lang")
    def _compute_wording(self):
        for consent in self:
            purpose = consent.purpose_id.with_context(lang=consent.lang)
            consent.wording, consent.version = purpose.wording, purpose.version

    @api.depends("purpose_id", "given_at")
    def _compute_expires_on(self):
        for (purpose, company), consents in self._group_alike().items():
            rule = purpose._find_validity(company)
            for consent in consents:
                day = consent.given_at and consent.jobseeker_id._get_local_day(consent.given_at)
                consent.expires_on = rule._get_end(day, company) if day and rule else False

    def _group_alike(self):
        """{(purpose, company): consents}: of one group the same rules hold."""
        return self.grouped(lambda consent: (consent.purpose_id, consent.jobseeker_id.company_id))

    @api.depends("purpose_id", "jobseeker_id")
    def _compute_display_name(self):
        for consent in self:
            consent.display_name = f"{consent.purpose_id.name}: {consent.jobseeker_id.name}"

    # --- life cycle ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """A newer consent takes the place of the one that stood; what somebody records has a proof and no page."""
        if not self.env.su:
            self.browse().check_access("create")
            for vals in vals_list:
                self._check_recorded(vals)
        for vals in vals_list:
            if not vals.get("withdrawn_at"):
                vals["given_at"] = fields.Datetime.to_datetime(vals.get("given_at")) or fields.Datetime.now()
        self._succeed(vals_list)
        consents = super().create(vals_list)
        # sudo: who recorded it is the system's to say; nobody did, where the person did so by themselves
        for consent in consents.sudo():
            if consent.channel not in OWN_PAGES and consent.given_at:
                consent.recorded_by_id = self.env.uid
        given = consents.filtered(lambda consent: not consent.withdrawn_at)
        for code, rows in given.grouped("code").items():
            rows.jobseeker_id._purpose_given(code)
        return consents

    def _check_recorded(self, vals):
        """Raise where a user says of a consent what cannot be: a yes on a page, without proof, or of another time."""
        if vals.get("channel") in OWN_PAGES:
            raise ValidationError(self.env._("A yes on their page is recorded by the page itself."))
        if vals.get("channel") not in dict(CHANNELS):
            raise ValidationError(self.env._("Say through what they agreed: phone, paper, e-mail or a meeting."))
        if not (vals.get("proof") or "").strip() and not vals.get("proof_file"):
            raise ValidationError(
                self.env._("Write down what they said, or attach the paper: without proof it is no consent.")
            )
        at, now = fields.Datetime.to_datetime(vals.get("given_at")) or fields.Datetime.now(), fields.Datetime.now()
        # the clocks of two machines may differ by a few minutes
        if at > now + timedelta(minutes=5):
            raise ValidationError(self.env._("A consent is recorded after it was given: mend the moment."))
        if at < fields.Datetime.subtract(now, years=10):
            raise ValidationError(self.env._("Check the year: no consent holds for ten years."))
        person = self.env["hr.jobseeker"].browse(vals.get("jobseeker_id")).exists()
        person.check_access("write")
        purpose = self.env["hr.jobseeker.purpose"].browse(vals.get("purpose_id")).exists()
        last = person._get_last_words().get(purpose.code) if person and purpose else None
        if last and max(last.withdrawn_at or datetime.min, last.given_at or datetime.min) > at:
            raise ValidationError(
                self.env._("Their last word on this is of %s: an older one changes nothing.", last._say_last_day())
            )

    @api.model
    def _succeed(self, vals_list):
        """What stood for the same person and purpose gives way, also one of another row of the same code."""
        # sudo: what follows from a consent does not depend on who records it
        system, Purpose = self.sudo(), self.env["hr.jobseeker.purpose"].sudo()
        said = {(vals.get("jobseeker_id"), Purpose.browse(vals.get("purpose_id")).code) for vals in vals_list}
        standing = system.search(
            [
                ("jobseeker_id", "in", [person for person, _code in said]),
                ("code", "in", [code for _person, code in said]),
                ("withdrawn_at", "=", False),
                ("succeeded_at", "=", False),
            ]
        ).filtered(lambda consent: (consent.jobseeker_id.id, consent.code) in said)
        standing.write({"succeeded_at": fields.Datetime.now(), "look_at": False})
        standing.flush_recordset()  # the index knows one in force

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            raise UserError(
                self.env._("A consent stays as it was given. Record a newer one, or that they withdrew it.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_the_system(self):
        """Lawful erasure runs as the system, and passes."""
        if not self.env.su:
            raise UserError(self.env._("A consent stays on record; it can be withdrawn."))

    def action_withdraw(self):
        """From a list of consents: ask how they withdrew it."""
        self.ensure_one()
        self.jobseeker_id.check_access("write")
        return self.jobseeker_id._open_permission_dialog(self.purpose_id, "withdrawn")

    def action_ask(self):
        """From the list of those that run out: ask for the yes again."""
        self.ensure_one()
        self.jobseeker_id.check_access("write")
        return self.jobseeker_id._ask_permission(self.purpose_id)
