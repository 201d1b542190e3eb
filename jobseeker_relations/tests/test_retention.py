from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.jobseeker_relations.models import hr_jobseeker_erasure, hr_jobseeker_retention_job
from odoo.addons.jobseeker_relations.models.hr_jobseeker_retention_line import PURPOSE

from .data_case import DataCase

LOGGER = "odoo.addons.jobseeker_relations.models.hr_jobseeker_retention_job"


@tagged("post_install", "-at_install")
class TestRetention(DataCase):
    """Lists of people whose data was kept long enough: shown, approved, told, then erased; never by themselves."""

    def setUp(self):
        super().setUp()
        self.Rule, self.Run = self.env["hr.jobseeker.retention.rule"], self.env["hr.jobseeker.retention.run"]
        self.Rule.search([]).active = False
        self.freezer = freeze_time("2026-11-01 10:00:00")
        self.freezer.start()
        self.addCleanup(self.freezer.stop)
        self.rule = self._rule()
        patcher = patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: True)
        patcher.start()
        self.addCleanup(patcher.stop)

    def _rule(self, **vals):
        return self.Rule.create({"name": "Unsuccessful", "source": "Ours", "company_id": self.company.id, **vals})

    def _old(self, name="Ann Apple", email="ann.apple@example.org", since="2025-10-01", **vals):
        person = self._jobseeker(name, email, **vals)
        self.env.cr.execute("UPDATE hr_jobseeker SET create_date = %s WHERE id = %s", [since, person.id])
        person.invalidate_recordset()
        return person

    def _approved_run(self):
        self.rule.with_user(self.dpo).action_approve()
        self.Run._cron_retention()
        run = self.Run.search([("rule_id", "=", self.rule.id)])
        run.with_user(self.dpo)._approve()
        return run

    # --- nothing by itself ----------------------------------------------------------------------------

    def test_shipped_rules_do_nothing(self):
        rules = self.Rule.with_context(active_test=False).search([("id", "!=", self.rule.id)])
        self.assertGreater(len(rules), 10)
        self.assertFalse(rules.filtered("approved_at"))
        self.assertEqual(set(rules.mapped("approval")), {"person"})
        rules.active = True
        ann = self._old(since="2000-01-01")
        self.Run._cron_retention()
        self.assertFalse(self.Run.search([]))
        self.assertTrue(ann.exists())

    def test_a_list_does_nothing_before_it_is_approved(self):
        ann = self._old()
        self.rule.action_approve()
        for day in ("2026-11-01", "2027-11-01"):
            with freeze_time(day):
                self.Run._cron_retention()
        self.assertTrue(ann.exists())
        self.assertEqual(self.Run.search([]).mapped("state"), ["draft"])

    def test_changing_a_rule_asks_for_approval_anew(self):
        self.rule.with_user(self.dpo).action_approve()
        self.rule.with_user(self.dpo).name = "Renamed"
        self.assertTrue(self.rule.approved_at)
        self.rule.with_user(self.dpo).number = 6
        self.assertFalse(self.rule.approved_at)
        vals = {"name": "x", "source": "x", "company_id": self.company.id, "approved_at": "2026-01-01"}
        brought = self.Rule.with_user(self.dpo).create(vals)
        self.assertFalse(brought.approved_at)

    def test_only_the_officer(self):
        ann = self._old()
        self.rule.action_approve()
        self.Run._cron_retention()
        run = self.Run.search([])
        for user in (self.officer, self.interviewer):
            for act in (
                lambda user=user: self.rule.with_user(user).action_preview(),
                lambda user=user: self.rule.with_user(user).action_approve(),
                lambda user=user: run.with_user(user).action_cancel(),
                lambda user=user: run.line_ids.with_user(user).action_leave_out(),
                lambda user=user: run.with_user(user).read(["state"]),
            ):
                with self.assertRaises(AccessError):
                    act()
        for act in (
            lambda: run.with_user(self.dpo).write({"state": "approved"}),
            lambda: run.line_ids.with_user(self.dpo).write({"state": "planned"}),
            lambda: run.with_user(self.dpo).create({"rule_id": self.rule.id, "company_id": self.company.id}),
        ):
            with self.assertRaises(AccessError):
                act()
        self.assertTrue(ann.exists())

    # --- who is on it ---------------------------------------------------------------------------------

    def test_a_preview_says_who_when_and_why(self):
        ann = self._old()
        self._old("New Person", "new@example.org", since="2026-06-01")
        running = self._old("Running Person", "running@example.org")
        self._application("Running Person", "running@example.org")
        self.assertTrue(running.applicant_ids)
        action = self.rule.with_user(self.dpo).action_preview()
        run = self.Run.browse(action["res_id"])
        self.assertEqual(run.line_ids.jobseeker_id, ann)
        self.assertIn("1 person from", run.sentence)
        self.assertEqual(str(run.erase_on), "2026-12-01")
        self.assertEqual(str(run.line_ids.due_on), "2026-10-01")
        self.assertIn("The last contact", run.line_ids.reason)
        self.assertIn("12 months", run.line_ids.reason)
        self.assertEqual(run.state, "draft")
        self.assertFalse(ann.message_ids.filtered("subject"))
        again = self.rule.with_user(self.dpo).action_preview()
        self.assertEqual(again["res_id"], run.id)
        with self.assertRaises(UserError):  # not approved: a preview is a preview
            self.env["hr.jobseeker.retention.approve"].with_user(self.dpo).create(
                {"run_id": run.id, "is_sure": True}
            ).action_apply()

    def test_nobody_is_due(self):
        with self.assertRaises(UserError):
            self.rule.with_user(self.dpo).action_preview()

    def test_a_word_since_then_counts(self):
        ann = self._old()
        self._spoke(ann, "2026-09-01 10:00:00")
        self.assertFalse(self.Run._propose(self.rule, self.company))

    def _spoke(self, person, at):
        self.Contact.create(
            {"jobseeker_id": person.id, "date": at, "direction": "out", "channel": "phone", "outcome": "reached"}
        )

    def test_categories(self):
        placed = self._old("Placed Person", "placed@example.org", state="placed", placed_on="2025-01-01")
        prospect = self._old("Prospect Person", "prospect@example.org", state="prospect")
        pool = self._old("Pool Person", "pool@example.org")
        self.env["hr.applicant"].create(
            {
                "partner_name": "Pool Person",
                "partner_id": pool.partner_id.id,
                "email_from": "pool@example.org",
                "company_id": self.company.id,
                "talent_pool_ids": [(4, self.env["hr.talent.pool"].create({"name": "Pool"}).id)],
            }
        )
        plain = self._old()
        facts = (placed | prospect | pool | plain)._get_retention_facts()
        self.assertEqual(
            [facts[person][0] for person in (placed, prospect, pool, plain)],
            ["engaged", "prospect", "pool", "unsuccessful"],
        )
        self.assertIsNone(facts[placed][1]["ended"])  # work goes on
        for category, person in (("prospect", prospect), ("pool", pool), ("unsuccessful", plain)):
            rule = self._rule(category=category, name=category)
            self.assertEqual(self.Run._propose(rule, self.company).line_ids.jobseeker_id, person, category)

    def test_the_most_specific_rule_holds(self):
        self.company.jobseeker_country_id = self.env.ref("base.fr")
        self.rule.write({"company_id": False})
        group = self._rule(company_id=False, country_group_id=self.env.ref("base.europe").id)
        country = self._rule(company_id=False, country_id=self.env.ref("base.fr").id)
        other = self._rule(company_id=False, country_id=self.env.ref("base.de").id)
        key = ("unsuccessful", "anonymise")
        self.assertEqual(self.Rule._find_for(self.company, approved=False)[key], country)
        country.active = False
        self.assertEqual(self.Rule._find_for(self.company, approved=False)[key], group)
        self.assertNotIn(other, self.Rule._find_for(self.company, approved=False).values())

    def test_who_is_held_is_counted_and_not_listed(self):
        ann = self._old()
        self._old("Bea Banks", "bea@example.org")
        self.env["hr.jobseeker.legal.hold"].create({"jobseeker_id": ann.id, "reason": "Claim"})
        run = self.Run._propose(self.rule, self.company)
        self.assertEqual((run.held_count, run.line_ids.jobseeker_id.name), (1, "Bea Banks"))

    def test_company_b_is_not_on_it(self):
        company_b = self.env["res.company"].create({"name": "B"})
        partner = self.env["res.partner"].create({"name": "Of B", "email": "b@example.org"})
        person = self.env["hr.jobseeker"].create({"partner_id": partner.id, "company_id": company_b.id})
        self.env.cr.execute("UPDATE hr_jobseeker SET create_date = '2020-01-01' WHERE id = %s", [person.id])
        self.assertFalse(self.Run._propose(self.rule, self.company))

    def test_as_many_queries_for_many_as_for_few(self):
        def propose(count, name):
            for number in range(count):
                self._old(f"{name} {number}", f"{name}{number}@example.org")
            self.Run.search([]).unlink()
            return self._count_queries(lambda: self.Run._propose(self.rule, self.company))

        propose(1, "warm")
        self.assertLessEqual(propose(30, "many"), propose(10, "few") + 40 // 4)

    # --- approved, told, kept -------------------------------------------------------------------------

    def test_approved_told_and_erased(self):
        ann, silent = self._old(), self._old("No Address", False, partner_vals={"phone": "+351911111111"})
        self.rule.with_user(self.dpo).action_approve()
        self.Run._cron_retention()
        run = self.Run.search([("rule_id", "=", self.rule.id)])
        dialog = self.env["hr.jobseeker.retention.approve"].with_user(self.dpo).create({"run_id": run.id})
        self.assertIn("2 people", dialog.sentence)
        self.assertEqual(dialog.without_address, 1)
        with self.assertRaises(UserError):
            dialog.action_apply()
        dialog.is_sure = True
        dialog.action_apply()
        self.assertEqual((run.state, run.noticed_count, run.approved_by), ("approved", 1, self.dpo))
        letter = ann.message_ids.filtered(lambda message: message.subject and "erase" in message.subject)
        self.assertTrue(letter)
        self.assertNotIn(f"/{PURPOSE}/", letter.body)
        self.Run._cron_retention()
        self.assertTrue(ann.exists())
        with freeze_time("2026-12-11"), patch.object(hr_jobseeker_retention_job, "_logger") as logger:
            self.Run._cron_retention()  # after ten days without the job
        self.assertFalse(ann.exists() or silent.exists())
        self.assertEqual((run.state, run.erased_count, len(run.line_ids)), ("done", 2, 0))
        [(_said, *logged)] = [call.args for call in logger.info.call_args_list]
        self.assertEqual(logged, [self.rule.id, self.company.id, 2, 0, 0])  # counts, and no names
        self.assertFalse(self._search_database("ann.apple@example"))
        with freeze_time("2026-12-12"):  # twice is once
            self.Run._cron_retention()
        self.assertEqual(run.erased_count, 2)
        self.assertEqual(self.env["hr.jobseeker.statistics"].search_count([("cause", "=", "retention")]), 2)

    def test_who_asks_to_keep_it_is_kept(self):
        ann = self._old()
        run = self._approved_run()
        line = run.line_ids
        line._keep()
        line._keep()
        self.assertEqual((line.state, str(ann.kept_data_on)), ("kept", "2026-11-01"))
        self.assertEqual(self.Contact.search_count([("jobseeker_id", "=", ann.id), ("direction", "=", "in")]), 1)
        with freeze_time("2026-12-02"):
            self.Run._cron_retention()
        self.assertTrue(ann.exists())
        self.assertEqual((run.state, run.erased_count), ("done", 0))
        self.assertFalse(self.Run.search([("state", "=", "draft")]).line_ids)
        with freeze_time("2027-12-02"):
            self.assertEqual(self.Run._propose(self.rule, self.company).line_ids.jobseeker_id, ann)

    def test_facts_are_asked_again_on_the_day(self):
        spoke, held, left = (
            self._old("Spoke Person", "spoke@example.org"),
            self._old("Held Person", "held@example.org"),
            self._old("Left Person", "left@example.org"),
        )
        run = self._approved_run()
        self._spoke(spoke, "2026-11-20 10:00:00")
        self.env["hr.jobseeker.legal.hold"].create({"jobseeker_id": held.id, "reason": "Claim 7"})
        run.line_ids.filtered(lambda line: line.jobseeker_id == left).with_user(self.dpo).action_leave_out()
        with freeze_time("2026-12-02"):
            self.Run._cron_retention()
        self.assertEqual(len((spoke | held | left).exists()), 3)
        states = {line.jobseeker_id: line.state for line in run.line_ids}
        self.assertEqual([states[one] for one in (spoke, held, left)], ["not_due", "held", "left_out"])
        self.assertIn("Claim 7", run.line_ids.filtered(lambda line: line.state == "held").explanation)
        self.assertEqual((run.state, run.left_count), ("done", 3))

    @mute_logger(LOGGER)
    def test_one_poisoned_person_fails_alone(self):
        people = self.env["hr.jobseeker"].union(*(self._old(f"Person {n}", f"person{n}@example.org") for n in range(5)))
        poisoned = people[2]
        run = self._approved_run()
        erase = hr_jobseeker_erasure.HrJobseeker._erase_alike

        def break_at(self, *args):
            if poisoned.id in self.ids:
                raise ValueError("Poison")
            return erase(self, *args)

        with freeze_time("2026-12-02"), patch.object(hr_jobseeker_erasure.HrJobseeker, "_erase_alike", break_at):
            self.Run._cron_retention()
        self.assertEqual(people.exists(), poisoned)
        self.assertEqual((run.erased_count, run.failed_count), (4, 1))
        self.assertIn("Poison", run.line_ids.explanation)

    def test_batches_are_bounded(self):
        for number in range(5):
            self._old(f"Person {number}", f"person{number}@example.org")
        self._approved_run()
        with freeze_time("2026-12-02"):
            self.assertEqual(self.Run._erase_batch(2), (2, 2))

    def test_automatic_rules_give_notice_and_go(self):
        ann = self._old()
        self.rule.write({"approval": "automatic"})
        self.rule.action_approve()
        self.Run._cron_retention()
        run = self.Run.search([])
        self.assertEqual((run.state, run.noticed_count), ("approved", 1))
        with freeze_time("2026-12-01"):
            self.Run._cron_retention()
        self.assertFalse(ann.exists())

    def test_a_cancelled_list_is_done_with(self):
        ann = self._old()
        run = self._approved_run()
        run.with_user(self.dpo).action_cancel()
        with freeze_time("2026-12-02"):
            self.Run._cron_retention()
        self.assertTrue(ann.exists())
        with self.assertRaises(UserError):
            run.sudo().write({"state": "approved"})

    # --- the page behind the link ---------------------------------------------------------------------

    def test_links(self):
        ann = self._old()
        run = self._approved_run()
        link = run.line_ids._get_link(PURPOSE, 7)
        token = link.rsplit("/", 1)[1]
        self.assertEqual(run.line_ids._find_by_link(PURPOSE, token), run.line_ids)
        self.assertFalse(run.line_ids._find_by_link("terms", token))
        self.assertFalse(self.env["hr.jobseeker.agreement"]._find_by_link(PURPOSE, token))
        with freeze_time(fields.Date.add(fields.Date.today(), days=60)):
            self.assertFalse(run.line_ids._find_by_link(PURPOSE, token))
        self.assertTrue(ann)
