from ast import literal_eval

from psycopg2 import Error as DatabaseError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .hr_jobseeker_completeness_rule import UNFIT

SEARCHED = [
    ("hr.applicant", "Talents and past applications"),
    ("hr.jobseeker", "Prospects and closed relationships"),
]
#: What a condition raises that is none, or whose brackets nobody has counted.
UNREADABLE = (*UNFIT, RecursionError, MemoryError, NotImplementedError)
LONGEST = 10_000


class HrJobseekerProspectSearch(models.Model):
    """A search that somebody saved under a name, and whom it found: each of them is looked at, and kept or not (PC2).

    Its condition is read as literals and asked with the rights of its owner, who alone presses the button: a list that
    a colleague with other rights fills would tell its author what they may not read. Others see it if the owner shares
    it, or copy it and have one of their own.
    """

    _name = "hr.jobseeker.prospect.search"
    _description = "People to Find"
    _inherit = ["hr.jobseeker.kept"]
    _order = "refreshed_at desc, id desc"
    _kept_by_the_system = frozenset({"user_id", "refreshed_at"})
    _never_by_default = frozenset({"user_id", "refreshed_at"})

    name = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    shared = fields.Boolean(
        string="Colleagues See It",
        help="Recruiters of the company see the list and decide on its people, too. What the condition asks for is "
        "then known of everybody in it.",
    )
    searched = fields.Selection(SEARCHED, string="Look Among", required=True, default="hr.applicant")
    domain = fields.Char(
        string="Condition", required=True, default="[]", help="Refused and archived applications are looked at, too."
    )
    refreshed_at = fields.Datetime(string="Last Looked", readonly=True, copy=False)
    prospect_ids = fields.One2many("hr.jobseeker.prospect", "search_id", string="People")
    found_count = fields.Integer(string="To Check", compute="_compute_counts")
    verified_count = fields.Integer(string="Verified", compute="_compute_counts")
    rejected_count = fields.Integer(string="Rejected", compute="_compute_counts")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    @api.depends("prospect_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        rows = self.env["hr.jobseeker.prospect"]._read_group(
            [("search_id", "in", self.ids)], ["search_id", "state"], ["__count"]
        )
        counts = {(search.id, state): count for search, state, count in rows}
        for search in self:
            for state in ("found", "verified", "rejected"):
                search[f"{state}_count"] = counts.get((search._origin.id, state), 0)

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for search in self:
            search.is_mine = search.user_id == self.env.user

    # --- the condition ----------------------------------------------------------------------------------

    @api.constrains("domain", "searched")
    def _check_domain(self):
        for search in self:
            try:
                with self.env.cr.savepoint():  # a value that PostgreSQL refuses ends no transaction
                    search.sudo(False)._find(most=1)  # Odoo checks as the system, and rights are what is asked
            except AccessError as error:
                raise ValidationError(
                    self.env._("“%s”: the condition asks for what you may not read.", search.name)
                ) from error
            except (*UNREADABLE, DatabaseError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(search)s”: the condition cannot be read (%(error)s). Choose fields and plain values; write "
                        "no formulas.",
                        search=search.name,
                        error=error,
                    )
                ) from error

    def write(self, vals):
        result = super().write(vals)
        if not {"domain", "searched"}.isdisjoint(vals):
            self.sudo().refreshed_at = False  # sudo: the list does not say what the new condition finds
        return result

    @api.onchange("searched")
    def _onchange_searched(self):
        """The fields of the one are not the fields of the other."""
        try:
            self._get_domain().validate(self.env[self.searched])
        except UNREADABLE:
            self.domain = "[]"

    def _get_domain(self):
        """The condition as a domain: literals alone; nothing is executed, nothing asked past the reader's rights.

        :raises: one of UNREADABLE
        """
        self.ensure_one()
        text = self.domain or "[]"
        if len(text) > LONGEST:
            raise ValueError(self.env._("longer than %s characters", LONGEST))
        return Domain(literal_eval(text)).map_conditions(self._refuse_bypass)

    def _refuse_bypass(self, condition):
        """``any!`` asks past all rules; Odoo takes it from code alone, and a condition within one is no exception."""
        if condition.operator in ("any", "not any") and isinstance(condition.value, list | tuple):
            inner = Domain(list(condition.value)).map_conditions(self._refuse_bypass)
            return Domain(condition.field_expr, condition.operator, inner)
        if condition.operator.endswith("!"):
            raise ValueError(condition.operator)
        return condition

    # --- who is found -----------------------------------------------------------------------------------

    def _find(self, most):
        """{number of a person: number of their newest application or talent that was found, or False}, in one query.

        Each person once, however many applications they have; nobody who had their data frozen.

        :param most: so many at most, and one more
        """
        self.ensure_one()
        people = self.env["hr.jobseeker"]
        reach = Domain("company_id", "=", self.company_id.id) & Domain("restricted_at", "=", False)
        if self.searched == "hr.jobseeker":
            past = Domain("state", "in", ["prospect", "closed"])
            found = people.search(self._get_domain() & past & reach, limit=most + 1, order="id")
            return dict.fromkeys(found.ids, False)
        past = Domain("talent_pool_ids", "!=", False) | Domain("active", "=", False)
        past |= Domain("refuse_reason_id", "!=", False)
        rows = (
            self.env["hr.applicant"]
            .with_context(active_test=False)
            ._read_group(
                self._get_domain() & past & Domain("jobseeker_id", "any", reach),
                ["jobseeker_id"],
                ["id:max"],
                limit=most + 1,
                order="jobseeker_id",
            )
        )
        return {person.id: number for person, number in rows}

    def action_refresh(self):
        """Look again. Who was decided on stays so; who is found no more, and was not decided on, leaves the list."""
        self.ensure_one()
        self.check_access("write")
        if self.user_id != self.env.user:
            raise UserError(self.env._("Only %s looks again here: copy the list, and it is yours.", self.user_id.name))
        rule = self.env["hr.jobseeker.rule"]._find("prospect_most", self.company_id)
        most = rule.number if rule else 1000
        try:
            found = self._find(most)
        except UNREADABLE as error:
            raise UserError(
                self.env._("The condition cannot be asked any more (%s): mend it, and look again.", error)
            ) from error
        if len(found) > most:
            raise UserError(
                self.env._("More than %s people: narrow the condition, as each of them is looked at.", most)
            )
        self.prospect_ids._meet(self, found)
        self.sudo().refreshed_at = fields.Datetime.now()  # sudo: nobody else says when it was looked
        return self.action_open_prospects()

    def action_open_prospects(self):
        """The people of the list, those to check first."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_prospect_action")
        return {
            **action,
            "name": self.name,
            "display_name": self.name,
            "domain": [("search_id", "=", self.id)],
            "context": {"active_test": False, "search_default_undecided": 1 if self.found_count else 0},
        }
