from datetime import timedelta
from unittest.mock import patch

from lxml import etree
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .caseload_case import CaseloadCase


@tagged("post_install", "-at_install")
class TestAttraction(CaseloadCase):
    """What became of those who came by a method, what that cost, and what was decided (PC1, K10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jobseeker_caseload = "company"
        cls.board, cls.fair = cls.env["utm.source"].create([{"name": "Board of welders"}, {"name": "Fair of May"}])
        cls.manager = cls._user("boss", "hr_recruitment.group_hr_recruitment_manager", name="Mona Manager")
        cls.Report = cls.env["hr.jobseeker.attraction.report"]
        cls.Yield = cls.env["hr.jobseeker.attraction.yield"]
        cls.Cost = cls.env["hr.jobseeker.attraction.cost"]
        cls.Decision = cls.env["hr.jobseeker.attraction.decision"]
        cls.today = fields.Date.today()

    @classmethod
    def _came(cls, name, days, source=None, adviser=None, **vals):
        """Somebody who came so many days ago."""
        vals.setdefault("source_id", (source or cls.board).id)
        day = fields.Date.subtract(cls.today, days=days)
        adviser = cls.officer if adviser is None else adviser
        return cls._person(name, adviser, data_received_on=day, **vals)

    @classmethod
    def _word(cls, person, days, **vals):
        """A word so many days after they came; from them, unless the values say otherwise."""
        at = fields.Datetime.to_datetime(person.data_received_on) + timedelta(days=days, hours=9)
        vals = {"direction": "in", "channel": "email", **vals}
        return cls.Contact.create({"jobseeker_id": person.id, "date": at, **vals})

    def _row(self, source=None, user=None, **context):
        report = self._as(user or self.manager, self.Report).with_context(**context)
        return report.search([("source_id", "=", (source or self.board).id)])

    def _of(self, person):
        return self._as(self.manager, self.Yield).search([("jobseeker_id", "=", person.id)])

    # --- the steps --------------------------------------------------------------------------------------

    def test_reachable_is_who_is_heard_of_after_the_days(self):
        reached = {"direction": "out", "channel": "phone", "outcome": "reached"}
        cases = {
            "Late": ([(31, {})], 1),
            "Day": ([(30, {})], 1),
            "Early": ([(10, {})], 0),
            "Rung": ([(33, reached)], 1),
            "Missed": ([(33, {**reached, "outcome": "no_answer"})], 0),
            "Written": ([(33, {"direction": "out"})], 0),
            "Silent": ([], 0),
        }
        for name, (words, expected) in cases.items():
            person = self._came(name, 40)
            for days, vals in words:
                self._word(person, days, **vals)
            row = self._of(person)
            self.assertEqual((row.came, row.settled, row.reachable), (1, 1, expected), name)
        fresh = self._came("Fresh", 20)
        self._word(fresh, 5)
        self.assertEqual((self._of(fresh).settled, self._of(fresh).reachable), (0, 0))
        row = self._row()
        self.assertEqual((row.came, row.settled, row.reachable), (8, 7, 3))
        self.assertAlmostEqual(row.reachable_rate, 300 / 7)

    def test_the_days_are_a_rule(self):
        person = self._came("Early", 40)
        self._word(person, 10)
        self.env.ref("jobseeker_relations.rule_attraction_reachable").number = 7
        self.assertEqual(self._of(person).reachable, 1)

    def test_complete_and_referable_are_what_the_rules_of_completeness_say(self):
        bare, whole = self._came("Bare", 5), self._came("Whole", 5)
        whole.partner_id.write({"phone": "+351912345678", "lang": "en_US"})
        whole.preferred_channel = "phone"
        for kind in ("role", "place", "pay", "hours"):
            self.env["hr.jobseeker.need"].create(
                {"jobseeker_id": whole.id, "type_id": self.env.ref(f"jobseeker_relations.need_type_{kind}").id}
            )
        self.env.ref("jobseeker_relations.completeness_rule_skills").active = False
        for person in (bare, whole):
            own = self._as(self.manager, person)
            complete = own.completeness_contactable == own.completeness_matchable == 100
            referable = complete and own.completeness_referable == 100
            row = self._of(person)
            self.assertEqual((row.complete, row.referable), (int(complete), int(referable)), person.name)
        self.assertEqual((self._of(whole).complete, self._of(bare).complete), (1, 0))
        self.env["hr.jobseeker.completeness.rule"].search([("purpose", "=", "referable")]).active = False
        self.assertEqual((self._of(whole).referable, self._of(bare).referable), (1, 0))

    def test_a_rule_that_cannot_be_asked_asks_nothing(self):
        person = self._came("Whole", 5)
        rules = self.env["hr.jobseeker.completeness.rule"].search([])
        rules.active = False
        rules[0].active = True
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_jobseeker_completeness_rule SET purpose = 'matchable', domain = %s WHERE id = %s",
            ["[('gone', '=', 1)]", rules[0].id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._of(person).complete, 1)

    def test_placed_and_still_in_touch(self):
        talk = {"direction": "out", "channel": "phone", "outcome": "reached"}
        placed = self._came("Placed", 200, state="placed", placed_on=self.today)
        kept = self._came("Kept", 200, state="placed", placed_on=self.today)
        lost = self._came("Lost", 200)
        self._word(placed, 3, **talk)
        self._word(kept, 150, **talk)
        self._word(lost, 150, **talk)
        lost.state = "closed"
        self.assertEqual((self._of(placed).placed, self._of(placed).in_touch, self._of(placed).kept), (1, 0, 0))
        self.assertEqual((self._of(kept).placed, self._of(kept).in_touch, self._of(kept).kept), (1, 1, 1))
        self.assertEqual((self._of(lost).placed, self._of(lost).in_touch), (0, 0))
        row = self._row()
        self.assertEqual((row.came, row.placed, row.in_touch, row.kept), (3, 2, 1, 1))

    def test_referred_is_who_was_sent_to_a_hirer(self):
        hirer = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        draft, sent, engaged = (self._came(name, 5) for name in ("Draft", "Sent", "Engaged"))
        for person, state, sent_at in (
            (draft, "draft", None),
            (sent, "refused", "2026-01-01"),
            (engaged, "engaged", "2026-01-01"),
        ):
            referral = self.env["hr.jobseeker.referral"].create({"jobseeker_id": person.id, "hirer_id": hirer.id})
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE hr_jobseeker_referral SET state = %s, sent_at = %s WHERE id = %s", [state, sent_at, referral.id]
            )
            self.env.invalidate_all()
            row = self._of(person)
            self.assertEqual((row.referred, row.placed), (int(bool(sent_at)), int(state == "engaged")), state)
        self.assertEqual((self._row().referred, self._row().placed), (2, 1))

    def test_who_came_before_the_addon_came_with_the_first_application(self):
        person = self._application("Old Hand", "old@example.org", source_id=self.board.id).jobseeker_id
        self.env.flush_all()
        self.env.cr.execute("UPDATE hr_jobseeker SET data_received_on = NULL WHERE id = %s", [person.id])
        self.env.cr.execute("UPDATE hr_applicant SET create_date = '2020-05-17' WHERE jobseeker_id = %s", [person.id])
        self.env.invalidate_all()
        self.assertEqual(str(self._of(person).came_on), "2020-05-17")

    # --- the time, and the reader ------------------------------------------------------------------------

    def test_the_period(self):
        self._came("Now", 1)
        self._came("Before", 500)
        self.assertEqual(self._row().came, 1)
        self.assertEqual(self._row(attraction_months=24).came, 2)
        self.assertEqual(self._row(attraction_months=0).came, 2)
        self.assertEqual(self._row(attraction_months="junk").came, 1)
        self.assertEqual(self._row(attraction_months=-5).came, 1)
        self.env.ref("jobseeker_relations.rule_attraction_period").number = 24
        self.assertEqual(self._row().came, 2)

    def test_nobody_is_counted_whom_the_reader_does_not_see(self):
        self._came("Mine", 5)
        self._came("Theirs", 5, adviser=self.colleague)
        self.Cost.create({"source_id": self.board.id, "company_id": self.company.id, "cost": 100})
        self.assertEqual((self._row(user=self.officer).came, self._row(user=self.officer).cost), (2, 100))
        self.company.jobseeker_caseload = "own"
        narrowed = self._row(user=self.officer)
        self.assertEqual((narrowed.came, narrowed.cost), (1, 0), "a company's money is not divided by one's own people")
        self.assertEqual(len(self._as(self.officer, self.Yield).search([("source_id", "=", self.board.id)])), 1)
        self.assertEqual((self._row().came, self._row().cost), (2, 100))

    def test_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._came("Zoe", 5, company_id=other.id, adviser=self.env["res.users"])
        self.Cost.create({"source_id": self.board.id, "company_id": other.id, "cost": 100})
        self.assertFalse(self._row())
        self.manager.company_ids += other
        self.assertEqual((self._row().company_id, self._row().came, self._row().cost), (other, 1, 100))

    def test_nobody_below_an_officer_reads_it(self):
        for model in (self.Report, self.Yield, self.Cost, self.Decision):
            with self.assertRaises(AccessError):
                self._as(self.interviewer, model).search([])

    def test_whose_source_nobody_knows_is_counted(self):
        self._came("Someone", 5, source_id=False)
        row = self._as(self.manager, self.Report).search([("source_id", "=", False), ("name", "=", "Not recorded")])
        self.assertGreaterEqual(row.came, 1)

    # --- cost -------------------------------------------------------------------------------------------

    def test_cost_per_each_is_a_quotient_of_sums(self):
        for name in ("Ada", "Bea", "Cal"):
            self._came(name, 5, state="placed" if name == "Ada" else "active")
        self._came("Dan", 5, source=self.fair)
        self.Cost.create(
            [
                {"source_id": self.board.id, "company_id": self.company.id, "cost": 200, "hours": 3},
                {"source_id": self.board.id, "company_id": self.company.id, "cost": 100, "hours": 1.5},
            ]
        )
        row = self._row()
        self.assertEqual((row.cost, row.hours, row.cost_per_came, row.cost_per_placed), (300, 4.5, 100, 300))
        self.assertFalse(row.cost_per_referred, "nobody was referred")
        self.assertEqual(self._row(self.fair).cost_per_came, 0)
        for model in (self.Report, self.Yield):
            [[came, per_person, per_placed, converted]] = self._as(self.manager, model)._read_group(
                [("source_id", "in", (self.board | self.fair).ids)],
                [],
                ["came:sum", "cost_per_came:sum", "cost_per_placed:sum", "cost_per_came:sum_currency"],
            )
            self.assertEqual((came, per_person, per_placed), (4, 75, 300))
            self.assertAlmostEqual(float(converted), 75)

    @mute_logger("odoo.sql_db")
    def test_a_cost_is_dealt_out_to_its_months(self):
        cost = self.Cost.create(
            {
                "source_id": self.fair.id,
                "company_id": self.company.id,
                "date_from": "2026-01-17",
                "date_to": "2026-03-17",
                "cost": 600,
                "hours": 60,
            }
        )
        rows = self._as(self.manager, self.Yield)._read_group(
            [("source_id", "=", self.fair.id)], ["came_on:month"], ["cost:sum", "hours:sum", "came:sum"]
        )
        self.assertEqual(
            [(str(month)[:7], round(float(money)), round(hours), came) for month, money, hours, came in rows],
            [("2026-01", 150, 15, 0), ("2026-02", 280, 28, 0), ("2026-03", 170, 17, 0)],
        )
        for wrong in ({"date_to": "2026-01-01"}, {"cost": -1}, {"hours": -1}):
            with self.assertRaises(IntegrityError, msg=wrong), self.env.cr.savepoint():
                cost.write(wrong)
                self.env.flush_all()
        with self.assertRaises(ValidationError):
            cost.date_to = "2036-01-01"

    def test_what_is_booked_for_later_is_no_cost_yet(self):
        first = fields.Date.start_of(self.today, "month")
        last = fields.Date.end_of(fields.Date.add(first, months=11), "month")
        self.Cost.create(
            {
                "source_id": self.board.id,
                "company_id": self.company.id,
                "date_from": first,
                "date_to": last,
                "cost": 12000,
            }
        )
        for months in (12, 0):
            self.assertAlmostEqual(self._row(attraction_months=months).cost, 1000, delta=100)

    def test_small_samples_are_marked(self):
        self._came("Ada", 5)
        self.assertTrue(self._row().is_small)
        self.env.ref("jobseeker_relations.rule_attraction_sample").number = 1
        self.assertFalse(self._row().is_small)

    # --- what was decided -------------------------------------------------------------------------------

    def _decide(self, **vals):
        values = {"source_id": self.board.id, "company_id": self.company.id, "reason": "Nobody answers"}
        return self._as(self.manager, self.Decision).create({**values, **vals})

    def test_the_next_report_shows_the_decision(self):
        self._came("Ada", 5)
        self.assertFalse(self._row().decision_id)
        first = self._decide(verdict="change", decided_on=fields.Date.subtract(self.today, days=9))
        second = self._decide(verdict="stop", reason="Still nobody", next_look_on=fields.Date.add(self.today, days=30))
        self.assertIn("1 came", first.figures)
        row = self._row()
        self.assertEqual((row.decision_id, row.verdict, row.reason), (second, "stop", "Still nobody"))
        self.assertEqual((row.decided_by_id, row.decided_on), (self.manager, self.today))
        self.assertEqual(row.next_look_on, fields.Date.add(self.today, days=30))
        self.assertFalse(self._row(self.fair).verdict)

    def test_what_was_decided_stands_there_though_nobody_came(self):
        self._decide(source_id=self.fair.id)
        row = self._row(self.fair)
        self.assertEqual((row.came, row.verdict), (0, "keep"))
        self.assertIn("default_source_id", row.action_decide()["context"])

    def test_nobody_edits_a_decision_or_says_who_made_it(self):
        decision = self._decide()
        self.assertEqual(decision.user_id, self.manager)
        for action in (lambda: decision.write({"reason": "x"}), decision.unlink):
            with self.assertRaises(AccessError):
                action()
        with self.assertRaises(AccessError):
            self._decide(user_id=self.officer.id)
        with self.assertRaises(AccessError):
            self._as(self.officer, self.Decision).create({"source_id": self.board.id, "reason": "mine"})
        with self.assertRaises(ValidationError):
            self._decide(decided_on=fields.Date.add(self.today, days=5))
        with self.assertRaises(ValidationError):
            self._decide(next_look_on=self.today)

    # --- size -------------------------------------------------------------------------------------------

    def test_the_list_works_out_its_figures_once(self):
        """Who asks for a field less has the record rule read it, and everything is counted anew."""
        self._came("Cora", 40)
        rows = self._as(self.manager, self.Report)
        arch = etree.fromstring(rows.get_view(view_type="list")["arch"])
        spec = {node.get("name"): {} for node in arch.iter("field")}
        model, asked = self.registry[rows._name], []
        original = model._table_query.fget
        with patch.object(model, "_table_query", property(lambda self: asked.append(self) or original(self))):
            rows.invalidate_model()
            found = rows.web_search_read([], spec)
        self.assertIn(1, [row["came"] for row in found["records"]])
        self.assertEqual(len(asked), 1)

    def test_the_number_of_queries_is_constant(self):
        def look():
            rows = self._as(self.manager, self.Report)
            return self._count_queries(lambda: rows.search([]).mapped("name"))

        def add(count, word):
            for number in range(count):
                source = self.env["utm.source"].create({"name": f"{word} {number}"})
                self._came(f"{word}{number}", 5, source=source)
            self.env.flush_all()

        add(5, "Few")
        look()
        few = look()
        add(5, "Many")
        look()  # what Odoo keeps of rules and rights may have been let go meanwhile
        self.assertEqual(look(), few)
