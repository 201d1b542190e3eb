from collections import Counter, defaultdict
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..models.moment import say_day


class HrJobseekerContactForecast(models.TransientModel):
    """How a forecast is told: a few sentences and a picture of the days."""

    _inherit = "hr.jobseeker.contact.forecast"

    never_count = fields.Integer(string="Never Reached", compute="_compute_sentences")
    sentences = fields.Html(compute="_compute_sentences", sanitize=False)
    bars = fields.Html(compute="_compute_bars", sanitize=False)

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
