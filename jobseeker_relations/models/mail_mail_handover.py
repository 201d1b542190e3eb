import time

from odoo import api, fields, models, modules

from .hr_jobseeker_letter import NOT_LEFT

#: A letter that has been "being handed over" for so long belongs to a process that is no more.
STRANDED_MINUTES = 15
#: Letters of the queue that are handed over before the clock is looked at.
SLICE = 50


class MailMail(models.Model):
    """A follow-up letter leaves at most once, even when the process that sends it is killed.

    SMTP cannot be asked afterwards whether a message was taken. Odoo marks a mail as failed before it hands it over and
    as sent afterwards, in one transaction: killed in between, the mark is lost and the mail goes out again. For
    follow-up letters the first mark is committed, so that such a letter stays failed and a person decides.
    """

    _inherit = "mail.mail"

    # the job asks for these every time; of the queue, they are a few
    _jobseeker_failed_idx = models.Index("(write_date) WHERE state = 'exception'")

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        """Let the queue end in time, as other jobs do; its job is started anew at once for what is left.

        Odoo hands over a thousand letters, ten times, without a look at the clock: with a mail server that takes a
        fifth of a second for each it outlives ``--limit-time-real-cron``, and every kill leaves a letter in doubt.
        """
        ends = self.env.context.get("cron_end_time")
        if ends is None or not post_send_callback:
            return super().send(auto_commit, raise_exception, post_send_callback)
        for start in range(0, len(self), SLICE):
            if time.monotonic() >= ends:
                self.env["ir.cron"]._commit_progress(remaining=len(self) - start)
                break
            super(MailMail, self[start : start + SLICE]).send(auto_commit, raise_exception, post_send_callback)
        return None

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        emails = super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)
        if self.model == "hr.jobseeker" and self._is_follow_up() and not modules.module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit
        return emails

    def _is_follow_up(self):
        # sudo: whoever sends the queue may not read follow-ups
        return bool(self.env["hr.jobseeker.follow.up"].sudo().search_count([("mail_mail_id", "in", self.ids)], limit=1))

    def unlink(self):
        """Odoo deletes a letter to an address that is none, administrators what failed or waits: it never left."""
        self.sudo().filtered(lambda mail: mail.state in NOT_LEFT)._note_unsent()  # sudo: whoever deletes it
        return super().unlink()

    def _note_unsent(self):
        """These are deleted and never left: what they are about keeps that. Called as the system."""


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.ondelete(at_uninstall=False)
    def _unlink_note_unsent(self):
        """The mail of a message goes with it, and PostgreSQL asks nobody."""
        mails = self.env["mail.mail"].sudo()  # sudo: whoever deletes it
        mails.search([("mail_message_id", "in", self.ids), ("state", "in", NOT_LEFT)])._note_unsent()


class HrJobseekerFollowUp(models.Model):
    _inherit = "hr.jobseeker.follow.up"

    @api.model
    def _report_stranded_letters(self, now):
        """Put letters whose handing over was cut off among those that need attention."""
        stranded = self.search(
            [
                ("state", "=", "done"),
                ("mail_mail_id.state", "=", "exception"),
                ("mail_mail_id.write_date", "<", fields.Datetime.subtract(now, minutes=STRANDED_MINUTES)),
            ]
        )
        stranded.write(
            {
                "state": "failed",
                "reason": "stranded",
                "error": self.env._(
                    "Sending was cut off while this letter was being handed over: it may have left, or not."
                ),
            }
        )
