from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize, email_normalize_all
from odoo.tools.sql import escape_psql

from .personal_data import PLACES

#: Where a message names addresses.
ADDRESSED = ("email_from", "outgoing_email_to", "incoming_email_to", "incoming_email_cc")


class HrJobseekerPersonalData(models.AbstractModel):
    """Messages: which of them are to a person, by them or about them, and what Odoo keeps of how they went."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _find_messages(self, trace):
        return self._find_all_messages(trace)

    @api.model
    def _find_all_messages(self, trace):
        """Messages on their documents, by them, or to them alone; and those to them and others."""
        if "all messages" not in trace.found:
            messages = self._on_documents("mail.message", trace) | self._find_letters(trace)
            if trace.lone:
                messages |= messages.search(
                    Domain("author_id", "in", trace.lone.ids)
                    | Domain("partner_ids", "in", trace.lone.ids)
                    | Domain("notified_partner_ids", "in", trace.lone.ids)
                )
            if trace.addresses or trace.shared:
                named = messages.search(self._get_addressed_domain(ADDRESSED, trace))
                # a family shares an address: who is known to be another is another
                messages |= named.filtered(
                    lambda message: (
                        (not message.author_id or message.author_id in trace.lone or self._is_staff(message.author_id))
                        and not self._is_about_another(message, trace)
                        and self._is_addressed(message, ADDRESSED, trace)
                    )
                )
            trace.found["all messages"] = messages
        return trace.found["all messages"]

    @api.model
    def _find_own_messages(self, trace):
        """Those about them and nobody else: what hangs on the others is other people's, too."""
        if "own messages" not in trace.found:
            trace.found["own messages"] = self._find_all_messages(trace).filtered(
                lambda message: self._is_about(message, trace)
            )
        return trace.found["own messages"]

    @api.model
    def _find_letters(self, trace):
        """Letters about them that stand on no document: to a referee, say."""
        if "letters" not in trace.found:
            messages = self._find_pointed(trace, "mail.message")
            messages |= self._find_pointed(trace, "mail.mail").mail_message_id
            trace.found["letters"] = messages.filtered(lambda message: not message.model)
        return trace.found["letters"]

    @api.model
    def _is_about(self, message, trace):
        """Whether a message is about these people and nobody else: on their document, by them, or to them alone."""
        if message.res_id in trace.documents.get(message.model, ()) or message.author_id in trace.lone:
            return True
        if message in self._find_letters(trace):
            return True
        if self._is_about_another(message, trace):
            return False
        if not message.author_id and self._is_addressed(message, ("email_from",), trace):
            return True
        readers = message.partner_ids | message.notified_partner_ids
        if readers:
            return bool(readers & trace.lone) and all(
                partner in trace.lone or self._is_staff(partner) for partner in readers
            )
        to = ("outgoing_email_to",)
        return self._is_addressed(message, to, trace) and self._is_addressed(message, to, trace, alone=True)

    @api.model
    def _is_about_another(self, message, trace):
        """Whether a message stands on the document of somebody else."""
        ours = {place.model for place in PLACES if place.path} | {"hr.applicant", "res.partner"}
        return message.model in ours and message.res_id not in trace.documents.get(message.model, ())

    @api.model
    def _get_addressed_domain(self, names, trace):
        """Rows that name an address which is theirs alone, or one that others have, too, in a row of this company."""
        shared = name_any(names, [one for one in trace.shared if "@" in one])
        own_company = Domain("record_company_id", "in", trace.people.company_id.ids)
        return name_any(names, trace.addresses) | (own_company & shared)

    @api.model
    def _is_addressed(self, row, names, trace, *, alone=False):
        """Whether one of these fields names an address of theirs: exactly, as joann@x.org is not ann@x.org.

        :param alone: and none of them names anybody else's
        """
        named = {address for name in names for address in email_normalize_all(row[name] or "")}
        own = trace.addresses | (trace.shared if row.record_company_id in trace.people.company_id else frozenset())
        own = {email_normalize(address) or address.lower() for address in own}
        return named <= own if alone else bool(named & own)

    @api.model
    def _is_staff(self, partner):
        """Whether a contact is a colleague, who has a user account of the house."""
        return any(not user.share for user in partner.with_context(active_test=False).user_ids)

    @api.model
    def _find_tracking_values(self, trace):
        return self._all("mail.tracking.value").search([("mail_message_id", "in", self._find_own_messages(trace).ids)])

    @api.model
    def _find_notifications(self, trace):
        domain = Domain("mail_message_id", "in", self._find_own_messages(trace).ids)
        domain |= Domain("res_partner_id", "in", trace.lone.ids)
        if trace.addresses:
            domain |= Domain("mail_email_address", "in", list(trace.addresses)) & Domain("res_partner_id", "=", False)
        return self._all("mail.notification").search(domain)

    @api.model
    def _find_mails(self, trace):
        """Odoo's queue and its copies of what left."""
        domain = Domain("mail_message_id", "in", self._find_all_messages(trace).ids)
        domain |= Domain("recipient_ids", "in", trace.lone.ids)
        found = self._all("mail.mail").search(domain)
        if trace.addresses or trace.shared:
            names = ("email_to", "email_cc")
            named = found.search(self._get_addressed_domain(names, trace))
            found |= named.filtered(
                lambda mail: (
                    (not mail.recipient_ids or mail.recipient_ids & trace.lone)
                    and not self._is_about_another(mail, trace)
                    and self._is_addressed(mail, names, trace)
                )
            )
        return found

    @api.model
    def _find_scheduled_messages(self, trace):
        found = self._on_documents("mail.scheduled.message", trace)
        return found | found.search([("partner_ids", "in", trace.lone.ids)]) if trace.lone else found

    @api.model
    def _find_texts(self, trace):
        """Text messages to them, or to their number."""
        texts = self._all("sms.sms")
        domain = Domain("partner_id", "in", trace.lone.ids)
        if trace.numbers:
            # a family shares a number: what went to another of them is theirs
            domain |= Domain("number", "in", list(trace.numbers)) & Domain("partner_id", "=", False)
        messages = self._find_all_messages(trace)
        return texts.search(domain | Domain("mail_message_id", "in", messages.ids))

    @api.model
    def _find_paper_letters(self, trace):
        return self._all("snailmail.letter").search([("partner_id", "in", trace.lone.ids)])


def name_any(names, addresses):
    """Rows of which one of these fields names one of these addresses, or a longer one in which it stands.

    No index of Odoo's knows addresses within texts, so the table is read. ``ilike`` would fold the case of each text
    once more for each address, which takes most of the time.
    """
    patterns = [f"%{escape_psql(one)}%" for one in {email_normalize(one) or one for one in addresses}]
    if not patterns:
        return Domain.FALSE
    known = SQL("ARRAY(SELECT lower(pattern) FROM unnest(%s::text[]) AS pattern)", patterns)
    return Domain.custom(
        to_sql=lambda model, alias, query: SQL(
            "(%s)",
            SQL(" OR ").join(
                SQL("lower(%s) LIKE ANY(%s)", model._field_to_sql(alias, name, query), known) for name in names
            ),
        )
    )
