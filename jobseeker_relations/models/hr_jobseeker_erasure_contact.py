import logging

from psycopg2 import IntegrityError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL, mute_logger

from .hr_jobseeker_erasure import SILENT

_logger = logging.getLogger(__name__)

#: Rows that say nothing of a contact, and would keep it from going: whose meetings a colleague wants to see.
TICKS = frozenset({"calendar.filters"})


class HrJobseekerPersonalData(models.AbstractModel):
    """The contact and its accounts: deleted, or, where something else names them, made to say nothing."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _delete(self, row):
        """Delete a row; what something else names may not go.

        :return: whether it went
        """
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                row.with_context(**SILENT).unlink()
        except (IntegrityError, UserError):
            return False
        return True

    @api.model
    def _erase_bank_accounts(self, accounts, _trace):
        """One that a payment names cannot be deleted: it is archived, and its number is none."""
        for account in accounts:
            if not self._delete(account):
                account.with_context(**SILENT).write(
                    {"active": False, "acc_number": f"erased-{account.id}", "acc_holder_name": False}
                )
        return len(accounts)

    @api.model
    def _erase_users(self, users, _trace):
        """Portal accounts. One that something else names cannot be deleted: nobody enters by it, and it is empty."""
        for user in users:
            self.env["res.device.log"].sudo().search([("user_id", "=", user.id)]).unlink()  # sudo: the system erases
            if not self._delete(user):
                user.write({"active": False, "login": f"erased-{user.id}", "signature": False})
        return len(users)

    @api.model
    def _erase_contacts(self, contacts, trace):
        """Delete; where a row of a kind that nobody thought of names the contact, make it say nothing."""
        for name in TICKS & self.env.registry.keys():
            self._all(name).search([("partner_id", "in", contacts.ids)]).unlink()
        for contact in contacts.sorted(lambda contact: not contact.parent_id):
            if not self._delete(contact):
                _logger.info("Contact %s is named elsewhere and was made anonymous", contact.id)
                self._blank_contact(contact)
        return len(contacts)

    @api.model
    def _get_blank_values(self, contact):
        kinds = ("char", "text", "html", "binary", "image", "date", "float", "reference", "properties")
        blank = {
            name: False
            for name, one in contact._fields.items()
            if one.store and one.type in kinds and (not one.compute or not one.readonly) and not one.related
        }
        # what says where they live, how they speak, and for whom they work
        named = ("country_id", "state_id", "industry_id", "parent_id", "user_id", "buyer_id", "lang", "tz")
        blank.update({name: False for name in named if name in contact._fields})
        blank["category_id"] = [Command.clear()]
        return {**blank, "name": self.env._("Erased person"), "active": False}

    @api.model
    def _blank_contact(self, contact):
        contact.with_context(**SILENT, no_vat_validation=True).write(self._get_blank_values(contact))
        contact.flush_recordset()
        # what each company says of them, in a column for all companies
        columns = [one.name for one in contact._fields.values() if one.company_dependent and one.store]
        if columns:
            empty = SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in columns)
            self.env.cr.execute(SQL("UPDATE res_partner SET %s WHERE id = %s", empty, contact.id))
            contact.invalidate_recordset()
