import random
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .consent_case import MONDAY, ConsentCase


@tagged("post_install", "-at_install")
class TestPrivacyNotice(ConsentCase):
    """Who has to be told how we use their data, by when, and that the next letter tells them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.jobseeker.contact.policy"].search([]).write({"min_gap_days": 0, "max_per_period": 0})
        cls.notice = cls.env.ref("jobseeker_relations.privacy_notice_default")
        with freeze_time(MONDAY):
            cls.bo = cls._person("Bo", source_kind="advert")
            cls.una = cls._person("Una", source_kind="referral", data_received_on="2026-01-31")

    def _state(self, person):
        self.env.flush_all()
        self.env.invalidate_all()
        state = person.notice_state
        for asked in ("none", "given", "due", "overdue"):
            found = self.env["hr.jobseeker"].search([("notice_state", "=", asked), ("id", "=", person.id)])
            self.assertEqual(bool(found), asked == state, asked)
        return state, str(person.notice_due_on)

    def test_due(self):
        with freeze_time("2026-02-28 10:00:00"):
            self.assertEqual(self._state(self.una), ("due", "2026-02-28"), "a month after the 31st")
        with freeze_time("2026-03-01 10:00:00"):
            self.assertEqual(self._state(self.una), ("overdue", "2026-02-28"))
        with freeze_time("2026-03-02 12:00:00"):
            self.assertEqual(self._state(self.bo), ("due", "2026-03-02"), "when they give it to us")
        with freeze_time("2026-03-03 00:30:00"):
            self.assertEqual(self._state(self.bo), ("overdue", "2026-03-02"))

    def test_the_first_word_to_them_is_sooner(self):
        self.una.data_received_on = "2026-03-01"
        with freeze_time(MONDAY):
            self.assertEqual(self._state(self.una), ("due", "2026-04-01"))
            self._spoke(self.una, MONDAY)
            self.assertEqual(self._state(self.una), ("due", "2026-03-02"))
            self.assertEqual(str(self.una.first_contact_on), "2026-03-02")
        with freeze_time("2026-03-03 10:00:00"):
            self.assertEqual(self._state(self.una), ("overdue", "2026-03-02"))

    def test_a_search_finds_what_the_form_shows(self):
        """Sources, days of receipt, first words on both sides of a midnight, disclosures, notices, closed people."""
        dice, people = random.Random(14), self.bo | self.una
        for number in range(40):
            vals = {
                "source_kind": dice.choice([False, "advert", "referral", "job_board"]),
                "state": dice.choice(["prospect", "active", "active"]),
                "data_received_on": dice.choice(["2026-01-31", "2026-02-28", "2026-03-01", "2026-03-09"]),
            }
            zone = dice.choice(["Pacific/Auckland", "America/Los_Angeles", "Europe/Lisbon"])
            with freeze_time("2026-02-20 10:00:00"):
                person = self._person(f"Per {number}", zone=zone, **vals)
            if dice.random() < 0.5:
                hour = dice.choice(["00:30", "12:00", "23:30"])
                self._spoke(person, f"2026-03-{dice.choice(['01', '09', '10'])} {hour}:00")
            if dice.random() < 0.2:
                self._give(person)
            if dice.random() < 0.2:
                person.state = "closed"
            people |= person
        disclosed = {person: fields.Date.to_date("2026-03-05") for person in people[::5]}
        Jobseeker = type(people)
        known = Domain("id", "in", [person.id for person in disclosed])
        seen = set()
        with (
            patch.object(Jobseeker, "_get_disclosed_on", lambda some: disclosed),
            patch.object(
                Jobseeker, "_get_disclosed_domain", lambda some, day: known if str(day) > "2026-03-05" else Domain.FALSE
            ),
        ):
            for moment in ("2026-03-01 23:45", "2026-03-02 00:15", "2026-03-06 10:00", "2026-03-10 00:15"):
                with freeze_time(moment):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    states = people.grouped("notice_state")
                    seen |= states.keys()
                    for state in ("none", "given", "due", "overdue"):
                        found = people.search([("notice_state", "=", state), ("id", "in", people.ids)])
                        self.assertEqual(set(found), set(states.get(state, people.browse())), (moment, state))
                    lacking = people.search([("notice_state", "in", ["due", "overdue"]), ("id", "in", people.ids)])
                    both = [*states.get("due", ()), *states.get("overdue", ())]
                    self.assertEqual(set(lacking), set(both), moment)
        self.assertEqual(seen, {"none", "given", "due", "overdue"})

    @freeze_time("2026-03-10 10:00:00")
    def test_closed_people_are_owed_none(self):
        self.una.state = "closed"
        self.assertEqual(self._state(self.una)[0], "none")

    def _send(self, mails):
        self.env.flush_all()
        with self.mock_mail_gateway():
            mails.send()
            self.env.flush_all()
            self.env.invalidate_all()
            return {sent["email_to"][0]: sent for sent in self._mails}

    def _write_to(self, person):
        notice = person._send_notices(self.env.ref("jobseeker_relations.mail_template_permission"), "permissions", 30)
        return self.Mail.search([("mail_message_id", "=", notice[person].id)])

    @freeze_time(MONDAY)
    def test_a_letter_brings_it_once_and_says_so(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.una.partner_id.lang = "fr_FR"
        mail = self._write_to(self.una)
        self.assertEqual(self._state(self.una)[0], "overdue")
        [sent] = self._send(mail).values()
        link = f"/jobseeker/privacy/{self.notice.id}?lang=fr_FR"
        self.assertIn(link, sent["body"])
        self.assertIn(link, sent["body_alternative"])
        self.assertNotIn("/jobseeker/privacy/", mail.mail_message_id.body + mail.body_html)
        self.assertNotIn("List-Unsubscribe", sent["headers"], "no mailing")
        [given] = self.una.privacy_given_ids
        self.assertRecordValues(
            given, [{"notice_id": self.notice.id, "channel": "letter", "lang": "fr_FR", "user_id": False}]
        )
        self.assertEqual(self._state(self.una)[0], "given")
        [sent] = self._send(self._write_to(self.una)).values()
        self.assertNotIn("/jobseeker/privacy/", sent["body"])
        self.assertEqual(self.una.privacy_given_ids, given)

    @freeze_time(MONDAY)
    def test_what_did_not_leave_gave_nothing(self):
        mail = self._write_to(self.una)
        with self.mock_mail_gateway(mail_unlink_sent=False), mute_logger("odoo.addons.mail.models.mail_mail"):
            self.send_email_mocked.side_effect = OSError("gone")
            mail.send()
        self.assertEqual(mail.state, "exception")
        self.assertFalse(self.una.privacy_given_ids)

    @freeze_time(MONDAY)
    def test_what_cannot_be_noted_fails_no_letter(self):
        mail = self._write_to(self.una)
        with (
            patch.object(type(self.una), "_give_notice", side_effect=ValueError("out of order")),
            mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_privacy"),
        ):
            self.assertEqual(len(self._send(mail)), 1)
        self.assertEqual(mail.state, "sent")
        self.assertFalse(self.una.privacy_given_ids)
        [again] = self._send(self._write_to(self.una)).values()
        self.assertIn("/jobseeker/privacy/", again["body"])
        self.assertEqual(len(self.una.privacy_given_ids), 1)

    @freeze_time(MONDAY)
    def test_notices_of_a_batch_are_noted_at_once(self):
        people = self.bo | self.una | self.ana
        mails = self.Mail.union(*(self._write_to(person) for person in people))
        with patch.object(
            type(self.una), "_give_notice", autospec=True, side_effect=type(self.una)._give_notice
        ) as give:
            self._send(mails)
        give.assert_called_once()
        self.assertEqual(people.privacy_given_ids.jobseeker_id, people)

    @freeze_time(MONDAY)
    def test_a_mailing_has_its_way_out_for_each_reader(self):
        self._give(self.bo)
        sent = self._send(self._mailing(self.bo, self.ana))
        self.assertEqual(len(sent), 2)
        ways = set()
        for email in sent.values():
            self.assertEqual(email["headers"]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
            way = email["headers"]["List-Unsubscribe"]
            self.assertRegex(way, r"^<https?://\S+/jobseeker/unsubscribe/\S+>$")
            self.assertIn(way.strip("<>"), email["body"])
            self.assertIn(self.company.name, email["body"], "who writes")
            ways.add(way)
        self.assertEqual(len(ways), 2, "each their own")
        bos = next(email for address, email in sent.items() if "bo@" in address)
        self.assertNotIn("/jobseeker/privacy/", bos["body"])

    @freeze_time(MONDAY)
    def test_one_mail_to_several_has_each_readers_own_foot(self):
        [mail] = self._mailing(self.bo, recipient_ids=(self.bo | self.ana).partner_id.ids)
        sent = self._send(mail)
        self.assertEqual(len({email["headers"]["List-Unsubscribe"] for email in sent.values()}), 2)

    @freeze_time(MONDAY)
    def test_follow_ups_are_no_mailings(self):
        with freeze_time("2026-02-01 10:00:00"):
            self._spoke(self.ana, "2026-02-01 10:00:00")
        self._look(self.ana)
        [mail] = self.ana.follow_up_ids.mail_mail_id
        [sent] = self._send(mail).values()
        self.assertNotIn("List-Unsubscribe", sent["headers"])
        self.assertIn("/jobseeker/privacy/", sent["body"])

    @freeze_time(MONDAY)
    def test_without_a_notice_nothing_is_put_in(self):
        self.notice.active = False
        [sent] = self._send(self._write_to(self.una)).values()
        self.assertNotIn("/jobseeker/privacy/", sent["body"])
        self.assertFalse(self.una.privacy_given_ids)

    def _give(self, person, user=None):
        dialog = self.env["hr.jobseeker.privacy.record"].with_user(user or self.officer)
        dialog.create({"jobseeker_id": person.id, "channel": "paper"}).action_apply()

    @freeze_time(MONDAY)
    def test_given_by_hand(self):
        self._give(self.bo)
        self.assertRecordValues(self.bo.privacy_given_ids, [{"channel": "paper", "user_id": self.officer.id}])
        self.assertIn("Given 2 Mar 2026", self.bo.notice_sentence)
        Given = self.env["hr.jobseeker.privacy.given"].with_user(self.officer)
        with self.assertRaises(UserError):
            Given.create({"jobseeker_id": self.una.id, "notice_id": self.notice.id, "channel": "letter"})
        with self.assertRaises(UserError):
            self.bo.privacy_given_ids.with_user(self.officer).write({"channel": "phone"})
        with self.assertRaises(AccessError):
            self.bo.privacy_given_ids.with_user(self.manager).unlink()

    @freeze_time(MONDAY)
    def test_nobody_was_given_a_draft(self):
        Given = self.env["hr.jobseeker.privacy.given"].with_user(self.officer)
        draft = self.notice.copy({"valid_from": "2026-03-03"})
        archived = self.notice.copy({"valid_from": "2026-02-01", "active": False})
        vals = {"jobseeker_id": self.una.id, "channel": "paper"}
        for notice in (draft, archived):
            with self.assertRaisesRegex(UserError, "did not hold"):
                Given.create({**vals, "notice_id": notice.id})
            self.assertFalse(notice._is_public())
        with self.assertRaisesRegex(UserError, "did not hold"):
            Given.create({**vals, "notice_id": self.notice.id, "given_at": "2025-12-31 10:00:00"})
        with freeze_time("2026-03-03 10:00:00"):
            dialog = self.env["hr.jobseeker.privacy.record"].with_user(self.officer)
            dialog.create({"jobseeker_id": self.una.id, "given_at": "2026-03-02 10:00:00"}).action_apply()
        self.assertEqual(self.una.privacy_given_ids.notice_id, self.notice, "the one that held then")

    @freeze_time(MONDAY)
    def test_what_was_given_stays_and_another_version_follows(self):
        self.notice.text = "<p>Mended before anybody had it</p>"
        self._give(self.bo)
        with self.assertRaisesRegex(UserError, "new version"):
            self.notice.text = "<p>Something else</p>"
        with self.assertRaisesRegex(UserError, "new version"):
            self.notice.unlink()
        newer = self.notice.browse(self.notice.with_user(self.manager).action_new_version()["res_id"])
        self.assertEqual((newer.version, str(newer.valid_from)), (2, "2026-03-03"))
        newer.text = "<p>Something else</p>"
        self.assertEqual(self.notice._find_in_force(self.company)[self.company], self.notice)
        with freeze_time("2026-03-03 10:00:00"):
            self.assertEqual(self.notice._find_in_force(self.company)[self.company], newer)
        own = self.notice.copy({"company_id": self.company.id, "valid_from": "2026-01-01"})
        self.assertEqual(self.notice._find_in_force(self.company)[self.company], own)

    @freeze_time(MONDAY)
    def test_where_the_data_came_from(self):
        applicant = self.env["hr.applicant"].create({"partner_name": "Ava", "email_from": "ava@example.com"})
        person = applicant.jobseeker_id
        self.assertEqual((person.source_kind, str(person.data_received_on)), ("application", "2026-03-02"))
        by_hand = self.env["hr.applicant"].with_user(self.officer)
        entered = by_hand.create({"partner_name": "Zoe", "email_from": "zoe@example.com"}).jobseeker_id
        self.assertFalse(entered.source_kind, "the colleague has to say")

    @freeze_time(MONDAY)
    def test_a_letter_that_leaves_reads_its_own_person_alone(self):
        """Odoo commits after each, which empties the cache: with the others, a thousand letters read a million."""
        carried = self._mailing(self.bo, self.ana).sudo()._find_carried()
        people = [what.jobseeker for readers in carried.values() for what in readers.values()]
        self.assertEqual(len(people), 2)
        for person in people:
            self.env.invalidate_all()
            person._get_letter_lang()
            cached = self.env.cache.get_records(person, person._fields["partner_id"])
            self.assertEqual(cached, person)

    @freeze_time(MONDAY)
    def test_queries_of_a_batch_do_not_grow(self):
        people = [self._person(f"Per {n}", partner_vals={"phone": f"+3519123451{n:02}"}) for n in range(12)]
        mails = self._mailing(*people)

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            carried = some.sudo()._find_carried()
            self.assertEqual(len(carried), len(some))
            return self.env.cr.sql_log_count - before

        count(mails)
        self.assertEqual(count(mails[:6]), count(mails))
