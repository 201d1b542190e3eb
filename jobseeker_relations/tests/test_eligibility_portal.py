from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..rules.evidence_file import LARGEST, MOST_FILES
from .eligibility_case import PDF, EligibilityCase

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 300


@tagged("post_install", "-at_install")
class TestEligibilityPortal(EligibilityCase, HttpCase):
    """“My right to work” on the jobseeker's page: what they send is kept as it is, and opened by checkers alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ana.state = "active"
        cls.user = cls._portal_user(cls.ana.partner_id)
        cls.user.password = "ana.able@example.com"
        cls.bo = cls._person("Bo Other")
        cls.url = f"/my/job-search/{cls.ana.id}"
        cls.passport = cls._kind("gb_british_passport")

    def setUp(self):
        super().setUp()
        self.authenticate(self.user.login, "ana.able@example.com")

    def _send(self, *files, kind=None, url=None, **form):
        sent = [("files", (name, content, "image/png")) for name, content in files] or None
        data = {"csrf_token": http.Request.csrf_token(self), "type_id": (kind or self.passport).id, **form}
        answer = self.url_open(f"{url or self.url}/eligibility", data=data, files=sent)
        self.env.invalidate_all()
        return answer

    def test_evidence_is_sent_and_waits_for_a_checker(self):
        page = self.url_open(self.url).text
        self.assertIn("My right to work", page)
        self.assertIn("We ask everybody for evidence", page)
        answer = self._send(("front.jpeg", JPEG), ("C:\\back.PDF", PDF))
        self.assertIn("Your files have arrived", answer.text)
        self.assertIn("2 files are with us", answer.text)
        check = self.ana.eligibility_ids
        self.assertEqual((check.standing, check.document_type_id), ("declared", self.passport))
        self.assertTrue(check.declared_on)
        files = check.with_user(self.checker).copy_ids.sorted("name")
        self.assertEqual(files.mapped("name"), ["back.pdf", "front.jpg"])
        self.assertEqual(files.mapped("mimetype"), ["application/pdf", "image/jpeg"])
        self.assertEqual(self.ana.may_work, "not_checked", "to declare is not to be checked")
        [activity] = self._told()
        self.assertEqual(activity.summary, f"Check the right to work: check no. {check.id}")
        self.assertNotIn("Ana", f"{activity.summary} {activity.note}", "it stands on no document, and names nobody")
        self.assertEqual(activity.with_user(self.checker).action_open_document()["res_id"], check.id)
        self.assertIn("Sent evidence", " ".join(self.ana.contact_ids.mapped("summary")))

    def test_more_joins_the_open_check(self):
        self._send(("front.jpg", JPEG))
        self._send(("back.jpg", JPEG), kind=self._kind("gb_irish_passport"))
        check = self.ana.eligibility_ids
        self.assertEqual((len(check), check.copy_count), (1, 2))
        self.assertEqual(check.document_type_id, self._kind("gb_irish_passport"))
        self.assertEqual(len(self._told()), 1)
        check.with_user(self.checker).action_seen()
        self._send(("more.jpg", JPEG), kind=self.passport)
        self.assertEqual(check.document_type_id, self._kind("gb_irish_passport"), "whoever looked says what it is")
        self.assertEqual((check.declared_type_id, check.standing), (self.passport, "declared"))

    def test_what_a_checker_began_stays(self):
        self._send(("front.jpg", JPEG))
        check = self.ana.eligibility_ids.with_user(self.checker)
        check.write({"route": "manual"})
        self.assertEqual(check.user_id, self.checker)
        check.answer_ids.answer = "yes"
        self._send(("more.jpg", JPEG), kind=self._kind("gb_irish_passport"))
        self.assertEqual((check.document_type_id, check.route), (self.passport, "manual"))
        self.assertEqual(set(check.answer_ids.mapped("answer")), {"yes"})
        self.assertEqual(check.declared_type_id, self._kind("gb_irish_passport"))
        with self.assertRaisesRegex(UserError, "sent more since you began"):
            check.action_pass()
        check.action_seen()
        check.action_pass()
        self.assertEqual(check.state, "passed")

    def test_a_check_has_one_activity_and_leaves_none_behind(self):
        self._send(("front.jpg", JPEG))
        first = self._told()
        first.with_user(self.checker).action_feedback()
        self._send(("more.jpg", JPEG))
        self.assertFalse(first.exists())
        self.assertEqual(len(self._told()), 1)
        self.ana.unlink()
        self.assertFalse(self._told())

    def test_after_a_decision_another_check_begins(self):
        self._send(("front.jpg", JPEG))
        check = self.ana.eligibility_ids.with_user(self.checker)
        check.write({"route": "manual"})
        check.answer_ids.answer = "yes"
        check.action_pass()
        self.assertIn("Your right to work is checked", self.url_open(self.url).text)
        self._send(("new.jpg", JPEG))
        self.assertEqual(self.ana.eligibility_ids.mapped("state"), ["to_check", "passed"])
        self.assertEqual(check.copy_count, 1, "a decided check keeps its copies as they were")

    def test_hostile_files_are_refused(self):
        for name, content, words in (
            ("page.png", b"<html><script>alert(1)</script></html>", "no PDF and no photo"),
            ("image.svg", b"<svg onload='alert(1)'/>", "no PDF and no photo"),
            ("run.pdf", b"MZ" + b"\0" * 500, "no PDF and no photo"),
            ("active.pdf", PDF + b"<< /S /JavaScript >>", "can do more than be read"),
            ("empty.jpg", b"", "file is empty"),
            ("huge.pdf", PDF + b"\0" * LARGEST, "larger than 10 MB"),
        ):
            with self.subTest(name):
                answer = self._send((name, content))
                self.assertEqual(answer.status_code, 200)
                self.assertIn(words, answer.text)
                self.assertFalse(self.ana.eligibility_ids)

    def test_one_bad_file_keeps_none(self):
        self._send(("front.jpg", JPEG), ("bad.html", b"<html/>"))
        self.assertFalse(self.ana.eligibility_ids)

    def test_not_more_than_a_check_needs(self):
        many = [(f"{number}.jpg", JPEG) for number in range(MOST_FILES + 3)]
        self.assertIn(f"At most {MOST_FILES} files", self._send(*many).text)
        self._send(*many[:MOST_FILES])
        self.assertEqual(self.ana.eligibility_ids.copy_count, MOST_FILES)
        self._send(("one.jpg", JPEG))
        self.assertEqual(self.ana.eligibility_ids.copy_count, MOST_FILES)

    def test_nothing_was_chosen(self):
        self.assertIn("Choose at least one file", self._send().text)
        self.assertIn("Choose at least one file", self._send(files="a text in place of a file").text)
        for wrong in (
            "",
            "x",
            "999999999",
            "-1",
            "1" * 5000,
            str(self._kind("gb_brp").id),
            str(self._kind("us_ead").id),
        ):
            self.assertEqual(self._send(("a.jpg", JPEG), type_id=wrong).status_code, 404)
        self.assertFalse(self.ana.eligibility_ids)

    def test_others_do_not_exist(self):
        for number in (self.bo.id, 999999999):
            self.assertEqual(self._send(("a.jpg", JPEG), url=f"/my/job-search/{number}").status_code, 404)
        self.assertFalse(self.bo.eligibility_ids)

    def test_nothing_changes_on_get_and_without_a_token(self):
        self.assertIn(self.url_open(f"{self.url}/eligibility?type_id={self.passport.id}").status_code, (404, 405))
        with mute_logger("odoo.http"):
            self.assertEqual(self._send(("a.jpg", JPEG), csrf_token="forged").status_code, 400)
        self.assertFalse(self.ana.eligibility_ids)

    def test_the_page_gives_no_copy_back(self):
        self._send(("front.jpg", JPEG))
        copy = self.ana.eligibility_ids.with_user(self.checker).copy_ids
        page = self.url_open(self.url).text
        self.assertNotIn(f"/web/content/{copy.id}", page)
        self.assertNotEqual(self.url_open(f"/web/content/{copy.id}").content, JPEG)

    def test_where_no_country_lists_documents_one_says_what_one_has(self):
        self.company.jobseeker_country_id = self.env.ref("base.br")
        self.assertIn("Not known yet", self.url_open(self.url).text)
        self._send(("front.jpg", JPEG), kind=self._kind("unknown"))
        self.assertEqual(self.ana.eligibility_ids.document_type_id, self._kind("unknown"))

    def test_without_a_checker_the_adviser_hears(self):
        self.env.ref("jobseeker_relations.group_eligibility_checker").user_ids = False
        self._send(("front.jpg", JPEG))
        self.assertIn("ask for a checker", self.ana.activity_ids.summary)
