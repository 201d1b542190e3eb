from babel import UnknownLocaleError
from babel.dates import get_month_names

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import babel_locale_parse

from ..rules.need_value import NEUTRAL, Limits, Notation, Unreadable, fold, read, say_number

KINDS = [("need", "Need"), ("expectation", "Expectation")]


class HrJobseekerNeedType(models.Model):
    """What a person may want or must have, and what form its value has, so that a job can be compared with it.

    Types are nobody's secret. Needs of a *sensitive* type are: only the person's adviser and those who arrange what is
    needed read them (``security/hr_jobseeker_need_security.xml``).
    """

    _name = "hr.jobseeker.need.type"
    _description = "Type of Need"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    default_kind = fields.Selection(KINDS, string="Kind", required=True, default="need")
    question = fields.Char(translate=True, help="What to ask the person; shown where the need is written down.")
    value_form = fields.Selection(
        [("text", "Text"), ("number", "Number"), ("date", "Date"), ("choice", "Choice"), ("place", "Place")],
        string="Form of the Value",
        required=True,
        default="text",
        help="Number: one, or a range. Date: a day, with words such as “from” if need be. Place: how far from it, too.",
    )
    unit = fields.Char(translate=True, help="What the number counts, e.g. hours a week.")
    minimum = fields.Float(help="A smaller number is refused as a slip.")
    maximum = fields.Float(help="A greater number is refused as a slip; 0: there is no limit.")
    choice_ids = fields.One2many("hr.jobseeker.need.choice", "type_id", string="Choices", copy=True)
    sensitive = fields.Boolean(
        tracking=True,
        help="Only the person's adviser and those who arrange it can read such a need, in every list and export.",
    )
    arranger_ids = fields.Many2many(
        "res.users",
        string="Arranged by",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Who arrange what is sensitive, and may read it of everybody.",
    )

    _minimum_not_negative = models.Constraint("CHECK(minimum >= 0)", "The smallest number is 0 or more.")
    _limits_fit = models.Constraint(
        "CHECK(maximum = 0 OR maximum >= minimum)", "The greatest number is below the smallest: exchange them."
    )

    def write(self, vals):
        if {"sensitive", "arranger_ids"} & vals.keys():  # who opens what is confidential stands in the log
            self = self.with_context(tracking_disable=False, mail_notrack=False)
        return super().write(vals)

    def _read_value(self, text):
        """Return the Reading of what was typed, in the notation of who typed it; or say what can be typed."""
        self.ensure_one()
        try:
            return self._read_as(text, self._get_notation())
        except Unreadable as error:
            raise ValidationError(self._explain(error)) from error

    def _read_as(self, text, notation=NEUTRAL):
        """Return the Reading of a value; by default of a stored one. Raise Unreadable."""
        return read(
            self.value_form,
            text,
            notation,
            limits=Limits(self.minimum, self.maximum, self.unit or ""),
            choices=self._get_choices() if self.value_form == "choice" else None,
            today=fields.Date.context_today(self),
        )

    def _get_choices(self):
        """{choice: its names in all languages}: who reads French changes what was chosen in Polish."""
        choices = {choice.id: [choice.name] for choice in self.choice_ids}
        for code, _name in self.env["res.lang"].get_installed():
            for choice in self.choice_ids.with_context(lang=code):
                choices[choice.id].append(choice.name)
        return choices

    @api.model
    def _get_notation(self):
        """How the user's language writes numbers and days."""
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        order = lang.date_format or "%d"
        return Notation(
            decimal=lang.decimal_point or ".",
            thousands=lang.thousands_sep or "",
            day_first=order.find("%d") < order.find("%m"),
            months=_get_months(self.env.lang),
        )

    def _explain(self, error):
        """Say, in words, what was not understood and what is possible."""
        form = {
            "number": self.env._(
                "“%(found)s” is not a number. Write one, or a range: 28000, 28000-34000, from 28000, up to 40.",
                found=error.found,
            ),
            "decimals": self.env._(
                "“%(found)s” can be read in two ways. Write it without a mark, or with two decimals at most.",
                found=error.found,
            ),
            "words": self.env._(
                "“%(found)s” is not understood here. Write the number or range alone, e.g. 28000-34000; "
                "put anything else into the name.",
                found=error.found,
            ),
            "limits": self._explain_limits(error),
            "date": self.env._(
                "“%(found)s” does not name one day. Write it as 2026-12-01, as 1 December 2026, or as from 2026-12-01.",
                found=error.found,
            ),
            "year": self.env._("Check the year: %(found)s is too far away.", found=error.found),
            "radius": self.env._(
                "%(found)s km is further than anybody travels: check the distance.", found=error.found
            ),
            "choice": self.env._(
                "“%(found)s” is none of the choices: %(choices)s.",
                found=error.found,
                choices=", ".join(self.choice_ids.mapped("name")) or self.env._("none are set up yet"),
            ),
        }
        return self.env._("%(type)s: %(problem)s", type=self.name, problem=form[error.code])

    def _explain_limits(self, error):
        named = {"found": error.found, "minimum": say_number(self.minimum), "maximum": say_number(self.maximum)}
        named["unit"] = self.unit or ""
        if self.maximum:
            return self.env._("%(found)s is not between %(minimum)s and %(maximum)s %(unit)s.", **named).strip()
        return self.env._("%(found)s is less than %(minimum)s %(unit)s.", **named)

    def _get_hint(self):
        """What a value of this type may look like, for an empty cell."""
        self.ensure_one()
        if self.value_form == "choice":
            return self.env._("One of: %s", ", ".join(self.choice_ids.mapped("name")))
        return {
            "number": self.env._("e.g. 30, 28-34, from 28, up to 40"),
            "date": self.env._("e.g. from 2026-12-01"),
            "place": self.env._("e.g. Lisbon, 30 km"),
        }.get(self.value_form, "")


class HrJobseekerNeedChoice(models.Model):
    """One of the answers to choose from, of a type whose value is a choice."""

    _name = "hr.jobseeker.need.choice"
    _description = "Choice of a Need"
    _order = "sequence, id"

    type_id = fields.Many2one("hr.jobseeker.need.type", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)


def _get_months(lang):
    """{folded name or abbreviation: number} of the months in a language, and in English."""
    months = {}
    for code in ("en_US", lang or "en_US"):
        try:
            locale = babel_locale_parse(code)
        except (UnknownLocaleError, ValueError):
            continue
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, locale)
                months.update({fold(name).rstrip("."): number for number, name in names.items()})
    return months
