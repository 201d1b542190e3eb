from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .transition import name_refused_move

STATES = [
    ("draft", "Draft"),
    ("sent", "Waiting for their yes"),
    ("agreed", "Agreed"),
    ("declined", "Declined"),
    ("ended", "Ended"),
]
#: Who may go where. From a draft straight to an answer: it was given in a talk. What was sent or answered is on record:
#: it becomes no draft again, and an offer that is taken back has ended without a yes. Another draft is offered anew.
TRANSITIONS = {
    "draft": {"sent", "agreed", "declined"},
    "sent": {"agreed", "declined", "ended"},
    "agreed": {"ended"},
    "declined": set(),
    "ended": set(),
}
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

#: What is offered; changed in a draft alone.
OFFERED = {"jobseeker_id", "terms_id", "service_ids"}
#: What a user says of an answer, together with the move to that state and at no other time.
SAID = {
    "agreed": {"agreed_at", "agreed_channel", "agreed_by", "note"},
    "declined": {"declined_at", "declined_channel", "declined_by", "decline_reason", "note"},
    "ended": {"ended_by", "end_reason"},
}


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
    _never_by_default = frozenset({"state"}).union(*SAID.values()) - {"note"}
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

    # --- life cycle ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Every agreement begins as a draft and moves by the table, also one that an import brings as agreed."""
        moving = self._never_by_default
        moves = [{name: vals[name] for name in vals.keys() & moving} for vals in vals_list]
        agreements = super().create(
            [{name: value for name, value in vals.items() if name not in moving} for vals in vals_list]
        )
        for agreement, vals in zip(agreements, moves, strict=True):
            if vals.get("state", "draft") != "draft":
                agreement.write(vals)
        return agreements

    def write(self, vals):
        self._check_frozen(vals)
        if "state" not in vals:
            return super().write(vals)
        state = vals["state"]
        moving = self.filtered(lambda agreement: agreement.state != state)
        moving._check_transition(state)
        moving._before_move(state)
        for agreement in moving:  # each has a text and a language of its own
            super(HrJobseekerAgreement, agreement).write({**vals, **agreement._get_said(vals)})
            # sudo: the proof is nobody's to write but the system's
            super(HrJobseekerAgreement, agreement.sudo()).write(agreement._get_traces(state))
        moving._after_move(state)
        return super(HrJobseekerAgreement, self - moving).write(vals) if self - moving else True

    def _check_frozen(self, vals):
        """What was offered stays as it was offered; an answer is told with the move to it, and never again."""
        if self.env.su:
            return
        if OFFERED & vals.keys() and any(agreement.state != "draft" for agreement in self):
            raise UserError(self.env._("What was offered stays as it was. Withdraw the offer, then offer anew."))
        state = vals.get("state")
        moves = all(agreement.state != state for agreement in self)
        tellable = SAID.get(state, set()) if moves else set()
        if all(agreement.state in ("draft", "sent", "declined") for agreement in self):
            tellable = tellable | {"note"}
        if set().union(*SAID.values()) & vals.keys() - tellable:
            raise UserError(
                self.env._("An answer is recorded once, when it is given, and stays as it is. Use the buttons for it.")
            )

    def _check_transition(self, state):
        """Raise UserError, naming both states and the way out, where the table has no such move."""
        for agreement in self:
            refused = name_refused_move(agreement, state, TRANSITIONS)
            if not refused:
                continue
            if not refused["allowed"]:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(before)s”, for good, and cannot become “%(after)s”. Offer terms anew.",
                        name=agreement.display_name,
                        **refused,
                    )
                )
            raise UserError(
                self.env._(
                    "“%(name)s” is “%(before)s” and cannot become “%(after)s”. From here it can become: %(allowed)s.",
                    name=agreement.display_name,
                    **refused,
                )
            )

    def _get_said(self, vals):
        """What is said of an answer, completed: a program that names no channel gets "Other" rather than an error."""
        state = vals["state"]
        if state == "ended":
            # an offer that is taken back was nobody's but ours
            return {"ended_by": (self.state == "agreed" and vals.get("ended_by")) or "us"}
        if state not in ("agreed", "declined"):
            return {}
        given_at, channel, given_by = (vals.get(f"{state}_{fact}") for fact in ("at", "channel", "by"))
        at, channel = fields.Datetime.to_datetime(given_at) or fields.Datetime.now(), channel or "other"
        # the clocks of two machines may differ by a few minutes
        if at > fields.Datetime.now() + timedelta(minutes=5):
            raise ValidationError(self.env._("An answer is recorded after it was given: mend the moment."))
        if given_at and not self.env.su:
            self._check_since(at.date())
        if channel == "portal" and not self.env.su:
            raise ValidationError(self.env._("An answer on their page is recorded by the page itself."))
        by = (given_by or "").strip() or self.jobseeker_id.name
        return {f"{state}_at": at, f"{state}_channel": channel, f"{state}_by": by}

    def _check_since(self, day):
        """Nobody answers terms before there are any; what is older than ten years is a slip of the hand."""
        since = [fields.Date.subtract(fields.Date.today(), years=10)]
        if self.terms_id.valid_from:
            since.append(fields.Date.subtract(self.terms_id.valid_from, days=1))  # it is later elsewhere
        if day < max(since):
            raise ValidationError(self.env._("Nobody can have answered these terms at that time: mend the moment."))

    def _get_traces(self, state):
        """What the system itself keeps of a move."""
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        if state == "ended":
            return {"ended_on": today}
        traces = {} if self.terms_text else {"terms_text": self._render_offer(), "version": self.terms_id.version}
        if state == "sent":
            traces.update(sent_at=now, link_expires_on=fields.Date.add(today, days=LINK_DAYS))
        return traces

    def _before_move(self, state):
        if state == "sent":
            self._check_can_send()
        if state == "agreed":
            self._end_former()

    def _after_move(self, state):
        self.terms_id._mark_offered()
        if state == "sent":
            self._send_letters()
        if state == "ended":
            self.filtered(lambda agreement: agreement._is_taken_back())._revoke_links()
        if state == "agreed":
            beginners = self.jobseeker_id.filtered(lambda person: person.state in ("prospect", "enquiry"))
            beginners.write({"state": "active"})  # they agreed to work together
            self._make_pdfs()

    def _is_taken_back(self):
        """Whether this offer ended without an answer: it stays on record, and shows itself to the person no more."""
        return self.state == "ended" and not self.agreed_at

    def _end_former(self):
        """A new version takes the place of the one that was agreed to before, and other offers of it are void."""
        # sudo: what follows from an answer does not depend on who records it
        others = self.sudo().search(
            [
                ("jobseeker_id", "in", self.jobseeker_id.ids),
                ("lineage_id", "in", self.lineage_id.ids),
                ("state", "in", ("agreed", "sent")),
                ("id", "not in", self.ids),
            ]
        )
        for agreement in self:
            same = others.filtered(
                lambda other, agreement=agreement: (
                    other.jobseeker_id == agreement.jobseeker_id and other.lineage_id == agreement.lineage_id
                )
            )
            reason = self.env._("Version %s was agreed in its place.", agreement.terms_id.version)
            same.write({"state": "ended", "end_reason": reason})
        others.flush_recordset()  # the index knows one in force

    @api.ondelete(at_uninstall=False)
    def _unlink_except_offered(self):
        """What was offered is evidence. Lawful erasure runs as the system, and passes."""
        if not self.env.su and any(agreement.state != "draft" for agreement in self):
            raise UserError(self.env._("Only a draft can be deleted: what was offered stays on record."))
