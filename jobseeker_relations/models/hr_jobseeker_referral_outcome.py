from odoo import fields, models
from odoo.exceptions import UserError

from .hr_jobseeker_referral import SILENCE_ANEW, UNSENT, WAITING

#: Working days within which somebody hears how an interview went, where no rule says it.
FEEDBACK = "referral_feedback"


class HrJobseekerReferral(models.Model):
    """What came of it: interview, offer, engagement, refusal; what was said meanwhile; whether they are still there."""

    _inherit = "hr.jobseeker.referral"

    hirer_word_on = fields.Date(
        string="Last Word From the Hirer", readonly=True, copy=False, help="From then on their silence counts."
    )
    oral_given_on = fields.Date(string="Said on the Phone", readonly=True, copy=False)
    oral_to = fields.Selection(
        [("hirer", "To the hirer"), ("jobseeker", "To the jobseeker")], string="Said", readonly=True, copy=False
    )
    oral_due_on = fields.Date(string="Confirm in Writing by", readonly=True, copy=False, index="btree_not_null")
    oral_confirmed_on = fields.Date(string="Confirmed in Writing", readonly=True, copy=False)
    adverse_at = fields.Datetime(string="Heard Since", readonly=True, copy=False)
    adverse_note = fields.Text(string="What Was Heard", readonly=True, copy=False)
    still_there_on = fields.Date(string="Still There on", readonly=True, copy=False)
    left_on = fields.Date(string="Left", readonly=True, copy=False)

    def _get_traces(self, state, vals):
        traces = super()._get_traces(state, vals)
        if self.state in WAITING and state not in ("ready", "withdrawn"):
            traces |= {"hirer_word_on": self._get_today(), **SILENCE_ANEW, **self._get_arrival()}
        return traces

    def _after_move(self, former):
        result = super()._after_move(former)
        told = self._for_adviser()
        names = {"person": told.jobseeker_id.name, "hirer": told.hirer_id.name}
        if self.state == "withdrawn":
            self._take_back()
        elif former in WAITING and self.state != "ready":
            self._drop_reminders()
        if self.state == "refused":
            told._ask_adviser(
                told.env._("Tell %(person)s how it ended at %(hirer)s", **names),
                told.env._("With the reason that the hirer gave, as far as it helps them."),
                due_on=self._get_feedback_day(self._get_today()),
            )
        return result

    def write(self, vals):
        """An interview that moves takes its duties with it; a second one makes them anew."""
        result = super().write(vals)
        if vals.get("interview_on"):
            for referral in self.filtered(lambda one: one.state == "interview"):
                referral._ask_feedback()
            self._plan_look()
        return result

    def _ask_feedback(self):
        told, due = self._for_adviser(), self._get_feedback_day(self.interview_on)
        names = {"person": told.jobseeker_id.name, "hirer": told.hirer_id.name}
        told._keep_task(
            "feedback_activity_id",
            told.env._("Feedback after the interview: %(person)s at %(hirer)s", **names),
            told.env._("Ask the hirer how it went, and tell the jobseeker."),
            due_on=due,
        )

    def _take_back(self):
        """However it was withdrawn, no letter leaves any more, and a hirer who has it is told."""
        self._stop_letters()
        if self.is_internal:
            self._ask_to_refuse()
        elif self._has_left():
            self._ask_to_take_back()

    def _ask_to_take_back(self):
        told = self._for_adviser()
        if self.consent_withdrawn_at:
            summary = told.env._("Tell %s that they withdrew", told.hirer_id.name)
        else:
            summary = told.env._("Tell %s that we withdraw what we sent", told.hirer_id.name)
        self.sudo().take_back_activity_id = told._ask_adviser(summary)  # sudo: the system's own link
        self._renew_notes("take_back_activity_id")

    def _say_taking_back(self):
        """What is taken back, and what its hirer is asked for: one task for all referrals to them."""
        known = any(referral._is_with_hirer() for referral in self)
        return "\n".join([*self.mapped("display_name"), self._say_who_has_it(self[:1].hirer_id.name, known)])

    def _say_who_has_it(self, hirer, known):
        if known:
            return self.env._("%s has their data: ask them to delete it, too.", hirer)
        return self.env._("Perhaps %s has their data: ask them, and to delete it, too.", hirer)

    def _ask_whether_they_go_on(self):
        """They found work elsewhere, and this hirer thinks of them: one task for each hirer, no reminder till then."""
        self._drop_reminders()
        told = self._for_adviser()
        names = {"person": told.jobseeker_id.name, "hirer": told.hirer_id.name}
        # sudo: the system's own link
        self.sudo().go_on_activity_id = told._ask_adviser(
            told.env._("%(person)s has found work: do they still want %(hirer)s?", **names),
            told.env._("If not, record that they take it back, and tell the hirer."),
        )

    def _get_feedback_day(self, day):
        rule = self.env["hr.jobseeker.rule"]._find(FEEDBACK, self.company_id)
        return rule._get_end(max(day, self._get_today()), self.company_id) if rule else day

    # --- recorded -------------------------------------------------------------------------------------

    def action_record_outcome(self):
        """Interview, offer, engagement, refusal, withdrawal: with the day or the reason that belongs to it."""
        return self._get_dialog("hr.jobseeker.referral.outcome", self.env._("What came of it"))

    def action_withdraw(self):
        """We do not go on with it; the reason is kept."""
        if self.filtered(lambda referral: referral.state not in UNSENT + WAITING):
            raise UserError(self.env._("This is closed."))
        return self._get_dialog("hr.jobseeker.referral.outcome", self.env._("Withdraw"), outcome="withdrawn")

    def _record_outcome(self, outcome, **said):
        """Move to an outcome; who is engaged is offered to be marked as placed.

        :return: an action that goes on, or None
        """
        self.ensure_one()
        self.write({"state": outcome, **{name: value for name, value in said.items() if value}})
        if outcome == "engaged" and self.jobseeker_id.state not in ("placed", "closed"):
            return self.jobseeker_id.action_place()
        return None

    def action_hirer_answered(self):
        """The hirer said something, and nothing is decided: their silence counts from today."""
        self.check_access("write")
        if any(referral.state not in WAITING for referral in self):
            raise UserError(self.env._("Only a hirer who has not decided is waited for."))
        for referral in self.sudo():  # sudo: the system's own marks; access was checked above
            referral.write({"hirer_word_on": referral._get_today(), **SILENCE_ANEW, **referral._get_arrival()})
            referral._drop_reminders()
            referral._end_notice()
            referral._end_taking_back()
        self._plan_look()

    # --- said on the phone ------------------------------------------------------------------------------

    def action_given_orally(self):
        """Something was told to hirer or jobseeker by word of mouth: it is confirmed in writing (reg. 21)."""
        return self._get_dialog("hr.jobseeker.referral.word", self.env._("Said by word of mouth"), kind="oral")

    def _note_given_orally(self, to, day):
        """:return: the day until which it is confirmed; an earlier one that is still open stays"""
        self.ensure_one()
        rule = self.env["hr.jobseeker.rule"]._find("referral_oral_confirm", self.company_id)
        due = rule._get_end(day, self.company_id) if rule else day
        if self.oral_due_on and not self.oral_confirmed_on:
            due = min(due, self.oral_due_on)
        # sudo: the system's own; who says so was checked
        self.sudo().write({"oral_given_on": day, "oral_to": to, "oral_due_on": due, "oral_confirmed_on": False})
        told = self._for_adviser()
        told._ask_adviser(told._get_oral_summary(), due_on=due)
        return due

    def _get_oral_summary(self):
        return self.env._("Confirm in writing what was said: %s", self.display_name)

    def action_confirmed_in_writing(self):
        """It was written down and sent: by mail, letter, or the page that the person read."""
        self.check_access("write")
        for referral in self.filtered(lambda one: one.oral_due_on and not one.oral_confirmed_on):
            # sudo: the system's own; access was checked above
            referral.sudo().oral_confirmed_on = referral._get_today()
            told = referral._for_adviser()
            told._note(told.env._("Confirmed in writing: %s", told.display_name))
            open_tasks = referral.jobseeker_id.activity_ids
            open_tasks.filtered(lambda task, told=told: task.summary == told._get_oral_summary()).action_feedback()

    # --- heard afterwards -------------------------------------------------------------------------------

    def action_adverse_information(self):
        """Something came up that makes them unsuitable: the hirer is told without delay (reg. 20)."""
        return self._get_dialog("hr.jobseeker.referral.word", self.env._("Something came up"), kind="adverse")

    def _note_adverse_information(self, text):
        """:return: whether the hirer has to hear of it: within the time of the rule since they were introduced"""
        self.ensure_one()
        # sudo: the system's own; who says so was checked
        self.sudo().write({"adverse_at": fields.Datetime.now(), "adverse_note": text})
        told = self._for_adviser()
        if not self._owes_adverse_information():
            told._note(told.env._("Something came up, later than the hirer has to hear of it: %s", told.display_name))
            return False
        told._ask_adviser(
            told.env._(
                "Tell %(hirer)s without delay what came up about %(person)s",
                hirer=told.hirer_id.name,
                person=told.jobseeker_id.name,
            ),
            told.env._("It stands on the referral. Hear the jobseeker first."),
        )
        return True

    def _owes_adverse_information(self):
        self.ensure_one()
        rule = self.env["hr.jobseeker.rule"]._find("referral_adverse_information", self.company_id)
        if not self.sent_at or self.is_internal:
            return False
        return not rule or rule._get_end(self._get_local_day(self.sent_at), self.company_id) >= self._get_today()

    # --- still there --------------------------------------------------------------------------------------

    def action_still_there(self):
        """They still work there today."""
        self._note_still_there("still_there_on")

    def action_left(self):
        """They work there no more: nobody asks again."""
        self._note_still_there("left_on", look_on=False)

    def _note_still_there(self, day, **vals):
        self.check_access("write")
        if any(referral.state != "engaged" or referral.left_on for referral in self):
            raise UserError(self.env._("Only of who was engaged there, and has not left, can this be said."))
        for referral in self:
            # sudo: the system's own; access was checked above
            referral.sudo().write({day: referral._get_today(), **vals})
            told = referral._for_adviser()
            open_tasks = referral.jobseeker_id.activity_ids
            open_tasks.filtered(
                lambda task, told=told: task.summary == told._get_still_there_summary()
            ).action_feedback()

    def _get_still_there_summary(self):
        names = {"person": self.jobseeker_id.name, "hirer": self.hirer_id.name}
        return self.env._("Is %(person)s still at %(hirer)s?", **names)
