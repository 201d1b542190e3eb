from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..models import hr_jobseeker_enquiry_door as door
from .enquiry_door_case import EnquiryDoorCase


@tagged("post_install", "-at_install")
class TestEnquiryDoors(EnquiryDoorCase):
    """Where a first word comes in: the general address, an application, a form of our site, the person's page."""

    # --- the general address ------------------------------------------------------------------------

    def test_the_address_is_set_up_in_the_settings(self):
        alias = self.company.jobseeker_alias_id
        self.assertEqual((alias.alias_full_name, alias.alias_contact), (self.address, "everyone"))
        self.company.jobseeker_alias_name = "hello"
        self.assertEqual(self.company.jobseeker_alias_id, alias)
        self.assertEqual(alias.alias_name, "hello")
        self.company.jobseeker_alias_name = False
        self.assertFalse(alias.exists())
        self.assertFalse(self.company.jobseeker_alias_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_letter_makes_an_enquiry_and_says_until_when(self):
        self._receive("Béla Nagy <bela@example.com>")
        bela = self._find("Béla Nagy")
        self.assertRecordValues(
            bela,
            [
                {
                    "state": "enquiry",
                    "source_kind": "enquiry",
                    "adviser_id": self.officer.id,
                    "company_id": self.company.id,
                    "email": "bela@example.com",
                }
            ],
        )
        enquiry = bela.enquiry_id
        self.assertRecordValues(enquiry, [{"channel": "email", "summary": "Work?", "user_id": self.officer.id}])
        self.assertLedger(bela, [("in", "email", "personal", None), ("out", "email", "automatic", None)])
        self.assertEqual(enquiry.promised_at, enquiry.first_reply_due_at)
        self.assertIn(f"by {bela._say(enquiry.promised_at)}", enquiry.acknowledgement_id.body)

    @freeze_time("2026-03-02 10:00:00")
    def test_the_same_person_is_found_and_another_of_the_family_is_not(self):
        for _letter in range(2):
            self._receive("Maria Silva <silva@example.com>", subject=f"Letter {_letter}")
        self._receive("João Silva <silva@example.com>")
        maria, joao = self._find("Maria Silva"), self._find("João Silva")
        self.assertEqual((len(maria), len(joao)), (1, 1))
        self.assertEqual(len(maria.enquiry_ids), 1)
        thanks = [row for row in self._rows(maria) if row.direction == "out"]
        self.assertEqual(len(thanks), 1, "thanked once")

    @freeze_time("2026-03-02 10:00:00")
    def test_who_was_closed_enquires_anew(self):
        self._receive("Béla Nagy <bela@example.com>")
        bela = self._find("Béla Nagy")
        bela.state = "closed"
        self.assertEqual(bela.enquiry_ids.end_reason, "closed")
        with freeze_time("2026-04-02 10:00:00"):
            self._receive("Béla Nagy <bela@example.com>", subject="Again")
        self.assertEqual(bela.state, "enquiry")
        self.assertEqual(len(bela.enquiry_ids), 2)
        self.assertTrue(bela.enquiry_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_letter_takes_back_no_erasure(self):
        """Anybody can write an address into a mail: what was stopped, a colleague takes up."""
        self._receive("Béla Nagy <bela@example.com>")
        bela = self._find("Béla Nagy")
        bela.write({"state": "closed"})
        bela.write({"do_not_contact": True, "erasure_owed": True, "erasure_owed_at": "2026-03-02 10:00:00"})
        bela._freeze()
        for _time in range(2):
            self._receive("Béla Nagy <bela@example.com>", subject="Again")
        self.assertRecordValues(bela, [{"state": "closed", "erasure_owed": True}])
        told = [task for task in bela.activity_ids if "freeze their data" in task.summary]
        self.assertEqual(len(told), 1, "whoever answers for them decides")

    @freeze_time("2026-03-02 10:00:00")
    def test_what_a_machine_sends_there_makes_nobody_a_jobseeker(self):
        forms = [
            ("Away", "Auto-Submitted: auto-replied\n"),
            ("Away", "X-Autoreply: yes\n"),
            ("Away", "Precedence: auto_reply\n"),
            ("Automatic reply: Away", ""),
            ("Away", "Precedence: bulk\n"),
        ]
        for number, (subject, extra) in enumerate(forms):
            with self.subTest(extra=extra, subject=subject):
                self._receive(f"Robot {number} <robot{number}@example.com>", subject=subject, extra=extra)
                self.assertFalse(self._find(f"Robot {number}"))

    @freeze_time("2026-03-02 10:00:00")
    def test_what_a_colleague_passes_on_is_not_of_the_colleague(self):
        before = self.env["res.partner"].search_count([])
        for _time in range(2):
            self._receive(f"Olga Officer <{self.officer.email}>", subject="Fwd: Work?")
        self._receive(f"Ivo Interviewer <{self.interviewer.email}>", subject="Fwd: Mine, too")
        self.assertFalse(self._find("Olga Officer") | self._find("Ivo Interviewer"))
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        tasks = self.env["mail.activity"].search([("user_id", "=", self.officer.id), ("res_model", "=", False)])
        self.assertEqual(len(tasks), 2, "Ivo does not recruit: who answers for the address takes it down")
        for words in ("Olga Officer passed on “Fwd: Work?”", "Ivo Interviewer passed on “Fwd: Mine, too”"):
            self.assertTrue(tasks.filtered(lambda task, words=words: words in task.summary), words)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_flood_is_taken_in_and_not_thanked(self):
        self.env.ref("jobseeker_relations.rule_enquiry_thanks_most").number = 1
        for number in range(3):
            self._receive(f"Writer {number} <writer{number}@example.com>")
        people = [self._find(f"Writer {number}") for number in range(3)]
        self.assertTrue(all(person.enquiry_id for person in people))
        self.assertEqual([bool(person.enquiry_id.acknowledgement_id) for person in people], [True, False, False])
        tasks = self.env["mail.activity"].search([("user_id", "=", self.officer.id), ("res_model", "=", False)])
        self.assertIn("Many enquiries at once", tasks.summary)

    @freeze_time("2026-03-02 10:00:00")
    def test_letters_of_core_make_no_flood(self):
        self.env.ref("jobseeker_relations.rule_enquiry_thanks_most").number = 1
        for number in range(2):
            self._receive(f"Applies {number} <applies{number}@example.com>", self.mailbox)
        self._receive("Béla Nagy <bela@example.com>")
        self.assertTrue(self._find("Béla Nagy").enquiry_id.acknowledgement_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_somebody_always_hears_of_a_flood(self):
        self.env.ref("jobseeker_relations.rule_enquiry_thanks_most").number = 0
        self.company.write({"jobseeker_enquiry_user_id": False, "jobseeker_escalation_user_id": False})
        self._receive("Béla Nagy <bela@example.com>")
        self.assertFalse(self._find("Béla Nagy").enquiry_id.acknowledgement_id)
        keeper = self.env["hr.jobseeker.rule"]._get_keeper(self.company)
        tasks = self.env["mail.activity"].search([("user_id", "=", keeper.id), ("res_model", "=", False)])
        self.assertIn("Many enquiries at once", " ".join(tasks.mapped("summary")))

    @freeze_time("2026-03-02 10:00:00")
    def test_an_address_that_its_domain_disowns_is_not_written_to(self):
        results = "Authentication-Results: mx.example.org; spf=pass; dmarc=fail header.from=example.com\n"
        self._receive("Béla Nagy <bela@example.com>", extra=results)
        bela = self._find("Béla Nagy")
        self.assertTrue(bela.enquiry_id)
        self.assertFalse(bela.enquiry_id.acknowledgement_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_an_answer_from_their_thread_stops_the_clock(self):
        self._receive("Béla Nagy <bela@example.com>")
        bela = self._find("Béla Nagy")
        with self.mock_mail_gateway():
            bela.with_user(self.officer).message_post(
                body="Yes", message_type="comment", subtype_xmlid="mail.mt_comment", partner_ids=bela.partner_id.ids
            )
        self.assertFalse(bela.enquiry_id)
        self.assertEqual(bela.enquiry_ids.status, "on_time")

    # --- applications -------------------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_an_application_by_mail(self):
        self._receive("Béla Nagy <bela@example.com>", self.mailbox, subject="Application")
        bela = self._find("Béla Nagy")
        self.assertRecordValues(bela.enquiry_id, [{"channel": "application", "applicant_id": bela.applicant_ids.id}])
        self.assertTrue(bela.enquiry_id.acknowledgement_id)
        self.assertTrue(bela.enquiry_id.is_open)

    @freeze_time("2026-03-02 10:00:00")
    def test_an_application_on_our_site(self):
        """A website form writes as the system on behalf of a visitor, and sends no mail."""
        visitor = self.env.ref("base.public_user")
        with patch.object(door, "request", _Request(self.env(user=visitor))), self.mock_mail_gateway():
            application = self._application("Vera Visitor", "vera@example.com")
        vera = application.jobseeker_id
        self.assertRecordValues(vera.enquiry_id, [{"channel": "web", "applicant_id": application.id}])
        self.assertIn("Welder", vera.enquiry_id.summary)
        self.assertTrue(vera.waiting_since)

    @freeze_time("2026-03-02 10:00:00")
    def test_an_application_that_a_colleague_enters_is_no_word_of_theirs(self):
        with patch.object(door, "request", _Request(self.env(user=self.officer))):
            application = self._application()
        self.assertFalse(application.jobseeker_id.enquiry_ids)
        with patch.object(door, "request", None):
            self.assertFalse(self._application("Other", "other@example.com").jobseeker_id.enquiry_ids)

    # --- their page ---------------------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_a_message_on_their_page(self):
        person = self._application().jobseeker_id
        person.state = "closed"
        user = self._portal_user(person.partner_id)
        with self.mock_mail_gateway():
            person.with_user(user).sudo()._write_to_adviser("I am looking again")
        self.assertEqual(person.state, "enquiry")
        self.assertEqual(person.enquiry_id.channel, "portal")
        self.assertIn("you will have an answer by", person._say_next_contact())


class _Request:
    """What a controller's request looks like to a model."""

    def __init__(self, env):
        self.env = env
