from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .hr_job_criminal_record import LEVELS
from .transition import name_refused_move

#: Who asks for checks, enters results and decides; nobody else but the data protection officer reads any.
CHECKER = "jobseeker_relations.group_criminal_record_checker"

#: Codes of the rules that are asked before somebody is asked, and before they are turned down.
ROLE, OFFER, DISCUSSION = "criminal_record_role", "criminal_record_offer", "criminal_record_discussion"

STATES = [
    ("asked", "Asked for"),
    ("clear", "Nothing on it"),
    ("with_content", "Something on it"),
    ("withdrawn", "Withdrawn"),
]
#: Who may go where. What was seen is mended until somebody decides; afterwards it is withdrawn, and asked for anew.
TRANSITIONS = {
    "asked": {"clear", "with_content", "withdrawn"},
    "clear": {"with_content", "withdrawn"},
    "with_content": {"clear", "withdrawn"},
    "withdrawn": set(),
}
#: What was decided upon is withdrawn alone.
TRANSITIONS_DECIDED = {state: after & {"withdrawn"} for state, after in TRANSITIONS.items()}
RESULTS = frozenset({"clear", "with_content"})
DECISIONS = [("go_on", "Go on"), ("do_not_go_on", "Do not go on")]
#: What was asked of whom for which job: another question is another check.
ASKED = frozenset({"jobseeker_id", "applicant_id", "level"})


class HrJobseekerDisclosure(models.Model):
    """One criminal record check of one person for one job: whether there was anything, on which days, and no more.

    Asked only of who has an offer, for a role that is marked with the law that allows it (compliance.md §8 item 54).
    There is no place for what a certificate says: no text, no file, no thread (``hr_jobseeker_disclosure_files``). It
    is sensitive all through: who reads it is on record, and it goes some months after the decision.
    """

    _name = "hr.jobseeker.disclosure"
    _description = "Criminal Record Check"
    _inherit = ["hr.jobseeker.sensitive", "hr.jobseeker.kept"]
    _telling = frozenset(
        {"display_name", "state", "level", "issued_on", "seen_on", "seen_by", "discussed_on", "withdrawn_on"}
        | {"decision", "decided_on", "decided_by", "purge_on", "had_content"}
    )
    _kept_by_the_system = frozenset(
        {"asked_on", "seen_on", "seen_by", "had_content", "withdrawn_on", "decided_on", "decided_by"}
    )
    _never_by_default = frozenset({"state", "decision"})
    _order = "id desc"
    _check_company_auto = True

    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="jobseeker_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="jobseeker_id.company_id", store=True, index=True)
    applicant_id = fields.Many2one(
        "hr.applicant",
        string="Application",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="""[
            ('jobseeker_id', '=', jobseeker_id), ('active', '=', True), ('refuse_reason_id', '=', False),
            ('job_id.criminal_record_level', 'in', ('basic', 'standard', 'enhanced')),
            '|', ('stage_id.is_offer', '=', True), ('stage_id.hired_stage', '=', True),
        ]""",
        help="The one in which the person got an offer.",
    )
    job_id = fields.Many2one(
        "hr.job",
        string="Job Position",
        compute="_compute_job_id",
        compute_sudo=False,
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
    )
    level = fields.Selection(
        LEVELS,
        compute="_compute_level",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="How much it shows. The job position says how much may be asked for.",
    )
    state = fields.Selection(STATES, string="Result", default="asked", required=True, readonly=True, copy=False)
    asked_on = fields.Date(string="Asked", required=True, readonly=True, copy=False, default=fields.Date.context_today)
    issued_on = fields.Date(string="Issued", copy=False, help="The day that the certificate bears.")
    seen_on = fields.Date(string="Seen", readonly=True, copy=False, help="When its result was entered.")
    seen_by = fields.Many2one("res.users", readonly=True, copy=False)
    had_content = fields.Boolean(
        string="Once Entered: Something on It",
        readonly=True,
        copy=False,
        help="Somebody once entered that there is something on it: it is talked over, whatever was entered later.",
    )
    discussed_on = fields.Date(
        string="Talked Over", copy=False, help="When you talked with the person about what is on it."
    )
    decision = fields.Selection(DECISIONS, readonly=True, copy=False)
    decided_on = fields.Date(string="Decided", readonly=True, copy=False)
    decided_by = fields.Many2one("res.users", readonly=True, copy=False)
    withdrawn_on = fields.Date(readonly=True, copy=False)
    sensitive = fields.Boolean(compute="_compute_sensitive", search="_search_sensitive")

    @api.depends("applicant_id")
    def _compute_job_id(self):
        """What was asked for that job stays so, whatever becomes of the application."""
        for check in self:
            check.job_id = check.applicant_id.job_id or check.job_id

    @api.depends("applicant_id")
    def _compute_level(self):
        for check in self:
            marked = check.applicant_id.job_id.criminal_record_level
            check.level = marked if marked in dict(LEVELS) else check.level or LEVELS[0][0]

    @api.depends("jobseeker_id", "level")
    def _compute_display_name(self):
        levels = dict(self._fields["level"]._description_selection(self.env))
        for check in self:
            check.display_name = bool(check.jobseeker_id) and self.env._(
                "%(person)s: %(level)s", person=check.jobseeker_id.name, level=levels.get(check.level, "")
            )

    def _compute_sensitive(self):
        self.sensitive = True

    @api.model
    def _search_sensitive(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.TRUE if True in value else Domain.FALSE

    @api.constrains("issued_on", "discussed_on")
    def _check_days(self):
        tomorrow = fields.Date.add(fields.Date.today(), days=1)  # it is later elsewhere
        for check in self:
            if check.state in RESULTS and not check.issued_on:
                raise ValidationError(self.env._("Enter the day on which the certificate was issued, then its result."))
            for name in ("issued_on", "discussed_on"):
                if check[name] and not fields.Date.to_date("1970-01-01") <= check[name] <= tomorrow:
                    raise ValidationError(
                        self.env._(
                            "“%s” lies in the future, or before 1970: mend the day.",
                            self._fields[name]._description_string(self.env),
                        )
                    )
            if check.issued_on and check.discussed_on and check.discussed_on < check.issued_on:
                raise ValidationError(
                    self.env._(
                        "What is on a certificate is talked over after it was issued: mend the day of one of the two."
                    )
                )

    # --- life cycle ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Ask for checks, where the rules allow it; each begins as asked for, and moves by the table.

        :raises UserError: a rule does not, see ``hr.jobseeker.rule._ask``
        """
        moving = self._never_by_default
        moves = [{name: vals[name] for name in vals.keys() & moving} for vals in vals_list]
        checks = super().create(
            [{name: value for name, value in vals.items() if name not in moving} for vals in vals_list]
        )
        checks._check_may_ask()
        for check, vals in zip(checks, moves, strict=True):
            if vals and vals != {"state": "asked"}:
                check.write(vals)
        return checks

    def write(self, vals):
        self._check_locked(vals)
        facts = {name: value for name, value in vals.items() if name not in self._never_by_default}
        if facts:
            super().write(facts)
        if "state" in vals:
            moving = self.filtered(lambda check: check.state != vals["state"])
            moving._check_move(vals["state"])
            told = moving.filtered(lambda check: "with_content" in (check.state, vals["state"]))
            super(HrJobseekerDisclosure, moving).write({"state": vals["state"]})
            moving._note_move(vals["state"])
            # sudo: what was once entered is nobody's to say
            told.sudo().had_content = True
        if "decision" in vals:
            deciding = self.filtered(lambda check: check.decision != vals["decision"])
            deciding._check_decision(vals["decision"])
            super(HrJobseekerDisclosure, deciding).write({"decision": vals["decision"]})
            deciding._note_decision()
        return True

    def _check_locked(self, vals):
        if self.env.su:
            return
        for name in ASKED & vals.keys():
            field = self._fields[name]
            if any(field.convert_to_write(check[name], check) != vals[name] for check in self):
                raise UserError(self.env._("What was asked for stays as it was: withdraw this check, and ask anew."))
        if vals.keys() - {"state"} and any(check.decision or check.state == "withdrawn" for check in self):
            raise UserError(
                self.env._(
                    "This check is settled, and stays as it is. If it is wrong, withdraw it. If the application was "
                    "refused since, restore it, and move it back to the stage of the offer; then ask anew."
                )
            )

    def _check_move(self, state):
        """:raises UserError: the table has no such move, or the certificate's day is missing"""
        for check in self:
            table = TRANSITIONS_DECIDED if check.decision else TRANSITIONS
            if refused := name_refused_move(check, state, table):
                raise UserError(
                    self.env._(
                        "“%(name)s” is “%(before)s” and cannot become “%(after)s”. Withdraw it, and ask anew.",
                        name=check.display_name,
                        before=refused["before"],
                        after=refused["after"],
                    )
                )
            if state in RESULTS and not check.issued_on:
                raise UserError(self.env._("Enter the day on which the certificate was issued, then its result."))

    def _note_move(self, state):
        today = fields.Date.context_today(self)
        # sudo: when it was, and who did it, is nobody's to say
        self.sudo().write({"seen_on": today, "seen_by": self.env.uid} if state in RESULTS else {"withdrawn_on": today})

    def _check_decision(self, decision):
        """:raises UserError: nobody has seen the certificate, or what is on it was not talked over"""
        for check in self:
            if not decision or check.state not in RESULTS:
                raise UserError(self.env._("Enter what the certificate shows, and decide then: it is decided once."))
        if decision == "do_not_go_on":
            told = self.filtered(lambda check: check.state == "with_content" or check.had_content)
            silent = told.filtered(lambda check: not check.discussed_on)
            said = self.env._("Nobody has talked with them about what is on the certificate.")
            self.env["hr.jobseeker.rule"]._ask(DISCUSSION, {check: {"discussed": said} for check in silent})

    def _note_decision(self):
        checks = self.sudo()  # sudo: as above; a task on an application that its recruiter reads
        checks.write({"decided_on": fields.Date.context_today(self), "decided_by": self.env.uid})
        checks.applicant_id._tell_criminal_record_decided()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_the_system(self):
        """The job of the retention rule, and lawful erasure, run as the system, and pass."""
        if not self.env.su:
            raise UserError(self.env._("A check goes by itself when its time is over. If it is wrong, withdraw it."))

    # --- buttons ------------------------------------------------------------------------------------

    def action_clear(self):
        """There is nothing on the certificate."""
        self.check_access("write")
        self.write({"state": "clear"})

    def action_with_content(self):
        """There is something on the certificate; what it is, is nowhere written down."""
        self.check_access("write")
        self.write({"state": "with_content"})

    def action_withdraw(self):
        """It is not wanted any more, or was entered wrongly."""
        self.check_access("write")
        self.write({"state": "withdrawn"})

    def action_go_on(self):
        self.check_access("write")
        self.write({"decision": "go_on"})

    def action_do_not_go_on(self):
        self.check_access("write")
        self.write({"decision": "do_not_go_on"})
