from odoo import fields
from odoo.tests import tagged

from odoo.addons.jobseeker_relations.hooks import post_init_hook
from odoo.addons.jobseeker_relations.models.hr_jobseeker_begin import SET_HERE

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

    def test_the_orm_comes_to_the_same(self):
        """Rules are asked once for all who are alike, past the ORM: who is computed alone begins no differently."""
        stage = self.env["hr.recruitment.stage"].search([("hired_stage", "=", True)], limit=1)
        values = {"max_gap_days": 7, "min_gap_days": 2, "response_hours": 8}
        weekly, monthly = self.env["hr.jobseeker.contact.policy"].create(
            [
                {**values, "name": "Of this job", "job_ids": self.job.ids},
                {**values, "name": "Everybody", "max_gap_days": 30, "response_hours": 0, "first_days": "1, 7"},
            ]
        )
        people = self.env["hr.applicant"]
        zones = ("Europe/Lisbon", "Asia/Tokyo", "America/New_York", False)
        for number in range(12):
            people |= self._application(
                f"Person {number}",
                f"person{number}@example.com" if number % 5 else False,
                job_id=self.job.id if number % 3 else False,
                partner_phone="00351 912 345 678" if number % 2 else False,
            )
            people[-1].partner_id.tz = zones[number % len(zones)]
            person = people[-1].partner_id
            who = {"author_id": person.id} if number % 4 else {"partner_ids": person.ids}
            message = (
                people[-1]
                .with_user(self.officer)
                .sudo()
                .message_post(body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment", **who)
            )
            message.date = fields.Datetime.subtract(fields.Datetime.now(), days=number % 7, hours=3 * number)
        people[3].write({"stage_id": stage.id, "date_closed": "2026-01-15 09:00:00"})
        self.env["mail.blacklist"]._add("person4@example.com")
        self._forget(people)
        with self.mock_mail_gateway():
            post_init_hook(self.env)
        jobseekers = people.jobseeker_id
        names = sorted(SET_HERE | {"starts_on"})
        begun = jobseekers.read(names)
        self.assertEqual(jobseekers.policy_id, weekly | monthly)
        self.assertTrue({"gap", "response"} <= {values["contact_due_cause"] for values in begun})
        self.assertTrue(any(values["starts_on"] for values in begun))
        jobseekers.with_context(tracking_disable=True)._spread_starts()
        for name in SET_HERE:
            self.env.add_to_compute(jobseekers._fields[name], jobseekers)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(jobseekers.read(names), begun)

    def test_an_application_without_a_contact_gets_one_as_by_hand(self):
        known = self._application("Anna Kovács", "anna@example.com", partner_phone="+351 912 345 678")
        bare = self._application("Anna Kovács", "Anna <ANNA@example.com>") | self._application("Béla Nagy", False)
        bare |= self._application("Béla Nagy", "bela@example.com")
        self._forget(bare)
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_applicant SET partner_id = NULL WHERE id IN %s", [tuple(bare.ids)])
        self.env.invalidate_all()
        post_init_hook(self.env)
        self.assertEqual(bare[0].partner_id, known.partner_id)
        self.assertEqual((bare[0].email_from, bare[0].partner_phone), ("anna@example.com", "+351 912 345 678"))
        self.assertEqual(bare.mapped("partner_id.name"), ["Anna Kovács", "Béla Nagy", "Béla Nagy"])
        self.assertEqual(len(bare.jobseeker_id), 3)

    def test_once_more_changes_nothing(self):
        application = self._application()
        before = self.env["hr.jobseeker"].search([])
        post_init_hook(self.env)
        self.assertEqual(self.env["hr.jobseeker"].search([]), before)
        self.assertEqual(application.jobseeker_id.state, "enquiry")
