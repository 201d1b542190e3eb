import json
from hashlib import sha256

from odoo import models


class HrJobseekerReferral(models.Model):
    """What the person was told of the job when they were asked, and whether it still is so (reg. 18, 21)."""

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
