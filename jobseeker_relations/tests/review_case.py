from datetime import date

from odoo import fields

from .policy_case import PolicyCase


class ReviewCase(PolicyCase):
    """A policy that promises a look back every 28 days, and no bound on the number of reviews a day.

    2026-03-02 is a Monday; a person who begins then is owed the first review on Monday 2026-03-30.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Review = cls.env["hr.jobseeker.review"]
        cls.company.jobseeker_reviews_per_day = 0
        cls.company.jobseeker_review_lead_days = 7
        cls.policy.review_interval_days = 28
        cls.officer.email = "officer@example.com"
        cls.close_reason = cls.env.ref("jobseeker_relations.close_reason_other")

    @classmethod
    def _review(cls, person, due_on="2026-03-02", **vals):
        return cls.Review.create({"jobseeker_id": person.id, "due_on": due_on, **vals}).with_user(cls.officer)

    @classmethod
    def _agree_on_reviews(cls, person, days):
        """The person accepts terms that promise a review every so many days."""
        terms = {"name": f"Every {days} days", "text": "<p>Ours</p>", "review_interval_days": days}
        terms = cls.env["hr.jobseeker.terms"].create(terms)
        agreement = {"jobseeker_id": person.id, "terms_id": terms.id, "state": "agreed"}
        return cls.env["hr.jobseeker.agreement"].create(agreement)

    def _hold(self, review, conclusion="continue", **vals):
        review.write({"summary": "We looked back.", "conclusion": conclusion, **vals})
        return review.action_conclude()

    def _plan(self):
        """Let the planner look, as its job does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("jobseeker_relations.ir_cron_review").method_direct_trigger()
        self.env.invalidate_all()

    def _open_reviews(self, people):
        return people.review_ids.filtered(lambda review: review.state == "scheduled")

    def assertDay(self, value, text):
        self.assertEqual(value, date.fromisoformat(text) if text else False)

    def _today(self):
        return fields.Date.today()
