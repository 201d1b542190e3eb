from datetime import datetime, time
from typing import Any, NamedTuple

from odoo import api, models
from odoo.tools import SQL, split_every

from .hr_jobseeker_history import BATCH

#: As ``_query_ledger`` gives them.
ROLLUPS = ("last_contact_at", "last_inbound_at", "last_attempt_at", "unanswered_count", "waiting_since")
CLOCK = ("next_contact_at", "contact_overdue_at", "contact_due_cause", "follow_up_at", "held_until", "held_reason")
#: What is set here; what else is computed of a relationship is left to the ORM.
SET_HERE = {"search_text", "contact_block", "policy_id", "waived_until", *ROLLUPS, *CLOCK}
#: Left to a job of its own, which makes them batch by batch.
MADE_LATER = {"duplicate_keys", "duplicate_look_due"}
NOTHING_SAID = (None, None, None, 0, None)


class Beginner(NamedTuple):
    """What the database knows of somebody whose relationship a statement made."""

    id: int
    company: int
    state: str
    since: datetime
    placed_on: Any
    tz: str | None
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    is_listed: bool


class HrJobseeker(models.Model):
    """How those begin who were there before the addon: the facts, the clock and the turn of a great many at once.

    The ORM would come to the same (a test compares), one person and one field at a time, and write each row again for
    everything that follows from something. Here whoever the rules treat alike is asked about once, as in a forecast
    (``hr_jobseeker_alike.py``), and each row is written once, and once more for its turn.
    """

    _inherit = "hr.jobseeker"

    def _begin(self):
        """Enter the history of relationships that a statement made, and set everything that is computed of them."""
        clocks = {}
        for ids in split_every(BATCH, self.ids):
            self.browse(ids)._begin_batch(clocks)
            self.env.flush_all()
            self.env.invalidate_all()

    def _begin_batch(self, clocks):
        """:param clocks: {what the rules know of a person: the clock that follows}, which grows"""
        self._enter_history()
        computed = {name for name, field in self._fields.items() if field.store and field.compute and not field.related}
        for name in computed - SET_HERE - MADE_LATER:
            self.env.add_to_compute(self._fields[name], self)
        no_policy = self.env["hr.jobseeker.contact.policy"]
        policies = no_policy._match_in_database(self)
        ledger = {row[0]: row[1:] for row in self._query_ledger()}
        rows, firsts, windows = [], {}, {}
        for beginner in self._read_beginners():
            person = self.browse(beginner.id)
            policy, said = policies.get(person.id, no_policy), ledger.get(person.id, NOTHING_SAID)
            vals = {
                "policy_id": policy.id,
                "contact_block": self._get_block(False, beginner.address, beginner.is_listed, beginner.phone),
                "waived_until": False,
                **dict(zip(ROLLUPS, said, strict=True)),
            }
            hours = beginner.company, policy.id, beginner.tz
            if hours not in windows:
                [windows[hours]] = self.new(vals, origin=person)._get_windows().values()
            # of the last contact the rules read the day, and to the minute only what waits for an answer
            day = said[0] and windows[hours].day_of(said[0])
            waits = said[-1] if policy.response_hours else None
            alike = (*hours, beginner.state, beginner.since, beginner.placed_on, day, waits)
            if alike not in clocks and alike not in firsts:
                firsts[alike] = self.new(vals, origin=person)
            search_text = self._compose_search_text(beginner.name, beginner.email, beginner.phone)
            rows.append((alike, person.id, search_text, vals["contact_block"] or None, policy.id or None, *said))
        self._learn_clocks(firsts, clocks)
        self._write_beginnings([(*facts, *clocks[alike]) for alike, *facts in rows])

    def _read_beginners(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT j.id, j.company_id, j.state, j.state_since, j.placed_on, p.tz, p.name, p.email, p.phone,
                       p.email_normalized,
                       EXISTS (SELECT FROM mail_blacklist b WHERE b.email = p.email_normalized AND b.active)
                  FROM hr_jobseeker j JOIN res_partner p ON p.id = j.partner_id
                 WHERE j.id IN %s
                """,
                tuple(self.ids),
            )
        )
        return map(Beginner._make, rows)

    @api.model
    def _learn_clocks(self, firsts, clocks):
        """Ask the rules, of people as they will be, before it is written."""
        people = self.browse().concat(*firsts.values())
        people._compute_contact_clock()
        for alike, person in zip(firsts, people, strict=True):
            clocks[alike] = tuple(person[name] or None for name in CLOCK)

    @api.model
    def _write_beginnings(self, rows):
        names = ("person", "search_text", "contact_block", "policy_id", *ROLLUPS, *CLOCK)
        columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        self.env.cr.execute(SQL(_WRITE_BEGINNINGS, **columns))

    @api.model
    def _spread_beginnings(self, policy, company):
        """As ``_spread_starts``, for all whom a policy has just found in a company, none of whom has begun."""
        people = self.env.execute_query(
            SQL(
                """
                SELECT j.id, j.next_contact_at, p.tz
                  FROM hr_jobseeker j JOIN res_partner p ON p.id = j.partner_id
                 WHERE j.policy_id = %s AND j.company_id = %s AND j.starts_on IS NULL
                   AND j.contact_due_cause != 'response' AND j.contact_block IS NULL AND j.state != 'on_hold'
                 ORDER BY j.next_contact_at, j.id
                """,
                policy.id,
                company.id,
            )
        )
        days = self._get_turns(policy, [due for _person, due, _tz in people])
        windows, turns = {}, []
        for (person, due, tz), day in zip(people, days, strict=True):
            if tz not in windows:
                [windows[tz]] = self.browse(person)._get_windows().values()
            start = day and (windows[tz].opening_on(day) or windows[tz].to_utc(datetime.combine(day, time.min)))
            turns.append(start if start and start > due else None)
        for part in split_every(BATCH, zip(people, days, turns, strict=True)):
            values = {
                "people": [person for (person, _due, _tz), _day, _turn in part],
                "days": [day for _person, day, _turn in part],
                "turns": [turn for _person, _day, turn in part],
            }
            self.env.cr.execute(SQL(_WRITE_TURNS, **values))
        self.env.invalidate_all()


_WRITE_BEGINNINGS = """
    UPDATE hr_jobseeker j
       SET search_text = begun.search_text, contact_block = begun.contact_block, policy_id = begun.policy_id,
           last_contact_at = begun.last_contact_at, last_inbound_at = begun.last_inbound_at,
           last_attempt_at = begun.last_attempt_at, unanswered_count = begun.unanswered_count,
           waiting_since = begun.waiting_since, next_contact_at = begun.next_contact_at,
           contact_overdue_at = begun.contact_overdue_at, contact_due_cause = begun.contact_due_cause,
           follow_up_at = begun.follow_up_at, held_until = begun.held_until, held_reason = begun.held_reason
      FROM unnest(%(person)s::int[], %(search_text)s::text[], %(contact_block)s::text[], %(policy_id)s::int[],
                  %(last_contact_at)s::timestamp[], %(last_inbound_at)s::timestamp[],
                  %(last_attempt_at)s::timestamp[], %(unanswered_count)s::int[], %(waiting_since)s::timestamp[],
                  %(next_contact_at)s::timestamp[], %(contact_overdue_at)s::timestamp[],
                  %(contact_due_cause)s::text[], %(follow_up_at)s::timestamp[], %(held_until)s::timestamp[],
                  %(held_reason)s::text[])
           AS begun (id, search_text, contact_block, policy_id, last_contact_at, last_inbound_at, last_attempt_at,
                     unanswered_count, waiting_since, next_contact_at, contact_overdue_at, contact_due_cause,
                     follow_up_at, held_until, held_reason)
     WHERE j.id = begun.id
"""

_WRITE_TURNS = """
    UPDATE hr_jobseeker j
       SET starts_on = begun.day, held_until = begun.turn, follow_up_at = coalesce(begun.turn, j.follow_up_at),
           held_reason = CASE WHEN begun.turn IS NOT NULL THEN 'spread' END
      FROM unnest(%(people)s::int[], %(days)s::date[], %(turns)s::timestamp[]) AS begun (id, day, turn)
     WHERE j.id = begun.id
"""
