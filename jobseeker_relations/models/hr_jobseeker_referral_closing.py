from odoo import api, fields, models
from odoo.tools import format_date

from .hr_jobseeker_erasure import ERASING
from .hr_jobseeker_referral import WAITING


class HrJobseekerReferral(models.Model):
    """A search that is closed takes its referrals along: named before, and told to whom it concerns.

    It may be closed by mistake, or be opened again. Until the hirer has heard of it, nothing has happened for them: the
    person can be put forward to them anew.
    """

    _inherit = "hr.jobseeker.referral"

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
            day = referral.state == "interview" and format_date(self.env, referral.interview_on)
            lines.append(f"{referral.display_name} ({' '.join(filter(None, [states[referral.state], day]))})")
        return "\n".join(lines)

    def _end_with_search(self):
        """Withdraw what is open, and ask the adviser to tell the person, who would go to an interview."""
        reason = self.env["hr.jobseeker.referral.reason"]._get_default("search_closed")
        ending = self._find_ending()
        told = [own._for_adviser() for own in ending.grouped("jobseeker_id").values()]
        said = [(own, own._say_ending()) for own in told]
        ending.write({"state": "withdrawn", "outcome_reason_id": reason.id})
        if self.env.context.get("jobseeker_erasing") is ERASING:  # they hear of that otherwise
            return
        for own, lines in said:
            summary = own.env._("Tell %s that they are not put forward any more", own.jobseeker_id.name)
            own.sudo().ending_activity_id = own[0]._ask_adviser(summary, lines)  # sudo: the system's own link

    def _is_untold(self):
        """Whether it ended with the search, and the hirer does not know that."""
        closed = self.env["hr.jobseeker.referral.reason"]._get_default("search_closed")
        if self.state != "withdrawn" or not closed or self.outcome_reason_id != closed:
            return False
        if self.is_internal:
            return bool(self.sudo().applicant_id) and not self._is_settled_inside()  # sudo: our own application
        return bool(self.sudo().take_back_activity_id.filtered("active"))  # sudo: a task is the adviser's

    def _after_move(self, former):
        result = super()._after_move(former)
        if self.state == "sent":
            self._end_taking_back()
        return result

    def _end_taking_back(self):
        """Who is put forward there anew is not taken back any more; a task that is about others as well stays."""
        # sudo: tasks are the adviser's, whoever sends
        others = self.sudo().search([("jobseeker_id", "=", self.jobseeker_id.id), ("id", "!=", self.id)])
        done = others.filtered(self.sudo()._is_same)  # sudo: as above
        for name in ("take_back_activity_id", "ending_activity_id"):
            (done._get_open_tasks(name) - (others - done)._get_open_tasks(name)).unlink()


class HrJobseekerReview(models.Model):
    _inherit = "hr.jobseeker.review"

    ending_referrals = fields.Text(string="Referrals", compute="_compute_ending_referrals")

    @api.depends("conclusion", "jobseeker_id.referral_ids.state", "jobseeker_id.referral_ids.interview_on")
    @api.depends_context("lang")
    def _compute_ending_referrals(self):
        for review in self:
            ends = review.conclusion == "end" and review.state != "held"
            review.ending_referrals = ends and review.jobseeker_id.referral_ids._find_ending()._say_ending()
