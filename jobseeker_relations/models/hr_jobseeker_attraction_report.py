from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_amount

from .hr_jobseeker_attraction_decision import VERDICTS
from .hr_jobseeker_attraction_figures import COST_PER
from .hr_jobseeker_attraction_yield import STEPS

#: A context may ask for another time than the rule's, up to this; 0 asks for all time.
MOST_MONTHS = 600
#: A row's number is its method's and its company's: a button finds it again, whatever the period.
COMPANIES = 10_000


class HrJobseekerAttractionReport(models.Model):
    """“Methods of Attracting”: a row for each method and company, with what was decided about it last.

    Counts who came in the months that the rule ``attraction_period`` or the filter says, each person as the reader may
    see them. A method about which something was decided is listed though nobody came.
    """

    _name = "hr.jobseeker.attraction.report"
    _description = "Method of Attracting"
    _inherit = ["hr.jobseeker.attraction.figures"]
    _auto = False
    _order = "came desc, id"
    _depends = {
        "hr.jobseeker.attraction.decision": [
            "company_id", "source_id", "verdict", "reason", "decided_on", "user_id", "next_look_on",
        ],
        "utm.source": ["name"],
    }  # fmt: skip

    name = fields.Char(string="Name of the Method", readonly=True)
    reachable_rate = fields.Float(
        string="Reachable (%)", readonly=True, aggregator=None, help="Of those who came long enough ago."
    )
    placed_rate = fields.Float(string="Placed (%)", readonly=True, aggregator=None, help="Of all who came.")
    is_small = fields.Boolean(
        string="Small Sample", readonly=True, help="So few people came that the figures say little (see the rules)."
    )
    decision_id = fields.Many2one("hr.jobseeker.attraction.decision", string="Last Decision", readonly=True)
    verdict = fields.Selection(VERDICTS, string="Decision", readonly=True)
    reason = fields.Text(string="Why", readonly=True)
    decided_on = fields.Date(readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Who", readonly=True)
    next_look_on = fields.Date(string="Next Look", readonly=True)

    @property
    def _table_query(self):
        if not self.env.registry.ready:  # as in the model of which this is the sum
            return SQL("SELECT NULL::int AS id WHERE FALSE")
        people = self.env["hr.jobseeker.attraction.yield"]._search(self._get_period())
        numbers = (*STEPS, "cost", "hours")
        figures = people.select(*(SQL.identifier(people.table, name) for name in ("company_id", "source_id", *numbers)))
        sums = SQL(", ").join(SQL("sum(%s) AS %s", SQL.identifier(name), SQL.identifier(name)) for name in numbers)
        quotients = SQL(", ").join(
            SQL("cost / NULLIF(%s, 0) AS %s", SQL.identifier(name.removeprefix(COST_PER)), SQL.identifier(name))
            for name in self._fields
            if name.startswith(COST_PER)
        )
        return SQL(
            _METHODS,
            companies=COMPANIES,
            unknown=self.env._("Not recorded"),
            numbers=SQL(", ").join(map(SQL.identifier, numbers)),
            quotients=quotients,
            few=self._get_number("attraction_sample", 20),
            sums=sums,
            figures=figures,
            zeros=SQL(", ").join([SQL("0")] * len(numbers)),
        )

    @api.model
    def _get_period(self):
        """Whose coming, and which costs, count: this month and those before it; not what is booked for later."""
        today = fields.Date.context_today(self)
        until = Domain("came_on", "<=", fields.Date.end_of(today, "month"))
        months = self.env.context.get("attraction_months")
        if not isinstance(months, int) or not 0 <= months <= MOST_MONTHS:
            months = self._get_number("attraction_period", 12)
        if not months:
            return until
        first = fields.Date.start_of(today, "month")
        return until & Domain("came_on", ">=", fields.Date.subtract(first, months=months - 1))

    def _say_figures(self):
        self.ensure_one()
        return self.env._(
            "%(came)s came, %(reachable)s reachable, %(complete)s complete, %(referred)s referred, %(placed)s placed; "
            "%(cost)s and %(hours)s hours",
            came=self.came,
            reachable=self.reachable,
            complete=self.complete,
            referred=self.referred,
            placed=self.placed,
            cost=format_amount(self.env, self.cost, self.currency_id),
            hours=round(self.hours, 1),
        )

    # --- actions ----------------------------------------------------------------------------------------

    def action_decide(self):
        """Open a new decision about this method."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What to do about “%s”", self.name),
            "res_model": "hr.jobseeker.attraction.decision",
            "view_mode": "form",
            "views": [(self.env.ref("jobseeker_relations.hr_jobseeker_attraction_decision_view_form_new").id, "form")],
            "target": "new",
            "context": {
                "default_source_id": self.source_id.id,
                "default_company_id": self.company_id.id,
                "dialog_size": "medium",
            },
        }

    def action_open_people(self):
        """Who came by this method, whenever that was."""
        action = self._get_action("hr_jobseeker_action", self.env._("Came by “%s”", self.name))
        return {**action, "context": {}}

    def action_open_decisions(self):
        title = self.env._("Decisions about “%s”", self.name)
        action = self._get_action("hr_jobseeker_attraction_decision_action", title)
        return {**action, "context": {"default_source_id": self.source_id.id}}

    def _get_action(self, name, title):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(f"jobseeker_relations.{name}")
        domain = [("source_id", "=", self.source_id.id), ("company_id", "=", self.company_id.id)]
        return {**action, "name": title, "display_name": title, "domain": domain}


_METHODS = """
    SELECT COALESCE(method.source_id, 0)::bigint * %(companies)s + method.company_id AS id,
           method.company_id, company.currency_id, method.source_id, COALESCE(source.name, %(unknown)s) AS name,
           %(numbers)s, %(quotients)s,
           100.0 * reachable / NULLIF(settled, 0) AS reachable_rate,
           100.0 * placed / NULLIF(came, 0) AS placed_rate,
           came < %(few)s AS is_small,
           last.id AS decision_id, last.verdict, last.reason, last.decided_on, last.user_id AS decided_by_id,
           last.next_look_on
      FROM (SELECT company_id, source_id, %(sums)s
              FROM (%(figures)s UNION ALL
                    SELECT DISTINCT company_id, source_id, %(zeros)s FROM hr_jobseeker_attraction_decision) one
             GROUP BY company_id, source_id) method
      JOIN res_company company ON company.id = method.company_id
      LEFT JOIN utm_source source ON source.id = method.source_id
      LEFT JOIN LATERAL (SELECT * FROM hr_jobseeker_attraction_decision d
                          WHERE d.company_id = method.company_id AND d.source_id = method.source_id
                          ORDER BY d.decided_on DESC, d.id DESC LIMIT 1) last ON TRUE
"""
