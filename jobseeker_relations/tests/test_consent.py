from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .consent_case import MONDAY, ConsentCase


@tagged("post_install", "-at_install")
class TestConsent(ConsentCase):
    """A yes with its proof, what becomes of it, and who may say what of it."""

    @freeze_time(MONDAY)
    def test_recorded_by_an_officer(self):
        consent = self._consent()
        self.assertRecordValues(
            consent,
            [
                {
                    "state": "given",
                    "code": "talent_pool",
                    "wording": self.pool_purpose.wording,
                    "version": 1,
                    "channel": "phone",
                    "recorded_by_id": self.officer.id,
                }
            ],
        )
        self.assertEqual(str(consent.given_at), MONDAY)
        self.assertEqual(str(consent.expires_on), "2027-03-02", "12 months, by the rule of all")
        self.assertEqual(consent._say(), "Agreed 2 Mar 2026, through: Phone, until 2 Mar 2027")
        self.assertEqual(consent.partner_id, self.ana.partner_id)

    @freeze_time(MONDAY)
    def test_france_keeps_talents_for_two_years(self):
        self.company.jobseeker_country_id = self.env.ref("base.fr")
        self.assertEqual(str(self._consent().expires_on), "2028-03-02")
        self.assertEqual(str(self._consent(purpose=self.mailings).expires_on), "2027-03-02")
        self.assertFalse(self._consent(purpose=self._purpose("register")).expires_on, "a contract does not run out")

    def test_a_days_expiry_needs_no_job(self):
        with freeze_time(MONDAY):
            consent = self._consent()
        for day, state in (("2027-03-01", "given"), ("2027-03-02", "expired")):
            with freeze_time(day), self.subTest(day):
                self.env.invalidate_all()
                self.assertEqual(consent.state, state)
                for asked in ("given", "expired", "withdrawn", "renewed"):
                    found = self.Consent.search([("state", "=", asked), ("id", "=", consent.id)])
                    self.assertEqual(bool(found), asked == state)

    @freeze_time(MONDAY)
    def test_another_wording_is_another_version_and_changes_nothing_that_was_agreed(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        before = self.pool_purpose.wording
        consent = self._consent()
        self.pool_purpose.name = "In mind"
        self.pool_purpose.update_field_translations("wording", {"fr_FR": "Vous me gardez en mémoire."})
        self.assertEqual(self.pool_purpose.version, 1, "a language that was lacking says the same")
        self.pool_purpose.wording = "You may keep my details."
        self.assertEqual(self.pool_purpose.version, 2)
        self.pool_purpose.wording = "You may keep my details."
        self.assertEqual(self.pool_purpose.version, 2)
        self.env.invalidate_all()
        self.assertEqual((consent.wording, consent.version), (before, 1))
        self.elsa.partner_id.lang = "fr_FR"
        french = self._consent(self.elsa)
        self.assertEqual((french.lang, french.wording, french.version), ("fr_FR", "Vous me gardez en mémoire.", 2))

    @freeze_time(MONDAY)
    def test_a_newer_one_takes_its_place(self):
        first = self._consent()
        second = self._consent()
        self.assertEqual((first.state, second.state), ("renewed", "given"))
        other = self._consent(purpose=self.mailings)
        self.assertEqual((second.state, other.state), ("given", "given"), "another purpose")

    @freeze_time(MONDAY)
    def test_nobody_forges_one(self):
        for vals, error in (
            ({"channel": "page"}, ValidationError),
            ({"channel": "portal"}, ValidationError),
            ({"proof": "  "}, ValidationError),
            ({"given_at": "2026-03-03 10:00:00"}, ValidationError),
            ({"given_at": "2006-03-03 10:00:00"}, ValidationError),
            ({"ip": "127.0.0.1"}, AccessError),
            ({"expires_on": "2099-01-01"}, AccessError),
            ({"wording": "Everything"}, AccessError),
            ({"recorded_by_id": self.manager.id}, AccessError),
            ({"succeeded_at": MONDAY}, AccessError),
        ):
            with self.subTest(vals), self.assertRaises(error), self.env.cr.savepoint():
                self._consent(**vals)
        self.assertFalse(self.ana.consent_ids)
        with self.assertRaises(AccessError):
            self.Consent.with_user(self.officer).with_context(default_ip="127.0.0.1").create(
                {
                    "jobseeker_id": self.ana.id,
                    "purpose_id": self.pool_purpose.id,
                    "channel": "phone",
                    "proof": "Yes",
                    "withdrawn_at": MONDAY,
                }
            )

    @freeze_time(MONDAY)
    def test_nobody_edits_or_deletes_one(self):
        consent = self._consent()
        for user in (self.officer, self.manager):
            with self.assertRaises(UserError):
                consent.with_user(user).write({"proof": "More than they said"})
            with self.assertRaises(UserError):
                consent.with_user(user).unlink()

    @freeze_time(MONDAY)
    def test_an_older_paper_changes_no_later_no(self):
        self._record("withdrawn")
        with self.assertRaisesRegex(ValidationError, "last word"):
            self._consent(given_at="2026-02-20 10:00:00", channel="paper")
        with freeze_time("2026-03-03 10:00:00"):
            self.assertEqual(self._consent(channel="paper").state, "given")

    def _record(self, answer, purpose=None, **vals):
        vals = {"jobseeker_id": self.ana.id, "purpose_id": (purpose or self.pool_purpose).id, "answer": answer, **vals}
        self.env["hr.jobseeker.consent.record"].with_user(self.officer).create(vals).action_apply()
        return self.ana._get_last_words()[(purpose or self.pool_purpose).code]

    @freeze_time(MONDAY)
    def test_the_dialog(self):
        with self.assertRaisesRegex(UserError, "without proof"):
            self._record("given", proof=" ")
        consent = self._record("given", channel="paper", proof_file="eWVz", proof_filename="yes.pdf")
        self.assertEqual((consent.state, consent.channel), ("given", "paper"))
        self.assertEqual(self._record("withdrawn", channel="phone", proof="Changed her mind"), consent)
        self.assertRecordValues(
            consent,
            [{"state": "withdrawn", "withdrawn_channel": "phone", "withdrawn_by_id": self.officer.id}],
        )
        self.assertEqual(str(consent.given_at), MONDAY, "it is still on record that they agreed")
        self.assertEqual(self._record("withdrawn"), consent, "once")

    @freeze_time(MONDAY)
    def test_a_no_without_a_yes_is_on_record_too(self):
        consent = self._record("withdrawn", self.mailings)
        self.assertEqual((consent.state, consent.given_at), ("withdrawn", False))

    @freeze_time(MONDAY)
    def test_the_lines_of_the_form(self):
        self._consent()
        purposes = self.ana.with_user(self.officer).purpose_ids.with_context(jobseeker_id=self.ana.id)
        said = {purpose.code: (purpose.permission_state, purpose.permission_sentence) for purpose in purposes}
        self.assertEqual(said["talent_pool"], ("given", "Agreed 2 Mar 2026, through: Phone, until 2 Mar 2027"))
        self.assertEqual(said["references"], ("none", "Not asked."))
        self.assertIn("came to us themselves", said["marketing_email"][1])
        self.assertIn("Contract", said["register"][1])
        elsas = self.elsa.purpose_ids.with_context(jobseeker_id=self.elsa.id)
        self.assertIn("Without their yes", elsas.filtered(lambda p: p.code == "sms").permission_sentence)
        action = purposes.filtered(lambda purpose: purpose.code == "references").action_record()
        self.assertEqual(action["context"]["default_jobseeker_id"], self.ana.id)
        employee = new_test_user(self.env, "employee", groups="base.group_user")
        with self.assertRaises(AccessError):
            purposes.with_user(employee).mapped("permission_state")

    @freeze_time(MONDAY)
    def test_a_companys_own_purpose_stands_before_the_one_of_all(self):
        consent = self._consent()
        own = self.pool_purpose.copy({"company_id": self.company.id, "code": "talent_pool", "name": "Ours"})
        self.env.invalidate_all()
        self.assertIn(own, self.ana.purpose_ids)
        self.assertNotIn(self.pool_purpose, self.ana.purpose_ids)
        self.assertEqual(self.ana._get_last_words()["talent_pool"], consent, "what was agreed still holds")
        newer = self._consent(purpose=own)
        self.assertEqual((consent.state, newer.state), ("renewed", "given"))

    @freeze_time(MONDAY)
    def test_who_are_one_person_said_what_one_of_them_said(self):
        ours, theirs = self._consent(), self._consent(self.elsa)
        mine = self._consent(purpose=self.mailings)
        self.elsa._withdraw_purpose(self.mailings, "page")
        self.ana.sudo()._join(self.elsa)
        self.env.invalidate_all()
        self.assertEqual((ours.state, theirs.state), ("renewed", "given"))
        self.assertEqual(theirs.jobseeker_id, self.ana)
        self.assertEqual(mine.state, "withdrawn")

    @freeze_time(MONDAY)
    def test_a_paper_that_was_recorded_late_is_not_the_last_word(self):
        for late_is_ours in (True, False):
            with self.subTest(late_is_ours=late_is_ours):
                one, two = self._person(f"One {late_is_ours}"), self._person(f"Two {late_is_ours}")
                march = self._consent(two if late_is_ours else one, given_at="2026-02-20 10:00:00")
                paper = self._consent(one if late_is_ours else two, given_at="2026-01-10 10:00:00", channel="paper")
                self.assertGreater(paper.id, march.id)
                one.sudo()._join(two)
                self.env.invalidate_all()
                self.assertEqual((paper.state, march.state), ("renewed", "given"))
                self.assertEqual(one._get_last_words()["talent_pool"], march)
                self.assertEqual(one._find_last_words(one, "talent_pool"), {one: march})
                one._withdraw_purpose(self.pool_purpose, "page")
                self.env.invalidate_all()
                self.assertEqual((paper.state, march.state), ("renewed", "withdrawn"))
                self.assertEqual(one._get_last_words()["talent_pool"].state, "withdrawn")

    @freeze_time(MONDAY)
    def test_a_no_that_a_merge_brings_acts_at_once(self):
        self.env["hr.jobseeker.contact.policy"].search([]).write({"min_gap_days": 0, "max_per_period": 0})
        talent, _pool = self._talent(self.ana)
        [mail] = self._mailing(self.ana)
        for purpose in (self.mailings, self.pool_purpose):
            self.elsa._withdraw_purpose(purpose, "page")
        self.assertEqual((mail.state, talent.active), ("outgoing", True))
        self.ana.sudo()._join(self.elsa)
        self.env.invalidate_all()
        self.assertEqual((mail.state, talent.active), ("cancel", False))


@tagged("post_install", "-at_install")
class TestWithdrawal(ConsentCase):
    """A no acts at once, and outlives the person's data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.jobseeker.contact.policy"].search([]).write({"min_gap_days": 0, "max_per_period": 0})

    @freeze_time(MONDAY)
    def test_queued_mailings_stop_and_other_letters_go_on(self):
        bo = self._person("Bo")
        [mail], [other] = self._mailing(self.ana), self._mailing(bo)
        self.assertEqual((mail.state, other.state), ("outgoing", "outgoing"))
        shared = self._mailing(self.ana, recipient_ids=(self.ana | bo).partner_id.ids)
        answer = self._mailing(bo)  # somebody else's, made after
        notice = self.ana._send_notices(self._notice_template(), "permissions", 30)
        [letter] = self.Mail.search([("mail_message_id", "=", notice[self.ana].id)])
        self.ana._withdraw_purpose(self.mailings, "page")
        self.assertEqual((mail.state, mail.failure_reason), ("cancel", "Asked for no mailings."))
        self.assertEqual(other.state, "outgoing")
        self.assertNotIn(self.ana.partner_id, shared.recipient_ids)
        self.assertIn(answer.state, ("outgoing", "cancel"))
        self.assertEqual(letter.state, "outgoing", "about their own search")
        self.assertIn("Asked for no mailings", "".join(self.ana.message_ids.mapped("body")))
        self.assertEqual(self._natures(self.ana).count("bulk"), 0)

    @freeze_time(MONDAY)
    def test_texts_to_many_stop_and_others_go_on(self):
        self.startPatcher(patch.object(type(self.env["sms.sms"]), "send", return_value=None))
        bo = self._person("Bo", partner_vals={"phone": "+351912345670"})
        people = self.ana | bo
        texts = (
            self.env["sms.sms"]
            .with_user(self.officer)
            .sudo()
            .create(
                [
                    {
                        "mail_message_id": self._text_message(person).id,
                        "partner_id": person.partner_id.id,
                        "number": person.phone,
                        "body": "Open day",
                    }
                    for person in people
                ]
            )
        )
        single = texts.create(
            {
                "mail_message_id": self._text_message(self.ana).id,
                "partner_id": self.ana.partner_id.id,
                "number": self.ana.phone,
                "body": "See you at ten",
            }
        )
        self.assertEqual(set((texts | single).mapped("state")), {"outgoing"})
        self.assertEqual(sorted(self._natures(self.ana)), ["bulk", "personal"])
        self.ana._withdraw_purpose(self._purpose("sms"), "page")
        self.env.invalidate_all()
        self.assertEqual(texts.mapped("state"), ["canceled", "outgoing"])
        self.assertEqual(texts[0].failure_type, "sms_optout")
        self.assertEqual(single.state, "outgoing", "to her alone")
        self.assertNotIn("bulk", self._natures(self.ana), "it is no word that passed between us")
        self.assertEqual(self._natures(bo), ["bulk"])

    def _text_message(self, person):
        vals = {"model": "hr.jobseeker", "res_id": person.id, "message_type": "sms", "body": "Text"}
        return self.env["mail.message"].create({**vals, "author_id": self.officer.partner_id.id})

    def _notice_template(self):
        return self.env.ref("jobseeker_relations.mail_template_permission")

    def _natures(self, person):
        rows = self.Contact.search([("jobseeker_id", "=", person.id), ("superseded", "=", False)], order="id")
        return [row.nature for row in rows if row.outcome != "withdrawn"]

    def _verdict(self, person, channel="email", nature="bulk", **options):
        self.env.flush_all()
        self.env.invalidate_all()
        verdict = person._ask_gate(channel, nature, **options)[person]
        return verdict.kind, verdict.reason

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
    def test_who_comes_back_after_erasure_is_still_not_written_to(self):
        self.ana._withdraw_purpose(self.mailings, "page")
        [row] = self.env["hr.jobseeker.suppression"].search([])
        self.assertNotIn("ana", row.sudo().key)
        partner = self.ana.partner_id
        self.ana.unlink()
        partner.write({"email": False, "name": "Erased"})
        again = self._person("Anna", partner_vals={"email": "Ana@Example.com", "phone": False})
        self.assertEqual(self._verdict(again), ("leave_out", "opted_out"))
        self.assertEqual(self._verdict(self._person("Bo")), ("pass", None))
        other = self.env["res.company"].create({"name": "Other"})
        elsewhere = self._person(
            "Ann", partner_vals={"email": "ana@example.com"}, company_id=other.id, adviser_id=False
        )
        self.assertEqual(self._verdict(elsewhere), ("pass", None), "they said no to us, not to them")
        self.env["hr.jobseeker.suppression"]._keep(again, "marketing_email")
        self.assertEqual(len(self.env["hr.jobseeker.suppression"].search([])), 1, "once")
        self._consent(again, self.mailings)
        self.assertFalse(self.env["hr.jobseeker.suppression"].search([]))

    @freeze_time(MONDAY)
    def test_nobody_reads_the_keys(self):
        self.ana._withdraw_purpose(self.mailings, "page")
        with self.assertRaises(AccessError):
            self.env["hr.jobseeker.suppression"].with_user(self.manager).search([]).read()

    @freeze_time(MONDAY)
    def test_who_wants_no_registration_is_proposed_to_be_closed(self):
        self.ana._withdraw_purpose(self._purpose("register"), "page")
        self.assertNotEqual(self.ana.state, "closed")
        [activity] = self.ana.activity_ids
        self.assertIn("close?", activity.summary)
        self.assertEqual(activity.user_id, self.officer)

    @freeze_time(MONDAY)
    def test_what_follows_from_a_no_can_be_extended(self):
        with patch.object(type(self.ana), "_purpose_withdrawn") as withdrawn:
            self.ana._withdraw_purpose(self._purpose("refer"), "page")
        withdrawn.assert_called_once_with("refer")

    @freeze_time(MONDAY)
    def test_leaving_the_pool_by_a_no(self):
        talent, pool = self._talent(self.ana)
        self._consent()
        self.ana._withdraw_purpose(self.pool_purpose, "page")
        self.assertFalse(talent.talent_pool_ids or pool.talent_ids or talent.active)
        self.assertIn("Left the talent pools: Welders", "".join(self.ana.message_ids.mapped("body")))

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


@tagged("post_install", "-at_install")
class TestConsentRenewal(ConsentCase):
    """The job asks before a yes runs out, and sees people out of the pools on the day it does; never twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(MONDAY):
            cls.consent = cls._consent()  # until 2 March 2027
            cls.talent, cls.pool = cls._talent(cls.ana)

    def test_asked_once_a_month_before(self):
        self.assertEqual(self._run_at("2027-01-29 10:00:00"), 0)
        self.assertEqual(self._run_at("2027-02-01 10:00:00"), 1)  # 31 January is a Sunday
        self.assertEqual(self._run_at("2027-02-01 11:00:00"), 1, "once")
        self.assertEqual(self._run_at("2027-02-20 10:00:00"), 1)
        self.assertEqual(str(self.consent.asked_on), "2027-02-01")

    def test_silence_is_no_yes(self):
        self._run_at("2027-02-01 10:00:00")
        self._run_at("2027-03-01 23:00:00")
        self.assertIn(self.talent, self.pool.talent_ids)
        self._run_at("2027-03-02 00:30:00")
        self.assertFalse(self.talent.talent_pool_ids or self.pool.talent_ids or self.talent.active)
        notes = "".join(self.ana.message_ids.mapped("body"))
        self.assertIn("they did not renew it", notes)
        self._run_at("2027-03-03 10:00:00")
        self.assertEqual("".join(self.ana.message_ids.mapped("body")), notes, "once")
        with freeze_time("2027-03-03"):
            self.env.invalidate_all()
            self.assertEqual((self.consent.state, str(self.consent.expires_on)), ("expired", "2027-03-02"))

    def test_a_yes_keeps_them(self):
        self._run_at("2027-02-01 10:00:00")
        with freeze_time("2027-02-10 10:00:00"):
            self.ana._answer_on_page(self.pool_purpose, True, "page", ip="192.0.2.1")
            self.assertFalse(self.ana._answer_on_page(self.pool_purpose, True, "page"), "once")
        self._run_at("2027-03-05 10:00:00")
        self.assertIn(self.talent, self.pool.talent_ids)
        newest = self.ana.consent_ids[0]
        self.assertEqual((newest.channel, str(newest.expires_on)), ("page", "2028-02-10"))
        with freeze_time("2027-03-05"):
            self.assertEqual(self.consent.state, "renewed")

    def test_ten_days_off(self):
        self.assertEqual(self._run_at("2027-02-11 10:00:00"), 1, "the rung that was missed is asked at later")
        self.assertEqual(self._run_at("2027-02-11 10:00:00"), 1)
        self._run_at("2027-03-12 10:00:00")
        self.assertFalse(self.pool.talent_ids)

    def test_off_until_it_was_over(self):
        self.assertEqual(self._run_at("2027-03-12 10:00:00"), 0, "there is nothing left to renew")
        self.assertFalse(self.pool.talent_ids)

    def test_several_rungs(self):
        self.env.ref("jobseeker_relations.rule_consent_renewal_talent_pool").ladder = "60, 30, 7"
        with freeze_time(MONDAY):
            self._consent()
        self.assertEqual(self._run_at("2027-01-01 10:00:00"), 1)
        self.assertEqual(self._run_at("2027-01-15 10:00:00"), 1)
        self.assertEqual(self._run_at("2027-02-24 10:00:00"), 2, "one of the two that were missed")
        self.assertEqual(self._run_at("2027-03-01 10:00:00"), 2)

    def test_who_is_asked_for_two_gets_one_letter(self):
        with freeze_time(MONDAY):
            self._consent(purpose=self.mailings)
        self.assertEqual(self._run_at("2027-02-01 10:00:00"), 1)
        self.assertIn("Keep me in mind for later jobs, Mailings by e-mail", self._questions(self.ana).body_html)

    def test_nobody_is_written_to_against_their_wish(self):
        self.ana.do_not_contact = True
        self.assertEqual(self._run_at("2027-02-01 10:00:00"), 0)
        self.assertFalse(self.consent.asked_on)
        self._run_at("2027-03-02 10:00:00")
        self.assertFalse(self.pool.talent_ids, "and it runs out all the same")

    def test_in_their_hours(self):
        self.assertEqual(self._run_at("2027-01-31 03:00:00"), 0)
        self.assertEqual(self._run_at("2027-02-01 08:00:00"), 0, "it opens at nine")
        self.assertEqual(self._run_at("2027-02-01 09:00:00"), 1)

    def test_one_bad_record_fails_alone(self):
        people = [self._person(f"Person {number}") for number in range(3)]
        with freeze_time(MONDAY):
            consents = [self._consent(person) for person in people]
            pools = [self._talent(person, f"Pool {person.name}")[1] for person in people]
        leave = type(self.ana)._leave_talent_pools

        def break_one(some, say_why):
            if people[1] in some:
                raise ValueError("out of order")
            return leave(some, say_why)

        with (
            patch.object(type(self.ana), "_leave_talent_pools", break_one),
            mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_consent_renewal"),
        ):
            self._run_at("2027-03-02 10:00:00")
        self.assertEqual([bool(pool.talent_ids) for pool in pools], [False, True, False])
        self.assertIn("out of order", consents[1].renewal_fault)
        self._run_at("2027-03-03 10:30:00")
        self.assertFalse(pools[1].talent_ids)
        self.assertFalse(consents[1].renewal_fault)

    def test_queries_of_the_job_do_not_grow_with_the_people(self):
        with freeze_time(MONDAY):
            for number in range(30):
                self._consent(self._person(f"Person {number}"))
        system = self.Consent.with_user(SUPERUSER_ID)

        def count(batch):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with patch.object(type(self.ana), "_send_permission_letters"):  # letters have their own law
                self.assertEqual(system._renew_batch(batch)[0], batch)
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        with freeze_time("2027-02-01 10:00:00"):
            count(5)
            few = count(8)
            self.assertLessEqual(count(16), few + 2)

    def test_an_idle_run_looks_at_an_index(self):
        self.env.flush_all()
        with freeze_time(MONDAY):
            before = self.env.cr.sql_log_count
            self.Consent._renew_batch(100)
            self.assertLessEqual(self.env.cr.sql_log_count - before, 2)
