from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .refresh_case import MONDAY, QUESTION, RefreshCase


@tagged("post_install", "-at_install")
class TestRefresh(RefreshCase):
    """What we know grows old: asked, warned, hidden, reviewed; whoever answers begins anew; nothing is deleted."""

    def _silence(self, until="2026-07-20 10:00:00"):
        """The whole ladder, nobody answering."""
        for day in ("2026-06-01", "2026-06-15", "2026-06-29", "2026-07-13"):
            if f"{day} 10:00:00" <= until:
                self._run_at(f"{day} 10:00:00")

    # --- the ladder ---------------------------------------------------------------------------------

    def test_every_step_on_its_day(self):
        self.assertDays(self.ana, requirements_said_on="2026-03-02", requirements_stale_on="2026-05-31")
        self.assertEqual(self._run_at("2026-05-30 12:00:00"), (0, 0))
        self.assertEqual(self._run_at("2026-05-31 12:00:00"), (0, 0), "a Sunday is outside of the hours")
        self.assertEqual(self._run_at("2026-06-01 10:00:00"), (1, 0))
        self.assertEqual(self._run_at("2026-06-01 11:00:00"), (1, 0), "once")
        self.assertDays(self.ana, refresh_asked_on="2026-06-01", requirements_asked_on="2026-06-01")
        self.assertEqual(self._run_at("2026-06-14 10:00:00"), (1, 0))
        self.assertEqual(self._run_at("2026-06-15 10:00:00"), (1, 1))
        self.assertIn("29 June 2026", self._letters("We do not know whether you are still looking").body_html)
        [task] = self.ana.activity_ids
        self.assertEqual(task.user_id, self.officer)
        self.assertIn("Ana did not say", task.summary)
        self._run_at("2026-06-28 10:00:00")
        self.assertFalse(self.ana.hidden_from_matching_since)
        self._run_at("2026-06-29 10:00:00")
        self.assertDays(self.ana, hidden_from_matching_since="2026-06-29")
        self._run_at("2026-07-13 10:00:00")
        [review] = self.ana.review_ids
        self.assertEqual((str(review.due_on), review.state, review.user_id), ("2026-07-13", "scheduled", self.officer))
        self.assertIn("2 Mar", review.internal_note)
        self.assertFalse(self.ana.refresh_look_at, "nothing comes any more")
        self._run_at("2027-07-13 10:00:00")
        self.assertEqual(len(self.ana.need_ids), 2, "silence deletes nothing")
        self.assertEqual(set(self.ana.need_ids.mapped("state")), {"open"})

    def test_ten_days_of_standstill_take_no_days_from_anybody(self):
        self._run_at("2026-06-01 10:00:00")
        self._run_at("2026-06-25 10:00:00")
        self.assertDays(self.ana, refresh_warned_on="2026-06-25", hidden_from_matching_since="")
        self._run_at("2026-07-08 10:00:00")
        self.assertDays(self.ana, hidden_from_matching_since="")
        self._run_at("2026-07-19 10:00:00")
        self.assertDays(self.ana, hidden_from_matching_since="2026-07-19", refresh_reviewed_on="")
        self.assertEqual(self._run_at("2026-07-19 11:00:00"), (1, 1))

    def test_a_policy_says_which_steps_there_are(self):
        self.policy.write({"refresh_warn_days": 0, "refresh_hide_days": 7, "refresh_review_days": 0})
        self._run_at("2026-06-01 10:00:00")
        self.assertEqual(self._run_at("2026-06-08 10:00:00"), (1, 0))
        self.assertDays(self.ana, hidden_from_matching_since="2026-06-08")
        self.assertFalse(self.ana.refresh_look_at)
        self.policy.refresh_interval_days = 0
        self.env.flush_all()
        self.assertDays(self.ana, requirements_stale_on="", hidden_from_matching_since="")
        with self.assertRaises(ValidationError):
            self.policy.write({"refresh_warn_days": 28, "refresh_hide_days": 14})

    def test_who_is_hidden_is_matched_with_nothing(self):
        Jobseeker = self.env["hr.jobseeker"]
        with freeze_time("2026-06-29 10:00:00"):
            self.assertIn(self.ana, Jobseeker.search(Jobseeker._get_matching_domain()))
        self._silence("2026-06-29 23:00:00")
        self.assertNotIn(self.ana, Jobseeker.search(Jobseeker._get_matching_domain()))
        self.assertIn(self.ana, Jobseeker.search([("hidden_from_matching_since", "!=", False)]))
        with freeze_time("2026-06-30 10:00:00"):
            self.assertEqual(
                self.ana.refresh_explanation,
                "Hidden from matching since Mon 29 Jun: part of what they want was last confirmed on Mon 2 Mar, and "
                "nobody answered. “Still True” shows them again.",
            )
            self.ana.with_user(self.officer).action_confirm_needs()
        self.assertDays(self.ana, hidden_from_matching_since="", refresh_asked_on="", refresh_warned_on="")
        self.assertIn(self.ana, Jobseeker.search(Jobseeker._get_matching_domain()))
        self.assertFalse(self.ana.activity_ids, "the task to ring them has no object any more")
        self.assertDays(self.ana, requirements_stale_on="2026-09-28")

    def test_statuses_are_searched_as_they_are_shown(self):
        seen = []
        for moment in ("05-01", "05-20", "05-31", "06-01", "06-15", "06-29"):
            if moment >= "06":
                self._run_at(f"2026-{moment} 10:00:00")
            with freeze_time(f"2026-{moment} 10:00:00"):
                self.env.invalidate_all()
                status = self.ana.refresh_status
                found = self.env["hr.jobseeker"].search([("refresh_status", "=", status)])
                self.assertIn(self.ana, found)
                others = [name for name, _label in self.ana._fields["refresh_status"].selection if name != status]
                self.assertNotIn(self.ana, self.env["hr.jobseeker"].search([("refresh_status", "in", others)]))
                seen.append(status)
        self.assertEqual(seen, ["fresh", "soon", "stale", "asked", "warned", "hidden"])

    # --- what counts ----------------------------------------------------------------------------------

    def test_the_oldest_need_counts_and_what_is_said_anew_is_said_today(self):
        with freeze_time("2026-04-01 10:00:00"):
            self.pay._confirm()
        self.env.flush_all()
        self.assertDays(self.ana, requirements_said_on="2026-03-02")
        with freeze_time("2026-04-02 10:00:00"):
            self.place.value = "Porto"  # by the adviser: not confirmed, but said
        self.env.flush_all()
        self.assertDays(self.ana, requirements_said_on="2026-04-01")
        self.place.state = "withdrawn"
        self.pay.state = "met"
        self.env.flush_all()
        self.assertDays(self.ana, requirements_said_on="", requirements_stale_on="")

    def test_what_is_sensitive_counts_for_nothing(self):
        with freeze_time("2026-01-01 10:00:00"):
            self.env["hr.jobseeker.need"].create(
                {"jobseeker_id": self.ana.id, "type_id": self._type("adjustments").id, "value": "A ramp"}
            )
        self.env.flush_all()
        self.assertDays(self.ana, requirements_said_on="2026-03-02")

    def test_part_of_it_confirmed_leaves_the_rest_to_ask(self):
        self._run_at("2026-06-01 10:00:00")
        with freeze_time("2026-06-02 10:00:00"):
            self.pay._confirm()
        self._run_at("2026-06-15 10:00:00")
        self.assertDays(self.ana, refresh_warned_on="2026-06-15")
        with freeze_time("2026-06-16 10:00:00"):
            self.place.state = "withdrawn"
            self.env.flush_all()
        self.assertDays(self.ana, refresh_warned_on="", refresh_asked_on="", requirements_stale_on="2026-08-31")

    # --- pauses ---------------------------------------------------------------------------------------

    def test_later_pauses_and_comes_back_by_itself(self):
        self._silence("2026-06-29 23:00:00")
        with freeze_time("2026-07-01 10:00:00"):
            self.ana._answer_still_looking("later", self.ana._get_today().replace(day=20))
            self.env.flush_all()
        self.assertDays(self.ana, hidden_from_matching_since="", refresh_asked_on="", refresh_warned_on="")
        self.assertFalse(self.ana.refresh_look_at)
        self.assertEqual(self._run_at("2026-07-13 10:00:00"), (1, 1), "nothing while they rest")
        with freeze_time("2026-07-20 10:00:00"):
            self._look(self.ana)  # the engine ends the rest on its day
        self.assertEqual(self.ana.state, "active")
        self._run_at("2026-07-23 10:00:00")
        self.assertEqual(len(self._letters(QUESTION)), 2, "asked again, by itself")
        self.assertDays(self.ana, refresh_asked_on="2026-07-23", hidden_from_matching_since="")

    def test_a_rest_that_we_arranged_shows_nobody_again(self):
        self._silence("2026-06-29 23:00:00")
        with freeze_time("2026-07-01 10:00:00"):
            self.ana.write({"state": "on_hold", "hold_until": "2026-07-20", "hold_reason": "Away"})
            self.env.flush_all()
        self.assertDays(self.ana, hidden_from_matching_since="2026-06-29", refresh_asked_on="")
        with freeze_time("2026-07-20 10:00:00"):
            self.ana._resume_after_hold()
        self._run_at("2026-07-21 10:00:00")
        self.assertDays(self.ana, hidden_from_matching_since="2026-06-29", refresh_asked_on="2026-07-21")

    def test_nobody_is_asked_who_wants_no_contact_or_found_work(self):
        self.ana.do_not_contact = True
        self.assertEqual(self._run_at("2026-06-01 10:00:00"), (0, 0))
        self.assertFalse(self.ana.refresh_look_at)
        self.ana.do_not_contact = False
        with freeze_time("2026-06-01 10:00:00"):
            self.ana._answer_still_looking("found")
        self.assertEqual(self._run_at("2026-06-02 10:00:00"), (0, 0))
        self.assertDays(self.ana, requirements_stale_on="2026-08-30")
        for state, vals in (("placed", {"placed_on": "2026-06-01"}), ("closed", {})):
            self.ana.write({"state": state, **vals})
            self.env.flush_all()
            self.assertFalse(self.ana.refresh_look_at)

    # --- letters ---------------------------------------------------------------------------------------

    def test_the_bounds_of_the_policy_hold(self):
        with freeze_time("2026-05-29 15:00:00"):
            self._look(self.ana)
            self.ana.follow_up_ids.mail_mail_id.state = "sent"
        sent = self.ana.contact_ids.filtered(lambda row: row.direction == "out")
        self.assertTrue(sent)
        self.policy.min_gap_days = 7
        self.assertEqual(self._run_at("2026-06-01 10:00:00"), (0, 0), "written to on Friday")
        self.assertEqual(str(self.ana.refresh_look_at), "2026-06-05 15:00:00")
        self.assertEqual(self._run_at("2026-06-05 16:00:00"), (1, 0))
        row = self.ana.contact_ids.sorted("id")[-1]
        self.assertEqual((row.direction, row.channel, row.nature, row.qualifying), ("out", "email", "automatic", False))

    def test_whom_no_letter_reaches_the_adviser_asks(self):
        self.ana.partner_id.email = False
        self.assertEqual(self._run_at("2026-05-31 10:00:00"), (0, 0))
        self.assertDays(self.ana, refresh_asked_on="2026-05-31")
        self.assertEqual(self.ana.activity_ids.summary, "Ask Ana what they need: no letter reaches them")
        self.ana.activity_ids.unlink()
        self._run_at("2026-06-14 10:00:00")
        self.assertEqual(len(self.ana.activity_ids), 1)
        self._run_at("2026-06-28 10:00:00")
        self.assertDays(self.ana, hidden_from_matching_since="2026-06-28")

    def test_the_link_stands_in_the_letter_alone(self):
        self._run_at("2026-06-01 10:00:00")
        [mail] = self._letters(QUESTION)
        self.assertIn("/jobseeker/requirements/", mail.body_html)
        self.assertNotIn("/jobseeker/requirements/", mail.mail_message_id.body)

    def test_a_policy_that_finds_many_asks_so_many_a_day(self):
        self.policy.starts_per_day = 2
        with freeze_time(MONDAY):
            crowd = self.ana.union(*(self._person_with_needs(f"P{number}") for number in range(5)))
        for moment, asked in (("06-01", 2), ("06-02", 4), ("06-03", 6)):
            self._run_at(f"2026-{moment} 10:00:00")
            self.assertEqual(len(crowd.filtered("refresh_asked_on")), asked, moment)
        self.assertEqual(len(crowd.filtered("refresh_asked_on").mapped("refresh_asked_on")), 6)

    def test_one_bad_record_fails_alone(self):
        with freeze_time(MONDAY):
            ben, cid = self._person_with_needs("Ben"), self._person_with_needs("Cid")
        sends = type(self.ana)._send_refresh_letters

        def fails(people, name):
            if ben in people:
                raise ValueError("out of order")
            return sends(people, name)

        with (
            patch.object(type(self.ana), "_send_refresh_letters", fails),
            mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_refresh_job"),
        ):
            self._run_at("2026-06-01 10:00:00")
        self.assertIn("out of order", ben.refresh_fault)
        self.assertEqual((self.ana | ben | cid).filtered("refresh_asked_on"), self.ana | cid)
        self._run_at("2026-06-02 10:00:00")
        self.assertFalse(ben.refresh_fault)
        self.assertDays(ben, refresh_asked_on="2026-06-02")

    def test_queries_do_not_grow_with_the_batch(self):
        self.policy.starts_per_day = 0
        with freeze_time(MONDAY):
            people = [self._person_with_needs(f"Q{number}") for number in range(36)]
        Jobseeker = self.env["hr.jobseeker"].with_user(1)
        for step, moment in (
            ("ask", "2026-06-01 10:00:00"),
            ("warn", "2026-06-15 10:00:00"),
            ("hide", "2026-06-29 10:00:00"),
            ("review", "2026-07-13 10:00:00"),
        ):
            groups = [Jobseeker.union(*people[:12]), Jobseeker.union(*people[12:])]
            with freeze_time(moment), self.subTest(step):
                self.env.flush_all()
                self._count(groups[0][:1], Jobseeker)  # what is cached for all
                small, large = (self._count(group, Jobseeker) for group in (groups[0][1:], groups[1]))
                self.assertLessEqual(large, small + 12, "11 people and 24")
                self.assertEqual({person._get_step_due() for group in groups for person in group}, {None})

    def _count(self, people, Jobseeker):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        Jobseeker._settle_refresh(people)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_an_idle_run_is_an_index_range(self):
        domain = [("refresh_look_at", "<=", MONDAY)]
        query = self.env["hr.jobseeker"].sudo()._search(domain, order="refresh_look_at, id", limit=10)
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        plan = "\n".join(row[0] for row in self.env.execute_query(SQL("EXPLAIN %s", query.select())))
        self.assertIn("refresh_look_idx", plan)
        self.assertNotIn("Sort", plan)

    # --- reviews ----------------------------------------------------------------------------------------

    def test_an_open_review_comes_sooner_unless_somebody_chose_its_day(self):
        with freeze_time(MONDAY):
            ben = self._person_with_needs("Ben")
        self.policy.review_interval_days = 0
        Review = self.env["hr.jobseeker.review"]
        planned = Review.create({"jobseeker_id": self.ana.id, "due_on": "2026-09-01", "planned_for": "2026-09-01"})
        chosen = Review.create({"jobseeker_id": ben.id, "due_on": "2026-09-01"})
        self._silence()
        self.assertEqual((str(planned.due_on), str(chosen.due_on)), ("2026-07-13", "2026-09-01"))
        self.assertEqual(len(self.ana.review_ids | ben.review_ids), 2)
        self.assertIn("To be looked at in the open review", ben.message_ids[:1].body)

    def test_reviews_are_spread_over_days(self):
        self.company.jobseeker_reviews_per_day = 1
        with freeze_time(MONDAY):
            ben = self._person_with_needs("Ben")
        self._silence()
        days = sorted(str(day) for day in (self.ana | ben).review_ids.mapped("due_on"))
        self.assertEqual(days, ["2026-07-13", "2026-07-14"])

    # --- the adviser --------------------------------------------------------------------------------------

    def test_one_click_asks(self):
        ana = self.ana.with_user(self.officer)
        with freeze_time("2026-05-20 10:00:00"):
            self.assertIn("Asked: 1", ana.action_ask_requirements()["params"]["message"])
            with self.assertRaisesRegex(UserError, "was asked today"):
                ana.action_ask_requirements()
        self.assertEqual(len(self._letters(QUESTION)), 1)
        self.assertDays(self.ana, requirements_asked_on="2026-05-20", refresh_asked_on="")  # before it is time
        self._run_at("2026-06-01 10:00:00")
        self.assertEqual(len(self._letters(QUESTION)), 2)

    def test_a_click_outside_of_their_hours_waits(self):
        ana = self.ana.with_user(self.officer)
        with freeze_time("2026-05-20 22:00:00"):
            self.assertIn("as soon as the letter may go", ana.action_ask_requirements()["params"]["message"])
        self.assertEqual(len(self._letters(QUESTION)), 0)
        self.assertEqual(self._run_at("2026-05-21 08:30:00"), (1, 0))
        self.assertFalse(self.ana.refresh_wanted_on)

    def test_several_are_asked_and_told_apart(self):
        with freeze_time(MONDAY):
            silent = self._person_with_needs("Silent", do_not_contact=True)
            bare, lost = self._person("Bare"), self._person_with_needs("Lost", partner_vals={"email": False})
        people = (self.ana | silent | bare | lost).with_user(self.officer)
        with freeze_time("2026-05-20 10:00:00"):
            message = people.action_ask_requirements()["params"]["message"]
            for person, why in (
                (silent, "not looking"),
                (bare, "Nothing is written down"),
                (lost, "No letter reaches"),
            ):
                with self.assertRaisesRegex(UserError, why):
                    person.with_user(self.officer).action_ask_requirements()
        for words in ("Asked: 1", "Nothing written down to confirm: 1", "none may go: 2"):
            self.assertIn(words, message)

    def test_shown_anyway_with_a_name_and_for_a_time(self):
        self._silence("2026-06-29 23:00:00")
        with freeze_time("2026-06-30 10:00:00"):
            self.ana.with_user(self.officer).action_show_in_matching()
            self.env.flush_all()
        self.assertDays(self.ana, hidden_from_matching_since="", refresh_warned_on="2026-06-30")
        self.assertIn("by officer", self.ana.message_ids[:1].body)
        self._run_at("2026-07-14 10:00:00")
        self.assertDays(self.ana, hidden_from_matching_since="2026-07-14")

    def test_nobody_writes_what_follows_from_facts(self):
        ana = self.ana.with_user(self.officer)
        for name in ("hidden_from_matching_since", "refresh_asked_on", "requirements_said_on", "refresh_look_at"):
            with self.subTest(name), self.assertRaises(AccessError), self.env.cr.savepoint():
                ana.write({name: False})
        self.pay.with_user(self.officer).write({"confirmed_by_person": True})
        self.assertFalse(self.pay.confirmed_by_person, "as who confirmed it, it is nobody's to say")

    def test_company_b_sees_and_asks_nobody_of_a(self):
        other = self.env["res.company"].create({"name": "B"})
        stranger = self.officer.copy({"login": "stranger", "company_ids": [(6, 0, other.ids)], "company_id": other.id})
        ana = self.ana.with_user(stranger).with_context(allowed_company_ids=other.ids)
        self.env.invalidate_all()
        self.assertFalse(ana.search([("refresh_status", "in", ["fresh", "stale"])]))
        for action in ("action_ask_requirements", "action_show_in_matching"):
            with self.assertRaises(AccessError):
                getattr(ana, action)()
        with freeze_time(MONDAY):
            ben = self._person_with_needs("Ben", company_id=other.id, adviser_id=stranger.id)
        self._run_at("2026-06-01 10:00:00")
        self.assertEqual(len(self._letters(QUESTION, ben)), 1, "the same day for both")
