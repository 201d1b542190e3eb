import json
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from .gate_case import MONDAY, GateCase


@tagged("post_install", "-at_install")
class TestInTouch(GateCase):
    """Two advisers see who is already talking to the person; the announcement ends by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer.name = "Olga Officer"
        cls.colleague = new_test_user(
            cls.env, "carl", groups="hr_recruitment.group_hr_recruitment_user", name="Carl Colleague"
        )

    def _sees(self, user, model="hr.jobseeker", record=None, writing=False):
        record = record or self.person
        return self.env["hr.jobseeker"].with_user(user).get_in_touch(model, record.id, writing)

    def _announce(self, doing, user=None):
        return self.person.with_user(user or self.officer).announce_contact(doing)

    def _channels(self):
        """Whom the bus told in this transaction."""
        values = self.env.cr.precommit.data.get("bus.bus.values", [])
        return [json.loads(value["channel"])[1:] for value in values if "in_touch" in value["message"]]

    @freeze_time(MONDAY)
    def test_a_colleague_sees_who_writes_on_the_person_and_on_the_application(self):
        seen = self._announce("writing")
        self.assertEqual(seen, {"jobseeker_id": self.person.id, "busy": [], "colleagues": [], "warning": False})
        expected = ["Olga Officer is writing to them right now."]
        self.assertEqual(self._sees(self.colleague)["colleagues"], expected)
        self.assertEqual(self._sees(self.colleague, "hr.applicant", self.ana)["colleagues"], expected)
        self.assertFalse(self._sees(self.colleague, record=self.bo.jobseeker_id)["colleagues"])

    @freeze_time(MONDAY)
    def test_it_ends_by_itself_and_when_the_letter_is_closed(self):
        self._announce("writing")
        with freeze_time("2026-03-02 10:02:00"):
            self.assertFalse(self._sees(self.colleague)["colleagues"])
            self.env["hr.jobseeker.presence"]._gc_expired()
            self.assertFalse(self.env["hr.jobseeker.presence"].search([]))
        self._announce("writing")
        self._announce(False)
        self.assertFalse(self._sees(self.colleague)["colleagues"])

    @freeze_time(MONDAY)
    def test_going_on_prolongs_it_and_is_no_news(self):
        self._announce("writing")
        with freeze_time("2026-03-02 10:01:00"):
            self._announce("writing")
        with freeze_time("2026-03-02 10:02:00"):
            self.assertTrue(self._sees(self.colleague)["colleagues"])
            self.assertEqual(self._channels(), [["hr.jobseeker", self.person.id]], "the bus heard once")
            self._announce(False)
            self._announce(False)
        self.assertEqual(len(self._channels()), 2)

    @freeze_time(MONDAY)
    def test_who_opens_the_dialog_rings_until_it_is_logged(self):
        action = self.person.with_user(self.officer).action_log_contact()
        self.assertEqual(self._sees(self.colleague)["colleagues"], ["Olga Officer is ringing them right now."])
        wizard = (
            self.env["hr.jobseeker.contact.log"].with_user(self.officer).with_context(**action["context"]).create({})
        )
        wizard.action_no_answer()
        self.assertEqual(self._sees(self.colleague)["colleagues"], ["Olga Officer spoke to them just now."])

    @freeze_time(MONDAY)
    def test_a_letter_of_minutes_ago(self):
        self._wrote(self.person, hours=4 / 60, nature="personal", user_id=self.officer.id)
        self.assertEqual(self._sees(self.colleague)["colleagues"], ["Olga Officer wrote to them 4 minutes ago."])
        self.assertFalse(self._sees(self.officer)["colleagues"], "one's own is no news")
        self._announce("writing")
        self.assertEqual(self._sees(self.colleague)["colleagues"], ["Olga Officer is writing to them right now."])
        with freeze_time("2026-03-02 10:20:00"):
            self.assertFalse(self._sees(self.colleague)["colleagues"])

    @freeze_time(MONDAY)
    def test_who_is_about_to_write_is_warned(self):
        self._wrote(self.person, days=1)
        self.assertFalse(self._sees(self.colleague)["warning"])
        warning = self._sees(self.colleague, writing=True)["warning"]
        self.assertEqual(warning, "Careful: Wrote to them 1 day ago; from Tue 10:00 (Lisbon) again.")

    def test_only_recruiters_of_the_company(self):
        interviewer = new_test_user(self.env, "ivo", groups="base.group_user")
        self.job.interviewer_ids = interviewer
        self.assertFalse(self._sees(interviewer, "hr.applicant", self.ana))
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="hr_recruitment.group_hr_recruitment_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self._sees(stranger))
        for user in (interviewer, stranger):
            with self.assertRaises(AccessError):
                self._announce("writing", user)
        self.assertFalse(self._sees(self.colleague, "res.partner", self.person.partner_id))

    def test_nonsense_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "writing and calling"):
            self._announce("dancing")

    def test_the_bus_asks_who_may_listen(self):
        Websocket = self.env["ir.websocket"]
        name = f"hr.jobseeker_{self.person.id}"

        def listens(user):
            asked = [name, "hr.jobseeker_999999999", "other"]
            request = type("Request", (), {"session": type("Session", (), {"uid": user.id})})
            with self._as_request(request):
                return Websocket.with_user(user)._build_bus_channel_list(asked)

        def people(channels):
            return [channel for channel in channels if getattr(channel, "_name", "") == "hr.jobseeker"]

        def texts(channels):
            return [channel for channel in channels if isinstance(channel, str)]

        self.assertEqual(people(listens(self.officer)), [self.person])
        self.assertIn("other", texts(listens(self.officer)))
        interviewer = new_test_user(self.env, "ivo", groups="base.group_user")
        channels = listens(interviewer)
        self.assertEqual(people(channels), [])
        self.assertNotIn(name, texts(channels))

    def _as_request(self, request):
        return patch("odoo.addons.bus.models.ir_websocket.wsrequest", request)


@tagged("post_install", "-at_install")
class TestSelections(GateCase):
    """Dialogs about several people leave alone whom they do not suit, say so, and act once."""

    def _dialog(self, model, people, **vals):
        context = {"active_model": "hr.jobseeker", "active_ids": people.ids}
        return self.env[model].with_user(self.officer).with_context(**context).create(vals)

    def _calls(self, person):
        return self.Contact.search_count([("jobseeker_id", "=", person.id)])

    def test_log_contact_leaves_out_the_closed(self):
        bo = self.bo.jobseeker_id
        bo.state = "closed"
        dialog = self._dialog("hr.jobseeker.contact.log", self.person | bo)
        self.assertEqual(dialog.left_out_ids, bo)
        dialog.action_reached()
        self.assertEqual((self._calls(self.person), self._calls(bo)), (1, 0))
        alone = self._dialog("hr.jobseeker.contact.log", bo, jobseeker_id=bo.id)
        alone.action_reached()
        self.assertEqual(self._calls(bo), 1, "one closed person rang us up: that is for the adviser to say")

    def test_snooze_leaves_out_who_is_on_hold(self):
        bo = self.bo.jobseeker_id
        bo.write({"state": "on_hold", "hold_reason": "Travelling"})
        dialog = self._dialog("hr.jobseeker.snooze", self.person | bo, reason="asked")
        self.assertEqual(dialog.left_out_ids, bo)
        dialog.action_apply()
        self.assertTrue(self.person.waiver_ids)
        self.assertFalse(bo.waiver_ids)

    def test_snooze_leaves_out_who_rests_until_a_day(self):
        self.person.hold_until = fields.Date.add(fields.Date.today(), days=30)
        dialog = self._dialog("hr.jobseeker.snooze", self.person | self.bo.jobseeker_id, reason="asked")
        self.assertEqual(dialog.left_out_ids, self.person)

    def test_a_second_click_does_nothing(self):
        dialog = self._dialog("hr.jobseeker.contact.log", self.person)
        dialog.action_reached()
        dialog.action_reached()
        dialog.action_no_answer()
        self.assertEqual(self._calls(self.person), 1)
        dialog = self._dialog("hr.jobseeker.snooze", self.person, reason="asked")
        dialog.action_apply()
        dialog.action_apply()
        self.assertEqual(len(self.person.waiver_ids), 1)
