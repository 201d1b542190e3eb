from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from .policy_case import PolicyCase

MONDAY = "2026-03-02 10:00:00"


@tagged("post_install", "-at_install")
class TestPageActions(PolicyCase):
    """What a person does on their page: contact that asks for no answer, preferences, a pause, a message."""

    @freeze_time(MONDAY)
    def test_a_tick_is_contact_and_ends_the_stretch_but_asks_no_answer(self):
        ana = self._person()
        ana.sudo().silent_periods = 1
        self.Contact._log_page_action(ana, "Agreed to the terms")
        row = ana.contact_ids
        self.assertEqual(
            (row.direction, row.channel, row.nature, row.qualifying, row.asks_answer, row.summary),
            ("in", "portal", "personal", True, False, "Agreed to the terms"),
        )
        self.assertFalse(row.user_id)
        self.assertAt(ana.last_contact_at, MONDAY)
        self.assertAt(ana.last_inbound_at, MONDAY)
        self.assertFalse(ana.waiting_since)
        self.assertNotEqual(ana.contact_due_cause, "response")
        self.assertEqual((ana.occurrence, ana.silent_periods), (2, 0))

    @freeze_time(MONDAY)
    def test_a_tick_does_not_answer_for_us_nor_hide_a_word_that_waits(self):
        ana = self._person()
        self.Contact.create({"jobseeker_id": ana.id, "direction": "in", "channel": "email", "summary": "Any news?"})
        self.Contact._log_page_action(ana, "Ticked")
        self.assertAt(ana.waiting_since, MONDAY)

    @freeze_time(MONDAY)
    def test_a_correction_of_a_tick_asks_no_answer_either(self):
        ana = self._person()
        self.Contact._log_page_action(ana, "Ticked")
        ana.contact_ids._correct("Ticked twice")
        self.assertEqual(ana.contact_ids.mapped("asks_answer"), [False, False])
        dialog = self.env["hr.jobseeker.contact.log"].create(
            {
                "jobseeker_ids": ana.ids,
                "jobseeker_id": ana.id,
                "corrects_id": ana.contact_ids.filtered(lambda row: not row.superseded).id,
                "direction": "in",
                "channel": "other",
            }
        )
        dialog.action_log()
        self.assertFalse(ana.waiting_since)

    @freeze_time(MONDAY)
    def test_writing_to_the_adviser_waits_for_an_answer(self):
        ana = self._person()
        message = ana.sudo()._write_to_adviser("First line\n<b>second</b>")
        self.assertIn("&lt;b&gt;second", message.body)
        self.assertEqual(message.author_id, ana.partner_id)
        self.assertEqual(message.notified_partner_ids, self.officer.partner_id)
        row = ana.contact_ids
        self.assertEqual((row.direction, row.channel, row.asks_answer), ("in", "portal", True))
        self.assertAt(ana.waiting_since, MONDAY)

    # --- hours ------------------------------------------------------------------------------------

    @freeze_time(MONDAY)
    def test_the_hours_asked_for_lie_within_the_window_and_move_the_clock(self):
        ana = self._person()
        self._spoke(ana, MONDAY)
        self.assertAt(ana.next_contact_at, "2026-03-09 09:00:00")
        ana.write({"reach_from": 17, "reach_to": 20})
        self.assertAt(ana.next_contact_at, "2026-03-09 17:00:00")
        self.assertAt(ana.contact_overdue_at, "2026-03-09 18:00:00")
        ana.write({"reach_from": 18, "reach_to": 20})  # after the office closes: their hours win
        self.assertAt(ana.next_contact_at, "2026-03-09 18:00:00")
        self.assertAt(ana.contact_overdue_at, "2026-03-09 20:00:00")

    @freeze_time(MONDAY)
    def test_the_engine_holds_until_their_hours_and_says_so(self):
        ana = self._person(reach_from=17, reach_to=20)
        with freeze_time("2026-03-10 10:00:00"):
            self._look(ana)
            row = ana.follow_up_ids
            self.assertEqual(row.state, "held")
            self.assertIn("asked for 17:00–20:00", ana._say_held("window", ana.held_until))

    @freeze_time(MONDAY)
    def test_who_writes_by_hand_is_told_of_their_hours_and_their_channel(self):
        ana = self._person(reach_from=17, reach_to=20)
        warning = ana.with_user(self.officer).get_in_touch("hr.jobseeker", ana.id, writing=True)["warning"]
        self.assertIn("17:00–20:00", warning)
        ana.write({"reach_from": 0, "reach_to": 0, "preferred_channel": "phone"})
        warning = ana.with_user(self.officer).get_in_touch("hr.jobseeker", ana.id, writing=True)["warning"]
        self.assertIn("Asked to be rung up", warning)

    def test_hours_of_who_has_no_policy_count_as_well(self):
        self.policy.active = False
        ana = self._person(reach_from=17, reach_to=20)
        self.assertFalse(ana.policy_id)
        verdict = ana._ask_gate("email", "bulk", fields.Datetime.to_datetime("2026-03-08 10:00:00"))[ana]
        self.assertEqual((verdict.kind, verdict.reason), ("hold", "window"))
        self.assertAt(verdict.at, "2026-03-08 17:00:00")

    def test_hours_end_after_they_begin(self):
        ana = self._person()
        for hours in ({"reach_from": 20, "reach_to": 17}, {"reach_from": 9}, {"reach_from": 9, "reach_to": 25}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                ana.write({"reach_from": 0, "reach_to": 0, **hours})
        ana.write({"reach_from": 9, "reach_to": 24})
        self.assertEqual(ana._say_reach_hours(), "09:00–24:00")

    # --- preferences and pause ----------------------------------------------------------------------

    @freeze_time(MONDAY)
    def test_preferences_are_kept_once_and_logged_once(self):
        ana = self._person()
        vals = {"preferred_channel": "phone", "reach_from": 17.0, "reach_to": 20.0, "tz": "Asia/Tokyo"}
        self.assertTrue(ana._set_preferences(vals))
        self.assertEqual((ana.partner_id.tz, ana.preferred_channel, ana.reach_to), ("Asia/Tokyo", "phone", 20))
        self.assertFalse(ana._set_preferences(vals), "the same again is no news")
        self.assertEqual(len(ana.contact_ids), 1)

    @freeze_time(MONDAY)
    def test_a_pause_holds_contact_and_the_person_ends_it(self):
        ana = self._person()
        until = fields.Date.to_date("2026-05-01")
        ana._pause_contact(until)
        self.assertEqual((ana.state, ana.hold_until, ana.pause_asked), ("on_hold", until, True))
        self.assertEqual(ana.hold_reason, "Asked by the person on their page")
        self.assertEqual(ana.contact_status, "held")
        self.assertIn("1 May", ana._say_next_contact())
        self.assertTrue(ana._end_pause())
        self.assertEqual((ana.state, ana.hold_until, ana.pause_asked), ("active", False, False))
        self.assertFalse(ana._end_pause(), "there is nothing left to end")

    @freeze_time(MONDAY)
    def test_a_pause_ends_within_a_year_and_not_today(self):
        ana = self._person()
        today = fields.Date.today()
        for until in (None, today, today - timedelta(days=1), today + timedelta(days=366)):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                ana._pause_contact(until)
        self.assertEqual(ana.state, "active")

    @freeze_time("2026-03-02 22:00:00")
    def test_today_is_the_persons_own(self):
        ana = self._person(zone="Asia/Tokyo")  # it is Tuesday there
        with self.assertRaises(ValidationError), self.cr.savepoint():
            ana._pause_contact(fields.Date.to_date("2026-03-03"))
        ana._pause_contact(fields.Date.to_date("2026-03-04"))

    @freeze_time(MONDAY)
    def test_a_rest_that_the_adviser_arranged_is_the_advisers(self):
        ana = self._person()
        ana.write({"state": "on_hold", "hold_reason": "Parental leave"})
        self.assertFalse(ana._end_pause())
        self.assertEqual(ana.state, "on_hold")

    @freeze_time(MONDAY)
    def test_a_pause_never_shortens_a_rest_that_the_adviser_arranged(self):
        june, july = fields.Date.to_date("2026-06-01"), fields.Date.to_date("2026-07-01")
        for arranged, asked, holds in ((june, "2026-05-01", june), (june, "2026-07-01", july), (False, july, False)):
            ana = self._person()
            ana.write({"state": "on_hold", "hold_until": arranged, "hold_reason": "Parental leave"})
            ana._pause_contact(fields.Date.to_date(asked))
            with self.subTest(asked=asked, arranged=arranged):
                self.assertEqual((ana.hold_until, ana.hold_reason), (holds, "Parental leave"))
                self.assertFalse(ana._end_pause(), "it is the adviser's to end")
                self.assertIn("Asked us to wait until", ana.contact_ids.summary)

    @freeze_time(MONDAY)
    def test_a_closed_search_has_no_pause(self):
        ana = self._person()
        ana.state = "closed"
        with self.assertRaises(UserError):
            ana._pause_contact(fields.Date.to_date("2026-05-01"))

    @freeze_time(MONDAY)
    def test_the_page_says_when_they_hear_from_us(self):
        ana = self._person()
        self._spoke(ana, MONDAY)
        self.assertEqual(ana._say_next_contact(), "You will hear from us by Mon 9 Mar, 18:00 (Lisbon) at the latest.")
        with freeze_time("2026-03-12 10:00:00"):
            self.assertIn("are late: sorry", ana._say_next_contact())
        ana.do_not_contact = True
        self.assertIn("You asked us not to contact you", ana._say_next_contact())

    # --- account --------------------------------------------------------------------------------------

    def test_an_officer_invites_and_invites_again(self):
        ana = self._person()
        self.assertEqual(ana.portal_access, "none")
        action = ana.with_user(self.officer).action_invite_to_portal()
        self.assertIn("ana@example.com", action["params"]["message"])
        ana.invalidate_recordset()
        self.assertEqual(ana.portal_access, "invited")
        user = ana.partner_id.user_ids
        self.assertTrue(user._is_portal())
        self.assertEqual(user.company_id, ana.company_id)
        ana.with_user(self.officer).action_invite_to_portal()
        self.assertEqual(len(ana.partner_id.user_ids), 1)

    def _notices(self, user):
        return self.env["mail.message"].search(
            [("partner_ids", "in", user.partner_id.ids), ("message_type", "=", "user_notification")]
        )

    def _letters_to(self, address):
        return self.env["mail.mail"].search([("email_to", "=", address)])

    @freeze_time(MONDAY)
    def test_an_invitation_is_logged_and_told_to_the_adviser_and_to_an_address_that_was_changed(self):
        ana = self._person()
        mallory = self.officer.copy({"login": "mallory", "name": "Mallory"})
        ana.with_user(mallory).email = "mallory@evil.example"
        self.assertFalse(self._letters_to("ana@example.com"), "a mended address alone is told to nobody")
        ana.with_user(mallory).action_invite_to_portal()
        words = (
            "Mallory invited Ana to their page, by e-mail to mallory@evil.example. "
            "Until lately the address was ana@example.com."
        )
        self.assertIn(words, ana.message_ids[0].body)
        self.assertIn(words, self._notices(self.officer).body)
        letter = self._letters_to("ana@example.com")
        self.assertIn("now belongs to another e-mail address than this one", letter.body_html)
        self.assertNotIn("evil", letter.body_html)
        self.assertFalse(ana.contact_ids, "a word about safety is no contact")

    @freeze_time(MONDAY)
    def test_the_adviser_of_every_relationship_hears_of_an_invitation(self):
        ana = self._person()
        other = self.env["res.company"].create({"name": "Other"})
        there = new_test_user(self.env, "there", groups="hr_recruitment.group_hr_recruitment_user", company_id=other.id)
        second = self.env["hr.jobseeker"].create(
            {"partner_id": ana.partner_id.id, "company_id": other.id, "adviser_id": there.id}
        )
        ana.with_user(self.officer).action_invite_to_portal()
        self.assertIn("by e-mail to ana@example.com", self._notices(there).body)
        self.assertIn("by e-mail to ana@example.com", second.message_ids[0].body)
        self.assertFalse(self._notices(self.officer), "who invites knows")
        self.assertFalse(self._letters_to("ana@example.com"), "nothing was changed")

    @freeze_time(MONDAY)
    def test_the_former_address_hears_when_there_is_an_account_already(self):
        ana = self._person()
        ana.with_user(self.officer).action_invite_to_portal()
        ana.with_user(self.officer).email = "new@example.com"
        self.assertEqual(len(self._letters_to("ana@example.com")), 1)

    def test_many_changes_hide_nothing_and_a_month_is_long_enough(self):
        with freeze_time(MONDAY):
            ana = self._person()
            ana.email = "second@example.com"
            self.assertEqual(ana._get_former_addresses(), ["ana@example.com"])
            ana.email = "ana@example.com"
            self.assertEqual(ana._get_former_addresses(), ["second@example.com"])
            ana.email = "third@example.com"
            self.assertEqual(set(ana._get_former_addresses()), {"ana@example.com", "second@example.com"})
        with freeze_time("2026-04-02 10:00:00"):
            self.assertFalse(ana._get_former_addresses())
            ana.email = "fourth@example.com"
            self.assertEqual(ana._get_former_addresses(), ["third@example.com"])
        with self.assertRaises(AccessError):
            ana.with_user(self.officer).read(["former_emails"])

    def test_nobody_is_invited_without_an_address_or_without_rights(self):
        ana = self._person(partner_vals={"email": False})
        with self.assertRaises(UserError):
            ana.with_user(self.officer).action_invite_to_portal()
        with self.assertRaises(AccessError):
            self._person("Bo").with_user(
                self.env.ref("base.user_admin").copy({"login": "x", "group_ids": False})
            ).action_invite_to_portal()

    def test_a_portal_user_has_no_rights_on_anything(self):
        ana = self._person()
        ana.with_user(self.officer).action_invite_to_portal()
        portal = ana.partner_id.user_ids
        for model in ("hr.jobseeker", "hr.jobseeker.proposal", "hr.jobseeker.contact"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(portal).search([])
