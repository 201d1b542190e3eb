import logging
from datetime import timedelta

from odoo import api, fields, models

from ..rules.fault_words import say_fault
from ..rules.rule_period import latest_passed
from .batch import settle_each, take_batch, work_off
from .hr_jobseeker_eligibility import CHECKER
from .moment import say_day

_logger = logging.getLogger(__name__)

BATCH_SIZE = 200
#: No rung of the ladder was told yet.
NONE_TOLD = -1


class HrJobseekerEligibility(models.Model):
    """Who looks after a check hears in time that it has to be made again, at each rung of the rule's ladder once.

    ``remind_on`` is the day of the next rung: an idle run is one index range. What was missed is not made up for one by
    one: after a standstill the rung that stands today is told. The activity is the checker's own and on no document,
    because a date on the jobseeker would tell every recruiter when a permission ends. It names nobody, and goes with
    the check: no search by person would find it.
    """

    _inherit = "hr.jobseeker.eligibility"

    told_rung = fields.Integer(default=NONE_TOLD, readonly=True, copy=False)
    remind_on = fields.Date(readonly=True, copy=False)
    reminder_fault = fields.Char(readonly=True, copy=False)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    _remind_idx = models.Index("(remind_on) WHERE remind_on IS NOT NULL")

    def _after_move(self, state):
        result = super()._after_move(state)
        # sudo: the system's own fields, and an activity that may be a colleague's
        checks = self.sudo()
        checks._plan_reminders()
        if state == "superseded":
            checks.activity_id.filtered("active").unlink()
        return result

    def _plan_reminders(self):
        """Note the day of the next rung that was not told; none, where nothing is to be checked again."""
        for company, checks in self.grouped("company_id").items():
            ladder = self._get_ladder(company)
            days = {check: check._get_next_rung_day(ladder) for check in checks}
            for day, alike in checks.grouped(days.get).items():
                alike.filtered(lambda check, day=day: check.remind_on != day).remind_on = day

    def _get_next_rung_day(self, ladder):
        if self.state != "passed" or not self.follow_up_on:
            return False
        left = [rung for rung in ladder if self.told_rung == NONE_TOLD or rung < self.told_rung]
        return self.follow_up_on - timedelta(days=max(left)) if left else False

    @api.model
    def _cron_remind(self, batch_size=BATCH_SIZE):
        """Entry point of ``ir_cron_eligibility``."""
        work_off(self.env, self._remind_batch, batch_size)

    @api.model
    def _remind_batch(self, batch_size):
        """Tell of the checks whose rung has come, at most ``batch_size``.

        :return: (how many were settled, how many more were seen waiting)
        """
        domain = [("remind_on", "<=", fields.Date.today())]
        checks, waiting = take_batch(self, domain, "remind_on, id", batch_size)
        if checks:
            settle_each(checks, self._settle_reminders, self._record_fault)
        return len(checks), waiting

    @api.model
    def _record_fault(self, check, error):
        """Say on the check what is wrong, and look again in a day."""
        _logger.warning("Nobody could be told of eligibility check %s", check.id, exc_info=error)
        check.write({"reminder_fault": say_fault(error), "remind_on": fields.Date.today() + timedelta(days=1)})

    @api.model
    def _settle_reminders(self, checks):
        """Tell of each check at the rung on which it stands today, and note that it was told."""
        today, telling = fields.Date.today(), checks.browse()
        for company, group in checks.grouped("company_id").items():
            ladder = self._get_ladder(company)
            rungs = {check: latest_passed(ladder, (check.follow_up_on - today).days) for check in group}
            for rung, alike in group.grouped(rungs.get).items():
                if rung is None:  # the follow-up is further away by now
                    continue
                new = alike.filtered(lambda check, rung=rung: check.told_rung == NONE_TOLD or rung < check.told_rung)
                new.told_rung = rung
                telling |= new.filtered(lambda check: check.jobseeker_id.state != "closed")
        checks.filtered("reminder_fault").reminder_fault = False
        checks._plan_reminders()
        telling._tell_checkers()

    # --- who is told --------------------------------------------------------------------------------

    @api.model
    def _find_checkers(self, company):
        """The users who may make checks in a company, in the order in which they came."""
        checkers = self.env.ref(CHECKER).sudo().all_user_ids  # sudo: who is a checker is no secret of groups
        return checkers.filtered(lambda u: u.active and not u.share and company in u.company_ids).sorted("id")

    def _get_checker(self, checkers):
        """Who looks after this check, if they still may; else who made it; else the first checker."""
        known = [user for user in (self.user_id, self.checked_by) if user in checkers]
        return known[0] if known else checkers[:1]

    def _tell_checkers(self):
        """One activity for each check: the open one moves to its new rung. Without a checker the adviser hears."""
        made, orphans = [], self.browse()
        for company, checks in self.grouped("company_id").items():
            checkers = self._find_checkers(company)
            for check in checks:
                user = check._get_checker(checkers)
                if not user:
                    orphans |= check
                    continue
                vals = check._prepare_activity(user)
                if check.activity_id.active and check.activity_id.user_id == user:
                    check.activity_id.write({"summary": vals["summary"], "note": vals["note"]})
                else:
                    made.append((check, vals))
        if made:
            former = self.browse([check.id for check, _vals in made]).activity_id
            activities = (
                self.env["mail.activity"]
                .with_context(mail_activity_quick_update=True)
                .create([vals for _check, vals in made])
            )
            for (check, _vals), activity in zip(made, activities, strict=True):
                check.activity_id = activity
            former.unlink()  # a second activity of a check would be found by nothing
        orphans._ask_for_checker()

    def _ask_for_checker(self):
        """The adviser of each of them hears that nobody may make these checks."""
        for person in self.jobseeker_id:
            person._tell_adviser(
                person._for_colleagues().env._("Right to work: nobody is a checker. Ask for one who makes a new check.")
            )

    def _prepare_activity(self, user):
        env = self.with_context(lang=user.lang or "en_US").env
        left = (self.follow_up_on - fields.Date.today()).days
        day = say_day(env, self.follow_up_on)
        note = (
            env._("The permission ends on %s: make a new check before that day.", day)
            if left > 0
            else env._("The permission ended on %s: nobody works on it until a new check is passed.", day)
            if left < 0
            else env._("Today, %s, is the last day: nobody works from tomorrow on until a new check is passed.", day)
        )
        return {
            "user_id": user.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mail_activity_data_todo"),
            "date_deadline": self.follow_up_on,
            "summary": env._("Check the right to work again: check no. %s", self.id),
            "note": note,
            "automated": True,
        }


class MailActivity(models.Model):
    """The activity of a check opens the check."""

    _inherit = "mail.activity"

    def action_open_document(self):
        self.ensure_one()
        if not self.res_model:
            # sudo: found before its own rights are asked
            check = self.env["hr.jobseeker.eligibility"].sudo().search([("activity_id", "=", self.id)], limit=1)
            if check and check.sudo(False).has_access("read"):
                return check.sudo(False).action_open()
        return super().action_open_document()
