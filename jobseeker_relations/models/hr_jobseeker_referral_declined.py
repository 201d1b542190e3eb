from odoo import fields, models

from .hr_jobseeker_referral import UNSENT


class HrJobseekerReferral(models.Model):
    """A no, or a yes that is taken back: nothing leaves any more, and whoever has the data is told."""

    _inherit = "hr.jobseeker.referral"

    def _decline(self, channel, reason="", origin=None):
        """The person does not want to be put forward here; a second no finds the first."""
        self.ensure_one()
        if self.state not in UNSENT:
            return False
        self._stop(channel, reason, said_no=not self.consent_at)
        return True

    def _withdraw_consent(self, channel, reason=""):
        """The person takes their yes back: what was not sent is not, and a hirer who has it is told.

        :return: whether there was anything to take back
        """
        self.ensure_one()
        if self.state in ("engaged", "refused", "withdrawn"):
            return False
        self._stop(channel, reason)
        return True

    def _stop(self, channel, reason="", said_no=False):
        """End these referrals at once, as their person wants: no letter leaves, and whoever has the data is told.

        :param channel: through which they said so
        :param said_no: they were asked, and never said yes
        """
        Reason = self.env["hr.jobseeker.referral.reason"]
        for referral in self:
            # sudo: a no is the system's to keep, whoever caused it; frozen data, too
            system = referral.sudo()
            system.write({"consent_withdrawn_at": fields.Datetime.now(), "consent_withdrawn_channel": channel})
            why = Reason._get_default("said_no" if said_no else "took_back")
            system.write({"state": "withdrawn", "outcome_reason_id": why.id, "outcome_note": reason or False})
            told = referral._for_adviser()
            if said_no:
                summary = told.env._("Does not want to be put forward: %s", told.display_name)
            else:
                summary = told.env._("Takes it back, and is not put forward any more: %s", told.display_name)
            told._note(f"{summary} {reason}".strip())
            if channel in ("page", "portal"):
                told.jobseeker_id._log_own_action(summary, asks_answer=bool(reason))
            if not referral._has_left() and (said_no or reason):  # else there is a task already
                told._ask_adviser(summary, reason)
