from collections import defaultdict
from typing import Any, NamedTuple

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import email_normalize_all

from .hr_jobseeker_contact_door import THREADS
from .hr_jobseeker_letter import ANSWERS_THEM, keep_letter_defaults


class Word(NamedTuple):
    """What one mail is to one of its readers who looks for work through us.

    ``mail``, ``jobseeker`` and ``applicant`` are Odoo records; ``nature`` as in the ledger; ``own``: the mail stands on
    the reader's own document.
    """

    mail: Any
    jobseeker: Any
    applicant: Any
    nature: str
    own: bool


class MailMail(models.Model):
    """Who among the readers of a mail looks for work through us, and what the mail is to them.

    Neither the document nor the type that a caller names is believed: the recipients decide whom it reaches, and how
    many of them there are whether it is a letter or a mailing. A colleague who looks for work does not do so in every
    mail, so colleagues count on their own document alone.
    """

    _inherit = "mail.mail"

    jobseeker_automatic = fields.Boolean(
        string="Answers What They Did", readonly=True, copy=False, help="The gate lets it pass, and counts it."
    )

    @api.model
    def default_get(self, fields):
        return keep_letter_defaults(self, super().default_get(fields))

    @api.model_create_multi
    def create(self, vals_list):
        automatic = self.env.context.get("jobseeker_automatic") is ANSWERS_THEM
        return super().create([{**vals, "jobseeker_automatic": automatic} for vals in vals_list])

    def _find_words(self):
        """[Word] of these mails, in a fixed number of queries; a letter to its document's own person takes none."""
        mails = self.sudo()  # sudo: whoever writes, the whole list of recipients decides
        threads = mails._map_documents()
        by_contact, by_address = mails._find_readers(threads)
        return [word for mail in mails for word in mail._get_words(threads, by_contact, by_address)]

    # --- the document -------------------------------------------------------------------------------

    def _get_document(self):
        if self.jobseeker_applicant_id:
            return "hr.applicant", self.jobseeker_applicant_id.id
        return self.model, self.res_id

    @api.model
    def _is_about_a_person(self, model):
        """Applications, relationships, contacts, and every row that belongs to a relationship."""
        if model in (*THREADS, "res.partner"):
            return True
        owner = self.env[model]._fields.get("jobseeker_id") if model in self.env else None
        return bool(owner) and owner.comodel_name == "hr.jobseeker"

    def _map_documents(self):
        """{(model, id): (jobseeker, applicant)} of the documents on which these mails stand."""
        ids = defaultdict(set)
        for model, res_id in {mail._get_document() for mail in self}:
            if res_id:
                ids[model].add(res_id)
        threads = self.env["hr.jobseeker.contact"]._map_threads(ids)
        nothing = self.env["hr.applicant"]
        for model in ids.keys() - {*THREADS, "res.partner"}:
            if self._is_about_a_person(model):
                rows = self.env[model].browse(ids[model]).exists()
                threads.update(((model, row.id), (row.jobseeker_id, nothing)) for row in rows)
        return threads

    # --- the readers --------------------------------------------------------------------------------

    def _get_addressed(self):
        return set(email_normalize_all(", ".join(filter(None, [self.email_to, self.email_cc]))))

    def _find_readers(self, threads):
        """({contact id: jobseekers}, {address: jobseekers}) of all readers but the documents' own persons."""
        contacts, documents, addresses = self.env["res.partner"], self.env["res.partner"], set()
        for mail in self:
            own, applicant = threads.get(mail._get_document(), (None, None))
            others = mail.recipient_ids | mail.partner_ids
            addressed = mail._get_addressed()
            if own:
                others -= own.partner_id
                addressed -= own._get_addresses(applicant)
            contacts |= others
            if mail.model == "res.partner" and mail.res_id:
                documents |= documents.browse(mail.res_id)
            addresses |= addressed
        if addresses:
            everybody = contacts.with_context(active_test=False)
            found = everybody.search([("email_normalized", "in", list(addresses))])
            contacts |= found
        contacts = documents | contacts.filtered("partner_share")
        by_contact, by_address = {}, {}
        if contacts:
            people = self.env["hr.jobseeker"].search([("partner_id", "in", contacts.ids)])
            by_contact = people.grouped(lambda person: person.partner_id.id)
            by_address = people.grouped(lambda person: person.partner_id.email_normalized)
            for contact, known in self.env["hr.jobseeker.former.contact"]._find_of(contacts).items():
                here = by_contact.get(contact.id, people.browse())
                by_contact[contact.id] = here | known.filtered(
                    lambda one, here=here: one.company_id not in here.company_id
                )
                address = contact.email_normalized
                by_address[address] = by_address.get(address, people.browse()) | known
        return by_contact, by_address

    def _get_own_contacts(self, own, by_contact):
        """The contacts of the document's person, with those former ones to whom this mail goes."""
        nobody = own.browse()
        readers = self.recipient_ids | self.partner_ids
        return own.partner_id | readers.filtered(lambda contact: own & by_contact.get(contact.id, nobody))

    def _get_words(self, threads, by_contact, by_address):
        self.ensure_one()
        nobody, nothing = self.env["hr.jobseeker"], self.env["hr.applicant"]
        document = self._get_document()
        own, applicant = threads.get(document, (nobody, nothing))
        company = own.company_id or self.record_company_id or self.env.company
        if document[0] == "res.partner":
            own = by_contact.get(document[1], nobody)._in_company(company)
        addressed = self._get_addressed()
        reached, addresses = nobody, own._get_addresses(applicant) if own else set()
        addresses |= {address for address in addressed if own & by_address.get(address, nobody)}
        mine = self._get_own_contacts(own, by_contact)
        if own and (mine & self.recipient_ids or not addresses.isdisjoint(addressed)):
            reached = own
        invited = self._get_invited()
        others = self._find_among(self.recipient_ids - mine - invited.partner_id, by_contact, company) - invited
        chosen = self._find_among(self.partner_ids - self.recipient_ids - mine, by_contact, company)
        if mine & self.partner_ids:  # core cuts a message to many up into several mails
            chosen |= own
        addressed -= addresses | set(self.recipient_ids.mapped("email_normalized"))
        families = [by_address.get(address, nobody)._in_company(company) - others for address in addressed]
        # a mailbox is one reader, though a family may share it
        many = len(reached | others | invited | chosen) + sum(map(bool, families)) > 1
        nature = self._get_nature(many)
        words = [Word(self, person, applicant, nature, True) for person in reached]
        words += self._get_words_to_invited(invited, nature)
        others = others.union(*families)
        if nature != "automatic" and (
            many or self.mail_message_id._is_by_hand() or self._is_about_a_person(document[0])
        ):
            words += [Word(self, person, nothing, nature, False) for person in others]
        return words

    @api.model
    def _find_among(self, contacts, by_contact, company):
        nobody = self.env["hr.jobseeker"]
        return nobody.union(*(by_contact.get(contact.id, nobody)._in_company(company) for contact in contacts))

    def _get_invited(self):
        """The jobseekers among those invited; the calendar writes to each of them apart."""
        if self.model != "calendar.event":
            return self.env["hr.jobseeker"]
        return self.env["calendar.event"].browse(self.res_id).exists()._get_jobseekers(self.recipient_ids)

    def _get_words_to_invited(self, people, nature):
        """What comes from a meeting to those who are invited to it is about what they agreed on."""
        event = self.env["calendar.event"].browse(self.res_id) if people else None
        nature = "personal" if nature == "personal" else "automatic"
        return [
            Word(self, person, event.applicant_id.filtered(lambda a, p=person: a.jobseeker_id == p), nature, True)
            for person in people
        ]

    def _reaches(self, word):
        """Whether the reader of this word is still among those to whom the mail goes."""
        contacts = word.jobseeker._get_contacts()
        addresses = word.jobseeker._get_addresses(word.applicant) | set(contacts.mapped("email_normalized"))
        return bool(contacts & self.recipient_ids) or not addresses.isdisjoint(self._get_addressed())

    # --- what it is to them -------------------------------------------------------------------------

    def _get_nature(self, many):
        """Personal is what a colleague wrote to one person; what an employee has a machine say is one text to many.

        :param many: the message goes to several people who look for work
        """
        if self.jobseeker_automatic:
            return "automatic"
        if self.message_type == "email_outgoing":
            return "bulk"
        if self.mail_message_id._is_by_hand():
            return "bulk" if many else "personal"
        return "bulk" if self._is_an_employees() else "automatic"

    def _is_an_employees(self):
        """Jobs, the mail gateway, the website and jobseekers write too, as themselves."""
        return self.create_uid.id != SUPERUSER_ID and not self.create_uid.share
