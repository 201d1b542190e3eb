from odoo import api, models

from .hr_jobseeker_legal_hold import say_hold


class HrJobseekerPersonalData(models.AbstractModel):
    """What is said of an erasure, done or planned."""

    _inherit = "hr.jobseeker.personal.data"

    @api.model
    def _say_erased(self, erased, *, planned=False):
        """The receipt: what went, what stays and why; nothing of the person stands in it."""
        env, lines = self.env, []
        lines.append(env._("Would go:") if planned else env._("Erased:"))
        lines += self._say_counts(erased.counts) or [env._("• nothing")]
        if erased.holds:
            lines += ["", env._("Stays, because:")]
            lines += [f"• {say_hold(env, hold)}" for hold in erased.holds]
            lines += self._say_counts(erased.kept)
            lines.append(self.env._("It is frozen, and goes by itself when its time is over."))
        if erased.uses:
            lines += ["", env._("The contact itself stays, because something else uses it:")]
            lines += [f"• {use}" for use in erased.uses]
        if erased.shared:
            lines += [
                "",
                env._(
                    "%s messages and meetings are about other people, too, and stay: name, addresses and numbers were "
                    "taken out of their texts. What else they say, nobody has read.",
                    erased.shared,
                ),
            ]
        if not erased.holds:
            lines += [
                "",
                env._(
                    "Kept for good: a key by which we never write to them again, entries of the blacklists, and a row "
                    "of statistics without a name. Files leave the disk within a day."
                ),
            ]
        return "\n".join(lines)

    @api.model
    def _say_counts(self, counts):
        return [f"• {self._name_model(model)}: {count}" for model, count in counts.items() if count]
