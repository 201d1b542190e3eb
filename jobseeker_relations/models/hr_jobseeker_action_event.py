from odoo import models
from odoo.fields import Command

from .hr_jobseeker_action import OPEN_STATES


class HrJobseekerAction(models.Model):
    """A step at a certain time is a meeting: in the calendar of the adviser, with the jobseeker invited.

    Every employee can read events: these are private, and repeat nothing of the person but the name of the step.
    """

    _inherit = "hr.jobseeker.action"

    def _sync_events(self):
        """Make, move or take back the meetings of these steps."""
        # sudo: who agrees may be the jobseeker; and a meeting may be a colleague's
        timed = self.sudo().filtered(lambda action: action.in_force and action.is_open)
        meetings = timed.filtered("start_at")
        (timed - meetings)._drop_events()
        missing = meetings.filtered(lambda action: not action.event_id)
        # Odoo would write the phone number of the guest into a text that all employees can read
        Event = self.env["calendar.event"].sudo().with_context(skip_contact_description=True)
        events = Event.create([action._prepare_event() for action in missing])
        for action, event in zip(missing, events, strict=True):
            action._write_quietly({"event_id": event.id})
        for action in meetings - missing:
            action._update_event()

    def _prepare_event(self):
        self.ensure_one()
        doer = self._get_doer()
        return {
            "name": self.name,
            "start": self.start_at,
            "stop": self.stop_at,
            "user_id": doer.id,
            "partner_ids": [Command.set((doer.partner_id | self.partner_id).ids)],
            "privacy": "private",
        }

    def _update_event(self):
        """Guests hear of a change by the calendar's own letter, so nothing is written that did not change."""
        event, wanted = self.event_id, self._prepare_event()
        guests = wanted.pop("partner_ids")
        vals = {
            name: value
            for name, value in wanted.items()
            if event._fields[name].convert_to_write(event[name], event) != value
        }
        if "user_id" in vals:
            vals["partner_ids"] = guests
        if vals:
            event.write(vals)

    def _drop_events(self):
        """What is to come is called off; a meeting that is over was held, whatever became of the step."""
        self.sudo().event_id._call_off()  # sudo: as above

    def _take_time_of(self, event):
        """The meeting was moved in the calendar: a single promise follows, what both sides agreed on does not."""
        self.plan_id._check_writable()
        self.write({"start_at": event.start, "stop_at": event.stop})


class CalendarEvent(models.Model):
    """A meeting of a step says what was promised, whichever of the two is moved."""

    _inherit = "calendar.event"

    def write(self, vals):
        moved = {"start", "stop", "start_date", "stop_date", "duration", "allday"} & vals.keys()
        result = super().write(vals)
        if self.ids and moved:
            # sudo: whoever may move the meeting moves what it is about
            actions = self.env["hr.jobseeker.action"].sudo()
            held = [("event_id", "in", self.ids), ("in_force", "=", True), ("state", "in", OPEN_STATES)]
            for action in actions.search([*held, ("start_at", "!=", False)]):
                if (action.start_at, action.stop_at) != (action.event_id.start, action.event_id.stop):
                    action._take_time_of(action.event_id)
        return result
