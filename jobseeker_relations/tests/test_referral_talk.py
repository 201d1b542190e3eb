from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .referral_case import ReferralCase


@tagged("post_install", "-at_install")
class TestReferralTalk(ReferralCase):
    """What they said in a talk, as the adviser records it: a yes to what was read to them, and no answer is lost."""

    def test_a_yes_in_a_talk(self):
        referral = self._draft()
        dialog = self._answer(referral, channel="meeting")
        self.assertIn("A careful welder.", dialog.shown_html)
        with self.assertRaisesRegex(UserError, "without proof"):
            dialog.action_apply()
        dialog.proof = "Yes, send it"
        with self.assertRaisesRegex(UserError, "applied there before"):
            dialog.action_apply()
        dialog.applied_directly = "no"
        dialog.given_at = fields.Datetime.now() + timedelta(hours=1)
        with self.assertRaisesRegex(ValidationError, "after it was given"):
            dialog.action_apply()
        dialog.given_at = fields.Datetime.now()
        dialog.action_apply()
        self.assertRecordValues(
            referral, [{"state": "ready", "consent_channel": "meeting", "consent_by_id": self.officer.id}]
        )
        self.assertFalse(self._mails(self.ana.partner_id.email), "they were asked in a talk")

    def test_a_yes_in_a_talk_is_to_what_was_read(self):
        """As the web client does it: it saves what the form lets it, when the button is pressed."""
        draft = self._draft()
        action = draft.action_record_consent()
        dialogs = self.env["hr.jobseeker.referral.answer"].with_user(self.officer).with_context(**action["context"])
        form = Form(dialogs)
        form.proof, form.applied_directly = "Yes, do", "no"
        draft.introduction = "Another one"
        with self.assertRaisesRegex(UserError, "read it to them"):
            form.save().action_apply()
        self.assertEqual((draft.state, draft.consent_at), ("draft", False))
        form = Form(dialogs)
        form.proof, form.applied_directly = "Yes, do", "no"
        form.save().action_apply()
        self.assertEqual(draft.state, "ready")
        self.assertIn("Dock 3, Lisbon", draft.sudo().snapshot, "with the particulars that they were told")

    def test_a_yes_to_nobody_knows_what_is_no_yes(self):
        """A dialog that says nothing of what was read keeps no yes."""
        draft = self._draft()
        dialogs = self.env["hr.jobseeker.referral.answer"].with_user(self.officer)
        dialog = dialogs.create({"referral_id": draft.id, "proof": "Yes, do", "applied_directly": "no"})
        with self.assertRaisesRegex(UserError, "read it to them"):
            dialog.action_apply()

    def test_a_yes_that_ran_out_is_given_anew_in_a_talk(self):
        referral = self._agreed()
        referral.sudo().consent_expires_on = referral._get_today()
        self.assertTrue(referral._is_askable())
        view = self.env.ref("jobseeker_relations.hr_jobseeker_referral_view_form")
        arch = etree.fromstring(self.Referral.with_user(self.officer).get_view(view.id)["arch"])
        [button] = arch.xpath("//button[@name='action_record_consent']")
        self.assertTrue(referral.is_askable)
        cases = (("ready", True, False), ("ready", False, True), ("sent", False, True), ("consent_asked", True, False))
        for state, askable, hidden in cases:
            values = {"id": referral.id, "state": state, "is_askable": askable}
            self.assertEqual(bool(safe_eval(button.get("invisible"), values)), hidden, state)
            # the advice of the rule says: press “Ask”, also of who was asked before
            [again] = arch.xpath("//button[@name='action_ask'][@string='Ask'][@invisible='not is_askable']")
            self.assertEqual(bool(safe_eval(again.get("invisible"), values)), hidden, state)
        self._answer(referral, proof="Yes, still", applied_directly="no").action_apply()
        self.assertEqual((referral.state, referral.has_consent, referral.is_askable), ("ready", True, False))

    def test_an_employer_is_asked_about_in_the_talk(self):
        self.ana.current_employer_ids = self.acme
        referral = self._draft()
        dialog = self._answer(referral, proof="Yes, do", applied_directly="no")
        self.assertTrue(dialog.needs_leave)
        with self.assertRaisesRegex(UserError, "this employer may hear of them"):
            dialog.action_apply()
        self.assertFalse(referral.consent_at)
        dialog.excluded_agreed = True
        dialog.action_apply()
        self.assertTrue(referral.excluded_consent_at)
        self.assertEqual(referral.state, "ready")
        referral.sudo().consent_expires_on = referral._get_today()
        again = self._answer(referral, proof="Yes, still", applied_directly="no")
        self.assertTrue(again.needs_leave, "it is asked anew with the yes")

    def test_an_employer_who_came_up_after_the_yes(self):
        """The yes stands, and what it lacks is added to it; the first words stay."""
        referral = self._draft()
        self._answer(referral, proof="Yes, do", applied_directly="no").action_apply()
        before = referral.consent_at
        self.assertFalse(referral.is_askable)
        self.ana.current_employer_ids = self.acme
        referral.invalidate_recordset()
        self.assertTrue(referral.is_askable)
        self.assertIn("works for Acme", referral.blockers)
        self._answer(referral, proof="They may know", applied_directly="no", excluded_agreed=True).action_apply()
        self.assertRecordValues(
            referral,
            [{"consent_at": before, "consent_proof": "Yes, do\nThey may know", "is_askable": False, "blockers": False}],
        )
        with self.assertRaisesRegex(UserError, "settled in the meantime"):
            self._answer(referral, proof="Yes", applied_directly="no", excluded_agreed=True).action_apply()

    def test_a_talk_is_contact(self):
        """It stands in the ledger once, as its user logs it, and the clock knows it."""
        at = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=2)
        dialog = self._answer(self._draft(), proof="Yes, do", applied_directly="no", channel="meeting", given_at=at)
        dialog.action_apply()
        with self.assertRaisesRegex(UserError, "settled in the meantime"):
            dialog.action_apply()
        [talk] = self.ana.contact_ids
        self.assertRecordValues(
            talk,
            [{"date": at, "channel": "meeting", "outcome": "reached", "qualifying": True, "user_id": self.officer.id}],
        )
        self.assertEqual(talk.summary, "Agreed to be put forward: Ana Costa → Acme, Welder")
        self.assertEqual(self.ana.last_contact_at, at)

    def test_a_no_in_a_talk_is_contact_and_a_letter_is_none(self):
        said = {"proof": "She said so", "applied_directly": "no"}
        referral, other, written, noted = (self._asked(job=self._job(name)) for name in ("One", "Two", "Three", "Four"))
        self._answer(referral, **said, answer="no").action_apply()
        self._answer(other, **said).action_apply()
        self._answer(other, **said, answer="withdrawn").action_apply()
        self._answer(written, **said, channel="email").action_apply()
        self._answer(noted, **said, is_contact=False).action_apply()
        talks = self.ana.contact_ids.filtered(lambda word: word.channel == "phone")
        self.assertEqual(
            set(talks.mapped("summary")),
            {
                "Does not want to be put forward: Ana Costa → Acme, One",
                "Agreed to be put forward: Ana Costa → Acme, Two",
                "Takes it back, and is not put forward any more: Ana Costa → Acme, Two",
            },
        )
        self.assertFalse(self.ana.contact_ids.filtered(lambda word: word.channel == "email" and word.outcome))

    def test_a_talk_is_logged_after_it_happened(self):
        later = fields.Datetime.now() + timedelta(hours=1)
        dialog = self._answer(self._asked(), proof="She said so", answer="no", given_at=later)
        with self.assertRaisesRegex(ValidationError, "after it happened"):
            dialog.action_apply()

    def test_no_answer_is_lost(self):
        referral = self._sent()
        self._left()
        given = {"proof": "She said so", "applied_directly": "no"}
        with self.assertRaisesRegex(UserError, "settled in the meantime"):
            self._answer(referral, **given, answer="yes").action_apply()
        self._answer(referral, **given, answer="no").action_apply()
        self.assertEqual((referral.state, referral.outcome_note), ("withdrawn", "She said so"))
