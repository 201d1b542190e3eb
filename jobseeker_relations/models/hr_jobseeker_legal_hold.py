from collections import defaultdict
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .moment import say_day
from .personal_data import CATEGORIES

BASES = [
    ("claim", "Legal claim"),
    ("authority", "Asked by an authority"),
    ("complaint", "Open complaint"),
    ("law", "Duty to keep records"),
]
EVERYTHING = frozenset(category for category, _name in CATEGORIES)
#: Records of an agency (Conduct Regulations 2003, Sch. 4): who, on which terms, with which experience, checked how.
AGENCY_RECORDS = frozenset({"identity", "search", "agreement", "checks", "rights"})


@dataclass(frozen=True)
class Hold:
    """Why some of a person's data stays, which, and until when (None: until somebody ends it)."""

    reason: str
    keeps: frozenset
    until: object = None
    by_rule: bool = False


class HrJobseekerLegalHold(models.Model):
    """Somebody said that this person's data must stay: a claim, an authority, a complaint (compliance.md §8 item 61).

    What a hold said stays on record; it is lifted, never deleted. Holds that follow from rules and facts are computed,
    see ``hr.jobseeker._get_legal_holds``.
    """

    _name = "hr.jobseeker.legal.hold"
    _description = "Legal Hold on a Jobseeker's Data"
    _inherit = ["hr.jobseeker.kept"]
    _kept_by_the_system = frozenset({"lifted_at", "lifted_by", "kept_categories"})
    _order = "id desc"
    _rec_name = "reason"
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    reason = fields.Char(required=True, help="Why nothing may be erased, as you would say it to an inspector.")
    basis = fields.Selection(BASES, required=True, default="claim")
    from_on = fields.Date(string="From", required=True, default=fields.Date.context_today)
    until_on = fields.Date(string="Until", help="Last day. Empty: until somebody lifts it.")
    lifted_at = fields.Datetime(string="Lifted", readonly=True, copy=False)
    lifted_by = fields.Many2one("res.users", readonly=True, copy=False)
    #: Codes of what a duty by rule keeps, where the hold stands for one; empty: everything.
    kept_categories = fields.Char(readonly=True, copy=False, export_string_translation=False)
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")

    @api.constrains("from_on", "until_on")
    def _check_days(self):
        for hold in self:
            if hold.until_on and hold.until_on < hold.from_on:
                raise ValidationError(self.env._("A hold ends after it begins: mend the days."))

    @api.model
    def _get_in_force_domain(self):
        today = fields.Date.today()
        return (
            Domain("lifted_at", "=", False)
            & Domain("from_on", "<=", today)
            & (Domain("until_on", "=", False) | Domain("until_on", ">=", today))
        )

    @api.depends("lifted_at", "from_on", "until_on")
    def _compute_in_force(self):
        held = self.filtered_domain(self._get_in_force_domain())
        held.in_force = True
        (self - held).in_force = False

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_in_force_domain()
        return domain if True in value else ~domain

    def write(self, vals):
        if not self.env.su and {"jobseeker_id", "reason", "basis", "from_on"} & vals.keys():
            raise UserError(self.env._("What a hold said stays on record. Lift this one, and set another."))
        return super().write(vals)

    def action_lift(self):
        """End the hold now; it stays readable."""
        self.check_access("write")
        # sudo: when, and by whom, is the system's to write; who may was checked
        self.filtered(lambda hold: not hold.lifted_at).sudo().write(
            {"lifted_at": fields.Datetime.now(), "lifted_by": self.env.uid}
        )


class HrJobseeker(models.Model):
    """What keeps a person's data from going: holds that somebody set, and duties that follow from rules and facts."""

    _inherit = "hr.jobseeker"

    legal_hold_ids = fields.One2many(
        "hr.jobseeker.legal.hold",
        "jobseeker_id",
        groups="jobseeker_relations.group_data_protection_officer,jobseeker_relations.group_complaint_officer",
    )

    def _get_legal_holds(self, but=None):
        """{person: [Hold]} in force today, in a constant number of queries for each company.

        :param but: requests about data that are being carried out, and so keep nothing
        """
        people, holds = self.sudo(), defaultdict(list)  # sudo: what must stay does not depend on who asks
        rows = self.env["hr.jobseeker.legal.hold"].sudo()  # sudo: as above
        labels = dict(rows._fields["basis"]._description_selection(self.env))
        domain = rows._get_in_force_domain() & Domain("jobseeker_id", "in", self.ids)
        for row in rows.search(domain):
            keeps = frozenset((row.kept_categories or "").split()) or EVERYTHING
            holds[row.jobseeker_id].append(Hold(f"{labels[row.basis]}: {row.reason}", keeps, row.until_on))
        frozen = people.filtered(lambda person: person.restricted_at and not person.erasure_owed)
        for person in frozen:
            if but and but._lifts_freeze_of(person):
                continue
            # what was asked to be frozen is kept, and not used: that is the point of it (GDPR art. 18)
            holds[person].append(Hold(self.env._("Their data is frozen, as they asked"), EVERYTHING))
        for person in people._have_open_complaint():
            holds[person].append(Hold(self.env._("A complaint is open"), EVERYTHING))
        people._add_request_holds(holds, but)
        people._add_rule_holds(holds)
        return {person: holds[person.sudo()] for person in self}

    def _have_open_complaint(self):
        """Those of these people with an open complaint: a hook for the model of complaints."""
        return self.browse()

    def _add_request_holds(self, holds, but):
        requests = self.env["hr.jobseeker.rights.request"].search(
            [
                ("jobseeker_id", "in", self.ids),
                ("state", "in", ("received", "confirmed", "paused")),
                ("kind", "not in", ("erasure", "objection")),
                ("id", "not in", but.ids if but else []),
            ]
        )
        kinds = dict(requests._fields["kind"]._description_selection(self.env))
        for request in requests:
            reason = self.env._(
                "Request %(number)s (%(kind)s) is open", number=request.number, kind=kinds[request.kind]
            )
            holds[request.jobseeker_id].append(Hold(reason, EVERYTHING))

    def _add_rule_holds(self, holds):
        """Duties to keep records, by the rule of the company: counted from the fact that each of them names."""
        today, Rule = fields.Date.today(), self.env["hr.jobseeker.rule"]
        for company, people in self.grouped("company_id").items():
            for code, keeps, since in (
                ("hold_work_finding", AGENCY_RECORDS, people._get_last_service_days()),
                ("hold_right_to_work", frozenset({"identity", "evidence", "rights"}), people._get_engagement_ends()),
            ):
                rule = Rule._find(code, company)
                if not rule:
                    continue
                for person in people & self.browse(record.id for record in since):
                    day = since[person]
                    until = rule._get_end(day, company) if day else None
                    if until is None or until >= today:
                        holds[person].append(Hold(f"{rule.name} ({rule.source})", keeps, until, by_rule=True))

    def _remember_rule_holds(self, holds):
        """Write down until when a rule holds, before the facts go from which that follows."""
        # sudo: the system's own row, as the officer's erasure was checked
        self.env["hr.jobseeker.legal.hold"].sudo().create(
            [
                {
                    "jobseeker_id": person.id,
                    "reason": hold.reason,
                    "basis": "law",
                    "from_on": fields.Date.today(),
                    "until_on": hold.until,
                    "kept_categories": " ".join(sorted(hold.keeps)),
                }
                for person in self
                for hold in holds[person]
                if hold.by_rule and hold.until
            ]
        )

    def _get_last_service_days(self):
        """{person: the last day on which we did work-finding for them}, for those for whom we ever did."""
        days = {}
        for person in self:
            instants = [person.last_contact_at, person.last_attempt_at, *person.applicant_ids.mapped("create_date")]
            served = [at.date() for at in instants if at]
            served += [day for day in person.agreement_ids.mapped("ended_on") if day]
            if served:
                days[person] = max(served)
        return days

    def _get_engagement_ends(self):
        """{person: the day on which the work ended that we found them; None: it goes on}, for those who have or had.

        A hook: engagements are a part of their own. Until then a placement that was closed has ended on that day.
        """
        placed = self.filtered("placed_on")
        return {person: person.closed_on if person.state == "closed" else None for person in placed}


def say_hold(env, hold):
    """ "Records of an agency (reg. 29), until 3 March 2027": one line of a receipt."""
    if not hold.until:
        return hold.reason
    return env._("%(reason)s, until %(day)s", reason=hold.reason, day=say_day(env, hold.until))
