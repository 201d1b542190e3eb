from datetime import datetime, time
from hashlib import sha256

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..rules.promise_day import add_working_days
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

    # --- the answer -------------------------------------------------------------------------------

    def _get_fingerprint(self):
        """What stands for the proposal as it is now: another proposal, or another step, has another one."""
        self.ensure_one()
        steps = [
            (step.id, step.name, step.owner, step.due_on, step.start_at, step.state)
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
        if self.state != "proposed" or self._is_changed(shown):
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
        person._nudge_adviser(person.env._("Suggests changes to version %s", self.version), words)
        return True


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _nudge_adviser(self, summary, note):
        """Ask the adviser to look at what the person wrote."""
        for person in self.sudo():  # sudo: the person has no rights on activities
            user = person.adviser_id.filtered("active") or person.company_id.jobseeker_escalation_user_id
            person.activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, note=plaintext2html(note), user_id=user.id
            )
