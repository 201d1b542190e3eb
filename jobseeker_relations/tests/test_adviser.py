from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .need_case import NeedCase


@tagged("post_install", "-at_install")
class TestAdviser(NeedCase):
    """Who answers for a person reads what is confidential: nobody takes that over unseen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls._need("adjustments", "A desk for a wheelchair")
        cls.company.jobseeker_escalation_user_id = cls.manager
        cls.before = cls.env["mail.message"].search([], order="id desc", limit=1).id
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _notices(self, user):
        return self.env["mail.message"].search(
            [
                ("id", ">", self.before),
                ("partner_ids", "in", user.partner_id.ids),
                ("message_type", "=", "user_notification"),
            ]
        )

    def _people(self, count, **vals):
        partners = self.env["res.partner"].create([{"name": f"Person {number}"} for number in range(count)])
        return self.env["hr.jobseeker"].union(*(self._jobseeker(partner, **vals) for partner in partners))

    def _silent(self, user):
        return self.ana.with_user(user).with_context(tracking_disable=True, mail_notrack=True)

    def test_another_ones_people_are_handed_over_and_not_let_go(self):
        with self.assertRaisesRegex(UserError, "Olga Officer answers for Ana Needs: choose who does so instead"):
            self._silent(self.colleague).adviser_id = False
        for user in (self.officer, self.manager):
            self.ana.sudo().adviser_id = self.officer
            self.ana.with_user(user).adviser_id = False
            self.assertFalse(self.ana.adviser_id)

    def test_who_leads_the_adviser_may_let_their_people_go(self):
        Employee = self.env["hr.employee"].with_company(self.company)
        lead = Employee.create({"name": "Carl Colleague", "user_id": self.colleague.id})
        Employee.create({"name": "Olga Officer", "user_id": self.officer.id, "parent_id": lead.id})
        self.ana.with_user(self.colleague).adviser_id = False
        self.assertFalse(self.ana.adviser_id)

    def test_the_people_of_who_is_gone_may_be_let_go(self):
        self.officer.active = False
        self.ana.with_user(self.colleague).adviser_id = False
        self.assertFalse(self.ana.adviser_id)

    def test_the_former_adviser_hears_of_every_change_by_somebody_else(self):
        third = self._user("third", "hr_recruitment.group_hr_recruitment_user", name="Tom Third")
        self._silent(self.colleague).adviser_id = third
        self.assertIn("Tom Third answers for this person", self._notices(self.officer).body)
        self.assertFalse(self._notices(self.colleague))
        self.ana.with_user(third).adviser_id = self.officer
        self.assertFalse(self._notices(third), "who hands over knows")

    def test_the_log_has_it_whatever_the_caller_switches_off(self):
        self.flush_tracking()
        self._silent(self.colleague).adviser_id = self.colleague
        self.flush_tracking()
        tracked = self.ana.message_ids.sudo().tracking_value_ids.filtered(
            lambda value: value.field_id.name == "adviser_id"
        )
        self.assertEqual(
            [(value.old_value_char, value.new_value_char) for value in tracked], [("Olga Officer", "Carl Colleague")]
        )

    def test_the_manager_hears_where_there_is_no_adviser_and_something_confidential(self):
        plain = self._people(1, adviser_id=False)
        self.ana.sudo().adviser_id = False
        (self.ana | plain).with_user(self.colleague).write({"adviser_id": self.colleague.id})
        notice = self._notices(self.manager)
        self.assertEqual((notice.res_id, notice.subject), (self.ana.id, "Ana Needs"))

    def test_many_at_once_are_told_once(self):
        people = self._people(3)
        people.with_user(self.colleague).write({"adviser_id": self.colleague.id})
        notice = self._notices(self.officer)
        self.assertEqual((len(notice), notice.subject), (1, "3 people have another adviser"))
        for name in people.mapped("name"):
            self.assertIn(f"{name}: Carl Colleague answers for this person", notice.body)

    def test_many_at_once_cost_one_notice(self):
        def take_over(count):
            people = self._people(count).with_user(self.colleague).with_context(mail_notrack=True)
            return self._count_queries(lambda: people.write({"adviser_id": self.colleague.id}))

        take_over(2)
        self.assertLessEqual(take_over(10), take_over(5) + 2)

    def test_who_merges_the_person_into_their_own_is_known(self):
        own = self._jobseeker(
            self.env["res.partner"].create({"name": "Ana N", "email": "ana.n@example.com"}),
            adviser_id=self.colleague.id,
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.colleague).sudo().create({})
        wizard._merge((own.partner_id | self.partner).ids, own.partner_id)
        self.assertIn("Carl Colleague answers for this person", self._notices(self.officer).body)

    def test_who_opens_a_type_stands_in_its_log(self):
        kind = self._type("adjustments").with_user(self.manager).with_context(tracking_disable=True)
        self.flush_tracking()
        kind.write({"arranger_ids": [(4, self.colleague.id)]})
        self.flush_tracking()
        kind.write({"sensitive": False})
        self.flush_tracking()
        logged = kind.sudo().message_ids.filtered("tracking_value_ids")
        self.assertEqual(set(logged.tracking_value_ids.field_id.mapped("name")), {"arranger_ids", "sensitive"})
        self.assertEqual(logged.author_id, self.manager.partner_id)
        with self.assertRaises(AccessError):
            kind.with_user(self.officer).write({"sensitive": True})
