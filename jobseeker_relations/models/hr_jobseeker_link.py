from secrets import token_hex

from odoo import api, fields, models
from odoo.tools import hash_sign, verify_hash_signed


class HrJobseekerLink(models.AbstractModel):
    """Signed links to a record, each for one purpose and some days, for people without an account (design §4).

    Nothing of a link is stored: it is the record and its key, signed with the database's secret and the purpose, so a
    link for one purpose opens no other, and one that was made up, has expired or was revoked opens nothing.
    """

    _name = "hr.jobseeker.link"
    _description = "Signed Links to a Jobseeker's Record"

    #: Whether the person of the record gets its links; else somebody else does, whatever address the person has.
    _link_is_theirs = True

    link_key = fields.Char(copy=False, groups=fields.NO_ACCESS)

    def _get_link(self, purpose, days):
        """Return the address of the page of that purpose; it works for so many days.

        :param purpose: what stands in the address, e.g. ``terms``: a route of ours
        """
        self.ensure_one()
        record = self.sudo()  # sudo: the key is nobody's to read
        values = [record._name, record.id, record.link_key or ""]
        token = hash_sign(record.env, _get_scope(purpose), values, expiration_hours=24 * days)
        return f"{record.get_base_url()}/jobseeker/{purpose}/{token}"

    @api.model
    def _find_by_link(self, purpose, token):
        """Return the record of a link, or none: an unknown, an expired and a foreign link are not told apart."""
        # sudo: who opens a link has no rights, the signature is what lets them in
        records = self.sudo()
        model, record_id, key = records._read_link(purpose, token)
        if model != self._name:
            return records.browse()
        return records._find_linked(purpose, record_id, key)

    @api.model
    def _read_link(self, purpose, token):
        """What a link names, whether it still opens anything or not: (model, id, key); of none that is true nothing."""
        try:
            # sudo: the database's secret
            values = verify_hash_signed(self.sudo().env, _get_scope(purpose), token)
        except ValueError:  # no link at all
            values = None
        return values or (None, None, None)

    def _find_linked(self, _purpose, record_id, key):
        """The record that a true link names, or none if its links were revoked since."""
        record = self.browse(record_id).exists()
        return record if record and (record.link_key or "") == key else self.browse()

    def _revoke_links(self):
        """Make every link that was given out until now open nothing."""
        for record in self.sudo():  # sudo: the key is nobody's to write
            record.link_key = token_hex(16)


def _get_scope(purpose):
    return f"jobseeker_relations.{purpose}"
