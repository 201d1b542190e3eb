import re

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ..rules.redaction import redact, redact_addresses

#: Who typed a row is a colleague's data; when it was typed is the person's.
SKIPPED = frozenset({"create_uid", "write_uid", "write_date", "access_token", "link_key", "store_fname", "checksum"})
SKIPPED_TYPES = frozenset({"binary", "image", "one2many"})
#: An account of Odoo is dozens of settings; these say something of a person.
FIELDS_OF = {"res.users": ("login", "lang", "tz", "create_date", "login_date", "signature")}
#: What letters begin with so that a mailbox shows nothing behind the preview.
FILLING = re.compile("(?:[\u034f\u200b\u200c\ufeff]\\s?)+")


class HrJobseekerPersonalData(models.AbstractModel):
    """How one row of a person is told in the copy."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _describe(self, place, row, trace, others, portable):
        """{field: value} of one row, fit for JSON."""
        names = place.given if portable else FIELDS_OF.get(place.model) or self._get_told_fields(place)
        values = {}
        for name in names:
            if name in row._fields:
                value = self._describe_value(row, row._fields[name], trace)
                if isinstance(value, str):
                    value = self._redact_for_them(value, place, trace, others)
                elif isinstance(value, list):
                    value = [
                        self._redact_for_them(item, place, trace, others) if isinstance(item, str) else item
                        for item in value
                    ]
                if value not in (None, False, "", []) or row._fields[name].type == "boolean":
                    values[name] = value
        return values

    @api.model
    def _redact_for_them(self, text, place, trace, others):
        """A text without other people; addresses of anybody else are taken out of correspondence alone."""
        text = redact(FILLING.sub("", text), others, self.env._("[another person]"))
        if place.category == "correspondence":
            text = redact_addresses(text, self._get_open_addresses(trace), self.env._("[address]"))
        return text

    @api.model
    def _get_told_fields(self, place):
        """The stored fields of a model that say something of the person."""
        return [
            name
            for name, one in self.env[place.model]._fields.items()
            if one.store
            and one.type not in SKIPPED_TYPES
            and name not in SKIPPED
            and name not in place.hidden
            and one.groups != fields.NO_ACCESS
        ]

    @api.model
    def _get_open_addresses(self, trace):
        """Addresses that stay readable: the person's own and those of who wrote with them here."""
        if "open addresses" not in trace.found:
            messages, events = self._find_all_messages(trace), self._find_all_events(trace)
            people = messages.author_id | messages.partner_ids | events.partner_ids
            named = people.filtered(lambda partner: self._may_name(partner, trace))
            addresses = [*trace.partners.mapped("email_normalized"), *named.mapped("email_normalized")]
            addresses += trace.people.company_id.mapped("email")
            trace.found["open addresses"] = {
                *filter(None, addresses),
                *(address.lower() for address in trace.addresses | trace.shared),
            }
        return trace.found["open addresses"]

    @api.model
    def _describe_value(self, row, one, trace):
        value = row[one.name]
        if one.relational:
            shown = [self._name_record(record, trace) for record in value]
            return shown[0] if one.type == "many2one" and shown else shown or None
        if one.type in ("reference", "many2one_reference"):
            return value.display_name if one.type == "reference" and value else value or None
        if one.type == "selection":
            return dict(one._description_selection(self.env)).get(value, value)
        if one.name == "body_html":  # the queue's copy of a message that is told as such
            return None if row.is_notification else html2plaintext(value or "")
        if one.type == "html":
            return html2plaintext(value) if value else None
        if one.type == "properties":
            return row.read([one.name])[0][one.name]
        return value

    @api.model
    def _name_record(self, record, trace):
        if record._name == "res.partner" and not self._may_name(record, trace):
            return self.env._("[another person]")
        if record._name == "hr.jobseeker" and record not in trace.people:
            return self.env._("[another person]")
        if record._name == "mail.message":
            return record.subject or record.id
        return record.display_name
