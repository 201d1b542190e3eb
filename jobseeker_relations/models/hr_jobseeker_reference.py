from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
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
#: Who may go where. Straight from a draft to an answer: it came by telephone or letter. What was asked for and is taken
#: back is a draft again; what is in is in.
TRANSITIONS = {
    "draft": {"requested", "received", "declined"},
    "requested": {"draft", "received", "declined"},
    "expired": {"draft", "requested", "received", "declined"},
    "received": {"verified"},
    "verified": set(),
    "declined": set(),
}
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
#: Who is asked about whom, and what the jobseeker said; changed until the answer is in.
ASKED = {
    "referee_name",
    "referee_email",
    "relationship",
    "is_relative",
    "organisation",
    "is_current_employer",
    "position",
    "worked_from",
    "worked_to",
    "survey_id",
}
#: What the referee found and chose: told by whoever enters an answer, together with the move to it.
FOUND = {"disclosable", "confidential", "found_position", "found_from", "found_to"}
#: Where the facts are kept that only readers of the answer see, see ``hr_jobseeker_reference_answers``.
KEPT = {"found_position": "kept_position", "found_from": "kept_from", "found_to": "kept_to"}
SAID = {
    "received": {"received_at", "received_channel", *FOUND},
    "verified": {"verify_method", "verify_note"},
    "declined": {"declined_at"},
}


class HrJobseekerReference(models.Model):
    """One referee of a jobseeker: who it is, that they may be asked, and whether they answered (design §3).

    The words of an answer are kept apart (``hr_jobseeker_reference_answers``): colleagues see that there is one.
    """

    _name = "hr.jobseeker.reference"
    _description = "Reference of a Jobseeker"
    _inherit = ["hr.jobseeker.link", "hr.jobseeker.kept"]
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
    _never_by_default = frozenset({"stage", "state"}).union(*SAID.values())
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

    # --- life cycle ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Every reference begins as a draft and moves by the table, also one that an import brings as received."""
        moving = {"stage", "state"}.union(*SAID.values()) - {"disclosable", "confidential"}
        moves = [{name: vals[name] for name in vals.keys() & moving if vals[name]} for vals in vals_list]
        if not self.env.su and any(vals.get("reader_ids") for vals in vals_list):
            raise AccessError(self.env._("Name who else reads the answer when the reference is saved."))
        references = super().create(
            [{name: value for name, value in vals.items() if name not in moving} for vals in vals_list]
        )
        for reference, vals in zip(references, moves, strict=True):
            if vals:
                reference.write(vals)
        return references

    def write(self, vals):
        vals = dict(vals)
        state = vals.pop("state", None) or vals.pop("stage", None)
        self._check_frozen(vals, state)
        kept = {KEPT[name]: vals.pop(name) for name in KEPT.keys() & vals.keys()}
        addresses = {reference: reference._get_address() for reference in self if "referee_email" in vals}
        moving = self.filtered(lambda reference: reference.state != state) if state else self.browse()
        moving._check_transition(state)
        moving._before_move(state, vals)
        for reference in moving:
            former = reference.state
            super(HrJobseekerReference, reference).write({**vals, **reference._get_said(state, vals)})
            # sudo: the traces are nobody's to write but the system's
            super(HrJobseekerReference, reference.sudo()).write(
                {"stage": state, **reference._get_traces(state), **kept}
            )
            reference._after_move(former)
        if staying := self - moving:
            super(HrJobseekerReference, staying).write(vals)
            if kept:
                # sudo: what a referee found is nobody's to write but with the answer, which was checked above
                super(HrJobseekerReference, staying.sudo()).write(kept)
        self._check_still_permitted(vals)
        self.filtered(lambda r: r in addresses and r._get_address() != addresses[r])._change_address(addresses)
        return True

    def _check_frozen(self, vals, state):
        """An answer is told with the move to it; who was asked stays as it was once there is one."""
        if self.env.su:
            return
        if "jobseeker_id" in vals and any(reference.jobseeker_id.id != vals["jobseeker_id"] for reference in self):
            raise UserError(self.env._("A reference stays with its person: record it anew for the other one."))
        told = ASKED & vals.keys()
        if told and any(reference.stage not in ("draft", "requested") for reference in self):
            raise UserError(
                self.env._("Who was asked stays as it was, now that they answered. Add a reference if it is another.")
            )
        moves = bool(state) and all(reference.state != state for reference in self)
        tellable = SAID.get(state, set()) if moves else set()
        if all(reference.stage == "draft" for reference in self):
            tellable = tellable | {"disclosable", "confidential"}
        if set().union(*SAID.values()) & vals.keys() - tellable:
            raise UserError(
                self.env._("An answer is recorded once, when it comes, and stays as it is. Use the buttons for it.")
            )

    def _check_transition(self, state):
        """Raise UserError, naming both states and the way out, where the table has no such move."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for reference in self:
            if state in TRANSITIONS[reference.state]:
                continue
            moved = {
                "name": reference.display_name,
                "before": labels[reference.state],
                "after": labels.get(state, state),
            }
            allowed = ", ".join(labels[key] for key in labels if key in TRANSITIONS[reference.state])
            if not allowed:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(before)s”, for good, and cannot become “%(after)s”. Add another reference.",
                        **moved,
                    )
                )
            raise UserError(
                self.env._(
                    "“%(name)s” is “%(before)s” and cannot become “%(after)s”. From here it can become: %(allowed)s.",
                    allowed=allowed,
                    **moved,
                )
            )

    def _get_said(self, state, vals):
        """What is said of an answer, completed: a program that names no channel gets "Other" rather than an error."""
        if state == "received":
            at = self._read_past(vals.get("received_at"))
            return {"received_at": at, "received_channel": vals.get("received_channel") or "other"}
        if state == "declined":
            return {"declined_at": self._read_past(vals.get("declined_at"))}
        if state == "verified":
            return {"verify_method": vals.get("verify_method") or "other"}
        return {}

    def _read_past(self, value):
        """The moment that was said, or now.

        :raise ValidationError: it is to come; the clocks of two machines may differ by a few minutes
        """
        at = fields.Datetime.to_datetime(value) or fields.Datetime.now()
        if at > fields.Datetime.add(fields.Datetime.now(), minutes=5):
            raise ValidationError(self.env._("An answer is recorded after it came: mend the moment."))
        return at

    def _get_traces(self, state):
        """What the system itself keeps of a move."""
        if state == "requested":
            return self._get_request_traces()
        if state == "verified":
            return {"verified_at": fields.Datetime.now(), "verified_by_id": self.env.uid}
        if state == "draft":
            return {"look_on": False, "requested_at": False, "link_expires_at": False}
        return {"look_on": False, **self._get_first_readers()}

    def _before_move(self, state, vals):
        if state == "requested":
            self._check_can_ask()
        if state == "verified":
            self._check_discussed()

    def _after_move(self, former):
        """:param former: the state that it was in"""
        if self.state == "requested":
            self._ask_referee(former)
        elif self.state != "verified":
            self._end_request(former)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        """Whom we asked and what came of it is evidence, also where it was taken back. Lawful erasure runs as the
        system, and passes.
        """
        if not self.env.su and any(reference.stage != "draft" or reference.first_asked_at for reference in self):
            raise UserError(
                self.env._("Only a draft that nobody was asked by can be deleted: what was asked for stays on record.")
            )

    def unlink(self):
        """The database's cascade would leave the threads of the forms, and the words of letters behind."""
        self._forget_letters()
        self.sudo().survey_input_ids.unlink()  # sudo: half-written answers are nobody's
        return super().unlink()

    def action_open(self):
        """Open the reference itself, from a list on another form."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
