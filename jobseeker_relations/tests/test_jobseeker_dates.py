from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .policy_case import PolicyCase


@tagged("post_install", "-at_install")
class TestJobseekerDates(PolicyCase):
    """A slip of the keyboard gets a message that names the field, by whichever way it comes in."""

    def test_years(self):
        ana = self._person("Ana").with_user(self.officer)
        for state, name, label in (
            ("placed", "placed_on", "Placed On"),
            ("on_hold", "hold_until", "Hold Until"),
        ):
            for day in ("0001-01-01", "9999-12-31"):
                with self.assertRaisesRegex(ValidationError, f"Check the year of “{label}”"), self.cr.savepoint():
                    ana.write({"state": state, name: day})
        with self.assertRaisesRegex(ValidationError, "Check the year of “Closed On”"), self.cr.savepoint():
            ana.sudo().write({"state": "closed", "closed_on": "0202-01-01"})
        ana.write({"state": "placed", "placed_on": fields.Date.add(fields.Date.today(), months=2)})
        self.assertEqual(ana.state, "placed")

    def test_a_closing_is_no_plan(self):
        ana = self._person("Ana")
        with self.assertRaisesRegex(ValidationError, "Ana is closed today or was before"):
            ana.write({"state": "closed", "closed_on": fields.Date.add(fields.Date.today(), days=5)})

    @freeze_time("2026-03-09 09:30:00")
    def test_a_day_until_which_contact_rests_takes_back_what_waits(self):
        ana = self._person("Ana")
        self._spoke(ana, "2026-03-02 10:00:00")
        self._look(ana)
        row = ana.follow_up_ids.filtered("mail_mail_id")
        ana.with_user(self.officer).hold_until = "2026-04-01"
        self.assertEqual((row.state, row.mail_mail_id.state), ("cancelled", "cancel"))
        self.assertEqual(row.explanation, "Cancelled: contact rests for a while.")
        self.assertEqual(ana.contact_status, "held")

    def test_earlier_correspondence_is_read_from_the_menu(self):
        action = self.env.ref("jobseeker_relations.hr_jobseeker_action_read_history")
        people = self._person("Ana")
        context = {"active_model": "hr.jobseeker", "active_ids": people.ids, "active_id": people.id}
        result = action.with_user(self.manager).with_context(**context).run()
        self.assertEqual(result["params"]["message"], "There is nothing that the ledger does not know.")
