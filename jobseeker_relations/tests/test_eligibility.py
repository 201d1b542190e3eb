from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import MONDAY
from .eligibility_case import PDF, EligibilityCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestEligibility(EligibilityCase):
    """A check is passed when nothing is missing, and stays as it was passed."""

    def _refused(self, check, words):
        with self.assertRaisesRegex(UserError, words):
            check.action_pass()
        self.assertEqual(check.state, "to_check")

    # --- passed, or refused and why -------------------------------------------------------------------

    def test_a_complete_check_is_passed(self):
        check = self._passed(expires_on="2020-01-01")
        self.assertEqual((check.state, check.standing, check.validity), ("passed", "passed", "valid"))
        self.assertEqual((check.checked_on, check.checked_by), (date(2026, 3, 2), self.checker))
        self.assertFalse(check.follow_up_on, "list A lasts, also of an expired passport")
        self.assertEqual(self.ana.may_work, "checked")

    def test_what_is_new_is_not_named_after_nobody(self):
        for noun in ("eligibility", "disclosure", "review", "terms"):
            self.assertFalse(self.env[f"hr.jobseeker.{noun}"].new({}).display_name, noun)

    def test_everything_that_is_missing_is_said_at_once(self):
        check = self._open()
        check.answer_ids[0].answer = "no"
        with self.assertRaises(UserError) as refused:
            check.action_pass()
        text = str(refused.exception)
        self.assertIn("Answered with no: The document is an original", text)
        self.assertIn("Not answered: Photographs agree", text)
        self.assertIn("Attach a copy of the document", text)

    def test_a_no_is_no_pass(self):
        for answer in self._ready().answer_ids:
            with self.subTest(answer.name):
                check = self._ready()
                check.answer_ids.filtered(lambda line, q=answer.question_id: line.question_id == q).answer = "no"
                self._refused(check, "Answered with no")

    def test_a_no_does_not_go_by_taking_its_line_away(self):
        check, other = self._ready(), self._ready(person=self._person("Bo Both"))
        line = check.answer_ids[0]
        line.answer = "no"
        with self.assertRaisesRegex(AccessError, "The law asks this question"):
            line.unlink()
        with self.assertRaisesRegex(AccessError, "The law asks this question"):
            check.write({"answer_ids": [(5,)]})
        unasked = self.env.ref("jobseeker_relations.eligibility_question_gb_online_profile")
        for vals in ({"eligibility_id": other.id}, {"question_id": unasked.id}):
            with self.assertRaisesRegex(AccessError, "stays with its check"):
                line.write(vals)
        with self.assertRaisesRegex(AccessError, "does not ask that"):
            line.create({"eligibility_id": check.id, "question_id": unasked.id, "answer": "yes"})
        self._refused(check, "Answered with no")
        line.sudo().unlink()  # however it came about
        self._refused(check, "Not answered: The document is an original")

    def test_a_question_that_comes_later_is_asked_in_open_checks(self):
        check, kept = self._ready(), self._passed()
        question = check.answer_ids[0].question_id
        new = question.sudo().copy({"name": "Is it signed?"})
        self._refused(check, "Not answered: Is it signed")
        line = check.answer_ids.filtered(lambda line: line.question_id == new)
        line.answer = "yes"
        check.action_pass()
        self.assertNotIn(new, kept.answer_ids.question_id)

    def test_a_form_takes_other_questions_with_another_way(self):
        check = self._ready()
        new = check.create({"jobseeker_id": self.ana.id, "document_type_id": check.document_type_id.id})
        new.route = "digital_provider"
        asked = new._find_questions()[new]
        self.assertEqual(new.answer_ids.question_id, asked)
        gone = [(2, line.id) for line in check.answer_ids]
        check.write({"route": "digital_provider", "answer_ids": [*gone, (0, 0, {"question_id": asked[0].id})]})
        self.assertEqual(check.answer_ids.question_id, asked)

    def test_not_applicable_only_where_it_may(self):
        check = self._ready()
        check.answer_ids.filtered("may_be_na").answer = "na"
        check.action_pass()
        check = self._ready()
        check.answer_ids.filtered(lambda line: not line.may_be_na)[0].answer = "na"
        self._refused(check, "This always applies")

    def test_a_missing_copy_is_no_pass(self):
        for kind, route, words in (
            ("gb_british_passport", "manual", "every page that counts"),
            ("gb_british_passport", "digital_provider", "result of the provider"),
            ("gb_online_limited", "online", "a share code alone proves nothing"),
            ("gb_pvn", "checking_service", "the notice of the authority"),
        ):
            check = self._open(kind, route, expires_on="2027-01-01", notice_on="2026-02-01", provider_name="Id Ltd")
            check.answer_ids.answer = "yes"
            self._refused(check, words)

    def test_an_expired_document_where_the_way_forbids_it(self):
        vals = {"provider_name": "Id Ltd"}
        check = self._ready("gb_british_passport", "digital_provider", expires_on="2026-03-01", **vals)
        self._refused(check, "had expired on the day of the check")
        check.expires_on = False
        self._refused(check, "Enter the last day")
        check.expires_on = "2026-03-02"
        check.action_pass()
        self.assertFalse(check.follow_up_on, "the excuse lasts, though the passport ends")

    def test_a_provider_is_named(self):
        check = self._ready("gb_british_passport", "digital_provider", expires_on="2030-01-01", provider_name=" ")
        self._refused(check, "Name the provider")

    def test_a_provider_checks_british_and_irish_documents_alone(self):
        for kind in ("gb_passport_limited", "gb_online_limited", "gb_arc", "gb_birth_uk"):
            check = self._ready(kind, "digital_provider", expires_on="2030-01-01", provider_name="Id Ltd")
            self._refused(check, "cannot be checked “By a digital provider”")
        for kind in ("gb_british_passport", "gb_irish_passport"):
            self.assertNotIn("online", self._kind(kind).route_ids.mapped("route"))

    def test_a_type_that_is_off_the_list(self):
        brp = self._ready("gb_brp", expires_on="2027-01-01")
        self._refused(brp, "is not on the list on")
        brp.checked_on = "2022-04-06"
        self._refused(brp, "is not on the list on")
        brp.checked_on = "2022-04-05"
        brp.late_reason = "It lay on paper."
        brp.action_pass()
        self.assertEqual(brp.standing, "passed")
        archived = self._ready()
        archived.document_type_id.sudo().active = False
        self._refused(archived, "is not on the list")
        self.assertIn("British passport", brp.search([("id", "=", archived.id)]).display_name, "old records read on")

    def test_a_type_that_is_not_on_the_list_yet(self):
        check = self._ready(
            "gb_coa", "checking_service", notice_on="2021-06-01", checked_on="2021-06-30", expires_on="2030-01-01"
        )
        self._refused(check, "is not on the list on")

    def test_a_document_that_counts_only_beside_another(self):
        check = self._ready("gb_birth_uk", companion_type_id=False)
        self._refused(check, "counts only together with one of these: .*National Insurance")
        check.companion_type_id = self._kind("us_c_birth")
        self._refused(check, "counts only together")
        check.companion_type_id = self._kind("gb_ni")
        check.action_pass()

    def test_what_nobody_has_looked_at_shows_nothing(self):
        self._refused(self._ready("unknown", False), "Choose which document it is")
        self._refused(self._ready("gb_ni", "manual"), "shows nothing by itself")
        self._refused(self._ready(route=False), "Choose how it is checked")

    def test_a_copy_that_is_none(self):
        for content, words in ((b"<html/>", "is no PDF, JPEG or PNG"), (PDF + b"/JavaScript", "can do more than")):
            check = self._open()
            check.answer_ids.answer = "yes"
            self._attach(check, content)
            self._refused(check, words)

    def test_days_that_cannot_be(self):
        check = self._open()
        for name in ("checked_on", "notice_on", "statutory_check_on"):
            with self.assertRaisesRegex(ValidationError, "in the future"), self.cr.savepoint():
                check[name] = "2026-03-05"
        with self.assertRaisesRegex(ValidationError, "year"), self.cr.savepoint():
            check.expires_on = "0202-01-01"
        notice = self._ready("gb_pvn", "checking_service", notice_on="2026-03-01", checked_on="2026-02-01")
        self._refused(notice, "dated after the check")
        notice.write({"notice_on": "2025-06-01", "checked_on": False})
        self._refused(notice, "held until")
        notice.notice_on = False
        self._refused(notice, "date of the authority's notice")

    def test_a_write_passes_no_more_than_the_button(self):
        check = self._open()
        with self.assertRaisesRegex(UserError, "cannot be passed yet"):
            check.write({"state": "passed"})
        with self.assertRaisesRegex(UserError, "cannot be passed yet"):
            self.Check.create(
                {"jobseeker_id": self.ana.id, "document_type_id": check.document_type_id.id, "state": "passed"}
            )
        with self.assertRaises(AccessError):
            check.write({"checked_by": self.officer.id})
        for name in ("declared_on", "told_rung", "former_id", "destroyed_on"):
            with self.assertRaises(AccessError):
                self._open(**{name: 1 if name in ("told_rung", "former_id") else "2026-01-01"})
        vals = {"jobseeker_id": self.ana.id, "document_type_id": check.document_type_id.id}
        with self.assertRaises(AccessError):
            self.Check.with_context(default_checked_by=self.officer.id).create(vals)
        self.assertEqual(self.Check.with_context(default_state="passed").create(vals).state, "to_check")

    def test_not_passed_needs_a_reason(self):
        check = self._open()
        with self.assertRaisesRegex(UserError, "Say why"):
            check.action_fail()
        check.fail_reason = "The photograph is of somebody else."
        check.action_fail()
        self.assertEqual((check.standing, check.checked_by), ("failed", self.checker))
        self.assertEqual(self.ana.may_work, "stop")

    def test_questions_follow_the_way(self):
        check = self._open()
        self.assertEqual(len(check.answer_ids), 8)
        check.answer_ids.answer = "yes"
        check.route = "digital_provider"
        self.assertFalse(check.answer_ids.filtered("answer"))
        self.assertIn("register", check.answer_ids[0].name)
        question = check.answer_ids[0].question_id.sudo()
        question.name = "Reworded"
        self.assertIn("register", check.answer_ids[0].name, "what was asked then stays")

    def test_a_check_of_an_earlier_day_says_why_it_is_recorded_now(self):
        """A document that has ended since would pass on a day of one's own choice, and nothing would show it."""
        check = self._ready("gb_british_passport", "digital_provider", expires_on="2026-02-20", provider_name="Id Ltd")
        self._refused(check, "had expired")
        check.checked_on = "2026-02-19"
        self._refused(check, "Say why the check of Thu 19 Feb is recorded only today")
        check.late_reason = "Made on paper, when we were offline."
        check.action_pass()
        self.assertEqual(f"{check.decided_at:%Y-%m-%d}", "2026-03-02")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            check.late_reason = "Another"
        with self.assertRaises(AccessError):
            self._open().write({"decided_at": "2026-02-19 10:00:00"})

    def test_what_was_sent_or_opened_stays_on_record(self):
        log = self.env["hr.eligibility.evidence.read"]
        check = self._ready()
        check.copy_ids.raw  # noqa: B018 reading it is the point
        with self.assertRaisesRegex(UserError, "stays on record: say why"):
            check.unlink()
        self.assertTrue(check.copy_ids)
        check.copy_ids.unlink()
        with self.assertRaisesRegex(UserError, "stays on record: say why"):
            check.unlink()
        row = log.search([("eligibility_id", "=", check.id)])
        self.assertTrue(row)
        check.sudo().unlink()
        self.assertEqual((row.exists(), row.jobseeker_id, row.eligibility_id.ids), (row, self.ana, []))
        seen, sent, empty = self._open(), self._open(), self._open()
        seen.action_seen()
        sent.sudo().declared_on = "2026-03-01"
        for begun in (seen, sent):
            with self.assertRaisesRegex(UserError, "stays on record: say why"):
                begun.unlink()
        empty.unlink()

    # --- locked, corrected, made again ----------------------------------------------------------------

    def test_a_passed_check_is_locked(self):
        check = self._passed()
        other = self.env.ref("jobseeker_relations.eligibility_question_gb_online_profile")
        for vals in (
            {"expires_on": "2030-01-01"},
            {"route": "online"},
            {"restrictions": "20 h"},
            {"checked_on": False},
        ):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                check.write(vals)
        with self.assertRaisesRegex(UserError, "answers stay"):
            check.answer_ids[0].answer = "no"
        with self.assertRaisesRegex(UserError, "answers stay"):
            check.answer_ids[0].unlink()
        with self.assertRaisesRegex(UserError, "answers stay"):
            self.env["hr.jobseeker.eligibility.answer"].with_user(self.checker).create(
                {"eligibility_id": check.id, "question_id": other.id}
            )
        copy = check.copy_ids
        with self.assertRaisesRegex(UserError, "copies stay"):
            copy.raw = PDF + b" "
        with self.assertRaisesRegex(UserError, "copies stay"):
            copy.name = "another.pdf"
        with self.assertRaisesRegex(UserError, "copies stay"):
            copy.unlink()
        with self.assertRaisesRegex(UserError, "copies stay"):
            self._attach(check)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            check.copy_ids = False
        with self.assertRaisesRegex(UserError, "stays on record"):
            check.unlink()
        with self.assertRaisesRegex(UserError, "Press “Correct”"):
            check.write({"state": "superseded"})
        with self.assertRaisesRegex(UserError, "cannot become"):
            check.write({"state": "to_check"})
        elsewhere = self._open()
        with self.assertRaisesRegex(UserError, "a file of its check"):
            self._attach(elsewhere).write({"res_id": check.id})

    def test_what_others_did_is_told_later(self):
        check = self._passed(responsible="hirer")
        hirer = self.env["res.partner"].create({"name": "Hirer Ltd"})
        check.write({"statutory_check_by_id": hirer.id, "statutory_check_on": "2026-03-02"})
        self.assertEqual((check.state, check.statutory_check_by_id), ("passed", hirer))

    def test_a_correction_is_another_check(self):
        check = self._passed()
        dialog = self.env["hr.jobseeker.eligibility.correct"].with_user(self.checker)
        action = dialog.create({"eligibility_id": check.id, "reason": "Of another person"}).action_apply()
        made = self.Check.browse(action["res_id"])
        self.assertEqual((check.state, check.correction_reason), ("superseded", "Of another person"))
        self.assertEqual((made.state, made.former_id, made.correction_reason), ("to_check", check, "Of another person"))
        self.assertEqual((len(check.copy_ids), len(made.copy_ids)), (1, 0))
        self.assertFalse(made.answer_ids.filtered("answer"))
        self.assertEqual(self.ana.may_work, "not_checked")
        for wrong in (check, made):
            with self.assertRaisesRegex(UserError, "corrected, and once"):
                wrong._correct("again")

    def test_a_check_that_is_made_again_takes_the_place_of_the_one_that_ends(self):
        old = self._limited("2026-04-01")
        again = self.Check.browse(old.action_check_anew()["res_id"])
        self.assertEqual(old.action_check_anew()["res_id"], again.id, "one at a time")
        self.assertEqual(old.state, "passed")
        again.expires_on = "2027-04-01"
        again.answer_ids.answer = "yes"
        self._attach(again)
        again.action_pass()
        self.assertEqual((old.state, again.former_id), ("superseded", old))
        lasting = self._passed()
        self.assertEqual(again.state, "superseded")
        self._limited("2028-01-01")
        self.assertEqual(lasting.state, "passed", "what lasts, lasts beside it")

    def test_seen_by_us_is_no_check(self):
        check = self._open(responsible="hirer")
        self.assertEqual(check.standing, "to_check")
        check.action_seen()
        self.assertEqual((check.standing, check.state, check.seen_by), ("seen", "to_check", self.checker))
        self.assertEqual(self.ana.may_work, "not_checked")

    def test_who_is_responsible_follows_the_basis(self):
        self.assertEqual(self._open().responsible, "us")
        self.company.jobseeker_basis = "agency"
        self.assertEqual(self._open().responsible, "hirer")
        self.company.jobseeker_basis = "business"
        self.assertEqual(self._open().responsible, "us")

    # --- until when -----------------------------------------------------------------------------------

    def test_follow_up_by_the_rule_of_the_type(self):
        for kind, route, vals, expected in (
            ("gb_passport_limited", "manual", {"expires_on": "2026-12-31"}, date(2026, 12, 31)),
            ("gb_pvn", "checking_service", {"notice_on": "2026-02-28"}, date(2026, 8, 28)),
            ("gb_arc", "checking_service", {"notice_on": "2026-02-10"}, date(2026, 8, 10)),
            ("gb_online_pending", "online", {"checked_on": "2026-02-01"}, date(2026, 8, 1)),
            ("gb_online_presettled", "online", {"expires_on": "2027-01-01"}, False),
            ("gb_birth_uk", "manual", {}, False),
            ("us_receipt", "manual", {"checked_on": "2026-02-01"}, date(2026, 5, 2)),
            ("us_b_driver", "manual", {"expires_on": "2029-01-01"}, False),
            ("eu_single_permit", "manual", {"expires_on": "2026-09-30"}, date(2026, 9, 30)),
        ):
            with self.subTest(kind):
                self.assertEqual(
                    self._passed(kind, route, person=self._person(kind), **vals).follow_up_on or False, expected
                )

    def test_the_other_document_may_end_first(self):
        check = self._ready("us_b_driver", expires_on="2030-01-01", companion_type_id=self._kind("us_c_dhs").id)
        self._refused(check, "Enter the last day of “Employment authorization")
        check.companion_expires_on = "2026-02-01"
        self._refused(check, "had expired on the day")
        check.companion_expires_on = "2026-10-01"
        check.action_pass()
        self.assertEqual(check.follow_up_on, date(2026, 10, 1))

    def test_another_rule_of_the_type_holds_for_checks_to_come(self):
        check = self._passed("gb_pvn", "checking_service", notice_on="2026-02-28")
        check.document_type_id.sudo().follow_up_number = 3
        self.assertEqual(check.follow_up_on, date(2026, 8, 28))
        self.assertEqual(self._open("gb_pvn", notice_on="2026-02-28").follow_up_on, date(2026, 5, 28))

    def test_a_check_that_lasts_goes_on_to_last(self):
        check = self._passed()
        check.document_type_id.sudo().write({"follow_up": "check", "follow_up_number": 1, "follow_up_unit": "days"})
        self.env.flush_all()
        with freeze_time("2026-06-01 10:00:00"):
            self.env.invalidate_all()
            self.assertEqual((check.follow_up_on, check.validity, self.ana.may_work), (False, "valid", "checked"))
        self.assertEqual(self._passed(person=self._person("Bo Both")).follow_up_on, date(2026, 3, 3))

    def test_a_day_that_is_written_with_the_pass_counts(self):
        check = self._ready("gb_online_limited", "online", expires_on="2026-05-01")
        self.env.flush_all()
        check.write({"expires_on": "2026-09-01", "state": "passed"})
        self.env.flush_all()
        self.assertEqual(check.follow_up_on, date(2026, 9, 1))

    def test_validity_is_computed_and_searched_alike(self):
        checks = self.Check
        for number, until in enumerate(("2026-03-03", "2026-05-31", "2026-06-01", "2027-01-01")):
            checks |= self._limited(until, person=self._person(f"P {number}"))
        checks |= self._passed(person=self._person("Lasting"))
        checks |= self._open(person=self._person("Open"))
        for today in ("2026-03-03", "2026-03-04", "2026-06-01", "2026-06-02", "2026-12-31"):
            with freeze_time(f"{today} 10:00:00"):
                self.env.invalidate_all()
                for key in ("valid", "expiring", "expired", "none"):
                    found = self.Check.search([("validity", "=", key), ("id", "in", checks.ids)])
                    self.assertEqual(found, checks.filtered(lambda c, key=key: c.validity == key), (today, key))
                    other = self.Check.search([("validity", "!=", key), ("id", "in", checks.ids)])
                    self.assertEqual(other, checks - found)

    def test_expired_is_a_stop(self):
        check = self._limited("2026-04-01")
        self.assertEqual(self.ana.may_work, "follow_up_due")
        self.assertFalse(self.ana.eligibility_stop)
        with freeze_time("2026-04-01 10:00:00"):
            self.env.invalidate_all()
            self.assertEqual((check.standing, self.ana.may_work), ("passed", "follow_up_due"), "the last day holds")
        with freeze_time("2026-04-02 10:00:00"):
            self.env.invalidate_all()
            self.assertEqual((check.standing, self.ana.may_work), ("expired", "stop"))
            self.assertIn("No check of the right to work holds", self.ana.eligibility_stop)
            self.ana.state = "placed"
            self.assertIn("They must not go on working", self.ana.eligibility_stop)

    def test_the_date_of_birth_is_kept_of_young_people_alone(self):
        ana = self.ana.with_user(self.checker)
        ana.birth_date = "2004-03-03"
        with self.assertRaisesRegex(ValidationError, "of people under 22 alone .*Schedule 4"), self.cr.savepoint():
            ana.birth_date = "2004-03-02"
        with self.assertRaisesRegex(ValidationError, "Check the date of birth"), self.cr.savepoint():
            ana.birth_date = "2026-03-09"
        self.company.jobseeker_country_id = self.env.ref("base.be")
        ana.birth_date = "1980-01-01"
        with self.assertRaises(AccessError):
            self.ana.with_user(self.officer).read(["birth_date"])

    # --- data -----------------------------------------------------------------------------------------

    def test_the_shipped_lists_are_whole(self):
        def count(country, **vals):
            domain = [("country_id", "=", self.env.ref(f"base.{country}").id)]
            return self.env["hr.eligibility.document.type"].search_count(
                domain + [(name, "=", value) for name, value in vals.items()]
            )

        self.assertEqual(count("uk", list_code="A"), 10, "8 of the checklist, 2 online")
        self.assertEqual(count("uk", list_code="B", group_code="1"), 8)
        self.assertEqual(count("uk", list_code="B", group_code="2"), 6)
        self.assertEqual([count("us", list_code=code) for code in "ABC"], [9, 12, 7])
        europe = self.env["hr.eligibility.document.type"].search(
            [("country_group_id", "=", self.env.ref("base.europe").id)]
        )
        self.assertGreaterEqual(len(europe), 15)
        every = self.env["hr.eligibility.document.type"].search([])
        self.assertTrue(all(kind.source for kind in every))
        dated = every.filtered(lambda kind: kind.follow_up in ("notice", "check"))
        self.assertTrue(all(kind.follow_up_number for kind in dated))

    def test_every_shipped_document_can_be_passed_by_each_of_its_ways(self):
        for kind in self.env["hr.eligibility.document.type"].search([("route_ids", "!=", False)]):
            for row in kind.route_ids:
                day = kind.valid_to or date(2026, 3, 2)
                check = self.Check.create(
                    {
                        "jobseeker_id": self.ana.id,
                        "document_type_id": kind.id,
                        "companion_type_id": kind.companion_ids[:1].id,
                        "route": row.route,
                        "checked_on": day,
                        "late_reason": "It lay on paper.",
                        "notice_on": day,
                        "expires_on": "2030-01-01",
                        "companion_expires_on": "2030-01-01",
                        "provider_name": "Id Ltd",
                    }
                )
                self.assertTrue(check.answer_ids, f"{kind.name}, {row.route}: nothing is asked")
                check.answer_ids.answer = "yes"
                self._attach(check)
                self.assertEqual(check._get_obstacles(), [], f"{kind.name}, {row.route}")
