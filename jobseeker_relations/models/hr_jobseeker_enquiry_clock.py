from collections import defaultdict
from datetime import datetime

from odoo import api, fields, models

from ..rules.first_reply import Pause, Word, first_reply, rungs

#: The rule whose ladder says at which percent of the time who hears, and whose number holds where no policy does.
RULE = "first_reply"


class HrJobseekerEnquiry(models.Model):
    """The ledger decides: what passed since the first word is read anew whenever the ledger grows.

    So an answer that came back was none, and a call that is entered a day later stops the clock a day earlier.
    """

    _inherit = "hr.jobseeker.enquiry"

    def _take_in(self):
        """Bring these enquiries in line with the ledger, in a fixed number of queries."""
        for enquiry, (standing, rows, steps) in self.filtered(lambda one: not one.end_reason)._get_standing().items():
            vals = enquiry._prepare_state(standing, rows)
            vals["warn_at"] = enquiry._get_next_warning(steps)
            changed = {name: value for name, value in vals.items() if enquiry._is_other(name, value)}
            if changed:
                enquiry.write(changed)
        self.filtered(lambda enquiry: not enquiry.is_open)._call_off_nudges()

    def _get_standing(self):
        """{enquiry: (``rules.first_reply.FirstReply``, rows of the ledger, the instants at which somebody hears)}"""
        if not self:
            return {}
        words, windows = self._find_words(), self.jobseeker_id._get_windows()
        ladders = {company: self._get_percents(company) for company in self.company_id}
        standing = {}
        for enquiry in self:
            rows, window = words[enquiry.jobseeker_id], windows[enquiry.jobseeker_id]
            state = enquiry._read_words(rows, window)
            hours = 0 if state.answer else enquiry.response_hours
            steps = rungs(window, enquiry.received_at, hours, ladders[enquiry.company_id], state.pauses)
            standing[enquiry] = state, rows, steps
        return standing

    def _get_next_warning(self, steps):
        """The next instant at which somebody hears, or False."""
        return next((at for percent, at in steps if percent > self.warned_percent), False)

    def _find_words(self):
        """{jobseeker: personal rows of the ledger that are in force}, since the earliest of these enquiries."""
        # sudo: the clock is the same whoever caused it to be set
        rows = (
            self.env["hr.jobseeker.contact"]
            .sudo()
            .search(
                [
                    ("jobseeker_id", "in", self.jobseeker_id.ids),
                    ("date", ">=", min(self.mapped("received_at"))),
                    ("nature", "=", "personal"),
                    ("superseded", "=", False),
                ],
                order="date, id",
            )
        )
        words = defaultdict(rows.browse)
        for row in rows:
            words[row.jobseeker_id] |= row
        return words

    def _read_words(self, rows, window):
        """How it stands, as ``rules.first_reply`` says."""
        self.ensure_one()
        asked = {number for pause in self.pauses or () for number in pause["messages"]}
        words = [
            Word(
                at=row.date,
                from_them=row.direction == "in",
                nature=row.nature,
                spoken=row.channel in ("phone", "meeting"),
                reached=row.qualifying,
                asks=row.message_id.id in asked,
            )
            for row in rows
        ]
        pauses = [
            Pause(_instant(pause["began"]), pause.get("by_hand") and _instant(pause["by_hand"]))
            for pause in self.pauses or ()
        ]
        return first_reply(self.received_at, self.response_hours, words, pauses, window)

    def _prepare_state(self, state, rows):
        """The values that follow from how it stands."""
        self.ensure_one()
        answer = rows.browse()
        if state.answer:
            answer = next(row for row in rows if row.date == state.answer.at and row.qualifying and _may_answer(row))
        lasting = [pause.start for pause in state.pauses if pause.end is None]
        return {
            "first_reply_due_at": state.due or False,
            "paused_since": lasting[0] if lasting and not self.end_reason else False,
            "first_reply_at": answer.date,
            "first_reply_id": answer.id,
            "replied_by_id": answer.user_id.id,
            "reply_hours": state.worked.total_seconds() / 3600 if state.worked is not None else 0,
        }

    def _is_other(self, name, value):
        return self._fields[name].convert_to_write(self[name], self) != value

    @api.model
    def _get_percents(self, company):
        """At how much of the promised time somebody hears of it: the last rung, and any beyond 100, is the breach."""
        return self.env["hr.jobseeker.rule"]._find(RULE, company)._get_ladder()

    # --- waiting for the person ---------------------------------------------------------------------

    def _pause(self, messages):
        """We asked back, and wait for the person; letters of the question are no answer.

        :param messages: what carried the question; empty where it was asked by word of mouth
        """
        for enquiry in self:
            pauses = list(enquiry.pauses or ())
            if enquiry.paused_since:
                pauses[-1] = {**pauses[-1], "messages": [*pauses[-1]["messages"], *messages.ids]}
            else:
                pauses.append({"began": fields.Datetime.to_string(fields.Datetime.now()), "messages": messages.ids})
            enquiry.pauses = pauses
        self._take_in()

    def _resume(self):
        """Somebody ends the pause by hand: the clock runs again from now."""
        for enquiry in self.filtered("paused_since"):
            *before, last = enquiry.pauses
            now = fields.Datetime.to_string(fields.Datetime.now())
            enquiry.pauses = [*before, {**last, "by_hand": now}]
        self._take_in()


def _may_answer(row):
    return row.direction == "out" or row.channel in ("phone", "meeting")


def _instant(text):
    return datetime.fromisoformat(text)
