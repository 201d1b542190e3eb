from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .policy_case import PolicyCase


@tagged("post_install", "-at_install")
class TestContactClock(PolicyCase):
    """What is owed when, and the status and sentence that follow."""

    @freeze_time("2026-03-02 10:00:00")
    def test_interval_counts_from_the_last_qualifying_contact(self):
        ana = self._person()
        self._spoke(ana, "2026-03-02 09:30:00")
        self.assertAt(ana.next_contact_at, "2026-03-09 09:00:00")
        self.assertAt(ana.contact_overdue_at, "2026-03-09 18:00:00")
        self.assertEqual(ana.contact_status, "on_track")
        self.assertIn("Mon 9 Mar, 09:00 (Lisbon)", ana.contact_explanation)

    @freeze_time("2026-03-02 10:00:00")
    def test_failed_attempt_does_not_reset_the_clock(self):
        ana = self._person()
        self._spoke(ana, "2026-02-26 10:00:00")
        due = ana.next_contact_at
        for outcome in ("no_answer", "left_message", "bounced"):
            self.Contact.create({"jobseeker_id": ana.id, "direction": "out", "channel": "phone", "outcome": outcome})
        self.assertEqual(ana.next_contact_at, due)
        self.assertEqual(ana.unanswered_count, 3)
        self.assertAt(ana.last_attempt_at, "2026-03-02 10:00:00")

    def test_status_follows_from_the_hour(self):
        with freeze_time("2026-03-02 10:00:00"):
            ana = self._person()
            self._spoke(ana, "2026-03-02 09:30:00")
            self.env.flush_all()
        for moment, status in (
            ("2026-03-09 08:59:00", "on_track"),
            ("2026-03-09 09:00:00", "due"),
            ("2026-03-09 17:59:00", "due"),
            ("2026-03-09 18:00:00", "overdue"),
        ):
            with freeze_time(moment), self.subTest(moment):
                self.env.invalidate_all()
                self.assertEqual(ana.contact_status, status)
                self.assertIn(ana, self.env["hr.jobseeker"].search([("contact_status", "=", status)]))

    @freeze_time("2026-03-31 10:00:00")
    def test_status_is_computed_searched_and_grouped_alike(self):
        day = "2026-03-%02d 10:00:00"
        people = self._person("On track") | self._person("Due") | self._person("Overdue")
        for person, spoken in zip(people, (31, 24, 16), strict=True):
            self._spoke(person, day % spoken)
        people |= self._person("Blocked", do_not_contact=True) | self._person("Closed", state="closed")
        people |= self._person("Resting", state="on_hold", hold_until="2026-04-10")
        domain = Domain("id", "in", people.ids)
        grouped = dict(people._read_group(domain, ["contact_status"], ["id:recordset"]))
        for status in ("on_track", "due", "overdue", "blocked", "none", "held"):
            with self.subTest(status):
                found = people.search(domain & Domain("contact_status", "=", status))
                self.assertEqual(len(found), 1)
                self.assertEqual(found, people.filtered(lambda p, status=status: p.contact_status == status))
                self.assertEqual(found, grouped[status])
        self.assertEqual(
            people.search(domain & Domain("contact_status", "not in", ["none", "blocked"])),
            people.search(domain & Domain("contact_status", "in", ["on_track", "due", "overdue", "held"])),
        )

    @freeze_time("2026-03-31 10:00:00")
    def test_a_list_of_applications_says_what_their_forms_say(self):
        """Of many applications those that share a status are given it together."""
        Applicant = self.env["hr.applicant"]
        applications = Applicant.create(
            [{"partner_name": f"Person {number}", "email_from": f"p{number}@example.com"} for number in range(12)]
        )
        for number, person in enumerate(applications.jobseeker_id):
            self._spoke(person, f"2026-03-{31 - number % 3 * 7} 10:00:00")
        applications[0].jobseeker_id.do_not_contact = True
        applications[1].jobseeker_id.state = "closed"
        nobody = Applicant.create({})
        self.env.flush_all()
        self.env.invalidate_all()
        names = ["contact_status", "next_contact_at"]
        in_list = (applications | nobody).read(names)
        self.env.invalidate_all()
        self.assertEqual([application.read(names)[0] for application in applications | nobody], in_list)
        statuses = {values["contact_status"] for values in in_list}
        self.assertEqual(statuses, {"blocked", "none", False, "on_track", "due", "overdue"})

    @freeze_time("2026-03-27 10:00:00")
    def test_window_is_read_in_the_persons_zone_across_the_change_of_clocks(self):
        """Lisbon moves to UTC+1 on 29 March 2026, so 09:00 there is 08:00 UTC a week later."""
        ana, bo = self._person(), self._person("Bo", zone="America/New_York")
        for person in ana | bo:
            self._spoke(person, "2026-03-27 10:00:00")
        self.assertAt(ana.next_contact_at, "2026-04-03 08:00:00")
        self.assertAt(bo.next_contact_at, "2026-04-03 13:00:00")

    @freeze_time("2026-03-02 10:00:00")
    def test_due_day_off_moves_back_to_keep_the_promise(self):
        ana = self._person()
        self._spoke(ana, "2026-03-01 10:00:00")  # a Sunday: seven days later is a Sunday too
        self.assertAt(ana.next_contact_at, "2026-03-06 09:00:00")

    @freeze_time("2026-03-02 10:00:00")
    def test_agreed_interval_takes_the_place_of_the_policys(self):
        ana = self._person(contact_interval_days=14)
        self._spoke(ana, "2026-03-02 10:00:00")
        self.assertAt(ana.next_contact_at, "2026-03-16 09:00:00")
        self.assertIn("every 14 days as agreed with them", ana.contact_explanation)

    @freeze_time("2026-03-02 10:00:00")
    def test_answer_is_owed_within_working_hours(self):
        self.policy.response_hours = 8
        ana = self._person()
        self._spoke(ana, "2026-03-01 10:00:00")
        self.Contact.create(
            {"jobseeker_id": ana.id, "direction": "in", "channel": "email", "date": "2026-03-02 17:00:00"}
        )
        self.assertAt(ana.waiting_since, "2026-03-02 17:00:00")
        self.assertAt(ana.contact_overdue_at, "2026-03-03 16:00:00")
        self.assertEqual(ana.contact_due_cause, "response")
        self.Contact.create(
            {"jobseeker_id": ana.id, "direction": "out", "channel": "email", "date": "2026-03-03 09:00:00"}
        )
        self.assertFalse(ana.waiting_since)
        self.assertEqual(ana.contact_due_cause, "gap")

    @freeze_time("2026-03-02 10:00:00")
    def test_placement_has_its_first_contacts(self):
        self.policy.write({"first_days": "1, 7, 28", "max_gap_days": 90})
        ana = self._person(state="placed", placed_on="2026-03-02")
        self.assertAt(ana.next_contact_at, "2026-03-03 09:00:00")
        self._spoke(ana, "2026-03-03 10:00:00")
        self.assertAt(ana.next_contact_at, "2026-03-09 09:00:00")
        self._spoke(ana, "2026-03-09 10:00:00")
        self.assertAt(ana.next_contact_at, "2026-03-30 08:00:00")
        self._spoke(ana, "2026-03-30 10:00:00")
        self.assertAt(ana.next_contact_at, "2026-06-26 08:00:00")  # 28 June is a Sunday

    @freeze_time("2026-03-20 10:00:00")
    def test_debt_stays_until_contact_or_a_recorded_waiver(self):
        ana = self._person()
        self._spoke(ana, "2026-03-02 10:00:00")
        self.assertEqual(ana.contact_status, "overdue")
        waiver = self.env["hr.jobseeker.waiver"].create(
            {"jobseeker_id": ana.id, "until": "2026-03-25", "reason": "Travelling"}
        )
        self.assertAt(waiver.owed_since, "2026-03-09 09:00:00")
        self.assertEqual(ana.contact_status, "on_track")
        self.assertAt(ana.next_contact_at, "2026-03-25 09:00:00")
        self.assertIn("Travelling", ana.contact_explanation)

    @freeze_time("2026-03-02 10:00:00")
    def test_blacklist_blocks_and_its_end_unblocks(self):
        ana = self._person()
        self._spoke(ana, "2026-03-01 10:00:00")
        self.env["mail.blacklist"]._add("ana@example.com")
        self.assertEqual((ana.contact_block, ana.contact_status), ("blacklisted", "blocked"))
        self.assertIn("ana@example.com", ana.contact_explanation)
        self.env["mail.blacklist"]._remove("ana@example.com")
        self.assertEqual((ana.contact_block, ana.contact_status), (False, "on_track"))

    @freeze_time("2026-03-02 10:00:00")
    def test_no_address_at_all_blocks(self):
        ana = self._person(partner_vals={"email": False, "phone": False})
        self.assertEqual(ana.contact_status, "blocked")
        ana.phone = "+351912345678"
        self.assertNotEqual(ana.contact_status, "blocked")

    @freeze_time("2026-03-02 10:00:00")
    def test_ledger_is_append_only_and_a_correction_is_a_row(self):
        ana = self._person()
        wrong = self._spoke(ana, "2026-03-02 09:00:00").with_user(self.officer)
        with self.assertRaises(AccessError):
            wrong.summary = "changed"
        with self.assertRaises(AccessError):
            wrong.unlink()
        with self.assertRaises(AccessError):
            wrong.with_user(self.manager).unlink()
        self.Contact.with_user(self.officer).create(
            {
                "jobseeker_id": ana.id,
                "direction": "out",
                "channel": "phone",
                "outcome": "no_answer",
                "corrects_id": wrong.id,
                "date": "2026-03-02 09:00:00",
            }
        )
        self.assertTrue(wrong.superseded)
        self.assertFalse(ana.last_contact_at)
        self.assertEqual(ana.unanswered_count, 1)
