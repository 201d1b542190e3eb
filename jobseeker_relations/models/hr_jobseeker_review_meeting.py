from odoo import api, fields, models

from .hr_jobseeker_review import OPEN_STATES


class HrJobseekerReview(models.Model):
    """A review with a time is a meeting: adviser and jobseeker are invited, and hear when it moves or is cancelled.

    Whichever of the two is moved, the other follows. Every employee can read events: ours are private, and repeat
    nothing of the person.
    """

    _inherit = "hr.jobseeker.review"

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        reviews.filtered("start_at")._sync_meetings()
        return reviews

    def write(self, vals):
        result = super().write(vals)
        if {"start_at", "stop_at", "user_id"} & vals.keys():
            self.filtered(lambda review: review.start_at or review.event_id)._sync_meetings()
        if "due_on" in vals and "start_at" not in vals:
            self._check_meeting_day()
        return result

    def _sync_meetings(self):
        for review in self.sudo():  # sudo: a colleague's private event, which follows the review
            if review.state not in OPEN_STATES:
                continue
            if not review.start_at:
                review._cancel_meeting()
            elif review.event_id:
                review._move_meeting()
            else:
                review._make_meeting()
            if review.start_at:
                review._follow_meeting()

    def _make_meeting(self):
        organiser = self.user_id or self.env.user
        invited = self.with_context(lang=self.partner_id.lang or self.env.lang)  # they read it in their invitation
        Event = self.env["calendar.event"].with_context(
            skip_contact_description=True, mail_create_nosubscribe=True, tz=organiser.tz
        )
        self.event_id = Event.create(
            {
                "name": invited.env._("Review with %s", self.jobseeker_id.name),
                "start": self.start_at,
                "stop": self.stop_at,
                "user_id": organiser.id,
                "partner_ids": [(6, 0, (organiser.partner_id | self.partner_id).ids)],
                "privacy": "private",
            }
        )

    def _move_meeting(self):
        """Core writes to those who are invited when the start of a meeting changes."""
        event, vals = self.event_id, {}
        if (event.start, event.stop) != (self.start_at, self.stop_at):
            vals.update(start=self.start_at, stop=self.stop_at)
        if self.user_id and event.user_id != self.user_id:
            people = event.partner_ids - event.user_id.partner_id | self.user_id.partner_id
            vals.update(user_id=self.user_id.id, partner_ids=[(6, 0, people.ids)])
        if vals:
            event.write(vals)

    def _follow_meeting(self):
        """The review is due on the day of its meeting, on the adviser's clock; what they suggested is answered."""
        day = self._get_meeting_day()
        if self.due_on != day:
            self.due_on = day
        if self.suggestion:
            self.suggestion = False

    def _get_meeting_day(self):
        zone = self.user_id.tz or self.company_id.resource_calendar_id.tz or "UTC"
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), self.start_at).date()

    def _check_meeting_day(self):
        """A review that is put on another day has no meeting on the old one any more."""
        for review in self.sudo().filtered(  # sudo: as for the meeting
            lambda review: review.event_id and review.start_at and review.state in OPEN_STATES
        ):
            if review._get_meeting_day() != review.due_on:
                review.write({"start_at": False, "stop_at": False})

    def _settle(self):
        reviews = super()._settle()
        for review in self.sudo():  # sudo: as above
            if review.state == "missed":
                review._log_missed_meeting()
                review._leave_meeting(review.event_id)  # a time that is set for it now is another meeting's
            elif review.event_id.start and review.event_id.start > fields.Datetime.now():
                review._cancel_meeting()  # it will not take place any more: held before, or cancelled
        return reviews

    def _cancel_meeting(self):
        event = self.event_id
        event._call_off()
        event.exists().unlink()

    def _leave_meeting(self, events):
        """The meeting was removed in the calendar: the review is still due, without a time."""
        for review in self.filtered(lambda review: review.event_id in events or review.start_at):
            review.write({"event_id": False, "start_at": False, "stop_at": False})

    def _take_time_of(self, event):
        self.ensure_one()
        if not event.active:
            self._leave_meeting(event)
        elif (self.start_at, self.stop_at) != (event.start, event.stop):
            self.write({"start_at": event.start, "stop_at": event.stop})


class CalendarEvent(models.Model):
    """A meeting that is moved or removed in the calendar moves its review along."""

    _inherit = "calendar.event"

    def _get_open_reviews(self):
        # sudo: whoever may move the meeting moves what it is about
        reviews = self.env["hr.jobseeker.review"].sudo()
        return reviews.search([("event_id", "in", self.ids), ("state", "in", OPEN_STATES)]) if self.ids else reviews

    def write(self, vals):
        moved = {"start", "stop", "start_date", "stop_date", "duration", "active"} & vals.keys()
        result = super().write(vals)
        if moved:
            for review in self._get_open_reviews():
                review._take_time_of(review.event_id)
        return result

    def unlink(self):
        reviews = self._get_open_reviews()
        reviews._leave_meeting(self)
        return super().unlink()
