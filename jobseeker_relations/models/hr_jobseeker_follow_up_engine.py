import logging
from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import mute_logger

from ..rules.fault_words import say_fault
from ..rules.look import ROW_KINDS, extra_channel, look
from .batch import MAX_CONFLICTS, TRANSIENT, settle_each
from .hr_jobseeker_follow_up import OPEN_STATES
from .touch import Touch

_logger = logging.getLogger(__name__)

BATCH_SIZE = 200


class HrJobseekerFollowUp(models.Model):
    """The engine: looks at the people whose moment has come, decides by the pure rule, and acts in batches.

    Its laws (design §4 "Engine"): bounded batches; locked, then asked again; a letter and the row that says it was sent
    share one commit; one bad record fails alone, with its error on its row; the unique index makes "twice" impossible.
    """

    _inherit = "hr.jobseeker.follow.up"

    @api.model
    def _cron_process(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_follow_up``; safe to run side by side and to be killed at any moment."""
        self._catch_up(fields.Datetime.now())
        self._work_off(batch_size, self._call_for_help)

    @api.model
    def _cron_help(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_follow_up_help``: a second worker for a backlog, called by the first.

        Odoo gives each job to one worker at a time, so two workers need two jobs. A third one is a copy of this job.
        Whoever switches the first job off, or deletes it, wants no letters.
        """
        # sudo: the job may run as a user who manages no jobs
        job = self.env.ref("jobseeker_relations.ir_cron_follow_up", raise_if_not_found=False)
        if job and job.sudo().active:
            self._work_off(batch_size)

    @api.model
    def _work_off(self, batch_size, on_backlog=None):
        """Settle one batch after the other, each in a transaction of its own, until nobody is due or time is up.

        :param on_backlog: what is called once, when one batch does not suffice
        """
        conflicts = 0
        while True:
            try:
                done, waiting = self._process_batch(batch_size)
            except TRANSIENT as conflict:
                # another worker or a user wrote the same people: this batch is undone, and looked for once more
                conflicts += 1
                if conflicts > MAX_CONFLICTS:
                    raise
                self.env.cr.rollback()
                _logger.info("Follow-ups met another transaction (SQLSTATE %s): batch undone", conflict.pgcode)
                continue
            conflicts = 0
            if waiting and on_backlog:
                on_backlog()
                on_backlog = None
            if not done or not self.env["ir.cron"]._commit_progress(done, remaining=waiting):
                return

    @api.model
    def _process_batch(self, batch_size):
        """Settle the people whose moment has come and whom nobody else is settling, at most ``batch_size``.

        :return: (how many were settled, how many more were seen waiting)
        """
        now = fields.Datetime.now()
        domain = self.env["hr.jobseeker"]._get_due_domain(now)
        # Four batches of candidates, so that a second worker finds unlocked people behind the first one's.
        candidates = self.env["hr.jobseeker"].search(domain, limit=4 * batch_size, order="follow_up_at, id")
        # Workers side by side meet here now and then: the batch is looked for once more, and no log needs to tell.
        with mute_logger("odoo.sql_db"):
            people = candidates.try_lock_for_update(limit=batch_size).filtered_domain(domain)._leave_held_contacts()
        if people:
            self._follow_up(people, now)
        return len(people), len(candidates) - len(people)

    @api.model
    def _call_for_help(self):
        # sudo: the job may run as a user who manages no jobs
        job = self.env.ref("jobseeker_relations.ir_cron_follow_up_help", raise_if_not_found=False)
        if job:
            job.sudo()._trigger()

    @api.model
    def _catch_up(self, now):
        """Enter what time has made true; a fault here must not keep letters from people, so it is only logged."""
        for catch_up in (self._record_held_meetings, self._report_stranded_letters):
            try:
                with self.env.cr.savepoint():
                    catch_up(now)
            except TRANSIENT:
                raise
            except Exception:
                _logger.exception("Jobseekers: %s failed; follow-ups go on", catch_up.__name__)

    @api.model
    def _record_held_meetings(self, now):
        """Enter meetings that ended since the last run; a day's overlap covers a run that was rolled back."""
        last_run = self.env.context.get("lastcall") or fields.Datetime.subtract(now, days=7)
        self.env["calendar.event"]._record_held_meetings(fields.Datetime.subtract(last_run, days=1), now)

    @api.model
    def _follow_up(self, people, now):
        settle_each(
            people,
            lambda some: self._settle(some, now),
            lambda person, error: self._record_failure(person, now, error),
        )

    @api.model
    def _settle(self, people, now):
        people = people._leave_resting(now).with_context(tracking_disable=True)
        people._end_stale_stretches()
        touches, looks = [], {}
        for person, situation in people._get_situations(now).items():
            [*acts, last], _after = look(situation)
            occurrence, silent, began = person.occurrence, person.silent_periods, person.period_began
            for decision in acts:
                if decision.kind == "next_period":
                    occurrence, silent, began = occurrence + 1, silent + 1, now
                else:
                    touches.append(self._get_touch(person, decision, occurrence, situation))
            if last.kind == "block" and not last.step_id:
                last = replace(last, step_id=self._get_untaken_step(situation))
            if last.step_id:
                touches.append(self._get_touch(person, last, occurrence, situation))
            looks[person] = self._get_look_vals(last, occurrence + (last.kind == "block"), silent, began)
        self._deliver([touch for touch in touches if touch.state == "done"], now)
        self._write_rows(touches, now)
        people._write_looks(looks)

    @api.model
    def _get_untaken_step(self, situation):
        """The step that a block keeps from being taken, so that its row can say so."""
        return next((step.id for step in situation.steps if step.id not in situation.taken), None)

    @api.model
    def _get_touch(self, person, decision, occurrence, situation):
        """The row that a decision becomes."""
        states = {"wait": "planned", "hold": "held", "skip": "skipped", "block": "skipped"}
        step = person.policy_id.step_ids.filtered(lambda step: step.id == decision.step_id)
        channel = person._get_channel(step) if step else False
        if decision.kind == "extra_attempt":
            channel = extra_channel(decision, situation)
        return Touch(
            person=person,
            kind="step" if step else ROW_KINDS.get(decision.kind, decision.kind),
            step=step,
            channel=channel,
            occurrence=occurrence,
            state=states.get(decision.kind, "done"),
            at=decision.at or situation.now,
            reason=decision.reason,
        )

    @api.model
    def _get_look_vals(self, last, occurrence, silent, began):
        held = last.kind == "hold" and last.reason != "on_hold"
        return {
            "follow_up_at": last.look_again_at or False,
            "held_until": last.at if held else False,
            "held_reason": last.reason if held else False,
            "occurrence": occurrence,
            "silent_periods": silent,
            "period_began": began,
        }

    @api.model
    def _record_failure(self, person, now, error):
        """Put the error on the row of the step that could not be taken, and look at the person again in a day."""
        _logger.warning("Follow-up of jobseeker %s failed", person.id, exc_info=error)
        rows = self.search(
            [("jobseeker_id", "=", person.id), ("occurrence", "=", person.occurrence), ("kind", "=", "step")]
        )
        settled = rows.filtered(lambda row: row.state not in OPEN_STATES).step_id
        step = (person.policy_id.step_ids - settled)[:1]
        vals = {
            "state": "failed",
            "reason": "error",
            "error": say_fault(error),
            "done_at": now,
            "scheduled_at": now,
        }
        if row := rows.filtered(lambda row: row.step_id == step)[:1]:
            row.write(vals)
        else:
            self.create(
                dict(
                    vals,
                    jobseeker_id=person.id,
                    policy_id=person.policy_id.id,
                    step_id=step.id,
                    channel=step.channel,
                    occurrence=person.occurrence,
                )
            )
        tomorrow = fields.Datetime.add(now, days=1)
        person.with_context(tracking_disable=True).write({"follow_up_at": tomorrow, "held_until": False})
