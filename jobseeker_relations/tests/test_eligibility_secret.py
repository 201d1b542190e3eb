import base64

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .eligibility_case import CHECKER, PDF, EligibilityCase

#: What would tell a recruiter of nationality or of the end of a permission.
SECRETS = ("document_type_id", "expires_on", "follow_up_on", "restrictions", "validity", "notice_on", "standing")
REFUSED = "AccessError|UserError|ValueError"


@tagged("post_install", "-at_install")
class TestEligibilitySecret(EligibilityCase, HttpCase):
    """Officers see a verdict; checkers see documents, and each look is on record for the data protection officer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.officer, cls.manager, cls.checker, cls.data_officer):
            user.password = user.login * 3
            user.group_ids += cls.env.ref("base.group_allow_export")
        cls.application = cls._application("Ana Able", "ana.able@example.com")
        cls.ana = cls.application.jobseeker_id
        cls.ana.adviser_id = cls.officer
        cls.check = cls._limited("2199-03-08", person=cls.ana, restrictions="20 hours a week")
        cls.copy = cls.check.copy_ids
        cls.Log = cls.env["hr.eligibility.evidence.read"]

    def _sign_in(self, user):
        self.authenticate(user.login, user.login * 3)

    def _rpc(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _assert_refused(self, *call, **kwargs):
        with self.assertRaises(Exception) as refused, mute_logger("odoo.http", "odoo.sql_db"):
            self._rpc(*call, **kwargs)
        self.assertRegex(f"{refused.exception}", f"{REFUSED}|access|rights|chosen by|not stored|Cannot convert", call)

    # --- officers -------------------------------------------------------------------------------------

    def test_an_officer_sees_the_verdict_alone(self):
        for user in (self.officer, self.manager):
            self._sign_in(user)
            [row] = self._rpc("hr.jobseeker", "read", self.ana.ids, ["may_work", "eligibility_stop"])
            self.assertEqual((row["may_work"], row["eligibility_stop"]), ("checked", False))
            for model in ("hr.jobseeker", "hr.applicant"):
                self.assertNotIn("eligibility_ids", self._rpc(model, "fields_get"))
            form = self._rpc("hr.jobseeker", "get_views", [[False, "form"]])["views"]["form"]["arch"]
            self.assertIn("may_work", form)
            for secret in ("eligibility_ids", "document_type_id", "follow_up_on", "action_check_eligibility"):
                self.assertNotIn(secret, form)
            self._assert_refused("hr.jobseeker.eligibility", "read", self.check.ids, ["state"])
            self._assert_refused("hr.jobseeker.eligibility", "search", [])
            self._assert_refused("hr.jobseeker.eligibility.answer", "search", [])
            self._assert_refused("hr.eligibility.evidence.read", "search", [])

    def test_nobody_is_searched_sorted_grouped_or_exported_by_it(self):
        """The same for everybody by whom people are chosen, and the verdict for checkers, too."""
        for user in (self.officer, self.manager):
            self._sign_in(user)
            for name in SECRETS:
                for model in ("hr.jobseeker", "hr.applicant"):
                    path = f"eligibility_ids.{name}"
                    self._assert_refused(model, "search", [(path, "!=", False)])
                    self._assert_refused(model, "search_count", [(path, "!=", False)])
                    self._assert_refused(model, "search", [("eligibility_ids", "any", [(name, "!=", False)])])
                    self._assert_refused(model, "export_data", [1], [path.replace(".", "/")])
                    self._assert_refused(model, "web_search_read", [], {"eligibility_ids": {"fields": {name: {}}}})
                self._assert_refused("hr.jobseeker.eligibility", "formatted_read_group", [], [name], ["__count"])
                self._assert_refused("hr.jobseeker.eligibility", "export_data", self.check.ids, [name])
            for path in (
                "partner_id.jobseeker_ids.eligibility_ids",
                "applicant_ids.eligibility_ids",
                "contact_ids.jobseeker_id.eligibility_ids.expires_on",
            ):
                self._assert_refused("hr.jobseeker", "search", [(path, "!=", False)])
        for user in (self.officer, self.manager):
            self._sign_in(user)
            for path in ("birth_date", "applicant_ids.jobseeker_id.birth_date"):
                self._assert_refused("hr.jobseeker", "search", [(path, "!=", False)])
            self._assert_refused("hr.jobseeker", "read", self.ana.ids, ["birth_date"])
            self._assert_refused("hr.jobseeker", "formatted_read_group", [], ["birth_date:month"], ["__count"])
        for user in (self.officer, self.manager, self.checker):
            self._sign_in(user)
            for value in ("checked", "stop"):
                self._assert_refused("hr.jobseeker", "search", [("may_work", "=", value)])
                self._assert_refused("hr.applicant", "search", [("jobseeker_id.may_work", "=", value)])
            self._assert_refused("hr.jobseeker", "search", [], order="may_work")
            self._assert_refused("hr.jobseeker", "formatted_read_group", [], ["may_work"], ["__count"])
            self._assert_refused("hr.jobseeker", "formatted_read_group", [], ["eligibility_stop"], ["__count"])

    def test_no_list_shows_it(self):
        views = self.env["ir.ui.view"].search(
            [("model", "in", ("hr.jobseeker", "hr.applicant")), ("type", "not in", ("form", "qweb"))]
        )
        self.assertGreater(len(views), 5)
        for view in views:
            for word in ("may_work", "eligibility_"):
                self.assertNotIn(word, view.arch_db, view.name)

    def test_an_officer_opens_no_copy(self):
        for user in (self.officer, self.manager):
            self._sign_in(user)
            self.assertNotEqual(self.url_open(f"/web/content/{self.copy.id}").content, PDF)
            self.assertNotEqual(self.url_open(f"/web/image/{self.copy.id}").content, PDF)
            self._assert_refused("ir.attachment", "read", self.copy.ids, ["name"])
            self._assert_refused("ir.attachment", "read", self.copy.ids, ["datas"])
            domain = [("res_model", "=", "hr.jobseeker.eligibility")]
            with mute_logger("odoo.http"):
                try:
                    self.assertEqual(self._rpc("ir.attachment", "search_read", domain, ["name"]), [])
                except Exception as error:  # noqa: BLE001 a refusal is as good
                    self.assertRegex(str(error), REFUSED + "|access|rights")
            self.assertEqual(self._rpc("ir.attachment", "search_read", [("id", "=", self.copy.id)], ["name"]), [])
            self._assert_refused("ir.attachment", "write", self.copy.ids, {"public": True})
            self._assert_refused("hr.jobseeker.eligibility", "action_destroy_copies", self.check.ids)
            for method in ("action_pass", "action_fail", "action_seen", "action_correct", "action_check_anew"):
                self._assert_refused("hr.jobseeker.eligibility", method, self.check.ids)
            self._assert_refused("hr.jobseeker", "action_check_eligibility", self.ana.ids)
            self._assert_refused(
                "hr.jobseeker.eligibility.correct", "create", {"eligibility_id": self.check.id, "reason": "x"}
            )
        self.assertFalse(self.Log.search([("file_number", "=", self.copy.id)]))

    # --- who opens a copy is on record ----------------------------------------------------------------

    def _opened(self, user):
        """How each opening of that user went through; they are forgotten for the next question."""
        rows = self.Log.search([("user_id", "=", user.id)], order="id")
        self.assertEqual(rows.jobseeker_id, self.ana if rows else self.ana.browse())
        through = rows.mapped("through")
        rows.unlink()
        return through

    @mute_logger("odoo.http")  # which says that it asks again with a cursor that writes
    def test_each_opening_is_logged(self):
        self._opened(self.checker)
        self._sign_in(self.checker)
        self.assertEqual(self.url_open(f"/web/content/{self.copy.id}?download=true").content, PDF)
        self.assertEqual(self._opened(self.checker), ["page"])
        self.url_open(f"/web/image/{self.copy.id}")
        self.assertEqual(self._opened(self.checker), ["page"])
        self.assertEqual(self.url_open(f"/web/content?model=ir.attachment&id={self.copy.id}&field=datas").content, PDF)
        self.assertEqual(self._opened(self.checker), ["page"])
        for field in ("raw", "datas"):
            with self.subTest(field):
                call = ("ir.attachment", "read", self.copy.ids, [field])
                try:
                    self._rpc(*call)
                except Exception as error:  # noqa: BLE001 raw bytes are no JSON: refused after it was read
                    self.assertEqual(field, "raw", error)
                else:
                    self.assertEqual(self._opened(self.checker), ["program"])
        self._opened(self.checker)
        self._rpc("ir.attachment", "export_data", self.copy.ids, ["name", "datas"])
        self.assertEqual(self._opened(self.checker), ["program"])
        self._rpc("hr.jobseeker.eligibility", "web_read", self.check.ids, {"copy_ids": {"fields": {"name": {}}}})
        self.assertEqual(self._opened(self.checker), [], "its name alone was told")

    @mute_logger("odoo.http")
    def test_where_files_are_kept_in_the_database(self):
        self.env["ir.config_parameter"].sudo().set_param("ir_attachment.location", "db")
        copy = self._attach(self._open(), name="other.pdf")
        self.assertTrue(copy.sudo().db_datas)
        self.env.flush_all()
        self._opened(self.checker)
        self._sign_in(self.checker)
        for call in (("read", copy.ids, ["db_datas"]), ("search_read", [("id", "=", copy.id)], ["db_datas"])):
            self._assert_refused("ir.attachment", *call)
        self._assert_refused("ir.attachment", "export_data", copy.ids, ["db_datas"])
        self.assertEqual(self._opened(self.checker), [])
        self.assertEqual(self.url_open(f"/web/content/{copy.id}").content, PDF)
        self.assertIn("page", self._opened(self.checker))
        [row] = self._rpc("ir.attachment", "read", copy.ids, ["datas"])
        self.assertEqual(base64.b64decode(row["datas"]), PDF)
        self.assertEqual(self._opened(self.checker), ["program"])

    def test_the_log_says_who_when_and_what(self):
        self.copy.with_user(self.checker).raw  # noqa: B018 reading it is the point
        self.env.invalidate_all()
        row = self.Log.with_user(self.data_officer).search([("user_id", "=", self.checker.id)], limit=1)
        self.assertEqual(
            (row.file_name, row.file_number, row.eligibility_id), ("passport.pdf", self.copy.id, self.check)
        )
        self.assertTrue(row.read_at)
        for user in (self.data_officer, self.checker, self.manager):
            log = self.Log.with_user(user)
            self.assertFalse(log.has_access("write") or log.has_access("create") or log.has_access("unlink"))
        self.assertFalse(self.Log.with_user(self.checker).has_access("read"))

    def test_the_system_opens_nothing(self):
        self.assertEqual(self.env.uid, SUPERUSER_ID)
        self.env.invalidate_all()
        self.assertEqual(self.copy.with_user(SUPERUSER_ID).raw, PDF)
        self.assertFalse(self.Log.search([("user_id", "=", SUPERUSER_ID)]))

    def test_the_data_officer_sees_checks_and_no_copies(self):
        check = self.check.with_user(self.data_officer)
        self.assertEqual((check.state, check.copy_count), ("passed", 1))
        with self.assertRaises(AccessError):
            check.copy_ids.ids  # noqa: B018
        files = self.env["ir.attachment"].with_user(self.data_officer)
        for domain in ([("res_model", "=", check._name)], [("id", "=", self.copy.id)], [("name", "=", "passport.pdf")]):
            self.assertFalse(files.search(domain))
            self.assertFalse(files.search_read(domain, ["datas"]))
        with self.assertRaises(AccessError):
            self.copy.with_user(self.data_officer).read(["name"])
        self._sign_in(self.data_officer)
        self.assertNotEqual(self.url_open(f"/web/content/{self.copy.id}").content, PDF)
        with self.assertRaises(AccessError):
            check.write({"user_id": False})
        form = self._rpc("hr.jobseeker.eligibility", "get_views", [[False, "form"]])["views"]["form"]["arch"]
        self.assertNotIn("copy_ids", form)
        self.assertNotIn("action_pass", form)
        self.assertIn("action_destroy_copies", form)

    def test_no_token_and_no_publication_opens_a_copy(self):
        copy = self._attach(self._open())
        for vals in (
            {"public": True},
            {"access_token": "x"},
            {"res_model": "res.partner", "res_id": 1},
            {"type": "url"},
        ):
            with self.assertRaisesRegex(UserError, "a file of its check"):
                copy.write(vals)
        with self.assertRaises(UserError):
            copy.generate_access_token()
        with self.assertRaises(UserError):
            self.env["ir.attachment"].with_user(self.checker).create(
                {"name": "x", "raw": PDF, "res_model": copy.res_model, "res_id": copy.res_id, "public": True}
            )
        self.copy.sudo().access_token = "secret"
        self.env.flush_all()
        self._sign_in(self.officer)
        self.assertNotEqual(self.url_open(f"/web/content/{self.copy.id}?access_token=secret").content, PDF)

    def test_nobodys_file_becomes_evidence_by_its_number(self):
        check = self._open()
        theirs = self.env["ir.attachment"].create(
            {"name": "pay.pdf", "raw": PDF, "res_model": "res.users", "res_id": 2}
        )
        for file in (theirs, self.copy):
            with self.assertRaises(AccessError):
                check.write({"copy_ids": [(4, file.id)]})
        own = self.env["ir.attachment"].with_user(self.checker)
        loose = own.create({"name": "a.pdf", "raw": PDF, "res_model": check._name, "res_id": 0})
        check.write({"copy_ids": [(4, loose.id)]})
        self.assertEqual(loose.res_id, check.id)
        self.env.invalidate_all()
        check.write({"copy_ids": [(3, loose.id)]})
        self.assertFalse(loose.exists())

    def test_words_of_a_document_are_not_indexed(self):
        copy = self._attach(self._open(), b"Passport of Ana Able 123456", name="passport.txt")
        self.assertFalse(copy.index_content)

    def test_an_upload_of_the_form_is_a_copy(self):
        check = self._open()
        self.env.flush_all()
        self._sign_in(self.checker)
        files = {"ufile": ("passport.pdf", PDF, "application/pdf")}
        data = {"model": check._name, "id": check.id, "csrf_token": self._csrf()}
        self.url_open("/web/binary/upload_attachment", data=data, files=files)
        self.env.invalidate_all()
        self.assertEqual(check.copy_ids.mapped("name"), ["passport.pdf"])
        data["id"] = self.check.id
        answer = self.url_open("/web/binary/upload_attachment", data=data, files=files)
        self.assertIn("error", answer.text)
        self.env.invalidate_all()
        self.assertEqual(len(self.check.copy_ids), 1)

    def _csrf(self):
        from odoo import http

        return http.Request.csrf_token(self)

    def test_company_b_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Company B"})
        theirs = self._user("theirs", f"{CHECKER},jobseeker_relations.group_data_protection_officer")
        theirs.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.copy.with_user(self.checker).raw  # noqa: B018
        for model in ("hr.jobseeker.eligibility", "hr.jobseeker.eligibility.answer", "hr.eligibility.evidence.read"):
            self.assertFalse(self.env[model].with_user(theirs).search([]))
        with self.assertRaises(AccessError):
            self.check.with_user(theirs).read(["state"])
        with self.assertRaises(AccessError):
            self.copy.with_user(theirs).read(["datas"])
        with self.assertRaises(AccessError):
            self._open().with_user(theirs).action_pass()

    def test_others_have_nothing(self):
        portal = self._portal_user(self.ana.partner_id)
        for user in (portal, self.interviewer, self.officer, self.manager):
            for model in (
                "hr.jobseeker.eligibility",
                "hr.jobseeker.eligibility.answer",
                "hr.eligibility.evidence.read",
            ):
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(self.env[model].with_user(user).has_access(operation), (user.name, model))

    def test_base64_of_it_is_what_was_sent(self):
        self.assertEqual(base64.b64decode(self.copy.with_user(self.checker).datas), PDF)
