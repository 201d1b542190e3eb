from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .referral_gate_case import ReferralGateCase


@tagged("post_install", "-at_install")
class TestReferralFirm(ReferralGateCase):
    """What no rule softens, what stops nothing, and all of it for many at once."""

    def test_frozen_data_are_used_for_nothing(self):
        referral = self._agreed()
        self.ana._freeze()
        referral.invalidate_recordset()
        self.assertIn("asked us to freeze their data", referral.blockers)
        with self.assertRaisesRegex(UserError, "freeze their data"):
            referral.action_send()
        with self.assertRaisesRegex(UserError, "freeze their data"):
            referral.sudo().action_send()
        self.ana._unfreeze("They asked")
        self.assertGoes(referral)

    def test_a_closed_search(self):
        draft, agreed = self._draft(), self._agreed(job=self._job("Fitter"))
        self.ana.write({"state": "closed"})
        (draft | agreed).invalidate_recordset()
        self.assertIn("is closed", draft.blockers)
        self.assertEqual(agreed.state, "withdrawn", "opened again, they are asked again")

    def test_an_unlawful_instruction_does_not_vanish(self):
        job = self.job.with_user(self.officer)
        job.hirer_instruction = "Nobody over forty"
        with self.assertRaisesRegex(UserError, "how it was settled"):
            job.hirer_instruction = False
        with self.assertRaises(AccessError):
            job.hirer_instruction_at = False
        self.assertTrue(self.job.copy()._has_open_instruction())
        job.write({"hirer_instruction": "Nobody over fifty", "hirer_instruction_settled": "They took it back"})
        self.assertEqual(job.hirer_instruction_settled, "They took it back")
        self.assertFalse(job._has_open_instruction())

    def test_an_unlawful_instruction_is_settled_and_cleared_in_one_save(self):
        job = self.job.with_user(self.officer)
        job.hirer_instruction = "Nobody over forty"
        with self.assertRaisesRegex(UserError, "how it was settled"):
            job.write({"hirer_instruction": False, "hirer_instruction_settled": " "})
        job.write({"hirer_instruction": False, "hirer_instruction_settled": "They took it back"})
        self.assertEqual((job.hirer_instruction, job.hirer_instruction_settled), (False, "They took it back"))
        self.assertFalse(job._has_open_instruction())

    def test_an_unlawful_instruction(self):
        self.job.with_user(self.officer).hirer_instruction = "Nobody over forty"
        self.assertTrue(self.job.hirer_instruction_at)
        [task] = self.job.activity_ids
        self.assertEqual(task.user_id, self.manager)
        self.assertNotIn("forty", task.note)
        referral = self._agreed()
        self.assertBlocked(referral, "asks what the law forbids")
        self.job.hirer_instruction_settled = "They took it back"
        self.assertEqual(referral.state, "ready")
        self.assertGoes(referral)

    def test_for_no_job_in_particular_nothing_is_known(self):
        vals = {"job": self.env["hr.job"], "hirer_id": self.acme.id, "hirer_contact_id": self.hugo.id}
        self._sent().write({"state": "refused", "outcome_reason_id": self.reason.id})
        self._job("Cook", hirer_instruction="Nobody above 40")
        referral = self._agreed(**vals)
        self.assertEqual(referral.state, "consent_asked")
        for words in ("Nobody said which job it is", "asks what the law forbids", "already: not again before"):
            self.assertIn(words, referral.blockers)

    def test_an_instruction_does_not_go_away_with_its_job(self):
        job = self._job("Cook", hirer_instruction="Nobody above 40")
        job.active = False
        speculative = self._draft(job=self.env["hr.job"], hirer_id=self.acme.id, hirer_contact_id=self.hugo.id)
        self.assertIn("asks what the law forbids", speculative.blockers)
        self.officer.group_ids += self.env.ref("hr.group_hr_user")
        with self.assertRaisesRegex(UserError, "how it was settled"):
            job.with_user(self.officer).unlink()
        job.hirer_instruction_settled = "They took it back"
        speculative.invalidate_recordset()
        self.assertNotIn("asks what the law forbids", speculative.blockers)
        job.with_user(self.officer).unlink()

    def test_a_job_is_its_hirers(self):
        other = self._hirer("Other", email="other@example.com")
        with self.assertRaisesRegex(ValidationError, "is of another hirer"):
            self._draft(hirer_id=other.id, hirer_contact_id=other.id)
        referral = self._agreed()
        self.job.write({"hirer_id": other.id, "hirer_contact_id": False})
        referral.invalidate_recordset()
        self.assertIn("is of another hirer", referral.blockers)
        with self.assertRaisesRegex(UserError, "is of another hirer"):
            referral.action_send()

    def test_a_hirer_without_an_address(self):
        """Who reads it is a part of what they agree to: nobody is asked before that is known."""
        self.hugo.email = False
        draft = self._draft()
        self.assertIn("Hugo Hirer has no valid e-mail address", draft.blockers)
        with self.assertRaisesRegex(UserError, "Hugo Hirer has no valid e-mail address"):
            draft.action_ask()
        self.hugo.email = "hugo@acme.example"
        draft.action_ask()

    def test_a_complaint_stops_nothing_and_is_not_said(self):
        with patch.object(type(self.env["hr.jobseeker"]), "_have_open_complaint", lambda people: people):
            self.assertGoes(self._agreed())

    def _measure(self, referrals):
        """How many queries it takes to say what they lack."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        referrals.mapped("blockers")
        return self.env.cr.sql_log_count - before

    def assertAlike(self, **vals):
        drafts = self.Referral.browse()
        for number in range(8):
            person = self._person(f"Person {number}", adviser_id=self.officer.id)
            drafts |= self._draft(person=person, **vals)
        self._measure(drafts)
        self.assertLessEqual(self._measure(drafts), self._measure(drafts[:4]))

    def test_as_many_queries_for_many_as_for_few(self):
        self.assertAlike()

    def test_as_many_queries_for_many_without_a_job_as_for_few(self):
        self._job("Cook", hirer_instruction="Nobody above 40")
        self.assertAlike(job=self.env["hr.job"], hirer_id=self.acme.id, hirer_contact_id=self.hugo.id)

    def test_an_instruction_of_the_house_alone(self):
        """Of whom the hirer belongs to, and of who belongs to it; not of another hirer, a sister or another company."""
        group, other = self._hirer("Acme Group"), self._hirer("Acme Elsewhere")
        self.acme.parent_id = group
        part, sister = self._hirer("Acme Yard", parent_id=self.acme.id), self._hirer("Acme Inn", parent_id=group.id)
        referral = self._draft(job=self.env["hr.job"], hirer_id=self.acme.id, hirer_contact_id=self.hugo.id)
        for hirer, stands in ((self.acme, True), (group, True), (part, True), (other, False), (sister, False)):
            vals = {"hirer_id": hirer.id, "hirer_contact_id": False}
            job = self._job("Cook", **vals, hirer_instruction="Nobody above 40")
            self.assertEqual(bool(referral._find_instructed()), stands, hirer.name)
            job.hirer_instruction_settled = "They took it back"
            self.assertFalse(referral._find_instructed(), hirer.name)
