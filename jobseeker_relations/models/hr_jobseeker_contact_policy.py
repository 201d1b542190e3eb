from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules.contact_timing import Bounds


class HrJobseekerContactPolicy(models.Model):
    """How often, through what and when we are in touch with whom, and what then (design §3, §4 "Contact policy").

    The first policy, in sequence, whose audience a person belongs to is in force for that person, unless an adviser
    chose another by hand. An empty audience line means "any".
    """

    _name = "hr.jobseeker.contact.policy"
    _description = "Jobseeker Contact Policy"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(
        default=lambda self: self._default_sequence(),
        help="Of the policies whose audience fits, the first is in force.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Leave empty to serve every company.")
    note = fields.Text(string="Purpose", translate=True)

    state_ids = fields.Many2many("hr.jobseeker.state", string="States")
    seeking = fields.Selection([("active", "Actively looking"), ("passive", "Open to offers")])
    job_ids = fields.Many2many("hr.job", string="Jobs applied for")
    talent_pool_ids = fields.Many2many("hr.talent.pool", string="Talent Pools")
    category_ids = fields.Many2many("hr.applicant.category", string="Tags")

    min_gap_days = fields.Integer(
        string="Never Sooner Than", default=2, tracking=True, help="Days between two letters; 0 sets no lower bound."
    )
    max_gap_days = fields.Integer(
        string="At Least Every", default=7, tracking=True, help="Days without a real contact after which one is due."
    )
    max_per_period = fields.Integer(
        string="Never More Than", default=4, tracking=True, help="Letters in the period; 0 sets no cap."
    )
    period_days = fields.Integer(default=28, tracking=True, help="Length of the sliding period of the cap, in days.")
    first_days = fields.Char(
        tracking=True,
        help="First contacts, in days after the state began, e.g. “1, 7, 28”. The interval counts from the last one.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Send Window",
        tracking=True,
        help="Letters leave only in these hours, read in the person's own time zone, and not on its days off. "
        "Empty: the company's working hours.",
    )
    response_hours = fields.Float(
        string="Answer Within",
        tracking=True,
        help="Working hours in which a word from the person is answered; 0: no promise.",
    )
    starts_per_day = fields.Integer(
        string="Start With at Most",
        default=50,
        tracking=True,
        help="People a day who begin under this policy when it takes in many at once: switched on, changed, or after "
        "an import. The oldest debt comes first; 0 starts with everybody at once.",
    )
    review_interval_days = fields.Integer(
        string="Look Back Every",
        tracking=True,
        help="Days between two reviews of the job search; 0 promises none. An agreement with the person comes first.",
    )
    refresh_interval_days = fields.Integer(help="Days after which requirements are to be confirmed again.")
    step_ids = fields.One2many("hr.jobseeker.contact.policy.step", "policy_id", copy=True)

    jobseeker_ids = fields.One2many("hr.jobseeker", "policy_id")
    covered_count = fields.Integer(compute="_compute_coverage")
    due_count = fields.Integer(compute="_compute_coverage", help="Due or overdue now.")
    audience_count = fields.Integer(
        compute="_compute_audience_count", help="People whom the audience on this form takes in, before it is saved."
    )

    _gaps_not_negative = models.Constraint(
        "CHECK(min_gap_days BETWEEN 0 AND 3660 AND max_gap_days BETWEEN 0 AND 3660"
        " AND max_per_period BETWEEN 0 AND 3660 AND period_days BETWEEN 0 AND 3660)",
        "Days and numbers of letters go from 0, which sets no bound, to 3660.",
    )
    _starts_not_negative = models.Constraint(
        "CHECK(starts_per_day BETWEEN 0 AND 1000000)",
        "“Start with at most” is a number of people, from 0, which sets no bound.",
    )
    _gaps_in_order = models.Constraint(
        "CHECK(max_gap_days = 0 OR min_gap_days <= max_gap_days)",
        "“Never sooner than” is longer than “at least every”: no contact could ever keep both. Lower the first one.",
    )
    _review_not_negative = models.Constraint(
        "CHECK(review_interval_days BETWEEN 0 AND 3660)",
        "“Look back every” is a number of days, from 0, which promises no review, to 3660.",
    )
    _response_not_negative = models.Constraint(
        "CHECK(response_hours BETWEEN 0 AND 1000)", "“Answer within” is a number of working hours, from 0 to 1000."
    )

    @api.model
    def _default_sequence(self):
        """A new policy stands last, and takes nobody from another before somebody moves it up."""
        return (self.search([("active", "in", (True, False))], order="sequence desc", limit=1).sequence or 0) + 10

    # --- what it covers ---------------------------------------------------------------------------

    @api.depends("jobseeker_ids")
    def _compute_coverage(self):
        Jobseeker = self.env["hr.jobseeker"]
        domain = Domain("policy_id", "in", self.ids)
        covered = dict(Jobseeker._read_group(domain, ["policy_id"], ["__count"]))
        due = dict(
            Jobseeker._read_group(
                domain & Domain("contact_status", "in", ["due", "overdue"]), ["policy_id"], ["__count"]
            )
        )
        for policy in self:
            policy.covered_count = covered.get(policy._origin, 0)
            policy.due_count = due.get(policy._origin, 0)

    @api.depends("state_ids", "seeking", "job_ids", "talent_pool_ids", "category_ids", "company_id", "sequence")
    def _compute_audience_count(self):
        for policy in self:
            policy.audience_count = self.env["hr.jobseeker"].search_count(policy._get_claim_domain())

    def _get_audience_domain(self):
        """Whom the audience lines describe, whether or not an earlier policy already serves them."""
        self.ensure_one()
        domain = Domain("state", "!=", "closed")
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        if self.state_ids:
            domain &= Domain("state", "in", self.state_ids.mapped("code"))
        if self.seeking:
            domain &= Domain("seeking", "=", self.seeking)
        for field, records in (
            ("job_id", self.job_ids),
            ("talent_pool_ids", self.talent_pool_ids),
            ("categ_ids", self.category_ids),
        ):
            if records:
                domain &= Domain("applicant_ids", "any", Domain(field, "in", records._origin.ids))
        return domain

    def _get_claim_domain(self):
        """Whom this policy takes: its audience less what earlier ones take; plus those who were given it by hand."""
        self.ensure_one()
        earlier = self.search([("id", "not in", self._origin.ids)]).filtered(
            lambda policy: (policy.sequence, policy.id) < (self.sequence, self._origin.id or float("inf"))
        )
        taken = Domain.OR([policy._get_audience_domain() for policy in earlier])
        by_hand = Domain("chosen_policy_id", "in", self._origin.ids)
        return by_hand | (Domain("chosen_policy_id", "=", False) & self._get_audience_domain() & ~taken)

    @api.model
    def _match(self, jobseekers):
        """Return {jobseeker: policy} by audience alone; people whom no policy takes are left out."""
        matched, left = {}, jobseekers
        for policy in self.sudo().search(
            [("active", "=", True)]
        ):  # sudo: which policy serves a person does not depend on who looks
            taken = left.filtered_domain(policy._get_audience_domain())
            matched.update(dict.fromkeys(taken, policy))
            left -= taken
        return matched

    @api.model
    def _match_in_database(self, jobseekers):
        """As ``_match``, of people whom nobody wants to load: {number: policy}."""
        matched, left = {}, jobseekers.ids
        for policy in self.sudo().search([("active", "=", True)]):  # sudo: as in ``_match``
            if left:
                own = Domain("id", "in", left) & policy._get_audience_domain()
                matched.update(dict.fromkeys(jobseekers.search(own, order="id").ids, policy))
                left = [person for person in left if person not in matched]
        return matched

    # --- what it asks for -------------------------------------------------------------------------

    def _bounds(self, interval_days=0):
        """The two bounds and the cap as a value; an interval agreed with the person takes the place of ours."""
        self.ensure_one()
        longest = interval_days or self.max_gap_days
        return Bounds(
            min_gap_days=min(self.min_gap_days, longest) if longest else self.min_gap_days,
            max_gap_days=longest,
            max_per_period=self.max_per_period,
            period_days=self.period_days,
        )

    def _milestones(self):
        """Days after the state began on which a first contact is due, sorted.

        :raise ValidationError: the text is not a list of whole numbers of days
        """
        self.ensure_one()
        parts = [part.strip() for part in (self.first_days or "").split(",") if part.strip()]
        if not all(part.isdecimal() and len(part) <= 4 and int(part) > 0 for part in parts):
            raise ValidationError(
                self.env._(
                    "“%s” is not a list of days. Write whole numbers with commas, such as 1, 7, 28.", self.first_days
                )
            )
        return tuple(sorted({int(part) for part in parts}))

    @api.constrains("first_days")
    def _check_first_days(self):
        for policy in self:
            policy._milestones()

    def _get_reach_days(self):
        """How many days back the bounds of these policies look."""
        return max((max(p.period_days, p.min_gap_days, p.max_gap_days) for p in self), default=0)

    # --- actions ----------------------------------------------------------------------------------

    def action_try(self, values=None, days=30):
        """Show what this policy would do, before it does it: as it stands on the form, saved or not.

        What is not saved is shown over the form: leaving a form saves it, and the policy would act.

        :param values: what was changed on the form, as the web client would save it
        :param days: 30 or 90
        """
        self.check_access("write")
        if len(self) > 1 or days not in (30, 90):
            raise ValidationError(self.env._("Try one policy at a time, over 30 or 90 days."))
        draft = self.new(values or {}, origin=self) if values or not self else self
        page = self.env["hr.jobseeker.contact.forecast"]._make(draft, days)
        shown = "dialog" if draft != self else "action"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"jobseeker_relations.hr_jobseeker_contact_forecast_{shown}"
        )
        name = draft.name or self.env._("New policy")
        title = self.env._("“%(policy)s” over the next %(days)s days", policy=name, days=days)
        return dict(action, name=title, res_id=page.id)

    def action_open_covered(self):
        self.ensure_one()
        return self._get_jobseekers_action(self.env._("Covered by %s", self.name), [("policy_id", "=", self.id)])

    def action_open_due(self):
        self.ensure_one()
        return self._get_jobseekers_action(
            self.env._("Due under %s", self.name),
            [("policy_id", "=", self.id), ("contact_status", "in", ["due", "overdue"])],
        )

    def action_open_audience(self):
        self.ensure_one()
        return self._get_jobseekers_action(
            self.env._("Audience of %s", self.name),
            [("id", "in", self.env["hr.jobseeker"].search(self._get_claim_domain()).ids)],
        )

    def _get_jobseekers_action(self, title, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_action")
        return dict(action, name=title, domain=domain, context={})
