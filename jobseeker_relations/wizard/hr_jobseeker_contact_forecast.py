from collections import Counter, defaultdict
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date
from odoo.tools.misc import formatLang

from ..models.hr_jobseeker import CHANNELS
from ..models.moment import say_day
from ..rules.look import ROW_KINDS, extra_channel, forecast, step_of

#: Groups of people alike that are looked at for one series; of more, a regular sample stands for all: the page says so.
MOST_LOOKED_AT = {30: 2500, 90: 1000}
#: Decisions that reach the person or ask an adviser for something.
TOUCHES = ("act", "answer", "escalate", "extra_attempt", "closing")
SERIES = [("draft", "As on the form"), ("present", "In force now")]


class HrJobseekerContactForecast(models.TransientModel):
    """What a policy would do over the coming days, before it does it (design §4 "can be simulated on the whole pool").

    The situations are made by the same code as the engine's and decided by the same rule; nothing but these result rows
    is written. It assumes that nobody answers and nothing else happens: the most that would go out.
    """

    _name = "hr.jobseeker.contact.forecast"
    _description = "Forecast of a Contact Policy"

    name = fields.Char(readonly=True)
    days = fields.Selection([("30", "30 days"), ("90", "90 days")], required=True, default="30", readonly=True)
    policy_id = fields.Many2one("hr.jobseeker.contact.policy", readonly=True, ondelete="cascade")
    people_count = fields.Integer(string="People", readonly=True)
    sampled_count = fields.Integer(readonly=True, help="People looked at, where the pool is too varied to look at all.")
    joining_count = fields.Integer(readonly=True, help="People for whom another policy, or none, is in force now.")
    leaving_count = fields.Integer(readonly=True, help="People of the policy whom it would take in no more.")
    touch_ids = fields.One2many("hr.jobseeker.contact.forecast.touch", "forecast_id", readonly=True)
    person_ids = fields.One2many("hr.jobseeker.contact.forecast.person", "forecast_id", readonly=True)
    never_count = fields.Integer(string="Never Reached", compute="_compute_sentences")
    sentences = fields.Html(compute="_compute_sentences", sanitize=False)
    bars = fields.Html(compute="_compute_bars", sanitize=False)

    # --- making it --------------------------------------------------------------------------------

    @api.model
    def _make(self, draft, days):
        """Simulate a policy, saved or not, and the policies in force for the same people.

        :param draft: the policy as it stands on the form; its origin, if it has one, is what is saved of it
        """
        now = fields.Datetime.now()
        claimed = Domain("state", "!=", "closed") & draft._get_claim_domain()
        pools = {
            "draft": claimed,
            "present": claimed | Domain("policy_id", "in", draft._origin.ids),
        }
        reach = (draft | self.env["hr.jobseeker.contact.policy"].search([("active", "=", True)]))._get_reach_days()
        Jobseeker = self.env["hr.jobseeker"]
        groups = {series: Jobseeker._search_alike(pool, reach, now) for series, pool in pools.items()}
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
        for series in pools:
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

    # --- saying it --------------------------------------------------------------------------------

    @api.depends("touch_ids", "person_ids", "people_count", "sampled_count")
    def _compute_sentences(self):
        for page in self:
            never = page._read_never()
            page.never_count = sum(never.values())
            lines = [
                page._say_sum("draft"),
                *page._say_busiest(),
                page._say_never(never),
                page._say_sum("present"),
                page._say_moves(),
            ]
            if page.sampled_count:
                lines.append(
                    self.env._(
                        "The pool is too varied to look at everybody: %(looked)s of %(all)s people stand for all.",
                        looked=page._say_number(page.sampled_count),
                        all=page._say_number(page.people_count),
                    )
                )
            page.sentences = Markup().join(Markup("<p class='mb-1'>%s</p>") % line for line in lines if line)

    def _say_sum(self, series):
        rows = self.env["hr.jobseeker.contact.forecast.touch"]._read_group(
            [("forecast_id", "=", self.id), ("series", "=", series)], ["sort"], ["people:sum"]
        )
        sums = dict(rows)
        facts = {
            "days": self.days,
            "letters": self._say_number(sums.get("letter", 0)),
            "calls": self._say_number(sums.get("task", 0)),
            "people": self._say_number(self.people_count),
        }
        if series == "draft":
            return self.env._(
                "Over %(days)s days, if nobody answers: %(letters)s letters and %(calls)s tasks for advisers, "
                "for %(people)s people.",
                **facts,
            )
        return self.env._("For the same people now in force: %(letters)s letters and %(calls)s tasks.", **facts)

    def _say_number(self, number):
        """As the reader writes thousands."""
        return formatLang(self.env, number, digits=0)

    def _say_busiest(self):
        rows = self.env["hr.jobseeker.contact.forecast.touch"]._read_group(
            [("forecast_id", "=", self.id), ("series", "=", "draft")], ["day:day"], ["people:sum"]
        )
        if rows:
            day, people = max(rows, key=lambda row: row[1])
            yield self.env._(
                "Busiest day: %(day)s with %(count)s.", day=say_day(self.env, day), count=self._say_number(people)
            )

    def _say_never(self, never):
        """Such as: 14 people would hear nothing in that time. Why: Asked for no contact 9, No e-mail address 5."""
        if not never:
            return False
        reasons = ", ".join(
            self.env._("%(reason)s %(count)s", reason=reason, count=self._scale(count))
            for reason, count in sorted(never.items(), key=lambda item: -item[1])
        )
        return self.env._(
            "%(count)s people would hear nothing in that time. Why: %(reasons)s.",
            count=self._scale(sum(never.values())),
            reasons=reasons,
        )

    def _say_moves(self):
        lines = []
        if self.joining_count:
            lines.append(self.env._("%s people would come under this policy.", self.joining_count))
        if self.leaving_count:
            lines.append(
                self.env._("%s people whom this policy covers now would fall to another one.", self.leaving_count)
            )
        return " ".join(lines)

    def _scale(self, people):
        """People of a sample stand for all."""
        return round(people * self.people_count / self.sampled_count) if self.sampled_count else people

    def _read_never(self):
        """{why: people} of those whom nothing reaches."""
        rows = self.env["hr.jobseeker.contact.forecast.person"]._read_group(
            [("forecast_id", "=", self.id), ("touches", "=", 0), ("stays", "=", True)],
            ["reason"],
            ["__count", "id:min"],
        )
        why = Counter()
        for _reason, count, first in rows:
            why[self.env["hr.jobseeker.contact.forecast.person"].browse(first).explanation] += count
        return why

    @api.depends("touch_ids")
    def _compute_bars(self):
        """Both series day by day, as bars that need no library; the numbers are in the titles and in the graph."""
        for page in self:
            rows = self.env["hr.jobseeker.contact.forecast.touch"]._read_group(
                [("forecast_id", "=", page.id)], ["series", "day:day"], ["people:sum"]
            )
            days = defaultdict(dict)
            for series, day, people in rows:
                days[day][series] = people
            most = max((people for _s, _d, people in rows), default=0)
            page.bars = page._draw(days, most) if most else False

    def _draw(self, days, most):
        colours = {"draft": "bg-primary", "present": "bg-info"}
        bar = Markup('<div class="%s" style="height: %d%%; flex: 1;"></div>')
        column = Markup('<div title="%s" class="d-flex align-items-end h-100" style="flex: 1; gap: 1px;">%s</div>')
        first = fields.Date.context_today(self)
        columns = []
        for offset in range(int(self.days) + 1):
            day = first + timedelta(days=offset)
            own = days.get(day, {})
            title = self.env._(
                "%(day)s: %(draft)s, now in force %(present)s",
                day=format_date(self.env, day),
                draft=round(own.get("draft", 0)),
                present=round(own.get("present", 0)),
            )
            bars = (bar % (colours[name], 100 * own.get(name, 0) / most) for name in ("draft", "present"))
            columns.append(column % (title, Markup().join(bars)))
        return Markup('<div class="d-flex border-bottom" style="height: 9rem; gap: 2px;">%s</div>') % Markup().join(
            columns
        )

    # --- looking closer ---------------------------------------------------------------------------

    def action_open_page(self):
        """The whole page beside the policy that is not saved yet: in a tab of its own, so that nothing is lost."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/odoo/contact-forecast/{self.id}", "target": "new"}

    def action_open_days(self):
        return self._get_rows_action("touch", self.env._("“%s” day by day", self.name), [])

    def action_open_people(self):
        return self._get_rows_action(
            "person", self.env._("Who hears under “%s”, and why", self.name), [], {"search_default_stays": 1}
        )

    def action_open_never(self):
        return self._get_rows_action(
            "person", self.env._("Never reached under “%s”", self.name), [("touches", "=", 0), ("stays", "=", True)]
        )

    def _get_rows_action(self, name, title, domain, context=None):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"jobseeker_relations.hr_jobseeker_contact_forecast_{name}_action"
        )
        return dict(action, name=title, domain=[("forecast_id", "=", self.id), *domain], context=context or {})


class HrJobseekerContactForecastTouch(models.TransientModel):
    """How many people hear on one day, by way and adviser."""

    _name = "hr.jobseeker.contact.forecast.touch"
    _description = "Touches of a Forecast on one Day"
    _order = "day, series"

    forecast_id = fields.Many2one("hr.jobseeker.contact.forecast", required=True, index=True, ondelete="cascade")
    series = fields.Selection(SERIES, required=True)
    day = fields.Date(required=True)
    kind = fields.Char()
    channel = fields.Selection(CHANNELS, string="Through")
    sort = fields.Selection([("letter", "Letter"), ("task", "Task for an adviser")])
    adviser_id = fields.Many2one("res.users", ondelete="cascade")
    people = fields.Float(string="Touches", digits=(16, 0), aggregator="sum")


class HrJobseekerContactForecastPerson(models.TransientModel):
    """Who hears when for the first time, and why; or why never."""

    _name = "hr.jobseeker.contact.forecast.person"
    _description = "Person of a Forecast"
    _order = "first_at, id"
    _rec_name = "jobseeker_id"

    forecast_id = fields.Many2one("hr.jobseeker.contact.forecast", required=True, index=True, ondelete="cascade")
    jobseeker_id = fields.Many2one("hr.jobseeker", required=True, index=True, ondelete="cascade")
    adviser_id = fields.Many2one("res.users", ondelete="cascade")
    first_at = fields.Datetime(string="First Touch")
    channel = fields.Selection(CHANNELS, string="Through")
    kind = fields.Char()
    reason = fields.Char()
    touches = fields.Integer()
    present_touches = fields.Integer(string="Now in Force")
    stays = fields.Boolean(help="The policy takes this person in.")
    joins = fields.Boolean(help="Another policy, or none, is in force for this person now.")
    explanation = fields.Char(compute="_compute_explanation", string="Why")

    @api.depends("kind", "reason", "stays")
    @api.depends_context("lang", "uid")
    def _compute_explanation(self):
        due = {
            "gap": self.env._("The interval is over"),
            "milestone": self.env._("One of the first contacts"),
            "response": self.env._("An answer is owed"),
            "waiver": self.env._("The day until which it was put off"),
        }
        never = {
            "do_not_contact": self.env._("Asked for no contact"),
            "blacklisted": self.env._("The e-mail address is on the blacklist"),
            "no_address": self.env._("No e-mail address and no phone number"),
            "never_opens": self.env._("The send window never opens"),
            "on_hold": self.env._("On hold all that time"),
            "nothing_due": self.env._("Nothing is promised"),
            "no_steps": self.env._("The policy has no steps"),
            "not_due": self.env._("Nothing falls due in that time"),
            "spread": self.env._("Their turn comes later"),
            "no_email": self.env._("No e-mail address"),
            "no_phone": self.env._("No phone number"),
            "bounced": self.env._("The last letter came back"),
            "phone_blacklisted": self.env._("The phone number is on the blacklist"),
        }
        other = self.env._("Held by the limits of the policy")
        for person in self:
            if not person.stays:
                person.explanation = self.env._("Another policy would take this person in")
            elif person.touches:
                person.explanation = due.get(person.reason) or self.env._("Nobody answered")
            else:
                person.explanation = never.get(person.reason, other)


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
