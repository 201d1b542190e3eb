from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from .caseload_case import CaseloadCase


@tagged("post_install", "-at_install")
class TestCaseloadApplication(CaseloadCase):
    """An application of somebody else's person is not visible either, unless one was given it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job.user_id = False
        cls.application = cls._application("Ben", "ben@example.org", partner_id=cls.ben.partner_id.id)
        cls.env["hr.jobseeker.need"].create(
            {
                "jobseeker_id": cls.ben.id,
                "type_id": cls.env.ref("jobseeker_relations.need_type_role").id,
                "value": "Welder",
            }
        )

    def _sees(self, user):
        mine = self._as(user, self.application)
        found = bool(mine.search([("id", "=", self.application.id)]))
        self.assertEqual(found, mine.has_access("read"))
        return found

    def test_it_goes_with_its_person(self):
        self.assertEqual(self.application.jobseeker_id, self.ben)
        self.assertTrue(self._sees(self.colleague))
        self.assertFalse(self._sees(self.officer))
        self.assertTrue(self._sees(self.interviewer))  # of the job
        self.assertFalse(self._as(self.officer, self.ben.partner_id).applicant_ids)
        self.company.jobseeker_caseload = "company"
        self.assertTrue(self._sees(self.officer))

    def test_who_was_given_it_sees_it(self):
        for vals in ({"user_id": self.officer.id}, {"interviewer_ids": [Command.set(self.officer.ids)]}):
            self.application.write(vals)
            self.assertTrue(self._sees(self.officer), vals)
            self.application.write({"user_id": False, "interviewer_ids": [Command.clear()]})
            self.assertFalse(self._sees(self.officer))
        self.job.interviewer_ids += self.officer
        self.assertTrue(self._sees(self.officer))
        self.job.interviewer_ids -= self.officer
        self._task(self.application, self.officer)
        self.assertTrue(self._sees(self.officer))
        self.assertSees(self.officer, self.ann | self.nia)

    def test_nobody_names_interviewers_of_what_they_do_not_see(self):
        """Officers write every job of their company, and who interviews for a job sees all its applications."""
        job = self._as(self.officer, self.job)
        for user in (self.officer, self._user("spy", "base.group_user", name="spy")):
            with self.assertRaises(AccessError), self.cr.savepoint():
                job.write({"interviewer_ids": [Command.link(user.id)]})
        job.write({"interviewer_ids": [Command.unlink(self.interviewer.id)], "name": "Welders"})
        other = self.env["res.company"].create({"name": "Other"})
        self.officer.company_ids += other
        self.job.company_id = False
        with self.assertRaises(AccessError), self.cr.savepoint():
            job.with_context(allowed_company_ids=other.ids).write({"interviewer_ids": [Command.link(self.officer.id)]})
        self.assertFalse(self._sees(self.officer))
        self.application.active = False  # no less of a secret
        with self.assertRaises(AccessError), self.cr.savepoint():
            job.write({"interviewer_ids": [Command.link(self.officer.id)]})
        self.application.write({"active": True, "user_id": self.officer.id})
        self._as(self.officer, self.job).write({"interviewer_ids": [Command.link(self.interviewer.id)]})
        self.assertTrue(self._sees(self.interviewer))

    def test_nobody_passes_on_a_job_without_all_its_applications(self):
        self.job.user_id = self.application.user_id = self.colleague
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._as(self.officer, self.job).write({"user_id": self.officer.id})
        self._as(self.colleague, self.job).write({"user_id": self.officer.id})
        self.assertEqual(self.application.user_id, self.officer)

    def test_a_job_is_archived_with_all_its_applications(self):
        self._as(self.officer, self.job).action_archive()
        self.assertFalse(self.job.active)
        self.assertFalse(self.application.active)

    def test_counts_of_a_job_are_of_what_the_user_sees(self):
        self._application("Nia", "nia@example.org", partner_id=self.nia.partner_id.id)
        names = ["application_count", "new_application_count", "old_application_count", "all_application_count"]
        for user, count in ((self.officer, 1), (self.colleague, 2)):
            [counts] = self._as(user, self.job).read(names)
            self.assertEqual([counts[name] for name in names], [count, count, 0, count])

    def test_a_team_recruits_together(self):
        self.application.user_id = self.colleague
        self.ben.adviser_id = self._user("third", "hr_recruitment.group_hr_recruitment_user", name="Thea Third")
        self.company.jobseeker_caseload = "team"
        self.assertFalse(self._sees(self.officer))
        team = self.env["hr.department"].create({"name": "Team"})
        for user in (self.officer, self.colleague):
            self._employee(user, department_id=team.id)
        self.assertTrue(self._sees(self.officer))

    def test_who_recruits_sees_of_the_person_what_an_interviewer_sees(self):
        self.application.user_id = self.officer
        mine = self._as(self.officer, self.application)
        self.assertEqual(mine.contact_status, self.ben.contact_status)
        for name in ("relationship_id", "contact_explanation", "last_contact_at", "relationship_next"):
            self.assertFalse(mine[name], name)
        for name in ("need_ids", "action_ids", "review_ids"):
            self.assertFalse(mine[name], name)
        self.assertFalse(mine.search([("need_ids.value", "ilike", "weld"), ("id", "=", mine.id)]))
        with self.assertRaises(AccessError):
            mine.action_open_jobseeker()
        theirs = self._as(self.colleague, self.application)
        self.assertTrue(theirs.relationship_id and theirs.need_ids and theirs.contact_explanation)
        self.assertTrue(theirs.search([("need_ids.value", "ilike", "weld")]))

    def test_skills_go_with_it(self):
        kind = self.env["hr.skill.type"].create(
            {
                "name": "Trade",
                "skill_ids": [Command.create({"name": "Welding"})],
                "skill_level_ids": [Command.create({"name": "Good", "level_progress": 50})],
            }
        )
        skill = {"skill_type_id": kind.id, "skill_id": kind.skill_ids.id, "skill_level_id": kind.skill_level_ids.id}
        skill = self.env["hr.applicant.skill"].create({"applicant_id": self.application.id, **skill})
        self.assertFalse(self._as(self.officer, skill).search([("id", "=", skill.id)]))
        self.assertTrue(self._as(self.colleague, skill).search([("id", "=", skill.id)]))

    def test_files_of_an_application_do_not_get_out_by_its_meetings(self):
        """Every employee reads meetings; copies that core makes are for who goes there, or may read the original."""
        cv = {"name": "cv.txt", "raw": b"born 1980", "res_model": "hr.applicant", "res_id": self.application.id}
        self.env["ir.attachment"].create(cv)
        guest = self._user("guest", "base.group_user", name="Gus Guest")
        meeting = {"name": "Talk", "start": "2099-01-01 10:00:00", "stop": "2099-01-01 11:00:00"}
        meeting |= {"applicant_id": self.application.id, "user_id": self.colleague.id}
        meeting["partner_ids"] = [Command.set(guest.partner_id.ids)]
        with self.mock_mail_gateway():
            event = self.env["calendar.event"].with_context(default_applicant_id=self.application.id).create(meeting)
        meetings = Domain("res_model", "=", "calendar.event") & Domain("res_id", "=", event.id)
        copy = self.env["ir.attachment"].search(meetings & Domain("name", "=", "cv.txt"))
        self.assertEqual(len(copy), 1)
        employee = self._user("ed", "base.group_user", name="Ed Employee")
        for user, seen in ((employee, False), (self.officer, False), (guest, True), (self.colleague, True)):
            with self.subTest(user=user.name):
                self.assertEqual(bool(self._as(user, copy).search(meetings)), seen)
                self.assertEqual(self._as(user, copy).has_access("read"), seen)
                self.assertEqual(bool(self._as(user, copy).search([("res_model", "=", "calendar.event")])), seen)
