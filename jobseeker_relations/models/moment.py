"""How instants are said to people: in their zone, with the zone named (design §4 "Time")."""

from datetime import timedelta

from odoo import fields
from odoo.tools import format_date, format_datetime


def city(zone):
    """The place that stands for an IANA zone: "Europe/Lisbon" is said as "Lisbon"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def say_moment(env, at, zone):
    """A weekday and time within the coming week ("Mon 09:00"), else with its date ("Mon 30 Nov, 09:00")."""
    near = abs(at - fields.Datetime.now()) < timedelta(days=6)
    far = abs(at - fields.Datetime.now()) > timedelta(days=300)
    dt_format = "EEE HH:mm" if near else "EEE d MMM y, HH:mm" if far else "EEE d MMM, HH:mm"
    return format_datetime(env, at, tz=zone, dt_format=dt_format)


def say_time(env, at, zone):
    return format_datetime(env, at, tz=zone, dt_format="HH:mm")


def say_day(env, day):
    """A day with its weekday; the year is said only when it is not this one."""
    this_year = day.year == fields.Date.context_today(env.user).year
    return format_date(env, day, date_format="EEE d MMM" if this_year else "EEE d MMM y")
