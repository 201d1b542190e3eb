from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .reference_case import TEXT, ReferenceCase

MARKER = "Quokka"


@tagged("post_install", "-at_install")
class TestReferenceConfidential(ReferenceCase, HttpCase):
    """What a referee wrote is read by few, however the others come: by RPC, export, search, survey, thread or mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surveyor = cls._user("surveyor", "survey.group_survey_manager,base.group_user", password="surveyor")
        cls.both = cls._user("both", "survey.group_survey_manager,hr_recruitment.group_hr_recruitment_manager")
        cls.reference = cls._asked()
        cls._answer(cls.reference)
        cls.open_reference = cls._asked(referee_email="half@acme.example")
        answer = cls.open_reference.sudo()._begin_answer({"confidential": True, "disclosable": True}, False, None)
        question = answer.survey_id.question_ids.filtered(lambda question: question.question_type == "text_box")[:1]
        answer._save_lines(question, TEXT)
        cls.half = answer.id
        cls.survey = answer.survey_id
        cls.env.flush_all()

    def _as(self, user):
        self.env.invalidate_all()
        return self.reference.with_user(user)

    def test_who_reads_it(self):
        for user in (self.officer, self.officer_of_data):
            self.assertIn(MARKER, self._as(user).answers, user.login)
            self.assertTrue(self._as(user).may_read_answers)
        for user in (self.colleague, self.manager, self.both, self.env.ref("base.user_admin")):
            if self._as(user).has_access("read"):
                self.assertFalse(self._as(user).answers, user.login)
                self.assertEqual(self._as(user).read(["state"])[0]["state"], "received")
        for user in (self.interviewer, self.surveyor):
            with self.assertRaises(AccessError):
                self._as(user).read(["answers"])
        self.assertFalse(
            self.Reference.browse(self.reference.id).sudo().answers, "nor the system, on behalf of anybody"
        )

    def test_everything_that_a_colleague_can_ask(self):
        self.colleague.sudo().group_ids += self.env.ref("base.group_allow_export")
        reference = self._as(self.colleague)
        names = [name for name in reference.fields_get() if name != "id"]
        self.assertNotIn("kept_answers", names)
        self.assertNotIn("survey_input_ids", names)
        self.assertNotIn(MARKER, str(reference.read(names)))
        self.assertNotIn(MARKER, str(reference.export_data(["answers", "referee_name", "display_name"])))
        self.assertNotIn(MARKER, str(reference.web_read({name: {} for name in names})))
        self.assertNotIn(MARKER, str(reference.name_search(MARKER)))
        for name in ("kept_answers", "survey_input_ids", "link_key", "referee_networks"):
            with self.assertRaises(AccessError):
                reference.read([name])
            with self.assertRaises(AccessError):
                reference.search([(name, "!=", False)])
            with self.assertRaises(AccessError):
                reference.formatted_read_group([], [name], ["__count"])
            with self.assertRaises(AccessError):
                reference.search([("jobseeker_id.reference_ids." + name, "!=", False)])
        with self.assertRaises(ValueError):
            reference.search([("answers", "ilike", MARKER)])

    def test_a_form_lets_nobody_in(self):
        spec = {"answers": {}, "may_read_answers": {}, "reader_ids": {}}
        link = [fields.Command.link(self.colleague.id)]
        for user, reads in ((self.colleague, False), (self.officer, True)):
            reference = self._as(user)
            for values in ({"reader_ids": link}, {"requested_by_id": user.id}):
                found = reference.onchange(values, list(values), spec)["value"]
                self.assertEqual(MARKER in str(reference.onchange({}, [], spec)), reads, user.login)
                self.assertEqual(found.get("may_read_answers", reads), reads, user.login)
                if not reads:
                    self.assertNotIn(MARKER, str(found))

    def test_a_colleague_does_not_let_themselves_in(self):
        for user in (self.colleague, self.manager):
            with self.assertRaises(AccessError):
                self._as(user).write({"reader_ids": [fields.Command.link(user.id)]})
            with self.assertRaises(AccessError):
                self._as(user).write({"requested_by_id": user.id})
            with self.assertRaises(AccessError):
                self._reference(user=user, reader_ids=[fields.Command.link(user.id)])
        self._as(self.officer).write({"reader_ids": [fields.Command.link(self.colleague.id)]})
        self.assertIn(MARKER, self._as(self.colleague).answers)

    def test_who_becomes_the_adviser_is_not_let_in(self):
        for user in (self.colleague, self.manager):
            self.ana.with_user(user).adviser_id = user
            self.assertFalse(self._as(user).answers, user.login)
            with self.assertRaises(AccessError):
                self._as(user).write({"reader_ids": [fields.Command.link(user.id)]})
        self.assertIn(MARKER, self._as(self.officer).answers, "to whom it came")
        asked = self.open_reference.with_user(self.colleague)
        self.ana.adviser_id = self.colleague
        with self.assertRaises(AccessError):
            asked.write({"reader_ids": [fields.Command.link(self.colleague.id)]})

    def test_a_group_of_its_own(self):
        self.assertFalse(self._as(self.colleague).answers)
        self.colleague.sudo().group_ids += self.env.ref("jobseeker_relations.group_reference_reader")
        self.assertIn(MARKER, self._as(self.colleague).answers)
        self.company.jobseeker_caseload = "own"
        with self.assertRaises(AccessError):
            self._as(self.colleague).read(["answers"])
        spec = {"answers": {}, "found_position": {}}
        with self.assertRaises(AccessError):
            self._as(self.colleague).onchange({}, [], spec)
        self.assertFalse(self._as(self.colleague).sudo(False).may_read_answers, "nor in code that asks nobody's rights")

    def test_reading_is_written_down(self):
        Log = self.env["hr.jobseeker.access.log"].sudo()
        mine = [("res_model", "=", "hr.jobseeker.reference"), ("kind", "=", "read")]
        self._as(self.colleague).read(["answers", "state"])
        self._as(self.officer).read(["state", "referee_name"])
        self.assertFalse(Log.search(mine))
        for user, ask in (
            (self.officer, lambda reference: reference.read(["answers"])),
            (self.officer_of_data, lambda reference: reference.onchange({}, [], {"answers": {}})),
        ):
            ask(self._as(user))
            ask(self._as(user))
            [row] = Log.search([*mine, ("user_id", "=", user.id)])
            self.assertEqual(row.people, self.ana.ids)

    def test_what_a_referee_found_is_read_by_few(self):
        """Facts, signals and our own verdict tell of an answer: they go with its words."""
        reference = self._asked(referee_email="f@acme.example")
        self._answer(reference, found_position="Zookeeper", found_to="2022-01-31")
        reference.write({"is_adverse": True, "discussion_note": "Quagga"})
        names = [
            "found_position",
            "found_from",
            "found_to",
            "signals",
            "is_adverse",
            "is_discrepant",
            "discussion_note",
        ]
        told = reference.with_user(self.officer).read(names)[0]
        self.assertTrue(all(told[name] for name in names), told)
        self.env.invalidate_all()
        for user in (self.colleague, self.manager):
            told = reference.with_user(user).read(names)[0]
            self.assertFalse(any(told[name] for name in names), told)
            for name in names:
                with self.assertRaises(ValueError):
                    reference.with_user(user).search([(name, "!=", False)])
            for vals in ({"is_adverse": False}, {"discussion_note": "x"}):
                with self.assertRaises(AccessError):
                    reference.with_user(user).write(vals)
            for name in ("kept_position", "kept_from", "kept_adverse", "kept_discussion"):
                with self.assertRaises(AccessError):
                    reference.with_user(user).search([(name, "!=", False)])
        for vals in ({"is_adverse": True}, {"discussion_note": "x"}):
            with self.assertRaises(AccessError):
                self._reference(**vals)
        self._reference(is_adverse=False, discussion_note=False, reader_ids=[])  # as a new form sends them
        reference.with_user(self.officer).discussion_note = False
        with self.assertRaisesRegex(UserError, "Who reads the answer"):
            reference.with_user(self.colleague).write({"state": "verified", "verify_method": "known"})

    def test_a_copy_is_empty(self):
        copy = self._as(self.officer).copy()
        self.assertFalse(copy.sudo().kept_answers or copy.reader_ids)
        self.assertEqual(copy.state, "draft")

    def test_the_words_stand_nowhere_else(self):
        self.env.flush_all()
        self.assertFalse(self.reference.sudo().survey_input_ids.user_input_line_ids)
        for model in ("mail.message", "mail.mail", "mail.activity", "mail.tracking.value"):
            for record in self.env[model].sudo().search([]):
                self.assertNotIn(MARKER, str(record.read()), model)

    def test_readers_of_surveys_see_nothing(self):
        for user in (self.surveyor, self.both, self.env.ref("base.user_admin"), self.manager, self.colleague):
            self.env.invalidate_all()
            answers = self.env["survey.user_input"].with_user(user)
            lines = self.env["survey.user_input.line"].with_user(user)
            for model, known in ((answers, self.half), (lines, None)):
                if not model.has_access("read"):
                    continue
                self.assertFalse(model.search([("survey_id", "=", self.survey.id)]), user.login)
                if known:
                    with self.assertRaises(AccessError):
                        model.browse(known).read(["access_token"])
                    self.assertFalse(model.name_search(MARKER))
        questions = self.survey.with_user(self.surveyor).question_ids
        self.assertFalse(questions.user_input_line_ids, "by way of the questions")

    def test_not_even_when_the_form_becomes_another_kind(self):
        with self.assertRaisesRegex(UserError, "Referees answered"):
            self.survey.with_user(self.surveyor).survey_type = "survey"
        self.env.cr.execute("UPDATE survey_survey SET survey_type = 'survey' WHERE id = %s", [self.survey.id])
        self.env.invalidate_all()
        for user in (self.surveyor, self.both):
            answers = self.env["survey.user_input"].with_user(user)
            self.assertFalse(answers.search([("survey_id", "=", self.survey.id)]))
            with self.assertRaises(AccessError):
                answers.browse(self.half).unlink()

    def test_a_form_is_opened_by_a_reference_alone(self):
        with self.assertRaises(UserError):
            self.survey.with_user(self.surveyor)._create_answer(email="x@example.org")
        with self.assertRaises(UserError):
            self.survey.sudo().with_context(jobseeker_reference=True)._create_answer()
        self.authenticate(None, None)
        token = self.env["survey.user_input"].sudo().browse(self.half).access_token
        before = self.env["survey.user_input"].sudo().search_count([])
        self.url_open(f"/survey/retry/{self.survey.access_token}/{token}")
        self.url_open(f"/survey/start/{self.survey.access_token}")
        self.assertEqual(self.env["survey.user_input"].sudo().search_count([]), before)

    @mute_logger("odoo.http")
    def test_pages_of_results(self):
        self.authenticate("surveyor", "surveyor")
        for path in (
            f"/survey/results/{self.survey.id}",
            f"/survey/print/{self.survey.access_token}",
            f"/survey/print/{self.survey.access_token}?review=True",
            f"/survey/{self.survey.access_token}/x",
            f"/survey/results/{self.survey.id}?finished=true",
        ):
            page = self.url_open(path)
            self.assertLess(page.status_code, 500, path)
            self.assertNotIn(MARKER, page.text, path)

    def test_editing_the_form_changes_nothing_that_was_answered(self):
        before = self._as(self.officer).answers
        self.assertIn("What were their main tasks", before)
        question = self.survey.question_ids.filtered(lambda question: "tasks" in question.title)
        question.title = "Were they any good?"
        self.survey.question_ids[1:].unlink()
        self.assertEqual(self._as(self.officer).answers, before)

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "B"})
        spy = self._user(
            "spy",
            "hr_recruitment.group_hr_recruitment_manager,jobseeker_relations.group_data_protection_officer",
            company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )
        self.assertFalse(self.Reference.with_user(spy).search([]))
        with self.assertRaises(AccessError):
            self._as(spy).read(["answers"])

    def test_administrators_of_recruitment_edit_the_forms(self):
        form = self.survey.with_user(self.manager)
        form.write({"title": "Reference by an employer"})
        form.question_ids[0].title = "How come you know each other?"
        views = self.env["survey.survey"].with_user(self.manager).get_views([(False, "form"), (False, "list")])
        names = [name for name in views["models"]["survey.survey"]["fields"] if name in form._fields]
        self.assertNotIn(MARKER, str(form.read(names)))
        other = self.env["survey.survey"].create({"title": "About the canteen"})
        with self.assertRaises(AccessError):
            other.with_user(self.manager).read(["title"])
        with self.assertRaises(AccessError):
            form.with_user(self.officer).write({"title": "x"})
