from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .referral_case import PDF, SECRET, ReferralCase


@tagged("post_install", "-at_install")
class TestReferral(ReferralCase):
    """One referral from the draft to its outcome: states, consent, snapshot, withdrawal."""

    def test_asked_agreed_sent_engaged(self):
        self._cv()
        referral = self._draft()
        self.assertEqual((referral.hirer_id, referral.hirer_contact_id), (self.acme, self.hugo))
        self.assertEqual(referral.introduction, "A careful welder.")
        referral.action_ask()
        self.assertEqual(referral.state, "consent_asked")
        self.assertTrue(referral.snapshot_digest and referral.cv_sha256)
        referral.sudo()._agree("page", applied="no", origin="192.0.2.7")
        self.assertRecordValues(
            referral, [{"state": "ready", "consent_channel": "page", "consent_ip": "192.0.2.7", "blockers": False}]
        )
        self.assertIn("Acme for the job “Welder”", referral.consent_wording)
        self.assertTrue(referral.has_consent)
        referral.action_send()
        self.assertEqual(referral.state, "sent")
        self.assertEqual(referral.sent_to, '"Hugo Hirer" <hugo@acme.example>')
        [letter] = self._mails("hugo@acme.example")
        self.assertEqual(letter.attachment_ids.raw, PDF)
        referral.write({"state": "interview", "interview_on": fields.Date.today()})
        referral.write({"state": "offered"})
        referral.write({"state": "engaged", "engaged_on": fields.Date.today()})
        self.assertEqual(referral.outcome_on, fields.Date.today())

    def test_the_table_of_moves(self):
        referral = self._draft()
        for vals in ({"state": "sent"}, {"state": "interview", "interview_on": "2026-01-01"}):
            with self.assertRaisesRegex(UserError, "cannot become"):
                referral.write(vals)
        with self.assertRaisesRegex(UserError, "has not agreed"):
            referral.write({"state": "ready"})
        sent = self._sent(job=self._job("Fitter"))
        with self.assertRaisesRegex(UserError, "cannot become"):
            sent.write({"state": "draft"})
        sent.write({"state": "refused", "outcome_reason_id": self.reason.id})
        with self.assertRaisesRegex(UserError, "for good"):
            sent.write({"state": "sent"})

    def test_closed_with_its_outcome_alone(self):
        referral = self._sent()
        for vals, words in (
            ({"state": "refused"}, "choose a reason"),
            ({"state": "withdrawn"}, "choose a reason"),
            ({"state": "engaged"}, "begin to work"),
            ({"state": "interview"}, "the interview is"),
        ):
            with self.assertRaisesRegex(ValidationError, words):
                referral.write(vals)
        referral.write({"state": "refused", "outcome_reason_id": self.reason.id, "outcome_note": "No code"})
        with self.assertRaisesRegex(UserError, "recorded once"):
            referral.outcome_note = "Otherwise"
        self.assertIn("Tell Ana Costa how it ended at Acme", self._tasks())

    def test_what_they_were_asked_about_stays(self):
        referral = self._asked()
        for vals in ({"introduction": "Other"}, {"anonymised": True}, {"job_id": False}, {"need_ids": [(5,)]}):
            with self.assertRaisesRegex(UserError, "asked about exactly this"):
                referral.write(vals)
        for name in ("snapshot", "consent_at", "consent_digest", "sent_at", "cv_copy_id", "excluded_consent_at"):
            with self.assertRaises(AccessError):
                referral.write({name: False})
        link = self._link()
        token = link.rsplit("/", 1)[1]
        self.assertEqual(self.Referral._find_by_link("referral", token), referral)
        referral.action_change()
        self.assertFalse(self.Referral._find_by_link("referral", token))
        self.assertFalse(referral.snapshot)
        referral.introduction = "Other"
        referral.action_ask()
        self.assertIn("Other", referral.sudo().snapshot)

    def test_a_yes_is_to_what_was_shown(self):
        self._cv()
        referral = self._agreed()
        digest = referral.snapshot_digest
        self.ana.partner_id.name = "Ana Renamed"
        self.ana.profile_text = SECRET
        referral.cv_id.sudo().raw = b"%PDF-1.4 another"
        self.assertEqual(referral.sudo()._digest(), digest)
        referral.action_send()
        [letter] = self._mails("hugo@acme.example")
        self.assertIn("Ana Costa", letter.body_html)
        self.assertNotIn(SECRET, letter.body_html)
        self.assertEqual(letter.attachment_ids.raw, PDF)

    def test_a_file_that_was_changed_does_not_go(self):
        self._cv()
        referral = self._agreed()
        referral.sudo().cv_copy_id.raw = b"%PDF-1.4 swapped"
        with self.assertRaisesRegex(UserError, "not what Ana Costa agreed to"):
            referral.action_send()
        self.assertFalse(self._mails("hugo@acme.example"))

    def test_a_no(self):
        referral = self._asked()
        referral.sudo()._decline("page", "Too far")
        self.assertRecordValues(
            referral,
            [
                {
                    "state": "withdrawn",
                    "outcome_note": "Too far",
                    "outcome_reason_id": self.env.ref("jobseeker_relations.referral_reason_said_no").id,
                }
            ],
        )
        self.assertFalse(referral.sudo()._decline("page"), "a second no changes nothing")
        self.assertIn("Does not want to be put forward: Ana Costa → Acme, Welder", self._tasks())

    def test_withdrawn_before_it_left(self):
        referral = self._sent()
        self.assertEqual(len(self._mails("hugo@acme.example")), 1)
        referral.sudo()._withdraw_consent("page", "Found something")
        self.assertEqual(referral.state, "withdrawn")
        self.assertFalse(self._mails("hugo@acme.example"), "what lay in the queue does not leave")
        self.assertNotIn("Tell Acme that they withdrew", self._tasks())

    def test_withdrawn_when_the_hirer_has_it(self):
        referral = self._sent()
        self._left()
        referral.sudo()._withdraw_consent("page")
        self.assertEqual(referral.state, "withdrawn")
        self.assertIn("Tell Acme that they withdrew", self._tasks())

    def test_a_no_to_the_purpose_stops_all_of_them(self):
        ready, sent, draft = self._agreed(), self._sent(job=self._job("Fitter")), self._draft(job=self._job("Turner"))
        self._left()
        purpose = self.env.ref("jobseeker_relations.purpose_refer")
        self.ana._withdraw_purpose(purpose, "phone")
        (ready | sent | draft).invalidate_recordset()
        self.assertEqual({one.state for one in ready | sent | draft}, {"withdrawn"})
        self.assertIn("Tell Acme that they withdrew", self._tasks())
        with self.assertRaisesRegex(UserError, "said no to being put forward at all"):
            self._asked(job=self._job("Painter"))
        with self.assertRaisesRegex(UserError, "said no to being put forward at all"):
            self._draft(job=self._job("Cook"))._agree("phone", applied="no", proof="Yes")

    def test_we_withdraw(self):
        referral = self._draft()
        dialog = self.env["hr.jobseeker.referral.outcome"].with_user(self.officer)
        dialog = dialog.create({"referral_id": referral.id, "outcome": "interview", "interview_on": "2026-12-01"})
        with self.assertRaisesRegex(UserError, "Send it first"):
            dialog.action_apply()
        mistake = self.env.ref("jobseeker_relations.referral_reason_mistake")
        dialog.write({"outcome": "withdrawn", "reason_id": mistake.id})
        dialog.action_apply()
        self.assertEqual((referral.state, referral.outcome_reason_id), ("withdrawn", mistake))

    def test_we_withdraw_what_waits_in_the_queue(self):
        """By a write as by the button: no letter leaves, and nobody was put forward to whom nothing went."""
        referral = self._sent()
        referral.write({"state": "withdrawn", "outcome_reason_id": self.reason.id})
        self.assertFalse(self._mails("hugo@acme.example"))
        self.assertFalse(referral.sent_at)
        self.assertNotIn(self.acme, self.ana._get_recipients()[self.ana])
        self.assertNotIn("Tell Acme that we withdraw what we sent", self._tasks())
        self.assertEqual(self._agreed().state, "ready", "the same hirer and job again")

    def test_we_withdraw_what_the_hirer_has(self):
        referral = self._sent()
        self._left()
        referral.write({"state": "withdrawn", "outcome_reason_id": self.reason.id})
        self.assertTrue(referral.sent_at)
        self.assertIn("Tell Acme that we withdraw what we sent", self._tasks())

    def test_who_found_work_is_asked_about_each_hirer_who_knows_of_them(self):
        self._sent()
        self._sent(job=self._job("Fitter"))
        self._left()
        other = self._hirer("Beta", email="beta@example.com")
        job = self._job("Turner", hirer_id=other.id, hirer_contact_id=False)
        self._sent(job=job)  # waits in the queue
        self.ana.write({"state": "placed", "placed_on": fields.Date.today()})
        told = [summary for summary in self._tasks() if "has found work" in summary]
        self.assertEqual(told, ["Ana Costa has found work: do they still want Acme?"])

    def test_days_are_those_of_the_person(self):
        """On the other side of the date line a yes holds to the end of its last day there."""
        with freeze_time("2026-03-02 10:00:00"):
            self.ana.partner_id.tz = "Pacific/Honolulu"
            self.ana.need_ids._confirm()
            referral = self._agreed()
            referral.sudo().consent_expires_on = "2026-03-03"
        with freeze_time("2026-03-03 09:00:00"):  # the evening of the second in Honolulu
            self.assertTrue(referral._has_consent())
            self.assertEqual(str(referral._get_today()), "2026-03-02")
        with freeze_time("2026-03-03 11:00:00"):
            self.assertFalse(referral._has_consent())

    def test_days_of_the_record_are_those_of_the_person(self):
        """Summer in Lisbon: it is the next day there, whoever reads it where."""
        referral = self._sent()
        self._left()
        self.ana.partner_id.tz = "Europe/Lisbon"
        referral.sudo().sent_at = "2026-07-01 23:30:00"
        self.assertIn("07/02/2026: Acme, Welder", referral._say_record())
        with freeze_time("2026-07-03 23:30:00"):
            referral.write({"state": "engaged", "engaged_on": "2026-07-06"})
            referral.action_still_there()
        self.assertEqual([str(referral.outcome_on), str(referral.still_there_on)], ["2026-07-04"] * 2)
        with freeze_time("2026-07-09 23:30:00"):
            referral.action_left()
        self.assertRecordValues(referral.sudo(), [{"left_on": fields.Date.to_date("2026-07-10"), "look_on": False}])

    def test_who_is_engaged_is_offered_to_be_placed(self):
        referral = self._sent()
        dialog = self.env["hr.jobseeker.referral.outcome"].with_user(self.officer)
        dialog = dialog.create({"referral_id": referral.id, "outcome": "engaged", "engaged_on": fields.Date.today()})
        action = dialog.action_apply()
        self.assertEqual(action["res_model"], "hr.jobseeker.place")
        self.assertEqual(referral.state, "engaged")

    def test_only_a_draft_is_deleted(self):
        draft, asked = self._draft(), self._asked(job=self._job("Fitter"))
        draft.unlink()
        with self.assertRaisesRegex(UserError, "withdraw it instead"):
            asked.unlink()

    def test_nothing_of_somebody_else(self):
        other = self._person("Bob Banks", adviser_id=self.officer.id)
        need = self.env["hr.jobseeker.need"].create(
            {"jobseeker_id": other.id, "type_id": self.env.ref("jobseeker_relations.need_type_pay").id, "value": "1"}
        )
        with self.assertRaisesRegex(ValidationError, "this person's relationship"):
            self._draft(cv_id=self._cv(other).id)
        with self.assertRaisesRegex(ValidationError, "Only what this person looks for"):
            self._draft(need_ids=[(6, 0, need.ids)])
        with self.assertRaisesRegex(ValidationError, "not of that company"):
            self._draft(hirer_contact_id=other.partner_id.id)

    def test_a_draft_is_started_once(self):
        ana = self.ana.with_user(self.officer)
        draft = ana._start_referral(self.job, self.acme)
        self.assertEqual(draft.hirer_contact_id, self.hugo)
        self.assertEqual(ana._start_referral(self.job), draft)
        self.assertTrue(ana._start_referral(self._job("Ours", hirer_id=False, hirer_contact_id=False)).is_internal)

    def test_a_second_draft_that_is_given_up_decides_nothing(self):
        sent = self._sent()
        [row] = self.env["hr.jobseeker.match.suggestion"].search([("job_id", "=", self.job.id)])
        self._left()
        self._draft().unlink()
        self.assertEqual(row.state, "accepted", "they are with the hirer")
        row.cause = "search"
        sent.write({"state": "refused", "outcome_reason_id": self.reason.id})
        self._draft().write({"state": "withdrawn", "outcome_reason_id": self.reason.id})
        self.assertEqual(row.state, "accepted", "they were refused there")

    def test_counts_and_screens(self):
        self._draft()
        self.assertEqual((self.ana.referral_count, self.ana.open_referral_count), (1, 1))
        self.assertEqual(self.job.referral_count, 1)
        self.assertEqual(self.job.action_open_referrals()["domain"], [("job_id", "=", self.job.id)])

    def test_with_the_relationship_everything_goes(self):
        self._cv()
        referral = self._sent()
        copy = referral.sudo().cv_copy_id
        self.ana.sudo().unlink()
        self.assertFalse(referral.exists() or copy.exists() or self._mails("hugo@acme.example"))

    def test_who_was_told(self):
        self.assertFalse(self.ana._get_recipients()[self.ana])
        referral = self._sent()
        self._left()
        self.assertEqual(self.ana._get_recipients()[self.ana], self.acme)
        self.assertEqual(self.ana._get_disclosed_on(), {self.ana: referral.sent_at.date()})
        [entry] = [entry for entry in self.ana._get_record() if entry.label == "Hirers introduced to"]
        self.assertIn("Acme, Welder: Sent", entry.held[0])

    def test_nobody_else_reads_any(self):
        referral = self._draft()
        for user in (self.interviewer,):
            with self.assertRaises(AccessError):
                referral.with_user(user).read(["state"])
            with self.assertRaises(AccessError):
                self.Referral.with_user(user).search([])
            self.assertNotIn("referral_ids", self.job.with_user(user).fields_get())
