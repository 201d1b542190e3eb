import logging

from odoo import api, models
from odoo.tools import email_normalize
from odoo.tools.mail import decode_message_header, email_split_and_format

from ..rules import mail_kind
from .hr_jobseeker_contact_door import THREADS
from .hr_jobseeker_enquiry_letter import TYPED, UNPROVEN

_logger = logging.getLogger(__name__)

RECRUITER = "hr_recruitment.group_hr_recruitment_user"


class MailThread(models.AbstractModel):
    """Whose word a mail is that opens a thread at a door of ours: a person's, a machine's, a colleague's, nobody's."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """What a machine sends to the general address makes nobody a jobseeker, and starts no clock.

        Nor does what a colleague passes on: it is not of who sent it. A form of our site says to whom an answer goes:
        that is who enquires. What its domain disowns is nobody's word.
        """
        threads = self
        doors = [route for route in routes or () if route[0] in THREADS and not route[1]]
        disowned = bool(doors) and mail_kind.is_disowned(message.get_all("Authentication-Results", ()))
        if disowned:
            threads = self.with_context(jobseeker_unproven=UNPROVEN)
        general = [route for route in doors if route[0] == "hr.jobseeker"]
        alone = bool(general) and general == list(routes)
        if alone and not disowned and self._take_from_form(message, message_dict, general):
            threads = self.with_context(jobseeker_unproven=TYPED)
        elif general and self._take_from_general(message, message_dict, general, disowned):
            routes = [route for route in routes if route not in general]
        return super(MailThread, threads)._message_route_process(message, message_dict, routes)

    @api.model
    def _take_from_form(self, message, message_dict, routes):
        """Whether a form of our site wrote it: then who enquires is whom an answer reaches.

        A colleague has a Reply-To as well, their own or a shared one: so only of addresses that are set up as those of
        our forms it says who wrote.
        """
        sender = email_normalize(message_dict.get("from") or message_dict.get("email_from") or "")
        writer = self._find_answered(message)
        if not (writer and all(sender in self._get_company_of(route)._get_form_senders() for route in routes)):
            return False
        message_dict["from"] = message_dict["email_from"] = writer
        return True

    @api.model
    def _get_company_of(self, route):
        """Whose general address it is. sudo: whom and what a company has chosen for its enquiries."""
        companies = self.env["res.company"].sudo()
        return companies.browse((route[2] or {}).get("company_id")).exists() or companies.browse(self.env.company.id)

    @api.model
    def _take_from_general(self, message, message_dict, routes, disowned):
        """Whether a mail goes another way than that of an enquiry."""
        if mail_kind.classify(message, message_dict.get("subject") or "", None) != "human":
            _logger.info("Automatic mail to the general address left out: %s", message_dict.get("message_id"))
            return True
        colleague = self._find_colleague(message_dict.get("from") or message_dict.get("email_from"))
        if not colleague:
            return False
        mail = {**message_dict, "reply_to": self._find_answered(message)}
        for route in routes:
            self._hand_back(colleague, mail, self._get_company_of(route), disowned)
        return True

    @api.model
    def _find_colleague(self, address):
        """The internal user whose address that is, or none."""
        email = email_normalize(address or "")
        if not email:
            return self.env["res.users"]
        # sudo: the gateway's user may not read contacts, and their users
        contacts = self.env["res.partner"].sudo().search([("email_normalized", "=", email)])
        return contacts.user_ids.filtered(lambda user: user.active and not user.share)[:1]

    @api.model
    def _find_answered(self, message):
        """To whom an answer goes, where that is neither a colleague nor an address of ours; empty else."""
        addresses = email_split_and_format(decode_message_header(message, "Reply-To", separator=","))
        email = email_normalize(addresses[0]) if addresses else ""
        # sudo: the gateway's user may not read the domains
        ours = not email or self.env["mail.alias.domain"].sudo()._find_aliases([email])
        return "" if ours or self._find_colleague(email) else addresses[0]

    @api.model
    def _hand_back(self, colleague, mail, company, disowned):
        """A colleague passed on a mail: who wrote it first, only a person can see. A forged one is nobody's.

        It is taken down by the colleague, where they recruit for that company.
        """
        own = not disowned and colleague.has_group(RECRUITER) and company in colleague.company_ids
        user = colleague if own else company._get_enquiry_reader()
        told = company.with_context(lang=user.lang or company.partner_id.lang)
        subject = told._cut_subject(mail.get("subject"))
        if disowned:
            summary = told.env._("“%s” came to the general address in a colleague's name, and may be forged", subject)
        else:
            summary = told.env._(
                "%(name)s passed on “%(subject)s” to the general address: take it down as a new enquiry",
                name=colleague.name,
                subject=subject,
            )
        told._keep_mail(user, summary, mail, disowned)
