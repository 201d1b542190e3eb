from odoo import api, models


class HrJobseekerAsked(models.AbstractModel):
    """A form tells only of people whom its user may read.

    A new record reads its related fields as the system: ``onchange`` with somebody else's number would tell of them.
    """

    _name = "hr.jobseeker.asked"
    _description = "Form About Jobseekers"

    def onchange(self, values, field_names, fields_spec):
        given = {
            name.removeprefix("default_"): value
            for name, value in self.env.context.items()
            if name.startswith("default_")
        }
        _check_readable(self, given)
        _check_readable(self, values)
        return super().onchange(values, field_names, fields_spec)

    @api.model_create_multi
    def create(self, vals_list):
        """A dialog is its maker's to read, and names whom it is about as the system: so nobody makes one of others."""
        dialogs = super().create(vals_list)
        if self._transient:  # afterwards: a default names somebody as well as a value
            dialogs._check_named(self._fields)
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        if self._transient:
            self._check_named(vals)
        return result

    def _check_named(self, names):
        """Raise AccessError where these fields of a dialog hold what its user may not read."""
        if self.env.su:
            return
        for name in names:
            field = self._fields.get(name)
            if field and field.store and not (field.compute and field.readonly) and _is_asked(self, field):
                named = self.sudo()[name]  # sudo: all of it, also what a rule would leave out
                named.with_env(self.env).exists().check_access("read")

    def _get_own_form(self):
        """The form of this record, for the button of a list on another one.

        Unlike ``get_formview_action`` it takes along no filter and no default of the page on which the button stands.

        :raises AccessError: the user may not read the record
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _get_form_action(self, name, view, target="new"):
        """Open this record in a form of ours, in a dialog where nothing else is asked for."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref(f"jobseeker_relations.{view}").id, "form")],
            "target": target,
            "context": {"dialog_size": "medium"},
        }


class HrJobseekerKept(models.AbstractModel):
    """What follows from other fields is stored for rules and searches; no user writes it (design §4 "Confidentiality").

    The company and the person of a row, and whether it is sensitive, say who may read it.
    """

    _name = "hr.jobseeker.kept"
    _description = "Record of a Jobseeker"
    _inherit = ["hr.jobseeker.asked"]
    #: Names of further fields that only the system writes: proofs, and what its own jobs remember.
    _kept_by_the_system = frozenset()
    #: What a user says outright, where a check hears it, or not at all: moves by a table, and what is told with them.
    _never_by_default = frozenset()

    def _has_field_access(self, field, operation):
        if operation == "write" and not self.env.su and self._is_kept(field):
            return False
        return super()._has_field_access(field, operation)

    def _is_kept(self, field):
        return (field.store and field.compute and field.readonly) or field.name in self._kept_by_the_system

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        kept = {name for name in defaults if name in self._fields and self._is_kept(self._fields[name])}
        return keep_own_defaults(self, defaults, kept | self._never_by_default)


def keep_own_defaults(records, defaults, guarded):
    """``default_get`` without what a context or a user's own defaults say of guarded names; the field's own stays.

    ``create`` adds defaults after its checks, and asks nobody's rights on those that users keep for themselves; code
    that runs as the system gets them, too. So this holds for everybody.
    """
    for name in guarded & defaults.keys():
        field = records._fields[name]
        if field.default:
            value = field.convert_to_cache(field.default(records), records, validate=False)
            defaults[name] = field.convert_to_write(value, records)
        else:
            del defaults[name]
    return defaults


def _check_readable(records, values):
    """Raise AccessError where these values of a form name a record of ours, or its person, that its user may not read.

    Forms of others, such as an application's, show contacts as Odoo lets them; ours are asked for people, too.
    """
    for name, value in values.items():
        field = records._fields.get(name)
        if not value or not field or not _is_asked(records, field):
            continue
        model = records.env[field.comodel_name]
        model.browse(_get_named(model, field, value)).exists().check_access("read")


def _is_asked(records, field):
    """Whether what this field names is asked for; of ours also jobs, applications and files, which tell of people."""
    asked = ("hr.jobseeker",)
    if records._name.startswith("hr.jobseeker"):
        asked += ("res.partner", "hr.job", "hr.applicant", "ir.attachment")
    return bool(field.relational and field.comodel_name.startswith(asked))


def _get_named(model, field, value):
    """The ids that a value of a form names; what stands in new lines of it is checked on the way."""
    if field.type == "many2one":
        number = value.get("id") if isinstance(value, dict) else value[0] if isinstance(value, list | tuple) else value
        return [number] if isinstance(number, int) else []
    numbers = set()
    for command in value if isinstance(value, list | tuple) else ():
        if isinstance(command, int):
            numbers.add(command)
        elif isinstance(command, list | tuple) and command:
            code, number, vals = (*command, None, None)[:3]
            if code in (0, 1) and isinstance(vals, dict):
                _check_readable(model, vals)
            if code in (1, 4) and isinstance(number, int):
                numbers.add(number)
            if code == 6:
                numbers.update(vals or ())
    return list(numbers)
