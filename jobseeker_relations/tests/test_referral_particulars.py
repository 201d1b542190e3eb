import json
from unittest.mock import patch

from odoo.tests import tagged

from .referral_gate_case import ReferralGateCase


@tagged("post_install", "-at_install")
class TestReferralParticulars(ReferralGateCase):
    """What a person was shown of a job is compared with the job of now by its values, and not by their words."""

    def _with_other_words(self):
        """As after an update that says the same in other words: labels, dates, intervals."""
        say = type(self.job)._say_particular
        said = patch.object(
            self.registry["hr.job"], "_say_particular", lambda job, name: tuple(f"+{words}" for words in say(job, name))
        )
        self.startPatcher(said)

    def test_other_words_for_the_same_job_are_no_other_job(self):
        referral, old = self._agreed(), self._agreed(job=self._job("Fitter", hirer_risks=False))
        snapshot = json.loads(old.sudo().snapshot)
        snapshot.pop("particulars_raw", None)
        old.sudo().snapshot = json.dumps(snapshot)
        self.assertFalse(old._find_other_particulars(), "as it was before raw values were kept")
        old.job_id.hirer_risks = "Asbestos"
        self.assertEqual(old._get_added_particulars(), [["Risks", "Asbestos"]])
        old.job_id.hirer_place = "Elsewhere"
        self.assertTrue(old._find_other_particulars())
        self._with_other_words()
        self.assertEqual(referral._get_added_particulars(), [])
        self.assertFalse(referral._find_other_particulars())
        self.assertGoes(referral)
        again = self._agreed(job=self._job("Cook"))
        again.job_id.hirer_pay_interval = "month"
        self.assertWarned(again, "says something else now than Ana Costa read")
