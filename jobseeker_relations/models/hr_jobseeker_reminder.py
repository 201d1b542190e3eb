import logging

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.fault_words import say_fault
from ..rules.promise_day import reminder
from .batch import settle_each
from .hr_jobseeker_action import OPEN_STATES

_logger = logging.getLogger(__name__)

BATCH_SIZE = 100
#: Days for which the link in a reminder works.
LINK_DAYS = 30


class HrJobseekerPlan(models.Model):
    """The job: reminds jobseekers of their own steps, and asks once more for an answer to a proposal.

    Laws of the engine (design §4 "Engine"): bounded batches, locked and then asked again; the letter and the row that
    says it was sent share one commit; one bad record fails alone. No letter goes around the gate.
    """

    _inherit = "hr.jobseeker.plan"

    @api.model
    def _cron_remind(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_plan``; safe to be killed at any moment, and it catches up after downtime."""
        for find, tell in (
            (self._find_waiting, self._chase),
            (self.env["hr.jobseeker.action"]._find_to_remind, self._remind),
        ):
            while True:
                people, waiting = self._lock_people(find, batch_size)
                if people:
                    self._tell(people, find, tell)
                if not people or not self.env["ir.cron"]._commit_progress(len(people), remaining=waiting):
                    break

    @api.model
    def _lock_people(self, find, batch_size):
        """Lock the people whom something is owed; return them, and how many more are seen waiting."""
        candidates = find().jobseeker_id
        people = candidates.try_lock_for_update(allow_referencing=True, limit=batch_size)
        return people, max(len(candidates) - len(people), 0)

    @api.model
    def _tell(self, people, find, tell):
        def tell_some(some):
            records = find(some)
            tell(records, records.jobseeker_id)

        def put_off(person, error):
            _logger.warning("Reminder to jobseeker %s failed", person.id, exc_info=error)
            find(person)._put_off(fields.Datetime.add(fields.Datetime.now(), days=1), say_fault(error))

        settle_each(people, tell_some, put_off)

    @api.model
    def _ask_for_all(self, records, people):
        """Ask the gate about each person; put off or leave out what may not go now, and return the others' records.

        What is owed stays owed: it waits, however long, and is not dropped as a bulk letter would be.
        """
        verdicts = people._ask_gate("email", "bulk", waited=True, is_service=True)
        going = records.browse()
        for record in records:
            person = record.jobseeker_id
            verdict = verdicts[person]
            colleagues = person._for_colleagues()
            if verdict.kind in ("hold", "leave_out") and verdict.at:
                record._put_off(verdict.at, colleagues._say_gate(verdict))
            elif verdict.kind == "leave_out":
                record._leave_out(colleagues._say_gate(verdict))
            else:
                going += record
        return going

    # --- asking again for an answer ---------------------------------------------------------------

    @api.model
    def _find_waiting(self, people=None):
        """Proposals whose think time is over, and about which nobody was asked again."""
        domain = Domain("state", "=", "proposed") & Domain("chase_at", "<=", fields.Datetime.now())
        if people is not None:
            return self.search(domain & Domain("jobseeker_id", "in", people.ids))
        return self.search(domain, order="chase_at, id", limit=4 * BATCH_SIZE)

    @api.model
    def _chase(self, plans, people):
        going = self._ask_for_all(plans, people)
        going.write({"chase_at": False, "chased_at": fields.Datetime.now(), "chase_note": False})
        going._send_proposals("jobseeker_relations.mail_template_plan_chaser")

    def _put_off(self, until, why):
        self.write({"chase_at": until, "chase_note": why})

    def _leave_out(self, why):
        self.write({"chase_at": False, "chase_note": why})

    # --- reminding of steps -----------------------------------------------------------------------

    @api.model
    def _remind(self, actions, people):
        """One letter to each person, about all of their steps that are due; each of them is told of each kind once."""
        going = self._ask_for_all(actions, people)
        if not going:
            return
        due = {person.id: steps for person, steps in going.grouped("jobseeker_id").items()}
        template = self.env.ref("jobseeker_relations.mail_template_action_reminder").with_context(reminded=due)
        going.jobseeker_id._send_notices(template, "action", LINK_DAYS)
        going._note_told()


class HrJobseekerAction(models.Model):
    _inherit = "hr.jobseeker.action"

    remind_at = fields.Datetime(readonly=True, copy=False, help="The gate holds the reminder until then.")
    told_before_at = fields.Datetime(
        string="Reminded Before", readonly=True, copy=False, help="The jobseeker was reminded before the due day."
    )
    told_overdue_at = fields.Datetime(
        string="Reminded When Overdue", readonly=True, copy=False, help="The jobseeker was told that it is overdue."
    )
    reminder_left_out = fields.Selection(
        [("before", "Before"), ("overdue", "Overdue")],
        readonly=True,
        copy=False,
        help="This reminder did not go, and is not made up for.",
    )
    reminder_note = fields.Char(readonly=True, copy=False, help="Why the reminder waits, or did not go.")

    _remind_idx = models.Index(
        "(due_on) WHERE in_force IS TRUE AND owner = 'jobseeker' AND state IN ('planned', 'in_progress')"
        " AND told_overdue_at IS NULL"
    )

    @api.model
    def _find_to_remind(self, people=None):
        """Steps of jobseekers of which they have to be reminded on their day."""
        now = fields.Datetime.now()
        soon = fields.Date.add(now.date(), days=2)  # tomorrow, where it is tomorrow already
        domain = Domain(
            [
                ("owner", "=", "jobseeker"),
                ("in_force", "=", True),
                ("state", "in", OPEN_STATES),
                ("told_overdue_at", "=", False),
                ("reminder_left_out", "!=", "overdue"),
                ("due_on", "<=", soon),
            ]
        )
        domain &= Domain("remind_at", "=", False) | Domain("remind_at", "<=", now)
        # told of what is to come, and not over yet: nothing is owed, wherever it is
        told = Domain("told_before_at", "!=", False) | Domain("reminder_left_out", "!=", False)
        told &= Domain("due_on", ">=", fields.Date.subtract(now.date(), days=1))
        domain &= ~told | self._get_overdue_domain()
        if people is not None:
            domain &= Domain("jobseeker_id", "in", people.ids)
        actions = self.search(domain, order="due_on, id", limit=None if people is not None else 4 * BATCH_SIZE)
        return actions.filtered(lambda action: action._get_reminder())

    def _get_reminder(self):
        """The kind of reminder that is owed today, or none."""
        self.ensure_one()
        return reminder(
            self.due_on,
            self._get_today(),
            told_before=bool(self.told_before_at or self.reminder_left_out),
            told_overdue=bool(self.told_overdue_at or self.reminder_left_out == "overdue"),
        )

    def _note_told(self):
        """Each kind goes once; who was told that it is overdue need not be told that it will be."""
        for kind, actions in self.grouped(lambda action: action._get_reminder()).items():
            name = "told_overdue_at" if kind == "overdue" else "told_before_at"
            actions._write_quietly({name: fields.Datetime.now(), "remind_at": False, "reminder_note": False})

    def _put_off(self, until, why):
        self._write_quietly({"remind_at": until, "reminder_note": why})

    def _leave_out(self, why):
        """Not sent, and not tried again; the step says why."""
        for kind, actions in self.grouped(lambda action: action._get_reminder()).items():
            actions._write_quietly({"reminder_left_out": kind, "remind_at": False, "reminder_note": why})

    def write(self, vals):
        """A step on another day is reminded of anew."""
        days = {action: action.due_on for action in self if action.reminder_left_out}
        result = super().write(vals)
        moved = self.browse().union(*(action for action, day in days.items() if action.due_on != day))
        moved._write_quietly({"reminder_left_out": False})
        return result
