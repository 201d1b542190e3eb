import sys
from collections import defaultdict
from contextlib import ExitStack, contextmanager, suppress
from smtplib import SMTP, SMTPServerDisconnected

from odoo import api, fields, models

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from ..rules.sending_again import is_for_now, next_try, words_of


class MailMail(models.Model):
    """A follow-up letter that a mail server refuses for now stays in the queue, and is offered again.

    Odoo sets a mail aside for good at the first refusal, also where the server only asked for a little patience
    (greylisting), was full, or could not be reached. ``rules.sending_again`` says how often, and when.
    """

    _inherit = "mail.mail"

    jobseeker_refusals = fields.Integer("Refused for Now", copy=False, readonly=True)

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        if not failure_type:
            self.filtered("jobseeker_refusals")._get_follow_ups()._settle_offer()
            return super()._postprocess_sent_message(success_pids, success_emails, failure_reason, failure_type)
        error = _get_refusal()
        letters = self.filtered(lambda mail: mail.model == "hr.jobseeker")
        follow_ups = letters._get_follow_ups()
        # Nothing was offered to a server that could not be reached, whatever the reason (``MailMail.send``).
        for_now = bool(follow_ups) and (failure_type == "mail_smtp" or is_for_now(error))
        waiting = follow_ups._offer_again(words_of(error)) if for_now else self.browse()
        mails = self - waiting
        if mails:
            reason = words_of(error) if follow_ups and error else failure_reason
            super(MailMail, mails)._postprocess_sent_message(success_pids, success_emails, reason, failure_type)
        if for_now:
            follow_ups.filtered(lambda row: row.mail_mail_id in mails)._give_up_offering(words_of(error))
        return True

    def _get_follow_ups(self):
        if not self:
            return self.env["hr.jobseeker.follow.up"]
        # sudo: whoever sends the queue may not read follow-ups
        return self.env["hr.jobseeker.follow.up"].sudo().search([("mail_mail_id", "in", self.ids)])


class HrJobseekerFollowUp(models.Model):
    _inherit = "hr.jobseeker.follow.up"

    def _offer_again(self, words):
        """Put the letters of these back into the queue, each for its moment.

        :return: the mails that wait; of the others it was the last offer
        """
        now, moments = fields.Datetime.now(), defaultdict(self.browse)
        windows = self.jobseeker_id._get_windows()
        for row in self:
            again = next_try(row.mail_mail_id.jobseeker_refusals + 1, now, windows[row.jobseeker_id])
            moments[again, row.mail_mail_id.jobseeker_refusals] |= row
        waiting = self.env["mail.mail"]
        for (again, refusals), rows in moments.items():
            mails = rows.mail_mail_id
            mails.jobseeker_refusals = refusals + 1
            if not again:
                continue
            waiting |= mails
            mails.write(
                {"state": "outgoing", "scheduled_date": again, "failure_reason": words or False, "failure_type": False}
            )
            rows.message_id.notification_ids.filtered(lambda n: n.notification_status == "exception").write(
                {"notification_status": "ready", "failure_type": False, "failure_reason": False}
            )
            rows.write({"scheduled_at": again, "error": words or self.env._("no connection")})
        if waiting:
            queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
            queue._trigger({again for again, _refusals in moments if again})
        return waiting

    def _settle_offer(self):
        """The letter went after all."""
        self.filtered(lambda row: row.state == "done").error = False

    def _give_up_offering(self, words):
        """Say that it is the mail server, not the person's address, that somebody has to look at."""
        for row in self.filtered(lambda row: row.state == "failed"):
            times = row.mail_mail_id.jobseeker_refusals
            error = self.env._("The mail server did not take it, %(times)s times: %(words)s", times=times, words=words)
            row.write({"reason": "mail_server", "error": error})


class IrMailServer(models.Model):
    """Tells a letter that may have been taken from one that surely was not, when a server hangs up.

    A server that closes the connection (a limit of letters, a restart) is met by the next letter. Odoo cannot say
    whether that one was handed over; here it is known, since handing over begins with the command DATA.
    """

    _inherit = "ir.mail_server"

    @api.model
    def send_email(self, message, *args, smtp_session=None, **kwargs):
        if self._disable_send() or not isinstance(smtp_session, SMTP):
            return super().send_email(message, *args, smtp_session=smtp_session, **kwargs)
        begun = []
        with ExitStack() as stack:
            try:
                if smtp_session.sock is None:  # closed by the letter before: this one gets a connection of its own
                    server = kwargs.get("mail_server_id")
                    smtp_session = self._connect__(mail_server_id=server, smtp_from=message["From"])
                    stack.callback(_part_with, smtp_session)
                begun = stack.enter_context(_watch(smtp_session))
                return super().send_email(message, *args, smtp_session=smtp_session, **kwargs)
            except OSError as error:  # smtplib's own are among them
                if begun:
                    raise
                reason = self.env._("The connection to the mail server ended before the letter was handed over.")
                raise MailDeliveryException(reason, str(error)) from error


def _part_with(session):
    with suppress(SMTPServerDisconnected):
        session.quit()


@contextmanager
def _watch(session):
    """A list that has an entry as soon as the session begins to hand over a letter."""
    begun, data = [], session.data

    def hand_over(message):
        begun.append(True)
        return data(message)

    session.data = hand_over
    try:
        yield begun
    finally:
        del session.data


def _get_refusal():
    """What the mail server, or the way to it, answered; ``_send`` reports a failure while it handles the error."""
    error = sys.exc_info()[1]
    return error.__context__ if isinstance(error, MailDeliveryException) else error
