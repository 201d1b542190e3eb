from odoo import api, models
from odoo.fields import Domain
from odoo.tools import OrderedSet


class HrApplicant(models.Model):
    """Whose application is narrowed with its person, or whoever was given it: its recruiter, its interviewers.

    Who was given the application sees of the person what an interviewer sees.
    """

    _name = "hr.applicant"
    _inherit = ["hr.applicant", "hr.jobseeker.caseload"]

    @api.depends("user_id", "interviewer_ids", "job_id.interviewer_ids", "jobseeker_id.adviser_id")
    def _compute_in_my_caseload(self):
        return super()._compute_in_my_caseload()

    @api.model
    def _get_caseload_domain(self, but_for=()):
        people, modes = self.env["hr.jobseeker"], self.env["res.company"]._get_caseload_modes()
        domain = Domain.OR(
            [
                Domain("jobseeker_id", "=", False),
                Domain("user_id", "=", self.env.uid),
                Domain("interviewer_ids", "in", self.env.uid),
                Domain("job_id.interviewer_ids", "in", self.env.uid),
                Domain("jobseeker_id", "any", people._get_caseload_domain(but_for)),
                self._get_tasks_domain(but_for),
            ]
        )
        in_teams = self.env.companies.filtered(lambda company: modes.get(company.id) == "team")
        if in_teams:
            team = people._get_caseload_advisers("team")
            domain |= Domain("user_id", "in", team.ids) & Domain("company_id", "in", in_teams.ids)
        return domain

    def _say_handed_over(self):
        if self.user_id:
            return self.env._("%(name)s: %(user)s recruits.", name=self.display_name, user=self.user_id.name)
        return self.display_name


class IrAttachment(models.Model):
    """Odoo copies an application's files to its meetings, and every employee reads meetings.

    The copies are for who meets the person, and for who may read the application.
    """

    _inherit = "ir.attachment"

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
        ids = [number for number in model_and_ids.get("calendar.event", ()) if number]
        if ids and not self.env.su:
            for event in self.env["calendar.event"].browse(ids).exists()._get_confidential():
                yield "calendar.event", event.id

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        """Core asks for meetings alone, of which everybody reads all; what is in a file is found by searching, too."""
        domain = Domain(domain)
        if not (self.env.su or bypass_access) and any(map(_asks_for_meetings, domain.iter_conditions())):
            domain &= ~self._get_confidential_copies()
        return super()._search(domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access)

    @api.model
    def _get_confidential_copies(self):
        # sudo: which meetings have files, whoever asks
        files = self.sudo().search_fetch([("res_model", "=", "calendar.event"), ("res_id", "!=", False)], ["res_id"])
        events = self.env["calendar.event"].sudo().with_context(active_test=False)  # sudo: as above
        with_files = events.search([("id", "in", files.mapped("res_id")), ("applicant_id", "!=", False)])
        confidential = with_files.sudo(False)._get_confidential()
        return Domain("res_model", "=", "calendar.event") & Domain("res_id", "in", confidential.ids)


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def _get_confidential(self):
        """Meetings about an application that the user may not read, and to which they do not go."""
        me = self.env.user
        about = self.sudo().filtered("applicant_id")  # sudo: also private ones, of which others learn nothing here
        foreign = about.filtered(lambda event: event.user_id != me and me.partner_id not in event.partner_ids)
        readable = foreign.applicant_id.sudo(False)._filtered_access("read")
        return foreign.filtered(lambda event: event.applicant_id.sudo(False) not in readable)


def _asks_for_meetings(condition):
    value = condition.value if isinstance(condition.value, list | tuple | set | OrderedSet) else [condition.value]
    return condition.field_expr == "res_model" and "calendar.event" in value
