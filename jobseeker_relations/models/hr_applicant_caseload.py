from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

from odoo.addons.base.models.ir_attachment import condition_values


class HrApplicant(models.Model):
    """Whose application is narrowed with its person, or whoever was given it: its recruiter, its interviewers.

    Who was given the application sees of the person what an interviewer sees.
    """

    _name = "hr.applicant"
    _inherit = ["hr.applicant", "hr.jobseeker.caseload"]
    _handing_over = frozenset({"user_id", "interviewer_ids", "job_id"})

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
            domain &= ~self._get_confidential_copies(condition_values(self, "res_id", domain))
        return super()._search(domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access)

    @api.model
    def _get_confidential_copies(self, event_ids):
        """The files of confidential meetings: of these, or of all where ``event_ids`` is empty, as one subquery."""
        events = self.env["calendar.event"].sudo().with_context(active_test=False)  # sudo: whoever asks
        domain = events._get_foreign_domain(self.env.user)
        if event_ids:
            domain &= Domain("id", "in", [number for number in event_ids if number])
        applications = self.env["hr.applicant"].with_context(active_test=False)
        if applications.has_access("read"):
            domain &= _not_among("applicant_id", applications._search([]))
        return Domain("res_model", "=", "calendar.event") & Domain("res_id", "in", events._search(domain))


def _not_among(name, query):
    """Rows whose many2one ``name`` is not in the query: looked up; a list too long for memory is walked for each."""
    return Domain.custom(
        to_sql=lambda model, alias, _query: SQL(
            "NOT EXISTS (SELECT FROM %s AS found (id) WHERE found.id = %s)",
            query.subselect(),
            SQL.identifier(alias, name, to_flush=model._fields[name]),
        )
    )


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def _get_confidential(self):
        """Meetings about an application that the user may not read, and to which they do not go."""
        # sudo: also private ones, of which others learn nothing here
        foreign = self.sudo().filtered_domain(self._get_foreign_domain(self.env.user))
        readable = foreign.applicant_id.sudo(False)._filtered_access("read")
        return foreign.filtered(lambda event: event.applicant_id.sudo(False) not in readable)

    @api.model
    def _get_foreign_domain(self, user):
        """Meetings about an application to which this user does not go."""
        return (
            Domain("applicant_id", "!=", False)
            & Domain("user_id", "!=", user.id)
            & Domain("partner_ids", "not in", user.partner_id.ids)
        )


def _asks_for_meetings(condition):
    value = condition.value if isinstance(condition.value, list | tuple | set | OrderedSet) else [condition.value]
    return condition.field_expr == "res_model" and "calendar.event" in value
