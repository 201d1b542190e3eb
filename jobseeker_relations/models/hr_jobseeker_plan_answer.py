from datetime import datetime, time
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules.promise_day import add_working_days, agreed_day
from .hr_jobseeker_plan import OPEN_STATES

#: Days for which the link in a proposal works: think time, the chaser, and whoever was away meanwhile.
LINK_DAYS = 90


class ResCompany(models.Model):
    _inherit = "res.company"

    jobseeker_think_days = fields.Integer(
        string="Think Time (working days)", default=2, help="So long a jobseeker may think a proposed timetable over."
    )
    jobseeker_chase_days = fields.Integer(
        string="Ask Again After (working days)",
        default=1,
        help="So many working days after the think time the jobseeker is asked once more. 0: never.",
    )

    _jobseeker_days_not_negative = models.Constraint(
        "CHECK(jobseeker_think_days BETWEEN 0 AND 60 AND jobseeker_chase_days BETWEEN 0 AND 60)",
        "Think time, and the days until we ask again, are between 0 and 60 working days.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jobseeker_think_days = fields.Integer(related="company_id.jobseeker_think_days", readonly=False)
    jobseeker_chase_days = fields.Integer(related="company_id.jobseeker_chase_days", readonly=False)


class HrJobseekerPlan(models.Model):
    """Propose and answer: the jobseeker reads the timetable on a page, has time to think, and says yes or what else."""

    _inherit = "hr.jobseeker.plan"

    chase_at = fields.Datetime(readonly=True, copy=False, help="From then on the jobseeker is asked once more.")
    chased_at = fields.Datetime(readonly=True, copy=False)
    chase_note = fields.Char(readonly=True, copy=False, help="Why the jobseeker was not asked again.")

    _chase_idx = models.Index("(chase_at) WHERE state = 'proposed' AND chase_at IS NOT NULL")

    def _begin_think_time(self):
        """Count the working days to think it over, and those until we ask again, on the person's own calendar."""
        now, windows = fields.Datetime.now(), self.jobseeker_id._get_windows()
        for plan in self:
            window, company = windows[plan.jobseeker_id], plan.company_id
            answer_by = add_working_days(window, window.day_of(now), plan.jobseeker_id._get_think_days())
            chase_on = add_working_days(window, answer_by, company.jobseeker_chase_days)
            opens = window.opening_on(chase_on) or window.to_utc(datetime.combine(chase_on, time(9)))
            plan.write(
                {
                    "proposed_at": now,
                    "answer_by": answer_by,
                    "suggestion": False,
                    "chase_at": opens if company.jobseeker_chase_days else False,
                    "chased_at": False,
                    "chase_note": False,
                }
            )

    def _send_proposals(self, template="jobseeker_relations.mail_template_plan_proposal"):
        without = self.filtered(lambda plan: not plan.partner_id.email_normalized)
        if without:
            raise UserError(
                self.env._(
                    "%s has no e-mail address to send the timetable to. Add one, or talk it over and record that it "
                    "was agreed.",
                    without[0].partner_id.name,
                )
            )
        return self._send_notices(self.env.ref(template), "plan", LINK_DAYS)

    # --- days that pass before the answer ---------------------------------------------------------

    def _get_new_steps(self):
        """The open steps, but those that were done or cancelled meanwhile in the version that is in force."""
        return self.action_ids.filtered(lambda step: step.is_open and (not step.origin_id or step.origin_id.is_open))

    def _get_days_if_agreed(self):
        """{step: day} of those whose day is over by now: the day that each gets if the yes comes today."""
        plans = self.filtered(lambda plan: plan.state in OPEN_STATES and plan.jobseeker_id)
        now, windows, days = fields.Datetime.now(), plans.jobseeker_id._get_windows(), {}
        for plan in plans:
            window = windows[plan.jobseeker_id]
            today, proposed = window.day_of(now), window.day_of(plan.proposed_at or plan.create_date or now)
            for step in plan._get_new_steps().filtered(lambda step: step.due_on and not step.start_at):
                if step.origin_id and step._is_same_promise(step.origin_id):
                    continue  # late is late: the promise goes on
                day = agreed_day(window, proposed, step.due_on, max(today, step._get_today()))
                if day != step.due_on:
                    days[step] = day
        return days

    def _get_passed_meetings(self):
        """The steps at a certain time that is over, and was not promised before: nobody can promise them any more."""
        now = fields.Datetime.now()
        return self._get_new_steps().filtered(
            lambda step: step.start_at and step.start_at <= now and step.start_at != step.origin_id.start_at
        )

    def _move_passed_days(self):
        """What was shown before the yes holds from now on.

        :raise UserError: a meeting is over already
        """
        for step in self._get_passed_meetings():
            raise UserError(
                self.env._("“%s” was to begin at a time that is over: set another time, then agree.", step.name)
            )
        for step, day in self._get_days_if_agreed().items():
            step._write_quietly({"due_on": day})

    # --- the answer -------------------------------------------------------------------------------

    def _get_fingerprint(self):
        """What stands for the proposal as it is now: another proposal, or another step, has another one."""
        self.ensure_one()
        days = self._get_days_if_agreed()
        steps = [
            (step.id, step.name, step.owner, days.get(step, step.due_on), step.start_at, step.state)
            for step in self.action_ids.sorted("id")
        ]
        return sha256(repr((self.id, self.proposed_at, steps)).encode()).hexdigest()

    def _is_changed(self, shown):
        """Is what waits for an answer something else than the page showed, whose fingerprint came with the answer?"""
        self.ensure_one()
        return self.state in OPEN_STATES and shown != self._get_fingerprint()

    def _accept(self, name, ip, shown):
        """The jobseeker says yes on their page; what they see twice they can say twice.

        :param shown: fingerprint of what they read, to which alone they say yes
        """
        self.ensure_one()
        if self.state != "proposed" or self._is_changed(shown) or self._get_passed_meetings():
            return False
        self.write(
            {
                "state": "agreed",
                "agreed_channel": "portal",
                "agreed_by": (name or "").strip()[:200] or self.partner_id.name,
                "agreed_ip": ip,
            }
        )
        person = self.jobseeker_id._for_colleagues()
        person._log_own_action(person.env._("Agreed to version %s of the timetable", self.version))
        return True

    def _suggest(self, words):
        """The jobseeker wants it otherwise: it is a draft again, and the adviser hears why."""
        self.ensure_one()
        words = (words or "").strip()[:2000]
        if self.state != "proposed" or not words:
            return False
        self.write({"state": "draft"})
        self.suggestion = words
        self.jobseeker_id._log_own_action(words, asks_answer=True)
        person = self.jobseeker_id._for_colleagues()
        person._tell_adviser(person.env._("Suggests changes to version %s", self.version), words)
        return True


class HrJobseekerAction(models.Model):
    _inherit = "hr.jobseeker.action"

    day_if_agreed = fields.Date(compute="_compute_day_if_agreed", help="Due day, if the timetable is agreed today.")

    @api.depends("due_on", "start_at", "state", "owner", "origin_id", "plan_id.state", "plan_id.proposed_at")
    def _compute_day_if_agreed(self):
        days = self.plan_id._get_days_if_agreed()
        for step in self:
            step.day_if_agreed = days.get(step, step.due_on)
