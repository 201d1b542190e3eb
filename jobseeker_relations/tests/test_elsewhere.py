from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .review_case import ReviewCase

MONDAY = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
class TestElsewhere(ReviewCase):
    """When to think of somebody else: nothing matches, or reviews bring nothing; once, and not against a decision."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jobseeker_country_id = cls.env.ref("base.pt")
        bodies = cls.env["hr.jobseeker.support.body"]
        bodies.search([]).active = False
        french = cls.env.ref("base.lang_fr")
        portugal, poland = cls.env.ref("base.pt"), cls.env.ref("base.pl")
        cls.anywhere, cls.here, cls.there, cls.theirs = bodies.create(
            [
                {"name": "Anywhere", "helps_with": "All"},
                {"name": "Here", "helps_with": "All", "country_ids": portugal.ids, "language_ids": french.ids},
                {"name": "There", "helps_with": "All", "country_ids": poland.ids},
                {
                    "name": "Theirs",
                    "helps_with": "All",
                    "company_id": cls.env["res.company"].create({"name": "B"}).id,
                },
            ]
        )
        with freeze_time(MONDAY):
            cls.ana = cls._person("Ana")

    def _held(self, day, conclusion="continue", **vals):
        with freeze_time(f"{day} 10:00:00"):
            review = self._review(self.ana, day)
            self._hold(review, conclusion, **vals)
            self.env.flush_all()
        return review

    def test_suggested_once_with_what_fits(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.ana.partner_id.lang = "fr_FR"
        with freeze_time(MONDAY):
            self.assertEqual(self.ana._suggest_elsewhere("no_match"), self.ana)
            self.assertFalse(self.ana._suggest_elsewhere("no_progress"))
            self.assertEqual(self.ana.elsewhere_cause, "no_match")
            self.assertIn("Nothing of ours matched", self.ana.elsewhere_sentence)
            self.assertEqual(self.ana.elsewhere_body_ids.mapped("name"), ["Here", "Anywhere"])
            self.assertIn(self.ana, self.env["hr.jobseeker"].search([("elsewhere_cause", "!=", False)]))
        with self.assertRaises(ValueError):
            self.ana._suggest_elsewhere("a whim")

    def test_a_referral_answers_it(self):
        with freeze_time(MONDAY):
            self.ana._suggest_elsewhere("no_match")
            values = self.ana.with_user(self.officer).action_refer_elsewhere()["context"]
            self.assertEqual((values["default_cause"], values["default_jobseeker_id"]), ("no_match", self.ana.id))
            signpost = self.env["hr.jobseeker.signpost"].with_user(self.officer).with_context(**values).create({})
            self.assertEqual((signpost.cause, signpost.body_id), ("no_match", self.anywhere))
            self.assertFalse(self.ana.elsewhere_cause)
            self.assertFalse(self.ana._suggest_elsewhere("no_match"), "one is under way")
            signpost.write({"outcome": "no_help"})
            self.assertTrue(self.ana._suggest_elsewhere("no_match"))

    def test_a_decision_against_it_holds_for_a_time(self):
        with freeze_time(MONDAY):
            self.ana._suggest_elsewhere("no_match")
            self.ana.with_user(self.officer).action_leave_elsewhere()
            self.assertEqual(str(self.ana.match_look_at.date()), "2026-05-31", "the job looks at them again then")
        for day, comes in (("2026-03-03", False), ("2026-05-30", False), ("2026-05-31", True)):
            with freeze_time(day), self.subTest(day):
                self.assertEqual(bool(self.ana._suggest_elsewhere("no_match")), comes)

    def test_who_does_not_look_for_work_is_sent_nowhere(self):
        self.ana._suggest_elsewhere("no_match")
        self.ana.write({"state": "placed", "placed_on": "2026-03-02"})
        self.assertFalse(self.ana.elsewhere_cause)
        self.assertFalse(self.ana._suggest_elsewhere("no_match"))
        with self.assertRaises(AccessError):
            self.ana.with_user(self.officer).write({"elsewhere_cause": "no_match"})

    def test_who_is_put_forward_to_somebody_needs_nobody_else(self):
        self.ana._suggest_elsewhere("no_match")
        acme = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        self.env["hr.jobseeker.referral"].create({"jobseeker_id": self.ana.id, "hirer_id": acme.id})
        self.assertFalse(self.ana.elsewhere_cause)

    def test_queries_do_not_grow_with_the_people(self):
        people = [self._person(f"P{number}") for number in range(30)]
        few, many = self.ana.union(*people[:10]), self.ana.browse().union(*people[10:])
        counts = []
        for group in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            group._suggest_elsewhere("no_match")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_so_many_reviews_without_progress(self):
        for day in ("2026-03-30", "2026-04-27"):
            self.assertEqual(self._held(day).progress, "none")
            self.assertFalse(self.ana.elsewhere_cause)
        self._held("2026-05-25")
        self.assertEqual(self.ana.elsewhere_cause, "no_progress")

    def test_progress_begins_the_count_anew(self):
        for day in ("2026-03-30", "2026-04-27"):
            self._held(day)
        with freeze_time("2026-05-01 10:00:00"):
            application = self.env["hr.applicant"].create(
                {"partner_name": "Ana", "partner_id": self.ana.partner_id.id, "email_from": "ana@example.com"}
            )
            self.assertEqual(application.jobseeker_id, self.ana)
            self.env.flush_all()
        self.assertEqual(self._held("2026-05-25").progress, "moved")
        self.assertFalse(self.ana.elsewhere_cause)

    def test_a_need_that_was_met_is_progress(self):
        with freeze_time("2026-03-10 10:00:00"):
            need = self.env["hr.jobseeker.need"].create(
                {
                    "jobseeker_id": self.ana.id,
                    "type_id": self.env.ref("jobseeker_relations.need_type_training").id,
                    "value": "Welding",
                }
            )
        self.assertEqual(self._held("2026-03-30").progress, "none")
        with freeze_time("2026-04-10 10:00:00"):
            need.state = "met"
        self.assertEqual(self._held("2026-04-27").progress, "moved")
        self.assertEqual(self._held("2026-05-25").progress, "none")

    def test_how_many_is_data_and_an_end_suggests_nothing(self):
        self.env.ref("jobseeker_relations.rule_elsewhere_reviews").number = 1
        self._held("2026-03-30", "pause", hold_reason="Away", hold_until="2026-04-10")
        self.assertFalse(self.ana.elsewhere_cause)
        with freeze_time("2026-04-10 10:00:00"):
            self.ana._resume_after_hold()
        self._held("2026-04-27")
        self.assertEqual(self.ana.elsewhere_cause, "no_progress")
        self.env.ref("jobseeker_relations.rule_elsewhere_reviews").active = False
        with freeze_time("2026-04-28"):
            self.ana._end_elsewhere_suggestion()
        self._held("2026-05-25")
        self.assertFalse(self.ana.elsewhere_cause)
