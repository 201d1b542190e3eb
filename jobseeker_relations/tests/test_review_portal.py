from odoo import fields, http
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .review_case import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewPortal(ReviewCase, HttpCase):
    """“My reviews and meetings”: what was written for the person, on their clock, and a way to ask for another time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._person()
        cls.portal = new_test_user(
            cls.env, "ana_portal", groups="base.group_portal", partner_id=cls.person.partner_id.id, name="Ana"
        )
        cls.stranger = cls._person("Stranger")
        today = fields.Date.today()
        held = cls._review(cls.person, fields.Date.subtract(today, days=30))
        held.write(
            {
                "summary": "You found two good openings.",
                "internal_note": "Tired of it all",
                "conclusion": "continue",
                "held_on": fields.Date.subtract(today, days=30),
                "next_review_on": fields.Date.add(today, days=30),
            }
        )
        held.action_conclude()
        cls.review = cls._review(cls.person, fields.Date.add(today, days=5))
        cls.theirs = cls._review(cls.stranger, fields.Date.add(today, days=5))

    def setUp(self):
        super().setUp()
        self.authenticate("ana_portal", "ana_portal")

    def _page(self):
        return self.url_open(f"/my/job-search/{self.person.id}")

    def _suggest(self, person, review, text):
        url = f"/my/job-search/{person.id}/reviews/{review.id}/suggest"
        data = {"suggestion": text, "csrf_token": http.Request.csrf_token(self)}
        return self.url_open(url, data=data, allow_redirects=False)

    def test_the_page_shows_what_was_written_for_the_person(self):
        page = self._page()
        self.assertEqual(page.status_code, 200)
        self.assertIn("You found two good openings.", page.text)
        self.assertIn("we go on as agreed", page.text)
        self.assertNotIn("Tired of it all", page.text)

    def test_a_meeting_is_said_on_the_persons_clock(self):
        self.person.partner_id.tz = "Pacific/Auckland"
        day = fields.Date.add(fields.Date.today(), days=9)
        self.review.start_at = f"{day} 20:15:00"
        page = self._page()
        self.assertIn("(Auckland time)", " ".join(page.text.split()).replace("<span>", "").replace("</span>", ""))
        self.assertRegex(page.text, r"0[89]:15")

    def test_a_suggestion_reaches_the_adviser_once(self):
        for _again in range(2):
            answer = self._suggest(self.person, self.review, "Thursday after 16:00")
            self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.review.suggestion, "Thursday after 16:00")
        asked = self.person.activity_ids.filtered(lambda activity: "another time" in (activity.summary or ""))
        self.assertEqual(len(asked), 1)
        self.assertEqual(asked.user_id, self.officer)
        words = self.person.contact_ids.filtered(lambda row: row.direction == "in")
        self.assertRecordValues(words, [{"channel": "portal", "nature": "personal", "qualifying": True}])
        self.assertTrue(self.person.waiting_since, "a word of theirs waits for an answer")
        self.assertIn("Thursday after 16:00", self._page().text)

    def test_nobody_elses_review_exists(self):
        self.assertEqual(self._suggest(self.person, self.theirs, "x").status_code, 404)
        self.assertEqual(self._suggest(self.stranger, self.theirs, "x").status_code, 404)
        self.assertEqual(self._suggest(self.person, self.Review.browse(2**31 - 1), "x").status_code, 404)
        self.assertFalse(self.theirs.suggestion)

    @mute_logger("odoo.http")
    def test_nothing_changes_by_looking_or_without_a_token(self):
        url = f"/my/job-search/{self.person.id}/reviews/{self.review.id}/suggest"
        self.assertIn(self.url_open(url).status_code, (404, 405))
        self.assertEqual(self.url_open(url, data={"suggestion": "x"}).status_code, 400)
        self.assertFalse(self.review.suggestion)

    def test_long_and_empty_words(self):
        self._suggest(self.person, self.review, "   ")
        self.assertFalse(self.review.suggestion)
        self._suggest(self.person, self.review, "<b>" + "x" * 5000)
        self.assertEqual(len(self.review.suggestion), 1000)
        self.assertIn("&lt;b&gt;", self._page().text)
