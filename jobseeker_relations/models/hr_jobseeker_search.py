from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.phone_digits import is_phone, to_digits, to_look_for

#: So few advisers, policies or people are looked up by name first; of more, PostgreSQL does well to join.
FEW = 1000
TEXT_OPERATORS = ("ilike", "like", "=ilike", "=like")


class HrJobseekerNameLookup(models.AbstractModel):
    """Look up names before rows: who types "Olga" into the search box of a million rows means a few advisers.

    As one statement, PostgreSQL cannot know how few they are, and reads all rows in the order of the list until it has
    found eighty of theirs; seconds, where there are none (docs/benchmarks.md). Told which ones, it uses an index.
    """

    _name = "hr.jobseeker.name.lookup"
    _description = "Search That Looks Up Names First"

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        domain = Domain(domain).map_conditions(self._look_up)
        return super()._search(domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access)

    @api.model
    def _look_up(self, condition):
        field = self._fields.get(condition.field_expr)
        if (
            field is None
            or field.type != "many2one"
            or condition.operator not in TEXT_OPERATORS
            or not isinstance(condition.value, str)
        ):
            return condition
        comodel = self.env[field.comodel_name].with_context(active_test=False)
        found = comodel.search([("display_name", condition.operator, condition.value)], limit=FEW + 1, order="id")
        return condition if len(found) > FEW else Domain(condition.field_expr, "in", found.ids)


class HrJobseeker(models.Model):
    """Finding a person: by name, address or number however it is written, by job, by skill."""

    _name = "hr.jobseeker"
    _inherit = ["hr.jobseeker", "hr.jobseeker.name.lookup"]
    _rec_names_search = ["search_text"]

    search_text = fields.Char(
        compute="_compute_search_text",
        store=True,
        index="trigram",
        help="Name, e-mail address and phone number in one, so that one index finds a person by any of them.",
    )
    job_ids = fields.Many2many(
        "hr.job",
        string="Jobs Applied For",
        compute="_compute_job_ids",
        search="_search_job_ids",
        context={"active_test": False},
    )

    @api.depends("partner_id.name", "partner_id.email", "partner_id.phone")
    def _compute_search_text(self):
        for jobseeker in self:
            person = jobseeker.partner_id
            jobseeker.search_text = self._compose_search_text(person.name, person.email, person.phone)

    @api.model
    def _compose_search_text(self, name, email, phone):
        return " ".join(filter(None, (name, email, phone, to_digits(phone or ""))))

    @api.model
    def _search_display_name(self, operator, value):
        """An import names a person exactly, and nobody is called what ``search_text`` says."""
        if operator.endswith("like"):
            return super()._search_display_name(operator, value)
        names = ("name", "partner_id.email", "partner_id.phone")
        together = Domain.AND if operator in Domain.NEGATIVE_OPERATORS else Domain.OR
        return together(Domain(name, operator, value) for name in names)

    @api.model
    def _look_up(self, condition):
        if (
            condition.field_expr == "search_text"
            and condition.operator == "ilike"
            and isinstance(condition.value, str)
            and is_phone(condition.value)
        ):
            return Domain("search_text", "ilike", to_look_for(condition.value))
        return super()._look_up(condition)

    @api.depends("applicant_ids.job_id")
    def _compute_job_ids(self):
        for jobseeker in self:
            jobseeker.job_ids = jobseeker.applicant_ids.job_id

    def _search_job_ids(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        jobs = self.env["hr.job"].with_context(active_test=False)
        if isinstance(value, Domain):
            value = jobs.search(value).ids
        elif isinstance(value, str):
            value = jobs.search([("display_name", operator, value)]).ids
        return Domain("applicant_ids", "any", [("job_id", "in", value)])


class HrJobseekerContact(models.Model):
    _name = "hr.jobseeker.contact"
    _inherit = ["hr.jobseeker.contact", "hr.jobseeker.name.lookup"]


class HrJobseekerFollowUp(models.Model):
    _name = "hr.jobseeker.follow.up"
    _inherit = ["hr.jobseeker.follow.up", "hr.jobseeker.name.lookup"]
