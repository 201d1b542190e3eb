from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .policy_case import PolicyCase

MONDAY = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
class TestProposal(PolicyCase):
    """The person asks for a change of who they are; an adviser accepts or refuses."""

    def setUp(self):
        super().setUp()
        self.ana = self._person(partner_vals={"country_id": self.env.ref("base.pt").id})

    def _ask(self, **values):
        faults = self.ana.sudo()._propose(values)
        self.assertFalse(faults)
        return self.ana.open_proposal_ids

    def test_odoos_own_account_is_no_way_round(self):
        user = self.env["res.users"].create(
            {
                "login": "own.account@example.com",
                "partner_id": self.ana.partner_id.id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        own = user.with_user(user)
        for vals in ({"name": "Mallory"}, {"email": "mallory@example.com"}, {"phone": "+351 1"}):
            with self.assertRaisesRegex(UserError, "your adviser looks at it first"):
                own.write(vals)
        own.write({"name": user.name, "lang": user.lang})

    @freeze_time(MONDAY)
    def test_a_wish_waits_and_changes_nothing_and_the_adviser_hears(self):
        proposal = self._ask(email="Ana.New@Example.com")
        self.assertEqual((proposal.old_value, proposal.new_value), ("ana@example.com", "ana.new@example.com"))
        self.assertEqual(self.ana.email, "ana@example.com")
        activity = self.ana.activity_ids
        self.assertEqual((activity.user_id, len(activity)), (self.officer, 1))
        row = self.ana.contact_ids
        self.assertEqual((row.channel, row.asks_answer, row.summary), ("portal", False, "Asked for a change: E-mail"))

    @freeze_time(MONDAY)
    def test_accepting_writes_where_it_stands(self):
        self._ask(name="Ana Sá", email="ana.sa@example.com", phone="912 345 679", salutation="Dona Ana")
        self.ana.with_user(self.officer).open_proposal_ids.action_accept()
        partner = self.ana.partner_id
        self.assertEqual(
            (partner.name, partner.email, partner.phone), ("Ana Sá", "ana.sa@example.com", "+351912345679")
        )
        self.assertEqual((self.ana.name, self.ana.greeting_name), ("Ana Sá", "Dona Ana"))
        decided = self.ana.proposal_ids
        self.assertEqual(set(decided.mapped("state")), {"accepted"})
        self.assertEqual(decided.decided_by, self.officer)
        self.assertFalse(self.ana.open_proposal_ids)

    def test_refusing_says_why_and_changes_nothing(self):
        proposal = self._ask(name="Somebody Else").with_user(self.officer)
        action = proposal.action_refuse()
        dialog = self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"])
        dialog = dialog.create({"reason": "That is another person's name"})
        dialog.action_apply()
        dialog.action_apply()  # pressed twice
        self.assertEqual((proposal.state, proposal.refuse_reason), ("refused", "That is another person's name"))
        self.assertEqual(self.ana.name, "Ana")

    def test_nothing_leaves_a_decision(self):
        proposal = self._ask(name="Ana Sá").with_user(self.officer)
        proposal.action_accept()
        for again in (proposal.action_accept, proposal.action_refuse):
            with self.assertRaises(UserError):
                again()
        for state in ("proposed", "refused"):
            with self.assertRaises(UserError):
                proposal.sudo().write({"state": state})

    def test_a_newer_wish_replaces_one_that_waits(self):
        first = self._ask(phone="912 345 679")
        second = self._ask(phone="+44 20 7946 0018")
        self.assertEqual((first.state, second.state), ("withdrawn", "proposed"))
        self.assertEqual((first.new_value, second.new_value), ("+351912345679", "+442079460018"))
        for decide in (first.with_user(self.officer).action_accept, first.with_user(self.officer).action_refuse):
            with self.assertRaisesRegex(UserError, "“Withdrawn” already"):
                decide()
        self.assertEqual(self.ana.phone, "+351912345678", "nobody accepts what they did not read")
        self.assertFalse(self._ask(phone="912 345 678"), "they want what there is: nothing is asked for")

    def test_the_same_again_is_no_news(self):
        self._ask(name="Ana Sá")
        self._ask(name="Ana Sá")
        self.assertEqual((len(self.ana.proposal_ids), len(self.ana.contact_ids)), (1, 1))

    def test_what_cannot_be_kept_is_said_field_by_field_and_nothing_is_kept(self):
        faults = self.ana.sudo()._propose(
            {"name": "", "email": "nobody at home", "phone": "12", "salutation": "Dona Ana"}
        )
        self.assertEqual(set(faults), {"name", "email", "phone"})
        self.assertFalse(self.ana.proposal_ids)

    def test_a_number_may_go_but_not_the_name(self):
        proposal = self._ask(phone="", salutation="")
        self.assertEqual((proposal.field, proposal.new_value), ("phone", False))
        proposal.with_user(self.officer).action_accept()
        self.assertFalse(self.ana.phone)

    def test_the_database_holds_one_open_wish_of_each_sort(self):
        self._ask(name="Ana Sá")
        vals = {"jobseeker_id": self.ana.id, "field": "name", "new_value": "Twin"}
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env["hr.jobseeker.proposal"].sudo().create(vals)

    def test_nobody_writes_them(self):
        proposal = self._ask(name="Ana Sá")
        manager = proposal.with_user(self.manager)
        for forbidden in (
            lambda: manager.write({"new_value": "Mallory"}),
            lambda: manager.write({"state": "accepted"}),
            lambda: manager.create({"jobseeker_id": self.ana.id, "field": "name", "new_value": "Mallory"}),
            manager.unlink,
        ):
            with self.assertRaises(AccessError):
                forbidden()

    def test_nobody_decides_for_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env, "stranger", groups="hr_recruitment.group_hr_recruitment_user", company_id=other.id
        )
        proposal = self._ask(name="Ana Sá").with_user(stranger)
        for decide in (proposal.action_accept, proposal.action_refuse):
            with self.assertRaises(AccessError):
                decide()

    def test_two_people_who_are_one_ask_once(self):
        self._ask(name="Ana Sá")
        bo = self._person("Bo", reach_from=17, reach_to=20)
        bo.sudo()._propose({"name": "Ana Maria Sá", "phone": "+44 20 7946 0018"})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.ana.partner_id | bo.partner_id).ids, self.ana.partner_id)
        self.assertEqual(sorted(self.ana.open_proposal_ids.mapped("field")), ["name", "phone"])
        self.assertEqual((self.ana.reach_from, self.ana.reach_to), (17, 20))
