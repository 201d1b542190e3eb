from odoo import api, fields, models
from odoo.tools import format_date

#: How we came by somebody's data; the first ones from the person.
SOURCES = [
    ("application", "Applied"),
    ("advert", "Answered an advert"),
    ("enquiry", "Wrote or rang us"),
    ("walk_in", "Walked in"),
    ("portal", "Registered on our site"),
    ("event", "Met us at an event"),
    ("referral", "Recommended by somebody"),
    ("social_network", "Found on a social network"),
    ("job_board", "Found on a job board"),
    ("event_list", "List of an event"),
    ("unsolicited", "CV that came unasked"),
    ("own_search", "Found by our own search"),
    ("other", "From somebody else"),
]
FROM_THEM = frozenset({"application", "advert", "enquiry", "walk_in", "portal", "event"})


class HrJobseeker(models.Model):
    """Where the person's data came from, and when: what the law asks of us depends on it (GDPR art. 13, 14)."""

    _inherit = "hr.jobseeker"

    source_kind = fields.Selection(
        SOURCES, string="Source of Data", tracking=True, copy=False, help="How we came by this person's data."
    )
    source_detail = fields.Char(copy=False, help="Which advert, whose recommendation, which list.")
    data_received_on = fields.Date(string="Data Received", copy=False)
    first_contact_on = fields.Date(
        string="First Contact", compute="_compute_first_contact_on", help="When we first wrote to them or rang them."
    )
    tps_checked_on = fields.Date(
        string="Register Checked", copy=False, help="When the number was last looked up (in the UK: TPS, CTPS)."
    )
    tps_listed = fields.Boolean(
        string="On a Register Against Calls",
        copy=False,
        tracking=True,
        help="The number is listed with a preference service: no unasked-for calls that advertise.",
    )
    call_objection = fields.Char(compute="_compute_call_objection")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:  # no default of the field: those who were here before it came were not received today
            vals.setdefault("data_received_on", fields.Date.context_today(self))
        return super().create(vals_list)

    def _compute_first_contact_on(self):
        first = dict(
            self.env["hr.jobseeker.contact"]._read_group(
                [("jobseeker_id", "in", self.ids), *self._get_outbound_domain()], ["jobseeker_id"], ["date:min"]
            )
        )
        for person in self:
            at = first.get(person._origin)
            person.first_contact_on = at and person._get_local_day(at)

    def _get_local_day(self, at):
        """The day of an instant on the person's clock."""
        self.ensure_one()
        return fields.Datetime.context_timestamp(self.with_context(tz=self._get_zone()), at).date()

    @api.model
    def _get_outbound_domain(self):
        """Words of ours that were not taken back."""
        return [("direction", "=", "out"), ("outcome", "!=", "withdrawn"), ("superseded", "=", False)]

    @api.depends("tps_listed", "tps_checked_on", "consent_ids.withdrawn_at", "consent_ids.succeeded_at")
    def _compute_call_objection(self):
        objections = self._get_call_objections()
        for person in self:
            _key, person.call_objection = objections.get(person, (None, False))

    def _is_from_elsewhere(self):
        """Whether somebody else gave us the data. Where nobody said: a prospect who never wrote did not come to us."""
        self.ensure_one()
        if self.source_kind:
            return self.source_kind not in FROM_THEM
        return self.state == "prospect" and not self.last_inbound_at

    def _get_received_on(self):
        self.ensure_one()
        return self.data_received_on or (self.create_date or fields.Datetime.now()).date()

    def _say_checked(self):
        return format_date(self.env, self.tps_checked_on) if self.tps_checked_on else self.env._("on a day not noted")
