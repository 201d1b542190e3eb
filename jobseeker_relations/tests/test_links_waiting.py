import re

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .referral_case import ReferralCase

MOMENT = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
class TestLinksWaiting(ReferralCase):
    """Who mends a mistyped address sends no dead link to the right one, and may ask again what went to the other."""

    def _token(self):
        return re.search(r"/jobseeker/referral/([\w-]+)", self._question().body_html)[1]

    def _question(self):
        found = self.env["mail.mail"].sudo().search([("body_html", "like", "/jobseeker/referral/")], order="id desc")
        return found[0]

    def _told(self):
        return self.ana.activity_ids.filtered(lambda task: "open nothing any more" in task.summary)

    @freeze_time(MOMENT)
    def test_what_waits_leaves_with_a_link_that_works(self):
        referral = self._asked()
        before = self._token()
        self.ana.partner_id.email = "ana.mended@example.com"
        self.assertFalse(referral._find_by_link("referral", before))
        self.assertNotEqual(self._token(), before)
        self.assertEqual(referral._find_by_link("referral", self._token()), referral)
        self.assertEqual(self._question().state, "outgoing")
        self.assertTrue(referral.link_expires_on)
        self.assertFalse(self._told(), "the question is on its way")

    @freeze_time(MOMENT)
    def test_what_went_may_be_asked_again_on_the_same_day(self):
        referral = self._asked()
        with self.assertRaisesRegex(UserError, "Give them a day"):
            referral.action_ask()
        self._left()
        self.ana.partner_id.email = "ana.mended@example.com"
        [task] = self._told()
        self.assertEqual(task.user_id, self.officer)
        self.assertIn("Acme, Welder", task.note)
        self.assertFalse(referral.link_expires_on)
        referral.action_ask()
        self.assertEqual(referral._find_by_link("referral", self._token()), referral)
        with self.assertRaisesRegex(UserError, "Give them a day"):
            referral.action_ask()

    @freeze_time(MOMENT)
    def test_the_button_names_what_to_ask_again(self):
        self._asked()
        self._left()
        message = self.ana.with_user(self.officer).action_revoke_links()["params"]["message"]
        self.assertIn("Ask again: Ana Costa → Acme, Welder", message)

    @freeze_time(MOMENT)
    def test_without_a_question_nobody_is_told(self):
        self._draft()
        message = self.ana.with_user(self.officer).action_revoke_links()["params"]["message"]
        self.assertNotIn("Ask again", message)
        self.assertFalse(self._told())

    @freeze_time(MOMENT)
    def test_what_was_taken_back_is_not_brought_to_life(self):
        referral = self._asked()
        referral.action_change()
        before = self._token()
        self.ana.partner_id.email = "ana.mended@example.com"
        self.assertEqual(self._token(), before)
        self.assertFalse(referral._find_by_link("referral", before))

    @freeze_time(MOMENT)
    def test_terms_may_be_sent_again_on_the_same_day(self):
        terms = {"name": "Further terms", "text": "<p>Ours</p>", "valid_from": "2026-01-01"}
        terms = self.env["hr.jobseeker.terms"].create(terms)
        agreement = self.env["hr.jobseeker.agreement"].create({"jobseeker_id": self.ana.id, "terms_id": terms.id})
        agreement = agreement.with_user(self.officer)
        agreement.action_send()
        with self.assertRaisesRegex(UserError, "was sent today"):
            agreement.action_send()
        self._left()
        self.ana.partner_id.email = "ana.mended@example.com"
        self.assertIn("Further terms", self._told().note)
        agreement.action_send()
        self.assertTrue(agreement.link_expires_on)
