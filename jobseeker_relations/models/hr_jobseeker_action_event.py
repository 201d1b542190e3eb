from odoo import fields, models
from odoo.fields import Command


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
        # sudo: as above; a meeting that is over was held, whatever became of the step
        self.sudo().event_id.filtered(lambda event: event.start > fields.Datetime.now()).unlink()
