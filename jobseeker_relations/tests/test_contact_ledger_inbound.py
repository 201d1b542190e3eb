from odoo.tests import tagged

from .common import MONDAY
from .ledger_case import LedgerCase


@tagged("post_install", "-at_install")
class TestWordsFromThePerson(LedgerCase):
    def test_the_application_itself_is_the_first_word(self):
        self._receive('"Béla Nagy" <bela@example.com>', subject="Application")
        application = self.env["hr.applicant"].search([("partner_name", "=", "Béla Nagy")])
        row = self.assertLedger(application.jobseeker_id, [("in", "email", "personal", None)])
        self.assertEqual((row.applicant_id, row.summary), (application, "Application"))
        self.assertEqual(row.message_id.author_id, application.partner_id)
        self.assertFalse(row.user_id)

    def test_a_job_board_brings_the_first_word(self):
        self.env["hr.job.platform"].create({"name": "Board", "email": "jobs@board.example", "regex": "of (.*)$"})
        self._receive('"Board" <jobs@board.example>', subject="Application of Béla Nagy")
        application = self.env["hr.applicant"].search([("partner_name", "=", "Béla Nagy")])
        self.assertLedger(application.jobseeker_id, [("in", "email", "personal", None)])

    def test_a_reply(self):
        self._write_to(self.application)
        with self.mock_datetime_and_now(MONDAY):
            self._receive("Anna <anna@example.com>", references=self._last_id(self.application))
        row = self.assertLedger(
            self.jobseeker, [("out", "email", "personal", None), ("in", "email", "personal", None)]
        )[-1]
        self.assertEqual(row.date, MONDAY, "when it reached us, not what its header claims")
        self.assertEqual((row.applicant_id, row.qualifying), (self.application, True))
        self.assertEqual(self.jobseeker.last_inbound_at, MONDAY)

    def test_a_reply_quotes_no_link_that_answers_for_the_person(self):
        self._write_to(self.application)
        link = self.jobseeker._get_link("action", 5)
        self._receive(
            "Anna <anna@example.com>", references=self._last_id(self.application), quoted=f"> {link}\n> Bye\n"
        )
        reply = self.application.message_ids[:1]
        self.assertIn("Good morning", reply.body)
        self.assertIn("/my/job-search", reply.body)
        self.assertIn("Bye", reply.body)
        self.assertNotIn("/jobseeker/action/", reply.body)

    def test_a_reply_from_the_family_mailbox_is_the_threads_own_persons(self):
        other = self._application("Mária Kovács", "kovacs@example.com")
        application = self._application("Anna Kovács", "kovacs@example.com")
        for own, name in ((application, "Anna"), (application, "The Kovács family")):
            with self.subTest(name=name):
                message = own.message_post(body="?", message_type="comment", subtype_xmlid="mail.mt_comment")
                self._receive(f'"{name}" <kovacs@example.com>', references=message.message_id, subject=name)
        self.assertEqual(len(self._rows(application.jobseeker_id)), 2)
        self.assertLedger(other.jobseeker_id, [])
        replies = application.message_ids.filtered(lambda message: message.message_type == "email")
        self.assertEqual(replies.author_id, application.partner_id, "nor is another the author in the chatter")

    def test_on_another_thread_the_author_counts(self):
        message = self._elsewhere()
        self._receive("Anna Kovács <anna@example.com>", self.catchall, references=message.message_id)
        row = self.assertLedger(self.jobseeker, [("in", "email", "personal", None)])
        self.assertFalse(row.applicant_id)

    def test_on_another_thread_the_name_parts_a_family(self):
        mother = self._application("Mária Kovács", "kovacs@example.com")
        daughter = self._application("Anna Kovács", "kovacs@example.com")
        message = self._elsewhere()
        self._receive("Anna Kovacs <kovacs@example.com>", self.catchall, references=message.message_id)
        self.assertLedger(mother.jobseeker_id, [])
        self.assertLedger(daughter.jobseeker_id, [("in", "email", "personal", None)])

    def test_on_another_persons_application_the_author_counts(self):
        other = self._application("Béla Nagy", "bela@example.com")
        message = other.message_post(body="?", message_type="comment", subtype_xmlid="mail.mt_comment")
        self._receive("Anna Kovács <anna@example.com>", references=message.message_id)
        self.assertLedger(other.jobseeker_id, [])
        row = self.assertLedger(self.jobseeker, [("in", "email", "personal", None)])
        self.assertFalse(row.applicant_id)

    def test_a_hirers_letter_is_not_the_persons_word(self):
        message = self.application.message_post(body="?", message_type="comment", subtype_xmlid="mail.mt_comment")
        self._receive("Hirer <hirer@example.com>", references=message.message_id)
        self.assertLedger(self.jobseeker, [])

    def test_a_colleagues_letter_is_ours_and_personal(self):
        message = self.application.message_post(body="?", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.application.message_subscribe(self.anna.ids)
        self._receive(f"Carl <{self.colleague.email}>", references=message.message_id)
        row = self.assertLedger(self.jobseeker, [("out", "email", "personal", None)])
        self.assertEqual(row.user_id, self.colleague)

    def test_out_of_office(self):
        self._write_to(self.application)
        self._receive(
            "Anna <anna@example.com>",
            references=self._last_id(self.application),
            extra="Auto-Submitted: auto-replied\n",
        )
        row = self.assertLedger(
            self.jobseeker, [("out", "email", "personal", None), ("in", "email", "automatic", None)]
        )[-1]
        self.assertEqual((row.qualifying, row.message_id.message_type), (False, "out_of_office"))
        self.assertFalse(self.jobseeker.last_inbound_at)

    def test_out_of_office_on_another_thread(self):
        message = self._elsewhere()
        for sender in ("Anna <anna@example.com>", "Stranger <stranger@example.com>"):
            self._receive(sender, self.catchall, references=message.message_id, extra="Auto-Submitted: auto-replied\n")
        self.assertLedger(self.jobseeker, [("in", "email", "automatic", None)])
        replies = self.env["mail.message"].search([("parent_id", "=", message.id)])
        by_sender = {reply.email_from: reply.message_type for reply in replies}
        self.assertEqual(by_sender['"Stranger" <stranger@example.com>'], "email", "strangers' mail is left as it is")

    def test_a_comment_in_the_portal(self):
        portal = self._portal_user(self.anna)
        self.application.sudo().message_post(
            author_id=portal.partner_id.id, body="Here I am", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertLedger(self.jobseeker, [("in", "portal", "personal", None)])

    def test_every_company_that_knows_the_person_hears_of_it(self):
        self.anna.company_id = False
        there = self._application(job_id=False, company_id=self.company_2.id).jobseeker_id
        self.assertEqual(there.partner_id, self.anna)
        self.application.message_post(
            author_id=self.anna.id, body="Hello", message_type="email", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(len(self._rows(self.jobseeker)), 1)
        self.assertLedger(there, [])

    def test_the_future_is_not_believed(self):
        with self.mock_datetime_and_now(MONDAY):
            for date in ("2030-01-01 00:00:00", "2020-01-01 00:00:00"):
                self.application.with_user(self.officer).message_post(
                    author_id=self.anna.id, body="Hello", message_type="email", date=date
                )
        self.assertEqual([str(row.date) for row in self._rows(self.jobseeker)], [str(MONDAY), "2020-01-01 00:00:00"])

    def test_nobody_makes_up_a_word_of_somebody_else(self):
        Message = self.env["mail.message"]
        vals = {"message_type": "email", "author_id": self.anna.id, "body": "I take it back", "model": False}
        for user in (self.interviewer, self.officer):
            Message.with_user(user).create(vals)
        self.application.with_user(self.interviewer).message_post(
            author_id=self.anna.id, body="Forget me", message_type="email"
        )
        self.assertLedger(self.jobseeker, [])
        portal = self._portal_user(self.anna)
        Message.with_user(portal).sudo().create(vals)
        self.assertLedger(self.jobseeker, [("in", "email", "personal", None)])

    def test_who_keeps_the_relationship_enters_what_came_elsewhere(self):
        self.application.with_user(self.officer).message_post(
            author_id=self.anna.id, body="Hello", message_type="email"
        )
        self.assertLedger(self.jobseeker, [("in", "email", "personal", None)])
