from odoo import models

from ..rules.send_window import ALWAYS, SendWindow


class HrJobseeker(models.Model):
    """When a person may be reached: the hours of the policy in force, on the person's own clock."""

    _inherit = "hr.jobseeker"

    def _get_windows(self):
        """{jobseeker: SendWindow}: the hours of the policy's calendar on the person's own clock.

        People who share a calendar and a zone share one window, and with it the days already worked out.
        """
        windows, shared = {}, {}
        for jobseeker in self.sudo():  # sudo: the clock is the same whoever caused it to be set
            key = jobseeker._get_calendar(), jobseeker._get_zone()
            if key not in shared:
                # a company need not have working hours: then any hour is good
                shared[key] = key[0]._get_send_window(key[1]) if key[0] else SendWindow.of(key[1], ALWAYS)
            windows[jobseeker] = shared[key]
        return windows

    def _get_calendar(self):
        """Working days and hours by which this person is reached, before their zone comes in."""
        person = self.sudo()  # sudo: the clock is the same whoever caused it to be set
        return person.policy_id.calendar_id or person.company_id.resource_calendar_id

    def _get_zone(self):
        """IANA name of the person's zone; where it is not known, the calendar's."""
        return self.partner_id.tz or self._get_calendar().tz or "UTC"
