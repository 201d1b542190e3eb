from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from .consent_case import MONDAY, ConsentCase


@tagged("post_install", "-at_install")
class TestConsent(ConsentCase):
    """A yes with its proof, what becomes of it, and who may say what of it."""

    @freeze_time(MONDAY)
    def test_recorded_by_an_officer(self):
        consent = self._consent()
        self.assertRecordValues(
            consent,
            [
                {
                    "state": "given",
                    "code": "talent_pool",
                    "wording": self.pool_purpose.wording,
                    "version": 1,
                    "channel": "phone",
                    "recorded_by_id": self.officer.id,
                }
            ],
        )
        self.assertEqual(str(consent.given_at), MONDAY)
        self.assertEqual(str(consent.expires_on), "2027-03-02", "12 months, by the rule of all")
        self.assertEqual(consent._say(), "Agreed 2 Mar 2026, through: Phone, until 2 Mar 2027")
        self.assertEqual(consent.partner_id, self.ana.partner_id)

    @freeze_time(MONDAY)
    def test_france_keeps_talents_for_two_years(self):
        self.company.jobseeker_country_id = self.env.ref("base.fr")
        self.assertEqual(str(self._consent().expires_on), "2028-03-02")
        self.assertEqual(str(self._consent(purpose=self.mailings).expires_on), "2027-03-02")
        self.assertFalse(self._consent(purpose=self._purpose("register")).expires_on, "a contract does not run out")

    def test_a_days_expiry_needs_no_job(self):
        with freeze_time(MONDAY):
            consent = self._consent()
        for day, state in (("2027-03-01", "given"), ("2027-03-02", "expired")):
            with freeze_time(day), self.subTest(day):
                self.env.invalidate_all()
                self.assertEqual(consent.state, state)
                for asked in ("given", "expired", "withdrawn", "renewed"):
                    found = self.Consent.search([("state", "=", asked), ("id", "=", consent.id)])
                    self.assertEqual(bool(found), asked == state)

    @freeze_time(MONDAY)
    def test_another_wording_is_another_version_and_changes_nothing_that_was_agreed(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        before = self.pool_purpose.wording
        consent = self._consent()
        self.pool_purpose.name = "In mind"
        self.pool_purpose.update_field_translations("wording", {"fr_FR": "Vous me gardez en mémoire."})
        self.assertEqual(self.pool_purpose.version, 1, "a language that was lacking says the same")
        self.pool_purpose.wording = "You may keep my details."
        self.assertEqual(self.pool_purpose.version, 2)
        self.pool_purpose.wording = "You may keep my details."
        self.assertEqual(self.pool_purpose.version, 2)
        self.env.invalidate_all()
        self.assertEqual((consent.wording, consent.version), (before, 1))
        self.elsa.partner_id.lang = "fr_FR"
        french = self._consent(self.elsa)
        self.assertEqual((french.lang, french.wording, french.version), ("fr_FR", "Vous me gardez en mémoire.", 2))

    @freeze_time(MONDAY)
    def test_a_newer_one_takes_its_place(self):
        first = self._consent()
        second = self._consent()
        self.assertEqual((first.state, second.state), ("renewed", "given"))
        other = self._consent(purpose=self.mailings)
        self.assertEqual((second.state, other.state), ("given", "given"), "another purpose")

    @freeze_time(MONDAY)
    def test_nobody_forges_one(self):
        for vals, error in (
            ({"channel": "page"}, ValidationError),
            ({"channel": "portal"}, ValidationError),
            ({"proof": "  "}, ValidationError),
            ({"given_at": "2026-03-03 10:00:00"}, ValidationError),
            ({"given_at": "2006-03-03 10:00:00"}, ValidationError),
            ({"ip": "127.0.0.1"}, AccessError),
            ({"expires_on": "2099-01-01"}, AccessError),
            ({"wording": "Everything"}, AccessError),
            ({"recorded_by_id": self.manager.id}, AccessError),
            ({"succeeded_at": MONDAY}, AccessError),
        ):
            with self.subTest(vals), self.assertRaises(error), self.env.cr.savepoint():
                self._consent(**vals)
        self.assertFalse(self.ana.consent_ids)
        with self.assertRaises(AccessError):
            self.Consent.with_user(self.officer).with_context(default_ip="127.0.0.1").create(
                {
                    "jobseeker_id": self.ana.id,
                    "purpose_id": self.pool_purpose.id,
                    "channel": "phone",
                    "proof": "Yes",
                    "withdrawn_at": MONDAY,
                }
            )

    @freeze_time(MONDAY)
    def test_nobody_edits_or_deletes_one(self):
        consent = self._consent()
        for user in (self.officer, self.manager):
            with self.assertRaises(UserError):
                consent.with_user(user).write({"proof": "More than they said"})
            with self.assertRaises(UserError):
                consent.with_user(user).unlink()

    @freeze_time(MONDAY)
    def test_an_older_paper_changes_no_later_no(self):
        self._record("withdrawn")
        with self.assertRaisesRegex(ValidationError, "last word"):
            self._consent(given_at="2026-02-20 10:00:00", channel="paper")
        with freeze_time("2026-03-03 10:00:00"):
            self.assertEqual(self._consent(channel="paper").state, "given")

    def _record(self, answer, purpose=None, **vals):
        vals = {"jobseeker_id": self.ana.id, "purpose_id": (purpose or self.pool_purpose).id, "answer": answer, **vals}
        self.env["hr.jobseeker.consent.record"].with_user(self.officer).create(vals).action_apply()
        return self.ana._get_last_words()[(purpose or self.pool_purpose).code]

    @freeze_time(MONDAY)
    def test_the_dialog(self):
        with self.assertRaisesRegex(UserError, "without proof"):
            self._record("given", proof=" ")
        consent = self._record("given", channel="paper", proof_file="eWVz", proof_filename="yes.pdf")
        self.assertEqual((consent.state, consent.channel), ("given", "paper"))
        self.assertEqual(self._record("withdrawn", channel="phone", proof="Changed her mind"), consent)
        self.assertRecordValues(
            consent,
            [{"state": "withdrawn", "withdrawn_channel": "phone", "withdrawn_by_id": self.officer.id}],
        )
        self.assertEqual(str(consent.given_at), MONDAY, "it is still on record that they agreed")
        self.assertEqual(self._record("withdrawn"), consent, "once")

    @freeze_time(MONDAY)
    def test_a_no_without_a_yes_is_on_record_too(self):
        consent = self._record("withdrawn", self.mailings)
        self.assertEqual((consent.state, consent.given_at), ("withdrawn", False))

    @freeze_time(MONDAY)
    def test_the_lines_of_the_form(self):
        self._consent()
        purposes = self.ana.with_user(self.officer).purpose_ids.with_context(jobseeker_id=self.ana.id)
        said = {purpose.code: (purpose.permission_state, purpose.permission_sentence) for purpose in purposes}
        self.assertEqual(said["talent_pool"], ("given", "Agreed 2 Mar 2026, through: Phone, until 2 Mar 2027"))
        self.assertEqual(said["references"], ("none", "Not asked."))
        self.assertIn("came to us themselves", said["marketing_email"][1])
        self.assertIn("Contract", said["register"][1])
        elsas = self.elsa.purpose_ids.with_context(jobseeker_id=self.elsa.id)
        self.assertIn("Without their yes", elsas.filtered(lambda p: p.code == "sms").permission_sentence)
        action = purposes.filtered(lambda purpose: purpose.code == "references").action_record()
        self.assertEqual(action["context"]["default_jobseeker_id"], self.ana.id)
        employee = new_test_user(self.env, "employee", groups="base.group_user")
        with self.assertRaises(AccessError):
            purposes.with_user(employee).mapped("permission_state")

    @freeze_time(MONDAY)
    def test_a_companys_own_purpose_stands_before_the_one_of_all(self):
        consent = self._consent()
        own = self.pool_purpose.copy({"company_id": self.company.id, "code": "talent_pool", "name": "Ours"})
        self.env.invalidate_all()
        self.assertIn(own, self.ana.purpose_ids)
        self.assertNotIn(self.pool_purpose, self.ana.purpose_ids)
        self.assertEqual(self.ana._get_last_words()["talent_pool"], consent, "what was agreed still holds")
        newer = self._consent(purpose=own)
        self.assertEqual((consent.state, newer.state), ("renewed", "given"))

    @freeze_time(MONDAY)
    def test_who_are_one_person_said_what_one_of_them_said(self):
        ours, theirs = self._consent(), self._consent(self.elsa)
        mine = self._consent(purpose=self.mailings)
        self.elsa._withdraw_purpose(self.mailings, "page")
        self.ana.sudo()._join(self.elsa)
        self.env.invalidate_all()
        self.assertEqual((ours.state, theirs.state), ("renewed", "given"))
        self.assertEqual(theirs.jobseeker_id, self.ana)
        self.assertEqual(mine.state, "withdrawn")

    @freeze_time(MONDAY)
    def test_a_paper_that_was_recorded_late_is_not_the_last_word(self):
        for late_is_ours in (True, False):
            with self.subTest(late_is_ours=late_is_ours):
                one, two = self._person(f"One {late_is_ours}"), self._person(f"Two {late_is_ours}")
                march = self._consent(two if late_is_ours else one, given_at="2026-02-20 10:00:00")
                paper = self._consent(one if late_is_ours else two, given_at="2026-01-10 10:00:00", channel="paper")
                self.assertGreater(paper.id, march.id)
                one.sudo()._join(two)
                self.env.invalidate_all()
                self.assertEqual((paper.state, march.state), ("renewed", "given"))
                self.assertEqual(one._get_last_words()["talent_pool"], march)
                self.assertEqual(one._find_last_words(one, "talent_pool"), {one: march})
                one._withdraw_purpose(self.pool_purpose, "page")
                self.env.invalidate_all()
                self.assertEqual((paper.state, march.state), ("renewed", "withdrawn"))
                self.assertEqual(one._get_last_words()["talent_pool"].state, "withdrawn")

    @freeze_time(MONDAY)
    def test_a_no_that_a_merge_brings_acts_at_once(self):
        self.env["hr.jobseeker.contact.policy"].search([]).write({"min_gap_days": 0, "max_per_period": 0})
        talent, _pool = self._talent(self.ana)
        [mail] = self._mailing(self.ana)
        for purpose in (self.mailings, self.pool_purpose):
            self.elsa._withdraw_purpose(purpose, "page")
        self.assertEqual((mail.state, talent.active), ("outgoing", True))
        self.ana.sudo()._join(self.elsa)
        self.env.invalidate_all()
        self.assertEqual((mail.state, talent.active), ("cancel", False))
