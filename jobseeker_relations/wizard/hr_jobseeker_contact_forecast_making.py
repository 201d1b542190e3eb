from collections import Counter, defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules.look import ROW_KINDS, extra_channel, forecast, step_of

#: Groups of people alike that are looked at for one series; of more, a regular sample stands for all: the page says so.
MOST_LOOKED_AT = {30: 1500, 90: 600}
#: Decisions that reach the person or ask an adviser for something.
TOUCHES = ("act", "answer", "escalate", "extra_attempt", "closing")


class HrJobseekerContactForecast(models.TransientModel):
    """How a forecast is made: people alike are looked at once, and what comes of it is stored in two statements."""

    _inherit = "hr.jobseeker.contact.forecast"

    @api.model
    def _make(self, draft, days):
        """Simulate a policy, saved or not, and the policies in force for the same people.

        :param draft: the policy as it stands on the form; its origin, if it has one, is what is saved of it
        """
        now = fields.Datetime.now()
        claimed = Domain("state", "!=", "closed") & draft._get_claim_domain()
        reach = (draft | self.env["hr.jobseeker.contact.policy"].search([("active", "=", True)]))._get_reach_days()
        everybody = self.env["hr.jobseeker"]._search_alike(
            claimed | Domain("policy_id", "in", draft._origin.ids),
            reach,
            now,
            first_contacts=bool(draft._milestones()),
            mark=claimed,
        )
        groups = {"draft": [group for group in everybody if group.marked], "present": everybody}
        taken_in = {person for group in groups["draft"] for person in group.people}
        # sudo: nobody may write a forecast, whoever made it
        page = self.sudo().create(
            {
                "name": draft.name,
                "days": str(days),
                "policy_id": draft._origin.id,
                "people_count": len(taken_in),
                "joining_count": sum(len(g.people) for g in groups["draft"] if g.policy not in draft._origin.ids),
                "leaving_count": sum(person not in taken_in for g in groups["present"] for person in g.people),
            }
        )
        touches, people = Counter(), {}
        for series in groups:
            # whom no policy serves hears nothing now
            served = [group for group in groups[series] if series == "draft" or group.policy]
            looked_at, weight = self._sample(served, MOST_LOOKED_AT[days])
            if series == "draft":
                seen = sum(len(group.people) for group in looked_at)
                page.sampled_count = seen if seen < page.people_count else 0
                looked_at = self._give_turns(looked_at, draft, days, weight)
            futures = self._foresee(looked_at, draft if series == "draft" else None, now, days)
            for group, (window, future) in zip(looked_at, futures, strict=True):
                self._count_touches(touches, series, group.advisers, window, future, weight)
                self._note_people(people, series, group, future, taken_in)
        joins = {person for g in groups["draft"] if g.policy not in draft._origin.ids for person in g.people}
        page._store(touches, people, joins)
        return page.sudo(False)

    @api.model
    def _sample(self, groups, most):
        """(the groups to look at, people whom each of theirs stands for): all, or one of so many, large or small."""
        if len(groups) <= most:
            return groups, 1.0
        chosen = groups[:: -(-len(groups) // most)]
        return chosen, sum(len(group.people) for group in groups) / sum(len(group.people) for group in chosen)

    @api.model
    def _give_turns(self, groups, draft, days, weight):
        """Split the groups by the day on which the policy would begin with whom it takes in, as it does then.

        Of equal debts the lower number comes first, as in the engine; where that makes too many groups to look at,
        those who are alike stay together, which changes nobody's day by more than the debts that are equal to it.
        """
        ours = draft._origin.ids
        groups = [
            group if group.policy in ours else group._replace(vals=self.env["hr.jobseeker"]._get_vals_of_a_newcomer())
            for group in groups
        ]
        people = self._get_first_under(draft, groups)
        windows = people._get_windows()
        due = {}
        for index, (group, person) in enumerate(zip(groups, people, strict=True)):
            promise = person._get_next_due(windows[person])
            if group.policy not in ours and person._waits_for_a_turn(promise and promise.cause):
                due[index] = promise.at
        last = fields.Date.today() + timedelta(days=days + 1)  # nobody is followed further than that
        orders = (lambda turn: (turn[0], turn[2]), lambda turn: turn)
        for order in orders:
            turns = sorted(
                ((at, index, person) for index, at in due.items() for person in groups[index].people), key=order
            )
            starts = self.env["hr.jobseeker"]._get_turns(draft, [at for at, _i, _p in turns], weight=weight)
            split = defaultdict(set)
            for (_at, index, person), start in zip(turns, starts, strict=True):
                split[index, start and min(start, last)].add(person)
            if len(split) <= MOST_LOOKED_AT[days]:
                break
        return [group for index, group in enumerate(groups) if index not in due] + [
            groups[index]._replace(
                people=[person for person in groups[index].people if person in alike],
                advisers=[a for p, a in zip(groups[index].people, groups[index].advisers, strict=True) if p in alike],
                vals={**groups[index].vals, "starts_on": start or False},
            )
            for (index, start), alike in split.items()
        ]

    @api.model
    def _get_first_under(self, draft, groups):
        """The first person of each group as under a policy that is not saved; they are not saved either."""
        Jobseeker = self.env["hr.jobseeker"]
        firsts = Jobseeker.browse(group.people[0] for group in groups)
        return Jobseeker.concat(
            *(
                Jobseeker.new({"policy_id": draft.id, **group.vals}, origin=person)
                for group, person in zip(groups, firsts, strict=True)
            )
        )

    @api.model
    def _foresee(self, groups, draft, now, days):
        """[(window, [(instant, kind, channel, reason)])] of the first person of each group."""
        if draft:
            people = self._get_first_under(draft, groups)
        else:
            people = self.env["hr.jobseeker"].browse(group.people[0] for group in groups)
        until = now + timedelta(days=days)
        futures = []
        for situation in people._get_situations(now).values():
            decisions = forecast(situation, until)
            future = [
                (at, decision.kind, self._get_channel(decision, situation), decision.reason)
                for at, decision in decisions
            ]
            futures.append((situation.window, future))
        return futures

    @api.model
    def _get_channel(self, decision, situation):
        if decision.kind == "extra_attempt":
            return extra_channel(decision, situation)
        step = step_of(decision, situation)
        return step.channel if step else False

    @api.model
    def _count_touches(self, touches, series, advisers, window, future, weight):
        shares = Counter(advisers)
        for at, kind, channel, _reason in future:
            if kind in TOUCHES:
                for adviser, people in shares.items():
                    touches[series, window.day_of(at), kind, channel, adviser] += people * weight

    @api.model
    def _note_people(self, people, series, group, future, taken_in):
        reached = [(at, kind, channel) for at, kind, channel, _reason in future if kind in TOUCHES]
        first_at, _kind, channel = reached[0] if reached else (None, None, None)
        _at, kind, _channel, reason = next((f for f in future if f[1] in TOUCHES), future[-1])
        for person, adviser in zip(group.people, group.advisers, strict=True):
            if series == "present" and person in taken_in and person not in people:
                continue  # of a sample: nothing is known of them under the draft
            entry = people.setdefault(person, {"adviser": adviser})
            entry[series] = (first_at, channel, kind, reason, len(reached))

    def _store(self, touches, people, joins):
        """Write the result in two statements, however many people: these are rows of this page and of nobody else."""
        self.ensure_one()
        self.flush_recordset()
        rows = [
            (series, day, ROW_KINDS.get(kind, kind), channel or None, adviser or None, count)
            for (series, day, kind, channel, adviser), count in touches.items()
        ]
        if rows:
            series, days, kinds, channels, advisers, counts = map(list, zip(*rows, strict=True))
            self.env.cr.execute(
                SQL(
                    _INSERT_TOUCHES,
                    forecast=self.id,
                    uid=self.env.uid,
                    series=series,
                    days=days,
                    kinds=kinds,
                    channels=channels,
                    advisers=advisers,
                    counts=counts,
                )
            )
        nothing = (None, None, None, None, 0)
        rows = [
            (
                person,
                entry["adviser"],
                *entry.get("draft", nothing),
                entry.get("present", nothing)[4],
                "draft" in entry,
                person in joins,
            )
            for person, entry in people.items()
        ]
        if rows:
            names = (
                "people",
                "advisers",
                "firsts",
                "channels",
                "kinds",
                "reasons",
                "counts",
                "presents",
                "stays",
                "joins",
            )
            columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
            self.env.cr.execute(SQL(_INSERT_PEOPLE, forecast=self.id, uid=self.env.uid, **columns))
        self.invalidate_recordset()


_INSERT_TOUCHES = """
    INSERT INTO hr_jobseeker_contact_forecast_touch
           (forecast_id, series, day, kind, channel, sort, adviser_id, people,
            create_uid, write_uid, create_date, write_date)
    SELECT %(forecast)s, series, day, kind, channel,
           CASE WHEN kind IN ('act', 'extra_attempt') AND channel IN ('email', 'sms') THEN 'letter' ELSE 'task' END,
           adviser, people, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM unnest(%(series)s::text[], %(days)s::date[], %(kinds)s::text[], %(channels)s::text[], %(advisers)s::int[],
                  %(counts)s::float[]) AS row (series, day, kind, channel, adviser, people)
"""

_INSERT_PEOPLE = """
    INSERT INTO hr_jobseeker_contact_forecast_person
           (forecast_id, jobseeker_id, adviser_id, first_at, channel, kind, reason, touches, present_touches, stays,
            joins, create_uid, write_uid, create_date, write_date)
    SELECT %(forecast)s, row.*, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM unnest(%(people)s::int[], %(advisers)s::int[], %(firsts)s::timestamp[], %(channels)s::text[],
                  %(kinds)s::text[], %(reasons)s::text[], %(counts)s::int[], %(presents)s::int[],
                  %(stays)s::bool[], %(joins)s::bool[]) AS row
"""
