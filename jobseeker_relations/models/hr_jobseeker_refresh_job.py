import logging
from collections import Counter
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.fault_words import say_fault
from ..rules.spreading import spread
from .batch import settle_each, take_batch, work_off

_logger = logging.getLogger(__name__)

BATCH_SIZE = 100
PURPOSE = "requirements"
LINK_DAYS = 60
QUESTION = "jobseeker_relations.mail_template_requirements"
WARNING = "jobseeker_relations.mail_template_requirements_warning"


class HrJobseeker(models.Model):
    """The job of the ladder: asks, warns, hides from matching, and has somebody look back with the person.

    It follows the laws of the engine (design §4): bounded batches; locked, then asked again; the letter and the mark
    that it was sent share one commit; one bad record fails alone. A policy asks at most ``starts_per_day`` people a
    day, so one that is switched on does not write to everybody in its first night.
    """

    _inherit = "hr.jobseeker"

    @api.model
    def _cron_refresh(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_refresh``. Facts alone decide, so after ten days of standstill it catches up."""
        work_off(self.env, self._refresh_batch, batch_size)

    @api.model
    def _refresh_batch(self, batch_size):
        """:return: (how many were settled, how many more were seen waiting)"""
        domain = Domain("refresh_look_at", "<=", fields.Datetime.now())
        people, waiting = take_batch(
            self.with_context(tracking_disable=True), domain, "refresh_look_at, id", batch_size
        )
        if people:
            settle_each(people, self._settle_refresh, self._record_refresh_fault)
            self._leave_unrefreshed(people.filtered_domain(domain))
        return len(people), waiting

    @api.model
    def _record_refresh_fault(self, person, error):
        """Say on the person what is wrong, and look again in a day."""
        _logger.warning("The requirements of jobseeker %s could not be asked for", person.id, exc_info=error)
        person.write({"refresh_fault": say_fault(error), "refresh_look_at": _in_days(1)})

    @api.model
    def _leave_unrefreshed(self, people):
        """Whose look is still past has another step today, or nothing to do: counted anew, and once a day at most."""
        still = people.filtered(lambda person: not person._get_step_due())
        self.env.add_to_compute(still._fields["refresh_look_at"], still)
        now = fields.Datetime.now()
        still.filtered(lambda person: person.refresh_look_at and person.refresh_look_at <= now).write(
            {"refresh_look_at": _in_days(1)}
        )

    def _get_step_due(self):
        """The name of the step whose day has come, or None."""
        self.ensure_one()
        step = self._get_refresh_step()
        if step and step.day <= fields.Date.today():
            return step.name
        wanted = self.refresh_wanted_on and not self._rests_from_refresh()
        return "ask" if wanted and self.refresh_wanted_on <= fields.Date.today() else None

    @api.model
    def _settle_refresh(self, people):
        people.filtered("refresh_fault").refresh_fault = False
        due = people.grouped(lambda person: person._get_step_due())
        for name, take in (
            ("ask", self._ask_in_turn),
            ("warn", self._warn_of_hiding),
            ("hide", self._hide_from_matching),
            ("review", self._owe_refresh_reviews),
        ):
            if name in due:
                take(due[name])

    # --- asking -------------------------------------------------------------------------------------

    @api.model
    def _ask_in_turn(self, asking):
        """Ask those for whom there is room today; the others get a day that has some."""
        today = fields.Date.today()
        for policy, people in asking.grouped("policy_id").items():
            wanted = people.filtered("refresh_wanted_on")  # a colleague chose them: no crowd
            turn = (people - wanted).sorted(lambda person: (person.requirements_stale_on, person.id))
            days = spread(
                [today] * len(turn),
                today=today,
                per_day=policy.starts_per_day,
                used=self._count_askings(policy, people),
            )
            later = dict(zip(turn, days, strict=True))
            now = wanted | turn.filtered(lambda person, later=later: (later[person] or today) <= today)
            for day, crowd in (turn - now).grouped(later.get).items():
                crowd.write({"refresh_look_at": datetime.combine(day, time.min)})
            now._ask_what_they_need()

    @api.model
    def _count_askings(self, policy, people):
        """Counter of the days on which others of this policy were asked, or are to be."""
        today = fields.Date.today()
        own = Domain("policy_id", "=", policy.id) & Domain("id", "not in", people.ids)
        used = Counter({today: self.search_count(own & Domain("refresh_asked_on", "=", today))})
        waiting = own & Domain("refresh_asked_on", "=", False) & Domain("refresh_look_at", ">=", _in_days(1))
        for moment, count in self._read_group(waiting, ["refresh_look_at:day"], ["__count"]):
            used[moment.date()] += count
        return used

    def _ask_what_they_need(self):
        """Write to those to whom a letter may go now; ask the adviser about whom none reaches; the others wait.

        :return: (those who were written to, {person: when it may go}, those whom the adviser has to ask)
        """
        letters, waiting, unreached = self._sort_by_gate()
        self._keep_waiting(waiting)
        letters._send_refresh_letters(QUESTION)
        unreached._schedule_refresh_tasks(
            lambda person, env: env._("Ask %s what they need: no letter reaches them", person.name)
        )
        self._mark_asked(letters | unreached)
        return letters, waiting, unreached

    @api.model
    def _mark_asked(self, people):
        """Who is asked before it is time does not begin the ladder: silence is held against nobody then."""
        today = fields.Date.today()
        people.write({"requirements_asked_on": today, "refresh_wanted_on": False})
        stale = people.filtered(lambda person: person.requirements_stale_on and person.requirements_stale_on <= today)
        stale.filtered(lambda person: not person.refresh_asked_on).write({"refresh_asked_on": today})

    def _sort_by_gate(self):
        """(whom a letter reaches now, {person: the instant at which one may go}, whom none reaches)

        Where the letters were deleted, the adviser asks everybody.
        """
        if not self or not all(self.env.ref(name, raise_if_not_found=False) for name in (QUESTION, WARNING)):
            return self.browse(), {}, self
        # it follows from what was agreed with each of them, so it is no mailing; the bounds of the policy hold
        verdicts = self._ask_gate("email", "bulk", waited=True, is_service=True)
        letters, waiting, unreached = self.browse(), {}, self.browse()
        for person in self:
            verdict = verdicts[person]
            if verdict.kind not in ("hold", "leave_out"):
                letters |= person
            elif verdict.at:
                waiting[person] = verdict.at
            else:
                unreached |= person
        return letters, waiting, unreached

    @api.model
    def _keep_waiting(self, waiting):
        people = self.browse().union(*waiting)
        for at, some in people.grouped(lambda person: waiting[person]).items():
            some.write({"refresh_look_at": at})

    def _send_refresh_letters(self, name):
        if self:
            self._send_notices(self.env.ref(name), PURPOSE, LINK_DAYS)


def _in_days(days):
    return datetime.combine(fields.Date.today() + timedelta(days=days), time.min)
