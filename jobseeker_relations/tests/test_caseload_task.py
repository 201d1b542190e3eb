from odoo.exceptions import AccessError
from odoo.tests import tagged

from .caseload_case import CaseloadCase


@tagged("post_install", "-at_install")
class TestCaseloadTask(CaseloadCase):
    """An open task opens its document to who has to do it, and to nobody who gives it to themselves."""

    def test_a_task_opens_while_it_is_open(self):
        task = self._task(self.ben, self.officer)
        self.assertSees(self.officer, self.everybody)
        self._as(self.officer, self.ben).write({"seeking": "passive"})
        self._as(self.officer, task).action_feedback("Done")
        self.assertSees(self.officer, self.ann | self.nia)

    def test_what_was_done_is_not_taken_up_again(self):
        task = self._task(self.ben, self.officer)
        self._as(self.officer, task).action_feedback("Done")
        with self.assertRaises(AccessError):
            self._as(self.officer, task).write({"active": True})
        self.assertSees(self.officer, self.ann | self.nia)

    def test_nobody_gives_a_task_to_themselves(self):
        model = self.env["ir.model"]._get_id("hr.jobseeker")
        vals = {"res_model_id": model, "res_id": self.ben.id, "user_id": self.officer.id, "summary": "Look"}
        tasks = self._as(self.officer, self.env["mail.activity"])
        with self.assertRaises(AccessError):
            tasks.create(vals)
        with self.assertRaises(AccessError):
            tasks.with_context(default_res_model_id=model, default_res_id=self.ben.id).create({"summary": "Look"})
        own = tasks.create({**vals, "res_id": self.ann.id})
        with self.assertRaises(AccessError), self.cr.savepoint():
            own.write({"res_id": self.ben.id})
        self.assertSees(self.officer, self.ann | self.nia)

    def test_nor_do_former_advisers(self):
        """Who once gave a task to a colleague may change it for ever: not so as to see the person again."""
        tasks = self._as(self.officer, self.env["mail.activity"])
        model = self.env["ir.model"]._get_id("hr.jobseeker")
        task = tasks.create({"res_model_id": model, "res_id": self.ann.id, "user_id": self.colleague.id})
        self.ann.adviser_id = self.colleague
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._as(self.officer, task).write({"user_id": self.officer.id})
        self.assertSees(self.officer, self.nia)

    def test_a_task_is_handed_on(self):
        third = self._user("third", "hr_recruitment.group_hr_recruitment_user", name="Thea Third")
        task = self._task(self.ben, self.officer)
        self._as(self.officer, task).write({"user_id": third.id})
        self.assertSees(third, self.ben | self.nia)
        self.assertSees(self.officer, self.ann | self.nia)

    def test_a_task_is_handed_on_and_changed_at_once(self):
        tasks = self._as(self.officer, self.env["mail.activity"])
        model = self.env["ir.model"]._get_id("hr.jobseeker")
        task = tasks.create({"res_model_id": model, "res_id": self.ann.id, "user_id": self.officer.id})
        task.write({"user_id": self.colleague.id, "res_id": self.nia.id, "summary": "Yours"})
        self.assertEqual((task.sudo().user_id, task.sudo().summary), (self.colleague, "Yours"))
        self.assertIn(self.colleague.partner_id, self.nia.message_partner_ids)
        self.assertNotIn(self.colleague.partner_id, self.ann.message_partner_ids)

    def test_the_choice_of_companies_opens_nothing(self):
        """A company that narrows nothing is chosen while the task is given, and the other one afterwards."""
        self.officer.company_ids += self.env["res.company"].create({"name": "Other"})
        own = self._as(self.officer, self.env["mail.activity"]).create({"user_id": self.officer.id, "summary": "Mine"})
        chosen = own.with_context(allowed_company_ids=(self.officer.company_ids - self.company).ids)
        with self.assertRaises(AccessError), self.cr.savepoint():
            chosen.write({"res_model_id": self.env["ir.model"]._get_id("hr.jobseeker"), "res_id": self.ben.id})
        self.assertSees(self.officer, self.ann | self.nia)

    def test_nobody_makes_others_follow_what_they_do_not_see(self):
        """Core lets who is given a task follow its document: of what the giver may write, whoever they are."""
        spy, employee = (self._user(login, "base.group_user", name=login) for login in ("spy", "ed"))
        model = self.env["ir.model"]._get_id("hr.jobseeker")
        there = {"res_model_id": model, "res_id": self.ben.id}
        for user in (employee, self.officer):
            task = self._as(user, self.env["mail.activity"]).create({"user_id": user.id, "summary": "Mine"})
            for steps in ([{"user_id": spy.id, **there}], [there, {"user_id": spy.id}]):
                with self.subTest(user=user.name, steps=len(steps)):
                    with self.assertRaises(AccessError), self.cr.savepoint(), self.mock_mail_gateway():
                        for vals in steps:
                            self._as(user, task).write(vals)
                    self.env.invalidate_all()
                    self.assertNotIn(spy.partner_id, self.ben.message_partner_ids)

    def test_to_tell_the_adviser_asks_no_rule(self):
        self.ann.message_subscribe(partner_ids=(self.officer | self.colleague).partner_id.ids)
        said = self.ann.message_post(body="Of Ann")
        self.ann._get_hidden_from(self.officer.ids)  # groups and settings are known from now on
        self.ann.adviser_id, self.ann.company_id, self.officer.company_ids  # noqa: B018 - in memory
        with self.assertQueryCount(0):
            self.assertFalse(self.ann._get_hidden_from(self.officer.ids))
        told = self.ann._notify_get_recipients(said, {})
        self.assertNotIn(self.colleague.id, [recipient["uid"] for recipient in told])

    def test_who_left_recruitment_is_told_nothing(self):
        left = self._user("left", "hr_recruitment.group_hr_recruitment_user", name="Lea Left")
        self.ben.adviser_id = left
        self.ben.message_subscribe(partner_ids=left.partner_id.ids)
        left.group_ids = self.env.ref("base.group_user")
        with self.mock_mail_gateway():
            said = self.ben.message_post(body="Of Ben", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertNotIn(left.partner_id, said.notified_partner_ids)

    def test_a_task_counts_at_once_in_the_same_request(self):
        mine = self._as(self.officer, self.ben)
        self.assertFalse(mine.has_access("read"))
        task = self._task(self.ben, self.officer)
        self.assertTrue(mine.has_access("read"))
        task.unlink()
        self.assertFalse(mine.has_access("read"))

    def test_following_opens_nothing_and_nothing_is_told(self):
        self.ben.message_subscribe(partner_ids=(self.officer | self.colleague).partner_id.ids)
        self.assertSees(self.officer, self.ann | self.nia)
        with self.mock_mail_gateway():
            said = self.ben.message_post(body="Of Ben", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertEqual(said.notified_partner_ids, self.colleague.partner_id)
        with self.assertRaises(AccessError):
            self._as(self.officer, said).read(["body"])
        named = self.ben.message_post(body="Olga?", partner_ids=self.officer.partner_id.ids)
        self.assertIn(self.officer.partner_id, named.notified_partner_ids)
