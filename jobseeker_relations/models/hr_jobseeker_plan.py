from odoo import api, fields, models
from odoo.exceptions import UserError

from .transition import name_refused_move

STATES = [
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("agreed", "Agreed"),
    ("superseded", "Superseded"),
    ("completed", "Completed"),
    ("cancelled", "Cancelled"),
]

#: Who may go where. Everything that is not here is refused, whichever door asks.
TRANSITIONS = {
    "draft": {"proposed", "agreed", "cancelled"},
    "proposed": {"agreed", "draft", "cancelled"},
    "agreed": {"superseded", "completed", "cancelled"},
    "superseded": set(),
    "completed": set(),
    "cancelled": set(),
}

#: A version that is being made: it may be written on, and there is one of it for each person.
OPEN_STATES = ("draft", "proposed")

#: How both sides came to agree: for ever once they have.
PROOF = {"agreed_channel", "agreed_by", "template_id"}


class HrJobseekerPlan(models.Model):
    """A timetable: the dated steps that both sides agree on (design §4 "Promises are mutual").

    An agreed one is never rewritten. A change is the next version, which needs a yes again and then takes its place.
    """

    _name = "hr.jobseeker.plan"
    _description = "Timetable of a Jobseeker"
    _inherit = ["hr.jobseeker.link", "hr.jobseeker.kept"]
    _kept_by_the_system = frozenset(
        {
            "version",
            "previous_id",
            "proposed_at",
            "answer_by",
            "agreed_at",
            "agreed_ip",
            "chase_at",
            "chased_at",
            "chase_note",
            "suggestion",
        }
    )
    _never_by_default = frozenset({"state", "agreed_channel", "agreed_by"})
    _order = "version desc, id desc"

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True, precompute=True)
    adviser_id = fields.Many2one(related="jobseeker_id.adviser_id", store=True, index="btree_not_null")
    version = fields.Integer(readonly=True, copy=False, aggregator=None)
    state = fields.Selection(STATES, required=True, default="draft", index=True, copy=False)
    template_id = fields.Many2one(
        "mail.activity.plan",
        string="Started From",
        domain="[('res_model', '=', 'hr.jobseeker')]",
        index="btree_not_null",
        ondelete="set null",
    )
    previous_id = fields.Many2one(
        "hr.jobseeker.plan",
        string="Version Before",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )
    action_ids = fields.One2many("hr.jobseeker.action", "plan_id", string="Steps")

    proposed_at = fields.Datetime(readonly=True, copy=False)
    answer_by = fields.Date(readonly=True, copy=False, help="Until this day the jobseeker has time to think it over.")
    suggestion = fields.Text(readonly=True, copy=False, help="What the jobseeker wants to be different.")
    agreed_at = fields.Datetime(readonly=True, copy=False)
    agreed_channel = fields.Selection(
        [
            ("portal", "On their page"),
            ("phone", "By phone"),
            ("meeting", "In a meeting"),
            ("email", "By e-mail"),
            ("other", "Otherwise"),
        ],
        string="Agreed How",
        copy=False,
    )
    agreed_by = fields.Char(copy=False, help="Who said yes, as the name was typed.")
    agreed_ip = fields.Char(string="Agreed From", readonly=True, copy=False)

    _agreed_somehow = models.Constraint(
        "CHECK(state != 'agreed' OR agreed_channel IS NOT NULL)", "Say how the jobseeker agreed."
    )
    _one_agreed = models.UniqueIndex(
        "(jobseeker_id) WHERE state = 'agreed'",
        "One timetable is in force: agree the next one to replace it.",
    )
    _one_open = models.UniqueIndex(
        "(jobseeker_id) WHERE state IN ('draft', 'proposed')",
        "A new version is being made already: open that one.",
    )

    @api.depends("jobseeker_id.name", "version")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = self.env._(
                "Timetable of %(name)s, version %(version)s", name=plan.jobseeker_id.name, version=plan.version
            )

    # --- life cycle -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("A timetable begins as a draft; propose it, or record that it was agreed."))
        plans = super().create(vals_list)
        plans._check_channel()
        plans._number()
        return plans

    def _number(self):
        """Give each its version: they count up in each relationship, and point to the one in force."""
        others = [("jobseeker_id", "in", self.jobseeker_id.ids), ("id", "not in", self.ids)]
        last = dict(self._read_group(others, ["jobseeker_id"], ["version:max"]))
        in_force = self.search([*others, ("state", "=", "agreed")]).grouped("jobseeker_id")
        for plan in self.sudo():  # sudo: the number and what was before are nobody's to say
            person = plan.jobseeker_id.sudo(False)
            plan.version = last[person] = last.get(person, 0) + 1
            plan.previous_id = in_force.get(person, self.browse())

    def write(self, vals):
        if not self.env.su:
            self._check_settled(vals)
        if "state" not in vals:
            result = super().write(vals)
            if "agreed_channel" in vals:
                self._check_channel()
            return result
        state = vals["state"]
        moving = self.filtered(lambda plan: plan.state != state)
        moving._check_transition(state)
        moving._before_move(vals)
        was_agreed = moving.filtered(lambda plan: plan.state == "agreed")
        super().write(vals)
        if state == "agreed":
            moving._check_channel()
        moving._after_move(state, was_agreed)
        return True

    def _check_settled(self, vals):
        if "jobseeker_id" in vals and any(plan.jobseeker_id.id != vals["jobseeker_id"] for plan in self):
            raise UserError(self.env._("A timetable stays with its person: start one for the other."))
        if PROOF & vals.keys() and any(plan.state not in OPEN_STATES for plan in self):
            raise UserError(self.env._("How a timetable came to be agreed is not rewritten: change the timetable."))
        if vals.get("state") == "superseded":
            raise UserError(self.env._("A timetable is superseded when the next version is agreed: change it instead."))

    def _check_channel(self):
        """sudo: their page runs as the system."""
        if not self.env.su and any(plan.agreed_channel == "portal" for plan in self):
            raise UserError(self.env._("A yes on their page is recorded by the page itself."))

    def _check_transition(self, state):
        """Raise UserError, saying what is possible, where the table has no such move."""
        for plan in self:
            if refused := name_refused_move(plan, state, TRANSITIONS, unnamed={"superseded"}):
                refused["allowed"] = refused["allowed"] or self.env._("nothing else; start a new one")
                raise UserError(
                    self.env._(
                        "%(plan)s is “%(before)s” and cannot become “%(after)s”. From here it can become: %(allowed)s.",
                        plan=plan.display_name,
                        **refused,
                    )
                )

    def _before_move(self, vals):
        """Refuse what would be empty or leave something behind; make room for what comes into force."""
        state = vals["state"]
        if state in ("proposed", "agreed"):
            for plan in self.filtered(lambda plan: not plan.action_ids):
                raise UserError(self.env._("%s has no steps yet: add at least one.", plan.display_name))
        if state == "completed":
            for plan in self:
                if waiting := plan.action_ids.filtered("is_open"):
                    raise UserError(
                        self.env._(
                            "Still open: %s. Mark each of them done or cancel it, then complete the timetable.",
                            ", ".join(waiting.mapped("name")),
                        )
                    )
        if state == "agreed":
            for plan in self.filtered(lambda plan: not (vals.get("agreed_channel") or plan.agreed_channel)):
                raise UserError(self.env._("Say how %s agreed: by phone, in a meeting …", plan.jobseeker_id.name))
            self._move_passed_days()
            self._supersede()
        if state in ("completed", "cancelled"):
            self._drop_next_version()

    def _drop_next_version(self):
        """A version in the making changes one that ends: it ends, too."""
        agreed = self.filtered(lambda plan: plan.state == "agreed")
        following = self.search([("previous_id", "in", agreed.ids), ("state", "in", OPEN_STATES)])
        if following:
            following.write({"state": "cancelled"})

    def _after_move(self, state, was_agreed):
        """
        :param was_agreed: those that were in force until now
        """
        plans = self.sudo()  # sudo: the traces of a move are nobody's to write
        if state == "draft":
            plans.write({"answer_by": False, "chase_at": False})
        elif state == "proposed":
            plans._begin_think_time()
            self._send_proposals()
        elif state == "agreed":
            plans._begin()
        elif state == "cancelled":
            was_agreed.action_ids.filtered("is_open").write(
                {"state": "cancelled", "cancel_reason": self.env._("The timetable was cancelled.")}
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        """sudo: lawful erasure takes all."""
        if not self.env.su and any(plan.state != "draft" for plan in self):
            raise UserError(self.env._("Only a draft can be deleted: cancel the timetable, it stays on record."))
