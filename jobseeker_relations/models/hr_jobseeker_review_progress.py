from datetime import datetime, time

from odoo import fields, models
from odoo.fields import Domain

#: How far a referral has to have come to be progress.
MOVED = ("sent", "interview", "offered", "engaged")


class HrJobseekerReview(models.Model):
    """Whether anything moved between two reviews; after so many without, somebody else is thought of.

    Progress is a fact: an application that came or moved on, a referral that was sent or got further, a need that was
    met. How many reviews without any are enough is rule ``elsewhere_reviews``.
    """

    _inherit = "hr.jobseeker.review"
    progress = fields.Selection(
        [("moved", "Something moved"), ("none", "Nothing moved")],
        readonly=True,
        copy=False,
        help="Since the review before: an application, a referral, or a need that was met. Noted when it is held.",
    )

    def _settle(self):
        reviews = super()._settle()
        for review in self.filtered(lambda review: review.state == "held").sudo():  # sudo: the system's own mark
            review.progress = "moved" if review._find_progress() else "none"
            if review.progress == "none" and review.conclusion in ("continue", "change"):
                review._suggest_after_standstill()
        return reviews

    def _find_progress(self):
        """Whether anything moved in the time that this review looks back on."""
        self.ensure_one()
        since, _until = self._get_period()
        morning, own = datetime.combine(since, time.min), Domain("jobseeker_id", "=", self.jobseeker_id.id)
        moved = Domain("date_last_stage_update", ">=", morning) | Domain("create_date", ">=", morning)
        running = Domain("talent_pool_ids", "=", False) & Domain("refuse_reason_id", "=", False)
        if self.env["hr.applicant"].search_count(own & running & moved, limit=1):
            return True
        met = Domain("state", "in", ("met", "partly_met"))
        met &= Domain("change_ids", "any", Domain("field", "=", "state") & Domain("changed_at", ">=", morning))
        if self.env["hr.jobseeker.need"].search_count(own & met, limit=1):
            return True
        return self._find_referral_progress(own, morning)

    def _find_referral_progress(self, own, morning):
        if "hr.jobseeker.referral" not in self.env:
            return False
        further = Domain("state", "in", MOVED) & (
            Domain("sent_at", ">=", morning) | Domain("outcome_on", ">=", morning.date())
        )
        return bool(self.env["hr.jobseeker.referral"].search_count(own & further, limit=1))

    def _suggest_after_standstill(self):
        """As many reviews as the rule says, one after the other, and nothing moved in any of them."""
        rule = self.env["hr.jobseeker.rule"]._find("elsewhere_reviews", self.company_id)
        if not rule or not rule.number:
            return
        held = self.search(
            [("jobseeker_id", "=", self.jobseeker_id.id), ("state", "=", "held")],
            order="held_on desc, id desc",
            limit=rule.number,
        )
        if len(held) == rule.number and set(held.mapped("progress")) == {"none"}:
            self.jobseeker_id._suggest_elsewhere("no_progress")
