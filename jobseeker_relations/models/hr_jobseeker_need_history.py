from odoo import models
from odoo.tools import format_date

from .hr_jobseeker_need_change import OURS


class HrJobseekerNeed(models.Model):
    """A need in the words of its history: what stood there, and who asked for another thing."""

    _inherit = "hr.jobseeker.need"

    def _for_history(self):
        """The need in the company's language: colleagues read the history, whoever's page it was written on."""
        return self.with_context(lang=self.company_id.partner_id.lang or "en_US")

    def _say_tracked(self, names):
        self.ensure_one()
        return {name: self._for_history()._say(name) for name in names}

    def _say(self, name):
        """The value of a field as its reader sees it."""
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "date":
            return format_date(self.env, value) if value else ""
        return (value.display_name if field.type == "many2one" else value) or ""

    def _say_whole(self):
        """A new need in one line: "Pay: 28000 – 34000 EUR a year (Must)"."""
        need = self._for_history()
        value = " ".join(filter(None, [need.value, need.value and need.unit]))
        return ": ".join(filter(None, [need.name, value])) + f" ({need._say('priority')})"

    def _prepare_change_vals(self, name, asked_by=False):
        """:param asked_by: who asked for just this change; our own view changes without being asked, a state may"""
        ours = name in OURS and not (name == "state" and asked_by)
        return {
            "need_id": self.id,
            "jobseeker_id": self.jobseeker_id.id,
            "field": name,
            "asked_by": "adviser" if ours else self.asked_by,
            "sensitive": self.sensitive,
            "user_id": self.env.uid,
        }
