import re

from odoo.tests import freeze_time, tagged

from .page_case import PageCase
from .refresh_case import MONDAY, RefreshCase


@tagged("post_install", "-at_install")
class TestRefreshPage(RefreshCase, PageCase):
    """Behind the link of the letter: GET shows, POST answers; one tap for all, or line by line, each saved alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls.env["hr.jobseeker.need"].create(
            {"jobseeker_id": cls.ana.id, "type_id": cls._type("adjustments").id, "value": "A ramp"}
        )
        with freeze_time(MONDAY):
            cls.bo = cls._person_with_needs("Bo")
        cls.path = "/" + cls.ana._get_link("requirements", 60).split("/", 3)[3]

    def _post(self, need=None, page=None, **values):
        page = page or self._get()
        token = self._read_token(page)
        shown = re.search(r'name="shown" value="(\w+)"', page.text)
        path = f"{self.path}/{need.id}" if need else self.path
        answer = self.url_open(path, data={"csrf_token": token, "shown": shown and shown[1], **values})
        self.env.invalidate_all()
        return answer

    def test_it_shows_their_own_words_and_changes_nothing(self):
        page = self._get()
        self.assertEqual((page.status_code, page.headers["Cache-Control"]), (200, "no-store"))
        for words in ("28000", "Lisbon, 30 km", "all of this is still true"):
            self.assertIn(words, page.text)
        self.assertNotIn("A ramp", page.text, "whoever has the letter reads the page")
        self._get(f"{self.path}?answer=all")
        self.assertEqual(self._get(f"{self.path}/{self.pay.id}?act=keep").status_code, 405)
        self.env.invalidate_all()
        self.assertFalse(self.ana.contact_ids)
        self.assertEqual(self._get("/jobseeker/requirements/xx").status_code, 404)
        other = "/" + self.ana._get_link("still-looking", 60).split("/", 3)[3].replace("still-looking", "requirements")
        self.assertEqual(self._get(other).status_code, 404, "a link for one purpose opens no other")

    def test_one_tap_confirms_all_of_it(self):
        page = self._post(answer="all")
        self.assertIn("all of this is true today", page.text)
        for need in (self.pay, self.place):
            self.assertTrue(need.confirmed_by_person)
            self.assertFalse(need.confirmed_by_id, "they have no account")
            self.assertNotEqual(str(need.confirmed_on), "2026-03-02")
        self.assertFalse(self.secret.confirmed_on)
        self.assertEqual(self.ana.still_looking_answer, "yes")
        [word] = self.ana.contact_ids
        self.assertEqual((word.direction, word.qualifying, word.asks_answer), ("in", True, False))
        [change] = self.pay.change_ids.filtered(lambda change: change.field == "confirmed_on")[:1]
        self.assertFalse(change.user_id)
        self._post(answer="all")
        self.assertEqual(self.ana.state, "active")

    def test_what_changed_meanwhile_is_not_confirmed(self):
        page = self._get()
        self.pay.value = "31000"
        answer = self._post(page=page, answer="all")
        self.assertIn("This has changed since you opened the page", answer.text)
        self.assertFalse(self.pay.confirmed_on)

    def test_each_line_is_saved_by_itself(self):
        page = self._post(self.pay, act="save", value="30,000 - 34,000")
        self.assertIn("1 of 2 confirmed today", page.text)
        self.assertEqual(self.pay.value, "30000 – 34000")
        self.assertTrue(self.pay.confirmed_by_person)
        self.assertEqual(str(self.place.confirmed_on), "2026-03-02", "the other line waits")
        self.assertEqual(self.ana.activity_ids.summary, "Ana changed one need")
        self._post(self.place, act="keep")
        self.assertNotEqual(str(self.place.confirmed_on), "2026-03-02")
        self._post(self.place, act="save", value="Lisbon, 30 km")
        self.assertEqual(len(self.ana.activity_ids), 1, "the same value is a confirmation")
        self._post(self.place, act="drop")
        self.assertEqual(self.place.state, "withdrawn")
        self.assertEqual(self.ana.activity_ids.summary, "Ana changed 2 needs")

    def test_what_cannot_be_read_is_shown_again_with_the_reason(self):
        page = self._post(self.pay, act="save", value="a lot")
        self.assertIn("a lot", page.text)
        self.assertIn('role="alert"', page.text)
        self.assertEqual(self.pay.value, "28000")

    def test_no_line_of_anybody_else_and_nothing_sensitive(self):
        for need in (self.bo.need_ids[0], self.secret):
            page = self._post(need, act="drop")
            self.assertIn("This line has changed", page.text)
            self.assertEqual(need.state, "open")
        self._post(self.pay, act="nonsense")
        self.assertEqual(str(self.pay.confirmed_on), "2026-03-02")

    def test_the_other_answers_are_those_of_still_looking(self):
        page = self._post(answer="found")
        self.assertIn("We are glad that you found something", page.text)
        self.assertEqual(self.ana.seeking, "passive")
        self._post(answer="undo")
        self.assertEqual(self.ana.seeking, "active")
        page = self._post(answer="later", until="2020-01-01")
        self.assertIn("Choose a day after today", page.text)

    def test_still_looking_leads_to_it(self):
        path = "/" + self.ana._get_link("still-looking", 60).split("/", 3)[3]
        self.path, own = path, self.path
        page = self._post(answer="yes")
        self.assertIn("/jobseeker/requirements/", page.text)
        self.path = own
        self.assertNotIn('value="yes"', self._get().text, "one button says it all")
