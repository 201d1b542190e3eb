from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import email_normalize
from odoo.tools.mail import email_split_and_format

from ..rules.letter_gate import Verdict
from .hr_jobseeker_contact_door import THREADS
from .mail_mail_readers import Word

#: Reasons that say no more than the contact status, which everybody sees who sees the application.
OPEN_REASONS = ("min_gap", "cap", "window", "same_person")


class Stopped(NamedTuple):
    """A word that does not go, the code of the law, and the sentence that says so."""

    word: Word
    reason: str
    sentence: str


class MailMail(models.Model):
    """Every path to a person's mailbox ends here, so here stands the gate behind all dialogs.

    Dialogs list beforehand what will not go; what comes past them (RPC, server actions, templates sent to many) is
    stopped or held when its ``mail.mail`` is made, with the sentence as its failure reason. When it leaves, it is asked
    about again (``mail_mail_waiting.py``).
    """

    _inherit = "mail.mail"

    jobseeker_held_until = fields.Datetime(
        string="Held Until", copy=False, help="A bulk letter to a jobseeker waits for this moment, and is judged again."
    )

    jobseeker_gate_reason = fields.Char(
        readonly=True, copy=False, help="Code of the law that held or stopped this mail."
    )

    _jobseeker_held_until_idx = models.Index("(jobseeker_held_until) WHERE jobseeker_held_until IS NOT NULL")

    # --- when it is made ----------------------------------------------------------------------------

    @api.model
    def _pass_gate(self, words):
        """Stop or hold new mailings as the gate says; of several to one person in one batch the first one goes.

        Transactional letters pass and are counted; a letter by hand was warned of in its dialog and is never dropped.

        :return: the words that go now
        """
        bulk = [word for word in words if word.nature == "bulk"]
        known = self._find_recorded(bulk)
        by_moment, served, stopped = defaultdict(list), set(), []
        for word in bulk:
            if (word.jobseeker, word.mail.mail_message_id) not in known:
                by_moment[word.mail._get_wanted_at()].append(word)
        for at, letters in sorted(by_moment.items()):
            people = self.env["hr.jobseeker"].union(*(word.jobseeker for word in letters))
            verdicts = people._ask_gate("email", "bulk", at)
            for word in letters:
                verdict = verdicts[word.jobseeker]
                if word.jobseeker.partner_id in served:
                    stopped.append(Stopped(word, "same_person", self.env._("The same person got a copy already.")))
                elif verdict.kind == "leave_out":
                    stopped.append(Stopped(word, verdict.reason, word.jobseeker._say_gate(verdict)))
                else:
                    served.add(word.jobseeker.partner_id)
                    word.mail._wait_for(verdict, at, word.jobseeker)
        self._stop(stopped)
        self._note_stopped(stopped)
        self.browse().union(*(word.mail for word in bulk))._wake_queue()
        return self._get_going([word for word in words if not word.mail.jobseeker_held_until], stopped)

    @api.model
    def _get_going(self, words, stopped):
        """Those of these words that go; who shares the mailbox of somebody who gets nothing gets nothing either."""
        out, parted = {stop.word for stop in stopped}, {stop.word.mail for stop in stopped}
        return [
            word
            for word in words
            if word not in out
            and word.mail.state == "outgoing"
            and (word.mail not in parted or word.mail._reaches(word))
        ]

    @api.model
    def _find_recorded(self, words):
        """{(jobseeker, message)} that stand in the ledger: the engine writes it first, by the same law.

        Of a message that was made in this transaction the ORM knows it without a query. What was struck out since must
        be so in the database too before the message is entered again: the index lets one row in force speak of it.
        """
        messages = self.env["mail.message"].union(*(word.mail.mail_message_id for word in words))
        rows = messages.sudo().jobseeker_contact_ids  # sudo: the gate's own look
        rows.flush_recordset(["superseded"])
        return {(row.jobseeker_id, row.message_id) for row in rows if row.direction == "out" and not row.superseded}

    def _get_wanted_at(self):
        now = fields.Datetime.now()
        return max(self.scheduled_date or now, now)

    @api.model
    def _stop(self, stopped):
        """Take these readers from their mails; cancel the mails of which nobody is left to read them.

        One statement cancels all, and one for each sentence says why.
        """
        by_mail, alike, twice = defaultdict(list), defaultdict(self.browse), self.browse()
        for stop in stopped:
            by_mail[stop.word.mail].append(stop)
        for mail, stops in by_mail.items():
            # of several reasons, one that is not for everybody closes the sentence for all
            first = next((stop for stop in stops if stop.reason not in OPEN_REASONS), stops[0])
            if not mail._part_with([stop.word for stop in stops], first):
                alike[first.reason, first.sentence] |= mail
        for (reason, sentence), mails in alike.items():
            mails.write({"failure_reason": sentence, "jobseeker_gate_reason": reason})
            if reason == "same_person":
                twice |= mails
        twice.write({"state": "cancel", "failure_type": "mail_dup"})
        others = self.browse().union(*alike.values()) - twice
        others.write({"state": "cancel", "failure_type": "mail_optout"})

    def _part_with(self, words, stop):
        """Let the mail go to its other readers, where it has any; return whether it has."""
        self.ensure_one()
        people = self.env["hr.jobseeker"].union(*(word.jobseeker for word in words))
        contacts = people.sudo()._get_contacts()  # sudo: as the gate
        addresses = set().union(*(word.jobseeker._get_addresses(word.applicant) for word in words))
        addresses |= set(contacts.mapped("email_normalized"))
        others = self.recipient_ids - contacts
        email_to, email_cc = (
            ", ".join(full for full in email_split_and_format(text or "") if email_normalize(full) not in addresses)
            for text in (self.email_to, self.email_cc)
        )
        if not others and not email_to:
            return False
        self._withdraw_letters(people)
        self.write(
            {
                "recipient_ids": [Command.set(others.ids)],
                "email_to": email_to or False,
                "email_cc": email_cc or False,
                "failure_reason": stop.sentence,
                "jobseeker_gate_reason": stop.reason,
            }
        )
        return True

    def _withdraw_letters(self, people):
        """What waits, or does not go to these people after all, is no word that passed between us."""
        letters = self._get_letters().filtered(lambda letter: letter.jobseeker_id in people)
        letters._correct(
            self.env._("Held back before it was sent"), outcome="withdrawn", nature="automatic", message_id=False
        )

    @api.model
    def _note_stopped(self, stopped):
        """Say it under the letter on the person's own application, else on their relationship.

        Why a person wants no contact is not for everybody who reads the application, and that somebody looks for work
        is not for everybody who reads another document.
        """
        bodies = defaultdict(dict)
        for word, reason, sentence in stopped:
            model, res_id = word.mail.model, word.mail.res_id
            if not word.own or model not in THREADS:
                model, res_id = "hr.jobseeker", word.jobseeker.id
            if model != "hr.jobseeker" and reason not in OPEN_REASONS:
                sentence = self.env._("no letters for the time being. Their relationship says why.")
            bodies[model][res_id] = self.env._("E-mail not sent: %s", sentence)
        for model, texts in bodies.items():
            # sudo: the gate's note, also where the writer does not see the relationship
            threads = self.env[model].sudo().browse(texts).exists()
            threads._message_log_batch(bodies={thread.id: texts[thread.id] for thread in threads})

    def _say_openly(self):
        """The reason for the envelope in the chatter, which every employee may read by RPC."""
        self.ensure_one()
        if self.model not in THREADS:
            return False  # nothing that tells that the contact looks for work
        if self.jobseeker_gate_reason and self.jobseeker_gate_reason not in OPEN_REASONS:
            return self.env._("No letters for the time being. Their relationship says why.")
        return self.failure_reason

    def _wait_for(self, verdict, at, jobseeker):
        """A letter to several waits for the last of them."""
        until = verdict.at if verdict.kind == "hold" else at
        if until <= max(fields.Datetime.now(), self.jobseeker_held_until or until.min):
            return
        # where the writer chose a later moment, what happens until then counts
        vals = {"jobseeker_held_until": until}
        if verdict.kind == "hold":
            vals |= {
                "scheduled_date": until,
                "failure_reason": jobseeker._say_gate(verdict),
                "jobseeker_gate_reason": verdict.reason,
            }
        self.write(vals)

    def _wake_queue(self):
        """Have the queue run when what was held may go: at the opening, not up to an hour later."""
        if moments := {mail.jobseeker_held_until for mail in self if mail.jobseeker_held_until}:
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger(moments)

    # --- when somebody says no ----------------------------------------------------------------------

    @api.model
    def _stop_mailings_to(self, people, reason):
        """Take these people from the mailings that lie in the queue, or wait for an opening; their other letters go on.

        :param reason: code of the law, as the gate has it
        """
        # sudo: the queue is the system's, whoever said no
        Mail = self.sudo()
        contacts = people.sudo()._get_contacts()  # sudo: as above
        addressed = Domain("recipient_ids", "in", contacts.ids)
        for address in filter(None, contacts.mapped("email_normalized")):
            addressed |= Domain("email_to", "ilike", address)
        queued = Mail.search(Domain("state", "=", "outgoing") & addressed)
        queued -= queued._find_follow_ups()  # they follow from what was agreed
        words = [word for word in queued._find_words() if word.nature == "bulk" and word.jobseeker in people]
        verdict = Verdict("leave_out", reason)
        stopped = [Stopped(word, reason, word.jobseeker._say_gate(verdict)) for word in words]
        mails = Mail.union(*(word.mail for word in words))
        mails._stop(stopped)
        mails._note_stopped(stopped)
        mails._cancel_envelopes()

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
