import re

from odoo import http
from odoo.tests import HttpCase, freeze_time, tagged

from .need_case import NeedCase


@tagged("post_install", "-at_install")
class TestPortalNeeds(NeedCase, HttpCase):
    """“What I need” on the jobseeker's page, by their own hand; nobody else's needs exist there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._portal_user(cls.partner)
        cls.user.password = "ana.needs@example.com"
        cls.pay = cls._need("pay", "28000")
        cls.secret = cls._need("adjustments", "A desk for a wheelchair")
        cls.gone = cls._need("other", "A car", state="open")
        cls.gone.state = "withdrawn"
        cls.bo = cls._jobseeker(cls.env["res.partner"].create({"name": "Bo Other", "email": "bo@example.com"}))
        cls.theirs = cls._need("pay", "99999", jobseeker=cls.bo)
        cls.url = f"/my/job-search/{cls.ana.id}"

    def setUp(self):
        super().setUp()
        self.authenticate(self.user.login, "ana.needs@example.com")

    def _post(self, path, follow=True, **form):
        data = {"csrf_token": http.Request.csrf_token(self), **form}
        return self.url_open(f"{self.url}/needs/{path}", data=data, allow_redirects=follow)

    def test_the_page_shows_ones_own_and_changes_nothing(self):
        changes = self.env["hr.jobseeker.need.change"].search_count([])
        page = self.url_open(self.url).text
        self.assertIn("What I need", page)
        self.assertIn("28000", page)
        self.assertIn("A desk for a wheelchair", page)
        for hidden in ("A car", "99999", "Bo Other"):
            self.assertNotIn(hidden, page)
        self.assertEqual(self.env["hr.jobseeker.need.change"].search_count([]), changes)

    def test_nothing_changes_on_get(self):
        for path in ("confirm", "add", f"{self.pay.id}/change?value=1", f"{self.pay.id}/withdraw"):
            self.assertIn(self.url_open(f"{self.url}/needs/{path}").status_code, (404, 405))
        self.assertEqual((self.pay.value, self.pay.state, self.pay.confirmed_on), ("28000", "open", False))

    def _shown(self):
        return re.search(r'name="shown" value="(\w+)"', self.url_open(self.url).text)[1]

    def test_what_changed_meanwhile_is_not_confirmed(self):
        shown = self._shown()
        self.pay.value = "31000"
        for typed in (shown, "", "x"):
            answer = self._post("confirm", shown=typed)
            self.assertIn("This has changed since you opened the page", answer.text)
        self.assertFalse((self.pay | self.secret).filtered("confirmed_on"))
        self._post("confirm", shown=self._shown())
        self.assertTrue(self.pay.confirmed_on)

    def test_all_still_true(self):
        page = self._post("confirm", shown=self._shown())
        self.assertIn("still true", page.text)
        self.assertTrue(self.pay.confirmed_on and self.secret.confirmed_on)
        self.assertEqual(self.pay.confirmed_by_id, self.user)
        self.assertTrue(self.ana.requirements_confirmed_on)
        row = self.assertLedger(self.ana, [("in", "portal", "personal", None)])
        self.assertEqual((row.qualifying, row.asks_answer), (True, False))
        self.assertFalse(self.ana.waiting_since)
        self.assertFalse(self.ana.activity_ids)

    def test_a_change_is_stored_with_its_history_and_told_once(self):
        answer = self._post(f"{self.pay.id}/change", follow=False, value="30,000 - 34,000")
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith("#needs"))
        self.assertEqual(self.pay.value, "30000 – 34000")
        change = self.pay.change_ids.filtered(lambda change: change.field == "value")
        self.assertEqual((change.old, change.asked_by, change.user_id), ("28000", "jobseeker", self.user))
        self.assertEqual(self.ana.activity_ids.summary, "Ana Needs changed one need")
        self._post(f"{self.secret.id}/change", value="A quiet room")
        self.env.invalidate_all()
        self.assertEqual(self.ana.activity_ids.summary, "Ana Needs changed 2 needs")
        self.assertEqual(self.ana.activity_ids.user_id, self.officer)
        self.assertNotIn("quiet", " ".join(self.ana.sudo().contact_ids.mapped("summary")))

    def test_saving_what_was_there_does_nothing(self):
        changes = len(self.pay.change_ids)
        self.assertIn("Nothing was changed", self._post(f"{self.pay.id}/change", value=" 28,000 ").text)
        self.env.invalidate_all()
        self.assertEqual(len(self.pay.change_ids), changes)
        self.assertFalse(self.ana.activity_ids or self.ana.sudo().contact_ids)

    def test_the_count_begins_with_the_advisers_day(self):
        """Midnight in Tokyo is 15:00 UTC of the day before."""
        self.officer.tz = "Asia/Tokyo"
        ana = self.ana.with_user(self.user).sudo()
        with freeze_time("2026-03-02 14:00:00"):
            ana._change_own_need(self.pay.id, "29000")
        self.assertEqual(self.ana.activity_ids.summary, "Ana Needs changed one need")
        with freeze_time("2026-03-02 16:00:00"):  # 3 March, 01:00
            ana._change_own_need(self.secret.id, "A quiet room")
            self.assertEqual(ana._count_needs_changed_today(self.officer), 1)
        with freeze_time("2026-03-03 14:59:00"):
            ana._change_own_need(self.pay.id, "30000")
            self.assertEqual(ana._count_needs_changed_today(self.officer), 2)

    def test_colleagues_read_of_it_in_their_language(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        ana = self.ana.with_user(self.user).sudo().with_context(lang="pl_PL")
        ana._change_own_need(self.pay.id, "29000")
        ana._withdraw_own_need(self.pay.id)
        ana._confirm_own_needs(ana._get_open_needs()._get_fingerprint())
        self.assertEqual(
            self.ana.sudo().contact_ids.sorted("id").mapped("summary"),
            ["Changed what they need", "Took back something they needed", "Confirmed what they need"],
        )
        activity = self.ana.activity_ids
        self.assertEqual(activity.summary, "Ana Needs changed one need")
        self.assertIn("See “What They Want”.", activity.note)
        state = self.pay.change_ids.filtered(lambda change: change.field == "state")
        self.assertEqual((state.new, state.asked_by), ("Withdrawn", "jobseeker"))

    def test_what_cannot_be_read_is_shown_again(self):
        answer = self._post(f"{self.pay.id}/change", value="a good deal more")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("is not a number. Write one", answer.text)
        self.assertIn('value="a good deal more"', answer.text)
        self.assertEqual(self.pay.value, "28000")
        answer = self._post("add", type_id=self._type("hours").id, name="Mornings", value="lots")
        self.assertIn('value="Mornings"', answer.text)
        self.assertIn('value="lots"', answer.text)
        self.assertEqual(len(self.ana.sudo().need_ids), 3)

    def test_something_is_added(self):
        self._post("add", type_id=self._type("feedback").id, name="", value="Why they said no")
        need = self.ana.sudo().need_ids.filtered(lambda need: need.type_id == self._type("feedback"))
        self.assertEqual((need.name, need.kind, need.value), ("Feedback", "expectation", "Why they said no"))
        self.assertEqual((need.asked_by, need.confirmed_by_id), ("jobseeker", self.user))
        self.assertEqual(self._post("add", type_id="x", value="y").status_code, 404)

    def test_the_same_twice_is_one_that_is_confirmed(self):
        for value in ("Why they said no", " Why  they said no "):
            self._post("add", type_id=self._type("feedback").id, name="", value=value)
        self._post("add", type_id=self._type("pay").id, name=self.pay.name, value="28,000")
        self.env.invalidate_all()
        needs = self.ana.sudo().need_ids
        self.assertEqual(len(needs.filtered(lambda need: need.type_id == self._type("feedback"))), 1)
        self.assertEqual(needs.filtered(lambda need: need.type_id == self._type("pay")), self.pay)
        self.assertEqual(self.pay.confirmed_by_id, self.user)
        self._post("add", type_id=self._type("feedback").id, name="", value="How I did")
        self.env.invalidate_all()
        self.assertEqual(len(self.ana.sudo().need_ids), 5)

    def test_something_is_taken_back_once(self):
        self._post(f"{self.pay.id}/withdraw")
        self.assertEqual(self.pay.state, "withdrawn")
        self.assertEqual(self._post(f"{self.pay.id}/withdraw").status_code, 404)

    def test_the_needs_of_others_do_not_exist(self):
        for path in (f"{self.theirs.id}/change", f"{self.theirs.id}/withdraw", "999999999/change"):
            self.assertEqual(self._post(path, value="1").status_code, 404)
        self.url = f"/my/job-search/{self.bo.id}"
        for path in ("confirm", "add", f"{self.theirs.id}/change", f"{self.theirs.id}/withdraw"):
            self.assertEqual(self._post(path, type_id=self._type("pay").id, value="1").status_code, 404)
        self.assertEqual((self.theirs.value, self.theirs.state), ("99999", "open"))

    def test_without_the_page_a_portal_user_has_nothing(self):
        needs = self.env["hr.jobseeker.need"].with_user(self.user)
        self.assertFalse(needs.has_access("read"))
        self.assertFalse(self.env["hr.jobseeker.need.type"].with_user(self.user).has_access("read"))
