from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .mail_letters import BOUNCE
from .referral_case import PDF, SECRET, ReferralCase


@tagged("post_install", "-at_install")
class TestReferralSending(ReferralCase):
    """What a hirer gets, and what never; jobs of our own; profiles without a name."""

    def test_the_letter_holds_the_snapshot_and_nothing_else(self):
        """A word is planted wherever we write about the person, and the letter, its files and readers are searched."""
        self._cv()
        internal = self._cv(name="internal.pdf", content=SECRET.encode(), by_them=False)
        self.ana.message_post(body="Ours", subtype_xmlid="mail.mt_note", attachment_ids=internal.ids)
        follower = self.env["res.partner"].create({"name": "Follower", "email": "follower@example.com"})
        self.ana.message_subscribe(follower.ids)
        self.ana._message_log(body=SECRET)
        self.ana.message_post(body=SECRET, subtype_xmlid="mail.mt_note")
        self.ana.hold_reason = SECRET
        self.ana.activity_schedule("mail.mail_activity_data_todo", summary=SECRET, note=SECRET, user_id=self.officer.id)
        self.ana.partner_id.comment = SECRET
        self.ana.need_ids.write({"evidence": SECRET, "assessment_note": SECRET})
        health = self.env["hr.jobseeker.need.type"].create({"name": "Health", "sensitive": True})
        self.env["hr.jobseeker.need"].create({"jobseeker_id": self.ana.id, "type_id": health.id, "name": SECRET})
        self.env["hr.jobseeker.need"].create(
            {
                "jobseeker_id": self.ana.id,
                "type_id": self.env.ref("jobseeker_relations.need_type_pay").id,
                "name": SECRET,
                "kind": "expectation",
            }
        )
        self.ana.need_ids._confirm()
        before = self.env["mail.mail"].sudo().search([])
        referral = self._draft()
        self.assertEqual(referral.cv_id.name, "cv.pdf")
        referral.action_ask()
        referral.sudo()._agree("page", applied="no")
        referral.action_send()
        [letter] = self._mails("hugo@acme.example")
        self.assertEqual(letter.email_to, '"Hugo Hirer" <hugo@acme.example>')
        self.assertFalse(letter.recipient_ids or letter.email_cc)
        self.assertFalse(letter.model or letter.res_id, "it stands on no thread")
        self.assertEqual(letter.reply_to, self.officer.partner_id.email_formatted)
        for text in (letter.subject, letter.body_html, letter.headers, letter.attachment_ids.mapped("name")):
            self.assertNotIn(SECRET, str(text))
        self.assertEqual(letter.attachment_ids.mapped("raw"), [PDF])
        for words in ("Ana Costa", "A careful welder.", "28000", "Welder"):
            self.assertIn(words, letter.body_html)
        for words in ("ana.costa@example.com", "351912345678"):
            self.assertNotIn(words, letter.body_html, "contact details go where that was chosen")
        new = self.env["mail.mail"].sudo().search([]) - before
        self.assertFalse(
            [mail for mail in new if "follower" in str(mail.email_to or mail.recipient_ids.mapped("email"))]
        )
        self.assertFalse(self.hugo in self.ana.message_partner_ids)

    def test_contact_details_where_they_were_chosen(self):
        self._sent(with_contact_details=True)
        [letter] = self._mails("hugo@acme.example")
        self.assertIn("ana.costa@example.com", letter.body_html)

    def test_without_a_name(self):
        self._cv()
        self.ana.profile_text = (
            "Ana is a welder; write to ana.costa@example.com, or ring +351 912 345 678. Costa likes it."
        )
        referral = self._sent(anonymised=True)
        [letter] = self._mails("hugo@acme.example")
        text = letter.subject + letter.body_html
        for words in ("Costa", "ana.costa@example.com", "912 345 678"):
            self.assertNotIn(words, text)
        self.assertIn(referral.number, letter.subject)
        self.assertFalse(letter.attachment_ids, "a file tells the name")

    def test_the_profile_without_a_name(self):
        self.ana.profile_text = "Ana Costa welds. ana.costa@example.com"
        rows = dict(self.ana._get_anonymous_rows())
        self.assertEqual(rows["Profile"], "… welds. …")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "jobseeker_relations.report_hr_jobseeker_anonymous", self.ana.ids
        )
        for words in (b"Costa", b"ana.costa", b"912345678", b"Lisbon", b"image/128"):
            self.assertNotIn(words, html)
        self.assertIn(b"28000", html)

    def test_the_letter_that_did_not_leave(self):
        referral = self._sent()
        letter = self._mails("hugo@acme.example")
        with self.assertRaisesRegex(UserError, "waits in the queue"):
            referral.action_send_again()
        letter.write({"state": "exception", "failure_reason": "No such mailbox"})
        self.assertEqual(referral.letter_fault, "No such mailbox")
        referral.action_send_again()
        [again] = self._mails("hugo@acme.example")
        self.assertEqual(again.state, "outgoing")
        self.assertFalse(referral.letter_fault)

    def test_what_lies_in_the_queue_does_not_leave_once_data_are_frozen(self):
        referral = self._sent()
        letter = self._mails("hugo@acme.example")
        self.ana._freeze()
        letter.send()
        self.assertEqual(letter.state, "cancel")
        self.assertIn("freeze their data", referral.letter_fault)
        self.assertFalse(referral._is_with_hirer())
        self.ana._unfreeze("They asked")
        referral.action_send_again()
        [again] = self._mails("hugo@acme.example")
        self.assertEqual(again.state, "outgoing")

    def test_the_file_that_goes_is_nobodys_to_change(self):
        referral = self._sent(cv_id=self._cv().id)
        with self.assertRaises(UserError):
            referral.cv_copy_id.write({"raw": b"%PDF-1.4 of somebody else"})
        referral.cv_copy_id.sudo().raw = b"%PDF-1.4 of somebody else"
        letter = self._mails("hugo@acme.example")
        letter.send()
        self.assertEqual(letter.state, "cancel")
        self.assertIn("not what Ana Costa agreed to", referral.letter_fault)

    def test_what_lies_in_the_queue_does_not_leave_once_the_search_is_closed(self):
        referral = self._sent()
        self.ana.state = "closed"
        self.assertFalse(self._mails("hugo@acme.example"))
        self.assertRecordValues(referral, [{"state": "withdrawn", "sent_at": False}])
        self.assertNotIn("Tell Acme that we withdraw what we sent", self._tasks())

    def test_a_letter_that_came_back(self):
        referral = self._sent()
        mark = self._mails("hugo@acme.example").message_id
        self._left()
        self.assertEqual(referral.sudo().letter_mark, mark)
        self.assertIn(self.acme, self.ana._get_recipients()[self.ana])
        report = BOUNCE.format(
            to="bounce@ours.example",
            email_from="MAILER-DAEMON@mx.acme.example",
            subject="Undelivered Mail Returned to Sender",
            msg_id=f"<bounce-{self.id()}>",
            date="Thu, 5 Mar 2026 08:00:00 +0000",
            bounced="hugo@acme.example",
            bounced_id=mark,
        )
        report = report.replace("Status: 5.1.1", "Status: 5.1.1\nDiagnostic-Code: smtp; 5.1.1 No such mailbox")
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.env["mail.thread"].message_process(None, report)
        self.assertEqual(referral.letter_fault, "5.1.1 No such mailbox")
        self.assertFalse(referral._is_with_hirer())
        self.assertIn(self.acme, self.ana._get_recipients()[self.ana], "such a report can be forged")
        self.assertTrue([summary for summary in self._tasks() if "The letter came back." in summary])
        referral.action_send_again()
        self.assertFalse(referral.letter_fault)

    def test_a_letter_that_waits_is_not_sent_after_all(self):
        referral = self._sent()
        self.assertTrue(referral.is_unsendable)
        self.job.active = False  # whatever has come up since
        referral.action_unsend()
        self.assertFalse(self._mails("hugo@acme.example"))
        self.assertRecordValues(
            referral, [{"state": "ready", "sent_at": False, "hirer_word_on": False, "has_consent": True}]
        )
        self.job.active = True
        referral.action_send()
        self.assertEqual(len(self._mails("hugo@acme.example")), 1)
        self._left()
        referral.invalidate_recordset()
        self.assertFalse(referral.is_unsendable)
        with self.assertRaisesRegex(UserError, "The letter has left"):
            referral.action_unsend()

    def test_sent_again_through_the_gates(self):
        referral = self._sent()
        self._mails("hugo@acme.example").write({"state": "exception"})
        self.job.active = False
        with self.assertRaisesRegex(UserError, "is archived"):
            referral.action_send_again()

    def test_who_withdrew_is_not_sent_again(self):
        referral = self._sent()
        self._mails("hugo@acme.example").write({"state": "exception"})
        with patch.object(type(referral), "_has_consent", lambda one: False):
            with self.assertRaisesRegex(
                UserError, "has not agreed|took their yes back|something else|has not answered"
            ):
                referral.action_send_again()

    def test_no_word_to_the_jobseeker_in_the_ledger(self):
        referral = self._agreed()
        before = len(self.ana.contact_ids)
        referral.action_send()
        self._left()
        self.ana.invalidate_recordset()
        self.assertEqual(len(self.ana.contact_ids), before)

    def test_in_the_language_of_who_reads(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.hugo.lang = "fr_FR"
        self.job.with_context(lang="fr_FR").name = "Soudeur"
        self._sent()
        [letter] = self._mails("hugo@acme.example")
        self.assertIn("Soudeur", letter.body_html)

    # --- jobs of our own --------------------------------------------------------------------------------

    def test_a_job_of_our_own_gets_an_application(self):
        own = self._job("Clerk", hirer_id=False, hirer_contact_id=False, hirer_pay=False)
        pool = self.env["hr.talent.pool"].create({"name": "Clerks"})
        talent = self.env["hr.applicant"].create(
            {
                "partner_name": self.ana.name,
                "partner_id": self.ana.partner_id.id,
                "email_from": self.ana.email,
                "talent_pool_ids": pool.ids,
                "company_id": self.company.id,
            }
        )
        talent.pool_applicant_id = talent
        referral = self._agreed(job=own)
        self.assertTrue(referral.is_internal)
        self.assertFalse(referral.blockers, "particulars are a hirer's")
        referral.action_send()
        application = referral.applicant_id
        self.assertEqual((application.job_id, application.jobseeker_id), (own, self.ana))
        self.assertEqual(application.pool_applicant_id, talent, "by Odoo's own way from a talent to a job")
        self.assertFalse(application.talent_pool_ids)
        self.assertFalse(referral.sent_to)
        self.assertFalse(self.ana._get_recipients()[self.ana])

    def test_who_applied_already_gets_no_second_one(self):
        own = self._job("Clerk", hirer_id=False, hirer_contact_id=False)
        known = self.env["hr.applicant"].create(
            {"partner_name": self.ana.name, "partner_id": self.ana.partner_id.id, "job_id": own.id}
        )
        self.assertEqual(self._sent(job=own).applicant_id, known)

    def test_who_never_applied_gets_their_first(self):
        own = self._job("Clerk", hirer_id=False, hirer_contact_id=False)
        application = self._sent(job=own).applicant_id
        self.assertEqual((application.job_id, application.jobseeker_id), (own, self.ana))

    def test_our_own_company_is_no_hirer(self):
        with self.assertRaisesRegex(UserError, "our own company"):
            self._job("Clerk", hirer_id=self.company.partner_id.id, hirer_contact_id=False)

    def test_a_job_with_referrals_stays(self):
        self._draft()
        with self.assertRaisesRegex(UserError, "archive it instead"):
            self.job.unlink()
