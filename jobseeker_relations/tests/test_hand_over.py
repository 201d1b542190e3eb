from freezegun import freeze_time

from odoo.tests import tagged

from .common import make_user
from .eligibility_case import CHECKER, EligibilityCase
from .enquiry_door_case import EnquiryDoorCase
from .mail_letters import FORWARD
from .referral_case import ReferralCase

MANAGERS = "hr_recruitment.group_hr_recruitment_manager"
TAKE_BACK = "Tell Acme that we withdraw what we sent"


@tagged("post_install", "-at_install")
class TestHandOverOfMail(EnquiryDoorCase):
    """Whoever leaves has the only copy of a mail that was passed on: somebody else gets it, with its files."""

    @freeze_time("2026-03-02 10:00:00")
    def test_a_mail_that_was_passed_on(self):
        self._receive(f"Carl <{self.colleague.email}>", subject="Fwd: Work?", template=FORWARD)
        task = self._tasks_about_mail()
        task.user_id = self.colleague
        files, due = task._get_files(), task.jobseeker_due_at
        self.assertTrue(files and due)
        self.colleague.action_archive()
        self.assertEqual((task.user_id, task.jobseeker_due_at), (self.officer, due))
        self.assertTrue(task._get_files())
        self.assertTrue(task.with_user(self.officer).jobseeker_to_take_down)

    @freeze_time("2026-03-02 10:00:00")
    def test_where_the_reader_leaves_the_manager_gets_it_and_at_last_the_keeper(self):
        self._receive(f"Olga <{self.officer.email}>", subject="Fwd: Work?", template=FORWARD)
        task = self._tasks_about_mail(self.officer)
        self.company.jobseeker_escalation_user_id = self.colleague
        self.officer.action_archive()
        self.assertEqual(task.user_id, self.colleague)
        make_user(self.env, "rita", MANAGERS, company_id=self.company.id, tz="UTC")
        for leaving in (self.colleague, self.env["hr.jobseeker.rule"]._get_keeper(self.company)):
            leaving.action_archive()
            self.assertTrue(task.exists().user_id.active and task.user_id.has_group(MANAGERS))
            self.assertTrue(task._get_files())

    def test_what_we_asked_nobody_is_theirs(self):
        own = self.env["mail.activity"].create({"summary": "Buy milk", "user_id": self.colleague.id})
        contact = self.env["res.partner"].create({"name": "Acme"})
        on_contact = contact.activity_schedule("mail.mail_activity_data_todo", user_id=self.colleague.id)
        self.colleague.action_archive()
        self.assertFalse((own | on_contact).exists())


@tagged("post_install", "-at_install")
class TestHandOverOfReferral(ReferralCase):
    def test_what_a_referral_owes(self):
        """A task that vanishes says that it was done."""
        referral = self._sent()
        self._left()
        dialog = self.env["hr.jobseeker.close"].with_user(self.officer)
        reason = self.env.ref("jobseeker_relations.close_reason_other")
        dialog.create({"jobseeker_ids": self.ana.ids, "close_reason_id": reason.id}).action_apply()
        [task] = self.ana.activity_ids.filtered(lambda task: TAKE_BACK in task.summary)
        self.officer.action_archive()
        self.assertEqual(task.exists().user_id, self.manager)
        self.assertEqual(referral.sudo().take_back_activity_id, task)

    def test_tasks_on_jobs_rules_and_requests(self):
        rule = self.Rule._find("referral_consent", self.company)
        officer_of_data = make_user(
            self.env, "dora", "jobseeker_relations.group_data_protection_officer", company_id=self.company.id, tz="UTC"
        )
        request = self.env["hr.jobseeker.rights.request"].create({"jobseeker_id": self.ana.id, "kind": "access"})
        application = self.env["hr.applicant"].create(
            {"partner_name": "Ana Costa", "email_from": self.ana.email, "job_id": self.job.id}
        )
        documents = [(self.job, self.manager), (request, officer_of_data), (application, self.officer)]
        documents += [(rule, self.Rule._get_keeper(self.company))]
        leaving = make_user(self.env, "lea", "hr_recruitment.group_hr_recruitment_user", tz="UTC")
        for document, _heir in documents:
            document.activity_schedule("mail.mail_activity_data_todo", user_id=leaving.id)
        leaving.action_archive()
        for document, heir in documents:
            self.assertEqual(document.activity_ids.user_id, heir, document._name)

    def test_who_left_hears_of_nothing(self):
        self.company.jobseeker_escalation_user_id = self.officer.copy({"login": "gone", "active": False})
        self.ana.adviser_id = False
        self.assertFalse(self.ana._get_manager())
        self.assertFalse(self.ana._get_answering_user())
        self.job.with_user(self.officer).sudo().hirer_instruction = "Nobody over forty"
        self.assertEqual(self.job.activity_ids.user_id, self.Rule._get_keeper(self.company))


@tagged("post_install", "-at_install")
class TestHandOverOfCheck(EligibilityCase):
    def test_where_the_last_checker_leaves_the_adviser_hears(self):
        check = self._open()
        check.sudo()._tell_of_declaration()
        self.checker.action_archive()
        self.assertFalse(check.sudo().activity_id)
        [told] = check.jobseeker_id.activity_ids.filtered(lambda task: "nobody is a checker" in task.summary)
        self.assertTrue(told.user_id.active)

    def test_a_check_goes_to_another_checker(self):
        check = self._open()
        check.sudo()._tell_of_declaration()
        task = check.sudo().activity_id
        self.assertEqual(task.user_id, self.checker)
        other = self._user("other", CHECKER)
        self.checker.action_archive()
        self.assertEqual((task.exists().user_id, check.sudo().activity_id), (other, task))
