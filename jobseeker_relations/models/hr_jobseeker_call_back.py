from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .hr_jobseeker_action import OPEN_STATES

#: In the context of a step that is done because its call is in the ledger already. An object: no client can set it.
LOGGED = object()
#: How long before its time a call still is the promised one.
EARLY_HOURS = 1
#: Minutes of grace where no rule says any.
GRACE_MINUTES = 15


class HrJobseekerAction(models.Model):
    """A call that was promised for a certain time is a step of ours: late once its time and some minutes have passed.

    Whoever rang has kept the promise, though nobody took the call. Nobody is invited to it: it was said to them.
    """

    _inherit = "hr.jobseeker.action"

    is_call_back = fields.Boolean(string="Promised Call", readonly=True, copy=True)
    called_at = fields.Datetime(string="Rang at", readonly=True, copy=False)

    _call_idx = models.Index("(start_at, id) WHERE is_call_back IS TRUE AND state IN ('planned', 'in_progress')")

    def write(self, vals):
        """A call that is moved when its hour had passed was not kept, also where it is moved within the day."""
        if "start_at" in vals and not vals["start_at"] and not self.env.su:
            for call in self.filtered(lambda action: action.is_call_back and action.state in OPEN_STATES):
                raise UserError(self.env._("“%s” is at a certain time: move its time, not its day.", call.name))
        late = self.filtered(lambda action: action.is_call_back and action.is_overdue) if "start_at" in vals else ()
        before = {call: call.start_at for call in late}
        result = super().write(vals)
        for call, start in before.items():
            if call.start_at and call.start_at > start:
                call._write_quietly({"missed": True})
        return result

    def _is_kept(self, field):
        return super()._is_kept(field) or field.name in ("is_call_back", "called_at")

    def _get_overdue_domain(self):
        """Besides what is late by its day: a call whose hour has passed."""
        calls = (
            Domain("is_call_back", "=", True)
            & Domain("in_force", "=", True)
            & Domain("state", "in", OPEN_STATES)
            & Domain("stop_at", "<", fields.Datetime.now())
        )
        return super()._get_overdue_domain() | calls

    @api.depends("is_call_back")
    def _compute_stop_at(self):
        result = super()._compute_stop_at()
        for call in self.filtered(lambda action: action.is_call_back and action.start_at):
            call.stop_at = fields.Datetime.add(call.start_at, minutes=self._get_grace(call.company_id))
        return result

    @api.model
    def _get_grace(self, company):
        """Minutes after its time in which a call is still in time."""
        return self.env["hr.jobseeker.rule"]._find("call_back_grace", company).number or GRACE_MINUTES

    @api.depends("is_call_back", "called_at", "stop_at")
    def _compute_kept(self):
        result = super()._compute_kept()
        for call in self.filtered(lambda action: action.is_call_back and action.state == "done" and not action.missed):
            call.kept = bool(call.called_at and call.called_at <= call.stop_at)
            call.promise = "kept" if call.kept else "late"
        return result

    def _after_move(self, vals):
        calls = self.filtered("is_call_back")
        if vals.get("state") == "done":
            calls.filtered(lambda call: not call.called_at)._write_quietly({"called_at": fields.Datetime.now()})
        elif vals.get("state") in OPEN_STATES:
            calls._write_quietly({"called_at": False})
        return super()._after_move(vals)

    def _prepare_event(self):
        values = super()._prepare_event()
        if self.is_call_back:
            values["partner_ids"] = [fields.Command.set(self._get_doer().partner_id.ids)]
        return values

    @api.model
    def _settle_calls(self, contacts):
        """Of these rows of the ledger the calls of ours: they keep what was promised for that hour.

        :param contacts: hr.jobseeker.contact
        """
        calls = contacts.filtered(
            lambda row: row.channel == "phone" and row.direction == "out" and row.nature == "personal"
        )
        if not calls:
            return
        domain = (
            Domain("jobseeker_id", "in", calls.jobseeker_id.ids)
            & Domain("is_call_back", "=", True)
            & Domain("state", "in", OPEN_STATES)
            & Domain("start_at", "!=", False)
        )
        outcomes = dict(calls._fields["outcome"]._description_selection(self.env))
        for promised in self.search(domain, order="start_at, id"):
            earliest = fields.Datetime.subtract(promised.start_at, hours=EARLY_HOURS)
            rang = calls.filtered(
                lambda row, person=promised.jobseeker_id, since=earliest: (
                    row.jobseeker_id == person and row.date >= since
                )
            ).sorted("date")[:1]
            if rang:
                promised._write_quietly({"called_at": rang.date})
                promised.with_context(jobseeker_call=LOGGED).write(
                    {"state": "done", "outcome": rang.summary or outcomes.get(rang.outcome)}
                )


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _record_calls(self, feedback):
        if self.env.context.get("jobseeker_call") is not LOGGED:
            return super()._record_calls(feedback)


class HrJobseekerContact(models.Model):
    _inherit = "hr.jobseeker.contact"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        # sudo: whoever rang keeps the promise, whose step it is
        self.env["hr.jobseeker.action"].sudo()._settle_calls(contacts.sudo())
        return contacts


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def action_promise_call(self):
        """Open the dialog “I will ring you then”."""
        self.ensure_one()
        return {
            **self._get_dialog("hr.jobseeker.call.promise", self.env._("Promise a call")),
            "context": {"default_jobseeker_id": self.id, "dialog_size": "medium"},
        }

    def _promise_call(self, at, about=False, user=None):
        """Promise a call at an instant, as a step of ours; return it.

        :param user: who rings; the adviser, where none is named, else whoever promises
        """
        self.ensure_one()
        calling = self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_call")
        words = self.with_context(lang=self.partner_id.lang or self.env.lang).env
        return (
            self.env["hr.jobseeker.action"]
            .sudo()  # sudo: that it is a promised call is the system's to say; the dialog asked who may write
            .create(
                {
                    "jobseeker_id": self.id,
                    "owner": "adviser",
                    "is_call_back": True,
                    "name": words._("We ring you: %s", about) if about else words._("We ring you"),
                    "user_id": (user or self.adviser_id.filtered("active") or self.env.user).id,
                    "start_at": at,
                    "activity_type_id": calling,
                }
            )
        )
