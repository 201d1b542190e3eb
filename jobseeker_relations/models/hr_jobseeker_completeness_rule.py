import logging
from ast import literal_eval

from psycopg2 import Error as DatabaseError

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

#: What a condition raises that is none, or that names a field which is gone.
UNFIT = (ValueError, SyntaxError, TypeError, KeyError, AttributeError)
PURPOSES = [
    ("contactable", "Contactable"),
    ("matchable", "Matchable"),
    ("referable", "Referable"),
    ("placeable", "Placeable"),
]


class HrJobseekerCompletenessRule(models.Model):
    """One thing that has to be known of a person for a purpose, and the question that finds it out.

    The order of the rules is the order in which it is worth asking. Administrators of Recruitment edit them.
    """

    _name = "hr.jobseeker.completeness.rule"
    _description = "Completeness Rule"
    _order = "sequence, id"

    name = fields.Char(string="What Must Be Known", required=True, translate=True)
    purpose = fields.Selection(PURPOSES, required=True, default="contactable")
    question = fields.Char(required=True, translate=True, help="What to ask the person when this is missing.")
    domain = fields.Char(string="Known Where", required=True, default="[]", help="The people of whom it is known.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    fault = fields.Char(
        compute="_compute_fault", help="Why the condition cannot be asked any more; until it is mended, nobody is."
    )

    @api.depends("domain")
    def _compute_fault(self):
        for rule in self:
            try:
                # sudo: whether it can be asked at all, whoever looks at the list
                rule._get_domain().validate(self.env["hr.jobseeker"].sudo())
                rule.fault = False
            except UNFIT as error:
                rule.fault = str(error)

    @api.constrains("domain")
    def _check_domain(self):
        Jobseeker = self.env["hr.jobseeker"]
        for rule in self:
            try:
                with self.env.cr.savepoint():  # a value that PostgreSQL refuses ends no transaction
                    Jobseeker.search(rule._get_domain(), limit=1)
            except (*UNFIT, DatabaseError) as error:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: the condition cannot be read (%(error)s). Choose fields of the jobseeker and "
                        "plain values; write no formulas.",
                        rule=rule.name,
                        error=error,
                    )
                ) from error

    def _get_domain(self):
        """The condition as a domain: literals alone, nothing is executed."""
        self.ensure_one()
        return Domain(literal_eval(self.domain or "[]")).map_conditions(self._ask_as_reader)

    @api.model
    def _ask_as_reader(self, condition):
        """Odoo asks whether there are lines as the system; here it is asked about those that the user may read."""
        field = self.env["hr.jobseeker"]._fields.get(condition.field_expr)
        if not field or field.type != "one2many" or condition.operator not in ("=", "!=", "in", "not in"):
            return condition
        value = condition.value
        if set(value if isinstance(value, list | tuple | set) else [value]) != {False}:
            return condition
        positive = condition.operator in ("=", "in")
        return Domain(condition.field_expr, "not any" if positive else "any", Domain.TRUE)

    @api.model
    def _get_missing(self, jobseekers):
        """Ask one question of the database for each rule, whatever the number of people.

        With the user's own rights: a rule about sensitive needs says no more than the needs themselves.

        :return: list of (rule, ids of those of whom it is not known), in the order of the rules; and without the
            rules about what the user may not read, or that cannot be asked any more
        """
        missing = []
        for rule in self.search([("active", "=", True)]):
            try:
                known = jobseekers.search(Domain("id", "in", jobseekers.ids) & rule._get_domain())
            except AccessError:
                continue
            except UNFIT as error:  # a field is gone: the form opens all the same, and the list of rules says why
                _logger.warning("Completeness rule %s (%s) cannot be asked: %s", rule.id, rule.name, error)
                continue
            missing.append((rule, set(jobseekers.ids) - set(known.ids)))
        return missing


class HrJobseeker(models.Model):
    """How much is known of a person, for each purpose, and the one question that is worth asking next.

    Asked of the database, so it is about what is saved; shown on the form and in no list.
    """

    _inherit = "hr.jobseeker"

    completeness_contactable = fields.Integer(string="Contactable (%)", compute="_compute_completeness")
    completeness_matchable = fields.Integer(string="Matchable (%)", compute="_compute_completeness")
    completeness_referable = fields.Integer(string="Referable (%)", compute="_compute_completeness")
    completeness_placeable = fields.Integer(string="Placeable (%)", compute="_compute_completeness")
    completeness_missing = fields.Text(string="What Is Missing", compute="_compute_completeness")
    completeness = fields.Html(compute="_compute_completeness", sanitize=False)
    next_question = fields.Char(string="Ask Next", compute="_compute_completeness")

    @api.depends("partner_id")
    @api.depends_context("uid", "lang")
    def _compute_completeness(self):
        labels = dict(self.env["hr.jobseeker.completeness.rule"]._fields["purpose"]._description_selection(self.env))
        rules = self.env["hr.jobseeker.completeness.rule"]._get_missing(self._origin)
        for jobseeker in self:
            person = jobseeker._origin.id
            standing = [
                jobseeker._get_completeness_of(purpose, label, [(r, person in ids or not person) for r, ids in rules])
                for purpose, label in labels.items()
            ]
            lacks = [rule for rule, ids in rules if person in ids]
            jobseeker.update({f"completeness_{purpose['key']}": purpose["percent"] for purpose in standing})
            jobseeker.completeness_missing = "\n".join(
                f"{purpose['label']}: {purpose['missing']}" for purpose in standing if purpose["missing"]
            )
            jobseeker.next_question = lacks[0].question if lacks else False
            jobseeker.completeness = self.env["ir.qweb"]._render(
                "jobseeker_relations.completeness_strip",
                {"standing": standing, "question": jobseeker.next_question},
            )

    def _get_completeness_of(self, purpose, label, rules):
        """What the strip shows of one purpose. A purpose without rules asks for nothing, and is complete."""
        of_purpose = [(rule, missing) for rule, missing in rules if rule.purpose == purpose]
        missing = [rule.name for rule, missing in of_purpose if missing]
        known = len(of_purpose) - len(missing)
        return {
            "key": purpose,
            "label": label,
            "percent": round(100 * known / len(of_purpose)) if of_purpose else 100,
            "missing": ", ".join(missing),
            "tooltip": self.env._("Missing: %s", ", ".join(missing)) if missing else "",
        }
