from datetime import datetime, time

from odoo import fields, models

SPOKEN = ("meeting", "phone")


class HrJobseekerReview(models.Model):
    """What a conclusion does: everything that it says, at once, from the form on which it was written.

    continue: the next day, and nothing else. change: the timetable's new version is opened, a policy takes over.
    pause: the search rests until a day. end: the relationship is closed with its reason.
    """

    _inherit = "hr.jobseeker.review"

    def _settle(self):
        reviews = super()._settle()
        for review in self.filtered(lambda review: review.state == "held"):
            review._log_contact()
            review._confirm_needs()
            review._apply_conclusion()
        return reviews

    def _apply_conclusion(self):
        self.ensure_one()
        apply = {"change": self._apply_change, "pause": self._apply_pause, "end": self._apply_end}
        if done := apply.get(self.conclusion, list)():
            # sudo: a held review is nobody's to write but the system's
            self.sudo().changes = "\n".join(filter(None, [self.changes, *done]))

    def _apply_change(self):
        """Return what was changed, in words."""
        done, before = [], self.jobseeker_id.policy_id
        if self.new_policy_id and self.new_policy_id != before:
            self.jobseeker_id.policy_id = self.new_policy_id
            done.append(
                self.env._(
                    "Contact policy: %(before)s → %(after)s",
                    before=before.name or self.env._("none"),
                    after=self.new_policy_id.name,
                )
            )
        return done

    def _apply_pause(self):
        vals = {"state": "on_hold", "hold_until": self.hold_until, "hold_reason": self.hold_reason}
        self.jobseeker_id.write(vals)
        return []

    def _apply_end(self):
        self.jobseeker_id.write({"state": "closed", "close_reason_id": self.close_reason_id.id})
        return []

    def _confirm_needs(self):
        """They went through the needs together: one tick confirms all of them."""
        if self.needs_confirmed:
            self.jobseeker_id._get_open_needs()._confirm()

    def _get_way_on(self):
        """A change goes on in the timetable: its new version, begun from the one that is agreed."""
        if self.conclusion != "change":
            return super()._get_way_on()
        return self._change_plan() or self.jobseeker_id.get_formview_action()

    def _change_plan(self):
        """Begin the next version of the agreed timetable; return what shows it, or None without one."""
        plan = self.env["hr.jobseeker.plan"].search(
            [("jobseeker_id", "=", self.jobseeker_id.id), ("state", "=", "agreed")], limit=1
        )
        return plan.action_change() if plan else None

    # --- the ledger -------------------------------------------------------------------------------

    def _log_contact(self):
        """To hold a review is to have been in touch; a meeting is in the ledger once, whoever enters it first."""
        self.ensure_one()
        Contact = self.env["hr.jobseeker.contact"]
        if not self._find_meeting_rows():
            Contact._log([self._prepare_contact_vals("reached" if self.held_channel in SPOKEN else False)])

    def _log_missed_meeting(self):
        """Nobody came: an attempt, which sets no clock back. Odoo counts every meeting that is over as held."""
        self.ensure_one()
        rows = self._find_meeting_rows()
        if rows:
            rows._correct(self.env._("Review that did not take place"), outcome="no_answer")
        elif self.event_id:
            self.env["hr.jobseeker.contact"]._log([self._prepare_contact_vals("no_answer")])

    def _find_meeting_rows(self):
        rows = self.env["hr.jobseeker.contact"].sudo()  # sudo: as the ledger's own doors
        if not self.event_id:
            return rows
        return rows.search(
            [
                ("jobseeker_id", "=", self.jobseeker_id.id),
                ("event_id", "=", self.event_id.id),
                ("superseded", "=", False),
            ]
        )

    def _prepare_contact_vals(self, outcome):
        return {
            "jobseeker_id": self.jobseeker_id.id,
            "date": self._get_moment(),
            "direction": "out",
            "channel": "meeting" if outcome == "no_answer" else self.held_channel or "other",
            "outcome": outcome,
            "nature": "personal",
            "user_id": self.user_id.id or self.env.uid,
            "event_id": self.event_id.id,
            "summary": self.env._("Review of the job search"),
        }

    def _get_moment(self):
        """When it was: at its time; now, if that is today; else at noon of its day."""
        now, day = fields.Datetime.now(), self.held_on or self.due_on
        if self.start_at and self.start_at.date() == day:
            return min(self.start_at, now)
        return now if day >= fields.Date.context_today(self) else datetime.combine(day, time(12))
