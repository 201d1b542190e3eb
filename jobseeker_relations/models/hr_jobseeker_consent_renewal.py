import logging
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.fault_words import say_fault
from ..rules.rule_period import latest_passed
from .batch import settle_each, take_batch, work_off
from .hr_jobseeker_purpose import POOL

_logger = logging.getLogger(__name__)

BATCH_SIZE = 100


class HrJobseekerConsent(models.Model):
    """The job: asks for a yes again before it runs out, and sees people out of the talent pools on the day it does.

    Silence is not yes: nothing is extended. It follows the laws of the engine (design §4): bounded batches; locked,
    then asked again; the letter and the mark that it was sent share one commit; one bad record fails alone.
    """

    _inherit = "hr.jobseeker.consent"

    look_at = fields.Datetime(
        compute="_compute_look_at", store=True, precompute=True, help="When the job has something to do about it."
    )
    asked_on = fields.Date(string="Asked Anew", readonly=True, help="When we last asked for it to be renewed.")
    asked_rung = fields.Integer(readonly=True, help="The days before the end at which we asked last.")
    renewal_fault = fields.Char(readonly=True)

    _look_idx = models.Index("(look_at) WHERE look_at IS NOT NULL")

    @api.depends("expires_on")
    def _compute_look_at(self):
        ladders = self._get_ladders()
        for consent in self:
            consent.look_at = consent._get_next_look(ladders[consent], ())

    def _get_ladders(self):
        """{consent: the days before its end on which it is asked for anew}."""
        ladders = {}
        for (purpose, company), consents in self._group_alike().items():
            ladders.update(dict.fromkeys(consents, purpose._get_ladder(company)))
        return ladders

    def _get_next_look(self, ladder, passed):
        """The instant of the first rung that is not over, else of the end where something happens then; False.

        :param passed: the rungs that are over
        """
        if not self.expires_on or self.withdrawn_at:
            return False
        ahead = [rung for rung in ladder if not passed or rung < min(passed)]
        if ahead:
            return datetime.combine(self.expires_on - timedelta(days=max(ahead)), time.min)
        return datetime.combine(self.expires_on, time.min) if self.code == POOL else False

    # --- the job ------------------------------------------------------------------------------------

    @api.model
    def _cron_renew(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_consent``. Dates alone decide, so after ten days of standstill it catches up."""
        work_off(self.env, self._renew_batch, batch_size)

    @api.model
    def _renew_batch(self, batch_size):
        """:return: (how many were settled, how many more were seen waiting)"""
        domain = Domain("look_at", "<=", fields.Datetime.now())
        consents, waiting = take_batch(self, domain, "look_at, id", batch_size)
        if consents:
            settle_each(consents, self._settle, self._record_fault)
        return len(consents), waiting

    @api.model
    def _record_fault(self, consent, error):
        """Say on the row what is wrong, and look again in a day."""
        _logger.warning("Consent %s could not be looked after", consent.id, exc_info=error)
        consent.write(
            {"renewal_fault": say_fault(error), "look_at": fields.Datetime.add(fields.Datetime.now(), days=1)}
        )

    @api.model
    def _settle(self, consents):
        over = consents.filtered(lambda consent: consent.state != "given")
        over._end()
        self._ask_anew(consents - over)

    def _end(self):
        """Those whose day has come; who withdrew, or renewed it, was dealt with when they did so."""
        ended = self.filtered(lambda consent: consent.state == "expired" and consent.code == POOL)
        self.write({"look_at": False, "renewal_fault": False})
        ended.jobseeker_id._leave_talent_pools(
            lambda env: env._("Their permission ran out, and they did not renew it.")
        )

    @api.model
    def _ask_anew(self, consents):
        """Ask for those whose rung has come and was not asked at; one letter to each person about all of theirs."""
        ladders, asking = consents._get_ladders(), {}
        for consent in consents:
            rung = consent._get_rung_to_ask(ladders[consent])
            if rung is None:
                consent.look_at = consent._get_look_after_now(ladders[consent])
            else:
                asking[consent] = rung
        if not asking:
            return
        people = self.browse().union(*asking).jobseeker_id
        verdicts, asked = people._ask_gate("email", "bulk", waited=True, is_service=True), {}
        for consent, rung in asking.items():
            person = consent.jobseeker_id
            verdict = verdicts[person]
            if verdict.kind in ("hold", "leave_out") or not person.partner_id.email_normalized:
                consent._put_off(verdict.at)
                continue
            asked[person] = asked.get(person, self.env["hr.jobseeker.purpose"]) | consent.purpose_id
            consent.write({"asked_on": fields.Date.today(), "asked_rung": rung, "renewal_fault": False})
            consent.look_at = consent._get_look_after_now(ladders[consent])
        if asked:
            self.env["hr.jobseeker"]._send_permission_letters(asked)

    def _get_days_left(self):
        return (self.expires_on - fields.Date.today()).days

    def _get_rung_to_ask(self, ladder):
        """The rung at which this consent stands and was not asked for, or None."""
        rung = latest_passed(ladder, self._get_days_left())
        if rung is None or (self.asked_on and rung >= self.asked_rung):
            return None
        return rung

    def _get_look_after_now(self, ladder):
        left = self._get_days_left()
        return self._get_next_look(ladder, [rung for rung in ladder if rung >= left])

    def _put_off(self, until):
        """The letter may not go now: look again when it may, in a day at the latest known, and never after the end."""
        until = until or fields.Datetime.add(fields.Datetime.now(), days=1)
        self.look_at = min(until, datetime.combine(self.expires_on, time.min))
