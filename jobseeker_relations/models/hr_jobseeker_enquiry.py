from odoo import api, fields, models

#: How a first word reached us.
CHANNELS = [
    ("application", "Application by e-mail"),
    ("web", "Application on our site"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("walk_in", "Walked in"),
    ("portal", "Their page"),
    ("sms", "SMS"),
    ("other", "Other"),
]

#: Why no answer is owed any more, though nobody gave one.
END_REASONS = [
    ("withdrawn", "They need no answer any more"),
    ("silent", "We asked back, and they did not answer"),
    ("no_enquiry", "No enquiry: advertising, a mistake, a colleague"),
    ("closed", "Their search was closed"),
    ("joined", "Two relationships became one"),
]


class HrJobseekerEnquiry(models.Model):
    """A person's first word, and the reply that it is owed (PC4; compliance §8, item 11).

    Everything here follows from the ledger, the promise of that moment and a few buttons; nobody edits it. When the
    clock runs, stops and stands still is for ``rules.first_reply`` to say.
    """

    _name = "hr.jobseeker.enquiry"
    _description = "Enquiry of a Jobseeker"
    _inherit = ["hr.jobseeker.kept"]
    _order = "first_reply_due_at, id"
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, precompute=True)
    user_id = fields.Many2one(
        "res.users",
        string="Owes the Reply",
        compute="_compute_user_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="The adviser; of what was settled, who was the adviser then.",
    )
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    received_at = fields.Datetime(string="Received", required=True, readonly=True)
    summary = fields.Char(string="What They Said", readonly=True)
    contact_id = fields.Many2one(
        "hr.jobseeker.contact", string="Their Word", index="btree_not_null", ondelete="set null", readonly=True
    )
    applicant_id = fields.Many2one(
        "hr.applicant", string="Application", index="btree_not_null", ondelete="set null", readonly=True
    )

    response_hours = fields.Float(
        string="Promised Hours", readonly=True, help="Working hours that were promised when they wrote; 0: none."
    )
    promised_at = fields.Datetime(string="First Promised Until", readonly=True, help="As the acknowledgement says it.")
    first_reply_due_at = fields.Datetime(
        string="Reply Due", readonly=True, help="Empty while we wait for the person, and where nothing was promised."
    )
    pauses = fields.Json(readonly=True, help="When we asked back, with which letters, and when they were heard again.")
    paused_since = fields.Datetime(string="Waiting for Them Since", readonly=True)

    first_reply_at = fields.Datetime(string="First Reply", readonly=True)
    first_reply_id = fields.Many2one(
        "hr.jobseeker.contact", string="The Reply", index="btree_not_null", ondelete="set null", readonly=True
    )
    replied_by_id = fields.Many2one("res.users", string="Replied by", readonly=True)
    reply_hours = fields.Float(
        string="Hours to First Reply",
        aggregator="avg",
        readonly=True,
        help="Working hours that the reply took, without those in which we waited for the person.",
    )
    end_reason = fields.Selection(END_REASONS, string="Ended Without a Reply", readonly=True)
    end_note = fields.Char(string="Note", readonly=True)
    ended_at = fields.Datetime(string="Ended", readonly=True)
    ended_by_id = fields.Many2one("res.users", readonly=True)
    is_open = fields.Boolean(
        string="Waits", compute="_compute_is_open", store=True, precompute=True, help="The first reply is still owed."
    )

    acknowledgement_id = fields.Many2one(
        "mail.message", index="btree_not_null", ondelete="set null", readonly=True, help="What thanked them at once."
    )
    warned_percent = fields.Integer(readonly=True, aggregator=None, help="How far the warnings have come.")
    warn_at = fields.Datetime(readonly=True, help="When the job has to look again.")
    activity_id = fields.Many2one("mail.activity", index="btree_not_null", ondelete="set null", readonly=True)
    escalation_id = fields.Many2one("mail.activity", index="btree_not_null", ondelete="set null", readonly=True)
    job_fault = fields.Char(string="What Went Wrong", readonly=True)

    _kept_by_the_system = frozenset(
        {
            "pauses",
            "paused_since",
            "promised_at",
            "first_reply_due_at",
            "first_reply_at",
            "first_reply_id",
            "replied_by_id",
            "reply_hours",
            "end_reason",
            "end_note",
            "ended_at",
            "ended_by_id",
            "acknowledgement_id",
            "warned_percent",
            "warn_at",
            "activity_id",
            "escalation_id",
            "job_fault",
        }
    )

    _one_open = models.UniqueIndex("(jobseeker_id) WHERE is_open IS TRUE", "This person waits for a reply already.")
    _waiting_idx = models.Index("(first_reply_due_at, id) WHERE is_open IS TRUE")
    _warn_idx = models.Index("(warn_at, id) WHERE warn_at IS NOT NULL")
    _thanks_idx = models.Index("(company_id, create_date) WHERE acknowledgement_id IS NOT NULL")

    @api.depends("jobseeker_id.adviser_id", "is_open")
    def _compute_user_id(self):
        for enquiry in self:
            kept = not enquiry.is_open and enquiry.user_id
            enquiry.user_id = kept or enquiry.jobseeker_id.adviser_id or enquiry.replied_by_id

    @api.depends("first_reply_at", "end_reason")
    def _compute_is_open(self):
        for enquiry in self:
            enquiry.is_open = not enquiry.first_reply_at and not enquiry.end_reason

    @api.depends("partner_id.name", "received_at")
    def _compute_display_name(self):
        for enquiry in self:
            enquiry.display_name = enquiry.partner_id.name or self.env._("Enquiry")
