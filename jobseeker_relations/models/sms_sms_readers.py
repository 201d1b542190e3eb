from collections import defaultdict

from odoo import models


class SmsSms(models.Model):
    """Who among the readers of a text message looks for work through us: by its contact, else by its number."""

    _inherit = "sms.sms"

    def _find_readers(self):
        """{text: (people, application)}, in a fixed number of queries.

        A shared phone joins nobody: several people behind one number are all of them asked about.
        """
        threads = self.env["hr.jobseeker.contact"]._map_messages(self.mail_message_id)
        by_number = self._find_contacts_by_number()
        contacts = self.partner_id.union(*by_number.values())
        people = self.env["hr.jobseeker"].search([("partner_id", "in", contacts.ids)]) if contacts else None
        by_contact = people.grouped("partner_id") if people else {}
        readers = {}
        for sms in self:
            message, nobody = sms.mail_message_id, self.env["hr.jobseeker"]
            own, applicant = threads.get((message.model, message.res_id), (nobody, self.env["hr.applicant"]))
            behind = sms.partner_id or by_number.get(sms._get_number(), sms.partner_id)
            found = nobody.union(*(by_contact.get(contact, nobody) for contact in behind))
            if own and (own in found or not behind):
                found = own  # a number that no contact has is the one on the application
            found = found._in_company(message.record_company_id or self.env.company)
            readers[sms] = found, applicant
        return readers

    def _find_contacts_by_number(self):
        """{number: contacts} of those texts that go to a number alone."""
        numbers = {sms._get_number() for sms in self if not sms.partner_id}
        if not numbers:
            return {}
        found = defaultdict(self.env["res.partner"].browse)
        everybody = self.env["res.partner"].with_context(active_test=False)
        for contact in everybody.search([("phone_sanitized", "in", list(numbers))]):
            found[contact.phone_sanitized] |= contact
        return found

    def _get_number(self):
        return self.env.company._phone_format(number=self.number) or self.number
