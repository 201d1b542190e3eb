from odoo import api, models

from .personal_data import CATEGORIES


class HrJobseekerPersonalData(models.AbstractModel):
    """The page of the copy: the same rows, for people."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _prepare_page(self, person, copy):
        """Values of ``index.html``: the same rows, with labels, in the order of the categories."""
        labels, categories = {}, dict(self._get_category_names())
        for section in copy["sections"]:
            described = self.env[section["model"]].fields_get(attributes=["string"])
            labels[section["model"]] = {name: one["string"] for name, one in described.items()}
        lang = self.env["res.lang"]._get_data(code=self.env.lang)
        return {
            "copy": copy,
            "person": person.with_context(lang=self.env.lang),
            "company": person.company_id,
            "labels": labels,
            "categories": [
                (name, [section for section in copy["sections"] if section["category"] == code])
                for code, name in categories.items()
            ],
            "say": _say,
            "html_lang": (self.env.lang or "en").replace("_", "-"),
            "direction": lang.direction or "ltr",
        }

    @api.model
    def _get_category_names(self):
        names = {
            "identity": self.env._("Who you are"),
            "search": self.env._("Your job search: needs, applications, documents, reviews, timetable"),
            "agreement": self.env._("What was agreed, and consents"),
            "checks": self.env._("References"),
            "evidence": self.env._("Evidence of the right to work"),
            "disclosure": self.env._("Criminal record checks"),
            "correspondence": self.env._("Correspondence, calls, meetings, notes"),
            "technical": self.env._("What our system plans by itself"),
            "rights": self.env._("Your requests, and why data is kept"),
        }
        return [(code, names[code]) for code, _name in CATEGORIES]


def _say(value):
    """A value as a person reads it."""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, (list, tuple)):
        return ", ".join(_say(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_say(item)}" for key, item in value.items() if item not in (None, False, ""))
    return str(value)
