from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .hr_jobseeker_erasure import ERASING
from .hr_jobseeker_referral import WAITING


class HrJobseekerReferral(models.Model):
    """A search that is closed takes its referrals along: named before, and told to whom it concerns.

    It may be closed by mistake, or be opened again. Until the hirer has heard of it, nothing has happened for them: the
    person can be put forward to them anew.
    """

    _inherit = "hr.jobseeker.referral"

    # how far it was when the search was closed
    ended_from = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False)
    # it ended with the search, the hirer had it, and nobody said that they told them
    untold = fields.Boolean(readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False)

    def _find_ending(self):
        """Those that end with the search; not a draft that nobody has, nor what is settled inside."""
        states = ("consent_asked", "ready", *WAITING)
        return self.filtered(
            lambda one: (
                (one.state in states or one.state == "draft" and one._has_left()) and not one._is_settled_inside()
            )
        )

    def _say_ending(self):
        """A line for each: whom it is about, where, and how far it is."""
        states, lines = dict(self._fields["state"]._description_selection(self.env)), []
        for referral in self:
            state = referral.sudo().ended_from or referral.state  # sudo: the system's own mark
            day = state == "interview" and format_date(self.env, referral.interview_on)
            lines.append(f"{referral.display_name} ({' '.join(filter(None, [states[state], day]))})")
        return "\n".join(lines)

    def _end_with_search(self):
        """Withdraw what is open, and ask the adviser to tell the person, who would go to an interview."""
        reason = self.env["hr.jobseeker.referral.reason"]._get_default("search_closed")
        ending = self._find_ending()
        for state, alike in ending.grouped("state").items():
            alike.sudo().ended_from = state  # sudo: the system's own mark
        ending.write({"state": "withdrawn", "outcome_reason_id": reason.id})
        ending.filtered(lambda one: one._has_left()).sudo().untold = True  # sudo: as above
        if self.env.context.get("jobseeker_erasing") is ERASING:  # they hear of that otherwise
            return
        for own in ending.grouped("jobseeker_id").values():
            told = own._for_adviser()
            summary = told.env._("Tell %s that they are not put forward any more", told.jobseeker_id.name)
            own.sudo().ending_activity_id = told[0]._ask_adviser(summary)  # sudo: as above
            own._renew_notes("ending_activity_id")

    def _is_untold(self):
        """Whether it ended with the search, and the hirer does not know that."""
        if not self.is_internal:
            return self.sudo().untold  # sudo: the system's own mark
        closed = self.env["hr.jobseeker.referral.reason"]._get_default("search_closed")
        if self.state != "withdrawn" or not closed or self.outcome_reason_id != closed:
            return False
        return bool(self.sudo().applicant_id) and not self._is_settled_inside()  # sudo: our own application

    def _after_move(self, former):
        result = super()._after_move(former)
        if self.is_internal or self.state != "sent":  # a letter has not left by then
            self._end_taking_back()
        return result

    def _end_taking_back(self):
        """Who is with the hirer anew is not taken back any more; a task of others as well is about them alone."""
        system = self.sudo()  # sudo: tasks are the adviser's, whoever sends
        asked = Domain("take_back_activity_id", "!=", False) | Domain("ending_activity_id", "!=", False)
        taken_back = system.search(Domain("jobseeker_id", "in", system.jobseeker_id.ids) & asked)
        if not taken_back:
            return
        known = (*WAITING, "engaged", "refused")
        for referral in system.filtered(lambda one: one.state in known and one._is_with_hirer()):
            others = taken_back.filtered(lambda one, own=referral: one.jobseeker_id == own.jobseeker_id) - referral
            done = others.filtered(referral._is_same)
            for name in ("take_back_activity_id", "ending_activity_id"):
                tasks = done._get_open_tasks(name)
                done.filtered(name).write({name: False})
                sharing = system.search([(name, "in", tasks.ids)])
                (tasks - sharing[name]).unlink()
                sharing._renew_notes(name)

    @api.model
    def _remember_untold(self):
        """Of what ended before 19.0.1.7.0, the open task said that the hirer does not know."""
        closed = self.env["hr.jobseeker.referral.reason"]._get_default("search_closed")
        ended = self.search([("state", "=", "withdrawn"), ("outcome_reason_id", "in", closed.ids)])
        ended.filtered(lambda one: not one.is_internal and one.take_back_activity_id.active).untold = True
        ended.filtered(lambda one: one.interview_on and not one.ended_from).ended_from = "interview"


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Who has done the task told the hirer that a search is closed; what is deleted was not done."""
        # sudo: the system's own mark, whoever did it
        referrals = self.env["hr.jobseeker.referral"].sudo()
        referrals.search([("take_back_activity_id", "in", self.ids), ("untold", "=", True)]).untold = False
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)


class HrJobseekerReview(models.Model):
    _inherit = "hr.jobseeker.review"

    ending_referrals = fields.Text(string="Referrals", compute="_compute_ending_referrals")

    @api.depends("conclusion", "jobseeker_id.referral_ids.state", "jobseeker_id.referral_ids.interview_on")
    @api.depends_context("lang")
    def _compute_ending_referrals(self):
        for review in self:
            ends = review.conclusion == "end" and review.state != "held"
            review.ending_referrals = ends and review.jobseeker_id.referral_ids._find_ending()._say_ending()
