from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules.page_text import clock
from ..rules.reach_hours import asks, within
from ..rules.send_window import ALWAYS, HOURS_A_DAY, SendWindow


class HrJobseeker(models.Model):
    """When this person may be reached: the calendar's hours on their clock, within the hours that they asked for."""

    _inherit = "hr.jobseeker"

    reach_from = fields.Float(
        tracking=True,
        help="The person asked to be reached between these hours of their own clock. Both empty: at any hour.",
    )
    reach_to = fields.Float(string="Reach Until", tracking=True)

    @api.constrains("reach_from", "reach_to")
    def _check_reach_hours(self):
        for jobseeker in self:
            hours = jobseeker._get_reach_hours()
            if any(hours) and not asks(hours):
                raise ValidationError(
                    self.env._(
                        "The hours in which %s may be reached begin before they end, from 00:00 to 24:00. "
                        "Leave both at 00:00 for any hour.",
                        jobseeker.name,
                    )
                )

    def _get_reach_hours(self):
        """The hours that the person asked for (``rules.reach_hours``)."""
        return self.reach_from, self.reach_to

    def _say_reach_hours(self):
        """ "17:00–20:00", or nothing where they asked for none."""
        hours = self._get_reach_hours()
        if not asks(hours):
            return ""
        return f"{clock(hours[0])}–{'24:00' if hours[1] == HOURS_A_DAY else clock(hours[1])}"

    def _get_windows(self):
        """{jobseeker: SendWindow}: when each of them is reached.

        People who share a calendar, a zone and their own hours share one window, and with it the days already worked
        out.
        """
        windows, shared = {}, {}
        for jobseeker in self.sudo():  # sudo: the clock is the same whoever caused it to be set
            key = jobseeker._get_calendar(), jobseeker.partner_id.tz, jobseeker._get_reach_hours()
            if key not in shared:
                shared[key] = jobseeker._get_window()
            windows[jobseeker] = shared[key]
        return windows

    def _get_window(self):
        calendar, zone = self._get_calendar(), self.partner_id.tz
        # a company need not have working hours: then any hour is good
        hours = calendar._get_send_window(zone) if calendar else SendWindow.of(zone or "UTC", ALWAYS)
        return within(hours, self._get_reach_hours())

    def _get_calendar(self):
        """Working days and hours by which this person is reached, before their zone comes in."""
        person = self.sudo()  # sudo: the clock is the same whoever caused it to be set
        return person.policy_id.calendar_id or person.company_id.resource_calendar_id

    def _get_zone(self):
        """IANA name of the person's zone; where it is not known, the calendar's."""
        return self.partner_id.tz or self._get_calendar().tz or "UTC"

    def _get_today(self):
        """The day that it is for this person."""
        return fields.Date.context_today(self.with_context(tz=self._get_zone()))
