from odoo import api, models

from .hr_jobseeker_enquiry_letter import UNPROVEN


class HrJobseeker(models.Model):
    """A mail that the domain of its sender disowns is no word of somebody whom we know: their adviser asks them.

    It stands on their thread, reopens no search, ends no pause and waits for no answer. Who has their mail passed on
    breaks that proof in good faith, so nothing of it is thrown away, and who is new is taken in.
    """

    _inherit = "hr.jobseeker"

    def _take_up(self, by_hand=False):
        if self.env.context.get("jobseeker_unproven") is not UNPROVEN:
            return super()._take_up(by_hand)
        return None  # the door tells their adviser

    def _tell_of_unproven(self):
        self.ensure_one()
        told = self._for_colleagues()
        closed = self.state == "closed"
        told._tell_adviser(
            told.env._("A mail in the name of %s may be forged: ask them whether they wrote it", told.name),
            told.env._("The search of %s is closed. Reopen it first.", told.name) if closed else "",
        )


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """By the door of a job the application is there, and its letter is no word of who was known before.

        Nobody is thanked for it: the address may be a stranger's.
        """
        applicant = super().message_new(msg_dict, custom_values)
        if self.env.context.get("jobseeker_unproven") is not UNPROVEN:
            return applicant
        applicant = applicant.with_context(jobseeker_arrives=UNPROVEN)
        person = applicant.sudo().jobseeker_id  # sudo: whose word it is does not depend on who may read it
        before = person.applicant_ids - applicant.sudo()  # sudo: as above
        # a mail makes nobody a prospect, and closes nothing: they were known
        if before or person.state in ("prospect", "closed") or "personal" in person.contact_ids.mapped("nature"):
            person._tell_of_unproven()
            return applicant.with_context(jobseeker_unproven=UNPROVEN)
        return applicant

    def _track_template(self, changes):
        """Core's letter of the stage is such thanks."""
        return {} if self.env.context.get("jobseeker_unproven") is UNPROVEN else super()._track_template(changes)


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _prepare_word_vals(self, jobseeker, applicant):
        vals = super()._prepare_word_vals(jobseeker, applicant)
        if self.env.context.get("jobseeker_unproven") is UNPROVEN:
            vals["nature"] = "automatic"
        return vals
