from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .agreement_case import AgreementCase

WORD = "We do what we say."


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 10:00:00")
class TestTerms(AgreementCase):
    """Terms are versions: what somebody was offered does not change under their hands."""

    def test_what_is_shipped_can_be_offered(self):
        shipped = self.env.ref("jobseeker_relations.terms_in_house")
        shipped.active = True
        self.assertTrue(shipped.is_in_force and shipped.service_ids)
        self.assertEqual(len(shipped._say_promises()), 4)
        self.assertIn("In-house", dict(shipped._fields["operating_basis"]._description_selection(self.env)).values())

    def test_a_draft_offer_locks_nothing_and_a_sent_one_everything(self):
        agreement = self._offer()
        self.terms.write({"text": "<p>Better said.</p>", "response_hours": 6})
        agreement.action_send()
        for vals in (
            {"text": "<p>Other</p>"},
            {"response_hours": 2},
            {"contact_interval_days": 1},
            {"think_days": 9},
            {"operating_basis": "agency"},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "Make a new version"):
                self.terms.with_user(self.manager).write(vals)
        self.terms.with_user(self.manager).write(
            {"response_hours": 6, "valid_to": "2026-12-31", "name": "Renamed", "service_ids": self.coach.ids}
        )

    def test_a_yes_in_a_talk_locks_as_well(self):
        self._agreed()
        with self.assertRaisesRegex(UserError, "Make a new version"):
            self.terms.text = "<p>Other</p>"

    def test_a_withdrawn_offer_was_an_offer(self):
        agreement = self._offer()
        agreement.action_send()
        agreement.action_withdraw()
        with self.assertRaisesRegex(UserError, "Make a new version"):
            self.terms.response_hours = 1
        with self.assertRaisesRegex(UserError, "archive it"):
            self.terms.unlink()
        self.terms.active = False

    def test_a_language_may_be_added_and_not_changed(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._offer().action_send()
        terms = self.terms.with_user(self.manager)
        terms.update_field_translations("text", {"fr_FR": {WORD: "Nous tenons parole."}})
        self.assertIn("parole", terms.with_context(lang="fr_FR").text)
        for lang in ("fr_FR", "en_US"):
            with self.subTest(lang), self.assertRaisesRegex(UserError, "Make a new version"):
                terms.update_field_translations("text", {lang: {WORD: "Autre."}})

    def test_a_missing_language_is_said(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.terms.invalidate_recordset()
        self.assertIn("French", self.terms.translation_warning)
        self.ana.partner_id.lang = "fr_FR"
        self.assertIn("French", self._offer().language_warning)
        self.terms.update_field_translations("text", {"fr_FR": {WORD: "Nous tenons parole."}})
        self.terms.invalidate_recordset()
        self.assertFalse(self.terms.translation_warning)
        self.assertFalse(self._offer().language_warning)

    def test_a_new_version_is_a_copy_that_begins_tomorrow(self):
        self._offer().action_send()
        version = self.Terms.browse(self.terms.with_user(self.manager).action_new_version()["res_id"])
        self.assertRecordValues(
            version,
            [
                {
                    "name": "Our terms",
                    "version": 2,
                    "first_version_id": self.terms.id,
                    "text": self.terms.text,
                    "response_hours": 4,
                    "first_offered_at": False,
                    "is_in_force": False,
                }
            ],
        )
        self.assertEqual(str(version.valid_from), "2026-03-03")
        version.text = "<p>Free to change</p>"
        third = self.Terms.browse(version.action_new_version()["res_id"])
        self.assertEqual((third.version, third.first_version_id), (3, self.terms))

    def test_a_new_version_speaks_all_languages_of_the_former(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.terms.update_field_translations("text", {"fr_FR": {WORD: "Nous tenons parole."}})
        self.terms.update_field_translations("name", {"fr_FR": "Nos conditions"})
        for lang in ("en_US", "fr_FR"):
            terms = self.terms.with_user(self.manager).with_context(lang=lang)
            version = self.Terms.browse(terms.action_new_version()["res_id"])
            french = version.with_context(lang="fr_FR")
            with self.subTest(lang):
                self.assertEqual((version.name, french.name), ("Our terms", "Nos conditions"))
                self.assertIn("Nous tenons parole", french.text)
                self.assertIn(WORD, version.text)

    def test_a_new_version_of_archived_terms_is_offered(self):
        self.terms.active = False
        self.assertTrue(self._version(self.terms).is_in_force)

    def test_a_copy_is_not_a_version(self):
        copy = self.terms.copy()
        self.assertEqual((copy.version, copy.name), (1, "Our terms (copy)"))
        self.assertFalse(copy.first_version_id)

    def test_which_terms_are_offered(self):
        newer = self._version(self.terms)
        other = self.env["res.company"].create({"name": "B"})
        theirs = self._terms("Theirs", company_id=other.id)
        self._terms("Past", valid_to="2026-02-28")
        self._terms("To come", valid_from="2026-06-01")
        self.assertEqual(self.Terms._find_to_offer(self.company | other), {self.company: newer, other: theirs})
        in_force = self.Terms.search([("is_in_force", "=", True)])
        self.assertEqual(in_force, self.terms | newer | theirs)
        self.assertEqual(in_force, self.Terms.search([]).filtered("is_in_force"))

    def test_versions_serve_one_company(self):
        newer = self._version(self.terms)
        with self.assertRaisesRegex(ValidationError, "same company"):
            newer.company_id = self.company

    def test_numbers_and_dates_have_bounds(self):
        for vals in ({"response_hours": -1}, {"think_days": 999}, {"valid_to": "2025-01-01"}):
            with self.subTest(vals), mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
                self._terms("Bad", **vals)

    def test_an_officer_reads_terms_and_writes_none(self):
        terms = self.terms.with_user(self.officer)
        self.assertEqual(terms.display_name, "Our terms, version 1")
        with self.assertRaises(AccessError):
            terms.write({"name": "Mine"})
        with self.assertRaises(AccessError):
            terms.action_new_version()
        with self.assertRaises(AccessError):
            self.terms.with_user(self.manager).write({"first_offered_at": False})

    def test_promises_in_words(self):
        self.assertEqual(
            self.terms._say_promises(),
            [
                "You hear from us at least every 3 days.",
                "When you write to us, we answer within 4 working hours.",
                "We look back at your search together every 28 days.",
                "You have 2 working days to think over what we propose.",
            ],
        )
        silent = self._terms("Silent", contact_interval_days=0, response_hours=0, review_interval_days=0, think_days=0)
        self.assertEqual(silent._say_promises(), [])
