from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .hr_jobseeker_erasure import ERASING


class HrJobseeker(models.Model):
    """What a hold keeps, and what is frozen, stays, whoever deletes it and by whichever door."""

    _inherit = "hr.jobseeker"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        """A relationship that was joined to another has moved its rows, its holds with them."""
        self._check_held_data()

    def _check_held_data(self, *, frozen=False):
        """Raise UserError where a hold keeps these people's data: also past sudo, as a hold binds everybody.

        :param frozen: or where they asked to freeze it
        """
        if self.env.context.get("jobseeker_erasing") is ERASING or not self:
            return
        rows = self.env["hr.jobseeker.legal.hold"].sudo()  # sudo: a hold holds for who may not read it
        domain = rows._get_in_force_domain() & Domain("jobseeker_id", "in", self.ids)
        held = rows.search(domain, limit=1).jobseeker_id
        if not held and frozen:
            held = self.sudo().filtered("restricted_at")[:1]  # sudo: as above
        if held:
            raise UserError(
                self.env._(
                    "This cannot be deleted: a legal hold, or a wish to freeze it, keeps the data of %s. Ask the data "
                    "protection officer.",
                    held._get_name_for(self.env),
                )
            )

    def _get_name_for(self, env):
        """The name of somebody, for who may know it: whoever is told no may not see whose data it is."""
        self.ensure_one()
        readable = env["hr.jobseeker"].browse(self.id).has_access("read")
        return self.sudo().name if readable else env._("somebody whom you do not see")  # sudo: may be read, as asked


class HrJobseekerKept(models.AbstractModel):
    _inherit = "hr.jobseeker.kept"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held_person(self):
        """What the system plans comes and goes; users delete nothing of somebody whom a hold keeps."""
        if not self.env.su and "jobseeker_id" in self._fields:
            self.jobseeker_id._check_held_data()


class HrApplicant(models.Model):
    _inherit = "hr.applicant"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held_person(self):
        """With an application go its CV, its letters and its history."""
        self.sudo().jobseeker_id.with_env(self.env)._check_held_data(frozen=True)  # sudo: as _check_held_data


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held_person(self):
        if not self.env.su:
            _find_people(self, "res_model")._check_held_data(frozen=True)


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held_person(self):
        if not self.env.su:
            _find_people(self, "model")._check_held_data(frozen=True)


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held_person(self):
        """That somebody was interviewed, and when, goes with the meeting."""
        if not self.env.su:
            self.sudo().applicant_id.jobseeker_id.with_env(self.env)._check_held_data()  # sudo: as _check_held_data


def _find_people(rows, model_field):
    """The jobseekers on whose documents these files or messages hang."""
    people = rows.env["hr.jobseeker"]
    for name, some in rows.sudo().grouped(model_field).items():  # sudo: where it hangs, whoever deletes it
        if name == "hr.jobseeker":
            people |= people.browse(some.mapped("res_id")).exists()
        elif name == "hr.applicant" or (name or "").startswith(("hr.jobseeker.", "hr.eligibility.")):
            documents = rows.env.get(name)
            if documents is not None and "jobseeker_id" in documents._fields:
                # sudo: as above
                found = documents.sudo().browse(filter(None, some.mapped("res_id"))).exists().jobseeker_id
                people |= people.browse(found.ids)
    return people
