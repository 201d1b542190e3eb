from odoo import api, fields, models

from .moment import say_day


class HrJobseekerNeed(models.Model):
    """Who said that a need is still true: the person themselves, on a page, or a colleague who heard it from them."""

    _inherit = "hr.jobseeker.need"
    _never_by_default = frozenset({"confirmed_on", "confirmed_by_id", "confirmed_by_person"})

    confirmed_by_person = fields.Boolean(
        string="By Themselves",
        readonly=True,
        copy=False,
        help="They said so themselves, on their page or behind the link of a letter. Else a colleague recorded it.",
    )

    @api.model
    def _sign_confirmation(self, vals):
        """Behind a link there is no account to name: the person stands for it."""
        super()._sign_confirmation(vals)
        if "confirmed_on" not in vals:
            vals.pop("confirmed_by_person", None)  # follows from who confirms, and is nobody's to say
            return
        vals["confirmed_by_person"] = bool(vals["confirmed_on"]) and self.env.user.share
        if vals.get("confirmed_by_id") and self.env.user._is_public():
            vals["confirmed_by_id"] = False

    def _prepare_change_vals(self, name, asked_by=False):
        vals = super()._prepare_change_vals(name, asked_by)
        return {**vals, "user_id": False} if self.env.user._is_public() else vals

    def _confirm(self):
        """What was confirmed need not be asked for any more."""
        result = super()._confirm()
        self.jobseeker_id._settle_refresh_tasks()
        return result

    def _say_confirmed(self):
        """When it was confirmed and by whom, for the person: "You said so on 3 Mar"."""
        self.ensure_one()
        if not self.confirmed_on:
            return self.env._("Not confirmed yet")
        day = say_day(self.env, self.confirmed_on)
        if self.confirmed_by_person:
            return self.env._("You confirmed it on %s", day)
        return self.env._("Your adviser noted on %s that it is still true", day)
