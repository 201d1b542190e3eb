import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..rules.fault_words import say_fault
from ..rules.reference_look import owed
from .batch import settle_each, take_batch, work_off

_logger = logging.getLogger(__name__)

BATCH_SIZE = 100


class HrJobseekerReference(models.Model):
    """The job: reminds referees once, and tells advisers who does not answer (laws of the engine, design §4).

    Bounded batches, locked and asked again; the letter and the mark that says it was sent share one commit; one bad
    record fails alone; after ten days of standstill each thing happens once.
    """

    _inherit = "hr.jobseeker.reference"

    job_fault = fields.Char(string="What Went Wrong", readonly=True, copy=False)

    @api.model
    def _cron_look(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_reference``; safe to be killed at any moment, and it catches up after downtime."""
        work_off(self.env, self._look_at_batch, batch_size)

    @api.model
    def _look_at_batch(self, batch_size):
        """:return: (how many were looked at, how many more were seen waiting)"""
        domain = Domain("stage", "=", "requested") & Domain("look_on", "<=", fields.Date.today())
        references, waiting = take_batch(self, domain, "look_on, id", batch_size)
        if references:
            settle_each(references, self._look, self._record_fault)
        return len(references), waiting

    @api.model
    def _record_fault(self, reference, error):
        """Say on the reference what is wrong, and look again in a day."""
        _logger.warning("Reference %s could not be followed up", reference.id, exc_info=error)
        reference.write(
            {"job_fault": say_fault(error), "look_on": fields.Date.add(fields.Date.today(), days=1)},
        )

    @api.model
    def _look(self, references):
        today = fields.Date.today()
        due = {reference: owed(reference._get_asked(), today) for reference in references}
        references.filtered("job_fault").job_fault = False
        resting = references.filtered(lambda reference: not reference._may_be_reminded())
        chased = references.filtered(lambda reference: "chase" in due[reference])
        going = chased - resting
        going -= going.filtered("returned_at")  # nobody reads there, and the adviser has heard
        going -= going._find_unpermitted()  # a rule that is newer than the request: the adviser hears, not the referee
        (chased - going).chase_on = False  # not owed any more: nobody looks for them, and nobody was reminded
        if going:
            going._chase()
        for reference in references - resting:
            if "replace" in due[reference]:
                reference._suggest_replacing()
            if "expiry" in due[reference]:
                reference._tell_expiry()
        marks = {"replace": "replace_told_at", "expiry": "expiry_told_at"}
        for what, name in marks.items():
            references.filtered(lambda reference, what=what: what in due[reference])[name] = fields.Datetime.now()
        references._plan_look()

    def _may_be_reminded(self):
        """After a yes that was withdrawn, or a search that is closed, nobody is asked, and nobody has to hear of it."""
        return not self.permission_withdrawn_at and self.jobseeker_id.state != "closed"

    def _suggest_replacing(self):
        told = self._for_adviser()
        if self.returned_at:
            told._ask_for_address()
            return
        words = told.env._(
            "%(referee)s was asked on %(day)s and has not answered. Ring them, or name another with the person.",
            referee=told.display_name,
            day=format_date(told.env, told.requested_at.date()),
        )
        told.jobseeker_id._tell_adviser(told.env._("No answer from %s", told.referee_name), words)

    def _tell_expiry(self):
        told = self._for_adviser()
        if self.returned_at:
            told._ask_for_address()
            return
        words = told.env._("The link in the letter is over. Ask anew, or name another referee with the person.")
        told.jobseeker_id._tell_adviser(told.env._("Reference not answered in time: %s", told.referee_name), words)
