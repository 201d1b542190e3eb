from datetime import timedelta

from odoo import api, fields, models

from .mail_mail_gate import Stopped

#: Mails this young were asked about in the transaction that sends them.
FRESH = timedelta(minutes=1)


class MailMail(models.Model):
    """What waited, or lay in the queue, is asked about again when its moment has come.

    A hold or a wish for no contact since then takes it back.
    """

    _inherit = "mail.mail"

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        """Leave out what may no longer go. Odoo's own ``send`` looks at no date, and several callers skip the queue."""
        staying = self._ask_again()
        if post_send_callback and staying:
            post_send_callback(staying.ids)
        return super(MailMail, self - staying).send(
            auto_commit=auto_commit, raise_exception=raise_exception, post_send_callback=post_send_callback
        )

    def _ask_again(self):
        """Judge letters that waited by what is true now, and return those that stay."""
        now = fields.Datetime.now()
        waiting = self.sudo().filtered(  # sudo: the gate's own marks, whoever sends
            lambda mail: mail.state == "outgoing" and (mail.jobseeker_held_until or mail.create_date < now - FRESH)
        )
        early = waiting.filtered(lambda mail: mail.jobseeker_held_until and mail.jobseeker_held_until > now)
        words = [word for word in (waiting - early)._find_words() if word.nature == "bulk"]
        bulk = waiting.browse().union(*(word.mail for word in words))
        follow_ups = bulk._find_follow_ups()
        late = follow_ups._wait_for_opening(now)
        words = [word for word in words if word.mail not in follow_ups]
        return self & (early | late | (bulk - follow_ups)._judge_again(words, now))

    def _judge_again(self, words, now):
        """Let go what may, one letter to each person at a time: the next is asked about when the first is entered.

        :return: those that stay, or are taken back
        """
        words, stopped = sorted(words, key=lambda word: word.mail.id), []
        while words:
            served, later = set(), self.browse()
            for word in words:
                if word.jobseeker in served:
                    later |= word.mail
                served.add(word.jobseeker)
            stopped += self._settle([word for word in words if word.mail not in later], now)
            words = [word for word in words if word.mail in later]
        self._note_stopped(stopped)
        self._cancel_envelopes()
        staying = self.filtered(lambda mail: mail.state != "outgoing" or mail.jobseeker_held_until)
        staying._wake_queue()
        return staying

    @api.model
    def _settle(self, words, now):
        """What was held is entered in the ledger only when it really leaves; what is held after all is struck out.

        :param words: to each person one
        :return: those that do not go
        """
        mails = self.browse().union(*(word.mail for word in words))
        people = self.env["hr.jobseeker"].union(*(word.jobseeker for word in words))
        verdicts = people._ask_gate("email", "bulk", now, own_messages=mails.mail_message_id, waited=True)
        going, stopped = mails.filtered("jobseeker_held_until"), []
        for word in words:
            verdict = verdicts[word.jobseeker]
            if verdict.kind == "leave_out":
                stopped.append(Stopped(word, verdict.reason, word.jobseeker._say_gate(verdict)))
            elif verdict.kind == "hold":
                word.mail._withdraw_letters(word.jobseeker)
                word.mail._wait_for(verdict, now, word.jobseeker)
                going -= word.mail
        self._stop(stopped)
        going = going.filtered(lambda mail: mail.state == "outgoing")
        going.write({"jobseeker_held_until": False, "failure_reason": False, "jobseeker_gate_reason": False})
        self._record_words(self._get_going([word for word in words if word.mail in going], stopped))
        return stopped

    def _wait_for_opening(self, now):
        """Letters of the engine that the queue did not send in time keep to the person's hours all the same.

        :return: those that stay for the next opening
        """
        staying, people = self.browse(), self.env["hr.jobseeker"].browse(self.mapped("res_id")).exists()
        windows = people._get_windows()
        opening = {person.id: window.next_open(now) for person, window in windows.items()}
        for at, mails in self.grouped(lambda mail: opening.get(mail.res_id)).items():
            if at and at > now:
                mails.write({"scheduled_date": at})
                self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger(at)
                staying |= mails
        return staying
