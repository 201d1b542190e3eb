import json
import re
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .page_case import PageCase
from .reference_case import TEXT, ReferenceCase


@tagged("post_install", "-at_install")
class TestReferencePage(ReferenceCase, PageCase):
    """The page behind a referee's link: GET shows, POST answers, and a wrong link tells nothing."""

    purpose, days = "reference", 30

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reference = cls._asked()
        cls.path = cls._path(cls.reference)

    def _begin(self, **values):
        """Go on to the questions; return the form's answer."""
        answer = self._post(follow=False, **{"answer": "start", "reads": "no", "shown": "yes", **values})
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/survey/start/", answer.headers["Location"])
        return self.reference.sudo().survey_input_ids

    def _submit(self, answer, text=TEXT):
        """As the script of Odoo's page does."""
        questions = answer.survey_id.question_ids
        [known] = questions.filtered("constr_mandatory")
        [told] = questions.filtered(lambda question: question.question_type == "text_box")[:1]
        params = {str(known.id): "As her manager", str(told.id): text, "page_id": None}
        found = self.url_open(
            f"/survey/submit/{answer.survey_id.access_token}/{answer.access_token}",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        self.env.invalidate_all()
        return found.json()

    def test_the_page_shows_and_changes_nothing(self):
        before = self.reference.sudo().read()
        page = self._get()
        self.assertEqual(page.status_code, 200)
        for words in ("Ana", "Mara Manager", "Welder", "in confidence", "facts alone", "rather give no reference"):
            self.assertIn(words, page.text)
        for word in ("decline", "start", "facts"):
            self.url_open(f"{self.path}?answer={word}&reads=yes&shown=yes")
        self.env.invalidate_all()
        self.assertEqual(self.reference.sudo().read(), before)
        self.assertFalse(self.reference.sudo().survey_input_ids)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertNotIn(self.ana.partner_id.email, page.text)

    def test_the_choice_comes_before_the_questions(self):
        for values in ({}, {"reads": "yes"}, {"shown": "no"}, {"reads": "maybe", "shown": "yes"}):
            page = self._post(answer="start", **values)
            self.assertIn("Please say whether", page.text)
        page = self._post(answer="start", reads="yes", shown="no", found_from="31 March")
        self.assertIn("Please write the day", page.text)
        page = self._post(answer="start", reads="yes", shown="no", found_from="2022-01-01", found_to="2021-01-01")
        self.assertIn("began before it ended", page.text)
        self.assertFalse(self.reference.sudo().survey_input_ids or self.reference.choices_at)

    def test_answered(self):
        answer = self._begin(found_from="2020-03-15", found_to="2023-05-31", found_position="Welder ")
        self.assertEqual((answer.state, answer.deadline), ("in_progress", self.reference.link_expires_at))
        form = self.url_open(answer.get_start_url())
        self.assertIn("How did they do their work", form.text)
        self.assertEqual(form.headers["Cache-Control"], "no-store")
        self.assertEqual(self.reference.state, "requested")
        self._submit(answer)
        self.assertRecordValues(
            self.reference,
            [{"state": "received", "confidential": True, "disclosable": True, "found_position": "Welder"}],
        )
        self.assertFalse(self.reference.is_discrepant)
        self.assertIn(TEXT, self.reference.answers)
        self.assertIn("As her manager", self.reference.answers)
        page = self._get()
        self.assertIn("Thank you, we have your reference", page.text)
        self.assertIn("You gave it in confidence", page.text)
        self.assertNotIn("Quokka", page.text)

        received_at = self.reference.received_at
        again = self._submit(answer, "Something else")
        self.assertEqual(again["result"][1], {"error": "unauthorized"})
        for word in ("start", "decline", "facts"):
            self._post(answer=word, reads="yes", shown="no")
        self.assertRecordValues(
            self.reference, [{"state": "received", "received_at": received_at, "confidential": True}]
        )
        self.assertEqual(self.url_open(answer.get_print_url()).status_code, 404, "one copy, and not there")
        done = self.url_open(answer.get_start_url())
        self.assertIn("Your reference is with us", done.text)
        self.assertNotIn("Review your answers", done.text)
        self.assertNotIn("Take Again", done.text)

    def test_begun_and_gone_on_with(self):
        answer = self._begin()
        answer._save_lines(answer.survey_id.question_ids[0], "For long")
        self.assertIn("You have begun", self._get().text)
        self.assertEqual(self._begin(reads="yes"), answer)
        self.assertFalse(self.reference.confidential)
        self.assertTrue(answer.user_input_line_ids)

    def test_facts_alone(self):
        begun = self._begin()
        short = self._begin(answer="facts")
        self.assertFalse(begun.exists())
        self.assertEqual(short.survey_id, self.env.ref("jobseeker_relations.survey_reference_facts"))
        self.assertTrue(self.reference.facts_only)

    def test_declined(self):
        page = self._post(answer="decline", reason="Quokka: I hardly know her")
        self.assertIn("rather give no reference", page.text)
        self.assertEqual(self.reference.state, "declined")
        self.assertIn("Quokka", self.reference.answers)
        self.assertFalse(self.reference.with_user(self.colleague).answers)
        self.assertTrue(self.ana.activity_ids.filtered(lambda activity: "rather give no" in activity.summary))
        self.assertNotIn("Quokka", str(self.ana.activity_ids.mapped("note")) + str(self.ana.message_ids.mapped("body")))
        self._post(answer="start", reads="yes", shown="yes")
        self.assertEqual(self.reference.state, "declined")

    def test_links_that_open_nothing(self):
        token = self.path.rsplit("/", 1)[1]
        other = self._reference(referee_email="b@acme.example")
        paths = [
            "/jobseeker/reference/x",
            f"/jobseeker/reference/{token[:-2]}",
            f"/jobseeker/reference/{token}x",
            f"/jobseeker/terms/{token}",
            self._path(self.reference, purpose="terms").replace("/terms/", "/reference/"),
            self._path(other),  # a draft
            self._path(self.ana, purpose="reference"),
        ]
        bodies = set()
        for path in paths:
            found = self._get(path)
            self.assertEqual(found.status_code, 404, path)
            self.assertNotIn("Mara", found.text)
            bodies.add(re.sub(r'csrf_token: "[^"]*"', "", found.text))
        self.assertEqual(len(bodies), 1, "they are not told apart")
        self.reference._revoke_links()
        self.assertEqual(self._get().status_code, 404)

    def test_the_form_closes_with_the_link(self):
        answer = self._begin()
        start = answer.get_start_url()
        self.reference.sudo().link_expires_at = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        self.assertEqual(self._get().status_code, 404)
        self.assertNotIn("How did they do their work", self._get(start).text)
        self.assertEqual(self._submit(answer)["result"][1], {"error": "answer_deadline"})
        self.assertEqual(self.reference.state, "expired")

    def test_who_is_signed_in_is_a_referee_all_the_same(self):
        self._user("portia", "base.group_portal", password="portia-portia")
        self.authenticate("portia", "portia-portia")
        answer = self._begin()
        self.assertIn("How did they do their work", self.url_open(answer.get_start_url()).text)
        self._submit(answer)
        self.assertEqual(self.reference.state, "received")

    def test_in_the_language_of_the_referee(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        page = self.env["ir.ui.view"].search([("key", "=", "jobseeker_relations.reference_page")])
        page.with_context(lang="fr_FR").arch_db = page.arch_db.replace("A reference for", "Références pour")
        self.reference.referee_lang = "fr_FR"
        found = self._get()
        self.assertIn("Références pour", found.text)
        self.assertIn('lang="fr-FR"', found.text)
        self.assertEqual(self._begin().lang_id.code, "fr_FR")

    @mute_logger("odoo.http")
    def test_a_hand_and_a_referee_at_once(self):
        """A colleague enters the answer while the referee writes: what comes first stands."""
        answer = self._begin()
        self.reference.write({"state": "received", "received_channel": "phone", "disclosable": True})
        self.assertFalse(answer.exists())

    def test_named_on_their_own_page(self):
        user = self._user("pia", "base.group_portal", password="pia-pia-pia", email="pia@example.org")
        pia = self._person("Pia")
        pia.partner_id = user.partner_id
        self.authenticate("pia", "pia-pia-pia")
        page = f"/my/job-search/{pia.id}"
        self.assertIn("Who vouches for me", self._get(page).text)
        form = {"referee_name": "Rob Roe", "referee_email": "rob@works.example", "organisation": "Works"}
        found = self._post_to(page, "add", **form)
        self.assertIn("We ask nobody without your yes", found.text)
        self.assertFalse(pia.reference_ids)
        found = self._post_to(page, "add", **form, permitted="on", is_current_employer="on")
        self.assertIn("who would learn that you are looking", found.text)
        own = {**form, "referee_email": pia.partner_id.email, "permitted": "on"}
        self.assertIn("your own address", self._post_to(page, "add", **own).text)
        ticks = {"permitted": "on", "is_current_employer": "on", "employer_permitted": "on"}
        found = self._post_to(page, "add", **form, **ticks)
        self.assertIn("your adviser sees whom you named", found.text)
        [reference] = pia.reference_ids
        self.assertRecordValues(
            reference,
            [{"named_by": "jobseeker", "permission_channel": "page", "is_current_employer": True, "state": "draft"}],
        )
        self.assertTrue(reference.jobseeker_permission_at and reference.current_employer_permission_at)
        self.assertTrue(reference.sudo().jobseeker_networks)
        self.assertTrue(pia.activity_ids.filtered(lambda activity: activity.summary == "Named a referee"))
        reference.with_user(self.officer).action_request()
        self._answer(reference)
        self.assertIn("Their reference is here", self._get(page).text)
        self.assertNotIn("Quokka", self._get(page).text)
        reference.with_user(self.officer).write({"state": "verified", "verify_method": "known"})
        self.assertNotIn("Quokka", self._get(page).text, "given in confidence")
        reference.sudo().confidential = False
        self.assertIn("Quokka", self._get(page).text)

        other = self._reference(jobseeker_id=pia.id, referee_email="c@works.example")
        other.action_request()
        self._post_to(page, f"{other.id}/withdraw")
        self.assertEqual((other.state, other.is_permitted), ("draft", False))
        self.assertEqual(self._post_to(page, f"{self.reference.id}/withdraw").status_code, 404)
        self.assertEqual(self.reference.state, "requested")

    def _post_to(self, page, route, **values):
        data = {"csrf_token": self._read_token(self._get(page)), **values}
        answer = self.url_open(f"{page}/references/{route}", data=data)
        self.env.invalidate_all()
        return answer

    def test_a_letter_that_did_not_leave(self):
        letter = self.reference.sudo().letter_id
        letter.write({"state": "exception", "failure_reason": "No such host"})
        self.reference.invalidate_recordset()
        self.assertEqual(self.reference.letter_fault, "No such host")


@tagged("post_install", "-at_install")
class TestReferenceChaser(ReferenceCase):
    """The job: one reminder, one word to the adviser, whatever it slept through."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-03-02 10:00:00"):
            self.reference = self._asked()

    def _run(self, day, times=1):
        with (
            freeze_time(f"{day} 10:00:00"),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1),
        ):
            for _time in range(times):
                self.env.flush_all()
                self.env.invalidate_all()
                self.Reference._cron_look()
        self.env.flush_all()
        self.env.invalidate_all()

    def _letters(self, address="mara@acme.example"):
        return self._mails(address)

    def _told(self, words):
        return self.ana.activity_ids.filtered(lambda activity: words in activity.summary)

    def test_reminded_after_five_days_and_replaced_after_ten(self):
        self._run("2026-03-06")
        self.assertEqual(len(self._letters()), 1)
        self._run("2026-03-07", times=2)
        self.assertEqual(len(self._letters()), 2)
        self.assertTrue(self.reference.chased_at)
        self._run("2026-03-11")
        self.assertFalse(self._told("No answer"))
        self._run("2026-03-12", times=2)
        [task] = self._told("No answer from Mara")
        self.assertEqual(task.user_id, self.officer)
        self._run("2026-04-12", times=2)
        self.assertEqual((len(self._letters()), len(self._told("No answer"))), (2, 1))
        self._run("2026-05-26", times=2)
        self.assertEqual(len(self._told("not answered in time")), 1)
        self.assertFalse(self.reference.look_on)

    def test_the_first_link_works_after_the_reminder(self):
        self._run("2026-03-07")
        first, second = self._links(self._letters())
        for link in (first, second):
            with freeze_time("2026-05-20 10:00:00"):
                self.assertTrue(self.Reference._find_by_link("reference", link.rsplit("/", 1)[1]))

    def test_who_is_not_reminded_any_more_is_told_of(self):
        """A rule that asks for more than the request had: the adviser hears of the silence, the referee nothing."""
        self.reference.sudo().jobseeker_permission_at = False
        self._run("2026-03-07", times=2)
        self.assertEqual(len(self._letters()), 1)
        self._run("2026-03-12")
        self.assertTrue(self._told("No answer from Mara"))
        self._run("2026-05-26")
        self.assertTrue(self._told("not answered in time"))

    def test_without_the_rule_it_is_reminded(self):
        self.reference.sudo().jobseeker_permission_at = False
        self.Rule.search([("code", "=", "reference_permission")]).active = False
        self._run("2026-03-07")
        self.assertEqual(len(self._letters()), 2)

    def test_after_ten_days_of_standstill_one_reminder(self):
        self._run("2026-03-16", times=3)
        self.assertEqual((len(self._letters()), len(self._told("No answer"))), (2, 1))

    def test_reminded_by_hand_is_reminded(self):
        with freeze_time("2026-03-02 12:00:00"), self.assertRaisesRegex(Exception, "give them a day"):
            self.reference.action_remind()
        with freeze_time("2026-03-04 10:00:00"):
            self.reference.action_remind()
        self._run("2026-03-08")
        self.assertEqual(len(self._letters()), 2)

    def test_who_answered_is_left_alone(self):
        with freeze_time("2026-03-04 10:00:00"):
            self._answer(self.reference)
        letters = len(self._letters())
        self._run("2026-05-30", times=2)
        self.assertEqual(len(self._letters()), letters)

    def test_the_numbers_are_data(self):
        for code, number in (("reference_chase_days", 2), ("reference_replace_days", 3), ("reference_link_days", 14)):
            self.Rule.search([("code", "=", code)]).number = number
        with freeze_time("2026-03-02 10:00:00"):
            other = self._asked(referee_email="other@acme.example")
        self.assertEqual(str(other.chase_on), "2026-03-04")
        self.assertEqual(str(other.replace_on), "2026-03-05")
        self.assertEqual(str(other.link_expires_at), "2026-03-16 23:59:59")
        self.Rule.search([("code", "in", ("reference_chase_days", "reference_link_days"))]).active = False
        with freeze_time("2026-03-02 10:00:00"):
            third = self._asked(referee_email="third@acme.example")
        self.assertFalse(third.chase_on)
        self.assertEqual(str(third.link_expires_at.date()), "2026-05-25")

    @mute_logger("odoo.addons.jobseeker_relations.models.hr_jobseeker_reference_chaser")
    def test_who_breaks_it_fails_alone(self):
        with freeze_time("2026-03-02 10:00:00"):
            others = [self._asked(referee_email=f"r{number}@acme.example") for number in range(5)]
        poisoned = others[2]
        Reference = type(self.Reference)
        plain = Reference._prepare_sender_vals

        def break_one(reference):
            if reference.id == poisoned.id:
                raise ValueError("no sender")
            return plain(reference)

        with patch.object(Reference, "_prepare_sender_vals", break_one):
            self._run("2026-03-07")
        for reference in [self.reference, *others]:
            broken = reference == poisoned
            self.assertEqual(bool(reference.chased_at), not broken)
            self.assertEqual(len(self._letters(reference.referee_email)), 1 if broken else 2)
        self.assertIn("no sender", poisoned.job_fault)
        self._run("2026-03-08")
        self.assertTrue(poisoned.chased_at)
        self.assertFalse(poisoned.job_fault)

    def test_as_many_queries_for_twice_as_many(self):
        def remind(count, day):
            self.Reference.search([]).sudo().look_on = False  # of those before
            asked_at = fields.Datetime.to_datetime(f"{day} 10:00:00")
            with freeze_time(asked_at):
                for number in range(count):
                    self._asked(referee_email=f"{day}-{number}@acme.example")
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time(fields.Datetime.add(asked_at, days=5)):
                before = self.env.cr.sql_log_count
                done, _waiting = self.Reference._look_at_batch(100)
                self.env.flush_all()
            self.assertEqual(done, count)
            return self.env.cr.sql_log_count - before

        remind(2, "2026-04-01")
        self.assertEqual(remind(10, "2026-05-01"), remind(20, "2026-06-01"))
