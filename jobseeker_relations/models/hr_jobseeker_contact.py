from odoo import api, fields, models
from odoo.tools import SQL

#: How a word passed between us. Which of them asks for an answer and which counts as contact follows from ``nature``.
NATURES = [
    ("personal", "Personal"),  # written or spoken to this one person
    ("follow_up", "Follow-up"),  # a letter that a contact policy sent
    ("bulk", "Bulk letter"),  # one text to many people
    ("automatic", "Automatic"),  # acknowledgement, stage mail, invitation, out-of-office
]


class HrJobseekerContact(models.Model):
    """The ledger of contacts: one row for each word that passed between us, written when it happened (design §4).

    Nothing here is edited or deleted: no group has the right to write or to unlink. A mistake is corrected by a new
    row with ``corrects_id``; the wrong row stays readable and no longer counts.
    """

    _name = "hr.jobseeker.contact"
    _description = "Contact with a Jobseeker"
    _inherit = ["hr.jobseeker.kept"]
    _order = "date desc, id desc"
    _rec_name = "summary"

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, precompute=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    direction = fields.Selection([("in", "From the jobseeker"), ("out", "From us")], required=True)
    channel = fields.Selection(
        [
            ("email", "E-mail"),
            ("phone", "Phone"),
            ("sms", "SMS"),
            ("meeting", "Meeting"),
            ("portal", "Portal"),
            ("other", "Other"),
        ],
        required=True,
    )
    outcome = fields.Selection(
        [
            ("reached", "Reached"),
            ("no_answer", "No answer"),
            ("left_message", "Left message"),
            ("bounced", "Bounced"),
            ("withdrawn", "Taken back"),
        ]
    )
    nature = fields.Selection(NATURES, required=True, default="personal")
    qualifying = fields.Boolean(
        compute="_compute_qualifying",
        store=True,
        readonly=False,
        precompute=True,
        help="A real two-way or a substantive individual contact: only these start the contact interval anew.",
    )
    asks_answer = fields.Boolean(
        default=True,
        readonly=True,
        help="Whether who wrote waits for our answer. What they do on their page is contact, but no question.",
    )
    user_id = fields.Many2one("res.users", string="By", default=lambda self: self.env.user, index="btree_not_null")
    summary = fields.Char()
    applicant_id = fields.Many2one("hr.applicant", index="btree_not_null", ondelete="set null")
    message_id = fields.Many2one("mail.message", index="btree_not_null", ondelete="set null")
    activity_id = fields.Many2one("mail.activity", index="btree_not_null", ondelete="set null")
    event_id = fields.Many2one("calendar.event", index="btree_not_null", ondelete="set null")
    corrects_id = fields.Many2one(
        "hr.jobseeker.contact",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('jobseeker_id', '=', jobseeker_id)]",
    )
    correction_ids = fields.One2many("hr.jobseeker.contact", "corrects_id")
    superseded = fields.Boolean(compute="_compute_superseded", store=True, precompute=True)

    # the greatest table of ours: each index is for one question, and none for what another one answers
    _date_idx = models.Index("(date DESC, id DESC)")
    _failed_idx = models.Index("(date DESC, id DESC) WHERE outcome IN ('no_answer', 'left_message', 'bounced')")
    _inbound_idx = models.Index("(date DESC, id DESC) WHERE direction = 'in'")
    _outward_idx = models.Index("(jobseeker_id, date) WHERE direction = 'out' AND superseded IS NOT TRUE")
    _message_unique = models.UniqueIndex(
        "(jobseeker_id, message_id, direction, COALESCE(outcome, ''))"
        " WHERE message_id IS NOT NULL AND superseded IS NOT TRUE",
        "This message is in the ledger already.",
    )
    _event_unique = models.UniqueIndex(
        "(jobseeker_id, event_id) WHERE event_id IS NOT NULL AND corrects_id IS NULL",
        "This meeting is in the ledger already.",
    )

    @api.depends("direction", "channel", "outcome", "nature")
    def _compute_qualifying(self):
        """Design §4: a failed attempt, a bulk or an automatic letter never resets the clock.

        A call or meeting counts when the person was reached; a written word counts when it was meant for this person.
        """
        for contact in self:
            contact.qualifying = self._qualifies(contact.direction, contact.channel, contact.outcome, contact.nature)

    @api.model
    def _qualifies(self, direction, channel, outcome, nature):
        failed = outcome in ("no_answer", "left_message", "bounced", "withdrawn")
        spoken = channel in ("phone", "meeting") and direction == "out"
        return nature == "personal" and not failed and (not spoken or outcome == "reached")

    @api.depends("correction_ids")
    def _compute_superseded(self):
        for contact in self:
            contact.superseded = bool(contact.correction_ids)

    @api.depends("date", "channel", "direction")
    def _compute_display_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for contact in self:
            date = fields.Datetime.context_timestamp(contact, contact.date) if contact.date else None
            contact.display_name = contact.summary or " ".join(
                filter(None, [channels.get(contact.channel), date and date.strftime("%Y-%m-%d")])
            )

    def action_correct(self):
        """Open the log dialog, filled with this row, to record what really happened."""
        self.ensure_one()
        return self.jobseeker_id._get_log_contact_action(self)


class HrJobseeker(models.Model):
    """What the ledger says of a person, kept beside the person for lists and for the clock."""

    _inherit = "hr.jobseeker"

    contact_ids = fields.One2many("hr.jobseeker.contact", "jobseeker_id")
    last_contact_at = fields.Datetime(
        string="Last Contact", compute="_compute_from_ledger", store=True, help="Last qualifying contact."
    )
    last_inbound_at = fields.Datetime(
        string="Last Heard From", compute="_compute_from_ledger", store=True, help="Last word from the person."
    )
    last_attempt_at = fields.Datetime(
        string="Last Attempt", compute="_compute_from_ledger", store=True, help="Last time we tried to reach them."
    )
    unanswered_count = fields.Integer(
        string="Unanswered", compute="_compute_from_ledger", store=True, help="Attempts since we last heard from them."
    )
    waiting_since = fields.Datetime(
        compute="_compute_from_ledger", store=True, help="They wrote at this time, and nobody has answered."
    )

    _waiting_idx = models.Index("(waiting_since) WHERE waiting_since IS NOT NULL")
    _waiting_next_idx = models.Index("(next_contact_at, id) WHERE waiting_since IS NOT NULL")
    _unanswered_idx = models.Index("(unanswered_count) WHERE unanswered_count >= 2")

    @api.depends("contact_ids.date", "contact_ids.qualifying", "contact_ids.superseded", "contact_ids.outcome")
    def _compute_from_ledger(self):
        """One query for the whole recordset; the newest fact of each sort decides."""
        facts = {row[0]: row[1:] for row in self._query_ledger()} if self.ids else {}
        for jobseeker in self:
            (
                jobseeker.last_contact_at,
                jobseeker.last_inbound_at,
                jobseeker.last_attempt_at,
                jobseeker.unanswered_count,
                jobseeker.waiting_since,
            ) = facts.get(jobseeker._origin.id, (False, False, False, 0, False))

    def _query_ledger(self):
        """Rows (id, last contact, last inbound, last attempt, unanswered attempts, waiting since)."""
        self.env["hr.jobseeker.contact"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                WITH word AS (
                    SELECT jobseeker_id, date, qualifying,
                           direction = 'in' AND nature = 'personal' AS heard,
                           direction = 'in' AND nature = 'personal' AND asks_answer IS NOT FALSE
                               AND (channel NOT IN ('phone', 'meeting') OR outcome = 'left_message') AS wrote,
                           direction = 'out' AND nature IN ('personal', 'follow_up') AS tried,
                           qualifying AND (direction = 'out' OR channel IN ('phone', 'meeting')) AS answered,
                           direction = 'out' AND outcome = 'reached' AS reached
                      FROM hr_jobseeker_contact
                     WHERE jobseeker_id IN %(ids)s AND superseded IS NOT TRUE
                ), last AS (
                    SELECT jobseeker_id,
                           max(date) FILTER (WHERE qualifying) AS contact_at,
                           max(date) FILTER (WHERE heard) AS inbound_at,
                           max(date) FILTER (WHERE tried) AS attempt_at,
                           max(date) FILTER (WHERE heard OR reached) AS heard_at,
                           max(date) FILTER (WHERE answered) AS answered_at
                      FROM word GROUP BY jobseeker_id
                )
                SELECT last.jobseeker_id, contact_at, inbound_at, attempt_at,
                       count(*) FILTER (WHERE word.tried AND (heard_at IS NULL OR word.date > heard_at)),
                       min(word.date) FILTER (WHERE word.wrote AND (answered_at IS NULL OR word.date > answered_at))
                  FROM last JOIN word ON word.jobseeker_id = last.jobseeker_id
                 GROUP BY last.jobseeker_id, contact_at, inbound_at, attempt_at
                """,
                ids=tuple(self.ids),
            )
        )

    def action_log_contact(self):
        """Open the two-click dialog "Log contact" for one person."""
        return self._get_log_contact_action(self.env["hr.jobseeker.contact"])

    def _get_log_contact_action(self, corrects):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a contact with %s", self.name),
            "res_model": "hr.jobseeker.contact.log",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_jobseeker_id": self.id,
                "default_corrects_id": corrects.id,
                "default_channel": corrects.channel or "phone",
                "dialog_size": "medium",
            },
        }
