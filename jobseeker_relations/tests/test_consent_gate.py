from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import freeze_time, tagged

from .consent_case import MONDAY, UnboundedCase


@tagged("post_install", "-at_install")
class TestConsentGate(UnboundedCase):
    """Who is written to, rung or asked, by what they said of it."""

    @freeze_time(MONDAY)
    def test_who_came_to_us_is_written_to_until_they_say_no(self):
        self.assertEqual(self._verdict(self.ana), ("pass", None))
        self.ana._withdraw_purpose(self.mailings, "phone")
        self.assertEqual(self._verdict(self.ana), ("leave_out", "opted_out"))
        self.assertEqual(self._verdict(self.ana, is_service=True), ("pass", None), "what was agreed goes on")
        for nature in ("personal", "automatic", "follow_up"):
            self.assertEqual(self._verdict(self.ana, nature=nature), ("pass", None))
        self.assertEqual(self._verdict(self.ana, "sms"), ("pass", None), "another purpose")
        self.assertFalse(self.ana.contact_block)
        self.assertFalse(self.env["mail.blacklist"].search([("email", "=", "ana@example.com")]))
        with freeze_time("2026-03-02 10:05:00"):
            self._consent(purpose=self.mailings)
            self.assertEqual(self._verdict(self.ana), ("pass", None))

    @freeze_time(MONDAY)
    def test_whose_data_came_from_elsewhere_has_to_agree_where_the_rule_says_so(self):
        self.assertEqual(self._verdict(self.elsa), ("leave_out", "no_consent"))
        self.assertEqual(self._verdict(self.elsa, "sms"), ("leave_out", "no_consent"))
        rule = self.env.ref("jobseeker_relations.rule_consent_bulk_email_gb")
        rule.strength = "warn"
        self.assertEqual(self._verdict(self.elsa), ("warn", "no_consent"))
        rule.active = False
        self.assertEqual(self._verdict(self.elsa), ("pass", None))
        rule.write({"active": True, "strength": "block"})
        consent = self._consent(self.elsa, self.mailings)
        self.assertEqual(self._verdict(self.elsa), ("pass", None))
        with freeze_time("2027-03-02 10:00:00"):
            self.assertEqual(self._verdict(self.elsa), ("leave_out", "consent_expired"))
            self.assertEqual(consent.state, "expired")
        for country in ("fr", "de", "at"):
            self.company.jobseeker_country_id = self.env.ref(f"base.{country}")
            self.assertEqual(self._verdict(self._person(f"Of {country}", source_kind="referral"))[0], "leave_out")
        self.company.jobseeker_country_id = self.env.ref("base.us")
        self.assertEqual(self._verdict(self._person("Of us", source_kind="referral")), ("pass", None))

    @freeze_time(MONDAY)
    def test_a_company_may_ask_everybody(self):
        self.env["hr.jobseeker.rule"].create(
            {
                "code": "consent_bulk_email_all",
                "name": "Only who agreed",
                "kind": "gate",
                "strength": "block",
                "source": "Our own",
                "company_id": self.company.id,
            }
        )
        self.assertEqual(self._verdict(self.ana), ("leave_out", "no_consent"))

    @freeze_time(MONDAY)
    def test_a_prospect_of_unknown_source_did_not_come_to_us(self):
        person = self._person("Pia", state="prospect")
        self.assertEqual(self._verdict(person), ("leave_out", "no_consent"))
        person.state = "enquiry"
        self.assertEqual(self._verdict(person), ("pass", None))

    @freeze_time(MONDAY)
    def test_calls_to_a_listed_number(self):
        self.assertFalse(self.ana.call_objection)
        self.ana.write({"tps_listed": True, "tps_checked_on": "2026-02-01"})
        self.assertIn("02/01/2026", self.ana.call_objection)
        dialog = self.env["hr.jobseeker.contact.log"].with_user(self.officer).create({"jobseeker_id": self.ana.id})
        self.assertTrue(dialog.call_objection)
        self._consent(purpose=self._purpose("phone"))
        self.env.invalidate_all()
        self.assertFalse(self.ana.call_objection)
        self.company.jobseeker_country_id = self.env.ref("base.us")
        self.assertFalse(self._person("Bo", tps_listed=True).call_objection, "no such register there")

    @freeze_time(MONDAY)
    def test_a_call_that_advertises(self):
        self.ana.write({"tps_listed": True, "tps_checked_on": "2026-02-01"})
        [line] = self.ana.with_user(self.officer).purpose_ids.filtered(lambda p: p.code == "phone")
        line = line.with_context(jobseeker_id=self.ana.id)
        with self.assertRaisesRegex(UserError, "on a register"):
            line.action_ring()
        rule = self.env.ref("jobseeker_relations.rule_phone_preference_screening_gb")
        rule.strength = "warn"
        with self.assertRaises(RedirectWarning):
            line.action_ring()
        rule.strength = "block"
        yes = self._consent(purpose=self._purpose("phone"))
        self.assertEqual(line.action_ring()["res_model"], "hr.jobseeker.contact.log")
        self.ana._withdraw_purpose(self._purpose("phone"), "phone")
        self.assertEqual(yes.state, "withdrawn")
        rule.active = False
        with self.assertRaisesRegex(UserError, "Said no to calls"):
            line.action_ring()
        again = self._person("Ana Again", source_kind="event_list")  # the same number, from another list
        self.assertIn("Said no to calls", again.call_objection)
        self.assertEqual(self.elsa.with_user(self.officer).action_ring_to_advertise()["type"], "ir.actions.act_window")

    @freeze_time(MONDAY)
    def test_asking(self):
        ana = self.ana.with_user(self.officer)
        ana.purpose_ids.filtered(lambda p: p.code == "talent_pool").with_context(jobseeker_id=ana.id).action_ask()
        [mail] = self._questions(self.ana)
        self.assertIn("Keep me in mind for later jobs", mail.body_html)
        self.assertIn("/jobseeker/permissions/", mail.body_html)
        self.assertNotIn("/jobseeker/permissions/", mail.mail_message_id.body)
        with self.assertRaisesRegex(UserError, "asked today"):
            ana._ask_permission(self.pool_purpose)
        self.elsa.do_not_contact = True
        with self.assertRaisesRegex(UserError, "Asked for no contact"):
            self.elsa._ask_permission(self.pool_purpose)

    @freeze_time(MONDAY)
    def test_queries_do_not_grow_with_the_people(self):
        people = self.env["hr.jobseeker"]
        for number in range(20):
            vals = {"phone": f"+3519123451{number:02}"}
            people |= self._person(
                f"Per {number}", source_kind="referral" if number % 2 else "advert", partner_vals=vals
            )
            if number % 3 == 0:
                people[-1]._withdraw_purpose(self.mailings, "page")

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._get_objections("email")
            return self.env.cr.sql_log_count - before

        count(people)
        self.assertEqual(count(people[:10]), count(people))
