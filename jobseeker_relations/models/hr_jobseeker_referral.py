from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import plaintext2html

from ..rules import referral_look

STATES = [
    ("draft", "Draft"),
    ("consent_asked", "Asked the jobseeker"),
    ("ready", "Ready to send"),
    ("sent", "Sent"),
    ("interview", "Interview"),
    ("offered", "Offer"),
    ("engaged", "Engaged"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
]
#: Who may go where. Straight from a draft to ready: the yes was given in a talk. What was asked, or is ready, may be a
#: draft again, which voids the yes: what they agreed to is what they were shown. What was sent is sent, but for a
#: letter that has not left: without it, what they agreed to is ready once more.
TRANSITIONS = {
    "draft": {"consent_asked", "ready", "withdrawn"},
    "consent_asked": {"draft", "ready", "withdrawn"},
    "ready": {"draft", "sent", "withdrawn"},
    "sent": {"ready", "interview", "offered", "engaged", "refused", "withdrawn"},
    "interview": {"offered", "engaged", "refused", "withdrawn"},
    "offered": {"interview", "engaged", "refused", "withdrawn"},
    "engaged": set(),
    "refused": set(),
    "withdrawn": set(),
}
#: Nothing has left the house.
UNSENT = ("draft", "consent_asked", "ready")
#: The hirer has it, and has not decided.
WAITING = referral_look.WAITING
CLOSED = ("engaged", "refused", "withdrawn")
#: The hirer said something, or got it only now: their silence counts from the beginning.
SILENCE_ANEW = {"chased_rung": 0, "noticed_rung": 0, "escalated_at": False}
#: What is put forward, to whom and what for: changed in a draft alone, as somebody agreed to the whole of it.
OFFERED = {
    "jobseeker_id",
    "hirer_id",
    "job_id",
    "hirer_contact_id",
    "introduction",
    "anonymised",
    "with_contact_details",
    "need_ids",
    "cv_id",
}
#: What a user says of an outcome, together with the move to that state and at no other time.
SAID = {
    "interview": {"interview_on"},
    "offered": {"outcome_note"},
    "engaged": {"engaged_on", "outcome_note"},
    "refused": {"outcome_reason_id", "outcome_note"},
    "withdrawn": {"outcome_reason_id", "outcome_note"},
}


class HrJobseekerReferral(models.Model):
    """One person put forward to one hirer for one job (design §3): consent, what was sent, and what came of it.

    A job of our own has our own company as its hirer (``is_internal``). What happens in each state stands beside it:
    ``_snapshot``, ``_consent``, ``_gates``, ``_sending``, ``_return``, ``_outcome``, ``_task``, ``_chaser``.
    """

    _name = "hr.jobseeker.referral"
    _description = "Referral of a Jobseeker"
    _inherit = ["hr.jobseeker.link", "hr.jobseeker.kept"]
    _kept_by_the_system = frozenset(
        {
            "snapshot",
            "snapshot_digest",
            "cv_copy_id",
            "cv_sha256",
            "consent_asked_at",
            "link_expires_on",
            "consent_at",
            "consent_channel",
            "consent_wording",
            "consent_proof",
            "consent_ip",
            "consent_by_id",
            "consent_digest",
            "consent_expires_on",
            "consent_withdrawn_at",
            "consent_withdrawn_channel",
            "excluded_consent_at",
            "applied_directly",
            "sent_at",
            "sent_to",
            "sent_by_id",
            "letter_id",
            "letter_mark",
            "return_reason",
            "fault_told",
            "outcome_on",
            "hirer_word_on",
            "applicant_id",
            "oral_given_on",
            "oral_to",
            "oral_due_on",
            "oral_confirmed_on",
            "adverse_at",
            "adverse_note",
            "still_there_on",
            "left_on",
            "chased_rung",
            "noticed_rung",
            "notice_activity_id",
            "feedback_activity_id",
            "go_on_activity_id",
            "escalated_at",
            "news_on",
            "answer_told_at",
            "still_there_rung",
            "look_on",
            "job_fault",
        }
    )
    _never_by_default = frozenset({"state"}).union(*SAID.values())
    _order = "id desc"
    _rec_names_search = ["jobseeker_id", "hirer_id", "job_id"]
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    adviser_id = fields.Many2one(related="jobseeker_id.adviser_id")
    number = fields.Char(compute="_compute_number", help="What an anonymous referral is called.")

    job_id = fields.Many2one("hr.job", index="btree_not_null", ondelete="restrict", check_company=True)
    hirer_id = fields.Many2one(
        "res.partner",
        compute="_compute_hirer_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_company', '=', True)]",
    )
    hirer_contact_id = fields.Many2one(
        "res.partner",
        string="Write to",
        compute="_compute_hirer_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('id', 'child_of', hirer_id)]",
    )
    is_internal = fields.Boolean(
        string="Our Own Job", compute="_compute_is_internal", help="There is no hirer: an application is made."
    )
    applicant_id = fields.Many2one(
        "hr.applicant", string="Application", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    state = fields.Selection(
        STATES,
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        group_expand=True,
    )
    interview_on = fields.Date(string="Interview", readonly=True, copy=False)
    engaged_on = fields.Date(string="Begins Work", readonly=True, copy=False)
    outcome_on = fields.Date(string="Closed", readonly=True, copy=False)
    outcome_reason_id = fields.Many2one(
        "hr.jobseeker.referral.reason", string="Reason", readonly=True, copy=False, ondelete="restrict"
    )
    outcome_note = fields.Text(string="What Was Said", readonly=True, copy=False)

    _same_idx = models.Index("(partner_id, hirer_id) WHERE sent_at IS NOT NULL")
    _waiting_idx = models.Index("(sent_at) WHERE state IN ('sent', 'interview', 'offered')")

    @api.depends("jobseeker_id.name", "hirer_id.name", "job_id.name")
    def _compute_display_name(self):
        for referral in self:
            what = ", ".join(filter(None, [referral.hirer_id.name, referral.job_id.name]))
            referral.display_name = f"{referral.jobseeker_id.name or ''} → {what}"

    def _compute_number(self):
        for referral in self:
            referral.number = f"R{referral._origin.id or 0:05}"

    @api.depends("job_id", "jobseeker_id")
    def _compute_hirer_id(self):
        for referral in self:
            job = referral.job_id.sudo()  # sudo: whose job it is; who may choose the job may know it
            referral.hirer_id = job.hirer_id or (
                referral.jobseeker_id.company_id.partner_id if job else referral.hirer_id
            )

    @api.depends("job_id", "hirer_id")
    def _compute_hirer_contact_id(self):
        for referral in self:
            job = referral.job_id.sudo()  # sudo: as above
            of_job = job.hirer_contact_id if job.hirer_id == referral.hirer_id else job.hirer_contact_id.browse()
            referral.hirer_contact_id = of_job or referral.hirer_id

    @api.depends("hirer_id", "company_id")
    def _compute_is_internal(self):
        for referral in self:
            own = referral.jobseeker_id.company_id.partner_id
            referral.is_internal = bool(own) and referral.hirer_id == own

    # --- life cycle ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Every referral begins as a draft and moves by the table, also one that an import brings as sent."""
        moving = self._never_by_default
        moves = [{name: vals[name] for name in vals.keys() & moving if vals[name]} for vals in vals_list]
        referrals = super().create(
            [{name: value for name, value in vals.items() if name not in moving} for vals in vals_list]
        )
        for referral, vals in zip(referrals, moves, strict=True):
            if vals.get("state", "draft") != "draft":
                referral.write(vals)
        return referrals

    def write(self, vals):
        self._check_frozen_offer(vals)
        if "state" not in vals:
            return super().write(vals)
        state = vals["state"]
        moving = self.filtered(lambda referral: referral.state != state)
        moving._check_transition(state)
        moving._check_said(state, vals)
        moving._before_move(state)
        for referral in moving:  # each has a person, a language and a snapshot of its own
            former, traces = referral.state, referral._get_traces(state, vals)
            super(HrJobseekerReferral, referral).write(vals)
            # sudo: the traces are nobody's to write but the system's
            super(HrJobseekerReferral, referral.sudo()).write(traces)
            referral._after_move(former)
        return super(HrJobseekerReferral, self - moving).write(vals) if self - moving else True

    def _check_frozen_offer(self, vals):
        """What somebody agreed to stays as they were shown it; an outcome is told with the move to it."""
        if self.env.su:
            return
        if "jobseeker_id" in vals and any(referral.jobseeker_id.id != vals["jobseeker_id"] for referral in self):
            raise UserError(self.env._("A referral stays with its person: put the other one forward anew."))
        if OFFERED & vals.keys() and any(referral.state != "draft" for referral in self):
            raise UserError(
                self.env._(
                    "They were asked about exactly this. Press “Change”, which takes the question back, and ask anew."
                )
            )
        state = vals.get("state")
        moves = bool(state) and all(referral.state != state for referral in self)
        tellable = SAID.get(state, set()) if moves else set()
        if all(referral.state == "interview" for referral in self):
            tellable = tellable | {"interview_on"}
        if set().union(*SAID.values()) & vals.keys() - tellable:
            raise UserError(self.env._("An outcome is recorded once, with its day, and stays. Use the buttons for it."))

    def _check_transition(self, state):
        """Raise UserError, naming both states and the way out, where the table has no such move."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for referral in self:
            if state in TRANSITIONS[referral.state]:
                continue
            moved = {
                "name": referral.display_name,
                "before": labels[referral.state],
                "after": labels.get(state, state),
            }
            allowed = ", ".join(labels[key] for key in labels if key in TRANSITIONS[referral.state])
            if not allowed:
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(before)s”, for good, and cannot become “%(after)s”. Put them forward anew.",
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

    def _check_said(self, state, vals):
        """A referral is closed with its outcome: a day of beginning, or a reason (compliance §8 items 27, 57)."""
        if state in ("refused", "withdrawn") and not vals.get("outcome_reason_id"):
            raise ValidationError(self.env._("Say why: choose a reason that has to do with the job."))
        if state == "engaged" and not vals.get("engaged_on"):
            raise ValidationError(self.env._("Say on which day they begin to work."))
        if state == "interview" and not vals.get("interview_on"):
            raise ValidationError(self.env._("Say on which day the interview is."))

    def _before_move(self, state):
        """What has to hold before; the parts extend it.

        :raises UserError: it may not be done, with what is missing
        """

    def _get_traces(self, state, vals):
        """What the system itself keeps of a move that is about to be made; the parts extend it."""
        self.ensure_one()
        return {"outcome_on": fields.Date.context_today(self)} if state in CLOSED else {}

    def _after_move(self, former):
        """What follows from a move; the parts extend it.

        :param former: the state that it was in
        """
        self.ensure_one()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        """Whom we asked, and what went where, is evidence (Sch. 4). Lawful erasure runs as the system, and passes."""
        if not self.env.su and any(referral.state != "draft" or referral.consent_asked_at for referral in self):
            raise UserError(
                self.env._("Only a draft about which nobody was asked can be deleted: withdraw it instead.")
            )

    def action_open(self):
        """Open the referral itself, from a list on another form."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _get_dialog(self, model, title, **defaults):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": f"{title}: {self.display_name}",
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_referral_id": self.id,
                **{f"default_{name}": value for name, value in defaults.items()},
                "dialog_size": "medium",
            },
        }

    # --- days -----------------------------------------------------------------------------------------

    def _get_today(self):
        """The day that it is for the person: every day of a referral is one of theirs."""
        return self.sudo().jobseeker_id._get_today()  # sudo: a day, whoever asks

    def _get_local_day(self, at):
        """The day of an instant on the person's clock."""
        return self.sudo().jobseeker_id._get_local_day(at)  # sudo: as above

    # --- what colleagues hear -----------------------------------------------------------------------

    def _for_adviser(self):
        """This referral, in the language of who answers for the jobseeker."""
        return self.with_context(lang=self.jobseeker_id.sudo()._for_colleagues().env.lang)  # sudo: a language

    def _note(self, body):
        """On the thread of the relationship, for colleagues."""
        self.ensure_one()
        self.jobseeker_id.sudo()._message_log(body=body)  # sudo: the system's note, whoever caused it

    def _ask_adviser(self, summary, note="", due_on=None, user=None):
        """One task for whoever answers for the person; the same one is not given twice while it is open."""
        self.ensure_one()
        person = self.jobseeker_id.sudo()  # sudo: who opens a page has no rights, and the task is for somebody else
        user = user or person._get_answering_user()
        open_ones = person.activity_ids.filtered(
            lambda activity: activity.summary == summary and activity.user_id == user
        )
        if open_ones:
            return open_ones[0]
        return person.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=due_on or fields.Date.context_today(self.with_context(tz=user.tz)),
            summary=summary,
            note=plaintext2html(note) if note else False,
            user_id=user.id or False,
        )
