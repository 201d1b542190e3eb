import json

from odoo import api, models
from odoo.tools import SQL

from ..rules.redaction import SHORTEST


class HrJobseekerPersonalData(models.AbstractModel):
    """What Odoo itself would sweep away, hours or a day later: open dialogs, and what was pushed to browsers."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _erase_dialogs(self, trace):
        """Dialogs that somebody opened about them; Odoo's vacuum would leave them for hours."""
        subjects = {
            "hr.jobseeker": trace.people.ids,
            "hr.applicant": trace.applicants.ids,
            "res.partner": trace.lone.ids,
        }
        for model in self.env.registry.values():
            if not model._transient or model._abstract:
                continue
            for one in model._fields.values():
                theirs = subjects.get(one.comodel_name) if one.store else None
                if theirs and one.type in ("many2one", "many2many"):
                    self._erase_dialogs_by(one, theirs)
        if "privacy.lookup.wizard" in self.env:
            for address in trace.addresses:
                found = self._all("privacy.lookup.wizard").search([("email", "ilike", address)])
                found.line_ids.unlink()
                found.unlink()

    @api.model
    def _erase_dialogs_by(self, field, ids):
        """Delete the dialogs of which a field names these records; one about others, too, goes on without them."""
        dialogs = self._all(field.model_name).search([(field.name, "in", ids)])
        if field.type == "many2many":
            about_many = dialogs.filtered(lambda dialog: set(dialog[field.name].ids) - {*ids})
            self._leave_dialogs(about_many, field, ids)
            dialogs -= about_many
        dialogs.unlink()

    @api.model
    def _leave_dialogs(self, dialogs, field, ids):
        """Take these records out of dialogs about many, past the checks that hold when somebody confirms one."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE %s IN %s AND %s IN %s",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                tuple(dialogs.ids) or (0,),
                SQL.identifier(field.column2),
                tuple(ids),
            )
        )
        dialogs.invalidate_recordset([field.name])

    @api.model
    def _erase_pushes(self, trace):
        """What Odoo pushed to open browsers lies in a table for a day: JSON, in which a name may stand in two ways."""
        words = {word for word in trace.words if len(word) >= SHORTEST and not word.isalpha()}
        # one word is a word of other people's sentences, too: it counts where it is all that is said
        words |= {f'"{word}"' for word in trace.names if word.isalpha()}
        if words and trace.lone and "bus.bus" in self.env:
            said = {text for word in words for text in (word, json.dumps(word)[1:-1])}
            self.env.cr.execute(
                SQL(
                    "DELETE FROM bus_bus WHERE EXISTS ("
                    "SELECT FROM unnest(%s::text[]) AS said(word) WHERE strpos(lower(message::text), word) > 0)",
                    [text.lower() for text in said],
                )
            )
