from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..rules.rights_clock import Pause, due_day
from ..rules.rule_period import end_of_period
from ..rules.send_window import ALWAYS, SendWindow
from .transition import name_refused_move

KINDS = [
    ("access", "Access: a copy of my data"),
    ("rectification", "Rectification: mend my data"),
    ("erasure", "Erasure: delete my data"),
    ("restriction", "Restriction: freeze my data"),
    ("objection", "Objection: stop using my data"),
    ("portability", "Portability: what I gave you, to take along"),
]
STATES = [
    ("received", "Received"),
    ("confirmed", "Identity confirmed"),
    ("paused", "Paused"),
    ("closed", "Answered"),
    ("withdrawn", "Withdrawn"),
]
TRANSITIONS = {
    "received": {"confirmed", "paused", "closed", "withdrawn"},
    "confirmed": {"paused", "closed", "withdrawn"},
    "paused": {"received", "confirmed", "closed", "withdrawn"},
    "closed": set(),
    "withdrawn": set(),
}
OPEN_STATES = ("received", "confirmed", "paused")
CHANNELS = [
    ("portal", "Their page"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("letter", "Letter"),
    ("meeting", "In person"),
    ("other", "Other"),
]
OUTCOMES = [("granted", "Granted"), ("partly", "Granted in part"), ("refused", "Refused")]
#: Months and years are counted alike on every calendar.
EVERY_DAY = SendWindow.of("UTC", ALWAYS)
PAUSE_REASONS = [("identity", "Proof of who asks"), ("clarification", "What exactly they want")]


class HrJobseekerRightsRequest(models.Model):
    """A person asks about their own data (GDPR art. 15–21); a log that outlives the data (compliance.md §8 item 49).

    When the person is erased, the row stays as proof that they were answered, and says nothing of who they were.
    """

    _name = "hr.jobseeker.rights.request"
    _description = "Request of a Jobseeker About Their Data"
    _inherit = ["mail.thread", "mail.activity.mixin", "hr.jobseeker.link", "hr.jobseeker.kept"]
    _kept_by_the_system = frozenset(
        {
            "number", "state_before_pause", "identity_confirmed_at", "identity_confirmed_by", "extended_at",
            "closed_at", "closed_by", "receipt", "bundle_id", "bundle_downloads", "last_letter_id",
        }
    )  # fmt: skip
    _never_by_default = frozenset({"state", "outcome", "refuse_reason", "extension_reason", "identity_how"})
    _order = "due_on, id"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False, default=lambda self: self.env._("New"))
    jobseeker_id = fields.Many2one("hr.jobseeker", index="btree_not_null", ondelete="set null", check_company=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(KINDS, string="Asks For", required=True, default="access")
    received_on = fields.Date(required=True, default=fields.Date.context_today)
    channel = fields.Selection(CHANNELS, string="Came By", required=True, default="email")
    details = fields.Text(string="In Their Words", help="What they want, as they said it.")
    state = fields.Selection(STATES, default="received", required=True, readonly=True, index=True, copy=False)
    state_before_pause = fields.Selection(STATES, readonly=True, copy=False)
    identity_how = fields.Char(string="How We Know Them", readonly=True, copy=False)
    identity_confirmed_at = fields.Datetime(readonly=True, copy=False)
    identity_confirmed_by = fields.Many2one("res.users", readonly=True, copy=False)
    pause_ids = fields.One2many("hr.jobseeker.rights.pause", "request_id", string="Pauses", readonly=True)
    extended_at = fields.Datetime(string="Extended", readonly=True, copy=False)
    extension_reason = fields.Char(readonly=True, copy=False, help="The person is told.")
    due_on = fields.Date(
        string="Due", compute="_compute_due_on", store=True, index=True, help="Empty while the clock is paused."
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    days_left = fields.Integer(compute="_compute_days_left")
    outcome = fields.Selection(OUTCOMES, readonly=True, copy=False)
    refuse_reason = fields.Char(string="Why Not All of It", readonly=True, copy=False)
    closed_at = fields.Datetime(string="Answered", readonly=True, copy=False)
    closed_by = fields.Many2one("res.users", readonly=True, copy=False)
    receipt = fields.Text(readonly=True, copy=False, help="What was done: what went, what stays and why.")

    _open_idx = models.Index("(company_id, due_on) WHERE state IN ('received', 'confirmed', 'paused')")

    # --- the clock ------------------------------------------------------------------------------------

    @api.depends("received_on", "company_id", "extended_at", "pause_ids.from_on", "pause_ids.to_on")
    def _compute_due_on(self):
        """By the rule that held when the request came: a rule that changes later moves no promise."""
        Rule = self.env["hr.jobseeker.rule"]
        for request in self:
            received, company = request.received_on, request.company_id
            rule = received and Rule._find("rights_answer", company, received)
            if not rule:
                request.due_on = False
                continue
            end = rule._get_end(received, company)
            if request.extended_at:
                longer = Rule._find("rights_extension", company, received)
                if longer.unit == rule.unit and rule.unit in ("months", "years"):
                    # from the day of receipt: 31 January and three months is 30 April, not 28 April
                    end = end_of_period(EVERY_DAY, received, rule.number + longer.number, rule.unit)
                elif longer:
                    end = longer._get_end(end, company)
            pauses = [Pause(pause.from_on, pause.to_on or None) for pause in request.pause_ids if pause.from_on]
            request.due_on = due_day(end, received, pauses) or False

    @api.model
    def _get_overdue_domain(self):
        today = fields.Date.context_today(self)
        return Domain("state", "in", OPEN_STATES) & Domain("due_on", "<", today)

    @api.depends("state", "due_on")
    @api.depends_context("tz")
    def _compute_is_overdue(self):
        overdue = self.filtered_domain(self._get_overdue_domain())
        overdue.is_overdue = True
        (self - overdue).is_overdue = False

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_overdue_domain()
        return domain if True in value else ~domain

    @api.depends("due_on", "state")
    @api.depends_context("tz")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for request in self:
            waits = request.due_on and request.state in OPEN_STATES
            request.days_left = (request.due_on - today).days if waits else 0

    @api.constrains("received_on")
    def _check_received_on(self):
        tomorrow = fields.Date.add(fields.Date.today(), days=1)  # it is later elsewhere
        for request in self:
            if request.received_on > tomorrow:
                raise ValidationError(self.env._("A request is registered after it came: mend the day."))

    @api.depends("number", "kind")
    def _compute_display_name(self):
        """Without the person: it stays readable in activities and logs when they are erased."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for request in self:
            kind = kinds.get(request.kind, "").partition(":")[0]
            request.display_name = f"{request.number} · {kind}"

    # --- life cycle -----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Every request begins as received, and its people are those of one company of ours."""
        for vals in vals_list:
            for name in self._never_by_default & vals.keys():
                if not self.env.su:
                    del vals[name]
            if person := self.env["hr.jobseeker"].browse(vals.get("jobseeker_id")):
                person.check_access("read")
                vals["company_id"] = person.sudo().company_id.id  # sudo: may be read, as was just asked
        requests = super().create(vals_list)
        for request in requests.sudo():  # sudo: the number and its sequence are the system's
            sequence = request.env["ir.sequence"].with_company(request.company_id)
            request.number = sequence.next_by_code("hr.jobseeker.rights.request") or str(request.id)
        return requests

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        if not self.env.su:
            self._check_told(vals)
        return super().write(vals)

    def _check_told(self, vals):
        """What the buttons say is said by the buttons: a program writes neither a state nor an outcome."""
        if (self._never_by_default & vals.keys()) or (
            {"jobseeker_id", "received_on", "kind", "company_id"} & vals.keys()
            and any(request.state not in OPEN_STATES for request in self)
        ):
            raise UserError(self.env._("Use the buttons of the request: what was done stays as it was done."))

    def _check_transition(self, state):
        for request in self:
            if refused := name_refused_move(request, state, TRANSITIONS):
                raise UserError(
                    self.env._(
                        "Request %(number)s is “%(before)s” and cannot become “%(after)s”. Register another one.",
                        number=request.number,
                        **refused,
                    )
                )

    def _forget_person(self):
        """Whose request it was, and their words, go with the person; that it was answered, and how, stays."""
        # sudo: the system erases
        requests = self.sudo()
        requests.message_ids.unlink()
        requests.message_follower_ids.unlink()
        requests.pause_ids.write({"note": False})
        requests.write(
            {
                "jobseeker_id": False,
                "details": False,
                "identity_how": False,
                "refuse_reason": False,
                "extension_reason": False,
                "bundle_id": False,
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_system(self):
        if not self.env.su:
            raise UserError(self.env._("Requests stay on record. One that was none is withdrawn."))


class HrJobseekerRightsPause(models.Model):
    """The clock of a request stands: we wait for proof of who asks, or for what exactly they want."""

    _name = "hr.jobseeker.rights.pause"
    _description = "Pause of a Request About Data"
    _order = "from_on, id"
    _rec_name = "reason"

    request_id = fields.Many2one("hr.jobseeker.rights.request", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="request_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    reason = fields.Selection(PAUSE_REASONS, required=True)
    note = fields.Char()
    from_on = fields.Date(string="From", required=True, default=fields.Date.context_today)
    to_on = fields.Date(string="Until")

    _one_open = models.UniqueIndex("(request_id) WHERE to_on IS NULL", "The clock of this request stands already.")


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    rights_request_ids = fields.One2many(
        "hr.jobseeker.rights.request", "jobseeker_id", groups="jobseeker_relations.group_data_protection_officer"
    )

    def _get_own_requests(self):
        """What this person has asked, newest first, for their own page."""
        self.ensure_one()
        # sudo: the page of the person themselves, who has no rights
        return (
            self.env["hr.jobseeker.rights.request"]
            .sudo()
            .search([("jobseeker_id", "=", self.id)], order="received_on desc, id desc")
        )
