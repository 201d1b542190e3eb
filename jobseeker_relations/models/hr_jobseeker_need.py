from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .hr_jobseeker_need_change import ASKED_BY, TRACKED
from .hr_jobseeker_need_type import KINDS

#: From which state a need goes into which. What is withdrawn comes back as open; nothing is deleted.
TRANSITIONS = {
    "open": {"met", "partly_met", "unmet", "withdrawn"},
    "partly_met": {"open", "met", "unmet", "withdrawn"},
    "met": {"open", "partly_met", "unmet", "withdrawn"},
    "unmet": {"open", "partly_met", "met", "withdrawn"},
    "withdrawn": {"open"},
}
#: What the person still waits for: it is confirmed from time to time, and looked for.
OPEN_STATES = ("open", "partly_met")
#: What somebody says is still true when they confirm a need.
CONFIRMED = {"type_id", "kind", "name", "value"}


class HrJobseekerNeed(models.Model):
    """What the person wants or must have (need), or expects of us (expectation), with its history (design §3).

    ``value`` is what was said, written in the one way that every language reads back; the typed fields beside it follow
    from it. Each change leaves a row in ``hr.jobseeker.need.change``. A need is withdrawn, not deleted.
    """

    _name = "hr.jobseeker.need"
    _description = "Need of a Jobseeker"
    _inherit = ["hr.jobseeker.kept", "hr.jobseeker.value"]
    _never_by_default = frozenset({"confirmed_on", "confirmed_by_id"})
    _order = "kind desc, sequence, id"

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True)
    adviser_id = fields.Many2one(related="jobseeker_id.adviser_id", store=True, index="btree_not_null")
    sequence = fields.Integer(default=10)
    sensitive = fields.Boolean(
        related="type_id.sensitive", store=True, help="Only the adviser and those who arrange it can read this."
    )
    question = fields.Char(related="type_id.question")
    kind = fields.Selection(
        KINDS, compute="_compute_from_type", store=True, readonly=False, precompute=True, required=True
    )
    name = fields.Char(
        string="What",
        compute="_compute_from_type",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index="trigram",
    )
    value = fields.Char(index="trigram")
    state = fields.Selection(
        [
            ("open", "Still open"),
            ("met", "Met"),
            ("partly_met", "Partly met"),
            ("unmet", "Not met"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="open",
        index=True,
    )
    evidence = fields.Text(help="What shows the state: an offer, a course that was found, a letter.")
    assessment = fields.Selection(
        [("not_assessed", "Not assessed"), ("realistic", "Realistic"), ("managed", "Managed")],
        required=True,
        default="not_assessed",
        help="Realistic: it can be had. Managed: it cannot, or not as said, and the person was told honestly.",
    )
    assessment_note = fields.Text(string="What Was Said", help="What the person was told about their chances.")
    asked_by = fields.Selection(
        ASKED_BY,
        string="Asked by",
        required=True,
        default="jobseeker",
        help="Who asked for it as it stands; the history says it of each change.",
    )
    confirmed_on = fields.Date(
        string="Confirmed", copy=False, help="On this day the person said that it is still true."
    )
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, copy=False)
    change_ids = fields.One2many("hr.jobseeker.need.change", "need_id", string="History")

    _order_idx = models.Index("(kind DESC, sequence, id)")
    _open_idx = models.Index("(jobseeker_id, confirmed_on) WHERE state IN ('open', 'partly_met')")
    _sensitive_idx = models.Index("(kind DESC, sequence, id) WHERE sensitive")

    @api.depends("type_id")
    def _compute_from_type(self):
        """A name that is only that of another type follows the type; any other is the recruiter's own."""
        Type = self.env["hr.jobseeker.need.type"].with_context(active_test=False)
        names = set(Type.search([("name", "in", self.mapped("name"))]).mapped("name"))
        for need in self:
            need.kind = need.type_id.default_kind or need.kind or "need"
            if not need.name or need.name in names:
                need.name = need.type_id.name

    @api.constrains("confirmed_on")
    def _check_confirmed_on(self):
        tomorrow = fields.Date.add(fields.Date.today(), days=1)  # it is later elsewhere
        if any(need.confirmed_on and need.confirmed_on > tomorrow for need in self):
            raise ValidationError(self.env._("A need is confirmed today or was before: mend the day."))

    # --- recording and changing ---------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        given = [self._get_given(vals) for vals in vals_list]
        types = self.env["hr.jobseeker.need.type"].browse({type_id for type_id, _person in given} - {None})
        people = self.env["hr.jobseeker"].browse({person_id for _type, person_id in given} - {None})
        for vals, (type_id, person_id) in zip(vals_list, given, strict=True):
            need_type = types.browse(type_id).with_prefetch(types.ids)
            self._check_arranger(need_type, people.browse(person_id).with_prefetch(people.ids))
            if vals.get("value") and type_id:
                vals["value"] = need_type._read_value(vals["value"]).text
            self._sign_confirmation(vals)
        needs = super().create(vals_list)
        self.env["hr.jobseeker.need.change"]._log_new(needs)
        return needs

    @api.model
    def _get_given(self, vals):
        """The type and the person of a need that is about to be: given, or by default."""
        context = self.env.context
        return tuple(vals.get(name) or context.get(f"default_{name}") or None for name in ("type_id", "jobseeker_id"))

    def write(self, vals):
        self._check_move(vals)
        vals = dict(vals)
        self._sign_confirmation(vals)
        tracked = self._get_tracked(vals)
        before = {need: need._say_tracked(tracked) for need in self}
        closed = self.filtered("sensitive")
        for text, needs in self._group_by_value(vals).items():
            super(HrJobseekerNeed, needs).write(vals if text is None else {**vals, "value": text})
        self.env["hr.jobseeker.need.change"]._log_changes(self, before, closed, vals.get("asked_by"))
        if "confirmed_on" not in vals:
            self._end_confirmation(before)
        return True

    @api.model
    def _get_tracked(self, vals):
        """The names of what has a history and may change with these values."""
        names = vals.keys() | ({"kind", "name"} if "type_id" in vals else set())
        return [name for name in TRACKED if name in names]

    def _end_confirmation(self, before):
        """What was confirmed is not what stands there now: nobody said yet that this is true."""
        confirmed = self.filtered("confirmed_on")
        changed = confirmed.filtered(
            lambda need: need._say_tracked(CONFIRMED & before[need].keys()).items() - before[need].items()
        )
        if changed:
            changed.write({"confirmed_on": False})

    @api.ondelete(at_uninstall=False)
    def _unlink_only_by_erasure(self):
        if not self.env.su:
            raise UserError(self.env._("A need is not deleted: set it to “Withdrawn”, and its history stays."))

    @api.model
    def _check_arranger(self, need_type, jobseeker):
        """Who could not read it afterwards does not write it; said before the record rule would say it in its way."""
        if not need_type.sensitive or self.env.su or self.env.user in jobseeker.adviser_id | need_type.arranger_ids:
            return
        raise AccessError(
            self.env._(
                "“%(type)s” is confidential: only the person's adviser and those who arrange it write it down. "
                "Tell %(adviser)s.",
                type=need_type.name,
                adviser=jobseeker.adviser_id.name or self.env._("somebody who arranges it"),
            )
        )

    def _check_move(self, vals):
        if "jobseeker_id" in vals and not self.env.su:
            if any(need.jobseeker_id.id != vals["jobseeker_id"] for need in self):
                raise UserError(self.env._("A need stays with its person: record it anew for the other one."))
        for jobseeker in self.jobseeker_id if vals.get("type_id") else ():
            self._check_arranger(self.type_id.browse(vals["type_id"]), jobseeker)
        labels = dict(self._fields["state"]._description_selection(self.env))
        for need in self if vals.get("state") else ():
            if vals["state"] not in TRANSITIONS[need.state] | {need.state}:
                raise UserError(
                    self.env._(
                        "“%(need)s” is “%(before)s” and cannot become “%(after)s”. It can become: %(allowed)s.",
                        need=need.name,
                        before=labels[need.state],
                        after=labels.get(vals["state"], vals["state"]),
                        allowed=", ".join(labels[key] for key in labels if key in TRANSITIONS[need.state]),
                    )
                )

    def _group_by_value(self, vals):
        """{value as it is to be stored: needs}; the one key None where the value is not touched."""
        if not {"value", "type_id"} & vals.keys():
            return {None: self}
        given = self.env["hr.jobseeker.need.type"].browse(vals.get("type_id") or ())
        groups = {}
        for need in self:
            typed = vals["value"] if "value" in vals else need.value
            text = (given or need.type_id)._read_value(typed).text if typed else False
            groups[text] = groups.get(text, self.browse()) | need
        return groups

    @api.model
    def _sign_confirmation(self, vals):
        """Who says that a need was confirmed is who confirmed it."""
        if not self.env.su:
            vals.pop("confirmed_by_id", None)
        if "confirmed_on" in vals and "confirmed_by_id" not in vals:
            vals["confirmed_by_id"] = vals["confirmed_on"] and self.env.uid

    # --- confirming ---------------------------------------------------------------------------------

    def action_confirm(self):
        """One need is still true."""
        self.check_access("write")
        self._confirm()

    def _confirm(self):
        """The person said today that all of this is still true."""
        self.write({"confirmed_on": fields.Date.context_today(self)})

    def action_withdraw(self):
        """The person does not want it any more; what was said of it stays."""
        self.check_access("write")
        self.write({"state": "withdrawn"})

    def _get_fingerprint(self):
        """What stands for these needs as a page shows them: other needs, or other words, have another one."""
        shown = [(need.id, need.type_id.id, need.kind, need.name, need.value, need.priority) for need in self]
        return sha256(repr(sorted(shown)).encode()).hexdigest()

    def action_open_need(self):
        """Open the notes and the history of one need above the form that it stands on."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
