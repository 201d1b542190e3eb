from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ..rules.eligibility import covers, verdict
from .hr_jobseeker_eligibility import CHECKER, DATA_OFFICER
from .moment import say_day

VERDICTS = [
    ("not_checked", "Not yet checked"),
    ("checked", "Checked"),
    ("follow_up_due", "Follow-up due"),
    ("stop", "Stop: no valid check"),
]
#: Codes of the rules that are asked before somebody begins to work, and whose passed check each of them accepts.
ENGAGEMENT = (("eligibility_engagement_us", ("us",)), ("eligibility_engagement_hirer", ("us", "hirer")))
RESTRICTIONS, ASKED_OF_ALL = "eligibility_restrictions", "eligibility_asked_of_all"


class HrJobseeker(models.Model):
    """What a recruiter sees of the right to work: one verdict, on the form of the person, and nothing else.

    Neither nationality nor document nor date is theirs to see, to search, to group or to export: people are not chosen
    by them (Equality Act 2010; facts/compliance.md §8 item 39). Everybody is asked at the same stage.
    """

    _inherit = "hr.jobseeker"

    eligibility_ids = fields.One2many(
        "hr.jobseeker.eligibility", "jobseeker_id", string="Checks", groups=f"{CHECKER},{DATA_OFFICER}", copy=False
    )
    may_work = fields.Selection(
        VERDICTS,
        compute="_compute_may_work",
        compute_sudo=True,
        search="_search_may_work",
        help="Whether somebody checked their right to work. What it rests on is for checkers.",
    )
    eligibility_stop = fields.Char(string="Stop", compute="_compute_may_work", compute_sudo=True)
    eligibility_asked_on = fields.Date(
        string="Evidence Asked", copy=False, tracking=True, help="When we asked for evidence of the right to work."
    )

    @api.depends("eligibility_ids.state", "eligibility_ids.follow_up_on", "state")
    def _compute_may_work(self):
        checks = self.env["hr.jobseeker.eligibility"].search(
            [("jobseeker_id", "in", self.ids), ("state", "in", ("passed", "failed"))]
        )
        checks = checks.grouped("jobseeker_id")
        for person in self:
            own = checks.get(person._origin, self.env["hr.jobseeker.eligibility"])
            failed_last = bool(own) and own[0].state == "failed"  # the latest stands first
            person.may_work = verdict(own.mapped("validity"), failed_last)
            person.eligibility_stop = person._say_stop() if person.may_work == "stop" else False

    def _say_stop(self):
        if self.state == "placed":
            return self.env._(
                "Stop: no check of the right to work holds any more. They must not go on working until a checker has "
                "passed a new one."
            )
        return self.env._("No check of the right to work holds: they cannot begin to work before a checker passes one.")

    def _search_may_work(self, operator, value):
        raise UserError(
            self.env._("Nobody is chosen by the right to work: open a person to see whether it is checked.")
        )

    # --- asked of everybody at the same stage ---------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people.filtered(lambda person: person.state == "active")._ask_for_evidence_at_stage()
        if not self.env.su:
            people.filtered(lambda person: person.state == "placed")._check_may_begin_placed()
        return people

    def _check_may_begin_placed(self):
        """Who goes on where a rule warns says why of somebody who is on record: these are not yet."""
        try:
            for day, people in self.grouped("placed_on").items():
                people._check_may_start(day)
        except RedirectWarning as warning:
            raise UserError(
                self.env._(
                    "%s\n\nSave them as an enquiry first, and place them then: there you can say why.", warning.args[0]
                )
            ) from warning

    def write(self, vals):
        state = vals.get("state")
        if state not in ("active", "placed", "closed") and not vals.get("placed_on"):
            return super().write(vals)
        day = fields.Date.to_date(vals.get("placed_on"))
        moving = self.filtered(lambda person: state and person.state != state)
        placed = self.filtered(lambda person: person._get_rested_state() == "placed")
        stays = state in (None, "placed", "on_hold")
        starting = moving - placed if state == "placed" else self.browse()
        mended = placed.filtered(lambda person: day and stays and person.placed_on != day)
        if not self.env.su:
            asked = starting | mended
            for first, people in asked.grouped(lambda person: day or person._get_first_day()).items():
                people._check_may_start(first)
        leaving = moving.filtered(lambda person: person.state == "placed" and not stays)
        result = super().write(vals)
        if state == "active":
            moving._ask_for_evidence_at_stage()
        starting._note_engagement()
        if mended:
            mended._find_running().engaged_on = day
        leaving._note_end_of_engagement()
        return result

    def _get_rested_state(self):
        """Who rests from a placement is placed all the same."""
        return self.state_before_hold if self.state == "on_hold" else self.state

    def _get_first_day(self):
        """The day that a placement gets for which none is said: today, or one that is left from before and not past."""
        today = fields.Date.context_today(self)
        return max(self.placed_on or today, today) if self.state == "on_hold" else today

    def _ask_for_evidence_at_stage(self):
        """Where the rule says so, everybody is asked on the day on which we begin to work together."""
        today, find = fields.Date.context_today(self), self.env["hr.jobseeker.rule"]._find
        unasked = self.filtered(lambda person: not person.eligibility_asked_on)
        for company, people in unasked.grouped("company_id").items():
            if find(ASKED_OF_ALL, company):
                people.eligibility_asked_on = today

    def action_ask_for_evidence(self):
        """Ask these people for evidence on their page; who was asked already is left as they are."""
        self.check_access("write")
        self.filtered(lambda person: not person.eligibility_asked_on).write(
            {"eligibility_asked_on": fields.Date.context_today(self)}
        )

    def action_check_eligibility(self):
        """Open the check of this person that is to be made, or a new one."""
        self.ensure_one()
        check = self.env["hr.jobseeker.eligibility"]
        check.check_access("create")
        waiting = check.search([("jobseeker_id", "=", self.id), ("state", "=", "to_check")], limit=1)
        if waiting:
            return waiting.action_open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check the Right to Work"),
            "res_model": "hr.jobseeker.eligibility",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_jobseeker_id": self.id},
        }

    # --- the gate before work begins ------------------------------------------------------------------

    def _check_may_start(self, day=None):
        """Ask the rules whether these people may begin to work on that day (today, where none is said).

        :raises UserError: what is missing, see ``hr.jobseeker.rule._ask``
        """
        day = day or fields.Date.context_today(self)
        # sudo: the rule is asked for whoever begins somebody's work; it tells them a verdict and no document
        checks = self.env["hr.jobseeker.eligibility"].sudo()
        passed = checks.search([("jobseeker_id", "in", self.ids), ("state", "=", "passed")])
        covering = passed.filtered(lambda check: covers(check.follow_up_on or None, day)).grouped("jobseeker_id")
        ask = self.env["hr.jobseeker.rule"]._ask
        none = checks.browse()
        for code, responsible in ENGAGEMENT:
            ask(
                code,
                {
                    person: {}
                    if covering.get(person.sudo(), none).filtered(lambda c, r=responsible: c.responsible in r)
                    else {f"uncovered:{day}": person._say_uncovered(day)}
                    for person in self
                },
            )
        limited = self.filtered(lambda person: any(check.restrictions for check in covering.get(person.sudo(), none)))
        ask(RESTRICTIONS, {person: {f"limited:{day}": person._say_limited(day)} for person in limited})

    def _say_uncovered(self, day):
        return self.env._("No passed check of the right to work covers the first day, %s.", say_day(self.env, day))

    def _say_limited(self, day):
        return self.env._(
            "Their permission has limits. Ask a checker whether the work that begins on %s is within them.",
            say_day(self.env, day),
        )

    def _note_engagement(self):
        """The copies of who begins to work are kept by other periods than those of who never did."""
        # sudo: the system's own note on checks that others may not read
        checks = self.env["hr.jobseeker.eligibility"].sudo()
        for day, people in self.grouped("placed_on").items():
            passed = checks.search([("jobseeker_id", "in", people.ids), ("state", "=", "passed")])
            passed.filtered(lambda check: not check.engaged_on or check.engagement_ended_on).write(
                {"engaged_on": day, "engagement_ended_on": False}
            )

    def _find_running(self):
        """Their checks that belong to work which goes on."""
        # sudo: as above
        return (
            self.env["hr.jobseeker.eligibility"]
            .sudo()
            .search(
                [("jobseeker_id", "in", self.ids), ("engaged_on", "!=", False), ("engagement_ended_on", "=", False)]
            )
        )

    def _note_end_of_engagement(self):
        """Whoever looks again, or is closed, works there no more: from now on the periods of the rules run."""
        running = self._find_running()
        if running:
            running.engagement_ended_on = fields.Date.context_today(self)

    def unlink(self):
        # sudo: decided ones, too, go with the whole relationship; through the ORM, so that their files go
        self.env["hr.jobseeker.eligibility"].sudo().search([("jobseeker_id", "in", self.ids)]).unlink()
        return super().unlink()


class HrJobseekerEligibility(models.Model):
    """A check that is passed of somebody who works already belongs to that work."""

    _inherit = "hr.jobseeker.eligibility"

    def _after_move(self, state):
        result = super()._after_move(state)
        if state == "passed":
            self.jobseeker_id.filtered(lambda person: person.state == "placed")._note_engagement()
        return result


class HrApplicant(models.Model):
    """The checks are the person's: an application shows them to checkers, and its copies copy none."""

    _inherit = "hr.applicant"

    eligibility_ids = fields.One2many(
        related="relationship_id.eligibility_ids",
        related_sudo=False,
        groups=f"{CHECKER},{DATA_OFFICER}",
        copy=False,
    )
