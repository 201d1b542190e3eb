from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize_all

from .hr_jobseeker_contact_door import THREADS
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
        # What the gate holds is entered when it really leaves.
        letters = mails.filtered(
            lambda mail: mail.state == "outgoing" and not mail.jobseeker_held_until and mail._may_be_contact()
        )
        if letters:
            letters._record_letters()
        return mails

    @api.model
    def _is_by_the_engine(self):
        return self.env.context.get("jobseeker_queued") is BY_THE_ENGINE

    def write(self, vals):
        withdrawn = self.browse()
        if vals.get("state") == "cancel":
            withdrawn = self.filtered(lambda mail: mail.state == "outgoing" and mail._may_be_contact())
        result = super().write(vals)
        if withdrawn:
            summary = self.env._("Cancelled before it was sent")
            withdrawn._get_letters()._correct(summary, outcome="withdrawn", nature="automatic", message_id=False)
        return result

    def _may_be_contact(self):
        return self.model in (*THREADS, "calendar.event") or self.jobseeker_applicant_id or self._is_from_contacts()

    def _is_from_contacts(self):
        """One text to many that was sent from Contacts, some of whom look for work through us."""
        return self.model == "res.partner" and self.message_type == "email_outgoing"

    def _record_letters(self):
        """One row for each person whom a letter reaches; a letter that is in the ledger already makes none."""
        Contact = self.env["hr.jobseeker.contact"]
        known = Contact._get_letters(self.mail_message_id)
        seen = {(contact.jobseeker_id, contact.message_id) for contact in known}
        vals_list = []
        for mail, jobseeker, applicant in self._get_addressed_people():
            message = mail.mail_message_id
            if (jobseeker, message) in seen:
                continue
            seen.add((jobseeker, message))
            vals_list.append(
                {
                    "jobseeker_id": jobseeker.id,
                    "date": fields.Datetime.now(),
                    "direction": "out",
                    "channel": "email",
                    # What core sends about an application without a document are refusals from a template.
                    "nature": "automatic" if mail.jobseeker_applicant_id else message._get_contact_nature(),
                    "user_id": message.author_id.main_user_id.id,
                    "applicant_id": applicant.id,
                    "message_id": message.id,
                    "summary": Contact._summarise(message),
                }
            )
        Contact._log(vals_list)

    def _get_addressed_people(self):
        """Yield (mail, jobseeker, applicant): a mail to colleagues or followers about a person is no word to them."""
        Contact = self.env["hr.jobseeker.contact"]
        mails = self.sudo()  # sudo: whoever writes, the whole list of recipients decides
        threads = Contact._map_messages(mails.mail_message_id)
        threads.update(Contact._map_threads({"hr.applicant": mails.jobseeker_applicant_id.ids}))
        known = mails._find_in_contacts()
        for mail in mails:
            document = (mail.model, mail.res_id)
            if mail.jobseeker_applicant_id:
                document = ("hr.applicant", mail.jobseeker_applicant_id.id)
            if document[0] == "calendar.event":
                yield from mail._get_invited_people()
                continue
            if mail._is_from_contacts():
                company = mail.record_company_id or self.env.company
                for jobseeker in known.get(mail, ()):
                    if jobseeker.company_id == company:
                        yield mail, jobseeker, self.env["hr.applicant"]
                continue
            jobseeker, applicant = threads.get(document, (None, None))
            if jobseeker and mail._is_addressed_to(jobseeker, applicant):
                yield mail, jobseeker, applicant

    def _find_in_contacts(self):
        """{mail: jobseekers} of mailings from Contacts."""
        mailings = self.filtered(lambda mail: mail._is_from_contacts())
        if not mailings:
            return {}
        people = self.env["hr.jobseeker"].search([("partner_id", "in", mailings.recipient_ids.ids)])
        people = people.grouped("partner_id")
        return {
            mail: self.env["hr.jobseeker"].union(
                *(people[partner] for partner in mail.recipient_ids if partner in people)
            )
            for mail in mailings
        }

    def _is_addressed_to(self, jobseeker, applicant):
        self.ensure_one()
        return jobseeker.partner_id in self.recipient_ids or not jobseeker._get_addresses(applicant).isdisjoint(
            email_normalize_all(self.email_to or "")
        )

    def _get_invited_people(self):
        """Yield the jobseekers among those invited; the calendar writes to each of them apart."""
        self.ensure_one()
        # sudo: the invitation to a private event is a letter too
        event = self.env["calendar.event"].sudo().browse(self.res_id).exists()
        people = event._get_jobseekers(self.recipient_ids)
        for jobseeker in people:
            yield self, jobseeker, event.applicant_id.filtered(lambda a, j=jobseeker: a.jobseeker_id == j)

    # --- delivery ---------------------------------------------------------------------------------

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        letters = self.filtered(lambda mail: mail._may_be_contact())
        if letters:
            letters._record_delivery(success_pids, success_emails, failure_reason, failure_type)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    def _record_delivery(self, success_pids, success_emails, failure_reason, failure_type):
        """Say what did not go out, and what went after all when it was tried once more."""
        addresses = set(email_normalize_all(",".join(success_emails)))
        letters = self._get_letters()
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
        people = {(mail.mail_message_id, jobseeker) for mail, jobseeker, _applicant in self._get_addressed_people()}
        letters = self.env["hr.jobseeker.contact"]._get_letters(self.mail_message_id)
        return letters.filtered(lambda contact: (contact.message_id, contact.jobseeker_id) in people)
