from odoo import api, models
from odoo.exceptions import UserError


class HrJobseekerReferral(models.Model):
    """Ready to be sent: nothing blocks any more. What is mended makes ready by itself what waited for it."""

    _inherit = "hr.jobseeker.referral"

    def _before_move(self, state):
        result = super()._before_move(state)
        if state == "ready":
            for referral in self.filtered(lambda one: one.state != "sent"):  # a letter is stopped at any time
                referral._check_unblocked()
        if state == "sent":
            self._check_gates()
        return result

    def _check_unblocked(self):
        """:raises UserError: something blocks; what only warns is asked for when it is sent"""
        for words in self._find_firm_gaps()[self]:
            raise UserError(words)
        blocking = {rule.code for rule, _lacks in self._find_open_gates()[self] if rule.strength == "block"}
        for code, missing in self._find_gaps().items():
            if code in blocking:
                self.env["hr.jobseeker.rule"]._ask(code, missing)
        if not self._has_consent():
            raise UserError(self._lacks_consent()["consent"])

    def _try_ready(self):
        """Those to which the person agreed, and which nothing blocks any more, are ready to be sent."""
        for referral in self:
            if referral.state in ("draft", "consent_asked") and referral._has_consent() and referral._is_unblocked():
                # sudo: what follows from what was mended does not depend on who did it
                referral.sudo().write({"state": "ready"})

    @api.model
    def _plan_looks_of_ready(self):
        """Before 19.0.1.7.0 some that are ready had no day to look: their yes ran out unseen.

        What was told before that yes says nothing of it.
        """
        ready = self.search([("state", "=", "ready"), ("look_on", "=", False), ("consent_expires_on", "!=", False)])
        told = ready.filtered("answer_told_at")
        told.filtered(lambda one: one.answer_told_at.date() < one.consent_expires_on).answer_told_at = False
        ready._plan_look()


class HrJob(models.Model):
    """A particular that was missing is known now: what waited for it is ready by itself."""

    _inherit = "hr.job"

    def write(self, vals):
        result = super().write(vals)
        if any(name.startswith("hirer_") for name in vals):
            # sudo: what follows from it does not depend on who wrote it
            waiting = self.env["hr.jobseeker.referral"].sudo()
            waiting.search([("job_id", "in", self.ids), ("state", "=", "consent_asked")])._try_ready()
        return result


class HrJobseekerOverride(models.Model):
    """A gate was passed with a reason: what waited for it is ready by itself."""

    _inherit = "hr.jobseeker.override"

    @api.model_create_multi
    def create(self, vals_list):
        overrides = super().create(vals_list)
        ids = [row.res_id for row in overrides if row.res_model == "hr.jobseeker.referral"]
        self.env["hr.jobseeker.referral"].browse(ids)._try_ready()
        return overrides
