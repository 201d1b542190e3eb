from odoo import fields, models
from odoo.tools import plaintext2html

from .hr_jobseeker_review import OPEN_STATES


class HrJobseekerReview(models.Model):
    """The person finds that the time does not suit, and says what would."""

    _inherit = "hr.jobseeker.review"

    def _suggest_time(self, text):
        """Keep what they suggest and tell the adviser once; the same words again change nothing.

        It is a word that waits for an answer, so it stands in the ledger like one.
        """
        self.ensure_one()
        if self.state not in OPEN_STATES or self.suggestion == text:
            return
        told = bool(self.suggestion)
        self.suggestion = text
        person = self.jobseeker_id._for_colleagues()
        person._log_own_action(person.env._("Another time for the review: %s", text), asks_answer=True)
        if not told:
            adviser = self.user_id.filtered("active") or self.jobseeker_id.adviser_id.filtered("active")
            person.activity_schedule(
                "mail.mail_activity_data_todo",
                fields.Date.context_today(self.with_context(tz=adviser.tz)),
                summary=person.env._("%s asks for another time for the review", person.name),
                note=plaintext2html(text),
                user_id=adviser.id,
            )
