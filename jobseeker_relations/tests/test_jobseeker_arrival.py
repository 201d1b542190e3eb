from odoo.tests import tagged

from odoo.addons.jobseeker_relations.hooks import post_init_hook

from .common import JobseekerCase
from .mail_letters import LETTER


@tagged("post_install", "-at_install")
class TestApplicationByMail(JobseekerCase):
    def _receive(self, email_from, subject="Application", **kwargs):
        with self.mock_mail_gateway():
            before = self.env["hr.applicant"].search([])
            self.format_and_process(
                LETTER, email_from, self.mailbox, subject=subject, target_model="hr.applicant",
                target_field="partner_name", **kwargs,
            )  # fmt: skip
            return self.env["hr.applicant"].search([]) - before

    def test_a_letter(self):
        application = self._receive('"Anna Kovács" <anna@example.com>')
        self.assertEqual(application.jobseeker_id.name, "Anna Kovács")
        self.assertEqual(application.jobseeker_id.company_id, self.company)
        self.assertEqual(application.jobseeker_id.adviser_id, self.officer)
        letter = application.message_ids.filtered(lambda message: message.message_type == "email")
        self.assertEqual(letter.author_id, application.partner_id)

    def test_a_letter_from_the_family_mailbox(self):
        mother = self._application("Mária Kovács", "kovacs@example.com")
        application = self._receive('"Anna Kovács" <kovacs@example.com>')
        self.assertNotEqual(application.jobseeker_id, mother.jobseeker_id)
        self.assertEqual(mother.partner_id.name, "Mária Kovács")
        letter = application.message_ids.filtered(lambda message: message.message_type == "email")
        self.assertEqual(letter.author_id.name, "Anna Kovács", "the chatter shows who wrote")

    def test_a_letter_without_a_name(self):
        self.assertEqual(self._receive("anna.kovacs@example.com").partner_name, "anna.kovacs")

    def test_a_letter_without_a_name_from_a_known_address(self):
        known = self._application()
        self.assertEqual(self._receive("anna@example.com").jobseeker_id, known.jobseeker_id)

    def test_a_letter_without_a_name_from_an_address_of_two(self):
        two = self._application("Mária Kovács", "kovacs@example.com")
        two |= self._application("Anna Kovács", "kovacs@example.com")
        application = self._receive("kovacs@example.com")
        self.assertNotIn(application.jobseeker_id, two.jobseeker_id, "nobody knows which of them it was")

    def test_a_letter_without_a_name_from_a_colleague(self):
        application = self._receive(self.colleague.email)
        self.assertNotEqual(application.partner_id, self.colleague.partner_id)

    def test_a_job_board_writes_for_somebody(self):
        self.env["hr.job.platform"].create(
            {"name": "Board", "email": "jobs@board.example", "regex": "Application of (.*)$"}
        )
        first = self._receive('"Board" <jobs@board.example>', subject="Application of Anna Kovács")
        second = self._receive('"Board" <jobs@board.example>', subject="Application of Béla Nagy")
        self.assertEqual((first.partner_name, first.email_from), ("Anna Kovács", False))
        self.assertEqual(first.jobseeker_id.name, "Anna Kovács")
        self.assertEqual(second.jobseeker_id.name, "Béla Nagy")


@tagged("post_install", "-at_install")
class TestExistingApplications(JobseekerCase):
    """The addon comes to a database with a past."""

    def _forget(self, applications):
        """Bring applications back to what they were before the addon."""
        jobseekers = applications.jobseeker_id
        applications.jobseeker_id = False
        jobseekers.unlink()

    def test_everybody_gets_a_relationship_and_nobody_hears_of_it(self):
        stage = self.env["hr.recruitment.stage"].search([("hired_stage", "=", True)], limit=1)
        pool = self.env["hr.talent.pool"].create({"name": "Welders"})
        open_one = self._application("Open", "open@example.com")
        hired = self._application("Hired", "hired@example.com", stage_id=stage.id)
        hired.date_closed = "2026-01-15 09:00:00"
        again = self._application("Again", "again@example.com", stage_id=stage.id)
        again |= self._application("Again", "again@example.com")
        refused = self._application("Refused", "refused@example.com", active=False)
        talent = self._application("Talent", "talent@example.com", job_id=False, talent_pool_ids=pool.ids)
        nameless = self._application("Nameless", False)
        everybody = open_one | hired | again | refused | talent | nameless
        self._forget(everybody)
        nameless.partner_id = False
        nameless.jobseeker_id.unlink()
        with self.mock_mail_gateway():
            post_init_hook(self.env)
            self.flush_tracking()
            self.assertFalse(self._new_mails)
        self.assertEqual(open_one.jobseeker_id.state, "enquiry")
        self.assertEqual(hired.jobseeker_id.state, "placed")
        self.assertEqual(str(hired.jobseeker_id.placed_on), "2026-01-15")
        self.assertEqual(again.jobseeker_id.mapped("state"), ["enquiry"], "one person, one application is open")
        self.assertEqual(refused.jobseeker_id.state, "prospect")
        self.assertEqual(talent.jobseeker_id.state, "prospect")
        self.assertEqual(nameless.jobseeker_id.name, "Nameless")
        self.assertFalse(everybody.jobseeker_id.message_ids, "nothing is logged")

    def test_once_more_changes_nothing(self):
        application = self._application()
        before = self.env["hr.jobseeker"].search([])
        post_init_hook(self.env)
        self.assertEqual(self.env["hr.jobseeker"].search([]), before)
        self.assertEqual(application.jobseeker_id.state, "enquiry")
