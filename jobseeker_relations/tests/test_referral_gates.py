from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .referral_case import ReferralCase

PASSPORT = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF"


@tagged("post_install", "-at_install")
class TestReferralGates(ReferralCase):
    """Each gate: it blocks or warns, and says how to mend it; it passes; it is passed with a reason where one may.

    Everything else is there (see ``ReferralCase``), so each case lacks one thing alone.
    """

    def assertBlocked(self, referral, words):
        """It says so on the form, is not ready, and does not go."""
        referral.invalidate_recordset()
        self.assertRegex(referral.blockers or "", words)
        with self.assertRaisesRegex((UserError, RedirectWarning), words):
            referral.action_send()
        self.assertNotIn(referral.state, ("ready", "sent"))
        self.assertFalse(self._mails("hugo@acme.example"))

    def assertWarned(self, referral, words):
        """It is ready, and goes with a reason alone."""
        referral.invalidate_recordset()
        self.assertFalse(referral.blockers)
        self.assertRegex(referral.warnings or "", words)
        self.assertTrue(referral.may_go_on)
        with self.assertRaisesRegex(RedirectWarning, words):
            referral.action_send()
        self.assertEqual(referral.state, "ready")

    def assertGoes(self, referral):
        referral.invalidate_recordset()
        self.assertFalse(referral.blockers or referral.warnings)
        referral.action_send()
        self.assertEqual(referral.state, "sent")

    # --- consent --------------------------------------------------------------------------------------

    def test_without_a_yes_nothing_goes(self):
        referral = self._asked()
        self.assertBlocked(referral, "Ana Costa has not answered yet")
        self.assertIn("Press “Ask”", referral.blockers)
        self.assertFalse(referral.may_go_on, "nobody goes past this one")
        referral.sudo()._agree("page", applied="no")
        self.assertGoes(referral)

    def test_without_a_rule_for_it_neither(self):
        self.Rule.search([("code", "=", "referral_consent")]).active = False
        referral = self._draft()
        with self.assertRaisesRegex(UserError, "has not agreed to be put forward"):
            referral.action_send()

    def test_a_yes_runs_out(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=120)):
            referral = self._agreed()
        self.ana.need_ids._confirm()
        referral.invalidate_recordset()
        self.assertFalse(referral.has_consent)
        self.assertIn("ran out", referral.blockers)
        with self.assertRaisesRegex(UserError, "ran out"):
            referral.action_send()

    # --- whom never to --------------------------------------------------------------------------------

    def test_a_present_employer_and_its_house(self):
        group = self._hirer("Acme Group")
        self.acme.parent_id = group
        sister, other = self._hirer("Acme Shipping", parent_id=group.id), self._hirer("Other")
        for employer in (self.acme, group, sister):
            self.ana.current_employer_ids = employer
            self.assertEqual(self.ana._find_excluding(self.acme), "current", employer.name)
        self.ana.current_employer_ids = other
        self.assertIsNone(self.ana._find_excluding(self.acme))
        self.ana.excluded_hirer_ids = sister
        self.assertEqual(self.ana._find_excluding(self.acme), "excluded")
        self.ana.excluded_hirer_ids = self._hirer(" ACME")
        self.assertEqual(self.ana._find_excluding(self.acme), "excluded", "a double")

    def test_an_employer_of_whom_we_only_heard(self):
        self.env["hr.jobseeker.reference"].create(
            {
                "jobseeker_id": self.ana.id,
                "referee_name": "Bo",
                "organisation": " ACME ",
                "is_current_employer": True,
            }
        )
        self.assertEqual(self.ana._find_excluding(self.acme), "current")
        self.ana.reference_ids.unlink()
        self.ana.partner_id.parent_id = self.acme
        self.assertEqual(self.ana._find_excluding(self.acme), "current")

    def test_a_present_employer_is_blocked(self):
        self.ana.current_employer_ids = self.acme
        self.assertBlocked(self._agreed(), "Ana Costa works for Acme")

    def test_a_present_employer_with_a_yes_of_its_own(self):
        self.ana.current_employer_ids = self.acme
        referral = self._agreed(excluded=True)
        self.assertTrue(referral.excluded_consent_at)
        self.assertGoes(referral)

    def test_an_excluded_hirer_is_blocked(self):
        self.ana.excluded_hirer_ids = self.acme
        self.assertBlocked(self._agreed(), "does not want Acme, or its house, to hear of them")

    # --- agreement, notice ----------------------------------------------------------------------------

    def test_without_terms_an_agency_is_warned(self):
        self.ana.agreement_id.write({"state": "ended"})
        referral = self._agreed()
        self.assertWarned(referral, "has not agreed to any terms")
        self._override(referral, "referral_agreement")
        self.assertGoes(referral)

    def test_without_terms_a_business_is_blocked(self):
        self.company.jobseeker_basis = "business"
        self.Rule.search([("code", "=", "referral_eligibility")]).active = False
        terms = self.ana.agreement_id.terms_id
        self.ana.agreement_id.write({"state": "ended"})
        referral = self._agreed()
        self.assertBlocked(referral, "has not agreed to any terms")
        self.env["hr.jobseeker.agreement"].create({"jobseeker_id": self.ana.id, "terms_id": terms.id}).write(
            {"state": "agreed"}
        )
        self.assertGoes(referral)

    def test_without_the_notice(self):
        self.ana.privacy_given_ids.sudo().unlink()
        referral = self._agreed()
        self.assertBlocked(referral, "has not got the privacy notice")
        self.ana._give_notice("letter")
        self.assertGoes(referral)

    def test_without_the_notice_the_data_officer_alone_goes_on(self):
        self.ana.privacy_given_ids.sudo().unlink()
        referral = self._agreed()
        with self.assertRaises(AccessError):
            self._override(referral, "referral_notice")
        officer = new_test_user(self.env, "dora", groups="jobseeker_relations.group_data_protection_officer", tz="UTC")
        self._override(referral, "referral_notice", user=officer)
        self.assertGoes(referral)

    # --- particulars ----------------------------------------------------------------------------------

    def test_a_missing_particular_blocks_and_is_mended(self):
        self.job.hirer_pay = False
        referral = self._agreed()
        self.assertEqual(referral.state, "consent_asked")
        self.assertBlocked(referral, "The pay is not known")
        self.assertIn("write it on the job", referral.blockers)
        self.job.hirer_pay = "30,000 GBP"
        self.assertEqual(referral.state, "ready", "what waited for it is ready by itself")
        self.assertGoes(referral)

    def test_an_administrator_goes_on_without_a_particular(self):
        self.job.hirer_notice = False
        referral = self._agreed()
        self.assertFalse(referral.may_go_on)
        self.assertTrue(referral.with_user(self.manager).may_go_on)
        self._override(referral, "referral_particulars")
        self.assertEqual(referral.state, "ready")
        override = self.env["hr.jobseeker.override"].search([("res_model", "=", "hr.jobseeker.referral")])
        self.assertEqual((override.user_id, override.reason), (self.manager, "The hirer knows"))
        self.job.hirer_place = False
        referral.invalidate_recordset()
        self.assertIn("The place of work is not known", referral.blockers, "what is missing besides is asked anew")

    def test_elsewhere_a_missing_particular_warns(self):
        self.company.jobseeker_country_id = self.env.ref("base.de")
        self.job.hirer_pay = False
        referral = self._agreed()
        self.assertWarned(referral, "The pay is not known")
        self._override(referral, "referral_particulars")
        self.assertGoes(referral)

    def test_each_particular_has_its_sentence(self):
        job = self.env["hr.job"].create({"name": "Cook", "hirer_id": self.acme.id})
        self.assertEqual(len(job._get_missing_particulars()[job]), 11)
        self.assertEqual(self.job._get_missing_particulars(), {self.job: {}})
        own = self._job("Ours", hirer_id=False, hirer_contact_id=False, hirer_pay=False)
        self.assertEqual(own._get_missing_particulars(), {own: {}})

    # --- the same hirer again -------------------------------------------------------------------------

    def test_not_twice_to_the_same_hirer_for_the_same_job(self):
        first = self._sent()
        first.write({"state": "refused", "outcome_reason_id": self.reason.id})
        self.env["mail.mail"].sudo().search([]).unlink()
        again = self._agreed()
        self.assertBlocked(again, "put forward to this hirer for this job already: not again before")
        self.assertNotIn(self.officer.name, again.blockers)
        self._override(again, "referral_same_hirer")
        self.assertGoes(again)

    def test_again_for_another_job_or_after_the_time(self):
        self._sent().write({"state": "refused", "outcome_reason_id": self.reason.id})
        self.assertGoes(self._agreed(job=self._job("Fitter")))
        with freeze_time(fields.Datetime.now() + timedelta(days=370)):
            self.ana.need_ids._confirm()
            again = self._agreed()
            self.assertFalse(again.blockers)

    def test_an_address_that_two_share_warns(self):
        """A brother reads the same mailbox: who it is, is for somebody to look at."""
        twin = self._person("Ana C.", adviser_id=self.manager.id, partner_vals={"email": self.ana.partner_id.email})
        self._make_referable(twin)
        self._sent(person=twin)
        referral = self._agreed()
        self.assertWarned(referral, "Perhaps the same person")
        self.assertNotIn("Ana C.", referral.warnings)
        self.assertNotIn(self.manager.name, referral.warnings)
        self._override(referral, "referral_same_address", "Her brother")
        self.assertGoes(referral)

    def test_who_was_known_under_another_contact_is_the_same(self):
        before = self._person("Ana Before", adviser_id=self.officer.id, partner_vals={"email": "before@example.com"})
        self._make_referable(before)
        self._sent(person=before)
        self.env["hr.jobseeker.former.contact"].create(
            {"jobseeker_id": self.ana.id, "contact_id": before.partner_id.id, "keys": "ana"}
        )
        self.env["mail.mail"].sudo().search([("email_to", "ilike", "hugo")]).unlink()
        self.assertBlocked(self._agreed(), "already: not again before")

    def test_a_job_that_changed_since_they_agreed_warns(self):
        referral = self._agreed()
        self.job.hirer_place = "Elsewhere"
        self.assertWarned(referral, "says something else now than Ana Costa read")
        self._override(referral, "referral_still_wanted", "She wants it there, too")
        self.job.hirer_pay = "24,000 GBP"
        self.assertWarned(referral, "says something else now than Ana Costa read")
        self._override(referral, "referral_still_wanted", "And for that, too")
        self.assertGoes(referral)

    def test_who_found_work_is_asked_before_anything_goes(self):
        referral = self._agreed()
        self.ana.write({"state": "placed", "placed_on": fields.Date.today()})
        self.assertWarned(referral, "Ana Costa has found work")
        self._override(referral, "referral_still_wanted", "She looks for something better")
        self.assertGoes(referral)

    def test_another_company_of_ours_does_not_count(self):
        other = self.env["res.company"].create({"name": "Company B"})
        foreign = self.env["hr.jobseeker"].create({"partner_id": self.ana.partner_id.id, "company_id": other.id})
        row = self.Referral.create({"jobseeker_id": foreign.id, "hirer_id": self.acme.id})
        row.write({"sent_at": fields.Datetime.now()})
        speculative = self._agreed(job=self.env["hr.job"], hirer_id=self.acme.id, hirer_contact_id=self.hugo.id)
        self.assertNotIn("already", speculative.blockers)

    def test_for_no_job_in_particular_nothing_is_known(self):
        vals = {"job": self.env["hr.job"], "hirer_id": self.acme.id, "hirer_contact_id": self.hugo.id}
        self._sent().write({"state": "refused", "outcome_reason_id": self.reason.id})
        self._job("Cook", hirer_instruction="Nobody above 40")
        referral = self._agreed(**vals)
        self.assertEqual(referral.state, "consent_asked")
        for words in ("Nobody said which job it is", "asks what the law forbids", "already: not again before"):
            self.assertIn(words, referral.blockers)

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

    def test_who_applied_there_before(self):
        referral = self._agreed(applied="yes")
        self.assertBlocked(referral, "applied for it already")
        self._override(referral, "referral_same_hirer")
        self.assertGoes(referral)

    # --- confirmations, right to work, references -----------------------------------------------------

    def test_confirmations_of_an_agency_warn(self):
        referral = self._agreed(identity_confirmed=False)
        self.assertWarned(referral, "Nobody confirmed the identity")
        referral.identity_confirmed = True
        self.assertGoes(referral)
        other = self._agreed(job=self._job("Fitter"), identity_confirmed=False)
        self._override(other, "referral_confirmations", "Known for ten years")
        self.assertGoes(other)

    def test_nobody_confirms_by_a_default_or_afterwards(self):
        defaults = {"default_identity_confirmed": True}
        vals = {"jobseeker_id": self.ana.id, "job_id": self.job.id}
        draft = self.Referral.with_user(self.officer).with_context(**defaults).create(vals)
        self.assertFalse(draft.identity_confirmed)
        draft.identity_confirmed = True
        self.assertIn("Identity Confirmed", self.ana.message_ids[0].body)
        self.assertEqual(self.ana.message_ids[0].author_id, self.officer.partner_id)
        sent = self._sent(job=self._job("Fitter"))
        with self.assertRaisesRegex(UserError, "and stays"):
            sent.identity_confirmed = False

    def test_confirmations_of_a_business_block(self):
        self.company.jobseeker_basis = "business"
        self.Rule.search([("code", "=", "referral_eligibility")]).active = False
        referral = self._agreed(requirements_told=False)
        self.assertBlocked(referral, "told both sides")
        self.assertFalse(referral.with_user(self.manager).may_go_on)
        referral.requirements_told = True
        self.assertEqual(referral.state, "ready")
        self.assertGoes(referral)

    def test_the_right_to_work_where_a_rule_asks(self):
        self.company.jobseeker_basis = "business"
        referral = self._agreed()
        self.assertBlocked(referral, "No check of the right to work of Ana Costa holds")
        self._override(referral, "referral_eligibility")
        self.assertGoes(referral)

    def test_the_right_to_work_was_checked(self):
        self.company.jobseeker_basis = "business"
        checker = new_test_user(self.env, "chen", groups="jobseeker_relations.group_eligibility_checker")
        check = self.env["hr.jobseeker.eligibility"].with_user(checker)
        check = check.create(
            {
                "jobseeker_id": self.ana.id,
                "document_type_id": self.env.ref("jobseeker_relations.eligibility_type_gb_british_passport").id,
                "route": "manual",
            }
        )
        check.answer_ids.answer = "yes"
        files = self.env["ir.attachment"].with_user(checker)
        files.create({"name": "passport.pdf", "raw": PASSPORT, "res_model": check._name, "res_id": check.id})
        check.action_pass()
        self.assertGoes(self._agreed())

    def test_references_for_work_with_people_who_need_care(self):
        self.job.hirer_vulnerable = True
        referral = self._agreed()
        self.assertBlocked(referral, "0 of 2 references from non-relatives")
        self._override(referral, "reference_vulnerable", "Tried both; the hirer was told")
        self.assertGoes(referral)

    def test_two_references_are_enough_for_work_with_people_who_need_care(self):
        self.job.hirer_vulnerable = True
        for name in ("Mara", "Rob"):
            reference = self.env["hr.jobseeker.reference"].create(
                {"jobseeker_id": self.ana.id, "referee_name": name, "referee_email": f"{name}@example.net"}
            )
            reference.write({"state": "received", "disclosable": True})
        self.assertGoes(self._agreed())

    def test_papers_for_work_with_people_who_need_care(self):
        self.job.hirer_vulnerable = True
        self.Rule.search([("code", "=", "reference_vulnerable")]).active = False
        self.Rule.search([("code", "=", "referral_confirmations")]).active = False
        referral = self._agreed(qualifications_confirmed=False)
        self.assertBlocked(referral, "copies of qualifications")
        referral.qualifications_confirmed = True
        self.assertGoes(referral)

    def test_without_papers_with_what_was_tried(self):
        self.job.hirer_vulnerable = True
        self.Rule.search([("code", "=", "reference_vulnerable")]).active = False
        self.Rule.search([("code", "=", "referral_confirmations")]).active = False
        referral = self._agreed(qualifications_confirmed=False)
        self._override(referral, "referral_vulnerable_papers", "The college burnt down; the hirer was told")
        self.assertGoes(referral)

    # --- needs, frozen, instruction, address ----------------------------------------------------------

    def test_needs_that_nobody_confirmed_for_half_a_year_warn(self):
        self.ana.need_ids.sudo().write({"confirmed_on": fields.Date.today() - timedelta(days=181)})
        referral = self._agreed()
        self.assertWarned(referral, "last confirmed on")
        self.ana.action_confirm_needs()
        self.assertGoes(referral)

    def test_needs_that_were_never_confirmed_warn(self):
        self.ana.need_ids.sudo().write({"confirmed_on": False})
        referral = self._agreed()
        self.assertWarned(referral, "never confirmed")
        self._override(referral, "referral_needs_fresh")
        self.assertGoes(referral)

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

    # --- in batches -----------------------------------------------------------------------------------

    def test_as_many_queries_for_many_as_for_few(self):
        def measure(referrals):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            referrals.mapped("blockers")
            return self.env.cr.sql_log_count - before

        drafts = self.Referral.browse()
        for number in range(8):
            person = self._person(f"Person {number}", adviser_id=self.officer.id)
            drafts |= self._draft(person=person)
        measure(drafts)
        self.assertLessEqual(measure(drafts), measure(drafts[:4]))
