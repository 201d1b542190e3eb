import json
from hashlib import sha256

from odoo import models
from odoo.tools import plaintext2html

from .hr_job_hirer import PARTICULARS
from .hr_jobseeker_referral import WAITING


class HrJobseekerReferral(models.Model):
    """What the person was told of the job when they were asked, and whether it still is so (reg. 18, 21).

    What is another one by now may change their mind: it wants a reason (``referral_still_wanted``). What nobody knew
    then voids nothing: the adviser tells it in writing, and the page shows it.
    """

    _inherit = "hr.jobseeker.referral"

    def _get_shown_particulars(self, lang):
        """[[label, value]] of the job as the person reads them: a part of what they agree to, and not of the letter."""
        if not self.job_id or self.is_internal:
            return []
        return [list(line) for line in self.job_id.with_context(lang=lang)._say_particulars()]

    def _find_other_particulars(self):
        """What stands for the job as it is now, where something that the person was shown is so no more; None."""
        self.ensure_one()
        shown = self._get_snapshot()
        now = self._get_shown_particulars(shown.get("lang") or self.jobseeker_id._get_letter_lang())
        if all(line in now for line in shown.get("particulars", [])):
            return None
        return sha256(json.dumps(now, ensure_ascii=False).encode()).hexdigest()[:16]

    def _get_added_particulars(self):
        """[[label, value]] of the job that nobody knew when the person was asked."""
        self.ensure_one()
        shown = self._get_snapshot()
        known = {label for label, _value in shown.get("particulars", [])}
        now = self._get_shown_particulars(shown.get("lang") or self.jobseeker_id._get_letter_lang())
        return [line for line in now if line[0] not in known]

    def _ask_to_tell(self, particulars):
        """One task, with all that is known by now: what is added later goes into the same one while it is open."""
        told = self._for_adviser()
        note = "\n".join(f"{label}: {value}" for label, value in particulars)
        summary = told.env._("Tell them in writing what is known of the job now: %s", told.display_name)
        told._ask_adviser(summary).note = plaintext2html(note)


class HrJob(models.Model):
    """What becomes known of a job after somebody agreed to it is told to them, too."""

    _inherit = "hr.job"

    def write(self, vals):
        if not set(PARTICULARS) & vals.keys():
            return super().write(vals)
        # sudo: what follows from it does not depend on who wrote it
        agreed = self.env["hr.jobseeker.referral"].sudo()
        states = ("consent_asked", "ready", *WAITING)
        agreed = agreed.search([("job_id", "in", self.ids), ("state", "in", states), ("consent_at", "!=", False)])
        before = {referral: referral._get_added_particulars() for referral in agreed}
        result = super().write(vals)
        for referral, former in before.items():
            added = referral._get_added_particulars()
            if added and added != former:
                referral._ask_to_tell(added)
        return result
