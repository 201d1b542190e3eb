from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from .policy_case import PolicyCase

ENGINE = "odoo.addons.jobseeker_relations.models.hr_jobseeker_follow_up_engine"


@tagged("post_install", "-at_install")
class TestFollowUpLimits(PolicyCase):
    """Where the engine could do harm: holds, changed policies, missing advisers, what was taken back."""

    def _owed(self, name="Ana", **vals):
        person = self._person(name, **vals)
        self._spoke(person, "2026-03-02 10:00:00")
        return person

    @freeze_time("2026-03-02 10:00:00")
    def test_trying_again_neither_ends_a_hold_nor_revives_an_old_stretch(self):
        self.letter.body_html = '<p><t t-out="1 / 0"/></p>'
        ana = self._owed()
        with freeze_time("2026-03-09 09:30:00"):
            with mute_logger(ENGINE):
                self._look(ana)
            failed = ana.follow_up_ids.filtered(lambda row: row.state == "failed")
            ana.write({"state": "on_hold", "hold_until": "2026-09-01"})
            with self.assertRaisesRegex(UserError, "on hold"):
                failed.with_user(self.officer).action_try_again()
            ana.sudo().follow_up_at = fields.Datetime.now()
            self._look(ana)
            self.assertEqual((ana.state, str(ana.hold_until)), ("on_hold", "2026-09-01"))
            self.assertFalse(ana.follow_up_ids.mail_mail_id)
        ana.state = "active"
        self._spoke(ana, "2026-03-10 10:00:00")
        with self.assertRaisesRegex(UserError, "there was contact since"):
            failed.with_user(self.officer).action_try_again()

    @freeze_time("2026-03-02 10:00:00")
    def test_after_a_hold_contact_is_due_that_day_and_not_long_overdue(self):
        ana = self._owed()
        ana.write({"state": "on_hold", "hold_until": "2026-06-01"})
        with freeze_time("2026-06-01 07:00:00"):
            self._look(ana)
            self._look(ana)
            self.assertEqual(ana.state, "active")
            self.assertAt(ana.next_contact_at, "2026-06-01 08:00:00")
            self.assertIn("the pause ended", ana.contact_explanation)

    @freeze_time("2026-03-02 10:00:00")
    def test_hold_does_not_move_the_first_day_of_work(self):
        ana = self._owed()
        ana.write({"state": "placed", "placed_on": "2026-02-16"})
        ana.write({"state": "on_hold", "hold_until": "2026-03-05"})
        with freeze_time("2026-03-05 12:00:00"):
            self._look(ana)
            self.assertEqual((ana.state, str(ana.placed_on)), ("placed", "2026-02-16"))

    @freeze_time("2026-11-02 10:00:00")
    def test_placement_of_long_ago_owes_no_letter_today(self):
        self.policy.write({"first_days": "1, 7, 28", "max_gap_days": 90})
        ana = self._person(state="placed", placed_on="2026-01-15")
        self.assertEqual(ana.contact_status, "on_track")
        bo = self._person("Bo", state="placed", placed_on="2026-10-28")
        self.assertAt(bo.next_contact_at, "2026-11-04 09:00:00")  # the first week is still to come

    @freeze_time("2026-03-02 10:00:00")
    def test_policy_in_use_and_its_steps_can_be_deleted(self):
        ana = self._owed()
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(len(ana.follow_up_ids), 2)
            self.policy.unlink()
            self.env.flush_all()
            self.assertFalse(ana.follow_up_ids.step_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_without_anybody_responsible_the_task_waits_unassigned_and_the_life_goes_on(self):
        self.company.jobseeker_escalation_user_id = False
        ana = self._owed(adviser_id=False, preferred_channel="phone")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(ana.follow_up_ids.sorted("id").mapped("state"), ["done", "planned"])
            self.assertFalse(ana.activity_ids.user_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_steps_hours_and_holidays_that_come_later_wake_the_engine(self):
        steps = self.policy.step_ids.copy_data()
        self.policy.step_ids.unlink()
        ana = self._owed()
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertFalse(ana.follow_up_at)
            self.policy.step_ids.create([dict(vals, policy_id=self.policy.id) for vals in steps])
            self.assertTrue(ana.follow_up_at)
            self._look(ana)
            self.assertEqual(len(ana.follow_up_ids.mail_mail_id), 1)
        bo = self._owed("Bo")
        self.assertAt(bo.next_contact_at, "2026-03-09 09:00:00")
        self.calendar.attendance_ids.hour_from = 11
        self.assertAt(bo.next_contact_at, "2026-03-09 11:00:00")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": "2026-03-09 00:00:00",
                "date_to": "2026-03-09 23:59:59",
            }
        )
        self.assertAt(bo.next_contact_at, "2026-03-06 11:00:00")

    @freeze_time("2026-03-02 10:00:00")
    def test_corrected_address_is_written_to_again(self):
        ana = self._owed()
        ana.partner_id.message_bounce = 2
        ana.email = "ana.corrected@example.com"
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(len(ana.follow_up_ids.mail_mail_id), 1)

    @freeze_time("2026-03-02 10:00:00")
    def test_letter_that_was_taken_back_holds_nobody(self):
        ana = self._owed()
        self.Contact.create(
            {
                "jobseeker_id": ana.id,
                "direction": "out",
                "channel": "email",
                "nature": "automatic",
                "outcome": "withdrawn",
                "date": "2026-03-09 09:00:00",
            }
        )
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            self.assertEqual(len(ana.follow_up_ids.mail_mail_id), 1)

    def test_who_applies_again_is_an_enquiry_again(self):
        ana = self._person(state="closed")
        application = {"partner_name": "Ana", "partner_id": ana.partner_id.id}
        self.env["hr.applicant"].create(application)
        self.assertEqual((ana.state, ana.seeking), ("enquiry", "active"))
        ana.state = "placed"
        self.env["hr.applicant"].create(application)
        self.assertEqual(ana.state, "placed")

    def test_users_enter_words_in_their_own_name_and_move_no_relationship(self):
        ana, bo = self._person(), self._person("Bo")
        Contact = self.Contact.with_user(self.officer)
        vals = {"jobseeker_id": ana.id, "direction": "out", "channel": "phone"}
        self.assertEqual(Contact.create(dict(vals, user_id=self.manager.id)).user_id, self.officer)
        message = self.env["mail.message"].create({"body": "Hello"})
        with self.assertRaisesRegex(ValidationError, "by themselves"):
            Contact.create(dict(vals, message_id=message.id, outcome="bounced"))
        with self.assertRaisesRegex(UserError, "merge them in Contacts"):
            ana.with_user(self.officer).partner_id = bo.partner_id
        with self.assertRaises(AccessError):
            ana.with_user(self.officer).state_since = "2999-01-01 00:00:00"

    def test_interviewer_filters_applications_by_contact(self):
        interviewer = new_test_user(self.env, "viewer", groups="hr_recruitment.group_hr_recruitment_interviewer")
        job = self.env["hr.job"].create({"name": "Welder", "interviewer_ids": [(6, 0, interviewer.ids)]})
        application = self.env["hr.applicant"].create({"partner_name": "Ana", "job_id": job.id})
        application.jobseeker_id.do_not_contact = True
        Applicant = self.env["hr.applicant"].with_user(interviewer)
        self.assertIn(application, Applicant.search([("contact_status", "=", "blocked")]))
        self.assertNotIn(application, Applicant.search([("contact_status", "=", "overdue")]))

    def test_application_is_no_door_to_another_relationship(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        bo = self._person("Bo")
        cy = self._person("Cy", company_id=other.id, adviser_id=False)
        application = self.env["hr.applicant"].create({"partner_name": "Bo", "partner_id": bo.partner_id.id})
        for stranger in (cy, bo.browse()):
            with self.assertRaises(AccessError):
                application.with_user(self.officer).jobseeker_id = stranger
        with self.assertRaises(AccessError):
            self.env["hr.applicant"].with_user(self.officer).create({"partner_name": "Z", "jobseeker_id": cy.id})

    def test_adviser_is_a_colleague_of_the_company(self):
        portal = new_test_user(self.env, "portal.ana", groups="base.group_portal")
        with self.assertRaisesRegex(ValidationError, "cannot be an adviser here"):
            self._person().adviser_id = portal

    def test_new_policy_takes_nobody_from_the_others(self):
        ana = self._person()
        self.env["hr.jobseeker.contact.policy"].create({"name": "My first try"})
        self.assertEqual(ana.policy_id, self.policy)

    @freeze_time("2026-03-02 10:00:00")
    def test_blacklisted_number_gets_no_text_message(self):
        text = self.env["sms.template"].create(
            {"name": "Text", "model_id": self.env["ir.model"]._get_id("hr.jobseeker"), "body": "Hello"}
        )
        self.policy.step_ids[0].write({"channel": "sms", "template_id": False, "sms_template_id": text.id})
        ana, bo = self._owed(), self._owed("Bo", partner_vals={"phone": "+351912345679"})
        self.env["phone.blacklist"].add(ana.partner_id.phone_sanitized or ana.phone)
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana | bo)
            first = [rows.sorted("id")[0] for rows in (ana.follow_up_ids, bo.follow_up_ids)]
            self.assertEqual(
                [(row.state, row.reason) for row in first], [("skipped", "phone_blacklisted"), ("done", "gap")]
            )
            self.assertEqual(
                self.env["sms.sms"].search([("partner_id", "in", (ana | bo).partner_id.ids)]).body, "Hello"
            )

    @freeze_time("2026-03-02 10:00:00")
    def test_waiver_is_in_the_name_of_who_gives_it(self):
        waiver = self.env["hr.jobseeker.waiver"].with_user(self.officer)
        vals = {
            "jobseeker_id": self._owed().id,
            "until": "2026-03-20",
            "reason": "Travelling",
            "user_id": self.manager.id,
        }
        self.assertEqual(waiver.create(vals).user_id, self.officer)
        with self.assertRaisesRegex(ValidationError, "a year at most"):
            waiver.create(dict(vals, until="2999-01-01"))

    @freeze_time("2026-03-02 10:00:00")
    def test_a_letter_whose_message_is_deleted_is_not_lost_unseen(self):
        ana = self._owed()
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            [row] = ana.follow_up_ids.filtered(lambda row: row.state == "done")
            row.message_id.unlink()
            self.assertFalse(row.mail_mail_id.exists())
            self.assertEqual(
                (row.state, row.explanation), ("failed", "Failed: The letter was deleted before it was sent.")
            )
            words = ana.contact_ids.filtered(lambda word: word.nature == "follow_up" and not word.superseded)
            self.assertFalse(words, "no word that passed between us")

    @freeze_time("2026-03-02 10:00:00")
    def test_a_follow_up_lets_go_of_its_mail_before_the_database_takes_it(self):
        """Which of two references PostgreSQL empties first differs from one database to the next."""
        waiting, gone = people = self._owed() | self._owed("Bo")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(people)
            rows = people.follow_up_ids.filtered("mail_mail_id")
            self.assertEqual(rows.jobseeker_id, people)
            gone.follow_up_ids.mail_mail_id.state = "sent"
            rows.message_id._unlink_report_lost_letters()
            self.assertFalse(rows.mail_mail_id)
            states = {row.jobseeker_id: row.state for row in rows}
            self.assertEqual(states, {waiting: "failed", gone: "done"})
