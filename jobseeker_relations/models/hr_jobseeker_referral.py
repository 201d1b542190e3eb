from odoo import api, fields, models

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
    ``_moves``, ``_snapshot``, ``_particulars``, ``_consent``, ``_declined``, ``_gates``, ``_repeated``, ``_confirmed``,
    ``_ready``, ``_sending``, ``_queue``, ``_return``, ``_application``, ``_outcome``, ``_task``, ``_chaser``,
    ``_closing``; what colleagues hear in ``_told``.
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
            "returned_letter",
            "fault_told",
            "outcome_on",
            "hirer_word_on",
            "applicant_id",
            "makes_application",
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
            "answer_activity_id",
            "take_back_activity_id",
            "ending_activity_id",
            "ended_from",
            "untold",
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

    def action_open(self):
        """Open the referral itself, from a list on another form."""
        return self._get_own_form()

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
