from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .gate_case import FRIDAY_NIGHT, MONDAY, GateCase

OPENING = "2026-03-02 09:00:00"
LETTER = {"subject": "Open day", "body": "<p>Do come</p>"}


@tagged("post_install", "-at_install")
class TestGateSentences(GateCase):
    def _say(self, channel="email", nature="bulk"):
        self.env.flush_all()
        verdict = self.person._ask_gate(channel, nature)[self.person]
        return verdict.kind, self.person._say_gate(verdict)

    @freeze_time(MONDAY)
    def test_every_reason_has_its_sentence(self):
        self._wrote(self.person, days=1)
        self.assertEqual(self._say(), ("leave_out", "Wrote to them 1 day ago; from Tue 10:00 (Lisbon) again."))
        self.assertEqual(self._say(nature="personal")[0], "warn")
        self.assertEqual(self._say(nature="automatic"), ("pass", ""))
        self.person.write({"state": "on_hold", "hold_until": "2026-03-20", "hold_reason": "Travelling"})
        self.assertEqual(self._say(), ("leave_out", "On hold until Fri 20 Mar: Travelling."))
        self.person.do_not_contact = True
        self.assertEqual(self._say(), ("leave_out", "Asked for no contact."))
        self.person.state = "closed"
        self.assertIn("Closed on", self._say()[1])

    @freeze_time(FRIDAY_NIGHT)
    def test_out_of_hours(self):
        self.assertEqual(self._say(), ("hold", "21:40 in Lisbon: held until Mon 09:00."))
        kind, sentence = self._say("sms")
        self.assertEqual(kind, "leave_out", "Odoo keeps no text message until later")
        self.assertEqual(sentence, "21:40 in Lisbon: outside the hours, which begin again Mon 09:00.")

    @freeze_time(MONDAY)
    def test_the_cap_and_a_letter_that_waits(self):
        for days in (4, 8, 12, 16):
            self._wrote(self.person, days=days)
        self.assertIn("4 letters in 28 days is the limit; from", self._say()[1])
        self._wrote(self.bo.jobseeker_id, hours=-3)
        verdict = self.bo.jobseeker_id._ask_gate("email", "bulk")[self.bo.jobseeker_id]
        self.assertIn("waits already", self.bo.jobseeker_id._say_gate(verdict))

    @freeze_time(MONDAY)
    def test_addresses(self):
        self.person.partner_id.message_bounce = 1
        self.assertEqual(self._say()[1], "The last letter to ana@example.com came back.")
        self.person.email = False
        self.assertEqual(self._say()[1], "There is no e-mail address.")
        self.person.phone = False
        self.assertEqual(self._say()[1], "There is no e-mail address and no phone number.")

    @freeze_time(FRIDAY_NIGHT)
    def test_without_a_policy_there_are_no_hours_to_keep(self):
        self.policy.active = False
        self.env.flush_all()
        self.person.chosen_policy_id = False
        self.env.add_to_compute(self.person._fields["policy_id"], self.person)
        self.assertFalse(self.person.policy_id)
        self.assertEqual(self._say(), ("pass", ""))

    @freeze_time(MONDAY)
    def test_queries_do_not_grow_with_the_people(self):
        people = self.env["hr.jobseeker"]
        for number in range(20):
            people |= self._applicant(
                f"Per {number}", f"per{number}@example.com", f"+3519123451{number:02}"
            ).jobseeker_id
            self._wrote(people[-1], days=number)

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            verdicts = some._ask_gate("email", "bulk")
            [person._say_gate(verdict) for person, verdict in verdicts.items()]
            return self.env.cr.sql_log_count - before

        count(people)
        self.assertEqual(count(people[:10]), count(people))
        self.assertLessEqual(count(people), 25)


@tagged("post_install", "-at_install")
class TestHeldLetters(GateCase):
    """A bulk letter that waits for the opening is judged again by what is true then."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(type(self.env["sms.sms"]), "send", return_value=None))
        with freeze_time(FRIDAY_NIGHT), self.mock_mail_gateway():
            self.env["applicant.send.mail"].create({"applicant_ids": self.both.ids, **LETTER}).action_send()
            self.env.flush_all()
        self.mail = self._mails_to(self.person)
        self.assertEqual(self.mail.state, "outgoing")

    def _run_queue(self, at=OPENING):
        with freeze_time(at), self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue(email_ids=(self.mail | self._mails_to(self.bo.jobseeker_id)).ids)
            self.env.flush_all()
            return [address for sent in self._mails for address in sent["email_to"]]

    def test_nobody_can_send_it_early(self):
        with freeze_time("2026-02-28 12:00:00"), self.mock_mail_gateway():
            self.mail.send()
            self.mail.action_send_and_close()
            self.assertFalse(self._mails)
        self.assertEqual(self.mail.state, "outgoing")

    def test_the_queue_is_woken_at_the_opening(self):
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.env.ref("mail.ir_cron_mail_scheduler_action").id)]
        )
        self.assertIn(fields.Datetime.to_datetime(OPENING), triggers.mapped("call_at"))

    def test_it_goes_at_the_opening_and_is_in_the_ledger_from_then_on(self):
        self.assertFalse(self._run_queue("2026-03-01 12:00:00"))
        self.assertFalse(self._natures(self.person))
        self.assertEqual(len(self._run_queue()), 2)
        self.assertEqual(self._natures(self.person), ["bulk"])
        row = self.Contact.search([("jobseeker_id", "=", self.person.id)])
        self.assertAt(row.date, OPENING)
        self.assertFalse(self._run_queue("2026-03-02 10:00:00"), "once")

    def _assert_taken_back(self, sentence):
        notification = self.env["mail.notification"].search([("mail_mail_id", "=", self.mail.id)])
        sent = self._run_queue()
        self.assertEqual(len(sent), 1, "Bo gets his")
        self.assertIn("bo@example.com", sent[0])
        self.assertEqual(self.mail.state, "cancel")
        self.assertIn(sentence, self.mail.failure_reason)
        self.assertFalse(self._natures(self.person))
        self.assertEqual(notification.notification_status, "canceled", "the envelope says so")

    def test_a_wish_for_no_contact_takes_it_back(self):
        self.person.do_not_contact = True
        self._assert_taken_back("Asked for no contact")

    def test_a_hold_takes_it_back(self):
        self.person.write({"state": "on_hold", "hold_reason": "Travelling"})
        self._assert_taken_back("On hold: Travelling")

    def test_closing_takes_it_back(self):
        self.person.state = "closed"
        self._assert_taken_back("Closed")

    def test_another_letter_in_the_meantime_lets_it_wait_longer(self):
        with freeze_time("2026-03-01 12:00:00"):
            self._wrote(self.person)
        self.assertEqual(len(self._run_queue()), 1)
        self.assertEqual(self.mail.state, "outgoing")
        self.assertAt(self.mail.scheduled_date, "2026-03-03 12:00:00")
        self.assertEqual(len(self._run_queue("2026-03-03 12:30:00")), 1)
        self.assertEqual(self._natures(self.person), ["automatic", "bulk"])

    def test_cancelled_by_hand_it_leaves_no_trace_in_the_ledger(self):
        self.mail.cancel()
        self.assertEqual(len(self._run_queue()), 1)
        self.assertFalse(self.Contact.search([("jobseeker_id", "=", self.person.id)]))


@tagged("post_install", "-at_install")
class TestQueuedLetters(GateCase):
    """What passed and lies in the queue is asked about once more before it leaves."""

    @freeze_time(MONDAY)
    def test_a_wish_for_no_contact_reaches_the_queue(self):
        template = self.letter.copy({"partner_to": "{{ object.partner_id.id }}", "use_default_to": False})
        mail = template.send_mail_batch(self.person.ids)
        self.assertEqual(self._natures(self.person), ["bulk"])
        self.person.do_not_contact = True
        self.env.cr.execute("UPDATE mail_mail SET create_date = create_date - interval '1 hour'")
        self.env.cr.execute("UPDATE mail_mail SET create_date = %s WHERE id = %s", ["2026-03-02 09:30:00", mail.id])
        mail.invalidate_recordset()
        with self.mock_mail_gateway():
            mail.send()
            self.assertFalse(self._mails)
        self.assertEqual(mail.state, "cancel")
        self.assertEqual(self._natures(self.person)[-1:], ["withdrawn"], "the ledger says that it did not go")

    @freeze_time(MONDAY)
    def test_its_own_row_does_not_stop_it(self):
        mail = self.letter.copy({"partner_to": "{{ object.partner_id.id }}", "use_default_to": False}).send_mail_batch(
            self.person.ids
        )
        self.env.cr.execute("UPDATE mail_mail SET create_date = %s WHERE id = %s", ["2026-03-02 09:30:00", mail.id])
        mail.invalidate_recordset()
        with self.mock_mail_gateway():
            mail.send()
            self.assertEqual(len(self._mails), 1)

    def _age(self, mail, created):
        """``create_date`` is PostgreSQL's clock, which no test freezes."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE mail_mail SET create_date = %s WHERE id IN %s", [created, tuple(mail.ids)])
        mail.invalidate_recordset()

    def _send_open_day(self, people):
        template = self.letter.copy({"partner_to": "{{ object.partner_id.id }}", "use_default_to": False})
        return template.send_mail_batch(people.ids)

    def test_a_letter_that_the_queue_did_not_send_before_closing_counts_from_the_day_it_leaves(self):
        with freeze_time("2026-02-27 17:40:00"):  # a Friday
            mail = self._send_open_day(self.person)
            self.assertEqual(self._natures(self.person), ["bulk"])
        self._age(mail, "2026-02-27 17:40:00")
        with freeze_time("2026-02-27 18:10:00"), self.mock_mail_gateway():
            mail.send()
            self.assertFalse(self._mails)
            self.assertEqual(self._natures(self.person), ["withdrawn"], "nothing has gone so far")
        with freeze_time("2026-03-02 09:05:00"), self.mock_mail_gateway():
            mail.send()
            self.assertEqual(len(self._mails), 1)
        rows = self.Contact.search([("jobseeker_id", "=", self.person.id), ("superseded", "=", False)])
        self.assertEqual(set(rows.mapped("outcome")), {"withdrawn", False})
        self.assertAt(rows.filtered(lambda row: not row.outcome).date, "2026-03-02 09:05:00")

    def test_of_two_mailings_that_wait_for_the_same_opening_one_goes(self):
        with freeze_time(FRIDAY_NIGHT):
            first = self._send_open_day(self.both.jobseeker_id)
        with freeze_time("2026-02-28 10:00:00"):
            second = self._send_open_day(self.person)
            self.assertEqual(second.state, "cancel", "a letter to her waits already")
            self.assertIn("A letter to them waits already", second.failure_reason)
        second.write({"state": "outgoing", "jobseeker_held_until": "2026-03-02 09:00:00"})  # both held all the same
        with freeze_time("2026-03-02 09:05:00"), self.mock_mail_gateway():
            (first | second).send()
            self.assertEqual(len(self._mails), 2, "one to Ana, one to Bo")
        self.assertEqual((second.state, self._natures(self.person)), ("outgoing", ["bulk"]))
        self.assertAt(second.jobseeker_held_until, "2026-03-04 09:05:00")

    @freeze_time(MONDAY)
    def test_why_somebody_gets_no_letters_is_not_told_to_every_employee(self):
        self.person.write({"state": "on_hold", "hold_until": "2026-03-20", "hold_reason": "In hospital"})
        with self.mock_mail_gateway():
            self.ana.message_post(
                body="Do come", message_type="email_outgoing", subtype_xmlid="mail.mt_comment",
                partner_ids=self.ana.partner_id.ids,
            )  # fmt: skip
        employee = new_test_user(self.env, "employee", groups="base.group_user")
        envelopes = self.env["mail.notification"].with_user(employee)
        [envelope] = envelopes.search([("res_partner_id", "=", self.person.partner_id.id)])
        self.assertEqual(envelope.failure_reason, "No letters for the time being. Their relationship says why.")
        self.assertIn("In hospital", self._mails_to(self.person).failure_reason)

    def test_a_follow_up_that_the_queue_sends_late_waits_for_the_next_opening(self):
        """It stands in the ledger since its mail was made; a queue that did not run keeps to the person's hours too."""
        with freeze_time("2026-03-02 10:00:00"):
            ana = self._person("Follow Up")
            self._spoke(ana, "2026-03-02 10:00:00")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            mail = ana.follow_up_ids.mail_mail_id
            self.assertEqual((mail.state, mail.jobseeker_held_until), ("outgoing", False))
        self._age(mail, "2026-03-09 09:30:00")
        with freeze_time("2026-03-09 21:00:00"), self.mock_mail_gateway():
            mail.send()
            self.assertFalse(self._mails)
            self.assertEqual(mail.scheduled_date, fields.Datetime.to_datetime("2026-03-10 09:00:00"))
        with freeze_time("2026-03-10 09:05:00"), self.mock_mail_gateway():
            mail.send()
            self.assertEqual(len(self._mails), 1)
            self.assertEqual(self._natures(ana), ["personal", "follow_up"])

    def test_a_blocked_person_gets_no_queued_follow_up(self):
        with freeze_time("2026-03-02 10:00:00"):
            ana = self._person("Follow Up")
            self._spoke(ana, "2026-03-02 10:00:00")
        with freeze_time("2026-03-09 09:30:00"):
            self._look(ana)
            ana.do_not_contact = True
            self.assertEqual(ana.follow_up_ids.mail_mail_id.state, "cancel")


@tagged("post_install", "-at_install")
class TestTransactionalLetters(GateCase):
    """Answers to what the person did pass at any hour, even where letters are unwanted, and count."""

    def setUp(self):
        super().setUp()
        self.person.do_not_contact = True
        self._wrote(self.person, hours=1)

    @freeze_time(FRIDAY_NIGHT)
    def test_a_stage_mail(self):
        template = self.env["mail.template"].create(
            {
                "name": "Moved on",
                "model_id": self.env["ir.model"]._get_id("hr.applicant"),
                "subject": "You moved on",
                "body_html": "<p>Well done</p>",
                "use_default_to": True,
            }
        )
        stage = self.env["hr.recruitment.stage"].create({"name": "Second", "template_id": template.id})
        with self.mock_mail_gateway():
            self.ana.with_context(tracking_disable=False).stage_id = stage
            self.env.cr.precommit.run()
        self._assert_passed()

    @freeze_time(FRIDAY_NIGHT)
    def test_a_refusal(self):
        template = self.env["mail.template"].create(
            {
                "name": "Sorry",
                "model_id": self.env["ir.model"]._get_id("hr.applicant"),
                "subject": "We are sorry",
                "body_html": "<p>Sorry</p>",
            }
        )
        reason = self.env["hr.applicant.refuse.reason"].create({"name": "Too far", "template_id": template.id})
        self.env["applicant.get.refuse.reason"].with_context(active_test=False).create(
            {"applicant_ids": self.ana.ids, "refuse_reason_id": reason.id, "send_mail": True}
        ).action_refuse_reason_apply()
        self._assert_passed()

    @freeze_time(FRIDAY_NIGHT)
    def test_an_invitation(self):
        with self.mock_mail_gateway():
            self.env["calendar.event"].create(
                {
                    "name": "Interview",
                    "applicant_id": self.ana.id,
                    "start": "2026-03-04 10:00:00",
                    "stop": "2026-03-04 11:00:00",
                    "partner_ids": [(6, 0, self.ana.partner_id.ids)],
                }
            )
        self._assert_passed()

    def _assert_passed(self):
        mails = self._mails_to(self.person)
        self.assertTrue(mails)
        self.assertNotIn("cancel", mails.mapped("state"))
        self.assertFalse(mails.filtered("jobseeker_held_until"))
        self.assertEqual(self._natures(self.person), ["automatic", "automatic"], "it counts")

    @freeze_time(FRIDAY_NIGHT)
    def test_a_letter_by_hand_is_never_dropped(self):
        with self.mock_mail_gateway():
            self.ana.with_user(self.officer).message_post(
                body="When can you come?", message_type="comment", subtype_xmlid="mail.mt_comment",
                partner_ids=self.ana.partner_id.ids,
            )  # fmt: skip
            self.assertEqual(len(self._mails), 1)
        self.assertEqual(self._natures(self.person), ["automatic", "personal"])


@tagged("post_install", "-at_install")
class TestGateDialogs(GateCase):
    def _dialog(self, applicants, user=None):
        return (
            self.env["applicant.send.mail"]
            .with_user(user or self.officer)
            .create({"applicant_ids": applicants.ids, **LETTER})
        )

    @freeze_time(MONDAY)
    def test_a_dialog_says_nothing_of_another_companys_people(self):
        other = self.env["res.company"].create({"name": "Company B"})
        stranger = self._person("Bea of B", company_id=other.id, adviser_id=False, do_not_contact=True)
        for model, vals in (
            ("mail.compose.message", {"composition_mode": "mass_mail", "model": "hr.jobseeker"}),
            ("sms.composer", {"composition_mode": "mass", "res_model": "hr.jobseeker", "body": "Hi"}),
        ):
            dialog = self.env[model].with_user(self.officer).create({**vals, "res_ids": repr(stranger.ids)})
            self.assertFalse(dialog.gate_notice, model)

    @freeze_time(MONDAY)
    def test_the_dialog_says_who_is_left_out_and_why(self):
        again = self._applicant("Ana Abreu", "ana@example.com", "+351912345001")
        cara = self._applicant("Cara Cruz <b>", "cara@example.com")
        self._wrote(self.bo.jobseeker_id, days=1)
        cara.jobseeker_id.do_not_contact = True
        dialog = self._dialog(self.both | again | cara)
        notice = dialog.gate_notice
        self.assertIn("3 of 4 left out: ", notice)
        self.assertIn("1 written to a short while ago", notice)
        self.assertIn("1 asked for no contact", notice)
        self.assertIn("1 the same person as another", notice)
        self.assertIn("Wrote to them 1 day ago; from Tue 10:00 (Lisbon) again.", notice)
        self.assertNotIn("Cruz <b>", notice, "names are escaped")
        with self.mock_mail_gateway():
            dialog.action_send()
        self.assertEqual(self._natures(self.person), ["bulk"])
        self.assertEqual(self._natures(self.bo.jobseeker_id), ["automatic"])
        self.assertFalse(self.bo.message_ids.filtered(lambda m: m.message_type == "email_outgoing"))

    @freeze_time(FRIDAY_NIGHT)
    def test_the_dialog_says_who_waits(self):
        notice = self._dialog(self.both).gate_notice
        self.assertIn("2 outside their hours: held, and go out Mon 09:00 your time.", notice)

    @freeze_time(MONDAY)
    def test_the_dialog_names_who_has_work(self):
        self.person.write({"state": "placed", "placed_on": "2026-03-01"})
        dialog = self._dialog(self.both)
        self.assertIn("1 have work, and get it too.", dialog.gate_notice)

    @freeze_time(MONDAY)
    def test_nobody_left(self):
        (self.person | self.bo.jobseeker_id).do_not_contact = True
        with self.assertRaisesRegex(UserError, "Nobody is left"):
            self._dialog(self.both).action_send()

    @freeze_time(MONDAY)
    def test_nothing_to_say(self):
        self.assertFalse(self._dialog(self.both).gate_notice)

    @freeze_time(MONDAY)
    def test_one_person_is_a_warning(self):
        self._wrote(self.person, days=1)
        dialog = self._dialog(self.ana)
        self.assertIn("Careful: Wrote to them 1 day ago", dialog.gate_notice)
        with self.mock_mail_gateway():
            dialog.action_send()
        self.assertEqual(self._natures(self.person), ["automatic", "personal"])

    @freeze_time(MONDAY)
    def test_who_may_not_see_relationships_gets_no_reason(self):
        self.person.do_not_contact = True
        interviewer = new_test_user(self.env, "ivo", groups="base.group_user")
        self.job.interviewer_ids = interviewer
        composer = self.env["mail.compose.message"].with_user(interviewer)
        dialog = composer.create({"composition_mode": "comment", "model": "hr.applicant", "res_ids": self.ana.ids})
        self.assertIn("Ask the adviser", dialog.gate_notice)
        self.assertNotIn("no contact", dialog.gate_notice)

    @freeze_time(MONDAY)
    def test_the_composer_warns_of_the_person_and_of_nobody_else(self):
        self._wrote(self.person, days=1)
        composer = self.env["mail.compose.message"].with_user(self.officer)
        values = {"composition_mode": "comment", "model": "hr.applicant", "res_ids": self.ana.ids, **LETTER}
        dialog = composer.create({**values, "partner_ids": self.ana.partner_id.ids})
        self.assertIn("Careful", dialog.gate_notice)
        dialog.partner_ids = self.officer.partner_id
        self.assertFalse(dialog.gate_notice)
        note = composer.create({**values, "subtype_id": self.env.ref("mail.mt_note").id})
        self.assertFalse(note.gate_notice)
        elsewhere = composer.create({"model": "res.partner", "res_ids": self.ana.partner_id.ids, **LETTER})
        self.assertFalse(elsewhere.gate_notice)

    @freeze_time(MONDAY)
    def test_a_chosen_moment_is_the_one_that_is_judged(self):
        self._wrote(self.person, days=1)
        template = self.env["mail.template"].create(
            {
                "name": "Open day",
                "model_id": self.env["ir.model"]._get_id("hr.applicant"),
                "subject": "Open day",
                "body_html": "<p>Do come</p>",
                "scheduled_date": "2026-03-05 10:00:00",
            }
        )
        values = {"composition_mode": "mass_mail", "model": "hr.applicant", "res_ids": self.both.ids}
        dialog = self.env["mail.compose.message"].create({**values, "template_id": template.id})
        self.assertFalse(dialog.gate_notice)
        with self.mock_mail_gateway():
            dialog.action_send_mail()
            self.assertFalse(self._mails)
        mail = self._mails_to(self.person)
        self.assertAt(mail.scheduled_date, "2026-03-05 10:00:00")
        self.assertEqual(self._natures(self.person), ["automatic"])
        with freeze_time("2026-03-05 10:00:00"), self.mock_mail_gateway():
            mail.send()
            self.assertEqual(len(self._mails), 1)
        self.assertEqual(self._natures(self.person), ["automatic", "bulk"])

    @freeze_time(MONDAY)
    def test_the_text_message_dialog(self):
        self._wrote(self.person, days=1, channel="sms")
        composer = self.env["sms.composer"].with_user(self.officer)
        mass = composer.create(
            {"composition_mode": "mass", "res_model": "hr.applicant", "res_ids": repr(self.both.ids), "body": "Hi"}
        )
        self.assertIn("1 of 2 left out: 1 written to a short while ago.", mass.gate_notice)
        one = composer.create(
            {"composition_mode": "comment", "res_model": "hr.applicant", "res_id": self.ana.id, "body": "Hi"}
        )
        self.assertIn("Careful: Wrote to them 1 day ago", one.gate_notice)

    @freeze_time(MONDAY)
    def test_the_selection_can_be_changed_in_the_form(self):
        self._wrote(self.person, days=1)
        form = Form(self.env["applicant.send.mail"].with_context(default_applicant_ids=self.both.ids))
        self.assertIn("1 of 2 left out", form.gate_notice)
        form.applicant_ids.remove(id=self.ana.id)
        self.assertFalse(form.gate_notice)


@tagged("post_install", "-at_install")
class TestStoppedMails(GateCase):
    """Past the dialogs: the mail list and the chatter say why nothing went."""

    def _post(self, partners, record=None):
        with self.mock_mail_gateway():
            return (record or self.ana).message_post(
                body="Do come", message_type="email_outgoing", subtype_xmlid="mail.mt_comment", partner_ids=partners.ids
            )

    @freeze_time(MONDAY)
    def test_the_envelope_and_the_note(self):
        self._wrote(self.person, days=1)
        message = self._post(self.ana.partner_id)
        self.assertEqual(message.notification_ids.notification_status, "canceled")
        self.assertIn("Wrote to them 1 day ago", message.notification_ids.failure_reason)
        self.assertIn("E-mail not sent: Wrote to them 1 day ago", self.ana.message_ids[0].body)

    @freeze_time(MONDAY)
    def test_interviewers_do_not_read_why_in_the_chatter(self):
        self.person.do_not_contact = True
        self._post(self.ana.partner_id)
        self.assertNotIn("no contact", self.ana.message_ids[0].body)
        self._post(self.ana.partner_id, self.person)
        self.assertIn("Asked for no contact", self.person.message_ids[0].body)

    @freeze_time(MONDAY)
    def test_others_get_their_copy(self):
        self.person.do_not_contact = True
        hirer = self.env["res.partner"].create({"name": "Hirer", "email": "hirer@example.com"})
        message = self._post(self.ana.partner_id | hirer)
        status = {n.res_partner_id: n.notification_status for n in message.notification_ids}
        self.assertEqual(status[self.ana.partner_id], "canceled")
        self.assertNotEqual(status[hirer], "canceled")
        self.assertFalse(self._natures(self.person))
