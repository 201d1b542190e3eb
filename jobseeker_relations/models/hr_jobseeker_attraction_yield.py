from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .hr_jobseeker_attraction_figures import COST_PER
from .hr_jobseeker_completeness_rule import UNFIT
from .hr_jobseeker_source import SOURCES

#: Steps between coming and staying; see the help of each.
STEPS = ("came", "settled", "reachable", "complete", "referable", "referred", "placed", "in_touch", "kept")
#: Purposes of completeness rules that a step asks for.
COMPLETE = ["contactable", "matchable"]
REFERABLE = [*COMPLETE, "referable"]


class HrJobseekerAttractionYield(models.Model):
    """A row for each person with what became of them, and one for each month of each cost: for pivot and graph.

    Nothing is stored: each figure is a fact of the moment, and PostgreSQL works out only what a view asks for. A row
    about a person is narrowed as the person is; costs, which are about nobody, are for who sees everybody: a company's
    money divided by an adviser's own people would be no figure.
    """

    _name = "hr.jobseeker.attraction.yield"
    _description = "What Became of Those Who Came"
    _inherit = ["hr.jobseeker.attraction.figures"]
    _auto = False
    _order = "came_on desc, id desc"
    _rec_name = "jobseeker_id"
    _depends = {
        "hr.jobseeker": [
            "company_id", "adviser_id", "source_id", "medium_id", "campaign_id", "source_kind", "data_received_on",
            "last_inbound_at", "last_contact_at", "state", "placed_on", "contact_block",
        ],
        "hr.jobseeker.contact": ["jobseeker_id", "date", "direction", "outcome", "superseded"],
        "hr.jobseeker.attraction.cost": [
            "company_id", "source_id", "medium_id", "campaign_id", "date_from", "date_to", "cost", "hours",
        ],
        "hr.applicant": ["jobseeker_id"],
        "res.company": ["currency_id"],
    }  # fmt: skip

    jobseeker_id = fields.Many2one("hr.jobseeker", string="Person", readonly=True)
    adviser_id = fields.Many2one("res.users", readonly=True)
    medium_id = fields.Many2one("utm.medium", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", readonly=True)
    source_kind = fields.Selection(SOURCES, string="Source of Data", readonly=True)
    came_on = fields.Date(readonly=True, help="When we received their data; of a cost: when it fell due.")

    @property
    def _table_query(self):
        if not self.env.registry.ready:  # asked whether there is a table, while there may be none to ask
            return SQL("SELECT NULL::int AS id WHERE FALSE")
        return SQL("%s UNION ALL %s", self._get_people_sql(), self._get_costs_sql())

    @api.model
    def _get_people_sql(self):
        people = self.env["hr.jobseeker"]
        # whom this row is about is asked by the rules of this model: nothing is narrowed twice
        query = people._search(Domain.TRUE, bypass_access=True)
        query.add_join("JOIN", "company", SQL.identifier("res_company"), SQL("company.id = hr_jobseeker.company_id"))
        query.add_join("JOIN", "arrival", SQL("LATERAL (SELECT %s AS day)", self._get_arrival_sql()), SQL("TRUE"))
        placed, in_touch = self._get_placed_sql(), self._get_in_touch_sql()
        settled = SQL("arrival.day <= %s", fields.Date.subtract(self._get_today(), days=self._get_reach_days()))
        steps = {
            "came": SQL("TRUE"),
            "settled": settled,
            "reachable": SQL("%s AND %s", settled, self._get_reached_sql()),
            "complete": self._get_known_sql(COMPLETE, query),
            "referable": self._get_known_sql(REFERABLE, query),
            "referred": self._get_referred_sql(),
            "placed": placed,
            "in_touch": in_touch,
            "kept": SQL("%s AND %s", placed, in_touch),
        }
        columns = {
            "id": SQL("hr_jobseeker.id"),
            "jobseeker_id": SQL("hr_jobseeker.id"),
            "company_id": SQL("hr_jobseeker.company_id"),
            "currency_id": SQL("company.currency_id"),
            "adviser_id": SQL("hr_jobseeker.adviser_id"),
            "source_id": SQL("hr_jobseeker.source_id"),
            "medium_id": SQL("hr_jobseeker.medium_id"),
            "campaign_id": SQL("hr_jobseeker.campaign_id"),
            "source_kind": SQL("hr_jobseeker.source_kind"),
            "came_on": SQL("arrival.day"),
            **{name: SQL("CASE WHEN %s THEN 1 ELSE 0 END", step) for name, step in steps.items()},
            "cost": SQL("0::numeric"),
            "hours": SQL("0::float8"),
            **self._get_quotients(),
        }
        return query.select(*_name_columns(columns))

    @api.model
    def _get_costs_sql(self):
        """Each cost, dealt out to the months of its period by days. Numbers below zero: no person has such a one."""
        share = SQL(
            "((LEAST(c.date_to, (month.first + interval '1 month' - interval '1 day')::date)"
            " - GREATEST(c.date_from, month.first::date) + 1)::numeric / (c.date_to - c.date_from + 1))"
        )
        columns = {
            "id": SQL("-(c.id * 100 + month.number)::int"),
            "jobseeker_id": SQL("NULL::int"),
            "company_id": SQL("c.company_id"),
            "currency_id": SQL("company.currency_id"),
            "adviser_id": SQL("NULL::int"),
            "source_id": SQL("c.source_id"),
            "medium_id": SQL("c.medium_id"),
            "campaign_id": SQL("c.campaign_id"),
            "source_kind": SQL("NULL::varchar"),
            "came_on": SQL("GREATEST(c.date_from, month.first::date)"),
            **dict.fromkeys(STEPS, SQL("0")),
            "cost": SQL("COALESCE(c.cost, 0) * %s", share),
            "hours": SQL("COALESCE(c.hours, 0) * %s::float8", share),
            **self._get_quotients(),
        }
        return SQL(
            """
            SELECT %s
              FROM hr_jobseeker_attraction_cost c
              JOIN res_company company ON company.id = c.company_id
             CROSS JOIN LATERAL generate_series(date_trunc('month', c.date_from::timestamp), c.date_to::timestamp,
                                                interval '1 month') WITH ORDINALITY AS month (first, number)
            """,
            SQL(", ").join(_name_columns(columns)),
        )

    @api.model
    def _get_quotients(self):
        return {name: SQL("NULL::numeric") for name in self._fields if name.startswith(COST_PER)}

    # --- the facts --------------------------------------------------------------------------------------

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)

    @api.model
    def _get_reach_days(self):
        return self._get_number("attraction_reachable", 30)

    @api.model
    def _get_arrival_sql(self):
        """The day on which somebody came. Of those who were there before the addon their first application tells."""
        return SQL(
            "COALESCE(hr_jobseeker.data_received_on,"
            " (SELECT min(a.create_date)::date FROM hr_applicant a WHERE a.jobseeker_id = hr_jobseeker.id),"
            " hr_jobseeker.create_date::date)"
        )

    @api.model
    def _get_reached_sql(self):
        """A word from them, or a call or meeting in which they were reached, so many days after they came or later."""
        return SQL(
            "(hr_jobseeker.last_inbound_at >= arrival.day + %(days)s OR EXISTS ("
            "SELECT FROM hr_jobseeker_contact c WHERE c.jobseeker_id = hr_jobseeker.id AND c.direction = 'out'"
            " AND c.superseded IS NOT TRUE AND c.outcome = 'reached' AND c.date >= arrival.day + %(days)s))",
            days=self._get_reach_days(),
        )

    @api.model
    def _get_known_sql(self, purposes, query):
        """Whether all is known of a person that these purposes ask for, by the completeness rules as the user reads."""
        people, known = self.env["hr.jobseeker"], []
        rules = self.env["hr.jobseeker.completeness.rule"].search([("active", "=", True), ("purpose", "in", purposes)])
        for rule in rules:
            try:
                domain = rule._get_domain().optimize_full(people)
                known.append(SQL("(%s)", domain._to_sql(people, query.table, query)))
            except (AccessError, *UNFIT):  # as the form: a rule about what the user may not read asks nothing
                continue
        return SQL("(%s)", SQL(" AND ").join(known)) if known else SQL("TRUE")

    @api.model
    def _get_placed_sql(self):
        engaged = self._get_referrals(Domain("state", "=", "engaged"))
        placed = SQL("hr_jobseeker.placed_on IS NOT NULL")
        return SQL("(%s OR %s)", placed, engaged) if engaged else placed

    @api.model
    def _get_referred_sql(self):
        return self._get_referrals(Domain("sent_at", "!=", False)) or SQL("FALSE")

    @api.model
    def _get_referrals(self, domain):
        """Whether somebody has such a referral; None, while there are no referrals at all."""
        if "hr.jobseeker.referral" not in self.env:
            return None
        referrals = self.env["hr.jobseeker.referral"]._search(domain, bypass_access=True)
        return SQL("hr_jobseeker.id IN %s", referrals.subselect("jobseeker_id"))

    @api.model
    def _get_in_touch_sql(self):
        days = self._get_number("attraction_in_touch", 90)
        return SQL(
            "(hr_jobseeker.state <> 'closed' AND hr_jobseeker.contact_block IS NULL"
            " AND hr_jobseeker.last_contact_at >= %s)",
            fields.Datetime.subtract(fields.Datetime.now(), days=days),
        )


def _name_columns(columns):
    return [SQL("%s AS %s", expression, SQL.identifier(name)) for name, expression in columns.items()]
