from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .need_case import NeedCase


@tagged("post_install", "-at_install")
class TestCompleteness(NeedCase):
    """How much is known of a person for each purpose, and what to ask next; the rules are data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["hr.jobseeker.completeness.rule"]
        cls.Rule.search([]).active = False
        cls.reach = cls._rule(
            "contactable", "An address", "Where do we reach you?", [("partner_id.email", "!=", False)]
        )
        cls.phone = cls._rule("contactable", "A number", "Which number?", [("partner_id.phone", "!=", False)])
        cls.pay = cls._rule(
            "matchable",
            "The pay",
            "What do you need to earn?",
            [("need_ids", "any", [("type_id", "=", cls._type("pay").id), ("state", "!=", "withdrawn")])],
        )

    @classmethod
    def _rule(cls, purpose, name, question, domain):
        vals = {"purpose": purpose, "name": name, "question": question, "domain": repr(domain)}
        return cls.Rule.create(vals)

    def _fresh(self, jobseeker=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return jobseeker or self.ana

    def test_percent_what_is_missing_and_the_next_question(self):
        ana = self._fresh()
        self.assertEqual((ana.completeness_contactable, ana.completeness_matchable), (50, 0))
        self.assertEqual((ana.completeness_referable, ana.completeness_placeable), (100, 100))
        self.assertEqual(ana.completeness_missing, "Contactable: A number\nMatchable: The pay")
        self.assertEqual(ana.next_question, "Which number?")
        self.assertIn("Missing: A number", ana.completeness)
        self.partner.phone = "+351 912 345 678"
        self.assertEqual(self._fresh().next_question, "What do you need to earn?")
        need = self._need("pay", "28000")
        ana = self._fresh()
        self.assertEqual((ana.completeness_matchable, ana.next_question), (100, False))
        need.state = "withdrawn"
        self.assertEqual(self._fresh().completeness_matchable, 0)

    def test_the_order_of_rules_is_the_order_of_questions(self):
        self.pay.sequence = 1
        self.assertEqual(self._fresh().next_question, "What do you need to earn?")

    def test_a_condition_that_cannot_be_read_is_refused(self):
        for domain in ("[('no_such_field', '=', 1)]", "[(", "__import__('os').getcwd()", "[('placed_on', '>', uid)]"):
            with self.subTest(domain), self.assertRaisesRegex(ValidationError, "the condition cannot be read"):
                self.reach.domain = domain

    def test_a_rule_whose_field_is_gone_is_left_out_and_shown(self):
        self.assertFalse(self.reach.fault)
        self.env.cr.execute(
            "UPDATE hr_jobseeker_completeness_rule SET domain = %s WHERE id = %s",
            ["[('x_no_such_field', '=', 1)]", self.reach.id],
        )
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.jobseeker_relations", "WARNING") as logged:
            self.assertEqual(self.ana.next_question, "Which number?")
        self.assertIn("An address", logged.output[0])
        self.assertEqual(self.ana.completeness_contactable, 0, "the number lacks, and nothing else is asked for")
        self.assertIn("x_no_such_field", self.reach.with_user(self.officer).fault)

    def test_a_rule_about_what_is_sensitive_says_no_more_than_the_need(self):
        self._rule(
            "referable", "Adjustments", "Adjustments?", [("need_ids.type_id", "in", self._type("adjustments").ids)]
        )
        self._need("adjustments", "A quiet room")
        self.assertEqual(self._fresh().completeness_referable, 100)
        self.assertEqual(self._fresh().with_user(self.colleague).completeness_referable, 0)

    def test_that_there_is_something_hidden_is_not_told_either(self):
        self.Rule.search([]).active = False
        self._rule("referable", "Any", "Any?", [("need_ids", "!=", False)])
        self._rule("placeable", "None", "None?", [("need_ids", "=", False)])
        self._need("adjustments", "A quiet room")
        ana = self._fresh()
        self.assertEqual((ana.completeness_referable, ana.completeness_placeable), (100, 0))
        ana = self._fresh().with_user(self.colleague)
        self.assertEqual((ana.completeness_referable, ana.completeness_placeable), (0, 100))

    def test_shipped_rules_can_be_asked(self):
        ours = self.Rule.search([])
        self.Rule.with_context(active_test=False).search([]).active = True
        ours.active = False
        ana = self._fresh()
        self.assertEqual(ana.next_question, "How do you want to hear from us?")
        for purpose in ("contactable", "matchable", "referable", "placeable"):
            self.assertLess(ana[f"completeness_{purpose}"], 100)

    def test_a_person_who_is_not_saved_yet(self):
        new = self.env["hr.jobseeker"].with_user(self.officer).new({"partner_id": self.partner.id})
        self.assertEqual(new.completeness_contactable, 0)

    def test_queries_do_not_grow_with_people(self):
        partners = self.env["res.partner"].create([{"name": f"Person {number}"} for number in range(30)])
        people = self.env["hr.jobseeker"].browse()
        for partner in partners:
            people |= self._jobseeker(partner)

        def ask(some):
            self.env.invalidate_all()
            return self._count_queries(lambda: some.mapped("next_question"))

        ask(people[:2])
        self.assertEqual(ask(people[:10]), ask(people[10:]))
