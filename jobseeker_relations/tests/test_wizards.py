from datetime import date, datetime, timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import MONDAY, JobseekerCase


@tagged("post_install", "-at_install")
class TestWizards(JobseekerCase):
    """The dialogs of a recruiter, opened by the buttons that open them, as an officer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Jobseeker = cls.env["hr.jobseeker"].with_user(cls.officer)
        people = cls.env["res.partner"].create(
            [
                {"name": "Björk Guðmundsdóttir", "email": "bjork@example.com"},
                {"name": "李伟", "phone": "+86 138 5550 1234"},
            ]
        )
        cls.bjork, cls.wei = cls.Jobseeker.create([{"partner_id": person.id, "state": "active"} for person in people])
        cls.both = cls.bjork | cls.wei

    def _open(self, action):
        """The dialog that a button opens, as a form."""
        return Form(self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"]))

    def _press(self, button, form):
        return getattr(form.save(), button)()

    # --- every dialog -----------------------------------------------------------------------------

    def test_a_dialog_tells_nobody_of_another_companys_people(self):
        """Who makes a dialog reads it, and it names people as the system: by a value, by a default and by a change."""
        company = self.env["res.company"].create({"name": "Elsewhere"})
        partner = self.env["res.partner"].create({"name": "Nora Nobody", "email": "nora@example.com"})
        nora = self.env["hr.jobseeker"].create({"partner_id": partner.id, "company_id": company.id})
        asked = {"jobseeker_id": {"fields": {"display_name": {}}}, "jobseeker_ids": {"fields": {"display_name": {}}}}
        Log = self.env["hr.jobseeker.contact.log"].with_user(self.officer)
        for values in ({"jobseeker_id": nora.id}, {"jobseeker_ids": [(6, 0, nora.ids)]}):
            with self.subTest(str(values), by="value"), self.assertRaises(AccessError):
                Log.web_save(values, asked)
            with self.subTest(str(values), by="default"), self.assertRaises(AccessError):
                Log.with_context(**{f"default_{name}": value for name, value in values.items()}).web_save({}, asked)
            dialog = Log.create({"jobseeker_id": self.bjork.id})
            with self.subTest(str(values), by="change"), self.assertRaises(AccessError):
                dialog.web_save(values, asked)

    # --- log a contact ----------------------------------------------------------------------------

    def test_a_call_is_logged_by_one_button(self):
        """Two clicks from the list: "Log", and what came of it."""
        cases = [("action_reached", "reached", True), ("action_no_answer", "no_answer", False)]
        cases.append(("action_left_message", "left_message", False))
        for button, outcome, qualifying in cases:
            with self.subTest(button):
                action = self._press(button, self._open(self.bjork.action_log_contact()))
                contact = self.bjork.contact_ids[0]
                self.assertEqual(action["type"], "ir.actions.act_window_close")
                self.assertEqual((contact.channel, contact.direction), ("phone", "out"))
                self.assertEqual((contact.outcome, contact.qualifying), (outcome, qualifying))
                self.assertEqual(contact.user_id, self.officer)
        self.assertEqual(len(self.bjork.contact_ids), 3)

    def test_a_written_word_is_logged_without_an_outcome(self):
        form = self._open(self.bjork.action_log_contact())
        form.channel, form.direction, form.summary = "email", "in", "Sent her certificate"
        self._press("action_log", form)
        self.assertRecordValues(
            self.bjork.contact_ids,
            [
                {
                    "channel": "email",
                    "direction": "in",
                    "outcome": False,
                    "summary": "Sent her certificate",
                    "qualifying": True,
                }
            ],
        )

    def test_a_call_from_the_person_reached_us(self):
        form = self._open(self.bjork.action_log_contact())
        form.direction = "in"
        self._press("action_log", form)
        self.assertEqual(self.bjork.contact_ids.outcome, "reached")

    def test_a_call_of_ours_needs_an_outcome(self):
        with self.assertRaisesRegex(UserError, "what came of it"):
            self._press("action_log", self._open(self.bjork.action_log_contact()))

    def test_the_future_is_refused(self):
        form = self._open(self.bjork.action_log_contact())
        form.date = fields.Datetime.now() + timedelta(hours=1)
        with self.assertRaisesRegex(ValidationError, "not in the future"):
            self._press("action_reached", form)
        self.assertFalse(self.bjork.contact_ids)

    def test_several_people_at_once(self):
        form = self._open(self.both.action_log_contact())
        form.channel = "meeting"
        self._press("action_reached", form)
        self.assertEqual(self.both.contact_ids.mapped("channel"), ["meeting", "meeting"])
        self.assertEqual(self.both.contact_ids.jobseeker_id, self.both)

    def test_a_correction_begins_as_a_copy_and_supersedes(self):
        wrong = self.Contact.create(
            {
                "jobseeker_id": self.bjork.id,
                "date": MONDAY - timedelta(days=1),
                "channel": "phone",
                "direction": "out",
                "outcome": "reached",
                "summary": "Spoke of the course",
            }
        ).with_user(self.officer)
        form = self._open(wrong.action_correct())
        self.assertEqual((form.date, form.summary), (MONDAY - timedelta(days=1), "Spoke of the course"))
        self._press("action_no_answer", form)
        right = self.bjork.contact_ids - wrong
        self.assertEqual((right.corrects_id, right.outcome), (wrong, "no_answer"))
        self.assertTrue(wrong.superseded)
        self.assertFalse(self.bjork.last_contact_at)

    # --- snooze -----------------------------------------------------------------------------------

    @freeze_time(datetime(2026, 3, 6, 10, 0))
    def test_snooze_offers_the_next_working_day(self):
        form = self._open(self.bjork.action_snooze())
        self.assertEqual(form.until, date(2026, 3, 9), "Friday's next working day is Monday")
        form.wait = "week"
        self.assertEqual(form.until, date(2026, 3, 13))
        form.wait, form.until, form.reason = "date", date(2026, 3, 20), "Travels until then"
        self._press("action_apply", form)
        self.assertRecordValues(
            self.bjork.waiver_ids,
            [{"until": date(2026, 3, 20), "reason": "Travels until then", "user_id": self.officer.id}],
        )

    def test_snooze_needs_a_reason_and_leaves_the_closed_alone(self):
        self.wei.state = "closed"
        form = self._open(self.both.action_snooze())
        self.assertEqual(form.left_out_ids[:], self.wei)
        with self.assertRaises(AssertionError):
            form.save()
        form.reason = "Holidays"
        self._press("action_apply", form)
        self.assertEqual(self.both.waiver_ids.jobseeker_id, self.bjork)

    # --- life cycle -------------------------------------------------------------------------------

    def test_hold_and_end_hold(self):
        form = self._open(self.both.action_hold())
        form.reason, form.until = "Parental leave", fields.Date.today() + timedelta(days=30)
        self._press("action_apply", form)
        self.assertEqual(self.both.mapped("state"), ["on_hold", "on_hold"])
        self.assertEqual(self.bjork.hold_reason, "Parental leave")
        self.both.action_end_hold()
        self.assertEqual(self.both.mapped("state"), ["active", "active"])

    def test_a_hold_can_be_given_another_day(self):
        for day in (10, 20):
            form = self._open(self.bjork.action_hold())
            form.reason, form.until = "Course", fields.Date.today() + timedelta(days=day)
            self._press("action_apply", form)
        self.assertEqual(self.bjork.hold_until, fields.Date.today() + timedelta(days=20))
        self.bjork.action_end_hold()
        self.assertEqual(self.bjork.state, "active")

    def test_a_hold_ends_after_today(self):
        form = self._open(self.bjork.action_hold())
        form.reason, form.until = "Course", fields.Date.today()
        with self.assertRaises(ValidationError):
            self._press("action_apply", form)

    def test_place(self):
        form = self._open(self.bjork.action_place())
        form.placed_on = date(2026, 4, 1)
        self._press("action_apply", form)
        self.assertEqual((self.bjork.state, self.bjork.placed_on), ("placed", date(2026, 4, 1)))

    def test_close_says_why_and_who_is_closed_already(self):
        reason = self.env.ref("jobseeker_relations.close_reason_found_work")
        self.wei.state = "closed"
        before = self.wei.close_reason_id
        form = self._open(self.both.action_close())
        self.assertEqual(form.left_out_ids[:], self.wei)
        form.close_reason_id = reason
        self._press("action_apply", form)
        self.assertEqual((self.bjork.state, self.bjork.close_reason_id), ("closed", reason))
        self.assertEqual(self.wei.close_reason_id, before)

    def test_a_dialog_that_serves_nobody_says_so(self):
        self.both.write({"state": "closed"})
        form = self._open(self.both.action_hold())
        form.reason = "Holidays"
        with self.assertRaisesRegex(UserError, "Nothing to do"):
            self._press("action_apply", form)

    def test_reopen(self):
        self.bjork.state = "closed"
        self.bjork.action_activate()
        self.assertEqual(self.bjork.state, "active")

    # --- assign -----------------------------------------------------------------------------------

    def test_assign_adviser_and_policy(self):
        policy = self.env["hr.jobseeker.contact.policy"].create(
            {"name": "Every day", "max_gap_days": 1, "min_gap_days": 0}
        )
        other = self.env["hr.jobseeker.contact.policy"].create({"name": "By hand", "sequence": 99})
        self.assertEqual(self.both.policy_id, policy)
        form = self._open(self.both.action_assign())
        form.adviser_id, form.policy_id = self.colleague, other
        self._press("action_apply", form)
        self.assertEqual((self.both.adviser_id, self.both.policy_id), (self.colleague, other))
        form = self._open(self.both.action_assign())
        form.follow_audience = True
        self._press("action_apply", form)
        self.assertEqual((self.both.adviser_id, self.both.policy_id), (self.colleague, policy))

    def test_an_emptied_policy_follows_the_audience_again(self):
        policy = self.env["hr.jobseeker.contact.policy"].create({"name": "Everybody"})
        other = self.env["hr.jobseeker.contact.policy"].create({"name": "By hand", "sequence": 99})
        for chosen in (other, self.env["hr.jobseeker.contact.policy"]):
            with Form(self.bjork) as form:
                form.policy_id = chosen
        self.assertEqual(self.bjork.policy_id, policy)
        self.assertFalse(self.bjork.chosen_policy_id)

    def test_assign_nothing_says_so(self):
        with self.assertRaisesRegex(UserError, "Choose"):
            self._press("action_apply", self._open(self.both.action_assign()))

    # --- write ------------------------------------------------------------------------------------

    def test_write_opens_a_letter_to_the_person(self):
        action = self.bjork.action_write_letter()
        composer = self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"]).create({})
        self.assertEqual(composer.partner_ids, self.bjork.partner_id)
        self.assertNotIn(self.bjork.name, composer.subject)
        composer.body = "Hello"
        with self.mock_mail_gateway():
            composer.action_send_mail()
        self.assertSentEmail(self.officer.partner_id, self.bjork.partner_id, body_content="Hello")

    def test_the_closing_letter_is_filled_in(self):
        action = self.bjork.action_send_closing_letter()
        composer = self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"]).create({})
        self.assertEqual(composer.partner_ids, self.bjork.partner_id)
        self.assertIn("Björk", composer.body)

    def test_nobody_writes_to_no_address(self):
        with self.assertRaisesRegex(UserError, "e-mail address"):
            self.wei.action_write_letter()

    # --- who may ----------------------------------------------------------------------------------

    def test_an_interviewer_may_press_none_of_it(self):
        bjork = self.bjork.with_user(self.interviewer)
        for button in (
            "action_log_contact",
            "action_write_letter",
            "action_snooze",
            "action_hold",
            "action_end_hold",
            "action_activate",
            "action_place",
            "action_close",
            "action_assign",
            "action_open_contacts",
            "action_open_follow_ups",
        ):
            with self.subTest(button), self.assertRaises(AccessError):
                getattr(bjork, button)()
        for model in ("contact.log", "snooze", "hold", "place", "close", "assign"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[f"hr.jobseeker.{model}"].with_user(self.interviewer).create({})

    def test_counts_on_the_form(self):
        self._press("action_reached", self._open(self.bjork.action_log_contact()))
        self.assertEqual((self.bjork.contact_count, self.wei.contact_count), (1, 0))
        self.assertEqual(self.bjork.follow_up_count, 0)
        self.assertEqual(self.Contact.search(self.bjork.action_open_contacts()["domain"]), self.bjork.contact_ids)


@tagged("post_install", "-at_install")
class TestViews(JobseekerCase):
    """Every door opens, for everybody who has the key."""

    def _actions(self):
        return self.env["ir.actions.act_window"].search(
            [("res_model", "=like", "hr.jobseeker%"), ("target", "=", "current")]
        )

    def test_every_action_opens_for_an_officer(self):
        """Or, what only administrators or another group do, for one of them, and not for an officer."""
        data_officer = self._user("view_data_officer", "jobseeker_relations.group_data_protection_officer")
        checker = self._user("view_checker", "jobseeker_relations.group_eligibility_checker")
        of_the_data_officer = ("access.log", "legal.hold", "retention", "rights.request", "statistics")
        keepers = {
            **{f"hr.jobseeker.{name}": data_officer for name in of_the_data_officer},
            "hr.jobseeker.contact.forecast": self._user("view_manager", "hr_recruitment.group_hr_recruitment_manager"),
            "hr.jobseeker.eligibility": checker,
            "hr.jobseeker.disclosure": self._user("records", "jobseeker_relations.group_criminal_record_checker"),
        }
        for action in self._actions():
            with self.subTest(action.name):
                views = [(False, mode) for mode in action.view_mode.split(",")]
                keeper = next((user for name, user in keepers.items() if action.res_model.startswith(name)), None)
                model = self.env[action.res_model].with_user(keeper or self.officer)
                self.assertEqual(model.with_user(self.officer).has_access("read"), not keeper)
                model.get_views(views + [(action.search_view_id.id, "search")], {"toolbar": True})

    def test_an_interviewer_sees_the_status_of_an_application_and_no_sentence(self):
        applicant = self._application()
        applicant.interviewer_ids = self.interviewer
        arch = self.env["hr.applicant"].with_user(self.interviewer).get_view(view_type="form")["arch"]
        self.assertIn('name="contact_status"', arch)
        self.assertNotIn("contact_explanation", arch)
        self.assertNotIn("action_open_jobseeker", arch)

    def test_an_officer_opens_the_relationship_from_an_application(self):
        applicant = self._application().with_user(self.officer)
        arch = applicant.get_view(view_type="form")["arch"]
        self.assertIn("contact_explanation", arch)
        self.assertEqual(applicant.action_open_jobseeker()["res_id"], applicant.jobseeker_id.id)

    def test_every_filter_works(self):
        for xml_id in (
            "hr_jobseeker_view_search",
            "hr_jobseeker_contact_view_search",
            "hr_jobseeker_follow_up_view_search",
        ):
            view = self.env.ref(f"jobseeker_relations.{xml_id}")
            model = self.env[view.model].with_user(self.officer)
            arch = etree.fromstring(model.get_view(view.id, "search")["arch"])
            for node in arch.iter("filter"):
                with self.subTest(f"{xml_id} {node.get('name')}"):
                    if node.get("domain"):
                        model.search_count(safe_eval(node.get("domain"), {"uid": self.officer.id}))
                    if node.get("context"):
                        group = safe_eval(node.get("context"))["group_by"]
                        model.formatted_read_group([], [group], ["__count"])
