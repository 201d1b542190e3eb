from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

CHANNELS = [
    ("page", "Their page"),
    ("phone", "Phone"),
    ("meeting", "Meeting"),
    ("email", "E-mail"),
    ("letter", "Letter"),
    ("other", "Other"),
]
CAUSES = [
    ("no_match", "Nothing matches"),
    ("no_progress", "Reviews without progress"),
    ("outside", "Outside of what we do"),
    ("asked", "They asked for it"),
    ("other", "Other"),
]
STATES = [
    ("draft", "Noted"),
    ("proposed", "Told them"),
    ("agreed", "They want it"),
    ("declined", "They do not want it"),
    ("closed", "Closed"),
]
#: Who said no may say yes later; what has an outcome stays as it was.
TRANSITIONS = {
    "draft": {"proposed", "agreed", "declined", "closed"},
    "proposed": {"agreed", "declined", "closed"},
    "agreed": {"declined", "closed"},
    "declined": {"proposed", "agreed", "closed"},
    "closed": set(),
}
#: Something is still to come of it.
OPEN_STATES = ("draft", "proposed", "agreed")
OUTCOMES = [
    ("work", "Found work through it"),
    ("helped", "Got help"),
    ("no_help", "It did not help"),
    ("unknown", "Nothing was heard of it"),
    ("not_pursued", "Was not pursued"),
]


class HrJobseekerSignpost(models.Model):
    """A referral elsewhere: whom we pointed to whom, why, whether they wanted it, and what came of it.

    The system sends nothing of the person to the body unless they agreed to that (``hr_jobseeker_signpost_letter.py``).
    """

    _name = "hr.jobseeker.signpost"
    _description = "Referral Elsewhere"
    _inherit = ["hr.jobseeker.link", "hr.jobseeker.kept"]
    _kept_by_the_system = frozenset(
        {
            "consent_at",
            "consent_channel",
            "consent_proof",
            "consent_wording",
            "earlier_consents",
            "consent_by_id",
            "consent_withdrawn_at",
            "shares_data",
            "introduced_at",
            "introduced_by_id",
            "introduction",
            "letter_id",
            "letter_mark",
            "letter_fault",
            "returned_letter",
            "closed_on",
        }
    )
    _never_by_default = frozenset({"state", "outcome"})
    _order = "id desc"
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", check_company=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True, precompute=True)
    body_id = fields.Many2one(
        "hr.jobseeker.support.body",
        string="Where",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', 'in', [False, company_id])]",
    )
    kind = fields.Selection(related="body_id.kind")
    helps_with = fields.Text(related="body_id.helps_with")
    cause = fields.Selection(CAUSES, string="Because", required=True, default="other")
    reason = fields.Text(string="Why", required=True, help="Written for the person, who reads it on their page.")
    date = fields.Date(required=True, default=fields.Date.context_today, help="The day on which it was thought of.")
    user_id = fields.Many2one(
        "res.users",
        string="By",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        index="btree_not_null",
    )
    state = fields.Selection(STATES, required=True, default="draft", copy=False, index=True)
    outcome = fields.Selection(OUTCOMES, copy=False)
    outcome_note = fields.Text(copy=False, help="What came of it; for colleagues.")
    closed_on = fields.Date(readonly=True, copy=False)

    _open_idx = models.Index("(jobseeker_id) WHERE state IN ('draft', 'proposed', 'agreed')")

    @api.depends("body_id.name", "jobseeker_id.name")
    def _compute_display_name(self):
        for signpost in self:
            signpost.display_name = self.env._(
                "%(person)s: %(body)s", person=signpost.jobseeker_id.name, body=signpost.body_id.name
            )

    @api.constrains("state", "outcome")
    def _check_outcome(self):
        for signpost in self:
            if signpost.state == "closed" and not signpost.outcome:
                raise ValidationError(self.env._("Say what came of “%s”: choose an outcome.", signpost.display_name))

    @api.constrains("reason")
    def _check_reason(self):
        if any(not (signpost.reason or "").strip() for signpost in self):
            raise ValidationError(self.env._("Say why: the person reads it."))

    @api.model_create_multi
    def create(self, vals_list):
        """It begins as noted, and answers the suggestion that there was."""
        if not self.env.su:
            vals_list = [{**vals, "state": "draft", "outcome": False} for vals in vals_list]
        signposts = super().create(vals_list)
        # sudo: the system's own mark
        signposts.jobseeker_id.sudo()._end_elsewhere_suggestion()
        return signposts

    def write(self, vals):
        """An outcome closes it."""
        if vals.get("outcome"):
            vals = {**vals, "state": "closed"}
        if not self.env.su and any(signpost.state == "closed" for signpost in self) and vals.keys() - {"outcome_note"}:
            raise UserError(self.env._("What is closed stays as it was. Begin another referral elsewhere."))
        if not self.env.su and "jobseeker_id" in vals and self.jobseeker_id.ids != [vals["jobseeker_id"]]:
            raise UserError(self.env._("A referral elsewhere stays with its person: begin another one."))
        if vals.get("body_id") and not self.env.su and any(signpost.state != "draft" for signpost in self):
            raise UserError(self.env._("They were told of this body: begin another referral for the other one."))
        if "reason" in vals and not self.env.su:
            if any(signpost.state == "agreed" and signpost.reason != vals["reason"] for signpost in self):
                raise UserError(self.env._("They said yes to this as it stands: begin another referral elsewhere."))
        moving = self.filtered(lambda signpost: signpost.state != vals["state"]) if "state" in vals else self.browse()
        moving._check_transition(vals.get("state"))
        result = super().write(vals)
        if vals.get("state") == "closed":
            closed = moving.sudo()  # sudo: the system's own mark, and its queue
            closed.write({"closed_on": fields.Date.today()})
            closed._stop_introduction()
        return result

    def _check_transition(self, state):
        """:raises UserError: the table has no such move, or it needs the person's yes first"""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for signpost in self:
            if state not in TRANSITIONS[signpost.state]:
                raise UserError(
                    self.env._(
                        "This referral is “%(before)s” and cannot become “%(after)s”. It can become: %(allowed)s.",
                        before=labels[signpost.state],
                        after=labels.get(state, state),
                        allowed=", ".join(labels[key] for key in labels if key in TRANSITIONS[signpost.state])
                        or self.env._("nothing else"),
                    )
                )
            if state in ("agreed", "declined") and not self.env.su:
                raise UserError(
                    self.env._("Record what %s said: press “Record Their Answer”.", signpost.partner_id.name)
                )

    # --- buttons ------------------------------------------------------------------------------------

    def action_close(self):
        """Ask what came of it; the answer closes it."""
        self.ensure_one()
        self.check_access("write")
        return self._get_form_action(self.env._("What came of it?"), "hr_jobseeker_signpost_view_form_close")

    def action_closed(self):
        """The button below that question: the form has saved the answer."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "closed":
            raise UserError(self.env._("Say what came of “%s”: choose an outcome.", self.display_name))
        return {"type": "ir.actions.act_window_close"}

    def action_open(self):
        return self._get_own_form()
