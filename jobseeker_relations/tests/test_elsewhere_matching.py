from unittest.mock import patch

from odoo.tests import tagged

from .match_case import MatchCase


@tagged("post_install", "-at_install")
class TestElsewhereMatching(MatchCase):
    """Nothing matches: somebody else is thought of. Who is hidden is matched with nothing, and again when shown."""

    def _run(self):
        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: 100):
            self.Suggestion._cron_suggest()
        self.env.invalidate_all()

    def test_nothing_matches(self):
        need = self._need("pay", "50000", priority="must")
        self._run()
        self.assertFalse(self.ana.elsewhere_cause, "no job says what it asks or pays")
        self._vacancy(pay="30000")
        need.value = "60000"
        self._run()
        self.assertEqual(self.ana.elsewhere_cause, "no_match")
        need.value = "29000"
        self._run()
        self.assertFalse(self.ana.elsewhere_cause, "now there is one")
        self.assertTrue(self.ana.suggested_job_count)

    def test_what_was_put_forward_long_ago_fits_no_more(self):
        self._need("pay", "29000", priority="must")
        job = self._vacancy(pay="30000")
        self._run()
        row = self.Suggestion.search([("jobseeker_id", "=", self.ana.id)])
        row.sudo().state = "accepted"  # and nothing is under way
        job.active = False
        self._vacancy(pay="10000")
        self.ana.sudo()._ask_for_jobs()
        self._run()
        self.assertEqual(self.ana.elsewhere_cause, "no_match")

    def test_who_said_nothing_is_sent_nowhere(self):
        self._vacancy(pay="30000")
        self.ana.sudo()._ask_for_jobs()
        self._run()
        self.assertFalse(self.ana.elsewhere_cause)

    def test_hidden_and_shown_again(self):
        need = self._need("pay", "29000")
        self.env.flush_all()
        job = self._vacancy(pay="30000")
        self.assertEqual(len(self._people(job)), 1)
        self.ana.sudo().write({"hidden_from_matching_since": "2026-03-02"})
        self.assertEqual(len(self._people(job)), 0)
        self.assertFalse(self.ana.is_matched)
        self._run()
        self.assertFalse(self.Suggestion.search([]))
        self.assertFalse(self.ana.elsewhere_cause, "who is compared with nothing is not told that nothing fits")
        self.ana.sudo().match_look_at = False
        self.ana.with_user(self.officer).action_confirm_needs()
        self.env.flush_all()
        self.assertFalse(self.ana.hidden_from_matching_since)
        self.assertTrue(self.ana.match_look_at and self.ana.is_matched)
        self._run()
        self.assertEqual(self.Suggestion.search([]).jobseeker_id, self.ana)
        self.assertTrue(need)

    def test_contacted_again_and_frozen_no_more(self):
        self._need("pay", "29000")
        self._run()
        ana = self.ana.sudo()
        for stop, go in (
            (lambda: ana.write({"do_not_contact": True}), lambda: ana.write({"do_not_contact": False})),
            (ana._freeze, lambda: ana._unfreeze("Settled")),
        ):
            stop()
            job = self._vacancy(pay="30000")
            self._run()
            self.assertFalse(self.Suggestion.search([("job_id", "=", job.id)]))
            go()
            self.assertTrue(self.ana.match_look_at)
            self._run()
            self.assertEqual(self.Suggestion.search([("job_id", "=", job.id)]).jobseeker_id, self.ana)
