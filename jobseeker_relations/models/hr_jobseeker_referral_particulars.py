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

    def _say_particulars(self, lang):
        """{field: [label, value]} of the job as the person reads them: a part of their yes, and not of the letter."""
        if not self.job_id or self.is_internal:
            return {}
        return self.job_id.with_context(lang=lang)._say_particulars()

    def _get_raw_particulars(self):
        """{field: text} of the same: what is compared, whatever the words are by now."""
        return {} if not self.job_id or self.is_internal else self.job_id._get_raw_particulars()

    def _find_other_particulars(self):
        """What stands for the job as it is now, where something that the person was shown is so no more; None."""
        self.ensure_one()
        shown = self._get_snapshot()
        if "particulars_raw" in shown:
            now = self._get_raw_particulars()
            same = shown["particulars_raw"].items() <= now.items()
        else:  # from before raw values were kept
            now = list(self._say_particulars(shown.get("lang") or self.jobseeker_id._get_letter_lang()).values())
            same = all(line in now for line in shown.get("particulars", []))
        return None if same else sha256(json.dumps(now, ensure_ascii=False).encode()).hexdigest()[:16]

    def _get_added_particulars(self):
        """[[label, value]] of the job that nobody knew when the person was asked."""
        self.ensure_one()
        shown = self._get_snapshot()
        now = self._say_particulars(shown.get("lang") or self.jobseeker_id._get_letter_lang())
        if "particulars_raw" in shown:
            return [line for name, line in now.items() if name not in shown["particulars_raw"]]
        known = {label for label, _value in shown.get("particulars", [])}
        return [line for line in now.values() if line[0] not in known]

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
