from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import MONDAY
from .reference_case import TEXT, ReferenceCase


@tagged("post_install", "-at_install")
class TestReference(ReferenceCase):
    """Who is asked, with whose permission, and what becomes of it."""

    def test_asked_answered_verified(self):
        reference = self._reference()
        self.assertEqual(reference.state, "draft")
        reference.action_request()
        self.assertEqual((reference.state, reference.requested_by_id), ("requested", self.officer))
        [letter] = self._mails("mara@acme.example")
        self.assertIn("Mara", letter.body_html)
        self.assertIn("/jobseeker/reference/", letter.body_html)
        self.assertEqual(letter.reply_to, self.officer.partner_id.email_formatted)
        self.assertEqual(letter.state, "outgoing")
        self._answer(reference)
        self.assertRecordValues(
            reference, [{"state": "received", "received_channel": "page", "confidential": True, "disclosable": True}]
        )
        self.assertIn(TEXT, reference.answers)
        reference.write({"state": "verified", "verify_method": "switchboard", "verify_note": "Ms Wong"})
        self.assertRecordValues(
            reference, [{"state": "verified", "verified_by_id": self.officer.id, "verify_method": "switchboard"}]
        )

    def test_nobody_is_asked_without_permission(self):
        reference = self._reference(jobseeker_permission_at=False)
        with self.assertRaisesRegex(UserError, "has not agreed that Mara Manager is asked"):
            reference.action_request()
        self.assertFalse(self._mails("mara@acme.example"))
        self._permit(reference)
        reference.action_request()
        self.assertEqual(reference.state, "requested")

    def test_a_present_employer_needs_a_permission_of_its_own(self):
        reference = self._reference(is_current_employer=True)
        with self.assertRaisesRegex(UserError, "Acme employs"):
            reference.action_request()
        self._permit(reference, "employer")
        reference.action_request()
        self.assertEqual(reference.state, "requested")
        other = self._asked(referee_email="other@acme.example")
        with self.assertRaisesRegex(UserError, "Acme employs"):
            other.is_current_employer = True

    def test_no_rule_no_gate(self):
        self.Rule.search([("code", "=", "reference_permission")]).active = False
        self._reference(jobseeker_permission_at=False).action_request()

    def test_a_permission_lies_in_the_past(self):
        with self.assertRaises(ValidationError):
            self._reference(jobseeker_permission_at=fields.Datetime.now() + timedelta(days=1))

    def test_who_cannot_be_written_to(self):
        for vals, words in (
            ({"referee_email": "nobody"}, "no valid e-mail"),
            ({"referee_email": self.ana.partner_id.email}, "address of"),
            ({"survey_id": False}, "Choose the form"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self._reference(**vals).action_request()
        self.ana.state = "closed"
        with self.assertRaisesRegex(UserError, "is closed"):
            self._reference().action_request()

    def test_a_letter_to_a_referee_is_no_word_to_the_jobseeker(self):
        before = len(self._rows(self.ana))
        reference = self._asked()
        self.assertEqual(len(self._rows(self.ana)), before)
        self._answer(reference)
        [row] = self._rows(self.ana)[before:]
        self.assertEqual((row.direction, row.nature), ("out", "automatic"), "that it came is told them")
        self.assertNotIn(TEXT, row.summary or "")

    def test_everybody_gets_a_receipt(self):
        reference = self._asked()
        self._answer(reference)
        thanks = self._mails("mara@acme.example")[-1]
        self.assertIn("You gave it in confidence", thanks.body_html)
        self.assertIn("those who think of engaging", thanks.body_html)
        told = self._mails(self.ana.partner_id.email)[-1]
        self.assertIn("Mara Manager", told.body_html)
        self.assertNotIn("/jobseeker/reference/", told.body_html)
        activity = self.ana.activity_ids.filtered(lambda activity: "Reference received" in activity.summary)
        self.assertEqual(activity.user_id, self.officer)
        for text in [thanks.body_html, told.body_html, activity.note, *self.ana.message_ids.mapped("body")]:
            self.assertNotIn("Quokka", text)

    def test_another_address_gets_another_link_and_kills_the_first(self):
        reference = self._asked()
        [first] = self._links(self._mails("mara@acme.example"))
        token = first.rsplit("/", 1)[1]
        self.assertEqual(self.Reference._find_by_link("reference", token), reference)
        begun = reference.sudo()._begin_answer({"confidential": False, "disclosable": True}, False, "192.0.2.7")
        reference.referee_email = "Mara@Acme.example"  # the same
        self.assertEqual(self.Reference._find_by_link("reference", token), reference)
        reference.referee_email = "mara@new.example"
        self.assertFalse(self.Reference._find_by_link("reference", token))
        self.assertFalse(begun.exists(), "what somebody began behind the old link is gone")
        [second] = self._links(self._mails("mara@new.example"))
        self.assertEqual(self.Reference._find_by_link("reference", second.rsplit("/", 1)[1]), reference)

    def test_taken_back(self):
        reference = self._asked()
        [link] = self._links(self._mails("mara@acme.example"))
        reference.action_take_back()
        self.assertFalse(self.Reference._find_by_link("reference", link.rsplit("/", 1)[1]))
        self.assertEqual(reference.state, "draft")
        self.assertTrue(reference.lacks_permission)
        self.assertTrue(reference.jobseeker_permission_at, "that there was a yes when she was asked stays known")

    def test_the_time_of_a_link_runs_out_without_a_job(self):
        with freeze_time(MONDAY):
            reference = self._asked()
            self.assertEqual(str(reference.link_expires_at), "2026-05-25 23:59:59")
        self.env.invalidate_all()
        for at, state in (("2026-05-25 23:00:00", "requested"), ("2026-05-26 00:00:00", "expired")):
            with freeze_time(at):
                reference.invalidate_recordset()
                self.assertEqual(reference.state, state)
                found = self.Reference.search([("state", "=", state), ("id", "=", reference.id)])
                self.assertEqual(found, reference)
                grouped = self.Reference.formatted_read_group([("id", "=", reference.id)], ["state"], ["__count"])
                self.assertEqual([(row["state"], row["__count"]) for row in grouped], [(state, 1)])
                other = {"requested": "expired", "expired": "requested"}[state]
                self.assertFalse(self.Reference.search([("state", "=", other), ("id", "=", reference.id)]))
                self.assertTrue(self.Reference.search([("state", "not in", [other]), ("id", "=", reference.id)]))
        with freeze_time("2026-05-27 10:00:00"):
            reference.invalidate_recordset()
            reference.action_request()
            self.assertEqual(reference.state, "requested")
            self.assertEqual(str(reference.link_expires_at), "2026-08-19 23:59:59")

    def test_moves_that_there_are_not(self):
        reference = self._reference()
        for state in ("verified", "expired"):
            with self.assertRaisesRegex(UserError, "cannot become"):
                reference.write({"state": state})
        reference.write({"state": "declined"})
        with self.assertRaisesRegex(UserError, "for good"):
            reference.write({"state": "received"})
        with self.assertRaisesRegex(UserError, "asked already"):
            self._asked().action_request()

    def test_an_import_moves_by_the_table(self):
        reference = self._reference(state="received", disclosable=True, received_channel="letter")
        self.assertRecordValues(reference, [{"state": "received", "disclosable": True, "received_channel": "letter"}])
        self.assertTrue(reference.received_at)

    def test_what_was_answered_stays(self):
        reference = self._asked()
        with self.assertRaisesRegex(UserError, "recorded once"):
            reference.disclosable = True
        self._answer(reference, shown="no")
        for vals in (
            {"disclosable": True},
            {"confidential": False},
            {"found_from": "2020-01-01"},
            {"received_at": "2020-01-01 00:00:00"},
            {"is_relative": True},
            {"referee_email": "friend@example.org"},
            {"jobseeker_id": self._person("Ben").id},
        ):
            with self.assertRaises(UserError, msg=vals):
                reference.write(vals)
        for name in ("kept_answers", "requested_at", "verified_at", "link_key", "requested_by_id", "look_on"):
            with self.assertRaises(AccessError, msg=name):
                reference.write({name: False})
        with self.assertRaisesRegex(UserError, "stays on record"):
            reference.unlink()

    def test_a_letter_that_waits_is_taken_back_with_the_request(self):
        """Withdrawal stops queued letters at once: a present employer reads of nothing."""
        reference = self._asked()
        reference.sudo().requested_at = fields.Datetime.now() - timedelta(days=2)
        reference.action_remind()
        letters = self._mails("mara@acme.example")
        self.assertEqual(len(letters), 2)
        letters[0].state = "exception"
        reference.action_take_back()
        self.assertFalse(self._mails("mara@acme.example"))
        self._permit(reference)
        reference.action_request()
        reference.referee_email = "mara@new.example"
        self.assertFalse(self._mails("mara@acme.example"), "a mistyped address gets nothing any more")
        self.assertEqual(len(self._mails("mara@new.example")), 1)
        self._answer(reference)
        [thanks] = self._mails("mara@new.example")
        self.assertIn("You gave it in confidence", thanks.body_html, "and no reminder besides")
        message = thanks.mail_message_id
        self.ana.unlink()
        self.assertFalse(thanks.exists() or message.exists())

    def test_a_permission_is_a_proof(self):
        reference = self._reference(jobseeker_permission_at=False, is_current_employer=True)
        for vals in (
            {"jobseeker_permission_at": "2020-01-01 00:00:00"},
            {"permission_channel": "page"},
            {"permission_proof": "Yes"},
            {"current_employer_permission_at": "2020-01-01 00:00:00"},
            {"permission_withdrawn_at": False},
        ):
            with self.assertRaises(AccessError, msg=vals):
                reference.write(vals)
            with self.assertRaises(AccessError, msg=vals):
                self.Reference.with_user(self.officer).create(
                    {"jobseeker_id": self.ana.id, "referee_name": "Bo", **{name: "x" for name in vals}}
                )
        with self.assertRaises(ValueError):
            self.env["hr.jobseeker.reference.permit"].create({"reference_id": reference.id, "channel": "page"})
        with self.assertRaisesRegex(UserError, "what they said"):
            self._permit(reference, proof=" ")
        with self.assertRaisesRegex(UserError, "First record"):
            self._permit(reference, "employer")
        self._permit(reference, proof="Yes, ask Mara")
        self._permit(reference, "employer", proof="She knows")
        kept = {
            "permission_channel": "meeting",
            "permission_proof": "Yes, ask Mara",
            "permission_by_id": self.officer.id,
            "current_employer_proof": "She knows",
        }
        self.assertRecordValues(reference, [kept])
        reference.action_request()
        reference.action_take_back()
        self.assertRecordValues(reference, [{**kept, "lacks_permission": True}])
        self.assertTrue(reference.permission_withdrawn_at)
        self._permit(reference, proof="All right, once more")
        self.assertTrue(reference.is_permitted)
        self.assertTrue(reference.lacks_permission, "the other yes does not come back with it")
        said = str(self.ana.message_ids.mapped("body"))
        for words in ("Yes, ask Mara", "She knows", "Does not agree any more", "All right, once more"):
            self.assertIn(words, said)
        self._permit(reference, "employer")
        self._answer_by_hand(reference)
        with self.assertRaisesRegex(UserError, "has been answered"):
            self._permit(reference)

    def _answer_by_hand(self, reference):
        vals = {"reference_id": reference.id, "jobseeker_reads": "no", "disclosable": "yes", "text": TEXT}
        self.env["hr.jobseeker.reference.record"].with_user(self.officer).create(vals).action_apply()

    def test_that_somebody_was_asked_stays_on_record(self):
        reference = self._asked()
        reference.referee_email = "olga@home.example"
        said = str(self.ana.message_ids.mapped("body"))
        self.assertIn("mara@acme.example", said)
        self.assertIn("olga@home.example", said)
        asked = reference.first_asked_at
        reference.action_take_back()
        with self.assertRaisesRegex(UserError, "stays on record"):
            reference.unlink()
        self.assertTrue(asked)
        self.assertEqual((reference.first_asked_at, reference.requested_by_id), (asked, self.officer))
        reference.referee_email = "mara@acme.example"
        self.assertEqual(str(self.ana.message_ids.mapped("body")).count("olga@home.example"), 2)
        self._reference().unlink()

    def test_a_no_to_references_stops_all_of_them(self):
        asked, draft = self._asked(), self._reference(referee_email="bo@acme.example")
        came = self._asked(referee_email="r3@acme.example")
        self._answer(came)
        if "hr.jobseeker.consent" in self.env:
            purpose = self.env.ref("jobseeker_relations.purpose_references")
            self.ana._withdraw_purpose(purpose, "phone")
            with self.assertRaisesRegex(UserError, "said no to references"):
                self._reference(referee_email="r4@acme.example").action_request()
        else:
            self.ana._stop_references()
        self.assertEqual(asked.state, "draft")
        self.assertFalse(self._mails("mara@acme.example"))
        self.assertEqual((asked.lacks_permission, draft.lacks_permission), (True, True))
        self.assertEqual(came.state, "received")

    def test_an_adverse_reference_is_talked_over(self):
        reference = self._asked()
        self._answer(reference)
        reference.is_adverse = True
        with self.assertRaisesRegex(UserError, "talked over"):
            reference.write({"state": "verified", "verify_method": "known"})
        reference.discussion_note = "Ana: they quarrelled about a shift."
        self.assertEqual(reference.discussed_by_id, self.officer)
        reference.write({"state": "verified", "verify_method": "known"})

    def test_other_facts_are_talked_over(self):
        reference = self._asked()
        self._answer(reference, found_to="2022-01-31")
        self.assertTrue(reference.is_discrepant)
        self.assertIn("other dates", reference.signals)
        self.assertIn("It may be innocent", reference.signals)
        with self.assertRaisesRegex(UserError, "other facts"):
            reference.write({"state": "verified", "verify_method": "known"})

    def test_signals_are_facts(self):
        self.assertFalse(self._reference().signals)
        reference = self._asked(referee_email="mara@gmail.com")
        reference.sudo()._add_network("jobseeker_networks", "192.0.2.7")
        self.assertNotIn("192.0.2", reference.sudo().jobseeker_networks)
        self._answer(reference)
        self.assertEqual(reference._find_signals(), ["same_network", "free_mail", "quick"])
        for words in ("same network", "anybody can get", "very soon"):
            self.assertIn(words, reference.signals)
        other = self._asked()
        with freeze_time(fields.Datetime.now() - timedelta(minutes=5)):
            other.sudo()._begin_answer({"confidential": True, "disclosable": True}, False, "192.0.2.7")
        self._answer(other)
        self.assertFalse(other.signals, "the organisation's own address, from elsewhere, with time to write")
        reference.write({"state": "verified", "verify_method": "switchboard"})

    def test_dialogs(self):
        reference = self._asked()
        record = self.env["hr.jobseeker.reference.record"].with_user(self.officer)
        dialog = record.create({"reference_id": reference.id, "channel": "phone", "text": TEXT})
        with self.assertRaisesRegex(UserError, "who may read it"):
            dialog.action_apply()
        dialog.write({"jobseeker_reads": "no", "disclosable": "yes"})
        dialog.action_apply()
        self.assertRecordValues(
            reference, [{"state": "received", "received_channel": "phone", "confidential": True, "disclosable": True}]
        )
        self.assertIn(TEXT, reference.answers)
        self.assertFalse(dialog.text)
        verify = self.env["hr.jobseeker.reference.verify"].with_user(self.officer)
        dialog = verify.create({"reference_id": reference.id, "method": "other"})
        with self.assertRaisesRegex(UserError, "what you did"):
            dialog.action_apply()
        dialog.note = "Met her"
        dialog.action_apply()
        self.assertEqual((reference.state, reference.verify_note), ("verified", "Met her"))
        with self.assertRaises(UserError):
            reference.action_record()

    def test_two_who_are_no_relatives(self):
        self.assertIn("0 of 2", self.ana.reference_status)
        for number, vals in enumerate(({"is_relative": True}, {"shown": "no"}, {}), start=1):
            shown = vals.pop("shown", "yes")
            self._answer(self._asked(referee_email=f"r{number}@acme.example", **vals), shown=shown)
        self.ana.invalidate_recordset()
        self.assertIn("1 of 2", self.ana.reference_status)
        ana = self.ana.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "1 of 2 references from non-relatives"):
            ana._check_references_for_vulnerable()
        self._answer(self._asked(referee_email="r9@acme.example"))
        self.ana.invalidate_recordset()
        ana._check_references_for_vulnerable()

    def test_elsewhere_the_rule_does_not_hold(self):
        self.company.country_id = self.env.ref("base.de")
        self.ana._check_references_for_vulnerable()
        self.assertIn("References received: 0", self.ana.reference_status)

    def test_a_copy_of_ones_data(self):
        open_one, closed = self._asked(), self._asked(referee_email="other@acme.example")
        self._answer(open_one, reads="yes")
        self._answer(closed, reads="no")
        self.assertEqual((open_one._is_exempt_from_access(), closed._is_exempt_from_access()), (False, True))
        self.assertIn("Schedule 2", closed._say_exemption())
        self.company.country_id = self.env.ref("base.de")
        self.assertFalse(closed._is_exempt_from_access())

    def test_with_the_relationship_everything_goes(self):
        reference = self._asked()
        answer = reference.sudo()._begin_answer({"confidential": True, "disclosable": True}, False, None)
        self.ana.unlink()
        self.assertFalse(reference.exists() or answer.exists())

    def test_an_application_shows_them(self):
        applicant = self.env["hr.applicant"].create(
            {"partner_name": self.ana.name, "partner_id": self.ana.partner_id.id, "company_id": self.company.id}
        )
        reference = self._reference(jobseeker_id=applicant.jobseeker_id.id)
        self.assertEqual(applicant.with_user(self.officer).reference_ids, reference)
        self.assertNotIn("reference_ids", applicant.with_user(self.interviewer).fields_get())
