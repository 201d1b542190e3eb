from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .moment import say_day
from .status_laws import find_status, set_status

#: Days ahead at which requirements are said to go stale soon.
SOON_DAYS = 14
STATUSES = [
    ("hidden", "Hidden from matching"),
    ("warned", "Warned"),
    ("asked", "Asked"),
    ("stale", "To be asked"),
    ("soon", "Soon to be asked"),
    ("fresh", "Up to date"),
    ("none", "Nobody asks"),
]


class HrJobseeker(models.Model):
    """How what we know of a person's wishes stands today, searched by the same laws, and the sentence that says why."""

    _inherit = "hr.jobseeker"

    refresh_status = fields.Selection(
        STATUSES, string="Requirements", compute="_compute_refresh_status", search="_search_refresh_status"
    )
    refresh_explanation = fields.Char(compute="_compute_refresh_explanation")

    @api.model
    def _get_refresh_status_laws(self):
        """[(status, domain)] today: the first that holds decides; the last holds always."""
        today = fields.Date.context_today(self)
        return [
            ("hidden", Domain("hidden_from_matching_since", "!=", False)),
            ("warned", Domain("refresh_warned_on", "!=", False)),
            ("asked", Domain("refresh_asked_on", "!=", False)),
            ("stale", Domain("requirements_stale_on", "<=", today)),
            ("soon", Domain("requirements_stale_on", "<=", today + timedelta(days=SOON_DAYS))),
            ("fresh", Domain("requirements_stale_on", "!=", False)),
            ("none", Domain.TRUE),
        ]

    @api.depends("hidden_from_matching_since", "refresh_warned_on", "refresh_asked_on", "requirements_stale_on")
    @api.depends_context("tz")
    def _compute_refresh_status(self):
        set_status(self, "refresh_status", self._get_refresh_status_laws())

    @api.model
    def _search_refresh_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = find_status(self._get_refresh_status_laws(), value)
        if not {"fresh", "none"} & set(value):
            # follows from the laws, as whoever was asked was stale, and says it in words that an index understands
            soon = fields.Date.add(fields.Date.context_today(self), days=SOON_DAYS)
            found &= Domain("requirements_stale_on", "<=", soon)
        return found

    # --- in words -----------------------------------------------------------------------------------

    @api.depends(
        "requirements_said_on",
        "refresh_look_at",
        "refresh_asked_on",
        "refresh_warned_on",
        "hidden_from_matching_since",
        "refresh_fault",
    )
    @api.depends_context("lang")
    def _compute_refresh_explanation(self):
        for jobseeker in self:
            jobseeker.refresh_explanation = jobseeker._explain_refresh()

    def _explain_refresh(self):
        """Why a person is hidden, or what happens next to what we know of their wishes."""
        self.ensure_one()
        if self.refresh_fault:
            return self.env._("They could not be asked what they need: %s", self.refresh_fault)
        if self.hidden_from_matching_since:
            return " ".join(self._say_hidden())
        step = self._get_refresh_step()
        if self.refresh_wanted_on:
            return self.env._("They are asked as soon as a letter may go.")
        if not step:
            return ""
        day = say_day(self.env, max(step.day, fields.Date.context_today(self)))
        if step.name == "ask":
            return self.env._("They are asked on %s whether this is still true.", day)
        asked = say_day(self.env, self.refresh_asked_on)
        words = {
            "warn": self.env._("Asked on %(asked)s, no answer yet; warned on %(day)s.", asked=asked, day=day),
            "hide": self.env._("Asked on %(asked)s, no answer; hidden from matching on %(day)s.", asked=asked, day=day),
            "review": self.env._("Asked on %(asked)s, no answer; to be reviewed on %(day)s.", asked=asked, day=day),
        }
        return words[step.name]

    def _say_unconfirmed(self):
        """Why somebody looks back with them."""
        return self.env._(
            "Part of what they want was last confirmed on %(said)s; asked on %(asked)s, they did not answer.",
            said=say_day(self.env, self.requirements_said_on),
            asked=say_day(self.env, self.refresh_asked_on),
        )

    def _say_hidden(self):
        """Sentences: since when, why, and what ends it."""
        hidden = say_day(self.env, self.hidden_from_matching_since)
        if not self.requirements_said_on:
            return [self.env._("Hidden from matching since %s.", hidden)]
        said = say_day(self.env, self.requirements_said_on)
        return [
            self.env._(
                "Hidden from matching since %(hidden)s: part of what they want was last confirmed on %(said)s, and "
                "nobody answered.",
                hidden=hidden,
                said=said,
            ),
            self.env._("“Still True” shows them again."),
        ]
