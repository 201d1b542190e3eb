from unittest.mock import patch

from odoo.tests import freeze_time, new_test_user, tagged

from .gate_case import MONDAY, GateCase

LETTER = {"body": "Do come", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestGateReaders(GateCase):
    """Whom a mail reaches decides, not the document or the type that its caller names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bos = cls.bo.jobseeker_id
        cls.elsewhere = cls.env["res.partner"].create({"name": "Elsewhere"})
        cls.employee = new_test_user(cls.env, "employee", groups="base.group_user", email="employee@example.com")

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(type(self.env["sms.sms"]), "send", return_value=None))

    def _post(self, record, partners, user=None, **vals):
        with self.mock_mail_gateway():
            return record.with_user(user or self.officer).message_post(**{**LETTER, **vals}, partner_ids=partners.ids)

    def _template(self, model, **vals):
        return self.env["mail.template"].create(
            {
                "name": "Open day",
                "model_id": self.env["ir.model"]._get_id(model),
                "subject": "Open day",
                "body_html": "<p>Do come</p>",
                "partner_to": "{{ object.partner_id.id }}",
                "use_default_to": False,
                **vals,
            }
        )

    def _assert_stopped(self, person):
        mails = self._mails_to(person)
        self.assertEqual(set(mails.mapped("state")), {"cancel"} if mails else set())
        self.assertFalse([nature for nature in self._natures(person) if nature != "withdrawn"])

    # --- several readers ----------------------------------------------------------------------------

    def test_one_message_to_many_is_a_mailing(self):
        self.bos.do_not_contact = True
        message = self._post(self.ana, self.both.partner_id)
        self.assertEqual(self._natures(self.person), ["bulk"])
        self._assert_stopped(self.bos)
        self.assertFalse(self._mails_to(self.bos), "taken from the recipients")
        self.assertTrue(self._mails_to(self.person))
        status = {row.res_partner_id: row.notification_status for row in message.notification_ids}
        self.assertEqual(status[self.bo.partner_id], "canceled")
        self.assertIn("Asked for no contact", self.bos.message_ids[0].body, "on their own relationship")
        self.assertFalse(self.ana.message_ids.filtered(lambda note: "E-mail not sent" in note.body))

    def test_it_is_one_however_core_cuts_it_up(self):
        self.env["ir.config_parameter"].sudo().set_param("mail.batch_size", "1")
        self._wrote(self.bos, days=1)
        self._post(self.ana, self.both.partner_id)
        self.assertEqual(self._natures(self.person), ["bulk"])
        self.assertEqual(self._natures(self.bos), ["automatic"], "too soon")

    def test_to_addresses_too(self):
        self.bos.do_not_contact = True
        mail = self.env["mail.mail"].create(
            {"email_to": "Ana <ana@example.com>, bo@example.com", "email_cc": "bo@example.com", "body_html": "Hi"}
        )
        self.assertEqual((mail.state, mail.email_to), ("outgoing", '"Ana" <ana@example.com>'))
        self.assertFalse(mail.email_cc)
        self.assertEqual(self._natures(self.person), ["bulk"])
        self._assert_stopped(self.bos)

    def test_one_mailbox_of_a_family_is_one_reader(self):
        self._applicant("Ada Abreu", "ana@example.com")
        self._post(self.ana, self.ana.partner_id)
        self.assertEqual(self._natures(self.person), ["personal"])

    def test_a_letter_to_several_waits_for_the_last(self):
        self.bo.partner_id.tz = "America/New_York"  # 05:00
        self._post(self.ana, self.both.partner_id)
        mail = self._mails_to(self.person)
        self.assertAt(mail.jobseeker_held_until, "2026-03-02 14:00:00")
        self.assertFalse(self._natures(self.person))
        with freeze_time("2026-03-02 14:00:00"), self.mock_mail_gateway():
            mail.send()
        self.assertEqual([self._natures(person) for person in (self.person, self.bos)], [["bulk"], ["bulk"]])

    def test_a_colleague_who_looks_for_work_reads_mail_as_a_colleague(self):
        self._person("Olga", partner_id=self.officer.partner_id.id, do_not_contact=True)
        self._post(self.elsewhere, self.officer.partner_id | self.ana.partner_id, self.manager)
        self.assertEqual(self._natures(self.person), ["personal"])
        self.assertNotIn("cancel", self._mails_to(self.person).mapped("state"))

    def test_a_letter_to_its_own_person_looks_nobody_up(self):
        self._post(self.ana, self.ana.partner_id)
        mail = self._mails_to(self.person)
        mail._find_words()
        with self.assertQueryCount(0):
            [word] = mail._find_words()
        self.assertEqual(word.nature, "personal")

    def test_the_queries_are_as_many_for_many(self):
        mails = self.env["mail.mail"]
        for number in range(20):
            partner = self._applicant(f"Per {number}", f"per{number}@example.com").partner_id
            mails |= mails.create({"recipient_ids": partner.ids, "body_html": "Hi"})
        self.env.flush_all()

        def count(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._find_words()
            return self.env.cr.sql_log_count - before

        count(mails)
        self.assertEqual(count(mails[:5]), count(mails))

    def test_a_letter_to_a_former_contact_is_one_to_the_person(self):
        former = self.bos.partner_id
        self.env["hr.jobseeker.merge"]._merge(self.person, self.bos, "She told us")
        vals = {"recipient_ids": former.ids, "body_html": "Hi", "model": "hr.jobseeker", "res_id": self.person.id}
        mail = self.env["mail.mail"].create(vals)
        [word] = mail._find_words()
        self.assertEqual((word.jobseeker, word.own, word.nature), (self.person, True, "bulk"))
        self.assertIn("bulk", self._natures(self.person), "it counts")
        self.env["mail.mail"]._stop_mailings_to(self.person, "opted_out")
        self.assertEqual(mail.state, "cancel")
        self.person.do_not_contact = True
        self.assertEqual(self.env["mail.mail"].create(vals).state, "cancel")
        bare = {"email_to": "bo@example.com", "body_html": "Hi", "model": "hr.jobseeker", "res_id": self.person.id}
        self.assertEqual(self.env["mail.mail"].create(bare).state, "cancel")

    # --- other documents ----------------------------------------------------------------------------

    def test_a_letter_from_the_chatter_of_a_contact_counts(self):
        self._post(self.ana.partner_id, self.ana.partner_id)
        self.assertEqual(self._natures(self.person), ["personal"])

    def test_a_letter_by_hand_counts_wherever_it_stands(self):
        self._post(self.elsewhere, self.ana.partner_id)
        self.assertEqual(self._natures(self.person), ["personal"])

    def test_an_invoice_or_a_password_is_no_letter_of_ours(self):
        self.person.do_not_contact = True
        mail = self.env["mail.mail"].create(
            {"recipient_ids": self.ana.partner_id.ids, "body_html": "Your password", "model": "res.users", "res_id": 1}
        )
        self.assertEqual(mail.state, "outgoing")
        self.assertFalse(self._natures(self.person))

    def test_one_text_to_many_contacts_in_the_mode_of_comments(self):
        self.person.do_not_contact = True
        template = self._template("res.partner", partner_to="{{ object.id }}")
        with self.mock_mail_gateway():
            self.env["mail.compose.message"].with_user(self.officer).create(
                {
                    "composition_mode": "comment",
                    "model": "res.partner",
                    "res_ids": self.both.partner_id.ids,
                    "template_id": template.id,
                }
            ).action_send_mail()
        self._assert_stopped(self.person)
        self.assertEqual(self._natures(self.bos), ["bulk"])

    def test_a_letter_from_what_belongs_to_a_person_is_to_that_person(self):
        self.person.do_not_contact = True
        need = self.env["hr.jobseeker.need"].create(
            {
                "jobseeker_id": self.person.id,
                "type_id": self.env["hr.jobseeker.need.type"].search([], limit=1).id,
                "name": "Quiet",
            }
        )
        with self.mock_mail_gateway():
            self._template("hr.jobseeker.need").with_user(self.manager).send_mail_batch(need.ids)
        self._assert_stopped(self.person)

    # --- what calls itself automatic ----------------------------------------------------------------

    def test_an_employees_automatic_message_is_a_mailing(self):
        for message_type in ("auto_comment", "notification"):
            self.person.do_not_contact = True
            self._post(self.ana, self.ana.partner_id, message_type=message_type)
            self._assert_stopped(self.person)
        with self.mock_mail_gateway():
            self.ana.with_user(self.officer).message_notify(body="Do come", partner_ids=self.ana.partner_id.ids)
        self._assert_stopped(self.person)

    def test_so_is_one_that_a_composer_calls_automatic(self):
        self.person.do_not_contact = True
        with self.mock_mail_gateway():
            self.env["mail.compose.message"].with_user(self.officer).create(
                {
                    "composition_mode": "comment",
                    "message_type": "auto_comment",
                    "model": "hr.applicant",
                    "res_ids": self.both.ids,
                    "template_id": self._template("hr.applicant").id,
                }
            ).action_send_mail()
        self._assert_stopped(self.person)
        self.assertEqual(self._natures(self.bos), ["bulk"])

    def test_the_systems_is_automatic(self):
        self.person.do_not_contact = True
        with self.mock_mail_gateway():
            self.ana.message_post(**{**LETTER, "message_type": "auto_comment"}, partner_ids=self.ana.partner_id.ids)
        self.assertEqual(self._natures(self.person), ["automatic"])

    def test_a_template_says_itself_what_it_is_about(self):
        self.person.do_not_contact = True
        claims = {
            "message_type": "auto_comment",
            "model": "res.users",
            "res_id": 1,
            "jobseeker_applicant_id": self.bo.id,
        }
        with self.mock_mail_gateway():
            letter = self._template("hr.applicant").with_user(self.manager)
            letter.send_mail_batch(self.ana.ids, email_values=claims)
        self._assert_stopped(self.person)

    def test_no_client_says_that_it_answers_them(self):
        self.person.do_not_contact = True
        record = self.ana.with_context(jobseeker_automatic=True)
        self._post(record, self.ana.partner_id, message_type="auto_comment")
        self._assert_stopped(self.person)

    def test_a_colleague_moves_and_refuses_by_cores_own_doors(self):
        self.person.do_not_contact = True
        template = self._template("hr.applicant")
        stage = self.env["hr.recruitment.stage"].create({"name": "Second", "template_id": template.id})
        with self.mock_mail_gateway():
            self.ana.with_user(self.officer).with_context(tracking_disable=False).stage_id = stage
            self.env.flush_all()
            self.env.cr.precommit.run()
        self.assertEqual(self._natures(self.person), ["automatic"])
        reason = self.env["hr.applicant.refuse.reason"].create({"name": "Too far", "template_id": template.id})
        self.env["applicant.get.refuse.reason"].with_user(self.officer).with_context(active_test=False).create(
            {"applicant_ids": self.ana.ids, "refuse_reason_id": reason.id, "send_mail": True}
        ).action_refuse_reason_apply()
        self.assertEqual(self._natures(self.person), ["automatic", "automatic"])

    # --- what employees may not ask -----------------------------------------------------------------

    def test_only_recruiters_are_told_that_a_contact_looks_for_work(self):
        self.person.do_not_contact = True
        vals = {"model": "res.partner", "composition_mode": "mass_mail", "body": "Hi", "subject": "Hi"}
        composer = self.env["mail.compose.message"]
        asked = composer.with_user(self.employee).create({**vals, "res_ids": self.both.partner_id.ids})
        self.assertFalse(asked.gate_notice)
        told = composer.with_user(self.officer).create({**vals, "res_ids": self.both.partner_id.ids})
        self.assertIn("asked for no contact", told.gate_notice)

    def test_why_a_mailing_from_contacts_stopped_stands_on_the_relationship_alone(self):
        self._wrote(self.person, days=1)
        contact = self.ana.partner_id
        self._post(contact, contact, message_type="email_outgoing")
        self.assertFalse(contact.message_ids.filtered(lambda note: "E-mail not sent" in note.body))
        self.assertIn("E-mail not sent: Wrote to them 1 day ago", self.person.message_ids[0].body)
        envelope = contact.message_ids.notification_ids.filtered(lambda row: row.res_partner_id == contact)
        self.assertEqual((envelope.notification_status, envelope.failure_reason), ("canceled", False))

    # --- text messages ------------------------------------------------------------------------------

    def _text(self, **vals):
        return self.env["sms.composer"].with_user(self.officer).create({"body": "Hi", **vals})._action_send_sms()

    def _texts(self, number):
        return self.env["sms.sms"].search([("number", "=", number)])

    def test_a_text_to_a_number_is_a_text_to_its_person(self):
        self._text(composition_mode="numbers", numbers="+351912345001")
        self.assertEqual(self._natures(self.person), ["personal"])

    def test_several_numbers_are_a_mailing(self):
        self.person.do_not_contact = True
        self._text(composition_mode="numbers", numbers="+351912345001,+351912345002")
        self.assertEqual(self._texts("+351912345001").state, "canceled")
        self.assertFalse(self._natures(self.person))
        self.assertEqual(self._natures(self.bos), ["bulk"])

    def test_of_a_shared_phone_nobody_knows_who_read_it_and_a_block_of_one_holds_for_it(self):
        ada = self._applicant("Ada Abreu", "ada@example.com", "+351912345001").jobseeker_id
        self._text(composition_mode="numbers", numbers="+351912345001")
        self.assertFalse(self._natures(self.person) + self._natures(ada))
        ada.do_not_contact = True
        before = self._texts("+351912345001")
        self._text(composition_mode="numbers", numbers="+351912345001,+351912345002")
        self.assertEqual((self._texts("+351912345001") - before).state, "canceled")

    def test_texts_to_many_contacts(self):
        self.person.do_not_contact = True
        self._text(composition_mode="comment", res_model="res.partner", res_ids=repr(self.both.partner_id.ids))
        texts = self.env["sms.sms"].search([("partner_id", "=", self.ana.partner_id.id)])
        self.assertEqual(set(texts.mapped("state")), {"canceled"})
        self.assertEqual(self._natures(self.bos), ["bulk"])
