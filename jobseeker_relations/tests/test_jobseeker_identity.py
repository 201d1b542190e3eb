from odoo.exceptions import UserError
from odoo.tests import Form, tagged, users

from .common import JobseekerCase


@tagged("post_install", "-at_install")
class TestWhoIsWho(JobseekerCase):
    """Who shares a contact with whom. Resemblance never joins two people."""

    @users("officer")
    def test_an_application_makes_a_jobseeker(self):
        application = self._application().with_env(self.env)
        jobseeker = application.jobseeker_id
        self.assertEqual(jobseeker.partner_id, application.partner_id)
        self.assertEqual(jobseeker.name, "Anna Kovács")
        self.assertEqual(jobseeker.email, "anna@example.com")
        self.assertEqual((jobseeker.company_id, jobseeker.state), (self.company, "enquiry"))
        self.assertEqual(jobseeker.adviser_id, self.officer, "the job's recruiter")

    @users("officer")
    def test_the_form_makes_one_only_when_saved(self):
        before = self.env["hr.jobseeker"].search_count([])
        with Form(self.env["hr.applicant"]) as form:
            form.partner_name = "Anna Kovács"
            form.email_from = "anna@example.com"
            self.assertEqual(self.env["hr.jobseeker"].search_count([]), before)
        self.assertEqual(form.record.jobseeker_id.name, "Anna Kovács")

    def test_the_same_name_at_the_same_address_is_the_same_person(self):
        first = self._application()
        again = self._application("KOVACS, Anna", "Anna@Example.com")
        self.assertEqual(again.jobseeker_id, first.jobseeker_id)
        self.assertEqual(again.partner_id, first.partner_id)

    def test_a_family_shares_a_mailbox_and_nothing_else(self):
        mother = self._application("Mária Kovács", "kovacs@example.com")
        daughter = self._application("Anna Kovács", "kovacs@example.com")
        self.assertNotEqual(mother.jobseeker_id, daughter.jobseeker_id)
        self.assertEqual(mother.partner_id.name, "Mária Kovács", "nobody is renamed")
        self.assertEqual(daughter.partner_id.email, "kovacs@example.com")
        third = self._application("Anna Kovacs", "kovacs@example.com")
        self.assertEqual(third.jobseeker_id, daughter.jobseeker_id)

    def test_a_colleague_passes_an_application_on(self):
        before = self.colleague.partner_id.read(["name", "email", "phone"])
        application = self._application("Anna Kovács", self.colleague.email, partner_phone="+3612345678")
        self.assertNotEqual(application.partner_id, self.colleague.partner_id)
        self.assertEqual(self.colleague.partner_id.read(["name", "email", "phone"]), before)

    def test_a_colleague_applies(self):
        application = self._application("CARL COLLEAGUE", self.colleague.email, partner_phone="+3612345678")
        self.assertEqual(application.partner_id, self.colleague.partner_id)
        application.write({"partner_name": "Carla", "email_from": "carla@example.com"})
        self.assertEqual(self.colleague.partner_id.name, "Carl Colleague", "an application never renames a colleague")
        self.assertEqual(self.colleague.partner_id.email, self.colleague.email)

    def test_a_shared_phone_joins_nobody(self):
        first = self._application("Anna Kovács", False, partner_phone="+3612345678")
        second = self._application("Béla Kovács", False, partner_phone="+3612345678")
        self.assertTrue(first.jobseeker_id)
        self.assertNotEqual(first.jobseeker_id, second.jobseeker_id)

    def test_a_name_alone_joins_nobody(self):
        first, second = self._application(email=False), self._application(email=False)
        self.assertEqual(first.jobseeker_id.name, "Anna Kovács")
        self.assertNotEqual(first.partner_id, second.partner_id)

    def test_a_phone_number_alone_is_somebody(self):
        application = self._application(False, False, partner_phone="+3612345678")
        self.assertEqual(application.jobseeker_id.phone, "+3612345678")

    def test_an_empty_application_is_nobody_until_it_has_a_name(self):
        application = self._application(False, False)
        self.assertFalse(application.jobseeker_id)
        application.partner_name = "Anna Kovács"
        self.assertEqual(application.jobseeker_id.name, "Anna Kovács")

    def test_text_that_is_no_address_is_kept_and_joins_nobody(self):
        first, second = self._application(email="see CV"), self._application(email="see CV")
        self.assertEqual(first.email_from, "see CV")
        self.assertNotEqual(first.partner_id, second.partner_id)

    def test_an_address_needs_a_name(self):
        with self.assertRaises(UserError):
            self._application(False, "anna@example.com")

    def test_an_import_knows_its_own_people(self):
        applications = self.env["hr.applicant"].create(
            [
                {"partner_name": "Anna Kovács", "email_from": "anna@example.com"},
                {"partner_name": "Anna Kovacs", "email_from": "ANNA@example.com"},
                {"partner_name": "Béla Kovács", "email_from": "anna@example.com"},
                {"partner_name": "Anna Kovács"},
            ]
        )
        self.assertEqual(len(applications.partner_id), 3)
        self.assertEqual(applications[0].jobseeker_id, applications[1].jobseeker_id)

    def test_queries_do_not_grow_with_the_batch(self):
        Applicant = self.env["hr.applicant"].with_context(tracking_disable=True)  # without core's log of each

        def create(label, number):
            Applicant.create(
                [{"partner_name": f"{label} {i}", "email_from": f"{label}{i}@example.com"} for i in range(number)]
            )

        create("warm", 2)
        few = self._count_queries(lambda: create("few", 10))
        many = self._count_queries(lambda: create("many", 20))
        self.assertEqual(few, many)


@tagged("post_install", "-at_install")
class TestCompanies(JobseekerCase):
    def test_each_company_has_its_own_relationship(self):
        here = self._application()
        here.partner_id.company_id = False
        there = self._application(job_id=False, company_id=self.company_2.id)
        self.assertEqual(here.partner_id, there.partner_id)
        self.assertEqual(there.jobseeker_id.company_id, self.company_2)
        self.assertNotEqual(here.jobseeker_id, there.jobseeker_id)

    def test_a_contact_of_another_company_is_not_used(self):
        there = self._application(job_id=False, company_id=self.company_2.id)
        self.assertEqual(there.partner_id.company_id, self.company_2)
        here = self._application()
        self.assertNotEqual(here.partner_id, there.partner_id)

    def test_moving_an_application_moves_the_link(self):
        application = self._application()
        before = application.jobseeker_id
        application.company_id = self.company_2
        self.assertEqual(application.jobseeker_id.company_id, self.company_2)
        self.assertTrue(before.exists())


@tagged("post_install", "-at_install")
class TestLifeOfApplications(JobseekerCase):
    """What happens to applications leaves the relationship alone."""

    def test_a_talent_is_the_same_person(self):
        application = self._application(email=False)
        pool = self.env["hr.talent.pool"].create({"name": "Welders"})
        wizard = self.env["talent.pool.add.applicants"].create(
            {"applicant_ids": application.ids, "talent_pool_ids": pool.ids}
        )
        talent = wizard._add_applicants_to_pool()
        self.assertNotEqual(talent, application)
        self.assertEqual(talent.jobseeker_id, application.jobseeker_id)
        other_job = self.env["hr.job"].create({"name": "Fitter"})
        wizard = self.env["job.add.applicants"].create({"applicant_ids": talent.ids, "job_ids": other_job.ids})
        self.assertEqual(wizard._add_applicants_to_job().jobseeker_id, application.jobseeker_id)

    def test_a_new_talent_is_a_prospect(self):
        pool = self.env["hr.talent.pool"].create({"name": "Welders"})
        talent = self._application(job_id=False, talent_pool_ids=pool.ids)
        self.assertEqual(talent.jobseeker_id.state, "prospect")

    def test_a_copy_by_hand_is_somebody_else(self):
        application = self._application()
        self.assertNotEqual(application.copy().jobseeker_id, application.jobseeker_id)
        self.assertEqual(application.partner_id.name, "Anna Kovács")

    def test_a_new_name_on_an_application_changes_no_person(self):
        application = self._application()
        jobseeker = application.jobseeker_id
        application.partner_name = "Anna Nagy"
        self.assertEqual(application.jobseeker_id, jobseeker)

    def test_the_adviser_stays_when_the_job_changes(self):
        application = self._application()
        application.job_id = self.env["hr.job"].create({"name": "Fitter", "user_id": self.colleague.id})
        self.assertEqual(application.user_id, self.colleague)
        self.assertEqual(application.jobseeker_id.adviser_id, self.officer)

    def test_refused_archived_and_deleted(self):
        application = self._application()
        jobseeker = application.jobseeker_id
        reason = self.env["hr.applicant.refuse.reason"].create({"name": "Too far"})
        self.env["applicant.get.refuse.reason"].create(
            {"applicant_ids": application.ids, "refuse_reason_id": reason.id, "send_mail": False}
        ).action_refuse_reason_apply()
        self.assertEqual((application.active, application.jobseeker_id, jobseeker.state), (False, jobseeker, "enquiry"))
        application.unlink()
        self.assertTrue(jobseeker.exists())

    def test_hired(self):
        application = self._application()
        application.stage_id = self.env["hr.recruitment.stage"].search([("hired_stage", "=", True)], limit=1)
        self.assertTrue(application.date_closed)
        self.assertTrue(application.jobseeker_id)

    def test_another_contact_is_another_person(self):
        application = self._application()
        before = application.jobseeker_id
        application.partner_id = self.env["res.partner"].create({"name": "Béla", "email": "bela@example.com"})
        self.assertEqual(application.jobseeker_id.name, "Béla")
        self.assertTrue(before.exists())

    @users("interviewer")
    def test_an_interviewer_completes_an_application(self):
        application = self._application(False, False).with_env(self.env)
        application.partner_name = "Anna Kovács"
        self.assertEqual(application.sudo().jobseeker_id.name, "Anna Kovács")
        with self.assertRaises(UserError, msg="the link itself is not an interviewer's to read"):
            application.read(["jobseeker_id"])
