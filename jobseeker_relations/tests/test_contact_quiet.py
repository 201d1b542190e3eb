from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from ..models.hr_jobseeker_contact_quiet import COMPUTES
from .gate_case import MONDAY, GateCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestQuietWords(GateCase):
    """Letters to many and letters of machines leave the facts and the clock as they were, and nothing else does."""

    def setUp(self):
        super().setUp()
        self._wrote(self.person, days=3, nature="personal")
        self.env.flush_all()

    def _read_clock(self):
        names = [name for name, field in self.person._fields.items() if field.compute in COMPUTES]
        return {name: self.person[name] for name in names}

    def _is_pending(self):
        return any(
            self.person in self.env.records_to_compute(field)
            for field in self.person._fields.values()
            if field.compute in COMPUTES
        )

    def _compute_anew(self):
        for field in self.person._fields.values():
            if field.compute in COMPUTES:
                self.env.add_to_compute(field, self.person)
        self.env.flush_all()

    def test_a_quiet_word_leaves_alone_what_computing_it_anew_would_give(self):
        before = self._read_clock()
        self.assertTrue(before["next_contact_at"])
        for nature in ("bulk", "automatic"):
            with self.subTest(nature=nature):
                self._wrote(self.person, nature=nature)
                self.assertFalse(self._is_pending())
                self._compute_anew()
                self.assertEqual(self._read_clock(), before)

    def test_its_row_is_whole(self):
        row = self._wrote(self.person, nature="bulk")
        self.assertEqual((row.partner_id, row.company_id), (self.person.partner_id, self.person.company_id))
        self.assertEqual((row.qualifying, row.superseded), (False, False))

    def test_any_other_word_moves_the_clock(self):
        earlier = self._wrote(self.person, nature="bulk")
        for vals in (
            {"nature": "personal"},
            {"nature": "follow_up"},
            {"nature": "automatic", "direction": "in"},
            {"nature": "automatic", "outcome": "reached"},
            {"nature": "bulk", "qualifying": True},
            {"nature": "bulk", "corrects_id": earlier.id},
        ):
            with self.subTest(**vals):
                self._wrote(self.person, **vals)
                self.assertTrue(self._is_pending())
                self.env.flush_all()

    def test_whom_the_engine_has_looked_at_it_looks_at_again(self):
        later = fields.Datetime.now() + timedelta(days=2)
        for vals in ({"held_until": later, "held_reason": "min_gap"}, {"follow_up_at": later}):
            with self.subTest(**vals):
                self.person.write(vals)
                self.env.flush_all()
                self._wrote(self.person, nature="bulk")
                self.assertTrue(self._is_pending())
                self.env.flush_all()
                self.assertFalse(self.person.held_until)
                self.assertEqual(self.person.follow_up_at, self.person.next_contact_at)

    def test_one_quiet_word_beside_another_that_is_not(self):
        word = {"jobseeker_id": self.person.id, "direction": "out", "channel": "email"}
        self.Contact._log([{**word, "nature": "bulk"}, {**word, "nature": "personal"}])
        self.assertTrue(self._is_pending())
        self.env.flush_all()
        self.assertEqual(self.person.last_contact_at, fields.Datetime.now())

    def test_a_new_message_is_known_to_have_no_row(self):
        message = self.ana.message_post(body="?")
        self.env.flush_all()
        with self.assertQueryCount(0):
            self.assertFalse(message.sudo().jobseeker_contact_ids)
        row = self._wrote(self.person, message_id=message.id)
        with self.assertQueryCount(0):
            self.assertEqual(message.sudo().jobseeker_contact_ids, row)
        self.env.invalidate_all()
        self.assertEqual(message.sudo().jobseeker_contact_ids, row)
