from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from .hr_jobseeker_contact_door import THREADS

#: Mails this young were asked about in the transaction that sends them.
FRESH = timedelta(minutes=1)
#: Reasons that say no more than the contact status, which everybody sees who sees the application.
OPEN_REASONS = ("min_gap", "cap", "window", "same_person")


class MailMail(models.Model):
    """Every path to a person's mailbox ends here, so here stands the gate behind all dialogs.

    Dialogs list beforehand what will not go; what comes past them (RPC, server actions, templates sent to many) is
    stopped or held when its ``mail.mail`` is made, with the sentence as its failure reason. What waited, or lay in the
    queue, is asked about again when its moment has come: a hold or a wish for no contact since then takes it back.
    """

    _inherit = "mail.mail"

    jobseeker_held_until = fields.Datetime(
        string="Held Until", copy=False, help="A bulk letter to a jobseeker waits for this moment, and is judged again."
    )

    jobseeker_gate_reason = fields.Char(
        readonly=True, copy=False, help="Code of the law that held or stopped this mail."
    )

    _jobseeker_held_until_idx = models.Index("(jobseeker_held_until) WHERE jobseeker_held_until IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        if self._is_by_the_engine():
            return mails
        letters = mails.filtered(lambda mail: mail.state == "outgoing" and mail._is_for_the_gate())
        if letters:
            # sudo: the gate's own marks on a mail that the writer may make and not read
            letters.sudo()._pass_gate()
        return mails

    def _is_for_the_gate(self):
        """Only one text to many is stopped here; decided without a query for everything else.

        Transactional letters pass and are counted; a letter by hand was warned of in its dialog and is never dropped.
        """
        if self._is_from_contacts():
            return True
        return (
            self.model in THREADS
            and not self.jobseeker_applicant_id
            and self.mail_message_id._get_contact_nature() == "bulk"
        )

    # --- when it is made ----------------------------------------------------------------------------

    def _pass_gate(self):
        """Stop or hold these new mails as the gate says; of several to one person in one batch the first one goes."""
        known = self._find_recorded()
        by_moment, served, left_out = defaultdict(list), set(), []
        for mail, jobseeker, _applicant in self._get_addressed_people():
            if (jobseeker, mail.mail_message_id) not in known:
                by_moment[mail._get_wanted_at()].append((mail, jobseeker))
        for at, letters in sorted(by_moment.items()):
            people = self.env["hr.jobseeker"].union(*(jobseeker for _mail, jobseeker in letters))
            verdicts = people._ask_gate("email", "bulk", at)
            for mail, jobseeker in letters:
                verdict = verdicts[jobseeker]
                if jobseeker.partner_id in served:
                    sentence = self.env._("The same person got a copy already.")
                    left_out.append(mail._leave_out(jobseeker, "same_person", sentence))
                elif verdict.kind == "leave_out":
                    left_out.append(mail._leave_out(jobseeker, verdict.reason, jobseeker._say_gate(verdict)))
                else:
                    served.add(jobseeker.partner_id)
                    mail._wait_for(verdict, at, jobseeker)
        self._stop(left_out)
        self._note_left_out(left_out)
        self._wake_queue()

    def _find_recorded(self):
        """{(jobseeker, message)} that stand in the ledger: the engine writes it first, by the same law."""
        rows = self.env["hr.jobseeker.contact"]._get_letters(self.mail_message_id)
        return {(row.jobseeker_id, row.message_id) for row in rows}

    def _get_wanted_at(self):
        now = fields.Datetime.now()
        return max(self.scheduled_date or now, now)

    def _leave_out(self, jobseeker, reason, sentence):
        """A mail to others as well goes to the others; what is left is stopped by ``_stop``.

        :return: what ``_stop`` and ``_note_left_out`` say of it
        """
        self.ensure_one()
        others = self.recipient_ids - jobseeker.partner_id
        if others and not (self.email_to or "").strip():
            self._withdraw_letters(jobseeker)
            self.write(
                {
                    "recipient_ids": [Command.set(others.ids)],
                    "failure_reason": sentence,
                    "jobseeker_gate_reason": reason,
                }
            )
        return self, reason, sentence

    @api.model
    def _stop(self, left_out):
        """Cancel mails of which nobody is left to read them: one statement for all, and one for each sentence."""
        stopped = [
            (mail, reason, sentence) for mail, reason, sentence in left_out if mail.jobseeker_gate_reason != reason
        ]
        alike = defaultdict(self.browse)
        for mail, reason, sentence in stopped:
            alike[reason, sentence] |= mail
        for (reason, sentence), mails in alike.items():
            mails.write({"failure_reason": sentence, "jobseeker_gate_reason": reason})
        twice = self.browse().union(*(mail for mail, reason, _sentence in stopped if reason == "same_person"))
        twice.write({"state": "cancel", "failure_type": "mail_dup"})
        others = self.browse().union(*(mail for mail, _reason, _sentence in stopped)) - twice
        others.write({"state": "cancel", "failure_type": "mail_optout"})

    def _withdraw_letters(self, people):
        """What waits, or does not go to these people after all, is no word that passed between us."""
        letters = self._get_letters().filtered(lambda letter: letter.jobseeker_id in people)
        letters._correct(
            self.env._("Held back before it was sent"), outcome="withdrawn", nature="automatic", message_id=False
        )

    @api.model
    def _note_left_out(self, left_out):
        """Say it under the letters in the chatter; why a person wants no contact is not for everybody who reads it.

        :param left_out: (mail, reason, sentence) as ``_leave_out`` gives them
        """
        bodies = defaultdict(dict)
        for mail, reason, sentence in left_out:
            if mail.model != "hr.jobseeker" and reason not in OPEN_REASONS:
                sentence = self.env._("no letters for the time being. Their relationship says why.")
            bodies[mail.model][mail.res_id] = self.env._("E-mail not sent: %s", sentence)
        for model, texts in bodies.items():
            threads = self.env[model].browse(texts).exists()
            threads._message_log_batch(bodies={thread.id: texts[thread.id] for thread in threads})

    def _say_openly(self):
        """The reason for the envelope in the chatter, which every employee may read by RPC."""
        self.ensure_one()
        if self.jobseeker_gate_reason and self.jobseeker_gate_reason not in OPEN_REASONS:
            return self.env._("No letters for the time being. Their relationship says why.")
        return self.failure_reason

    def _wait_for(self, verdict, at, jobseeker):
        if verdict.kind == "hold":
            self.write(
                {
                    "jobseeker_held_until": verdict.at,
                    "scheduled_date": verdict.at,
                    "failure_reason": jobseeker._say_gate(verdict),
                    "jobseeker_gate_reason": verdict.reason,
                }
            )
        elif at > fields.Datetime.now():
            self.jobseeker_held_until = at  # the writer chose a later moment: what happens until then counts

    def _wake_queue(self):
        """Have the queue run when what was held may go: at the opening, not up to an hour later."""
        if moments := {mail.jobseeker_held_until for mail in self if mail.jobseeker_held_until}:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger(moments)

    # --- when it leaves -----------------------------------------------------------------------------

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
        waiting = self.sudo().filtered(  # sudo: as for new ones
            lambda mail: (
                mail.state == "outgoing"
                and (mail.jobseeker_held_until or mail.create_date < now - FRESH)
                and mail._is_for_the_gate()
            )
        )
        early = waiting.filtered(lambda mail: mail.jobseeker_held_until and mail.jobseeker_held_until > now)
        follow_ups = (waiting - early)._find_follow_ups()
        late = follow_ups._wait_for_opening(now)
        return self & (early | late | (waiting - early - follow_ups)._judge_again(now))

    def _judge_again(self, now):
        """Let go what may, one letter to each person at a time: the next is asked about when the first is entered.

        :return: those that stay, or are taken back
        """
        addressed = [(mail, person) for mail, person, _applicant in self.sorted("id")._get_addressed_people()]
        left_out = []
        while addressed:
            served, later = set(), self.browse()
            for mail, person in addressed:
                if person in served:
                    later |= mail
                served.add(person)
            left_out += self._settle([pair for pair in addressed if pair[0] not in later], now)
            addressed = [pair for pair in addressed if pair[0] in later]
        self._note_left_out(left_out)
        self._cancel_envelopes()
        staying = self.filtered(lambda mail: mail.state != "outgoing" or mail.jobseeker_held_until)
        staying._wake_queue()
        return staying

    @api.model
    def _settle(self, addressed, now):
        """What was held is entered in the ledger only when it really leaves; what is held after all is struck out.

        :param addressed: [(mail, person)], each person once
        """
        mails = self.browse().union(*(mail for mail, _person in addressed))
        people = self.env["hr.jobseeker"].union(*(person for _mail, person in addressed))
        verdicts = people._ask_gate("email", "bulk", now, own_messages=mails.mail_message_id, waited=True)
        going, left_out = mails.filtered("jobseeker_held_until"), []
        for mail, person in addressed:
            verdict = verdicts[person]
            if verdict.kind == "leave_out":
                left_out.append(mail._leave_out(person, verdict.reason, person._say_gate(verdict)))
            elif verdict.kind == "hold":
                mail._withdraw_letters(person)
                mail._wait_for(verdict, now, person)
                going -= mail
        self._stop(left_out)
        going = going.filtered(lambda mail: mail.state == "outgoing")
        going.write({"jobseeker_held_until": False, "failure_reason": False, "jobseeker_gate_reason": False})
        going._record_letters()
        return left_out

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

    def _cancel_envelopes(self):
        """Say in the chatter of letters that were taken back that they did not go."""
        stopped = self.filtered(lambda mail: mail.state == "cancel")
        envelopes = self.env["mail.notification"].search([("mail_mail_id", "in", stopped.ids)])
        for mail, own in envelopes.grouped("mail_mail_id").items():
            own.write(
                {
                    "notification_status": "canceled",
                    "failure_type": mail.failure_type,
                    "failure_reason": mail._say_openly(),
                }
            )

    def _find_follow_ups(self):
        """Letters of the engine: a stretch that ends takes them back from the queue itself (``_end_stretch``)."""
        # sudo: whoever sends the queue may not read follow-ups
        return self.env["hr.jobseeker.follow.up"].sudo().search([("mail_mail_id", "in", self.ids)]).mail_mail_id
