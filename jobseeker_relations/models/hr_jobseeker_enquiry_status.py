from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules.first_reply import working_time
from .status_laws import find_status, set_status

STATUSES = [
    ("late", "Late"),
    ("waiting", "Waits for us"),
    ("paused", "We wait for them"),
    ("on_time", "Replied in time"),
    ("replied_late", "Replied late"),
    ("ended", "Ended without a reply"),
]


class HrJobseekerEnquiry(models.Model):
    """How it stands now: one list of laws, computed, searched, grouped by and counted (as the contact status is)."""

    _inherit = "hr.jobseeker.enquiry"

    replied_late = fields.Boolean(compute="_compute_replied_late", store=True, precompute=True)
    status = fields.Selection(
        STATUSES,
        compute="_compute_status",
        search="_search_status",
        help="Late follows from the hour: no job has to run.",
    )
    time_left = fields.Float(
        string="Working Hours Left",
        compute="_compute_time_left",
        aggregator=None,
        help="Until the reply is due; below nothing: since it was.",
    )
    is_urgent = fields.Boolean(compute="_compute_time_left", help="A quarter of the promised time is left, or less.")
    on_time_rate = fields.Float(
        string="On Time (%)",
        compute="_compute_on_time_rate",
        aggregator="avg",
        help="Of those whose reply was given or is late: how many had it in time. Who still waits within the promise, "
        "and who was promised nothing, is not counted.",
    )

    @api.model
    def _get_status_laws(self):
        """[(status, domain)] now: the first that holds decides."""
        now = fields.Datetime.now()
        replied = Domain("first_reply_at", "!=", False)
        return [
            ("ended", Domain("end_reason", "!=", False)),
            ("replied_late", replied & Domain("replied_late", "=", True)),
            ("on_time", replied),
            # asking back after the promise was broken does not mend it
            ("late", Domain("first_reply_due_at", "<=", now)),
            ("paused", Domain("paused_since", "!=", False)),
            ("waiting", Domain.TRUE),
        ]

    @api.depends("first_reply_at", "first_reply_due_at")
    def _compute_replied_late(self):
        for enquiry in self:
            due, replied = enquiry.first_reply_due_at, enquiry.first_reply_at
            enquiry.replied_late = bool(due and replied and replied > due)

    @api.depends("is_open", "replied_late", "paused_since", "first_reply_due_at")
    def _compute_status(self):
        set_status(self, "status", self._get_status_laws())

    @api.model
    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        return find_status(self._get_status_laws(), value)

    @api.depends("first_reply_due_at", "is_open")
    def _compute_time_left(self):
        now = fields.Datetime.now()
        running = self.filtered(lambda enquiry: enquiry.is_open and enquiry.first_reply_due_at)
        (self - running).update({"time_left": 0, "is_urgent": False})
        windows = running.jobseeker_id._get_windows()
        for enquiry in running:
            due, window = enquiry.first_reply_due_at, windows[enquiry.jobseeker_id]
            left = working_time(window, now, due) or -working_time(window, due, now)
            enquiry.time_left = left.total_seconds() / 3600
            enquiry.is_urgent = left <= timedelta(hours=enquiry.response_hours / 4)

    @api.depends("status")
    def _compute_on_time_rate(self):
        rates = {"on_time": 100.0}
        for enquiry in self:
            enquiry.on_time_rate = rates.get(enquiry.status, 0.0)

    def _read_group_groupby(self, alias, groupby_spec, query):
        if groupby_spec != "status":
            return super()._read_group_groupby(alias, groupby_spec, query)
        self._check_field_access(self._fields["status"], "read")
        return self._get_status_sql(alias, query)

    def _read_group_select(self, aggregate_spec, query):
        """The rate counts who is late now, though that is not stored; ``avg`` leaves out who still has time."""
        if aggregate_spec != "on_time_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields["on_time_rate"], "read")
        return SQL(
            "avg(CASE %s WHEN 'on_time' THEN 100.0 WHEN 'replied_late' THEN 0.0 WHEN 'late' THEN 0.0 END)"
            " FILTER (WHERE %s > 0)",
            self._get_status_sql(self._table, query),
            self._field_to_sql(self._table, "response_hours", query),
        )

    def _get_status_sql(self, alias, query):
        cases = []
        *laws, (otherwise, _always) = self._get_status_laws()
        for status, domain in laws:
            cases.append(SQL("WHEN %s THEN %s", domain.optimize_full(self)._to_sql(self, alias, query), status))
        return SQL("CASE %s ELSE %s END", SQL(" ").join(cases), otherwise)
