from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import hmac

from .hr_jobseeker_purpose import EMAIL

#: Stands for every purpose of marketing: who asked for no contact at all, before their data were erased.
ANY = "any"
_SCOPE = "jobseeker_relations.suppression"


class HrJobseekerSuppression(models.Model):
    """An address or a number that said no to a purpose, kept as a key from which nobody reads it back.

    It outlives the person's data (GDPR art. 21, PECR): who comes back from another list is still not written to. The
    key is an HMAC of the address with the database's secret. Odoo's blacklist stays what it is, a no to everything.
    """

    _name = "hr.jobseeker.suppression"
    _description = "Suppressed Address"
    _order = "id desc"

    key = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    code = fields.Char(string="Purpose", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")

    _key_unique = models.UniqueIndex("(key, code, company_id)")

    @api.model
    def _get_keys(self, people, code):
        """{key: people} of what these people are reached by for that purpose."""
        by_address = defaultdict(people.browse)
        for person in people:
            for address in filter(None, person._get_suppressed_by(code)):
                by_address[address] |= person
        env = self.sudo().env  # sudo: the secret is the system's
        return {hmac(env, _SCOPE, address.strip().lower()): some for address, some in by_address.items()}

    @api.model
    def _find(self, people, code):
        """The people whose address or number is suppressed for this purpose, or for all, in their company."""
        keys = self._get_keys(people, code)
        if not keys:
            return people.browse()
        # sudo: nobody reads these rows; the gate asks them for everybody
        rows = self.sudo().search([("key", "in", list(keys)), ("code", "in", [code, ANY])])
        found = people.browse()
        for row in rows:
            found |= keys[row.key].filtered(lambda person, row=row: person.company_id == row.company_id)
        return found

    @api.model
    def _keep(self, people, code):
        """Keep a no of these people; the same again is one row."""
        known = self._find_rows(people, code)
        have = {(row.key, row.company_id) for row in known}
        self.sudo().create(  # sudo: as above
            [
                {"key": key, "code": code, "company_id": company.id}
                for key, some in self._get_keys(people, code).items()
                for company in some.company_id
                if (key, company) not in have
            ]
        )

    @api.model
    def _release(self, people, code):
        """They said yes to this purpose: the former no is over."""
        self._find_rows(people, code).unlink()

    @api.model
    def _find_rows(self, people, code):
        keys = self._get_keys(people, code)
        # sudo: as above
        return self.sudo().search(
            [("key", "in", list(keys)), ("code", "=", code), ("company_id", "in", people.company_id.ids)]
        )


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _get_suppressed_by(self, code):
        """The addresses or numbers at which this person is reached for a purpose: of every contact of theirs."""
        self.ensure_one()
        person = self.sudo()  # sudo: who asks whether they may write need not read relationships
        contacts = [*person.partner_id, *person.former_contact_ids.contact_id]  # no union: each is read with its batch
        numbers = {contact.phone_sanitized or contact.phone for contact in contacts}
        if code not in (EMAIL, ANY):
            return numbers
        return {contact.email_normalized for contact in contacts} | (numbers if code == ANY else set())
