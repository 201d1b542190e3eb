import logging

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.fault_words import say_fault
from .batch import settle_each, take_batch, work_off

_logger = logging.getLogger(__name__)

BATCH_SIZE = 200
#: From this percent of the promised time on the promise is broken, and the manager hears.
BREACH = 100


class HrJobseekerEnquiry(models.Model):
    """The job: at each rung of the rule's ladder the adviser hears once, and at the breach the manager as well.

    After a standstill only the furthest rung is told. Laws of the engine (design §4): bounded batches, each enquiry
    locked and asked again, and one that cannot be told fails alone.
    """

    _inherit = "hr.jobseeker.enquiry"

    @api.model
    def _cron_warn(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_enquiry``; an idle run is an index range."""
        work_off(self.env, self._warn_batch, batch_size)

    @api.model
    def _warn_batch(self, batch_size):
        """:return: (how many were looked at, how many more were seen waiting)"""
        domain = Domain("is_open", "=", True) & Domain("warn_at", "<=", fields.Datetime.now())
        enquiries, waiting = take_batch(self, domain, "warn_at, id", batch_size)
        if enquiries:
            settle_each(enquiries, self._warn, self._record_fault)
        return len(enquiries), waiting

    @api.model
    def _record_fault(self, enquiry, error):
        """Say on the enquiry what is wrong, and look again in an hour."""
        _logger.warning("Nobody could be told of enquiry %s", enquiry.id, exc_info=error)
        enquiry.write({"job_fault": say_fault(error), "warn_at": fields.Datetime.add(fields.Datetime.now(), hours=1)})

    @api.model
    def _warn(self, enquiries):
        now = fields.Datetime.now()
        for enquiry, (_state, _rows, steps) in enquiries._get_standing().items():
            reached = max((percent for percent, at in steps if at <= now), default=0)
            if reached > enquiry.warned_percent:
                enquiry._nudge(reached)
                enquiry.warned_percent = reached
            enquiry.write({"warn_at": enquiry._get_next_warning(steps), "job_fault": False})

    def _nudge(self, percent):
        """Ask the adviser to answer; once the promise is broken, tell the manager."""
        self.ensure_one()
        person = self.jobseeker_id
        adviser, manager = person._get_answering_user(), person._get_manager()
        if self.activity_id.exists().active:  # who ticked it off at half the time hears of the rest as well
            self.activity_id.with_context(mail_activity_quick_update=True).write(
                {"summary": self._say_nudge(adviser, percent), "user_id": adviser.id}
            )
        else:
            self.activity_id = self._make_activity(adviser, percent)
        if percent >= BREACH and manager and manager != adviser:
            if self.escalation_id.exists().active:
                self.escalation_id.write({"summary": self._say_nudge(manager, percent), "user_id": manager.id})
            else:
                self.escalation_id = self._make_activity(manager, percent)

    def _make_activity(self, user, percent):
        # sudo: the job; the activity is for somebody else
        return (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("hr.jobseeker"),
                    "res_id": self.jobseeker_id.id,
                    "user_id": user.id,
                    "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo"),
                    "date_deadline": fields.Date.context_today(
                        self.with_context(tz=user.tz), self.first_reply_due_at or fields.Datetime.now()
                    ),
                    "summary": self._say_nudge(user, percent),
                    "automated": True,
                }
            )
        )

    def _say_nudge(self, user, percent):
        person = self.jobseeker_id.with_context(lang=user.lang or self.company_id.partner_id.lang)
        facts = {"name": person.name, "moment": person._say(self.first_reply_due_at), "percent": percent}
        if percent >= BREACH:
            return person.env._("Late: %(name)s was promised a first reply by %(moment)s", **facts)
        return person.env._("Answer %(name)s by %(moment)s (%(percent)s%% of the time has passed)", **facts)

    def _call_off_nudges(self):
        """Who was answered, or needs no answer, stands on nobody's list of things to do."""
        self.activity_id.exists().unlink()
        self.escalation_id.exists().unlink()
