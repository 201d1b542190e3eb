from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .agreement_case import AgreementCase

NOW = datetime(2026, 3, 2, 10, 0)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestAgreementClock(AgreementCase):
    """The agreement is executable: contact, answers and reviews follow the version that was accepted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.response_hours = 8
        with freeze_time(NOW):
            cls._spoke(cls.ana, NOW)

    def test_the_interval_follows_acceptance_and_end(self):
        self.assertAt(self.ana.next_contact_at, "2026-03-09 09:00")
        agreement = self._offer()
        agreement.action_send()
        self.assertAt(self.ana.next_contact_at, "2026-03-09 09:00")
        agreement.write({"state": "agreed"})
        self.assertAt(self.ana.next_contact_at, "2026-03-05 09:00")
        self.ana.contact_interval_days = 2
        self.assertAt(self.ana.next_contact_at, "2026-03-04 09:00")
        self.ana.contact_interval_days = 0
        agreement.write({"state": "ended"})
        self.assertAt(self.ana.next_contact_at, "2026-03-09 09:00")

    def test_terms_that_promise_nothing_leave_it_to_the_policy(self):
        self._agreed(terms=self._terms("Silent", contact_interval_days=0, response_hours=0, review_interval_days=0))
        self.assertAt(self.ana.next_contact_at, "2026-03-09 09:00")
        self.assertEqual((self.ana._get_response_hours(), self.ana._get_review_interval_days()), (8, 0))

    def test_several_agreements_promise_together(self):
        """What a later one leaves to the policy, the former one still promises."""
        with freeze_time("2026-03-01 10:00:00"):
            self._agreed()
        silent = {"response_hours": 0, "review_interval_days": 0, "think_days": 0}
        later = self._agreed(terms=self._terms("Training", contact_interval_days=0, **silent))
        self.assertRecordValues(
            self.ana,
            [{"agreed_interval_days": 3, "agreed_response_hours": 4, "agreed_review_days": 28}],
        )
        self.assertAt(self.ana.next_contact_at, "2026-03-05 09:00")
        self.assertEqual(self.ana._get_think_days(), 2)
        self.assertIn("agreed on 1 March 2026, terms v1", self.ana.promise_sources)
        self.assertIn("every 3 days as agreed on 1 March 2026", self.ana.contact_explanation)
        self.assertIn("“Our terms, version 1” on 1 March", self.ana.agreement_sentence)
        self.assertIn("“Training, version 1” on 2 March", self.ana.agreement_sentence)
        self.assertEqual(self.ana.agreement_id, later)

        later.write({"state": "ended"})
        self._agreed(terms=self._terms("Faster", contact_interval_days=2, **silent))
        self.assertEqual((self.ana.agreed_interval_days, self.ana.agreed_response_hours), (2, 4))
        self.assertAt(self.ana.next_contact_at, "2026-03-04 09:00")
        self.assertIn("every 2 days as agreed on 2 March 2026", self.ana.contact_explanation)
        newer = self._version(self.terms)
        self.ana.invalidate_recordset()
        self.assertEqual(self.ana.newer_terms_id, newer, "also of an agreement that is not the latest")

    def test_any_of_several_is_ended(self):
        first = self._agreed(terms=self._terms("Training"))
        latest = self._agreed()
        action = self.ana.with_user(self.officer).action_end_agreement()
        form = Form(self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"]))
        self.assertEqual((form.agreement_id, form.is_one_of_several), (latest, True))
        form.agreement_id, form.reason = first, "Finished the course"
        form.save().action_apply()
        self.assertEqual((first.state, latest.state), ("ended", "agreed"))

    def test_the_sentence_says_where_the_interval_comes_from(self):
        agreement = self._agreed()
        version = self._version(self.terms, contact_interval_days=4)
        self.assertIn("every 3 days as agreed on 2 March 2026 (terms v1); last contact", self.ana.contact_explanation)
        self._agreed(terms=version)
        self.assertIn("every 4 days as agreed on 2 March 2026 (terms v2)", self.ana.contact_explanation)
        self.assertEqual(agreement.state, "ended")

    def test_an_answer_is_owed_within_the_agreed_hours(self):
        self._agreed()
        self.Contact.create(
            {"jobseeker_id": self.ana.id, "direction": "in", "channel": "email", "date": datetime(2026, 3, 2, 10, 0, 1)}
        )
        self.assertEqual(self.ana.contact_due_cause, "response")
        self.assertEqual(self.ana.contact_overdue_at.replace(second=0), datetime(2026, 3, 2, 14, 0))
        self.assertIn("promised within 4 working hours by your agreement", self.ana.contact_explanation)

    def test_where_each_number_comes_from(self):
        self.ana.contact_interval_days = 5
        self.policy.review_interval_days = 90
        self._agreed(terms=self._terms("Some", response_hours=0, review_interval_days=0))
        self.assertEqual(
            self.ana.promise_sources.split("\n"),
            [
                "Contact at least every 5 days: settled with this person",
                "Answer within 8 working hours: by “Weekly”",
                "Review every 90 days: by “Weekly”",
            ],
        )
        self.ana.contact_interval_days = 0
        self._agreed()
        self.assertEqual(
            self.ana.promise_sources.split("\n"),
            [
                "Contact at least every 3 days: agreed on 2 March 2026, terms v1",
                "Answer within 4 working hours: agreed on 2 March 2026, terms v1",
                "Review every 28 days: agreed on 2 March 2026, terms v1",
            ],
        )

    def test_time_to_think_is_the_agreed_one(self):
        self.company.jobseeker_think_days = 2
        self.assertEqual(self.ana._get_think_days(), 2)
        self._agreed(terms=self._terms("Slow thinkers", think_days=5))
        self.assertEqual(self.ana._get_think_days(), 5)

    def test_without_a_policy_it_is_said(self):
        self._agreed()
        self.policy.active = False
        self.assertIn("No contact policy takes in", self.ana.promise_sources)

    def test_the_sentence_on_the_form(self):
        self.assertEqual(self.ana.agreement_sentence, "Nothing is agreed yet.")
        offer = self._offer()
        offer.action_send()
        self.assertIn("waits for their yes", self.ana.agreement_sentence)
        offer.write({"state": "agreed", "agreed_channel": "phone"})
        self.assertEqual(self.ana.agreement_sentence, "Ana agreed to “Our terms, version 1” on 2 March 2026 (Phone).")
        self.assertEqual(self.ana.operating_basis, "in_house")

    def test_letters_keep_the_agreed_bounds(self):
        """What the gate and the engine weigh is what the clock counts by."""
        self._agreed(terms=self._terms("Daily", contact_interval_days=1))
        situation = self.ana._get_situations(NOW)[self.ana]
        self.assertEqual((situation.bounds.max_gap_days, situation.bounds.min_gap_days), (1, 1))

    def test_a_forecast_tells_people_by_what_they_agreed(self):
        bo, cy, di = (self._person(name) for name in ("Bo", "Cy", "Di"))
        for person in (bo, cy, di):
            self._spoke(person, NOW)
        self._agreed(bo)
        cy.contact_interval_days = 3
        self._agreed(cy, terms=self._terms("Slow", contact_interval_days=20))
        groups = self.env["hr.jobseeker"]._search_alike([("id", "in", (bo | cy | di).ids)], 30, NOW)
        together = {frozenset(group.people) for group in groups}
        self.assertEqual(together, {frozenset((bo | cy).ids), frozenset(di.ids)})

    def test_many_people_cost_no_more_queries(self):
        people = self.env["hr.jobseeker"].concat(*(self._person(f"P {number}") for number in range(8)))
        for person in people:
            self._agreed(person)

        def recompute(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("contact_explanation")
            some.mapped("promise_sources")
            some._compute_agreed()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        recompute(people[:1])
        self.assertEqual(recompute(people[:4]), recompute(people[:8]))

    def test_nobody_writes_what_was_agreed(self):
        for name in ("agreed_interval_days", "agreed_response_hours", "agreed_review_days", "agreement_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.ana.with_user(self.manager).write({name: 1})
