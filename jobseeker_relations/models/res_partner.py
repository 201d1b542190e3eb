from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import email_normalize

from ..rules.person_name import same_person


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "hr.jobseeker.asked"]

    # Core looks contacts up by this for every application and every incoming e-mail, and has no index for it.
    email_normalized = fields.Char(index="btree_not_null")
    # the ledger and the gate do so for text messages that go to a number alone
    phone_sanitized = fields.Char(index="btree_not_null")
    jobseeker_ids = fields.One2many(
        "hr.jobseeker", "partner_id", groups="hr_recruitment.group_hr_recruitment_user", copy=False
    )

    def write(self, vals):
        """A corrected address begins anew: letters came back from the old one, and perhaps a stranger reads it.

        So the links that were sent there open nothing any more; the old address is kept for a while.
        """
        before = {partner: partner.email_normalized for partner in self} if "email" in vals else {}
        result = super().write(vals)
        corrected = self.filtered(lambda partner: before.get(partner) and partner.email_normalized != before[partner])
        if corrected:
            corrected.filtered("message_bounce").message_bounce = 0
            corrected.sudo().jobseeker_ids._revoke_all_links()  # sudo: whoever corrects the address of a contact
            self.env["hr.jobseeker"]._remember_addresses({partner: before[partner] for partner in corrected})
        return result

    @api.model
    def _find_or_make_people(self, wanted):
        """Return one contact for each of the wanted people, in two queries whatever their number.

        An address alone joins nobody: a family, an agency or a colleague who passes an application on share one. So a
        contact is found only by address *and* name, and only where the company may see it; everybody else is new. A
        person without an address is always new: neither a name nor a phone number says who it is.

        :param wanted: list of values of a new contact, with at least ``name``, ``email`` and ``company_id``
        :return: list of res.partner, in the order of ``wanted``
        """
        emails = [email_normalize(vals["email"]) for vals in wanted]
        known = self._contacts_by_email(filter(None, emails))
        found, missing = [], []
        for vals, email in zip(wanted, emails, strict=True):
            person = next((contact for contact in known[email] if contact._is_person(vals)), None) if email else None
            if person is None:
                person = _Newcomer(vals)
                missing.append(person)
                known[email].append(person)  # twice in one import: one person
            found.append(person)
        made = self.with_context(mail_create_nosubscribe=True).create([person.vals for person in missing])
        contacts = dict(zip(missing, made, strict=True))
        return [contacts.get(person, person) for person in found]

    @api.model
    def _contacts_by_email(self, emails):
        """Return {normalized address: contacts}, oldest first, as core does."""
        known = defaultdict(list)
        for contact in self.search([("email_normalized", "in", list(emails))], order="id"):
            known[contact.email_normalized].append(contact)
        return known

    def _is_person(self, vals):
        self.ensure_one()
        return self.company_id.id in (False, vals["company_id"]) and same_person(vals["name"], self.name)

    @api.model
    def _name_of_sender(self, email):
        """Who writes from an address without giving a name: its only contact, else what stands before the @.

        Two contacts on one mailbox leave it open who wrote, and a colleague's address is no jobseeker's.
        """
        contacts = self._contacts_by_email([email])[email]
        if len(contacts) == 1 and not contacts[0]._is_colleague():
            return contacts[0].name
        return email.partition("@")[0]

    def _is_colleague(self):
        """An internal user's contact: read by everybody, and not an application's to change."""
        self.ensure_one()
        # sudo: whether there is a user behind a contact, nothing more, also for whoever may not read users
        return any(not user.share for user in self.sudo().user_ids)


class _Newcomer:
    """A contact that is still to be made; it answers like one, so that a batch knows its own people."""

    def __init__(self, vals):
        self.vals = vals

    def _is_person(self, vals):
        return self.vals["company_id"] == vals["company_id"] and same_person(vals["name"], self.vals["name"])
