from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.jobseeker_relations.models.hr_jobseeker_legal_hold import AGENCY_RECORDS

from .disclosure_case import DisclosureCase

JOB = "odoo.addons.jobseeker_relations.models.hr_jobseeker_disclosure_purge"


@tagged("post_install", "-at_install")
class TestDisclosurePurge(DisclosureCase):
    """A check goes six months after the decision, by a job of its own (item 52)."""

    def _decided(self, day="2026-03-03", name=None):
        with freeze_time(f"{day} 10:00:00"):
            check = self._seen("clear", application=self._offered(name) if name else None)
            check.action_go_on()
        return check

    def _run(self, day, batch_size=100):
        with (
            freeze_time(f"{day} 10:00:00"),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1),
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            self.env["hr.jobseeker.disclosure"]._cron_purge(batch_size)
        self.env.flush_all()
        self.env.invalidate_all()

    def test_it_goes_six_months_after_the_decision(self):
        check = self._decided()
        self.assertEqual(check.purge_on, date(2026, 9, 3))
        self._run("2026-09-02")
        self.assertTrue(check.exists())
        self._run("2026-09-03")
        self.assertFalse(check.exists())
        self.assertTrue(self.ana.exists() and self.application.exists())

    def test_after_ten_days_of_standstill_and_twice_is_once(self):
        check = self._decided()
        self._run("2026-09-13")
        self._run("2026-09-13")
        self.assertFalse(check.exists())

    def test_what_nobody_decided_goes_too(self):
        with freeze_time("2026-03-03 10:00:00"):
            seen, taken_back, waiting = self._seen("with_content"), self._ask(), self._ask()
            taken_back.action_withdraw()
        self.assertEqual(
            [check.purge_on for check in (seen, taken_back, waiting)], [date(2026, 9, 3), date(2026, 9, 3), False]
        )
        self._run("2026-09-03")
        self.assertEqual((seen | taken_back | waiting).exists(), waiting)

    def test_another_period_holds_for_those_that_wait(self):
        check = self._decided()
        rule = self.env["hr.jobseeker.rule"]._find("criminal_record_retention", self.company)
        self.assertEqual((rule.number, rule.unit, rule.country_id), (6, "months", self.env.ref("base.uk")))
        rule.number = 1
        self.assertEqual(check.purge_on, date(2026, 4, 3))
        vals = {"name": "Ours", "code": rule.code, "kind": "period", "number": 10, "unit": "days", "source": "Ours"}
        own = self.env["hr.jobseeker.rule"].create({**vals, "company_id": self.company.id})
        self.assertEqual(check.purge_on, date(2026, 3, 13))
        own.unlink()
        self.assertEqual(check.purge_on, date(2026, 4, 3))
        self.env["hr.jobseeker.rule"].search([("code", "=", rule.code)]).active = False
        self.assertEqual(check.purge_on, date(2026, 9, 3), "without a rule nothing stays for ever")

    def test_a_hold_keeps_it(self):
        held, free = self._decided(), self._decided(name="Ben Able")
        hold = self.env["hr.jobseeker.legal.hold"].create({"jobseeker_id": self.ana.id, "reason": "Claim"})
        hold.from_on = "2026-01-01"
        self._run("2026-09-03")
        self.assertEqual((held | free).exists(), held)
        hold.action_lift()
        self._run("2026-09-04")
        self.assertFalse(held.exists())

    def test_the_duty_to_keep_records_does_not(self):
        """Neither evidence of the right to work nor an agency's records are criminal records."""
        self.company.jobseeker_basis = "agency"
        check = self._decided()
        self.env["hr.jobseeker.contact"].create(
            {"jobseeker_id": self.ana.id, "date": "2026-09-01 10:00:00", "direction": "in", "channel": "phone"}
        )
        with freeze_time("2026-09-03 10:00:00"):
            keeps = [hold.keeps for hold in self.ana._get_legal_holds()[self.ana]]
        self.assertTrue(keeps)
        self._run("2026-09-03")
        self.assertFalse(check.exists())

    def _breaking(self, poisoned):
        """While this is so, that check cannot be deleted."""
        unlink = type(poisoned).unlink

        def break_at(checks):
            if poisoned in checks:
                raise ValueError("Broken")
            return unlink(checks)

        return patch.object(type(poisoned), "unlink", break_at)

    def test_one_that_cannot_go_stops_no_other(self):
        poisoned, other = self._decided(), self._decided(name="Ben Able")
        with self._breaking(poisoned), mute_logger(JOB):
            self._run("2026-09-03")
        self.assertEqual((poisoned | other).exists(), poisoned)

    def test_batches_are_bounded(self):
        checks = self.Disclosure
        for number in range(3):
            checks |= self._decided(name=f"Many {number}")
        with freeze_time("2026-09-03 10:00:00"):
            first = checks.sudo()._purge_batch(2)
            self.assertEqual(first, (2, 1, (date(2026, 9, 3), checks[1].id)))
            self.assertEqual(checks.exists(), checks[2])
            second = checks.sudo()._purge_batch(2, first[2])
            self.assertEqual(second, (1, 0, (date(2026, 9, 3), checks[2].id)))
            self.assertEqual(checks.sudo()._purge_batch(2, second[2]), (0, 0, second[2]))
        self.assertFalse(checks.exists())

    def test_who_cannot_go_starves_nobody(self):
        """However small the batch: held and broken ones are passed by, and looked at once."""
        held, poisoned, other = (self._decided(name=name) for name in ("Held Able", "Ben Able", "Cid Able"))
        hold = self.env["hr.jobseeker.legal.hold"].create({"jobseeker_id": held.jobseeker_id.id, "reason": "Claim"})
        hold.from_on = "2026-01-01"
        with self._breaking(poisoned), mute_logger(JOB):
            self._run("2026-09-03", batch_size=1)
        self.assertEqual((held | poisoned | other).exists(), held | poisoned)

    def test_of_many_due_as_many_queries_as_of_few(self):
        for number in range(4):
            self._decided(name=f"Few {number}")

        def purge():
            with freeze_time("2026-09-03 10:00:00"):
                return self._count_queries(lambda: self.Disclosure.sudo()._purge_batch(1))

        purge()
        few = purge()
        for number in range(8):
            self._decided(name=f"Many {number}")
        purge()
        self.assertLessEqual(purge(), few)

    def test_the_job_is_its_own(self):
        """What erases people says how many of them wait, and hears nothing of checks."""
        check = self._decided()
        progress = patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1)
        with freeze_time("2026-09-03 10:00:00"), progress:
            self.env["hr.jobseeker.retention.run"]._cron_retention()
        self.assertTrue(check.exists())
        job = self.env.ref("jobseeker_relations.ir_cron_disclosure_purge")
        self.assertEqual((job.model_id.model, job.code), (check._name, "model._cron_purge()"))

    def test_what_names_it_goes_with_it(self):
        check = self._decided()
        vals = {"name": "Ours", "code": "ours", "kind": "gate", "strength": "warn", "source": "Ours"}
        rule = self.env["hr.jobseeker.rule"].create(vals)
        about = {"rule_id": rule.id, "jobseeker_id": self.ana.id, "missing": "All", "missing_key": "all"}
        rows = self.env["hr.jobseeker.override"].create(
            [
                {**about, "reason": "Kept before", "res_model": model, "res_id": check.id}
                for model in (check._name, "hr.jobseeker")
            ]
        )
        self._run("2026-09-03")
        self.assertEqual(rows.exists(), rows[1])

    def test_it_is_in_the_copy_and_goes_with_the_person(self):
        check = self._decided()
        Map = self.env["hr.jobseeker.personal.data"]
        copy = Map._collect(self.ana, portable=False)
        [section] = [one for one in copy["sections"] if one["model"] == check._name]
        self.assertEqual((section["category"], section["rows"][0]["state"]), ("disclosure", "Nothing on it"))
        self.assertIn("disclosure", dict(Map._get_category_names()))
        [erased] = self.ana._erase("request")
        self.assertEqual(erased.counts[check._name], 1)
        self.assertFalse(check.exists())

    def test_nor_does_such_a_duty_that_was_written_down(self):
        """Erased on request, but for an agency's records; they came back, and a check was made: it is none of these."""
        self.company.jobseeker_basis = "agency"
        with freeze_time("2026-03-02 10:00:00"):
            holds = self.ana._get_legal_holds()
            self.assertTrue(holds[self.ana])
            self.ana._remember_rule_holds(holds)
        check = self._decided()
        with freeze_time("2026-09-03 10:00:00"):
            kept = self.env["hr.jobseeker.legal.hold"].search([("jobseeker_id", "=", self.ana.id)])
            self.assertTrue(kept.in_force)
            written = [hold for hold in self.ana._get_legal_holds()[self.ana] if not hold.by_rule]
            self.assertEqual([hold.keeps for hold in written], [AGENCY_RECORDS])
        self._run("2026-09-03")
        self.assertFalse(check.exists())

    def test_a_duty_to_keep_others_lets_it_go(self):
        """Erased on request while an agency has to keep its records: the criminal record is none of them."""
        self.company.jobseeker_basis = "agency"
        with freeze_time("2026-03-04 10:00:00"):
            check = self._decided()
            [erased] = self.ana._erase("request")
        self.assertTrue(erased.holds)
        self.assertFalse(check.exists())
