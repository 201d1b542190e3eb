from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..rules.retention_dates import Period, category_of, due
from ..rules.rule_period import end_of_period
from ..rules.send_window import ALWAYS, SendWindow
from .hr_jobseeker_rule import BASES
from .moment import say_day

CATEGORIES = [
    ("unsuccessful", "Applied or enquired, and found no work through us"),
    ("pool", "In a talent pool"),
    ("engaged", "Found work through us"),
    ("prospect", "We approached them, and they never answered"),
]
FACTS = [
    ("last_contact", "The last contact"),
    ("last_application", "The end of the last application"),
    ("ended", "The end of the work that we found"),
    ("created", "The day on which we recorded them"),
]
UNITS = [("days", "Days"), ("months", "Months"), ("years", "Years")]
WHAT = [("anonymise", "Everything but statistics"), ("evidence", "Evidence of the right to work alone")]
#: Periods of days, months and years do not ask for working days.
EVERY_DAY = SendWindow.of("UTC", ALWAYS)
#: People of one list; the rest is on the next.
MOST = 2000
#: Changing one of these makes it another rule, which somebody has to approve.
APPROVED = frozenset(
    {
        "category", "number", "unit", "counted_from", "what", "notice_days", "approval", "country_id",
        "country_group_id", "company_id", "basis",
    }
)  # fmt: skip


class HrJobseekerRetentionRule(models.Model):
    """How long the data of a kind of people is kept, by whose law, and what goes then (compliance.md §8 item 52).

    A rule does nothing before a data protection officer has approved it: nothing is erased by installing this. One
    without a company erases in all of them: only who works in all of them changes or approves it.
    """

    _name = "hr.jobseeker.retention.rule"
    _inherit = ["hr.jobseeker.shared"]
    _description = "Retention Rule"
    _order = "category, country_id, country_group_id, id"

    name = fields.Char(required=True, translate=True)
    category = fields.Selection(CATEGORIES, string="Whose Data", required=True, default="unsuccessful")
    country_id = fields.Many2one("res.country", help="Empty: every country, or the group of countries.")
    country_group_id = fields.Many2one("res.country.group", string="Group of Countries")
    company_id = fields.Many2one("res.company", help="A company's own rule stands before its country's.")
    basis = fields.Selection(BASES, help="Holds for companies that work in this way; empty: for all.")
    number = fields.Integer(string="Keep", required=True, default=12)
    unit = fields.Selection(UNITS, required=True, default="months")
    counted_from = fields.Selection(FACTS, required=True, default="last_contact")
    what = fields.Selection(WHAT, string="What Goes", required=True, default="anonymise")
    notice_days = fields.Integer(
        string="Notice (days)",
        default=30,
        help="So many days before, the person gets a letter, and may ask us to keep it.",
    )
    approval = fields.Selection(
        [("person", "A person approves each list"), ("automatic", "Lists go by themselves, after the notice")],
        required=True,
        default="person",
    )
    source = fields.Text(required=True, help="The law, code or decision that says so.")
    source_url = fields.Char(string="Link")
    approved_at = fields.Datetime(string="Approved", readonly=True, copy=False)
    approved_by = fields.Many2one("res.users", readonly=True, copy=False)
    active = fields.Boolean(default=True)

    _one_jurisdiction = models.Constraint(
        "CHECK(country_id IS NULL OR country_group_id IS NULL)",
        "A rule holds in one country or in a group of countries: empty one of the two.",
    )

    @api.constrains("number", "unit", "notice_days")
    def _check_number(self):
        for rule in self:
            if not 1 <= rule.number <= {"days": 36500, "months": 1200, "years": 100}[rule.unit]:
                raise ValidationError(
                    self.env._("“%s” has to keep data for a day at least, a century at most.", rule.name)
                )
            if not 0 <= rule.notice_days <= 365:
                raise ValidationError(self.env._("Notice is given at most a year ahead: mend “%s”.", rule.name))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_approval(vals) for vals in vals_list])

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        vals = self._without_approval(vals)
        if APPROVED & vals.keys():
            vals.update(approved_at=False, approved_by=False)
        return super().write(vals)

    def _without_approval(self, vals):
        """Approval is a button: neither a form nor an import, nor a default, brings it along."""
        return {**vals, "approved_at": False, "approved_by": False} if "approved_at" in vals else vals

    @api.model
    def default_get(self, fields):
        return {k: v for k, v in super().default_get(fields).items() if k not in ("approved_at", "approved_by")}

    def action_approve(self):
        """From now on this rule proposes lists of people; each of them waits for a person, unless the rule says not."""
        self.check_access("write")
        self._check_shared()
        # sudo: who approved it is the system's to write
        self.sudo().write({"approved_at": fields.Datetime.now(), "approved_by": self.env.uid})

    def action_revoke(self):
        self.check_access("write")
        self._check_shared()
        self.sudo().write({"approved_at": False, "approved_by": False})  # sudo: as above

    # --- whom it is about -----------------------------------------------------------------------------

    @api.model
    def _find_for(self, company, *, approved=True):
        """{(category, what): the rule that holds for a company}, the most specific of each."""
        country = company.jobseeker_country_id
        domain = (
            Domain("company_id", "in", [False, company.id])
            & Domain("country_id", "in", [False, country.id])
            & (Domain("country_group_id", "=", False) | Domain("country_group_id.country_ids", "in", country.ids))
            & Domain("basis", "in", [False, company.jobseeker_basis])
        )
        if approved:
            domain &= Domain("approved_at", "!=", False)
        found = {}
        for rule in self.search(domain).sorted(_rank):
            found[rule.category, rule.what] = rule
        return found

    def _get_end(self, day):
        return end_of_period(EVERY_DAY, day, self.number, self.unit)

    def _get_candidates_domain(self, company, target):
        """Whose period may be over by a day: one statement; ``_find_due`` then asks the rule of each."""
        step = {"days": "days", "months": "months", "years": "years"}[self.unit]
        # a month that is shorter moves an end by three days at most
        latest = target - relativedelta(**{step: self.number}) + relativedelta(days=3)
        before = datetime.combine(latest, time.max)
        domain = Domain("company_id", "=", company.id) & Domain("create_date", "<=", before)
        domain &= Domain("kept_data_on", "=", False) | Domain("kept_data_on", "<=", latest)
        if self.counted_from == "last_contact":
            domain &= Domain("last_contact_at", "=", False) | Domain("last_contact_at", "<=", before)
            domain &= Domain("last_inbound_at", "=", False) | Domain("last_inbound_at", "<=", before)
        if self.category == "engaged":
            domain &= Domain("placed_on", "!=", False)
        elif self.category == "prospect":
            domain &= Domain("state", "=", "prospect")
        elif self.category == "pool":
            domain &= Domain("applicant_ids.talent_pool_ids", "!=", False)
        if self.counted_from == "ended":
            domain &= Domain("closed_on", "<=", latest)
        return domain

    def _find_due(self, people, target):
        """{person: ``Due``} of those of these people whom this rule is about, and whose period is over by a day."""
        self.ensure_one()
        facts = people._get_retention_facts()
        period = Period(self.id, self.counted_from, self._get_end)
        found = {}
        for person in people:
            category, days = facts[person]
            if category != self.category:
                continue
            one = due(days, [period], person.kept_data_on or None)
            if one and one.day <= target:
                found[person] = one
        return found

    def _say_due(self, one):
        """ "The last contact was on 3 March 2025: kept 12 months after it (ICO ...)." """
        facts = dict(self._fields["counted_from"]._description_selection(self.env))
        units = dict(self._fields["unit"]._description_selection(self.env))
        fact = self.env._("They asked us to keep it") if one.fact == "kept" else facts[one.fact]
        return self.env._(
            "%(fact)s: %(day)s; kept for %(number)s %(unit)s after it.",
            fact=fact,
            day=say_day(self.env, one.since),
            number=self.number,
            unit=units[self.unit].lower(),
        )

    def action_preview(self):
        """Open the list of the people whose period is over once notice was given: nothing is written to anybody."""
        self.ensure_one()
        self.check_access("write")
        runs = self.env["hr.jobseeker.retention.run"]
        for company in self.env.companies:
            if self in self._find_for(company, approved=False).values():
                runs |= runs._propose(self, company)
        if not runs:
            raise UserError(
                self.env._(
                    "Nobody's period is over by %(day)s, or another rule holds in %(companies)s.",
                    day=say_day(self.env, fields.Date.add(fields.Date.context_today(self), days=self.notice_days)),
                    companies=", ".join(self.env.companies.mapped("name")),
                )
            )
        return runs._get_list_action()


def _rank(rule):
    place = 3 if rule.company_id else 2 if rule.country_id else 1 if rule.country_group_id else 0
    return place, bool(rule.basis), rule.id


class HrJobseeker(models.Model):
    """What retention rules ask of a person."""

    _inherit = "hr.jobseeker"

    kept_data_on = fields.Date(
        string="Asked to Keep Their Data", readonly=True, copy=False, help="On this day the period began anew."
    )

    def _get_retention_facts(self):
        """{person: (category, {fact: day})} of a batch, in a constant number of queries."""
        people = self.sudo().with_context(active_test=False)  # sudo: facts, whoever asks
        people.fetch(["state", "placed_on", "closed_on", "last_contact_at", "last_inbound_at", "create_date"])
        applications = people.applicant_ids
        applications.fetch(["active", "date_closed", "refuse_date", "refuse_reason_id", "create_date", "jobseeker_id"])
        return {person: person._get_retention_facts_of(person.applicant_ids) for person in people}

    def _get_retention_facts_of(self, applicants):
        pooled = bool(applicants.talent_pool_ids)
        proper = applicants.filtered(lambda applicant: not applicant.talent_pool_ids)
        running = proper.filtered(
            lambda applicant: applicant.active and not applicant.refuse_reason_id and not applicant.date_closed
        )
        ends = [at for one in proper for at in (one.refuse_date, one.date_closed) if at] or proper.mapped("create_date")
        heard = [at for at in (self.last_contact_at, self.last_inbound_at) if at]
        created = self.create_date.date()
        category = category_of(
            engaged=bool(self.placed_on),
            running=bool(running) and self.state != "closed",
            pooled=pooled and self.state != "closed",
            heard=bool(self.last_inbound_at),
            prospect=self.state == "prospect",
        )
        facts = {
            "last_contact": max(heard).date() if heard else created,
            "last_application": max(_to_day(at) for at in ends) if ends else created,
            "ended": self.closed_on if self.state == "closed" and self.placed_on else None,
            "created": created,
        }
        return category, facts

    def _keep_data(self):
        """The person asks us to keep their data: the period begins anew today. Silence is no such answer."""
        self.ensure_one()
        self.sudo().kept_data_on = fields.Date.context_today(self)  # sudo: who opens a link has no rights
        self._log_own_action(self._for_colleagues().env._("Asked us to keep their data"))


def _to_day(at):
    return at.date() if isinstance(at, datetime) else at if isinstance(at, date) else fields.Date.to_date(at)
