from typing import NamedTuple
from zoneinfo import available_timezones

from odoo import api, fields, models
from odoo.tools import SQL

from .hr_jobseeker_situation import MARGIN_DAYS


class Alike(NamedTuple):
    """People whom the rules treat alike.

    :param people: their numbers, in order
    :param advisers: one for each of them, or None
    :param policy: number of the policy in force for all of them, or None
    :param marked: whether they are of those who were asked to be told apart
    :param vals: what a policy that is not in force would change of each of them
    """

    people: list
    advisers: list
    policy: int | None
    marked: bool
    vals: dict


class HrJobseeker(models.Model):
    """People whom the rules treat alike, so that a forecast need look at one of them only.

    Everything that ``rules.next_step`` reads of a person is in the key: facts and promises to the day or the hour, as
    far as they can still change what happens on which day. Left out is the minute of a word, and who the person is.
    """

    _inherit = "hr.jobseeker"

    def _search_alike(self, domain, reach_days, now, first_contacts=True, mark=None):
        """Return [``Alike``], the largest group first.

        :param mark: domain of people who are told apart from the others, though the rules treat them alike
        :param reach_days: how far back a bound looks
        :param first_contacts: whether the policy that is tried has any, so that the day on which a state began matters;
            of a policy in force that is known
        """
        # the user's own rights decide who is counted
        query, marked = self._search(domain), self._search(domain if mark is None else mark)
        people = self.env["hr.jobseeker"]
        people.flush_model()
        self.env["hr.jobseeker.contact"].flush_model()
        self.env["hr.jobseeker.follow.up"].flush_model()
        self.env["hr.jobseeker.contact.policy"].flush_model(["first_days"])
        self.env["res.partner"].flush_model(["tz", "email_normalized", "phone", "message_bounce"])
        since = fields.Datetime.subtract(now, days=reach_days + MARGIN_DAYS)
        zones = self._get_calendar_zones()
        rows = self.env.execute_query(
            SQL(
                _ALIKE,
                people=query.subselect(),
                marked=marked.subselect(),
                since=since,
                now=now,
                zones=sorted(available_timezones()),
                contact_days=_days_of("last_contact_at", zones),
                state_days=_days_of("state_since", zones),
                first_contacts=first_contacts,
            )
        )
        return [Alike(*row, vals={}) for row in rows]

    @api.model
    def _get_calendar_zones(self):
        """Zones in which somebody may be read whose own is not known, whichever calendar a policy is tried with."""
        zones = self.env["resource.calendar"].sudo()._read_group([], ["tz"])  # sudo: calendars of all companies
        return sorted({zone for [zone] in zones} & available_timezones() | {"UTC"})


def _days_of(column, calendar_zones):
    """SQL of the person's day; of a person whose zone is not known, one by each calendar."""
    return SQL(
        """
        ARRAY(SELECT (%(instant)s AT TIME ZONE 'UTC' AT TIME ZONE zone)::date
                FROM unnest(CASE WHEN person.zone IS NULL THEN %(zones)s ELSE ARRAY[person.zone] END)
                     WITH ORDINALITY AS of_calendar (zone, number)
               ORDER BY number)
        """,
        instant=SQL.identifier("person", column),
        zones=calendar_zones,
    )


#: A word by which we tried to reach them counts from the day on which the present period began, a letter as long as a
#: bound reaches. The day of the last contact is the person's own. Words are looked up person by person, in an index,
#: from where they begin to count: the rest of a long history is not read. Who is marked is joined: a list that is asked
#: for each person is searched from its start, once it is too long for memory.
_ALIKE = """
    WITH marked AS (
        SELECT id FROM hr_jobseeker WHERE id IN %(marked)s
    ), person AS (
        SELECT j.*, p.email_normalized, p.phone, p.message_bounce,
               CASE WHEN p.tz = ANY(%(zones)s) THEN p.tz END AS zone,
               EXISTS (SELECT FROM phone_blacklist b WHERE b.number = p.phone_sanitized AND b.active) AS phone_refused,
               marked.id IS NOT NULL AS marked,
               %(first_contacts)s OR coalesce(policy.first_days, '') != '' AS first_contacts
          FROM hr_jobseeker j
          JOIN res_partner p ON p.id = j.partner_id
          LEFT JOIN marked ON marked.id = j.id
          LEFT JOIN hr_jobseeker_contact_policy policy ON policy.id = j.policy_id
         WHERE j.id IN %(people)s
    ), word AS (
        SELECT person.id AS jobseeker_id, outward.words
          FROM person
         CROSS JOIN LATERAL (
                SELECT array_agg((date_trunc('hour', c.date), c.channel, c.nature, c.outcome) ORDER BY c.date) AS words
                  FROM hr_jobseeker_contact c
                 WHERE c.jobseeker_id = person.id AND c.direction = 'out' AND c.superseded IS NOT TRUE
                   AND c.date >= least(%(since)s, coalesce(person.period_began, person.next_contact_at, %(now)s))
                   AND ((c.channel IN ('email', 'sms') AND c.date >= %(since)s)
                        OR (c.nature IN ('personal', 'follow_up')
                            AND c.date >= coalesce(person.period_began, person.next_contact_at, %(now)s)))
               ) outward
         WHERE outward.words IS NOT NULL
    ), taken AS (
        SELECT f.jobseeker_id,
               array_agg((f.step_id, f.kind, f.state, date_trunc('hour', f.done_at)) ORDER BY f.step_id, f.kind) AS rows
          FROM hr_jobseeker_follow_up f JOIN person ON person.id = f.jobseeker_id AND person.occurrence = f.occurrence
         GROUP BY f.jobseeker_id
    )
    SELECT array_agg(person.id ORDER BY person.id), array_agg(person.adviser_id ORDER BY person.id), person.policy_id,
           person.marked
      FROM person
      LEFT JOIN word ON word.jobseeker_id = person.id
      LEFT JOIN taken ON taken.jobseeker_id = person.id
     GROUP BY person.marked, person.company_id, person.policy_id, person.zone, person.state, person.contact_block,
              person.hold_until, person.placed_on, person.waived_until, person.rested_until,
              coalesce(nullif(person.contact_interval_days, 0), person.agreed_interval_days, 0),
              coalesce(person.agreed_response_hours, 0),
              person.preferred_channel, coalesce(person.reach_from, 0), coalesce(person.reach_to, 0),
              person.silent_periods, date_trunc('hour', person.period_began),
              date_trunc('hour', person.waiting_since), person.starts_on,
              person.enquiry_id IS NULL, date_trunc('hour', person.first_reply_due_at),
              %(contact_days)s,
              CASE WHEN person.last_contact_at IS NULL OR person.state = 'placed' OR person.first_contacts
                   THEN %(state_days)s END,
              person.email_normalized IS NULL, coalesce(person.message_bounce, 0) > 0, person.phone IS NULL,
              person.phone_refused,
              word.words, taken.rows
     ORDER BY count(*) DESC, min(person.id)
"""
