from odoo import models
from odoo.exceptions import UserError

from ..models.personal_data import PLACES


class PrivacyLookupWizardLine(models.TransientModel):
    """Odoo's own look-up finds our records; it deletes them one by one, past holds, copies and suppression.

    What belongs to a jobseeker is erased by a request about data, which knows the whole map.
    """

    _inherit = "privacy.lookup.wizard.line"

    def action_unlink(self):
        for line in self:
            person = line._get_jobseeker()
            if person:
                raise UserError(
                    self.env._(
                        "%s is a jobseeker, of whom there are copies in many places, and perhaps a duty to keep some. "
                        "Register a request for erasure on the jobseeker: it takes all of them, and says what stays.",
                        person.name,
                    )
                )
        return super().action_unlink()

    def action_unlink_all(self):
        """Others go; who is a jobseeker stays, for the request."""
        return super(PrivacyLookupWizardLine, self.filtered(lambda line: not line._get_jobseeker())).action_unlink_all()

    def _get_jobseeker(self):
        """The jobseeker of whom this line's record is a part; none, where it is somebody else's."""
        self.ensure_one()
        people = self.env["hr.jobseeker"].sudo()  # sudo: a hold binds who may not read jobseekers, too
        if not self.res_model or self.res_model not in self.env or self.is_unlinked:
            return people.browse()
        record = self.env[self.res_model].sudo().browse(self.res_id).exists()  # sudo: as the look-up itself
        if self.res_model == "hr.jobseeker":
            return record
        if self.res_model in ("res.partner", "res.users"):
            partner = record if self.res_model == "res.partner" else record.partner_id
            return people.search([("partner_id", "in", partner.ids)], limit=1)
        ours = {place.model for place in PLACES if place.path == "jobseeker_id"} | {"hr.applicant"}
        return record.jobseeker_id[:1] if self.res_model in ours else people.browse()
