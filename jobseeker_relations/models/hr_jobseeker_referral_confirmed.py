from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_jobseeker_kept import keep_own_defaults
from .hr_jobseeker_referral import UNSENT

#: What a colleague says to have seen or told (reg. 19, 20, 22).
CONFIRMATIONS = frozenset({"identity_confirmed", "qualifications_confirmed", "requirements_told"})


class HrJobseekerReferral(models.Model):
    """What a colleague confirms before somebody is put forward, with who said so and when on the thread."""

    _inherit = "hr.jobseeker.referral"

    identity_confirmed = fields.Boolean(
        copy=False, help="Somebody saw who they are: a document, or what else proves it (reg. 19)."
    )
    qualifications_confirmed = fields.Boolean(
        string="Experience and Qualifications Confirmed",
        copy=False,
        help="What the job asks for was checked, and copies are here where the law wants them (reg. 19, 22).",
    )
    requirements_told = fields.Boolean(
        string="Requirements Told to Both",
        copy=False,
        help="Both sides know what law and profession ask of who does this work (reg. 20).",
    )

    def _lacks_confirmations(self):
        lacks = {}
        if self.is_internal:  # our own: whoever interviews them does it
            return lacks
        if not self.identity_confirmed:
            lacks["identity"] = self.env._("Nobody confirmed the identity.")
        if not self.qualifications_confirmed:
            lacks["qualifications"] = self.env._("Nobody confirmed experience, training and authorisations.")
        if not self.requirements_told:
            lacks["requirements"] = self.env._("Nobody told both sides what law and profession ask of this work.")
        return lacks

    @api.model
    def default_get(self, fields):
        """Nobody confirms by a default, which would hold for everybody at once."""
        return keep_own_defaults(self, super().default_get(fields), CONFIRMATIONS)

    @api.model_create_multi
    def create(self, vals_list):
        referrals = super().create(vals_list)
        for referral in referrals:
            referral._note_confirmed(CONFIRMATIONS)
        return referrals

    def write(self, vals):
        confirmed = CONFIRMATIONS & vals.keys()
        changed = self.filtered(lambda one: any(one[name] != vals[name] for name in confirmed))
        if not self.env.su and any(referral.state not in UNSENT for referral in changed):
            raise UserError(self.env._("An outcome is recorded once, with its day, and stays. Use the buttons for it."))
        result = super().write(vals)
        for referral in changed:
            referral._note_confirmed(confirmed)
        if confirmed:
            self._try_ready()
        return result

    def _note_confirmed(self, names):
        """Who confirmed what, and when, stands on the thread."""
        told = self._for_adviser()
        said = [told._fields[name]._description_string(told.env) for name in sorted(names) if self[name]]
        if said:
            told._note(f"{told.display_name}: {', '.join(said)}")
