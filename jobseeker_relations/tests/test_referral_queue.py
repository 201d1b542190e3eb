from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .referral_case import ReferralCase

QUEUE = "odoo.addons.jobseeker_relations.models.hr_jobseeker_referral_queue"


@tagged("post_install", "-at_install")
class TestReferralQueue(ReferralCase):
    """Introductions that wait in the queue, and must not leave any more."""

    def _faults(self):
        return [summary for summary in self._tasks() if "could not be sent" in summary]

    def test_who_found_work_while_it_waits(self):
        referral = self._sent()
        self.ana.write({"state": "placed", "placed_on": fields.Date.today()})
        letter = self._mails("hugo@acme.example")
        letter.send()
        self.assertEqual(letter.state, "cancel")
        self.assertIn("Ana Costa has found work", referral.letter_fault)
        self.assertEqual(len(self._faults()), 1)
        self._override(referral, "referral_still_wanted", "She looks for something better")
        referral.action_send_again()
        letter = self._mails("hugo@acme.example")
        letter.send()
        self.assertEqual(letter.state, "outgoing", "asked, it goes")

    def test_a_job_that_is_archived_while_it_waits(self):
        referral = self._sent()
        self.job.active = False
        letter = self._mails("hugo@acme.example")
        letter.send()
        self.assertEqual(letter.state, "cancel")
        self.assertIn("is archived", referral.letter_fault)

    def test_one_that_cannot_be_judged_holds_up_nobody(self):
        poisoned, sound = self._sent(), self._sent(job=self._job("Fitter"))
        self._sent(job=self._job("Turner"))
        letters = self._mails("hugo@acme.example")
        self.assertEqual(len(letters), 3)
        find = type(poisoned)._find_firm_gaps

        def fail(referrals):
            if poisoned in referrals:
                raise ValueError("poisoned")
            return find(referrals)

        with patch.object(type(poisoned), "_find_firm_gaps", fail), mute_logger(QUEUE):
            letters.send()
        self.assertEqual(letters.mapped("state"), ["cancel", "outgoing", "outgoing"])
        self.assertEqual(poisoned.letter_fault, "ValueError: poisoned")
        self.assertFalse(sound.letter_fault)
        self.Referral._look(poisoned.sudo())
        self.assertEqual(len(self._faults()), 1)

    def test_why_it_stays_is_said_in_the_language_of_the_adviser(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.officer.lang = "de_DE"
        referral = self._sent()
        self.ana.write({"state": "placed", "placed_on": "2026-03-02"})
        words = referral.with_context(lang="de_DE")._lacks_still_wanted()["placed"]
        self.assertNotIn("has found work", words)
        self._mails("hugo@acme.example").with_context(lang="en_US").send()
        self.assertEqual(referral.letter_fault, words)
