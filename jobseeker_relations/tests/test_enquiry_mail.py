from freezegun import freeze_time

from odoo.tests import tagged

from .enquiry_door_case import DISOWNED, EnquiryDoorCase
from .mail_letters import FORWARD


@tagged("post_install", "-at_install")
class TestEnquiryMail(EnquiryDoorCase):
    """Mail at our doors that is not simply a person's: a colleague passed it on, or its domain disowns it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olga = f"Olga Officer <{cls.officer.email}>"

    # --- from a colleague's address -----------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_of_what_a_colleague_passes_on_nothing_is_lost(self):
        for number in (1, 2):
            self._receive(self.olga, subject="Fwd: Work?", number=number, template=FORWARD)
        tasks = self._tasks_about_mail(self.officer)
        self.assertEqual(len(tasks), 2, "two mails with one subject are two")
        for words in (
            self.officer.email,
            self.address,
            "Vera Visitor wrote: I should like to weld.",
            "10:00",
            "(UTC)",
            "cv.pdf",
        ):
            self.assertIn(words, tasks[0].note)
        [cv] = self.env["ir.attachment"].search([("res_model", "=", "mail.activity"), ("res_id", "=", tasks[0].id)])
        self.assertEqual(cv.with_user(self.officer).raw, b"%PDF-1.4\n")

    @freeze_time("2026-03-02 10:00:00")
    def test_a_mail_that_comes_twice_is_one_task(self):
        self._receive(self.olga)
        self._tasks_about_mail(self.officer).action_done()
        self._receive(self.olga)
        self.assertFalse(self._tasks_about_mail(self.officer))

    @freeze_time("2026-03-02 10:00:00")
    def test_a_mail_to_two_companies_is_a_task_for_each(self):
        other = self.env["res.company"].create({"name": "Other", "alias_domain_id": self.company.alias_domain_id.id})
        other.write({"jobseeker_alias_name": "hello", "jobseeker_enquiry_user_id": self.officer.id})
        self.officer.company_ids += other
        self.env.ref("jobseeker_relations.rule_enquiry_thanks_most").number = 1
        both = f"{self.address}, {other.jobseeker_alias_id.alias_full_name}"
        for number, extra in enumerate(("", DISOWNED, DISOWNED)):
            self._receive(self.olga, both, number=number, extra=extra, template=FORWARD)
        tasks = self._tasks_about_mail(self.officer)
        for company in (self.company, other):
            passed_on, forged, many = tasks.filtered(lambda task, of=company: task.jobseeker_company_id == of)
            self.assertEqual([len(task._get_files()) for task in (passed_on, forged, many)], [1, 1, 0])
            self.assertIn("Many mails", many.summary)
            self.assertEqual(many.note.count("I should like to weld"), 1)
        self.assertEqual(len(tasks), 6)

    def test_what_nobody_takes_down_is_escalated_once(self):
        self.company.jobseeker_escalation_user_id = self.colleague
        with freeze_time("2026-03-02 10:00:00"):
            self._receive(self.olga, template=FORWARD)
            self.env["hr.jobseeker.enquiry"]._cron_warn()  # nothing is to be done, nor committed
            self.assertFalse(self._tasks_about_mail(self.colleague))
        with freeze_time("2026-03-06 10:00:00"):
            self.assertEqual([self.env["mail.activity"]._warn_of_mails(10) for _run in range(2)], [(1, 0), (0, 0)])
            [task] = self._tasks_about_mail(self.colleague)
            self.assertIn("Late: Olga Officer passed on", task.summary)
            self.assertIn("I should like to weld", task.note)
            [cv] = task._get_files()
            self.assertEqual(cv.with_user(self.colleague).raw, b"%PDF-1.4\n")
            self.assertFalse(self._tasks_about_mail(self.officer), "the task itself goes to whom it is late for")

    @freeze_time("2026-03-02 10:00:00")
    def test_a_subject_is_cut_and_leads_nowhere(self):
        subject = "Pay is late: sign in at http://evil.example/login or write to boss@evil.example " + "now " * 50
        self._receive(self.olga, subject=subject.strip())
        summary = self._tasks_about_mail(self.officer).summary
        self.assertNotIn("evil.example", summary)
        self.assertLess(len(summary), 200)

    @freeze_time("2026-03-02 10:00:00")
    def test_of_many_that_colleagues_pass_on_each_is_a_task(self):
        self.env.ref("jobseeker_relations.rule_enquiry_thanks_most").number = 1
        for number in range(4):
            self._receive(self.olga, subject=f"Fwd: Letter {number}", number=number, template=FORWARD)
        tasks = self._tasks_about_mail(self.officer)
        self.assertEqual(len(tasks), 4)
        for number, task in enumerate(tasks):
            self.assertIn(f"Letter {number}", task.summary)
            self.assertTrue(task.jobseeker_to_take_down)
            self.assertEqual(len(task._get_files()), 1)

    @freeze_time("2026-03-02 10:00:00")
    def test_many_that_may_be_forged_share_a_task(self):
        self.env.ref("jobseeker_relations.rule_enquiry_thanks_most").number = 1
        for number in range(4):
            self._receive(self.olga, subject=f"Fwd: Letter {number}", number=number, extra=DISOWNED)
        first, others = self._tasks_about_mail(self.officer)
        self.assertIn("Letter 0", first.summary)
        self.assertIn("Many mails", others.summary)
        for number in (1, 2, 3):
            self.assertIn(f"Letter {number}", others.note)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_forged_colleague_gives_nobody_a_task_in_their_name(self):
        before = self.env["res.partner"].search_count([])
        carl = f"Carl Colleague <{self.colleague.email}>"
        for number in (1, 2):
            self._receive(carl, subject=f"Sign here {number}", extra=DISOWNED + "Reply-To: evil@example.com\n")
        self.assertFalse(self._tasks_about_mail(self.colleague))
        tasks = self._tasks_about_mail(self.officer)
        self.assertEqual(len(tasks), 2)
        for task in tasks:
            self.assertIn("may be forged", task.summary)
            self.assertNotIn("Carl", task.summary)
            self.assertIn("evil@example.com", task.note, "whom an answer would reach")
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    @freeze_time("2026-03-02 10:00:00")
    def test_what_was_done_is_kept_no_longer_than_it_is_needed(self):
        self._receive(self.olga)
        task = self._tasks_about_mail(self.officer)
        task.action_done()
        task._gc_mails()
        self.assertTrue(task.exists())
        self.env.flush_all()
        self.env.cr.execute("UPDATE mail_activity SET write_date = '2026-01-01' WHERE id = %s", [task.id])
        self.env.invalidate_all()
        task._gc_mails()
        self.assertFalse(task.exists())

    # --- disowned -----------------------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_a_disowned_mail_reopens_nothing(self):
        self._receive("Béla Nagy <bela@example.com>")
        bela = self._find("Béla Nagy")
        bela.state = "closed"
        for door in (self.address, self.mailbox):
            self._receive("Béla Nagy <bela@example.com>", door, subject="Again", number=door, extra=DISOWNED)
            self.assertEqual(bela.state, "closed")
        [task] = bela.activity_ids.filtered(lambda task: "may be forged" in task.summary)
        self.assertEqual(task.user_id, self.officer)
        self.assertIn("Reopen it first", task.note)
        self.assertIn("Again", bela.message_ids.mapped("subject"), "it is not thrown away")

    @freeze_time("2026-03-02 10:00:00")
    def test_a_disowned_mail_is_no_word_of_theirs(self):
        self._receive("Béla Nagy <bela@example.com>")
        bela = self._find("Béla Nagy")
        bela.enquiry_id._pause(self.env["mail.message"])
        with freeze_time("2026-03-03 10:00:00"):
            self._receive("Béla Nagy <bela@example.com>", subject="Again", extra=DISOWNED)
            self.assertTrue(bela.enquiry_id.paused_since)
            self._receive("Béla Nagy <bela@example.com>", self.mailbox, subject="Applies", extra=DISOWNED)
            self.assertTrue(bela.enquiry_id.paused_since)
            for subject in ("Again", "Applies"):
                self.assertEqual([row.nature for row in self._rows(bela) if row.summary == subject], ["automatic"])
            self.assertIn("may be forged", " ".join(bela.activity_ids.mapped("summary")))
            self._receive("Béla Nagy <bela@example.com>", subject="It was me")
            self.assertFalse(bela.enquiry_id.paused_since)

    @freeze_time("2026-03-02 10:00:00")
    def test_who_is_new_is_taken_in_and_not_written_to(self):
        """Whatever the door, and whether core thanks for an application or we do."""
        stage = self.env["hr.recruitment.stage"].search([], limit=1)
        for number, template in enumerate((stage.template_id, False)):
            stage.template_id = template
            name, address = f"Béla {number}", f"bela{number}@example.com"
            self._receive(f"{name} <{address}>", self.mailbox, subject="Applies", extra=DISOWNED)
            self.env.cr.flush()
            enquiry = self._find(name).enquiry_id
            self.assertTrue(enquiry)
            self.assertFalse(enquiry.acknowledgement_id)
            self.assertFalse(self.env["mail.mail"].search([("recipient_ids", "in", enquiry.partner_id.ids)]))
            self.assertFalse([mail for mail in self._mails if address in str(mail["email_to"])])
            self.assertFalse(enquiry.partner_id.id in self._new_mails.recipient_ids.ids)

    # --- by the alias of a job ----------------------------------------------------------------------

    @freeze_time("2026-03-02 10:00:00")
    def test_an_application_by_mail_takes_back_no_erasure(self):
        """A name and an address prove nobody, whatever the door; a colleague's hand does."""
        self._receive("Béla Nagy <bela@example.com>")
        bela = self._find("Béla Nagy")
        bela.write({"state": "closed"})
        bela.write({"do_not_contact": True, "erasure_owed": True, "erasure_owed_at": "2026-03-02 10:00:00"})
        bela._freeze()
        self._receive("Béla Nagy <bela@example.com>", self.mailbox, subject="Application")
        self.assertEqual(len(bela.applicant_ids), 1)
        self.assertRecordValues(bela, [{"state": "closed", "erasure_owed": True}])
        self.assertTrue(bela.activity_ids.filtered(lambda task: "freeze their data" in task.summary))
        self._application("Béla Nagy", "bela@example.com")
        self.assertRecordValues(bela, [{"state": "enquiry", "erasure_owed": False}])

    @freeze_time("2026-03-02 10:00:00")
    def test_an_application_by_mail_takes_up_who_stopped_nothing(self):
        self._receive("Béla Nagy <bela@example.com>")
        bela = self._find("Béla Nagy")
        bela.state = "closed"
        self._receive("Béla Nagy <bela@example.com>", self.mailbox, subject="Application")
        self.assertEqual(bela.state, "enquiry")
