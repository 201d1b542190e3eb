from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .hr_jobseeker_kept import keep_own_defaults

#: What follows from facts and promises, or is the engine's own count.
KEPT_BY_THE_SYSTEM = {
    "next_contact_at",
    "contact_overdue_at",
    "contact_due_cause",
    "follow_up_at",
    "held_until",
    "held_reason",
    "last_contact_at",
    "last_inbound_at",
    "last_attempt_at",
    "unanswered_count",
    "waiting_since",
    "waived_until",
    "contact_block",
    "occurrence",
    "silent_periods",
    "period_began",
    "state_since",
    "state_before_hold",
    "rested_until",
    "starts_on",
    "requirements_confirmed_on",
    "requirements_said_on",
    "requirements_stale_on",
    "requirements_asked_on",
    "refresh_asked_on",
    "refresh_warned_on",
    "refresh_reviewed_on",
    "refresh_wanted_on",
    "refresh_look_at",
    "refresh_fault",
    "hidden_from_matching_since",
    "elsewhere_cause",
    "elsewhere_since",
    "elsewhere_left_on",
    "agreement_id",
    "agreed_interval_days",
    "agreed_response_hours",
    "agreed_review_days",
    "pause_asked",
    "still_looking_answer",
    "still_looking_at",
    "still_looking_before",
    "restricted_at",
    "kept_data_on",
    "erasure_owed",
    "erasure_owed_at",
    "match_look_at",
}


EARLIEST = datetime(1970, 1, 1)


class HrJobseeker(models.Model):
    """Debt never rolls forward silently (design §4): RPC and imports set the clock no more than a form does."""

    _inherit = "hr.jobseeker"

    def _has_field_access(self, field, operation):
        kept = operation == "write" and field.name in KEPT_BY_THE_SYSTEM and not self.env.su
        return not kept and super()._has_field_access(field, operation)

    @api.model
    def default_get(self, fields):
        return keep_own_defaults(self, super().default_get(fields), KEPT_BY_THE_SYSTEM)

    def write(self, vals):
        """The person and the company of a relationship are for ever; two people who turn out to be one are merged."""
        moved = {"partner_id", "company_id"} & vals.keys()
        if not self.env.su and any(person[name].id != vals[name] for name in moved for person in self):
            raise UserError(
                self.env._(
                    "A relationship stays with its person and company. If two contacts are the same person, "
                    "merge them in Contacts: their relationships are joined."
                )
            )
        return super().write(vals)


class HrApplicant(models.Model):
    """The relationship of an application follows from its person: a number written there would open another one."""

    _inherit = "hr.applicant"

    @api.model_create_multi
    def create(self, vals_list):
        if any("jobseeker_id" in vals for vals in vals_list):
            self._refuse_relationship()
        return super().create(vals_list)

    def write(self, vals):
        if "jobseeker_id" in vals:
            self._refuse_relationship()
        return super().write(vals)

    def _refuse_relationship(self):
        """Asked here and not in ``_has_field_access``, which is called for each field of each row that is read."""
        if not self.env.su:
            raise AccessError(
                self.env._("The relationship of an application follows from its contact: change the contact instead.")
            )


class HrJobseekerWaiver(models.Model):
    _inherit = "hr.jobseeker.waiver"
    _never_by_default = frozenset({"user_id", "owed_since"})

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals["user_id"] = self.env.uid
        return super().create(vals_list)


class HrJobseekerContact(models.Model):
    """What a user enters in the ledger has happened, to the person it is about.

    The doors run as the system: they take their dates from what happened, and join the ledgers of one person.
    """

    _inherit = "hr.jobseeker.contact"
    _never_by_default = frozenset({"message_id", "activity_id", "event_id", "user_id"})

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        for vals in vals_list:
            if any(vals.get(name) for name in ("message_id", "activity_id", "event_id")):
                raise ValidationError(
                    self.env._("Messages, activities and meetings enter the ledger by themselves; log what was said.")
                )
            vals["user_id"] = self.env.uid
        contacts = super().create(vals_list)
        contacts._check_entry()
        return contacts

    def _check_entry(self):
        # the clocks of two machines may differ by a few minutes
        latest = fields.Datetime.add(fields.Datetime.now(), minutes=5)
        for contact in self.sudo():  # sudo: also a correction of a word that its author may not see
            if contact.corrects_id and contact.corrects_id.jobseeker_id != contact.jobseeker_id:
                raise ValidationError(
                    self.env._("A correction belongs to the same person as the entry that it corrects.")
                )
            if contact.corrects_id and len(contact.corrects_id.correction_ids) > 1:
                raise ValidationError(self.env._("This entry is corrected already: correct the newer one."))
            if contact.applicant_id and contact.applicant_id.jobseeker_id != contact.jobseeker_id:
                raise ValidationError(self.env._("The application belongs to another person."))
            if contact.date < EARLIEST:
                raise ValidationError(self.env._("Check the year: nobody was in touch before 1970."))
            if contact.date > latest:
                raise ValidationError(
                    self.env._("A contact is logged after it happened: choose a moment that is not in the future.")
                )
