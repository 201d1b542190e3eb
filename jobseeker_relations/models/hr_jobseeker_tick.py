from odoo import fields, models

from .hr_jobseeker_reminder import LINK_DAYS

#: A reminder's page shows what falls due within so many days.
SOON_DAYS = 14


class HrJobseekerAction(models.Model):
    """What a jobseeker does with a step on a page of theirs: tick it, or ask for more time."""

    _inherit = "hr.jobseeker.action"

    def _is_tickable(self):
        """Their own, in force, and open: only these have buttons, and only these a program may settle for them."""
        self.ensure_one()
        return self.owner == "jobseeker" and self.in_force and self.is_open

    def _tick(self, words=""):
        """Done; a second time changes nothing."""
        self.ensure_one()
        if not self._is_tickable():
            return False
        words = (words or "").strip()[:2000]
        self.write({"state": "done", **({"outcome": words} if words else {})})
        person = self.jobseeker_id._for_colleagues()
        person._log_own_action(person.env._("Done: %s", self.name))
        return True

    def _ask_for_time(self, words):
        """They need more time, or want it otherwise: the adviser answers with a new version, or a word."""
        self.ensure_one()
        words = (words or "").strip()[:2000] or self.env._("I need more time.")
        if not self._is_tickable() or self.suggestion == words:
            return False
        self.suggestion = words
        person = self.jobseeker_id._for_colleagues()
        person._log_own_action(words, asks_answer=True)
        person._tell_adviser(person.env._("Needs more time: %s", self.name), words)
        return True

    def _is_lately_cancelled(self, since):
        self.ensure_one()
        return self.state == "cancelled" and bool(self.cancelled_on) and self.cancelled_on >= since

    def _get_shown(self):
        """What a link to this step shows: the step as it stands in the version that holds now, or nothing of it."""
        self.ensure_one()
        current, seen = self, self
        while following := self.search([("origin_id", "=", current.id), ("in_force", "=", True)], limit=1) - seen:
            current, seen = following, seen | following
        shown = current.in_force and current.owner == "jobseeker"
        return current if shown else self.browse()


class HrJobseeker(models.Model):
    _inherit = "hr.jobseeker"

    def _get_own_steps(self):
        """What a link of a reminder shows: their own open steps, and those that they ticked since it was written."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        recent, soon = fields.Date.subtract(today, days=LINK_DAYS), fields.Date.add(today, days=SOON_DAYS)
        return self.action_ids.filtered(
            lambda action: (
                action.owner == "jobseeker"
                and action.in_force
                and (
                    (action.is_open and action.due_on <= soon)
                    or (action.state == "done" and action.done_on and action.done_on >= recent)
                    or action._is_lately_cancelled(recent)
                )
            )
        )

    def _get_portal_promises(self):
        """(ours, theirs): the promises that hold, those that are open first, and why others were cancelled lately."""
        self.ensure_one()
        recent = fields.Date.subtract(fields.Date.context_today(self), days=LINK_DAYS)
        holding = self.action_ids.filtered(
            lambda action: action.in_force and (action.state != "cancelled" or action._is_lately_cancelled(recent))
        )
        in_order = holding.sorted(lambda action: (not action.is_open, action.due_on, action.sequence, action.id))
        ours = in_order.filtered(lambda action: action.owner == "adviser")
        return ours, in_order - ours
