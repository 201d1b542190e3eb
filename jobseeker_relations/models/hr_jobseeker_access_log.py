import re
from datetime import datetime, time
from itertools import chain

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: People among whom somebody looks by what is sensitive, all of whom are put on record, found or not.
MOST_ASKED = 1000


class HrJobseekerAccessLog(models.Model):
    """Who took data of which people out, and who read what is sensitive: for the data protection officer alone.

    An export is a row. Reading is a row for each user, kind of record and day, with the people whom it showed for the
    first time that day: who answers for somebody opens their form many times. Written by what happens; nobody edits or
    deletes a row. Rows keep numbers of people and no names, so that the log outlives an erasure without undoing it.
    """

    _name = "hr.jobseeker.access.log"
    _description = "Access to Jobseekers' Data"
    _order = "date desc, id desc"
    _rec_name = "res_model"

    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Who", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(
        [("export", "Export"), ("read", "Read what is sensitive")], string="How", required=True, readonly=True
    )
    res_model = fields.Char(string="Model", required=True, readonly=True)
    model_name = fields.Char(string="What", compute="_compute_model_name")
    columns = fields.Text(readonly=True, help="The columns of an export, as they are called in the database.")
    people = fields.Json(string="Numbers of Jobseekers", readonly=True, export_string_translation=False)
    people_count = fields.Integer(string="People", readonly=True, aggregator="sum")
    jobseeker_ids = fields.Many2many(
        "hr.jobseeker",
        string="Whose Data",
        compute="_compute_jobseeker_ids",
        search="_search_jobseeker_ids",
        help="Those of whom there is still a record.",
    )

    _date_idx = models.Index("(date)")
    _people_idx = models.Index("USING gin (people jsonb_path_ops)")

    @api.depends("res_model")
    def _compute_model_name(self):
        for row in self:
            known = row.res_model in self.env
            row.model_name = self.env["ir.model"]._get(row.res_model).name if known else row.res_model

    @api.depends("people")
    def _compute_jobseeker_ids(self):
        for row in self:
            row.jobseeker_ids = self.env["hr.jobseeker"].browse(row.people or []).exists()

    @api.model
    def _search_jobseeker_ids(self, operator, value):
        people = self.env["hr.jobseeker"]
        if isinstance(value, Domain):
            value = people._search(value)
        elif isinstance(value, str):
            value = people._search([("display_name", operator, value)])
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        wanted = [number for number in value if number]
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s)",
                SQL(" OR ").join(
                    SQL("%s @> %s::jsonb", model._field_to_sql(alias, "people", query), f"[{int(number)}]")
                    for number in wanted
                )
                or SQL("FALSE"),
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self.env._("Who looked at what stays on record."))

    # --- written by what happens --------------------------------------------------------------------

    @api.model
    def _log_export(self, people, model, columns):
        """:param people: jobseekers; :param columns: the paths that were exported"""
        self._log(people, "export", model, "\n".join(columns))

    @api.model
    def _log_read(self, people, model):
        """The people of whom something sensitive was shown, less those of whom today's rows tell already."""
        today = datetime.combine(fields.Date.today(), time.min)
        mine = [("user_id", "=", self.env.uid), ("kind", "=", "read"), ("res_model", "=", model), ("date", ">=", today)]
        # sudo: nobody but the data protection officer reads the log
        known = {number for row in self.sudo().search_fetch(mine, ["people"]) for number in row.people or ()}
        self._log(people.filtered(lambda person: person.id not in known), "read", model)

    @api.model
    def _log(self, people, kind, model, columns=False):
        self.sudo().create(  # sudo: written by what happens, and by nobody's hand
            [
                {
                    "user_id": self.env.uid,
                    "company_id": company.id,
                    "kind": kind,
                    "res_model": model,
                    "columns": columns,
                    "people": theirs.ids,
                    "people_count": len(theirs),
                }
                for company, theirs in people.sudo().grouped("company_id").items()  # sudo: whose, and no more
            ]
        )


class Base(models.AbstractModel):
    """Any export that names jobseekers is one: of their own records, or through the lines of a job or a contact."""

    _inherit = "base"

    def export_data(self, fields_to_export):
        exported = super().export_data(fields_to_export)
        people = self._get_exported_people(fields_to_export)
        if people:
            self.env["hr.jobseeker.access.log"]._log_export(people, self._name, fields_to_export)
        return exported

    def _get_exported_people(self, paths):
        """The jobseekers behind these records, and behind what the columns lead to."""
        found = {"": self}
        for path in paths:
            *steps, _last = path.split("/") if "/" in path else (path, "")
            walked = ""
            for step in steps:
                records, walked_on = found[walked], f"{walked}/{step}"
                field = records._fields.get(step)
                if field is None or not field.relational:
                    break
                if walked_on not in found:
                    found[walked_on] = records[step]
                walked = walked_on
        people = self.env["hr.jobseeker"]
        for records in found.values():
            people |= records._get_jobseekers_behind()
        return people

    def _get_jobseekers_behind(self):
        if self._name == "hr.jobseeker":
            return self
        if "jobseeker_id" in self._fields and self._fields["jobseeker_id"].comodel_name == "hr.jobseeker":
            return self.sudo().jobseeker_id  # sudo: the log tells whose data it was, whoever may read the log
        if self._name in ("res.partner", "res.users"):
            contacts = self if self._name == "res.partner" else self.sudo().partner_id  # sudo: as above
            return contacts.sudo().jobseeker_ids  # sudo: a contact's name and address are the jobseeker's
        return self.env["hr.jobseeker"]


class HrJobseekerSensitive(models.AbstractModel):
    """Records of which some are sensitive: what tells them is read by few, and that is written down."""

    _name = "hr.jobseeker.sensitive"
    _description = "Record That May Be Sensitive"

    #: What says something of the person; the rest says that there is something.
    _telling = frozenset({"display_name"})

    def _read_format(self, fnames, load="_classic_read"):
        """Every list and form, and RPC's ``read``, end here."""
        values = super()._read_format(fnames, load)
        if not self.env.su and not self._telling.isdisjoint(fnames):
            self._log_told()
        return values

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        """Who is looked for by what is sensitive of them has been read, though no more than their number is shown."""
        query = super()._search(domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access)
        if not (self.env.su or bypass_access):
            given = Domain(domain)
            asked = given.optimize(self)  # names what stands behind ``id any``, and no more what is asked of all names
            terms = [condition.field_expr for some in (given, asked) for condition in some.iter_conditions()]
            if self._tells([*terms, *_get_terms(order)]):
                self._log_asked(asked, active_test)
        return query

    @api.model
    def _log_asked(self, domain, active_test=True):
        """Write down all among whom somebody looks by what is sensitive: who is not found is told of, too.

        Among more than ``MOST_ASKED`` nobody is singled out by not being found: there, who is found.

        :param domain: optimized, so that it denies nothing but single conditions
        """
        among = domain.map_conditions(lambda asked: Domain.TRUE if self._tells([asked.field_expr]) else asked)
        if "!" in list(domain):  # of ``child_of`` and the like, which has no opposite
            among = Domain.TRUE
        people = self._find_told(among, active_test, limit=MOST_ASKED + 1)
        if len(people) > MOST_ASKED:
            people = self._find_told(domain, active_test)
        self._log_people(people)

    @api.model
    def _find_told(self, domain, active_test, limit=None):
        """Whose sensitive rows these are, as the user may find them; in one query."""
        # past our own search, which would write itself down
        found = super()._search(  # pylint: disable=super-method-mismatch
            domain & Domain("sensitive", "=", True), active_test=active_test
        )
        # sudo: whose, and no more
        rows = self.sudo().with_context(active_test=False)
        groups = rows._read_group([("id", "in", found)], ["jobseeker_id"], limit=limit)
        return self.env["hr.jobseeker"].browse([person.id for [person] in groups])

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        compared = [item[0] for item in having or () if isinstance(item, list | tuple) and item]
        self._log_grouped(domain, [*groupby, *aggregates, *compared, *_get_terms(order)])
        return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        self._log_grouped(domain, [*aggregates, *chain(*grouping_sets), *_get_terms(order)])
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)

    @api.model
    def _log_grouped(self, domain, specs):
        if not self.env.su and self._tells(specs):
            self._log_asked(Domain(domain).optimize(self))

    @api.model
    def _tells(self, paths):
        """:param paths: as domains, groups, aggregates and orders name fields: ``field.path:function``"""
        return not self._telling.isdisjoint(re.split("[.:]", path, maxsplit=1)[0] for path in paths)

    def _log_told(self):
        self._log_people(self.sudo().filtered("sensitive").jobseeker_id)  # sudo: whose, and no more

    @api.model
    def _log_people(self, told):
        if told:
            self.env["hr.jobseeker.access.log"]._log_read(told, self._name)


def _get_terms(order):
    """What an ``order`` names, without directions."""
    return [part.split()[0] for part in (order or "").split(",") if part.strip()]


class HrJobseekerNeed(models.Model):
    _name = "hr.jobseeker.need"
    _inherit = ["hr.jobseeker.need", "hr.jobseeker.sensitive"]
    _telling = frozenset(
        {"display_name", "name", "value", "evidence", "assessment_note"}
        | {"value_from", "value_to", "value_date", "choice_id", "place", "radius_km"}
    )


class HrJobseekerNeedChange(models.Model):
    _name = "hr.jobseeker.need.change"
    _inherit = ["hr.jobseeker.need.change", "hr.jobseeker.sensitive"]
    _telling = frozenset({"display_name", "need_id", "old", "new"})
