from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules.review_dates import longest_silence
from .moment import say_day

#: Words and changes that a review lists; the lists behind the buttons show all of them.
SHOWN = 10


class HrJobseekerReview(models.Model):
    """What happened since the last look back, computed from facts while the review is open, kept as it was when held.

    What is marked sensitive stays out of it: the record of a review is read by every officer.
    """

    _inherit = "hr.jobseeker.review"

    evidence = fields.Html(compute="_compute_evidence", sanitize=False)

    @api.depends("state", "evidence_kept", "jobseeker_id")
    @api.depends_context("lang", "tz", "uid")
    def _compute_evidence(self):
        for review in self:
            is_open = review.state in ("scheduled", "missed") and review.jobseeker_id
            review.evidence = review._render_evidence() if is_open else review.evidence_kept

    def write(self, vals):
        """The evidence of a review that is held is what was seen then: taken before anything follows from it."""
        if vals.get("state") == "held":
            # sudo: the system's own field
            for review in self.filtered(lambda review: review.state != "held"):
                review.sudo().evidence_kept = review._render_evidence()
        return super().write(vals)

    def _render_evidence(self):
        self.ensure_one()
        return self.env["ir.qweb"]._render("jobseeker_relations.review_evidence", self._get_evidence())

    def _get_evidence(self):
        """{part: its facts}; a part of which there is nothing is empty, and is not shown."""
        self.ensure_one()
        since, until = self._get_period()
        return {
            "review": self,
            "since": say_day(self.env, since),
            "contacts": self._get_contact_evidence(since, until),
            "promises": self._get_promise_evidence(since, until),
            "needs": self._get_need_evidence(since),
            "applications": self._get_application_evidence(since),
            "words": self._get_word_evidence(since),
        }

    def _get_period(self):
        """From the last review that was held, else from the beginning of the relationship, until today."""
        person, today = self.jobseeker_id, fields.Date.context_today(self)
        last = self.search(
            [("jobseeker_id", "=", person.id), ("state", "=", "held"), ("id", "!=", self._origin.id)],
            order="held_on desc, id desc",
            limit=1,
        )
        if last:
            return min(last.held_on, today), today
        first = self.env["hr.jobseeker.contact"].search([("jobseeker_id", "=", person.id)], order="date", limit=1)
        marks = (first.date, person.state_since, person.create_date)
        began = min(filter(None, marks), default=fields.Datetime.now())
        return min(began.date(), today), today

    # --- contacts ---------------------------------------------------------------------------------

    def _get_contact_evidence(self, since, until):
        """How often we were in touch, the longest silence, and what was promised."""
        person = self.jobseeker_id
        contacts = self.env["hr.jobseeker.contact"].search_fetch(
            [
                ("jobseeker_id", "=", person.id),
                ("date", ">=", _morning_of(since)),
                ("superseded", "=", False),
                "|",
                ("qualifying", "=", True),
                ("nature", "in", ["personal", "follow_up"]),
            ],
            ["date", "qualifying", "direction"],
        )
        real = contacts.filtered("qualifying")
        days = [fields.Datetime.context_timestamp(self, contact.date).date() for contact in real]
        silence, promised = longest_silence(days, since, until), self._get_promised_interval()
        return {
            "count": len(real),
            "tries": len((contacts - real).filtered(lambda contact: contact.direction == "out")),
            "silence": silence,
            "silence_since": say_day(self.env, silence.since),
            "promised": promised,
            "broken": bool(promised) and silence.days > promised,
        }

    def _get_promised_interval(self):
        person = self.jobseeker_id
        return person.contact_interval_days or person.agreed_interval_days or person.policy_id.max_gap_days

    # --- promises ---------------------------------------------------------------------------------

    def _get_promise_evidence(self, since, until):
        """[{who, due, kept, late, owed}] of both sides, counted as in the rate on the person's form.

        Of what fell due in the time that is looked at, and of what was done in it before it was due.
        """
        Action = self.env["hr.jobseeker.action"]
        fell_due = Domain("due_on", ">=", since) & Domain("due_on", "<=", until)
        fell_due &= ~(Domain("kept", "=", True) & Domain("done_on", "<", since))  # the review before counted it
        early = Domain("due_on", ">", until) & Domain("done_on", ">=", since)
        own = Domain("jobseeker_id", "=", self.jobseeker_id.id)
        actions = Action.search_fetch(
            own & Action._get_due_so_far_domain() & (fell_due | early), ["owner", "promise", "name"]
        )
        sides = [("adviser", self.env._("We")), ("jobseeker", self.jobseeker_id.name)]
        return [
            self._count_promises(name, own) for owner, name in sides if (own := actions.grouped("owner").get(owner))
        ]

    def _count_promises(self, who, actions):
        by_promise = actions.grouped("promise")
        owed = actions.filtered(lambda action: action.promise not in ("kept", "late"))
        kept, late = (len(by_promise.get(promise, ())) for promise in ("kept", "late"))
        return {"who": who, "due": len(actions), "kept": kept, "late": late, "owed": owed}

    # --- needs, applications, words ---------------------------------------------------------------

    def _get_need_evidence(self, since):
        """The newest changes of what the person needs, without what is sensitive."""
        return self.env["hr.jobseeker.need.change"].search(
            [
                ("jobseeker_id", "=", self.jobseeker_id.id),
                ("changed_at", ">=", _morning_of(since)),
                ("need_id.sensitive", "=", False),
                ("field", "!=", "confirmed_on"),
            ],
            order="changed_at desc, id desc",
            limit=SHOWN,
        )

    def _get_application_evidence(self, since):
        """{what: how many} of applications that came, or came to an end."""
        Applicant = self.env["hr.applicant"].with_context(active_test=False)
        own, morning = Domain("jobseeker_id", "=", self.jobseeker_id.id), _morning_of(since)
        own &= Domain("talent_pool_ids", "=", False)
        counts = {
            self.env._("new applications"): Applicant.search_count(own & Domain("create_date", ">=", morning)),
            self.env._("hired"): Applicant.search_count(own & Domain("date_closed", ">=", morning)),
            self.env._("refused"): Applicant.search_count(own & Domain("refuse_date", ">=", morning)),
        }
        return {what: count for what, count in counts.items() if count}

    def _get_word_evidence(self, since):
        """The last words from the person, and what they suggested on their page."""
        contacts = self.env["hr.jobseeker.contact"].search(
            [
                ("jobseeker_id", "=", self.jobseeker_id.id),
                ("direction", "=", "in"),
                ("nature", "=", "personal"),
                ("superseded", "=", False),
                ("summary", "!=", False),
                ("date", ">=", _morning_of(since)),
            ],
            order="date desc, id desc",
            limit=3,
        )
        zone = self.env.user.tz or "UTC"
        local = [(fields.Datetime.context_timestamp(self.with_context(tz=zone), row.date), row) for row in contacts]
        words = [{"day": say_day(self.env, at.date()), "text": row.summary} for at, row in local]
        if self.suggestion:
            words.insert(0, {"day": self.env._("About this review"), "text": self.suggestion})
        return words + self._get_plan_suggestions(since)

    def _get_plan_suggestions(self, since):
        """What they wanted changed of the timetable."""
        plans = self.env["hr.jobseeker.plan"].search(
            [
                ("jobseeker_id", "=", self.jobseeker_id.id),
                ("suggestion", "!=", False),
                ("write_date", ">=", _morning_of(since)),
            ]
        )
        return [{"day": self.env._("About the timetable"), "text": plan.suggestion} for plan in plans]


def _morning_of(day):
    """The instant from which the facts since a day are asked for: hours do not matter to a look back over weeks."""
    return datetime.combine(day, time.min)
