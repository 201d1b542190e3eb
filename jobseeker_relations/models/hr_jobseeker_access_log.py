from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


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
            told = self.sudo().filtered("sensitive").jobseeker_id  # sudo: whose, and no more
            if told:
                self.env["hr.jobseeker.access.log"]._log_read(told, self._name)
        return values


class HrJobseekerNeed(models.Model):
    _name = "hr.jobseeker.need"
    _inherit = ["hr.jobseeker.need", "hr.jobseeker.sensitive"]
    _telling = frozenset({"display_name", "name", "value", "evidence", "assessment_note"})


class HrJobseekerNeedChange(models.Model):
    _name = "hr.jobseeker.need.change"
    _inherit = ["hr.jobseeker.need.change", "hr.jobseeker.sensitive"]
    _telling = frozenset({"display_name", "old", "new"})
