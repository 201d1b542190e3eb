import pytz
import vobject

from odoo import fields, models

from ..rules.civil_day import shift_day

#: Days for which the address of a calendar works; each reading of the page gives a fresh one.
LINK_DAYS = 400
#: What is over stays in the calendar for so long.
PAST_DAYS = 180
#: So often a calendar program is asked to look again.
REFRESH = "PT6H"

STATUS = {"cancelled": "CANCELLED"}


class HrJobseeker(models.Model):
    """The person's calendar: the steps of both sides as a feed that Thunderbird, Apple and Google read (RFC 5545)."""

    _inherit = "hr.jobseeker"

    def _get_calendar_link(self):
        return self._get_link("calendar", LINK_DAYS)

    def _get_calendar_actions(self):
        """The promises of both sides; what was cancelled stays, and says so, or programs would keep it."""
        since = fields.Date.subtract(fields.Date.context_today(self), days=PAST_DAYS)
        return self.action_ids.filtered(lambda action: action.in_force and action.due_on >= since)

    def _get_ical(self):
        """Return the feed as bytes."""
        self.ensure_one()
        calendar = vobject.iCalendar()
        calendar.add("prodid").value = "-//jobseeker_relations//Timetable//EN"
        calendar.add("method").value = "PUBLISH"
        calendar.add("x-wr-calname").value = self.env._("My job search with %s", self.company_id.name)
        calendar.add("x-published-ttl").value = REFRESH
        for action in self._get_calendar_actions():
            action._add_to_ical(calendar)
        return calendar.serialize().encode()

    def action_send_calendar_link(self):
        """Write the address of the calendar to the person; nobody else reads it."""
        self.ensure_one()
        self.check_access("write")
        template = self.env.ref("jobseeker_relations.mail_template_calendar_link")
        sent = self._send_notices(template, "calendar", LINK_DAYS)
        return self._say_link(
            self.env._("The address of the calendar is on its way.")
            if sent
            else self.env._("%s has no e-mail address to send it to.", self.name),
            "success" if sent else "warning",
        )

    def action_revoke_links(self):
        """Links that were sent to the person open nothing from now on, whatever they are to."""
        self.check_access("write")
        asked = self._revoke_all_links()
        words = self.env._("Links that were sent until now open nothing any more.")
        if asked:
            names = ", ".join(record.with_env(self.env).display_name for record in asked)
            words = f"{words} {self.env._('Ask again: %s', names)}"
        return self._say_link(words, "success")

    def _say_link(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": kind},
        }


class HrJobseekerAction(models.Model):
    _inherit = "hr.jobseeker.action"

    def _add_to_ical(self, calendar):
        """One entry: with a time where the step has one, else all day; the same in all versions of the timetable."""
        self.ensure_one()
        event = calendar.add("vevent")
        event.add("uid").value = f"{self.calendar_uid}@jobseeker-relations"
        event.add("sequence").value = str(self.calendar_sequence)
        event.add("dtstamp").value = _utc(self.write_date)
        event.add("last-modified").value = _utc(self.write_date)
        if self.start_at:
            event.add("dtstart").value = _utc(self.start_at)
            event.add("dtend").value = _utc(self.stop_at)
        else:
            for name, days in (("dtstart", 0), ("dtend", 1)):
                event.add(name).value = shift_day(self.due_on, days)
            event.add("transp").value = "TRANSPARENT"
        done = "✓ " if self.state == "done" else ""
        whose = self.company_id.name if self.owner == "adviser" else self.env._("You")
        event.add("summary").value = f"{done}{self.name} ({whose})"
        event.add("status").value = STATUS.get(self.state, "CONFIRMED")


def _utc(at):
    return pytz.utc.localize(at.replace(microsecond=0))
