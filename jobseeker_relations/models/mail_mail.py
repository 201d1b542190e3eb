from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize_all

from .hr_jobseeker_letter import BY_THE_ENGINE

#: A follow-up letter that lay in the queue for longer counts from when it left.
LATE = timedelta(hours=1)


class MailMail(models.Model):
    """Every e-mail that leaves Odoo is a ``mail.mail``: letters, stage mails, refusals, invitations, follow-ups.

    So one place sees them all, with the address to which each really goes.
    """

    _inherit = "mail.mail"

    jobseeker_applicant_id = fields.Many2one(
        "hr.applicant",
        string="About the Application",
        index="btree_not_null",
        ondelete="set null",
        help="The application that this e-mail is about, where it stands on no document: core's refusals do not.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        if self._is_by_the_engine():
            return mails
        # Blacklisted and opted-out recipients of a bulk letter are created as cancelled: nothing goes to them.
        # sudo: whoever writes, the gate's marks and the ledger are the system's
        letters = mails.sudo().filtered(lambda mail: mail.state == "outgoing")
        # What the gate stops or holds has not gone: what is held is entered when it really leaves.
        letters._record_words(letters._pass_gate(letters._find_words()))
        return mails

    @api.model
    def _is_by_the_engine(self):
        return self.env.context.get("jobseeker_queued") is BY_THE_ENGINE

    def write(self, vals):
        withdrawn = self.browse()
        if vals.get("state") == "cancel":
            withdrawn = self.filtered(lambda mail: mail.state == "outgoing")
        letters = withdrawn._get_letters()
        result = super().write(vals)
        summary = self.env._("Cancelled before it was sent") if letters else ""
        letters._correct(summary, outcome="withdrawn", nature="automatic", message_id=False)
        return result

    def _record_letters(self):
        """Enter in the ledger whom these letters reach."""
        self._record_words(self._find_words())

    @api.model
    def _record_words(self, words):
        """One row for each person whom a letter reaches; a letter that is in the ledger already makes none."""
        Contact = self.env["hr.jobseeker.contact"]
        seen, vals_list = self._find_recorded(words), []
        for word in words:
            message = word.mail.mail_message_id
            if (word.jobseeker, message) in seen:
                continue
            seen.add((word.jobseeker, message))
            vals_list.append(
                {
                    "jobseeker_id": word.jobseeker.id,
                    "date": fields.Datetime.now(),
                    "direction": "out",
                    "channel": "email",
                    "nature": word.nature,
                    "user_id": message.author_id.main_user_id.id,
                    "applicant_id": word.applicant.id,
                    "message_id": message.id,
                    "summary": Contact._summarise(message),
                }
            )
        Contact._log(vals_list)

    # --- delivery ---------------------------------------------------------------------------------

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        self._record_delivery(success_pids, success_emails, failure_reason, failure_type)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    def _record_delivery(self, success_pids, success_emails, failure_reason, failure_type):
        """Say what did not go out, and what went after all when it was tried once more."""
        if not (letters := self._get_letters()):
            return
        addresses = set(email_normalize_all(",".join(success_emails)))
        gone = letters.filtered(
            lambda contact: (
                contact.partner_id in success_pids
                or not addresses.isdisjoint(contact.jobseeker_id._get_addresses(contact.applicant_id))
            )
        )
        gone.filtered(lambda contact: contact.outcome == "bounced")._correct(message_id=False)
        now = fields.Datetime.now()
        late = gone.filtered(lambda contact: contact.nature == "follow_up" and contact.date < now - LATE)
        late.filtered(lambda contact: not contact.outcome)._correct_date(now)
        if failure_type:
            failed = (letters - gone).filtered(lambda contact: contact.outcome != "bounced")
            failed._correct(failure_reason or self.env._("The e-mail could not be sent"), outcome="bounced")

    def _get_letters(self):
        """The rows in force of the people to whom these mails go: one message may leave in several mails."""
        Contact = self.env["hr.jobseeker.contact"]
        letters = Contact._get_letters(self.mail_message_id) if self else Contact.sudo()  # sudo: as the door
        if not letters:
            return letters
        people = {(word.mail.mail_message_id, word.jobseeker) for word in self._find_words()}
        return letters.filtered(lambda contact: (contact.message_id, contact.jobseeker_id) in people)
