from datetime import date

from freezegun import freeze_time

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .data_case import DataCase


@tagged("post_install", "-at_install")
class TestRightsBundle(DataCase):
    """How long a copy of somebody's data lies here: some days after it was opened, and never longer than its rule."""

    def _made(self, day="2026-03-02"):
        with freeze_time(f"{day} 09:00:00"):
            request = self._confirmed("access", self._jobseeker(f"Person {day}", f"{day}@example.org"))
            request.action_make_bundle()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = %s WHERE id = %s", [f"{day} 09:00:00", request.bundle_id.id]
        )
        self.env.invalidate_all()
        return request

    def _take_out(self, request, day):
        """As the officer opens the file."""
        self.env.cr.precommit.data.pop("jobseeker_relations.bundle_read", None)
        self.env.invalidate_all()
        with freeze_time(f"{day} 10:00:00"):
            request.bundle_id.with_user(self.dpo).read(["datas"])

    def _vacuum(self, day):
        """As Odoo's vacuum comes after midnight."""
        with freeze_time(f"{day} 01:00:00"):
            self.Request._gc_bundles()

    def _notes_of_going(self, request):
        return request.message_ids.filtered(lambda message: "was deleted, as the rules say" in message.body)

    def test_a_copy_that_was_opened_goes_seven_days_after_that(self):
        request = self._made()
        file = request.bundle_id
        self.assertFalse(request.bundle_opened_on)
        self._take_out(request, "2026-03-04")
        self._take_out(request, "2026-03-10")
        self.assertEqual(request.bundle_opened_on, date(2026, 3, 4), "the first time counts")
        self._vacuum("2026-03-11")
        self.assertTrue(file.exists())
        self.assertFalse(self._notes_of_going(request))
        self._vacuum("2026-03-12")
        self.assertFalse(file.exists())
        self.assertTrue(request.exists())
        self.env.invalidate_all()
        self.assertFalse(request.bundle_until)
        self._vacuum("2026-03-13")
        self.assertEqual(len(self._notes_of_going(request)), 1)
        with self.assertRaises(UserError):
            request.action_download_bundle()

    def test_whichever_of_both_rules_is_over_first(self):
        late, never = self._made(), self._made("2026-03-03")
        self._take_out(late, "2026-03-30")
        files = late.bundle_id | never.bundle_id
        self.assertEqual(
            [request.with_user(self.dpo).bundle_until for request in (late, never)],
            [date(2026, 4, 1), date(2026, 4, 2)],
        )
        self._vacuum("2026-04-01")
        self.assertEqual(files.exists(), files)
        self._vacuum("2026-04-02")
        self.assertEqual(files.exists(), never.bundle_id, "thirty days after it was made")
        self._vacuum("2026-04-03")
        self.assertFalse(files.exists())
        self.assertEqual([len(self._notes_of_going(request)) for request in (late, never)], [1, 1])

    def test_until_when_it_is_here_moves_when_it_is_opened(self):
        request = self._made()
        self.assertEqual(request.bundle_until, date(2026, 4, 1))
        self._take_out(request, "2026-03-04")
        self.assertEqual(request.bundle_until, date(2026, 3, 11))

    def test_a_copy_that_was_downloaded_before_the_upgrade_counts_as_opened(self):
        taken, untouched = self._made(), self._made("2026-03-03")
        taken.sudo().bundle_downloads = 1
        with freeze_time("2026-03-09 10:00:00"):
            self.Request._note_former_downloads()
        self.assertEqual([taken.bundle_opened_on, untouched.bundle_opened_on], [date(2026, 3, 9), False])

    def test_a_copy_that_is_made_again_was_opened_by_nobody(self):
        request = self._made()
        self._take_out(request, "2026-03-04")
        with freeze_time("2026-03-11 10:00:00"):
            request.action_make_bundle()
        self.assertFalse(request.bundle_opened_on)
        self._vacuum("2026-03-20")
        self.assertTrue(request.bundle_id.exists())

    def test_the_system_opens_no_copy(self):
        request = self._made()
        self.assertTrue(request.bundle_id.with_user(SUPERUSER_ID).raw)
        self.assertFalse(request.bundle_opened_on)

    def test_without_the_rule_an_opened_copy_stays_for_its_thirty_days(self):
        self.env["hr.jobseeker.rule"].search([("code", "=", "rights_bundle_after_download")]).active = False
        request = self._made()
        self._take_out(request, "2026-03-04")
        self._vacuum("2026-04-01")
        self.assertTrue(request.bundle_id.exists())

    def test_a_company_has_a_rule_of_its_own(self):
        vals = {"name": "Ours", "code": "rights_bundle_after_download", "kind": "period", "unit": "days", "number": 1}
        self.env["hr.jobseeker.rule"].create({**vals, "source": "Ours", "company_id": self.company.id})
        request = self._made()
        self._take_out(request, "2026-03-04")
        self._vacuum("2026-03-06")
        self.assertFalse(request.bundle_id.exists())

    def test_when_it_was_opened_is_nobodys_to_write(self):
        request = self._made()
        with self.assertRaises(AccessError):
            request.with_user(self.dpo).write({"bundle_opened_on": "2026-01-01"})
