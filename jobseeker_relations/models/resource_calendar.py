from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..rules.send_window import ALWAYS, SendWindow


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    @ormcache("self.id", "zone")
    def _get_send_window(self, zone):
        """This calendar's hours as wall-clock hours of another zone (design §4: "in the person's time zone").

        A public holiday is a day: its local interval in the calendar's own zone holds on the same wall clock elsewhere.

        :param zone: IANA name; empty for the calendar's own, so that who asks need not read the calendar for it
        """
        self.ensure_one()
        weeks = [[[] for _day in range(7)] for _week in range(2 if self.two_weeks_calendar else 1)]
        for line in self.attendance_ids.filtered(lambda line: line._is_work_period() and not line.display_type):
            weeks[int(line.week_type or 0) if self.two_weeks_calendar else 0][int(line.dayofweek)].append(
                (line.hour_from, min(line.hour_to, 24.0))
            )
        own_clock = SendWindow.of(self.tz or "UTC", ALWAYS)
        days_off = sorted(
            (own_clock.local(leave.date_from), own_clock.local(leave.date_to)) for leave in self.global_leave_ids
        )
        return SendWindow.of(
            zone or own_clock.zone, tuple(tuple(tuple(sorted(day)) for day in week) for week in weeks), tuple(days_off)
        )

    def _modified_for_jobseekers(self):
        """Set the clocks of those who are reached by these hours: what is due when follows from them."""
        if not self:
            return
        self.env.registry.clear_cache()  # the windows of _get_send_window
        domain = Domain("policy_id.calendar_id", "in", self.ids) | (
            Domain("policy_id.calendar_id", "=", False) & Domain("company_id.resource_calendar_id", "in", self.ids)
        )
        # sudo: whoever keeps the hours need not be a recruiter
        self.env["hr.jobseeker"].sudo().search(domain & Domain("policy_id", "!=", False)).modified(["policy_id"])

    def write(self, vals):
        result = super().write(vals)
        if {"tz", "two_weeks_calendar"} & vals.keys():
            self._modified_for_jobseekers()
        return result


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.calendar_id._modified_for_jobseekers()
        return attendances

    def write(self, vals):
        calendars = self.calendar_id
        result = super().write(vals)
        (calendars | self.calendar_id)._modified_for_jobseekers()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars.exists()._modified_for_jobseekers()
        return result


class ResourceCalendarLeaves(models.Model):
    """Public holidays; a colleague's own time off changes nobody's hours."""

    _inherit = "resource.calendar.leaves"

    def _get_holiday_calendars(self):
        return self.filtered(lambda leave: not leave.resource_id).calendar_id

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._get_holiday_calendars()._modified_for_jobseekers()
        return leaves

    def write(self, vals):
        calendars = self._get_holiday_calendars()
        result = super().write(vals)
        (calendars | self._get_holiday_calendars())._modified_for_jobseekers()
        return result

    def unlink(self):
        calendars = self._get_holiday_calendars()
        result = super().unlink()
        calendars._modified_for_jobseekers()
        return result
