import json

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.json import json_default

ANSWERS = [
    ("yes", "Yes"),
    ("later", "Later"),
    ("found", "Found work"),
    ("stop", "No more letters"),
]
#: What an answer may change, and what taking it back restores.
CHANGED = (
    "state",
    "hold_until",
    "hold_reason",
    "pause_asked",
    "seeking",
    "do_not_contact",
    "closed_on",
    "close_reason_id",
)
PURPOSE = "still-looking"
LINK_DAYS = 60
#: What a letter shows in Odoo in place of the link, which is the person's alone; it leads to their page behind a login.
OPEN_ADDRESS = "/my/job-search?ask=still-looking"


class HrJobseeker(models.Model):
    """ "Are you still looking?": the answer that one tap in a letter gives, without an account.

    The answer is kept with what was before it, so that the person can take it back as long as their link works and
    nobody has built on it.
    """

    _inherit = "hr.jobseeker"

    still_looking_answer = fields.Selection(
        ANSWERS, string="Still Looking?", readonly=True, copy=False, help="The person's last answer on their page."
    )
    still_looking_at = fields.Datetime(string="Answered On", readonly=True, copy=False)
    still_looking_before = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    still_looking_link = fields.Char(
        compute="_compute_still_looking_link",
        help="For letters: where the person answers whether they are still looking. In the letter itself it opens "
        "without an account; the copy in Odoo leads to their page behind the login.",
    )

    def _compute_still_looking_link(self):
        self.still_looking_link = self.browse().get_base_url() + OPEN_ADDRESS

    def _answer_still_looking(self, answer, until=None):
        """Keep the person's answer and do what it means, in place of what they answered before.

        :param answer: yes, later (with the day), found or stop
        :raise UserError, ValidationError: what is wrong with it, in words for the person
        """
        self.ensure_one()
        act = {
            "yes": self._answer_yes,
            "later": lambda: self._answer_later(until),
            "found": self._answer_found,
            "stop": self._answer_stop,
        }.get(answer)
        if not act:
            raise UserError(self.env._("Choose one of the answers."))
        if self._can_take_back():
            if answer == self.still_looking_answer and until in (None, self.hold_until):
                return  # the same letter, answered twice
            self._restore()
        before = self._get_answer_values()
        self._track_set_author(self.partner_id)
        act()
        self.write(
            {
                "still_looking_answer": answer,
                "still_looking_at": fields.Datetime.now(),
                "still_looking_before": {"before": before, "after": self._get_answer_values()},
            }
        )

    def _answer_yes(self):
        """A closed search, and a wish for no contact that no answer here expressed, are the adviser's to take up.

        What an answer here did is undone by then, see ``_restore``; a link may be older than a wish said elsewhere.
        """
        env = self._for_colleagues().env
        if self._awaits_adviser():
            self._tell_adviser(env._("%s is looking again", self.name))
        else:
            if self.state == "on_hold" and self.pause_asked:
                self._resume_after_hold()
            self.seeking = "active"
        self._log_own_action(env._("Still looking: yes"))

    def _awaits_adviser(self):
        """Whether somebody has to speak with the person before anything else goes on."""
        return self.state == "closed" or self.do_not_contact

    def _answer_later(self, until):
        self._pause_contact(until, self._for_colleagues().env._("Will look later, as they answered"))

    def _answer_found(self):
        env = self._for_colleagues().env
        self.write({"seeking": "passive"})
        self._log_own_action(env._("Still looking: no, found work"))
        self._tell_adviser(env._("%s has found work: mark as placed, or close?", self.name))

    def _answer_stop(self):
        self.write({"do_not_contact": True})
        self._log_own_action(self._for_colleagues().env._("Asked for no more letters"))

    # --- taking it back -----------------------------------------------------------------------------

    def _take_back_answer(self):
        """Restore what was before the answer.

        :return: whether there was anything to take back
        """
        self.ensure_one()
        if not self._can_take_back():
            return False
        self._track_set_author(self.partner_id)
        self._restore()
        self.write({"still_looking_answer": False, "still_looking_at": False, "still_looking_before": False})
        self._log_own_action(self._for_colleagues().env._("Took their answer back"))
        return True

    def _can_take_back(self):
        """Whether everything still is as the answer left it: what an adviser did since then stays."""
        kept = self.sudo().still_looking_before  # sudo: nobody's to read but the page's
        return bool(self.still_looking_answer and kept and kept["after"] == self._get_answer_values())

    def _get_answer_values(self):
        """What an answer may change, as it stands now, fit for a Json field."""
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in CHANGED}
        return json.loads(json.dumps(values, default=json_default))

    def _restore(self):
        """By the moves that the table of states knows."""
        before = self.sudo().still_looking_before["before"]  # sudo: as above
        if self.state == "on_hold" != before["state"]:
            self._resume_after_hold()
        if self.state != before["state"]:
            self.write({name: before[name] for name in CHANGED if before[name]})
        self.write({name: before[name] for name in CHANGED})

    @api.model
    def _get_later_days(self, today):
        """The days that one tap offers to who will look later."""
        return [today + relativedelta(months=months) for months in (1, 3, 6)]
