from datetime import datetime, time

from odoo import api, fields, models

from ..rules.spreading import spread


class HrJobseeker(models.Model):
    """The turn of those whom a policy takes in together with many others: so many people start a day."""

    _inherit = "hr.jobseeker"

    starts_on = fields.Date(
        readonly=True,
        copy=False,
        help="The day on which the follow-ups of the policy begin with this person, where it took in many at once.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """An import brings many people on one day, who would all be written to on one morning."""
        people = super().create(vals_list)
        if len(people) > 1:
            people._spread_starts()
        return people

    def _get_start(self, window):
        """The instant of their turn, or None."""
        if not self.starts_on:
            return None
        return window.opening_on(self.starts_on) or window.to_utc(datetime.combine(self.starts_on, time.min))

    def _spread_starts(self):
        """Give everybody a day to start on, by the policies that took them in; an answer that is owed never waits."""
        now = fields.Datetime.now()
        # sudo: the system's own count, people of all companies
        waiting = self.sudo().filtered(lambda person: person.next_contact_at and person.contact_due_cause != "response")
        for policy, people in waiting.grouped("policy_id").items():
            people = people.sorted(lambda person: (person.next_contact_at, person.id))
            used = self.sudo()._read_group(  # sudo: as above
                [("policy_id", "=", policy.id), ("starts_on", ">=", now), ("id", "not in", people.ids)],
                ["starts_on:day"],
                ["__count"],
            )
            days = spread(
                [person.next_contact_at.date() for person in people],
                today=now.date(),
                per_day=policy.starts_per_day,
                used=dict(used),
            )
            starts = dict(zip(people, days, strict=True))
            for day, alike in people.grouped(starts.get).items():
                alike.filtered(lambda person, day=day: person.starts_on != (day or False)).write({"starts_on": day})
