from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .enquiry_case import EnquiryCase


@tagged("post_install", "-at_install")
class TestEnquiryTakenDown(EnquiryCase):
    """ "New Enquiry": somebody rings or comes in, and a colleague takes it down."""

    def _find(self, name):
        return self.env["hr.jobseeker"].search([("name", "=", name)])

    @freeze_time("2026-03-02 10:00:00")
    def test_a_call_that_somebody_gets_back_to(self):
        action = self._take_down(name="Rui Rings", phone="+351912345678", summary="Asks for night shifts")
        rui = self._find("Rui Rings")
        self.assertEqual((action["res_model"], action["res_id"]), ("hr.jobseeker", rui.id))
        self.assertRecordValues(
            rui,
            [{"state": "enquiry", "source_kind": "enquiry", "adviser_id": self.officer.id, "phone": "+351912345678"}],
        )
        self.assertRecordValues(
            rui.enquiry_id, [{"channel": "phone", "summary": "Asks for night shifts", "status": "waiting"}]
        )
        self.assertAt(rui.waiting_since, "2026-03-02 10:00:00")
        self.assertFalse(rui.last_contact_at, "nobody who could answer spoke to them")

    @freeze_time("2026-03-02 10:00:00")
    def test_answered_at_once(self):
        for channel, door in (("phone", "phone"), ("walk_in", "walk_in"), ("email", "email")):
            with self.subTest(channel=channel):
                name = f"Ines {channel}"
                self._take_down("action_answered", name=name, email=f"{channel}@example.com", channel=channel)
                ines = self._find(name)
                self.assertRecordValues(ines.enquiry_ids, [{"channel": door, "status": "on_time", "reply_hours": 0}])
                self.assertFalse(ines.waiting_since)

    @freeze_time("2026-03-02 10:00:00")
    def test_they_read_at_once_until_when(self):
        self._take_down(name="Eva Mail", email="eva@example.com", channel="walk_in")
        eva = self._find("Eva Mail")
        letter = eva.enquiry_id.acknowledgement_id
        self.assertIn("you will have an answer by Mon 18:00 (", letter.body)
        self.assertEqual(letter.partner_ids, eva.partner_id)
        self.assertTrue(eva.enquiry_id.is_open, "thanks of a machine are no answer")
        self._take_down(name="Noa Nomail", email="noa@example.com", acknowledge=False)
        self.assertFalse(self._find("Noa Nomail").enquiry_id.acknowledgement_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_resemblance_is_shown_and_joins_nobody(self):
        ana = self._person("Ana", partner_vals={"phone": "+351912345678", "email": "family@example.com"})
        dialog = self.env["hr.jobseeker.enquiry.log"].with_user(self.officer)
        for vals in ({"phone": "+351 912 345 678"}, {"email": "Family@example.com"}, {"name": "ana"}):
            with self.subTest(vals=vals):
                self.assertEqual(dialog.new(vals).alike_ids._origin, ana)
        self._take_down(name="Bea", phone="+351912345678", email="family@example.com")
        self.assertTrue(self._find("Bea"))
        self.assertNotEqual(self._find("Bea").partner_id, ana.partner_id)
        self.assertFalse(ana.enquiry_ids)

    @freeze_time("2026-03-02 10:00:00")
    def test_address_and_name_find_who_is_known(self):
        ana = self._person("Ana", state="closed", partner_vals={"email": "ana@example.com"})
        self._take_down(name="Ana", email="ana@example.com")
        self.assertEqual(len(self._find("Ana")), 1)
        self.assertEqual((ana.state, ana.seeking), ("enquiry", "active"))
        self.assertTrue(ana.enquiry_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_caseload_is_not_asked_by_taking_down_an_enquiry(self):
        """Whether a colleague knows somebody is not told, and nothing is promised or reopened in their name."""
        self.company.jobseeker_caseload = "own"
        theirs = self._person("Ana", state="closed", adviser_id=self.manager.id)
        mine = self._person("Bea", state="closed")
        said = {
            str(self._take_down(name=name, email=f"{name.lower()}@example.com", call_at="2026-03-05 10:00:00"))
            for name in ("Ana", "Bea", "Somebody New")
        }
        self.assertEqual(len(said), 1, "the same of all of them")
        self.assertIn("It is written down", said.pop())
        self.assertEqual((theirs.state, mine.state), ("closed", "enquiry"))
        self.assertFalse(theirs.action_ids)
        self.assertTrue(mine.action_ids.filtered("is_call_back"))
        [task] = self._tasks(theirs, self.manager)
        self.assertIn(f"taken down by {self.officer.name}", task.summary)
        self.assertIn("They were promised a call", task.note)

    @freeze_time("2026-03-02 10:00:00")
    def test_an_answer_that_is_reported_stops_no_clock_of_a_colleague(self):
        for channel in ("phone", "email"):
            with self.subTest(channel=channel):
                self.company.jobseeker_caseload = "company"
                name = f"Ana {channel}"
                ana = self._enquirer(name, adviser_id=self.manager.id, partner_vals={"email": f"{channel}@example.com"})
                self._heard(ana)
                self.company.jobseeker_caseload = "own"
                self._take_down(
                    "action_answered", name=name, email=f"{channel}@example.com", channel=channel, summary="Told her"
                )
                self.assertTrue(ana.enquiry_id.is_open)
                self.assertFalse(ana.enquiry_id.acknowledgement_id, "they had an answer: nothing is confirmed")
                self.assertNotIn("out", ana.contact_ids.mapped("direction"))
                [task] = self._tasks(ana, self.manager)
                self.assertIn("They say it was answered: Told her", task.note)

    @freeze_time("2026-03-02 10:00:00")
    def test_what_is_taken_down_by_hand_is_confirmed_in_a_flood_as_well(self):
        self.env.ref("jobseeker_relations.rule_enquiry_thanks_most").number = 1
        for name in ("Eva Mail", "Ivy Mail"):
            self._take_down(name=name, email="mail@example.com", channel="walk_in")
            self.assertTrue(self._find(name).enquiry_id.acknowledgement_id)

    @freeze_time("2026-03-02 10:00:00")
    def test_somebody_who_is_chosen(self):
        ana = self._person("Ana")
        self._take_down(jobseeker_id=ana, summary="Asks again")
        self.assertFalse(ana.enquiry_ids, "who is advised already has the answer that is owed to anybody")
        self.assertAt(ana.waiting_since, "2026-03-02 10:00:00")
        self.assertEqual(ana.contact_due_cause, "response")

    @freeze_time("2026-03-03 10:00:00")
    def test_it_is_written_down_later_than_it_happened(self):
        self._take_down(name="Rui Rings", phone="+351912345678", received_at="2026-03-02 10:00:00")
        enquiry = self._find("Rui Rings").enquiry_id
        self.assertAt(enquiry.received_at, "2026-03-02 10:00:00")
        self.assertEqual(enquiry.status, "late")

    @freeze_time("2026-03-03 10:00:00")
    def test_a_call_is_promised_for_a_moment_that_is_still_to_come(self):
        vals = {"name": "Rui Rings", "phone": "+351912345678", "received_at": "2026-03-01 10:00:00"}
        with self.assertRaisesRegex(ValidationError, "still to come"):
            self._take_down(**vals, call_at="2026-03-02 10:00:00")
        self.assertFalse(self._find("Rui Rings").action_ids)
        self._take_down(**vals, call_at="2026-03-04 10:00:00")
        self.assertTrue(self._find("Rui Rings").action_ids.filtered("is_call_back"))

    @freeze_time("2026-03-03 10:00:00")
    def test_two_words_are_written_down_later(self):
        for hour in (10, 15):
            self._take_down(
                name="Rui Rings", email="rui@example.com", received_at=f"2026-03-02 {hour}:00:00", acknowledge=False
            )
        self.assertEqual(len(self._find("Rui Rings").enquiry_ids), 1)

    @freeze_time("2026-03-02 10:00:00")
    def test_pressed_twice_is_once(self):
        dialog = self.env["hr.jobseeker.enquiry.log"].with_user(self.officer)
        dialog = dialog.create({"name": "Rui Rings", "phone": "+351912345678"})
        dialog.action_get_back()
        dialog.action_get_back()
        self.assertEqual(len(self._find("Rui Rings")), 1)

    @freeze_time("2026-03-02 10:00:00")
    def test_what_is_missing_is_said(self):
        dialog = self.env["hr.jobseeker.enquiry.log"].with_user(self.officer)
        with self.assertRaisesRegex(UserError, "their name"):
            dialog.create({"phone": "1"}).action_get_back()
        with self.assertRaisesRegex(UserError, "a phone number or an e-mail address"):
            dialog.create({"name": "Rui"}).action_get_back()
        with self.assertRaisesRegex(ValidationError, "a moment that has passed"):
            dialog.create({"name": "Rui", "received_at": "2026-03-02 11:00:00"})


@tagged("post_install", "-at_install")
class TestPromisedCall(EnquiryCase):
    """ "I will ring you Thursday at ten" is a step of ours, with the same honesty as any other promise."""

    def _promise(self, person, at="2026-03-05 10:00:00", about="the night shift"):
        action = person.with_user(self.officer).action_promise_call()
        dialog = self.env[action["res_model"]].with_user(self.officer).with_context(**action["context"])
        dialog.create({"call_at": at, "about": about}).action_apply()
        return person.action_ids.filtered("is_call_back")[-1:]

    @freeze_time("2026-03-02 10:00:00")
    def test_a_promise_is_a_step_with_its_time(self):
        ana = self._person()
        call = self._promise(ana)
        self.assertRecordValues(
            call,
            [
                {
                    "name": "We ring you: the night shift",
                    "owner": "adviser",
                    "user_id": self.officer.id,
                    "state": "planned",
                    "is_overdue": False,
                    "promise": "open",
                }
            ],
        )
        self.assertAt(call.stop_at, "2026-03-05 10:15:00")
        self.assertEqual(call.activity_id.activity_type_id, self.env.ref("mail.mail_activity_data_call"))
        self.assertEqual(call.event_id.partner_ids, self.officer.partner_id, "nobody is invited: it was said to them")
        with self.assertRaisesRegex(ValidationError, "still to come"):
            self._promise(ana, "2026-03-02 09:00:00")

    @freeze_time("2026-03-02 10:00:00")
    def test_it_is_late_once_its_hour_has_passed(self):
        call = self._promise(self._person())
        with freeze_time("2026-03-05 10:14:00"):
            self.env.invalidate_all()
            self.assertFalse(call.is_overdue)
        with freeze_time("2026-03-05 10:16:00"):
            self.env.invalidate_all()
            self.assertTrue(call.is_overdue)
            self.assertIn(call, self.env["hr.jobseeker.action"].search([("is_overdue", "=", True)]))

    def test_whoever_rang_has_kept_it(self):
        cases = [("reached", "2026-03-05 10:05:00", "kept"), ("no_answer", "2026-03-05 10:05:00", "kept")]
        cases += [("reached", "2026-03-05 12:00:00", "late"), ("reached", "2026-03-05 09:30:00", "kept")]
        for number, (outcome, at, promise) in enumerate(cases):
            with self.subTest(outcome=outcome, at=at), freeze_time("2026-03-02 10:00:00"):
                ana = self._person(f"Ana {number}")
                call = self._promise(ana)
                with freeze_time(at):
                    self._word(ana, channel="phone", outcome=outcome, summary="Talked about it")
                    self.assertEqual((call.state, call.promise), ("done", promise))
                    self.assertAt(call.called_at, at)
                    self.assertEqual(len(ana.contact_ids), 1, "the call is in the ledger once")
                    self.assertFalse(call.activity_id.active)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_call_days_before_is_not_the_promised_one(self):
        ana = self._person()
        call = self._promise(ana)
        self._word(ana, channel="phone", outcome="reached")
        self.assertEqual(call.state, "planned")

    @freeze_time("2026-03-02 10:00:00")
    def test_done_by_its_activity_is_one_call(self):
        ana = self._person()
        call = self._promise(ana)
        with freeze_time("2026-03-05 10:05:00"):
            call.activity_id.contact_outcome = "reached"
            call.activity_id._action_done()
            self.assertEqual((call.state, call.promise), ("done", "kept"))
            self.assertEqual(ana.contact_ids.mapped("outcome"), ["reached"])

    @freeze_time("2026-03-02 10:00:00")
    def test_a_late_call_that_is_moved_was_not_kept(self):
        call = self._promise(self._person())
        with freeze_time("2026-03-05 11:00:00"):
            self.env.invalidate_all()
            call.start_at = "2026-03-05 16:00:00"
            self.assertTrue(call.missed)
            self.assertAt(call.stop_at, "2026-03-05 16:15:00")
            self.assertFalse(call.is_overdue)

    @freeze_time("2026-03-02 10:00:00")
    def test_its_time_is_moved_and_never_taken_away(self):
        call = self._promise(self._person())
        with self.assertRaisesRegex(UserError, "at a certain time"):
            call.with_user(self.officer).start_at = False

    @freeze_time("2026-03-02 10:00:00")
    def test_promised_while_it_is_taken_down(self):
        self._take_down(name="Rui Rings", phone="+351912345678", call_at="2026-03-05 10:00:00")
        rui = self.env["hr.jobseeker"].search([("name", "=", "Rui Rings")])
        self.assertEqual(rui.action_ids.filtered("is_call_back").user_id, self.officer)
        self.assertTrue(rui.enquiry_id.is_open, "a promise is no answer")
