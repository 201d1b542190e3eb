from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .consent_case import MONDAY, ConsentCase


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
