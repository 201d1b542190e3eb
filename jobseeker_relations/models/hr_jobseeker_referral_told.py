from odoo import fields, models
from odoo.tools import plaintext2html


class HrJobseekerReferral(models.Model):
    """What colleagues hear of a referral, in their language, and on which day it is for its person."""

    _inherit = "hr.jobseeker.referral"

    # --- days -----------------------------------------------------------------------------------------

    def _get_today(self):
        """The day that it is for the person: every day of a referral is one of theirs."""
        return self.sudo().jobseeker_id._get_today()  # sudo: a day, whoever asks

    def _get_local_day(self, at):
        """The day of an instant on the person's clock."""
        return self.sudo().jobseeker_id._get_local_day(at)  # sudo: as above

    # --- what colleagues hear -----------------------------------------------------------------------

    def _for_adviser(self):
        """This referral, in the language of who answers for the jobseeker."""
        return self.with_context(lang=self.jobseeker_id.sudo()._for_colleagues().env.lang)  # sudo: a language

    def _note(self, body):
        """On the thread of the relationship, for colleagues."""
        self.ensure_one()
        self.jobseeker_id.sudo()._message_log(body=body)  # sudo: the system's note, whoever caused it

    def _ask_adviser(self, summary, note="", due_on=None, user=None):
        """One task for whoever answers for the person; the same one is not given twice while it is open."""
        self.ensure_one()
        person = self.jobseeker_id.sudo()  # sudo: who opens a page has no rights, and the task is for somebody else
        user = user or person._get_answering_user()
        open_ones = person.activity_ids.filtered(
            lambda activity: activity.summary == summary and activity.user_id == user
        )
        if open_ones:
            return open_ones[0]
        return person.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=due_on or fields.Date.context_today(self.with_context(tz=user.tz)),
            summary=summary,
            note=plaintext2html(note) if note else False,
            user_id=user.id or False,
        )
