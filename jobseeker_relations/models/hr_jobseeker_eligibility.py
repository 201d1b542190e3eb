from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .hr_eligibility_document_type import ROUTES
from .transition import name_refused_move

CHECKER = "jobseeker_relations.group_eligibility_checker"
DATA_OFFICER = "jobseeker_relations.group_data_protection_officer"

STATES = [("to_check", "To check"), ("passed", "Passed"), ("failed", "Not passed"), ("superseded", "Superseded")]
#: Who may go where. A decided check stays as it was decided: whoever erred corrects it, which makes another one.
TRANSITIONS = {
    "to_check": {"passed", "failed"},
    "passed": {"superseded"},
    "failed": {"superseded"},
    "superseded": set(),
}
RESPONSIBLE = [("us", "Us"), ("hirer", "The hirer")]
#: What is told of a check after it was decided: what others did, and who looks after it.
TOLD_LATER = {"state", "user_id", "statutory_check_by_id", "statutory_check_on"}
#: The last year in which anything of a check may fall.
LAST_YEAR = 2200


class HrJobseekerEligibility(models.Model):
    """One check of one person's right to work: a dated verdict, what it rests on, and who made it.

    What the person says of themselves (``declared_on``), what somebody looked at (``seen_on``), and what was passed
    are three facts; ``standing`` says which of them holds. None of it is for lists that people are chosen from
    (Equality Act): officers see the verdict alone, see ``hr.jobseeker.may_work``.
    """

    _name = "hr.jobseeker.eligibility"
    _description = "Check of the Right to Work"
    _inherit = ["hr.jobseeker.kept"]
    _kept_by_the_system = frozenset(
        {
            "checked_by",
            "decided_at",
            "declared_on",
            "declared_type_id",
            "sent_more",
            "seen_on",
            "seen_by",
            "former_id",
            "correction_reason",
            "superseded_on",
            "told_rung",
            "remind_on",
            "reminder_fault",
            "activity_id",
            "engaged_on",
            "engagement_ended_on",
            "destroyed_on",
            "destroyed_by",
            "destroyed_count",
        }
    )
    _never_by_default = frozenset({"state", "fail_reason"})
    _order = "id desc"
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        string="Checker",
        index="btree_not_null",
        default=lambda self: self.env.user if not self.env.su and self.env.user.has_group(CHECKER) else False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Makes the check, and hears when it has to be made again.",
    )
    state = fields.Selection(STATES, default="to_check", required=True, readonly=True, index=True, copy=False)

    document_type_id = fields.Many2one(
        "hr.eligibility.document.type", string="Document", required=True, index=True, ondelete="restrict"
    )
    companion_type_id = fields.Many2one(
        "hr.eligibility.document.type",
        string="With",
        index="btree_not_null",
        ondelete="restrict",
        help="The other document, without which the first shows nothing.",
    )
    companion_type_ids = fields.Many2many(related="document_type_id.companion_ids", string="Possible Companions")
    document_note = fields.Text(related="document_type_id.note")
    route = fields.Selection(ROUTES, string="How It Is Checked")
    expires_on = fields.Date(
        string="Permission Ends",
        help="The last day of the permission; of a document without one, the last day of the document.",
    )
    companion_expires_on = fields.Date(string="Other Document Ends")
    notice_on = fields.Date(string="Date of the Notice", help="The day that the authority's notice bears.")
    provider_name = fields.Char(string="Provider", help="Who checked the document digitally, as the register has it.")
    restrictions = fields.Text(help="Limits of the permission: hours, kinds of work, an employer.")
    term_dates = fields.Text(help="Of students: terms and vacations, as their course has them.")

    declared_on = fields.Date(readonly=True, copy=False, help="The person sent it, and said that they may work.")
    declared_type_id = fields.Many2one(
        "hr.eligibility.document.type",
        string="The Person Calls It",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Which document they chose when they sent the latest file.",
    )
    sent_more = fields.Boolean(
        readonly=True, copy=False, help="The person sent more after somebody had begun to look: it is to be looked at."
    )
    seen_on = fields.Date(readonly=True, copy=False, help="Somebody of us looked at the document; no check yet.")
    seen_by = fields.Many2one("res.users", readonly=True, copy=False)
    checked_on = fields.Date(copy=False, help="The day of the check; today, when you decide.")
    checked_by = fields.Many2one("res.users", readonly=True, copy=False)
    decided_at = fields.Datetime(
        string="Decided", readonly=True, copy=False, help="When it was passed or not, whatever the day of the check."
    )
    late_reason = fields.Text(
        string="Why Recorded Later", copy=False, help="Why a check of an earlier day is recorded only now."
    )
    fail_reason = fields.Text(string="Why It Is Not Passed", copy=False)

    responsible = fields.Selection(
        RESPONSIBLE,
        compute="_compute_responsible",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Whose check the law asks for: the employer's. Where that is the hirer, ours is only evidence seen.",
    )
    statutory_check_by_id = fields.Many2one(
        "res.partner", string="Checked by the Employer", help="The employer who made the check that the law asks for."
    )
    statutory_check_on = fields.Date(string="Employer's Check On")

    former_id = fields.Many2one(
        "hr.jobseeker.eligibility",
        string="In Place Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    correction_reason = fields.Text(readonly=True, copy=False)
    superseded_on = fields.Date(readonly=True, copy=False)
    answer_ids = fields.One2many("hr.jobseeker.eligibility.answer", "eligibility_id", string="Questions", copy=False)

    @api.depends("jobseeker_id")
    def _compute_responsible(self):
        """An agency introduces, and the hirer employs; who employs or supplies is responsible."""
        for check in self:
            basis = check.jobseeker_id.company_id.jobseeker_basis
            check.responsible = check.responsible or ("hirer" if basis == "agency" else "us")

    @api.depends("jobseeker_id", "document_type_id")
    def _compute_display_name(self):
        for check in self:
            check.display_name = bool(check.jobseeker_id) and self.env._(
                "%(person)s: %(document)s", person=check.jobseeker_id.name, document=check.document_type_id.name
            )

    @api.constrains("checked_on", "notice_on", "statutory_check_on", "expires_on", "engaged_on", "engagement_ended_on")
    def _check_dates(self):
        tomorrow = fields.Date.add(fields.Date.today(), days=1)  # it is later elsewhere
        for check in self:
            for name in ("checked_on", "notice_on", "statutory_check_on"):
                if check[name] and check[name] > tomorrow:
                    raise ValidationError(
                        self.env._(
                            "“%s” lies in the future: mend the day.", self._fields[name]._description_string(self.env)
                        )
                    )
            for name in ("checked_on", "notice_on", "expires_on", "engaged_on", "engagement_ended_on"):
                if check[name] and not 1970 <= check[name].year <= LAST_YEAR:
                    raise ValidationError(
                        self.env._("Check the year of “%s”.", self._fields[name]._description_string(self.env))
                    )

    # --- life cycle ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Every check begins as one to make, and moves by the table."""
        moving = self._never_by_default
        moves = [{name: vals[name] for name in vals.keys() & moving} for vals in vals_list]
        checks = super().create(
            [{name: value for name, value in vals.items() if name not in moving} for vals in vals_list]
        )
        checks._sync_answers()
        for check, vals in zip(checks, moves, strict=True):
            if vals and vals != {"state": "to_check"}:
                check.write(vals)
        return checks

    def write(self, vals):
        self._check_locked(vals)
        facts = {name: value for name, value in vals.items() if name != "state"}
        if facts:
            super().write(facts)
            if not self.env.su and "user_id" not in facts:  # whoever begins with a check looks after it
                super(HrJobseekerEligibility, self.filtered(lambda c: c.state == "to_check" and not c.user_id)).write(
                    {"user_id": self.env.uid}
                )
        if {"document_type_id", "route"} & facts.keys():
            self.filtered(lambda check: check.state == "to_check")._sync_answers()
        if "state" in vals:
            moving = self.filtered(lambda check: check.state != vals["state"])
            moving._check_transition(vals["state"])
            moving._before_move(vals["state"])
            super(HrJobseekerEligibility, moving).write({"state": vals["state"]})
            moving._after_move(vals["state"])
        return True

    def _check_locked(self, vals):
        """A decided check is evidence: it says what was seen and answered then. Only what others did is told later."""
        if self.env.su or not vals.keys() - TOLD_LATER:
            return
        if any(check.state != "to_check" for check in self):
            raise UserError(
                self.env._("This check is decided, and stays as it is. Press “Correct”, and say what was wrong.")
            )

    def _check_transition(self, state):
        for check in self:
            if refused := name_refused_move(check, state, TRANSITIONS):
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(before)s” and cannot become “%(after)s”. Press “Correct” or “Check Anew”.",
                        name=check.display_name,
                        **refused,
                    )
                )

    def _before_move(self, state):
        """Refuse what may not be, and complete what may; extended by what each move asks for."""
        if state == "superseded" and not self.env.su:
            raise UserError(self.env._("Press “Correct”, and say what was wrong: another check takes its place."))

    def _after_move(self, state):
        """What follows from a move; extended beside what it concerns."""
        if state == "superseded":
            # sudo: when it was is nobody's to say
            self.sudo().superseded_on = fields.Date.context_today(self)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        """Lawful erasure runs as the system, and passes."""
        if not self.env.su and any(check.state != "to_check" for check in self):
            raise UserError(self.env._("A decided check stays on record: only one that is still to make is deleted."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        """What the person sent, and that somebody looked at it, is not undone by deleting the check."""
        if self.env.su:
            return
        # sudo: of files and of the log it is asked whether there are any, and no more
        checks = self.sudo()
        opened = checks.env["hr.eligibility.evidence.read"].search_count([("eligibility_id", "in", self.ids)], limit=1)
        if opened or checks._find_copies() or any(check.declared_on or check.seen_on for check in checks):
            raise UserError(
                self.env._(
                    "Evidence was sent, attached or opened here, so this check stays on record: say why it is not "
                    "passed, and press “Not Passed”."
                )
            )

    def unlink(self):
        """Its files and its activity go with it, through the ORM (facts/odoo19.md §4.1).

        The rights are asked first, by core and by what keeps a check on record: both read its files.
        """
        # sudo: may have come from the person's page, and the activity may be a colleague's
        copies, activities = self._find_copies().sudo(), self.sudo().activity_id
        result = super().unlink()
        copies.exists().unlink()
        activities.unlink()
        return result
