from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, parse_contact_from_email

from ..rules.person_name import same_person
from .hr_jobseeker_letter import keep_letter_defaults

#: Message types in which a person may speak; anything else is dropped by one look at its values.
SPOKEN = ("email", "out_of_office", "comment")


class MailMessage(models.Model):
    """A word from the person: their e-mail, wherever it lands, or their comment in the portal."""

    _inherit = "mail.message"

    jobseeker_contact_ids = fields.One2many(
        "hr.jobseeker.contact", "message_id", string="Contacts", groups=fields.NO_ACCESS
    )

    @api.model
    def default_get(self, fields):
        return keep_letter_defaults(self, super().default_get(fields))

    @api.model_create_multi
    def create(self, vals_list):
        types = [vals.get("message_type", "comment") for vals in vals_list]
        messages = super().create(vals_list)
        spoken = messages.browse(m.id for m, kind in zip(messages, types, strict=True) if kind in SPOKEN)
        # sudo: whose word it is does not depend on who may read it
        words = spoken.sudo().filtered(lambda message: message._may_be_jobseekers())
        if words:
            words._record_words(self._speaks_for)
        return messages

    @api.ondelete(at_uninstall=False)
    def _unlink_report_lost_letters(self):
        """A letter whose message is deleted goes from the queue with it: its follow-up needs attention, and no word.

        Follow-ups let go of their mail first. One deletion takes the message, and the mail along with it; PostgreSQL
        empties the references to both in the order of their triggers' names, which is chance, and a row that this
        transaction wrote is refused when its message goes first, for its mail is no longer there.
        """
        # sudo: whoever deletes a message may not read follow-ups, and their mails are the queue's
        rows = self.env["hr.jobseeker.follow.up"].sudo()
        rows = rows.search([("message_id", "in", self.ids), ("mail_mail_id", "!=", False)])
        lost = rows.filtered(lambda row: row.state == "done" and row.mail_mail_id.state == "outgoing")
        if lost:
            lost.mail_mail_id.cancel()
            error = self.env._("The letter was deleted before it was sent.")
            lost.write({"state": "failed", "reason": "error", "error": error})
        rows.mail_mail_id = False

    @api.model
    def _speaks_for(self, message, jobseeker):
        """Whether the word is the person's own: anybody can make a message and name its author.

        The gateway and the portal are the system; who keeps the relationship may enter what they were told.
        """
        if self.env.su or message.author_id == self.env.user.partner_id:
            return True
        placed = message.model or message.record_company_id
        return bool(placed) and jobseeker.sudo(False).has_access("write")

    def _may_be_jobseekers(self):
        """Colleagues' comments are most of all messages, and are decided here without a query."""
        return self.author_id.partner_share or self.message_type != "comment"

    def _record_words(self, believe):
        """:param believe: says of (message, jobseeker) whether who enters the message may speak for the person"""
        Contact = self.env["hr.jobseeker.contact"]
        threads = Contact._map_messages(self)
        strangers, words = self.browse(), []
        for message in self:
            jobseeker, applicant = threads.get((message.model, message.res_id), (None, None))
            if jobseeker and message._is_word_of(jobseeker, applicant):
                words.append((message, jobseeker, applicant))
            elif message.author_id.partner_share:  # a colleague who looks for work does not do so in every mail
                strangers += message
        for message, jobseekers in strangers._get_speakers():
            words += [(message, jobseeker, self.env["hr.applicant"]) for jobseeker in jobseekers]
        Contact._log([message._prepare_word_vals(*whose) for message, *whose in words if believe(message, whose[0])])

    def _is_word_of(self, jobseeker, applicant):
        """On their own thread the person is known by address too: the contact may be another of the family's.

        The mail that brings an application is the person's first word also when a job board wrote it for them.
        """
        self.ensure_one()
        if self.author_id == jobseeker.partner_id:
            return True
        if self.message_type == "comment":
            return False
        arrival = self.env["ir.model.data"]._xmlid_to_res_id("hr_recruitment.mt_applicant_new")
        brings = applicant and self.message_type == "email" and self.subtype_id.id == arrival
        return brings or email_normalize(self.email_from) in jobseeker._get_addresses(applicant)

    def _get_speakers(self):
        """Yield (message, jobseekers) for what came on another thread: the author, or of a family the one named."""
        if not self:
            return
        emails = [email for email in map(email_normalize, self.mapped("email_from")) if email]
        known = self.env["hr.jobseeker"].search(
            Domain("partner_id", "in", self.author_id.ids) | Domain("partner_id.email_normalized", "in", emails)
        )
        for message in self:
            name, email = parse_contact_from_email(message.email_from)
            named = known.filtered(
                lambda jobseeker, name=name, email=email: (
                    jobseeker.partner_id.email_normalized == email and same_person(name, jobseeker.partner_id.name)
                )
            )
            author = message.author_id
            people = named or known.filtered(lambda jobseeker, author=author: jobseeker.partner_id == author)
            yield message, people._in_company(message.record_company_id)

    def _prepare_word_vals(self, jobseeker, applicant):
        self.ensure_one()
        return {
            "jobseeker_id": jobseeker.id,
            "date": self._get_heard_at(),
            "direction": "in",
            "channel": "portal" if self.message_type == "comment" else "email",
            "nature": "automatic" if self.message_type == "out_of_office" else "personal",
            "user_id": False,
            "applicant_id": applicant.id,
            "message_id": self.id,
            "summary": self.env["hr.jobseeker.contact"]._summarise(self),
        }

    def _get_heard_at(self):
        """When a word reached us: an e-mail's own date is what its sender claims, and a wrong one would hide the word.

        Who imports old correspondence does so under their own name, the gateway as OdooBot: theirs keeps its date.
        """
        now = fields.Datetime.now()
        return now if self.env.uid == SUPERUSER_ID else min(self.date or now, now)

    def _is_by_hand(self):
        """A colleague wrote it; OdooBot comments on behalf of automations."""
        self.ensure_one()
        written = self.message_type in ("comment", "email", "sms")
        robot = self.author_id.id == self.env["ir.model.data"]._xmlid_to_res_id("base.partner_root")
        return bool(written and self.author_id and not self.author_id.partner_share and not robot)

    def _get_contact_nature(self):
        """What our own text message is to the person who receives it; of e-mails, their readers decide, too."""
        self.ensure_one()
        if self.message_type == "email_outgoing":
            return "bulk"
        return "personal" if self._is_by_hand() else "automatic"
