from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

from .transition import name_refused_move

#: What a person may ask to have changed, by the field of the relationship in which it stands.
FIELDS = [("name", "Name"), ("email", "E-mail"), ("phone", "Phone"), ("salutation", "How to address")]
#: Without these we would not know who it is, or could not write.
NEEDED = ("name", "email")
LONGEST = 120

TRANSITIONS = {
    "proposed": {"accepted", "refused", "withdrawn"},
    "accepted": set(),
    "refused": set(),
    "withdrawn": set(),
}


class HrJobseekerProposal(models.Model):
    """A change to who the person is, as they ask for it on their page (design §4 "Token pages").

    Name, address and number say who somebody is to everybody in the house, so a colleague looks before they change.
    Nobody writes these rows: the person's page proposes, the adviser's buttons decide.
    """

    _name = "hr.jobseeker.proposal"
    _description = "Change That a Jobseeker Asks For"
    _inherit = ["hr.jobseeker.kept"]
    _never_by_default = frozenset({"state", "decided_by", "decided_at", "refuse_reason"})
    _order = "create_date desc, id desc"
    _rec_name = "field"

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade", readonly=True)
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    adviser_id = fields.Many2one(related="jobseeker_id.adviser_id", store=True, index="btree_not_null")
    field = fields.Selection(FIELDS, string="What", required=True, readonly=True)
    old_value = fields.Char(string="Was", readonly=True)
    new_value = fields.Char(string="Asked For", readonly=True)
    state = fields.Selection(
        [("proposed", "To decide"), ("accepted", "Accepted"), ("refused", "Refused"), ("withdrawn", "Withdrawn")],
        default="proposed",
        required=True,
        readonly=True,
        help="Withdrawn: the person asked for something else since then.",
    )
    decided_by = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    refuse_reason = fields.Char(readonly=True, help="The person reads it on their page.")

    _one_open = models.UniqueIndex(
        "(jobseeker_id, field) WHERE state = 'proposed'", "This change is asked for already: decide on that one."
    )
    _open_idx = models.Index("(create_date DESC, id DESC) WHERE state = 'proposed'")

    def write(self, vals):
        if "state" in vals:
            self._check_transition(vals["state"])
        return super().write(vals)

    def _check_transition(self, state):
        for proposal in self:
            if refused := name_refused_move(proposal, state, TRANSITIONS):
                raise UserError(
                    self.env._(
                        "This change is “%(state)s” already. If that was wrong, change the value on the person.",
                        state=refused["before"],
                    )
                )

    def action_accept(self):
        """Write what the person asked for where it stands, with the rights of who accepts."""
        self._get_open_people()
        for proposal in self:
            proposal.jobseeker_id.write({proposal.field: proposal.new_value})
        self._decide("accepted")

    def action_refuse(self):
        """Open the dialog that asks why: the person is told."""
        people = self._get_open_people()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the change"),
            "res_model": "hr.jobseeker.proposal.refuse",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_jobseeker_ids": people.ids,
                "default_proposal_ids": self.ids,
                "dialog_size": "medium",
            },
        }

    def _get_open_people(self):
        """Those whom these proposals are about; the user may decide for all of them.

        :raise AccessError, UserError: or not, or one of them is decided
        """
        self.check_access("read")
        self.jobseeker_id.check_access("write")
        decided = self.filtered(lambda proposal: proposal.state != "proposed")
        if decided:
            decided[0]._check_transition("accepted" if decided[0].state == "refused" else "refused")
        return self.jobseeker_id

    def _decide(self, state, reason=False):
        # sudo: nobody writes proposals; who decides was checked
        self.sudo().write(
            {
                "state": state,
                "decided_by": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "refuse_reason": reason,
            }
        )


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    proposal_ids = fields.One2many("hr.jobseeker.proposal", "jobseeker_id")
    open_proposal_ids = fields.One2many(
        "hr.jobseeker.proposal", "jobseeker_id", domain=[("state", "=", "proposed")], string="Changes Asked For"
    )

    def _propose(self, values):
        """Keep what the person asks to have changed; a newer wish replaces one that nobody has decided on.

        :param values: {field: value} as typed; what is as it was asks for nothing
        :return: {field: what is wrong with it}; then nothing is kept
        """
        self.ensure_one()
        wanted, faults = {}, {}
        for name, value in values.items():
            try:
                wanted[name] = self._check_proposed(name, value)
            except ValidationError as error:
                faults[name] = str(error)
        if not faults:
            changed = [name for name, value in wanted.items() if self._keep_proposed(name, value)]
            if changed:
                self._announce_proposals(changed)
        return faults

    def _check_proposed(self, name, value):
        """The value as it is kept.

        :raise ValidationError: what is wrong with it, for the person
        """
        if not value:
            if name in NEEDED:
                raise ValidationError(self.env._("Please fill this in: without it we cannot reach you."))
            return False
        if name == "email":
            address = email_normalize(value)
            if not address or len(value) > LONGEST:
                raise ValidationError(self.env._("Write one e-mail address, such as name@example.com."))
            return address
        if name == "phone":
            number = self.partner_id._phone_format(number=value)
            if not number:
                raise ValidationError(self.env._("Write a phone number with its country, such as +351 912 345 678."))
            return number
        return value

    def _keep_proposed(self, name, value):
        """:return: whether this is news"""
        Proposal = self.env["hr.jobseeker.proposal"]
        waiting = Proposal.search([("jobseeker_id", "=", self.id), ("field", "=", name), ("state", "=", "proposed")])
        now = self.partner_id._phone_format(fname="phone") or self.phone if name == "phone" else self[name]
        as_it_is = (now or False) == value or (self[name] or False) == value
        if waiting and not as_it_is and waiting.new_value == (value or False):
            return False
        # a row of its own: who has the former one open decides on what they read, and on nothing else
        waiting.state = "withdrawn"
        waiting.flush_recordset()  # the index knows one open wish of each sort
        self.invalidate_recordset(["open_proposal_ids"])
        if as_it_is:
            return False
        Proposal.create({"jobseeker_id": self.id, "field": name, "old_value": self[name], "new_value": value})
        return True

    def _announce_proposals(self, names):
        env = self._for_colleagues().env
        labels = dict(self.env["hr.jobseeker.proposal"]._fields["field"]._description_selection(env))
        self._log_own_action(env._("Asked for a change: %s", ", ".join(labels[name] for name in names)))
        self._tell_adviser(env._("Accept or refuse what %s asks to have changed", self.name))

    def _make_room_for_proposals(self, theirs):
        """Two people who are one ask for one change of each sort: the later wish stays."""
        open_ones = (self.proposal_ids | theirs).filtered(lambda proposal: proposal.state == "proposed")
        for proposals in open_ones.grouped("field").values():
            proposals.sorted("write_date", reverse=True)[1:].unlink()
