from odoo import api, models

from .mail_mail_carries import PURPOSE as WAY_OUT


class HrJobseeker(models.Model):
    """What comes from a former contact, or goes there, is the person's."""

    _inherit = "hr.jobseeker"

    @api.model
    def _find_people(self, wanted):
        """Who writes, rings or applies as they were known before begins no second relationship."""
        found = super()._find_people(wanted)
        missing = wanted - found.keys()
        contacts = self.env["res.partner"].browse({partner for partner, _company in missing})
        for contact, people in self.env["hr.jobseeker.former.contact"]._find_of(contacts).items():
            keys = {(contact.id, person.company_id.id): self.browse(person.id) for person in people}
            found.update({key: person for key, person in keys.items() if key in missing})
        return found

    def _find_linked(self, purpose, record_id, key):
        """Out of mailings leads every letter that somebody had before two became one; nothing else opens."""
        record = super()._find_linked(purpose, record_id, key)
        if record or purpose != WAY_OUT:
            return record
        merges = self.env["hr.jobseeker.merge"].sudo()  # sudo: as for the link
        merge = merges.search([("former_number", "=", record_id), ("undone_at", "=", False)], limit=1)
        return merge.jobseeker_id if merge and (merge.former_key or "") == key else record

    @api.model
    def _map_people(self, documents):
        """A letter to a former contact is a letter to the person."""
        people = super()._map_people(documents)
        if documents._name == "res.partner":
            strangers = documents.filtered(lambda contact: not people[contact])
            former = self.env["hr.jobseeker.former.contact"]._find_of(strangers, self.env.company)
            people.update({contact: some[:1] for contact, some in former.items() if contact in people})
        return people


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    def _link_jobseeker(self, prepare_vals=None):
        """An application from a former contact is the person's: it names the contact that they have now."""
        strangers = self.sudo().filtered(lambda one: one.partner_id and not one._is_linked())  # sudo: as the method
        former = self.env["hr.jobseeker.former.contact"]._find_of(strangers.partner_id)
        # what they wrote on it stays: core would take address and number of the other contact
        told = self.env.registry.field_computed[self._fields["email_from"]]
        for applicant in strangers if former else ():
            person = former.get(applicant.partner_id, self.env["hr.jobseeker"])
            person = person._in_company(applicant._get_jobseeker_company())
            if person:
                with self.env.protecting(told, applicant):
                    applicant._write_unlinked({"partner_id": person.partner_id.id, "jobseeker_id": person.id})
        return super()._link_jobseeker(prepare_vals)


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _get_speakers(self):
        former = self.env["hr.jobseeker.former.contact"]._find_of(self.author_id)
        for message, people in super()._get_speakers():
            person = former.get(message.author_id, people.browse())
            yield message, people | person._in_company(message.record_company_id)
