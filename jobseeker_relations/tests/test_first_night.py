from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .policy_case import PolicyCase


@tagged("post_install", "-at_install")
class TestFirstNight(PolicyCase):
    """A policy that takes in many at once starts with so many people a day."""

    def _old_debts(self, count=5):
        """People who were last spoken to in January, the oldest debt first, and whom no policy serves."""
        self.policy.active = False
        people = self.env["hr.jobseeker"]
        for number in range(count):
            person = self._person(f"Person {number}")
            self._spoke(person, f"2026-01-0{number + 1} 10:00:00")
            people |= person
        self.env.flush_all()
        return people

    @freeze_time("2026-03-02 10:00:00")
    def test_switching_on_starts_with_so_many_a_day(self):
        people = self._old_debts()
        self.policy.write({"active": True, "starts_per_day": 2})
        self.assertEqual(
            [str(person.starts_on or "") for person in people],
            ["2026-03-02", "2026-03-02", "2026-03-03", "2026-03-03", "2026-03-04"],
        )
        self.assertEqual(people.mapped("contact_status"), ["overdue", "overdue", "held", "held", "held"])
        self.assertIn("starts with at most 2 people a day; their turn is Tue 09:00", people[2].contact_explanation)
        self.assertLess(people[4].next_contact_at.month, 2, "the debt stands")
        self._look(people)
        self.assertEqual([len(person.contact_ids) - 1 for person in people], [1, 1, 0, 0, 0])
        with freeze_time("2026-03-03 09:00:00"):
            due = people.search(people._get_due_domain("2026-03-03 09:00:00"))
            self._look(due)
        self.assertEqual([len(person.contact_ids) - 1 for person in people], [1, 1, 1, 1, 0])

    @freeze_time("2026-03-02 10:00:00")
    def test_another_pace_holds_for_those_who_already_wait(self):
        people = self._old_debts()
        self.policy.write({"active": True, "starts_per_day": 2})
        self._look(people)
        before = self._starts(people)
        self.policy.starts_per_day = 1
        self.assertEqual(self._starts(people), before[:2] + ["2026-03-03", "2026-03-04", "2026-03-05"])
        self.policy.starts_per_day = 3
        self.assertEqual(self._starts(people), before[:2] + ["2026-03-02", "2026-03-03", "2026-03-03"])
        self.policy.starts_per_day = 0
        self.assertEqual(self._starts(people)[3:], ["", ""])
        self.assertEqual(people[4].contact_status, "overdue")
        self.assertAt(people[4].follow_up_at, str(people[4].next_contact_at))

    def _starts(self, people):
        return [str(person.starts_on or "") for person in people]

    @freeze_time("2026-03-06 10:00:00")
    def test_a_weekend_brings_nobody_together_on_monday(self):
        people = self._old_debts(6)
        self.policy.write({"active": True, "starts_per_day": 2})
        days = ["2026-03-06"] * 2 + ["2026-03-09"] * 2 + ["2026-03-10"] * 2
        self.assertEqual([str(person.starts_on) for person in people], days)
        self.assertIn("their turn is Mon 09:00", people[2].contact_explanation)
        for day, begun in (("06 10:00", 2), ("07 10:00", 2), ("09 09:00", 4), ("10 09:00", 6)):
            with freeze_time(f"2026-03-{day}:00"):
                self._look(people.search(people._get_due_domain(f"2026-03-{day}:00")))
                self.assertEqual(sum(len(person.contact_ids) > 1 for person in people), begun, day)
                self.assertEqual(people[5].contact_status, "held" if begun < 6 else "overdue", day)

    @freeze_time("2026-03-06 20:00:00")
    def test_who_would_start_after_closing_starts_with_the_next_opening(self):
        people = self._old_debts(2)
        self.policy.write({"active": True, "starts_per_day": 1})
        self.assertEqual([str(person.starts_on) for person in people], ["2026-03-09", "2026-03-10"])

    @freeze_time("2026-03-02 10:00:00")
    def test_the_day_is_the_calendars_not_the_servers(self):
        people = self._old_debts(1)
        self.calendar.tz = "Pacific/Auckland"
        people.partner_id.tz = "Pacific/Auckland"
        with freeze_time("2026-03-02 22:00:00"):
            self.policy.write({"active": True, "starts_per_day": 1})
        self.assertEqual(str(people.starts_on), "2026-03-03", "Tuesday morning there")

    @freeze_time("2026-03-06 10:00:00")
    def test_a_day_that_was_given_before_it_was_closed(self):
        people = self._old_debts(1)
        self.policy.write({"active": True, "starts_per_day": 1})
        people.starts_on = "2026-03-07"
        self.assertAt(people.held_until, "2026-03-09 09:00:00")

    @freeze_time("2026-03-02 10:00:00")
    def test_looking_too_soon_changes_nothing(self):
        people = self._old_debts(2)
        self.policy.write({"active": True, "starts_per_day": 1})
        self._look(people)
        self.assertEqual(people.mapped("held_reason"), [False, "spread"])
        self.assertEqual([len(person.contact_ids) - 1 for person in people], [1, 0])
        self.assertAt(people[1].held_until, "2026-03-03 09:00:00")

    @freeze_time("2026-03-02 10:00:00")
    def test_who_is_in_touch_waits_for_no_turn(self):
        people = self._old_debts(2)
        self.policy.write({"active": True, "starts_per_day": 1})
        self._spoke(people[1], "2026-03-02 09:00:00")
        self.assertFalse(people[1].starts_on)
        self.assertEqual(people[1].contact_status, "on_track")

    @freeze_time("2026-03-02 10:00:00")
    def test_an_answer_that_is_owed_never_waits(self):
        people = self._old_debts(2)
        self.policy.write({"active": True, "starts_per_day": 1, "response_hours": 8})
        self.assertTrue(people[1].starts_on)
        self.Contact.create({"jobseeker_id": people[1].id, "direction": "in", "channel": "email"})
        self.assertFalse(people[1].starts_on)

    @freeze_time("2026-03-02 10:00:00")
    def test_an_import_is_spread_from_the_day_on_which_all_fall_due(self):
        self.policy.starts_per_day = 2
        partners = self.env["res.partner"].create([{"name": f"P{n}", "email": f"p{n}@example.com"} for n in range(5)])
        people = self.env["hr.jobseeker"].create([{"partner_id": partner.id} for partner in partners])
        self.assertEqual(set(people.mapped(lambda person: str(person.next_contact_at))), {"2026-03-09 09:00:00"})
        self.assertEqual(
            sorted(str(person.starts_on or "") for person in people),
            ["2026-03-09", "2026-03-09", "2026-03-10", "2026-03-10", "2026-03-11"],
        )
        self.assertEqual(people.mapped("contact_status"), ["on_track"] * 2 + ["held"] * 3)

    @freeze_time("2026-03-02 10:00:00")
    def test_an_import_in_batches_keeps_the_bound(self):
        self.policy.starts_per_day = 2
        partners = self.env["res.partner"].create([{"name": f"P{n}", "email": f"p{n}@example.com"} for n in range(6)])
        people = self.env["hr.jobseeker"]
        for batch in (partners[:2], partners[2:4], partners[4:]):
            people |= people.create([{"partner_id": partner.id} for partner in batch])
        self.assertEqual(
            [str(person.starts_on) for person in people],
            ["2026-03-09", "2026-03-09", "2026-03-10", "2026-03-10", "2026-03-11", "2026-03-11"],
        )

    @freeze_time("2026-03-02 10:00:00")
    def test_a_policy_chosen_for_a_selection_starts_with_so_many_a_day(self):
        people = self._old_debts(3)
        chosen = self._policy(
            "Chosen", sequence=99, company_id=self.env.company.id, starts_per_day=1, seeking="passive"
        )
        people.write({"policy_id": chosen.id})
        self.assertEqual([str(person.starts_on) for person in people], ["2026-03-02", "2026-03-03", "2026-03-04"])
        people.write({"chosen_policy_id": False})
        self.assertFalse(any(people.mapped("policy_id")))

    @freeze_time("2026-03-02 10:00:00")
    def test_people_of_a_deleted_policy_start_under_the_next_in_turn(self):
        people = self._old_debts(3)
        self._policy("Next", sequence=self.policy.sequence + 10, starts_per_day=1)
        first = self._policy("First", sequence=0, starts_per_day=0)
        self.assertEqual(people.policy_id, first)
        self.assertFalse(any(people.mapped("starts_on")))
        first.unlink()
        self.assertEqual([str(person.starts_on) for person in people], ["2026-03-02", "2026-03-03", "2026-03-04"])

    @freeze_time("2026-03-02 10:00:00")
    def test_who_cannot_be_reached_takes_no_place(self):
        people = self._old_debts(3)
        people[0].do_not_contact = True
        self.policy.write({"active": True, "starts_per_day": 1})
        self.assertEqual([str(person.starts_on or "") for person in people], ["", "2026-03-02", "2026-03-03"])

    @freeze_time("2026-03-02 10:00:00")
    def test_no_bound_starts_with_everybody(self):
        people = self._old_debts()
        self.policy.write({"active": True, "starts_per_day": 0})
        self.assertEqual(set(people.mapped("starts_on")), {False})

    @freeze_time("2026-03-02 10:00:00")
    def test_a_changed_name_or_order_moves_nobody(self):
        people = self._old_debts()
        self.policy.write({"active": True, "starts_per_day": 2})
        before = people.mapped("starts_on")
        self._policy("Another", sequence=99)
        self.policy.write({"name": "Renamed", "sequence": 3})
        self.assertEqual(people.mapped("starts_on"), before)
