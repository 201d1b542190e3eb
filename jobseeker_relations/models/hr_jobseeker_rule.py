import logging

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules.rule_period import MOST, end_of_period
from ..rules.send_window import ALWAYS, SendWindow
from .batch import settle_each

_logger = logging.getLogger(__name__)

BASES = [
    ("agency", "Employment agency: introduces people to hirers"),
    ("business", "Employment business: supplies temporary workers"),
    ("in_house", "In-house: recruits for itself"),
]
UNITS = [
    ("days", "Days"),
    ("working_days", "Working days"),
    ("months", "Months"),
    ("years", "Years"),
    ("times", "Times"),
]
#: Days of a ladder; nobody is reminded further ahead.
LONGEST_LADDER, FURTHEST_RUNG = 12, 3660


class HrJobseekerRule(models.Model):
    """What a law, a code or our own procedures ask of us: a row of data for each jurisdiction (design §4 "Gates").

    Code asks for a rule by what it governs; which country, which numbers, and whether it blocks or warns is the row's
    to say. A rule in force today says what is asked today: nothing that was decided before is judged anew.
    """

    _name = "hr.jobseeker.rule"
    _description = "Rule for Relations with Jobseekers"
    _inherit = ["hr.jobseeker.shared", "mail.thread", "mail.activity.mixin"]
    _order = "code, company_id, country_id, country_group_id, valid_from desc, id desc"

    name = fields.Char(string="Rule", required=True, translate=True, tracking=True)
    code = fields.Char(
        string="Governs",
        required=True,
        index=True,
        help="What asks for this rule. Rules of the same code are one rule in several jurisdictions.",
    )
    kind = fields.Selection(
        [("gate", "Gate: may it be done"), ("period", "Period: how long"), ("clock", "Clock: until when")],
        required=True,
        default="gate",
    )
    strength = fields.Selection(
        [("block", "Block"), ("warn", "Warn")],
        tracking=True,
        help="Block: it cannot be done, save by who may override. Warn: whoever does it says why.",
    )
    number = fields.Integer(tracking=True)
    unit = fields.Selection(UNITS, tracking=True)
    ladder = fields.Char(
        string="Days Before", tracking=True, help="When to remind, in days before, each once: 90, 60, 30, 7, 0."
    )

    country_id = fields.Many2one("res.country", help="Empty: every country, or the group of countries.")
    country_group_id = fields.Many2one("res.country.group", string="Group of Countries")
    basis = fields.Selection(BASES, help="Holds for companies that work in this way; empty: for all.")
    company_id = fields.Many2one("res.company", help="A company's own row stands before its country's.")

    guidance = fields.Text(string="How to Mend It", translate=True, help="What to do where the rule is not met.")
    source = fields.Text(required=True, tracking=True, help="The law, code or procedure that says so.")
    source_url = fields.Char(string="Link")
    valid_from = fields.Date(tracking=True, help="Empty: always was.")
    valid_to = fields.Date(tracking=True, help="The last day on which it holds; empty: until further notice.")
    last_checked_on = fields.Date(tracking=True, help="When somebody last read the source.")
    next_check_on = fields.Date(index="btree_not_null", tracking=True, help="When somebody should read it again.")
    is_check_due = fields.Boolean(
        string="To Check Again", compute="_compute_is_check_due", search="_search_is_check_due"
    )
    override_group_id = fields.Many2one(
        "res.groups",
        string="May Override",
        tracking=True,
        help="Who may go on all the same, saying why. Empty: nobody.",
    )
    override_count = fields.Integer(compute="_compute_override_count")
    active = fields.Boolean(default=True, tracking=True)

    _ends_after_it_began = models.Constraint(
        "CHECK(valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "A rule ends on the day on which it begins, or after it.",
    )
    _one_jurisdiction = models.Constraint(
        "CHECK(country_id IS NULL OR country_group_id IS NULL)",
        "A rule holds in one country or in a group of countries: empty one of the two.",
    )

    # --- what stands in it ----------------------------------------------------------------------------

    @api.constrains("kind", "strength", "number", "unit")
    def _check_says_something(self):
        for rule in self:
            if rule.kind == "gate" and not rule.strength:
                raise ValidationError(self.env._("Say of “%s” whether it blocks or warns.", rule.name))
            if rule.kind != "gate" and not rule.ladder and not rule.unit:
                raise ValidationError(self.env._("Say of “%s” how many of what: days, months, years.", rule.name))
            if not 0 <= rule.number <= MOST.get(rule.unit, max(MOST.values())):
                raise ValidationError(
                    self.env._("The number of “%s” is less than nothing, or longer than anybody lives.", rule.name)
                )

    @api.constrains("ladder")
    def _check_ladder(self):
        for rule in self:
            try:
                rungs = rule._get_ladder()
            except ValueError:
                rungs = (-1,)
            if len(rungs) > LONGEST_LADDER or not all(0 <= rung <= FURTHEST_RUNG for rung in rungs):
                raise ValidationError(
                    self.env._(
                        "“Days Before” is a list of at most %(count)s days, as in 90, 60, 30, 7, 0: mend “%(ladder)s”.",
                        count=LONGEST_LADDER,
                        ladder=rule.ladder,
                    )
                )

    def _get_ladder(self):
        """The days before at which somebody is reminded, the furthest first."""
        texts = (self.ladder or "").split(",")
        return tuple(sorted({int(text) for text in texts if text.strip()}, reverse=True))

    # --- checked against its source -------------------------------------------------------------------

    @api.model
    def _get_check_due_domain(self):
        return Domain("next_check_on", "<=", fields.Date.context_today(self))

    @api.depends("next_check_on")
    @api.depends_context("tz")
    def _compute_is_check_due(self):
        today = fields.Date.context_today(self)
        for rule in self:
            rule.is_check_due = bool(rule.next_check_on) and rule.next_check_on <= today

    @api.model
    def _search_is_check_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_check_due_domain() if True in value else ~self._get_check_due_domain()

    def action_checked(self):
        """Somebody read the source today and found that the row still says what it says; ask again in a year."""
        self.check_access("write")
        today = fields.Date.context_today(self)
        self.write({"last_checked_on": today, "next_check_on": fields.Date.add(today, years=1)})
        self.activity_feedback(["mail.mail_activity_data_todo"], feedback=self.env._("Checked against its source."))

    @api.model
    def _cron_warn_of_checks(self):
        """Give the administrators of Recruitment one task for each rule in force whose source is to be read again."""
        today = fields.Date.context_today(self)
        domain = (
            self._get_check_due_domain()
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today))
            & ~Domain("activity_ids", "any", [("automated", "=", True)])
        )
        settle_each(self.search(domain, order="next_check_on, id"), self._warn_keepers, self._note_unwarned)

    @api.model
    def _warn_keepers(self, rules):
        for company, own in rules.grouped("company_id").items():
            keeper = self._get_keeper(company)
            for rule in own.with_context(lang=keeper.lang, mail_activity_quick_update=True):
                rule.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=rule.next_check_on,
                    summary=self.with_context(lang=keeper.lang).env._("Does this rule still hold?"),
                    note=self.with_context(lang=keeper.lang).env._(
                        "Read the source, mend the row where it says otherwise, and press “Checked”."
                    ),
                    user_id=keeper.id,
                )

    @api.model
    def _note_unwarned(self, rule, error):
        _logger.error("Nobody was told to check the rule %s again: %s", rule.code, error)

    @api.model
    def _get_keeper(self, company, leaving=()):
        """The administrator of Recruitment who hears of a rule that nobody has checked for long.

        :param leaving: users who do not any more
        """
        managers = self.env.ref("hr_recruitment.group_hr_recruitment_manager").all_user_ids
        managers = managers.filtered(lambda user: user.active and not user.share and user not in leaving).sorted("id")
        own = managers.filtered(lambda user: not company or company in user.company_ids)
        return (own or self.env.ref("base.user_admin"))[:1]

    # --- which one holds ------------------------------------------------------------------------------

    @api.model
    def _find(self, code, company, on=None):
        """Return the rule of that code which holds for a company, or none.

        Its own row stands before its country's, that before a group's, and that before everybody's; a row for its basis
        stands before one for all; of two alike the later one holds.

        :param on: the day that counts; today, where none is said
        """
        on = on or fields.Date.context_today(self)
        country = company.jobseeker_country_id
        domain = (
            Domain("code", "=", code)
            & Domain("company_id", "in", [False, company.id])
            & Domain("country_id", "in", [False, country.id])
            & (Domain("country_group_id", "=", False) | Domain("country_group_id.country_ids", "in", country.ids))
            & Domain("basis", "in", [False, company.jobseeker_basis])
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", on))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", on))
        )
        # sudo: who is held by a rule need not read the table of rules
        rules = self.sudo().with_context(active_test=True).search(domain)
        return rules.sorted(_rank, reverse=True)[:1]

    def _get_end(self, day, company):
        """Return the day on which the period of this rule, begun on a day, is over."""
        return end_of_period(self._get_window(company), day, self.number, self.unit)

    @api.model
    def _get_window(self, company):
        """The working days and hours of a company."""
        calendar, zone = company.resource_calendar_id, company.partner_id.tz or "UTC"
        return calendar._get_send_window(calendar.tz or zone) if calendar else SendWindow.of(zone, ALWAYS)

    # --- overridden -----------------------------------------------------------------------------------

    def _compute_override_count(self):
        counts = dict(
            self.env["hr.jobseeker.override"]._read_group([("rule_id", "in", self.ids)], ["rule_id"], ["__count"])
        )
        for rule in self:
            rule.override_count = counts.get(rule, 0)

    def action_open_overrides(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("jobseeker_relations.hr_jobseeker_override_action")
        return {**action, "domain": [("rule_id", "=", self.id)]}


def _rank(rule):
    place = 3 if rule.company_id else 2 if rule.country_id else 1 if rule.country_group_id else 0
    return place, bool(rule.basis), rule.valid_from or fields.Date.to_date("0001-01-01"), rule.id
