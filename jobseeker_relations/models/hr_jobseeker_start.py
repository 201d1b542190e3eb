from odoo import api, fields, models

from ..rules.send_window import ALWAYS, SendWindow
from ..rules.spreading import spread

#: A stretch that has no follow-ups yet.
FRESH = 2**31 - 1


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

    def write(self, vals):
        """Many people who are given a policy together start under it as if its audience had taken them in."""
        result = super().write(vals)
        if len(self) > 1 and {"policy_id", "chosen_policy_id"} & vals.keys():
            self._spread_starts()
        return result

    def _get_start(self, window):
        """The instant of their turn, or None."""
        if not self.starts_on:
            return None
        day = window.working_day_on_or_after(self.starts_on) or self.starts_on
        return window.opening_on(day) or window.midnight(day)

    def _spread_starts(self):
        """Give everybody a day to start on, by the policies that took them in."""
        # sudo: the system's own count, people of all companies
        waiting = self.sudo().filtered(lambda person: person._waits_for_a_turn(person.contact_due_cause))
        for policy, people in waiting.grouped("policy_id").items():
            people = people.sorted(lambda person: (person.next_contact_at, person.id))
            days = self._get_turns(policy, [person.next_contact_at for person in people], joining=people)
            starts = dict(zip(people, days, strict=True))
            for day, alike in people.grouped(starts.get).items():
                alike.filtered(lambda person, day=day: person.starts_on != (day or False)).write({"starts_on": day})

    @api.model
    def _get_vals_of_a_newcomer(self):
        """How somebody begins under another policy: no stretch is under way, and no day is given."""
        return {"occurrence": FRESH, "silent_periods": 0, "period_began": False, "starts_on": False}

    @api.model
    def _search_waiting_for_a_turn(self, policies):
        """Those to whom these policies gave a day that has not begun for them yet."""
        now, yesterday = fields.Datetime.now(), fields.Date.subtract(fields.Date.today(), days=1)
        given = self.search([("policy_id", "in", policies.ids), ("starts_on", ">=", yesterday)])
        windows = given._get_windows()
        return given.filtered(lambda person: person._get_start(windows[person]) > now)

    def _waits_for_a_turn(self, cause):
        """Who is owed an answer never waits for a turn; who cannot be reached now takes no other's place."""
        return bool(cause and cause != "response" and not self.contact_block and self.state != "on_hold")

    @api.model
    def _get_turns(self, policy, due, joining=None, weight=1):
        """[the day to start on], one for each instant in ``due``, the oldest first.

        Whoever was given a day before, by an earlier batch of the same import or by another worker, keeps the place.

        :param joining: the people themselves, whose former places are free
        :param weight: people whom each of them stands for
        """
        window, now = self._get_days_of(policy, joining), fields.Datetime.now()
        today = window.day_of(window.next_open(now) or now)  # whoever starts after closing starts with the next opening
        taken = [("policy_id", "in", policy._origin.ids), ("starts_on", ">=", today)]
        if joining:
            taken.append(("id", "not in", joining.ids))
        # sudo: places are taken by people of all companies
        used = self.sudo()._read_group(taken, ["starts_on:day"], ["__count"])
        return spread(
            [window.day_of(at) for at in due],
            today=today,
            per_day=policy.starts_per_day and max(round(policy.starts_per_day / weight), 1),
            used={day: round(places / weight) for day, places in used},
            open_from=lambda day: window.working_day_on_or_after(day) or day,
        )

    @api.model
    def _get_days_of(self, policy, joining):
        """The days on which a policy's letters leave, by the clock of its own calendar."""
        company = policy.company_id or (joining and joining[:1].company_id) or self.env.company
        calendar = policy.sudo().calendar_id or company.sudo().resource_calendar_id  # sudo: hours are nobody's secret
        zone = calendar.tz or "UTC"
        return calendar._get_send_window(zone) if calendar else SendWindow.of(zone, ALWAYS)
