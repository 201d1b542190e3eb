from odoo.tests import tagged

from .duplicate_case import DuplicateCase


@tagged("post_install", "-at_install")
class TestMergeUndoLinks(DuplicateCase):
    """Karl is known by phone, Gina by mail: what went to her address while they were one opens nothing of his."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer.group_ids += cls.env.ref("base.group_partner_manager")
        cls.karl = cls._person("Karl Kovács", phone="+44 7911 123456")
        cls.gina = cls._person("Gina Kovács", "gina@example.com", "+44 7911 123456")

    def _plan(self, person):
        return self.env["hr.jobseeker.plan"].create({"jobseeker_id": person.id})

    def _token(self, record):
        return record._get_link("test", 60).split("/")[-1]

    def test_the_address_of_the_other_one_keeps_no_link(self):
        plan = self._plan(self.karl)
        merge = self._merge(self.karl, self.gina, merge_contacts=True)
        self.assertEqual(self.karl.email, "gina@example.com")
        links = [(record, self._token(record)) for record in (plan, self.karl)]
        merge.action_undo()
        self.assertFalse(self.karl.email)
        for record, token in links:
            self.assertFalse(record._find_by_link("test", token), record)

    def test_their_own_address_keeps_theirs(self):
        self.karl.partner_id.email = "karl@example.com"
        plan = self._plan(self.karl)
        merge = self._merge(self.karl, self.gina, merge_contacts=True)
        token = self._token(plan)
        merge.action_undo()
        self.assertEqual(plan._find_by_link("test", token), plan)

    def test_what_waits_for_them_does_not_leave_to_the_other_one(self):
        self.karl.partner_id.email = "karl@example.com"
        plan = self._plan(self.gina)
        self.env["hr.jobseeker.action"].create({"plan_id": plan.id, "name": "Send a CV", "due_on": "2999-01-01"})
        merge = self._merge(self.karl, self.gina)
        [letter] = plan._send_proposals().values()
        mail = self.env["mail.mail"].sudo().search([("mail_message_id", "=", letter.id)])
        self.assertEqual((mail.state, mail.recipient_ids), ("outgoing", self.karl.partner_id))
        merge.action_undo()
        self.assertEqual(plan.jobseeker_id, self.gina)
        self.assertEqual(mail.state, "cancel")
