from odoo import api, fields, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain

#: Whom officers see, see ``res.company.jobseeker_caseload``. Everything but "company" narrows.
CASELOADS = [
    ("company", "All jobseekers of the company"),
    ("team", "Their own and their team's"),
    ("own", "Their own only"),
]
#: Who answer for more than a caseload: they see all people of their companies whatever the setting says.
SEE_ALL = (
    "hr_recruitment.group_hr_recruitment_manager",
    "jobseeker_relations.group_data_protection_officer",
    "jobseeker_relations.group_complaint_officer",
    "jobseeker_relations.group_eligibility_checker",
    "jobseeker_relations.group_criminal_record_checker",
)
EVERYTHING = [(1, "=", 1)]


class ResCompany(models.Model):
    _inherit = "res.company"

    jobseeker_caseload = fields.Selection(
        CASELOADS,
        string="Recruiters See",
        required=True,
        default="company",
        help="Which jobseekers, and which applications of theirs, an officer of Recruitment sees. Their own: those "
        "whose adviser they are, those whom nobody advises yet, and those of whom a task is assigned to them, as long "
        "as it is open. Their team's: also those of advisers in their department and below, and of whom they manage. "
        "Administrators of Recruitment, data protection and complaint officers, and checkers of eligibility and of "
        "criminal records see all.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if any(company.jobseeker_caseload != "company" for company in companies):
            self.env.registry.clear_cache()  # of what is asked below, and of the record rules
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "jobseeker_caseload" in vals:
            self.env.registry.clear_cache()  # as in create
        return result

    @api.model
    @tools.ormcache()
    def _get_caseload_modes(self):
        """{company id: caseload} of the companies that narrow: asked for by whatever is read."""
        # sudo: a setting that all are bound by
        narrowing = self.sudo().search_fetch([("jobseeker_caseload", "!=", "company")], ["jobseeker_caseload"])
        return {company.id: company.jobseeker_caseload for company in narrowing}


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jobseeker_caseload = fields.Selection(related="company_id.jobseeker_caseload", readonly=False, required=True)


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_caseload_rule(self, company_ids, path="jobseeker_id"):
        """The domain of a record rule: everything, or what is about people whom this user sees.

        Everything costs nothing: the rule is evaluated once for each user and choice of companies, and adds no
        condition. What changes every day, tasks and teams, is asked for when somebody searches (``in_my_caseload``).

        :param company_ids: ids of the companies that are chosen
        :param path: from a record to the jobseeker, or to the application; empty for these themselves
        """
        self.ensure_one()
        if not self._is_narrowed(company_ids):
            return EVERYTHING
        mine = [("in_my_caseload", "=", True)]
        return [(path, "any", mine)] if path else mine

    def _is_narrowed(self, company_ids):
        """Whether the user sees less than all: interviewers have rules of their own, and see no jobseeker at all."""
        if self.env["res.company"]._get_caseload_modes().keys().isdisjoint(company_ids):
            return False
        user = self.sudo()  # sudo: which groups a user has decides, whoever asks
        return user.has_group("hr_recruitment.group_hr_recruitment_user") and not any(map(user.has_group, SEE_ALL))

    def _get_team(self):
        """Users in this one's departments and below, and those whom this one manages, however far below; and this one.

        A user who is no employee has no team. A department's manager is of it, wherever they sit.
        """
        # sudo: who sits where is not every recruiter's to read
        employees = self.env["hr.employee"].sudo().search([("user_id", "=", self.id)])
        if not employees:
            return self
        managed = self.env["hr.department"].sudo().search([("manager_id", "in", employees.ids)])  # sudo: as above
        departments = employees.department_id | managed
        below = Domain("id", "child_of", employees.ids) | Domain("department_id", "child_of", departments.ids)
        return self | employees.search([("user_id", "!=", False), *below]).user_id


class HrJobseekerCaseload(models.AbstractModel):
    """Whether a document is among those that its reader sees: asked by record rules, and by nobody else.

    Followers are not among them: who creates, writes on or was once asked to do something about a document follows it
    for ever, and would keep what a handover takes. An open task is: who is asked to do something can do it.
    """

    _name = "hr.jobseeker.caseload"
    _description = "Document of a Caseload"

    #: What may take a document out of its reader's caseload when it is written.
    _handing_over = frozenset()

    in_my_caseload = fields.Boolean(
        compute="_compute_in_my_caseload",
        search="_search_in_my_caseload",
        groups="hr_recruitment.group_hr_recruitment_user",
        copy=False,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_my_caseload(self):
        mine = self.filtered_domain(self._get_caseload_domain())
        mine.in_my_caseload = True
        (self - mine).in_my_caseload = False

    @api.model
    def _search_in_my_caseload(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return self._get_caseload_domain()

    @api.model
    def _get_caseload_domain(self, but_for=()):
        """:param but_for: ids of activities that open nothing"""
        raise NotImplementedError

    @api.model
    def _get_tasks_domain(self, but_for):
        """Documents with an open activity of the user's. Their numbers, as a list: PostgreSQL then uses its indexes."""
        # sudo: the user's own tasks, of which a rule may not ask through the rights on their documents
        tasks = self.env["mail.activity"].sudo()
        mine = [("res_model", "=", self._name), ("user_id", "=", self.env.uid), ("active", "=", True)]
        mine += [("id", "not in", list(but_for))]
        return Domain("id", "in", tasks.search_fetch(mine, ["res_id"]).mapped("res_id"))

    def web_save(self, vals, specification, next_id=None):
        """A form that hands somebody over cannot read them afterwards: it is saved all the same, and as a whole.

        What hands over is written last: lines of the same form are about somebody whom the user still sees.
        """
        if not self or not self.env.user._is_narrowed(self.env.companies.ids):
            return super().web_save(vals, specification, next_id=next_id)
        seen = self.has_access("read")
        last = {name: value for name, value in vals.items() if name in self._handing_over}
        for part in ({name: value for name, value in vals.items() if name not in last}, last):
            if part:
                super().web_save(part, {})
        try:
            return (self.browse(next_id) if next_id else self).with_context(bin_size=True).web_read(specification)
        except AccessError:
            if not seen or self.has_access("read") or not self._is_handed_over():
                raise
            return []

    def _is_handed_over(self):
        """Whether this document was written, and thereby left the user's caseload: then say where it went."""
        ours = self.sudo()  # sudo: the user has just written them, and reads them no more
        if not self.env.user._is_narrowed(self.env.companies.ids) or any(ours.mapped("in_my_caseload")):
            return False
        said = " ".join(document._say_handed_over() for document in ours)
        said = {"title": self.env._("Handed over"), "message": said, "type": "success"}
        self.env.user._bus_send("simple_notification", said)
        return True

    def _say_handed_over(self):
        raise NotImplementedError


class HrJobseeker(models.Model):
    _name = "hr.jobseeker"
    _inherit = ["hr.jobseeker", "hr.jobseeker.caseload"]
    _handing_over = frozenset({"adviser_id", "company_id"})

    @api.depends("adviser_id", "company_id")
    def _compute_in_my_caseload(self):
        return super()._compute_in_my_caseload()

    @api.model
    def _get_caseload_domain(self, but_for=()):
        """People of companies that narrow nothing, one's own, those whom nobody advises, those one has a task of."""
        modes, domains = self.env["res.company"]._get_caseload_modes(), [self._get_tasks_domain(but_for)]
        for mode, companies in self.env.companies.grouped(lambda company: modes.get(company.id)).items():
            domain = Domain("company_id", "in", companies.ids) if len(self.env.companies) > 1 else Domain.TRUE
            if mode:
                domain &= Domain("adviser_id", "in", [*self._get_caseload_advisers(mode).ids, False])
            domains.append(domain)
        return Domain.OR(domains)

    @api.model
    def _get_caseload_advisers(self, mode):
        return self.env.user._get_team() if mode == "team" else self.env.user

    def _say_handed_over(self):
        return f"{self.name}: {self._say_adviser()}."
