import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, freeze_time, new_test_user, tagged

from odoo.addons.mail.tests.common import MockEmail

from .signpost_case import MONDAY, SignpostCase


@tagged("post_install", "-at_install")
class TestSignpost(SignpostCase, MockEmail, HttpCase):
    """A referral elsewhere: nothing is told to anybody without the person's yes, and what came of it stays."""

    @freeze_time(MONDAY)
    def test_recorded_with_its_yes_and_its_outcome(self):
        signpost = self._signpost()
        self.assertEqual((signpost.state, signpost.user_id, str(signpost.date)), ("draft", self.officer, "2026-03-02"))
        self._record(signpost, channel="meeting")
        self.assertRecordValues(
            signpost,
            [
                {
                    "state": "agreed",
                    "consent_channel": "meeting",
                    "consent_proof": "Yes, do",
                    "consent_by_id": self.officer.id,
                    "shares_data": False,
                }
            ],
        )
        self.assertEqual(str(signpost.consent_at), MONDAY)
        with self.assertRaisesRegex(UserError, "choose an outcome"):
            signpost.action_closed()
        signpost.write({"outcome": "work", "outcome_note": "Deckhand since June"})
        signpost.action_closed()
        self.assertEqual((signpost.state, str(signpost.closed_on)), ("closed", "2026-03-02"))
        with self.assertRaisesRegex(UserError, "stays as it was"):
            signpost.reason = "Another"
        with self.assertRaises(AccessError):
            signpost.unlink()
        self.assertFalse(self._to_the_body(), "nothing was sent")

    @freeze_time(MONDAY)
    def test_told_once_from_two_tabs(self):
        signpost = self._signpost()
        signpost.action_propose()
        with self.assertRaisesRegex(UserError, "Ana was told already"):
            signpost.action_propose()
        self.assertEqual(len(self.Mail.search([("recipient_ids", "in", self.ana.partner_id.ids)])), 1)
        self._record(signpost, answer="no")
        signpost.action_propose()  # they changed their mind

    @freeze_time(MONDAY)
    def test_nobody_forges_a_yes(self):
        signpost = self._signpost(state="agreed", outcome="work")
        self.assertEqual((signpost.state, signpost.outcome), ("draft", False))
        for vals, error in (
            ({"state": "agreed"}, UserError),
            ({"state": "declined"}, UserError),
            ({"state": "closed"}, ValidationError),
            ({"consent_at": MONDAY}, AccessError),
            ({"shares_data": True}, AccessError),
            ({"introduced_at": MONDAY}, AccessError),
            ({"reason": " "}, ValidationError),
        ):
            with self.subTest(vals), self.assertRaises(error), self.env.cr.savepoint():
                signpost.write(vals)
                self.env.flush_all()
        for vals in ({"words": " "}, {"answered_at": "2026-03-03 10:00:00"}):
            with self.subTest(vals), self.assertRaises(UserError), self.env.cr.savepoint():
                self._record(signpost, **vals)

    @freeze_time(MONDAY)
    def test_the_body_hears_of_them_only_with_their_yes_to_that(self):
        signpost = self._signpost()
        for answer in (None, {}, {"answer": "no"}):
            if answer is not None:
                self._record(signpost, **answer)
            with self.assertRaisesRegex(UserError, "has not agreed that we give their details"):
                signpost.action_introduce()
        self._record(signpost, shares_data=True)
        self.body.email = False
        with self.assertRaisesRegex(UserError, "has no e-mail address"):
            signpost.action_introduce()
        self.body.email = "crew@example.com"
        signpost.action_introduce()
        [mail] = self._to_the_body()
        for words in ("Ana", "ana@example.com", "+351912345678"):
            self.assertIn(words, mail.body_html)
        self.assertNotIn("no ships", mail.body_html, "name and how to reach them, nothing else")
        self.assertFalse(mail.model or mail.res_id, "on no thread")
        self.assertEqual(signpost.introduced_by_id, self.officer)
        self.assertIn("ana@example.com", signpost.introduction)
        letters = self.ana.contact_ids.filtered(lambda word: word.channel == "email")
        self.assertFalse(letters, "it is no word to the jobseeker")
        with self.assertRaisesRegex(UserError, "introduced already"):
            signpost.action_introduce()
        self.assertFalse(self.ana._get_recipients()[self.ana], "it has not left")
        mail.state = "sent"
        self.assertEqual(self.ana._get_recipients()[self.ana].name, "Harbour Crew")

    @freeze_time(MONDAY)
    def test_a_yes_taken_back(self):
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        self._record(signpost, answer="no")
        self.assertEqual((signpost.state, str(signpost.consent_withdrawn_at)), ("declined", MONDAY))
        self.assertFalse(self._to_the_body() or signpost.introduced_at, "it had not left: nobody was told")
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        self._to_the_body().state = "sent"
        self._record(signpost, answer="no")
        self.assertTrue(signpost.introduced_at)
        self.assertIn("tell Harbour Crew", self.ana.activity_ids.summary)

    @freeze_time(MONDAY)
    def test_a_yes_without_their_name_stops_the_introduction(self):
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        self._record(signpost)
        self.assertEqual((signpost.state, signpost.shares_data), ("agreed", False))
        self.assertFalse(self._to_the_body() or signpost.introduced_at)
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        self._to_the_body().state = "sent"
        self._record(signpost)
        self.assertTrue(signpost.introduced_at)
        self.assertIn("tell Harbour Crew", self.ana.activity_ids.mapped("summary")[-1])

    @freeze_time(MONDAY)
    def test_a_later_yes_keeps_the_one_before(self):
        signpost = self._signpost()
        self._record(signpost, shares_data=True, words="Yes, by phone")
        self._record(signpost, answer="no")
        self._record(signpost, words="Yes, after all")
        [earlier] = signpost.earlier_consents
        self.assertEqual((earlier["consent_proof"], earlier["consent_withdrawn_at"]), ("Yes, by phone", MONDAY))
        self.assertEqual(signpost.consent_proof, "Yes, after all")
        self.assertIn("crew@example.com", signpost.consent_wording)
        self.assertIn("Jobs at sea", signpost.consent_wording)
        with self.assertRaisesRegex(UserError, "as it stands"):
            signpost.reason = "Because"

    @freeze_time(MONDAY)
    def test_a_body_with_another_address_is_not_whom_they_agreed_to(self):
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        self.body.email = "crew@elsewhere.example.com"
        with self.assertRaisesRegex(UserError, "has not agreed that we give their details"):
            signpost.action_introduce()

    @freeze_time(MONDAY)
    def test_what_is_not_pursued_introduces_nobody(self):
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        signpost.write({"outcome": "not_pursued"})
        self.assertFalse(self._to_the_body() or signpost.introduced_at)

    @freeze_time(MONDAY)
    def test_what_is_closed_introduces_nobody_any_more(self):
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        signpost.write({"outcome": "unknown"})
        self.assertFalse(self._to_the_body() or signpost.introduced_at, "it had not left")

    def _closed(self):
        """The body was told, and nothing was heard of it."""
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        self._to_the_body().state = "sent"
        signpost.write({"outcome": "unknown"})
        return signpost

    @freeze_time(MONDAY)
    def test_a_yes_is_taken_back_after_it_was_closed(self):
        """GDPR art. 7(3): at any time."""
        signpost = self._closed()
        self.assertEqual(signpost.action_record_answer()["context"]["default_answer"], "no")
        self._record(signpost, answer="no")
        self.assertEqual((signpost.state, signpost.outcome, signpost.shares_data), ("closed", "unknown", False))
        self.assertEqual(str(signpost.consent_withdrawn_at), MONDAY)
        self.assertIn("tell Harbour Crew", self.ana.activity_ids.summary)
        with freeze_time("2026-03-03 10:00:00"):
            self._record(signpost, answer="no")
            self.assertEqual(len(self.ana.activity_ids), 1, "it was taken back already")
            self.assertEqual(str(signpost.consent_withdrawn_at), MONDAY)
        with self.assertRaisesRegex(UserError, "cannot become"):
            self._record(signpost)

    @freeze_time(MONDAY)
    def test_frozen_data_goes_nowhere(self):
        signpost = self._signpost()
        self._record(signpost, shares_data=True)
        signpost.action_introduce()
        self.ana._freeze()
        self.assertFalse(self._to_the_body() or signpost.introduced_at, "what lies in the queue does not leave")
        with self.assertRaisesRegex(UserError, "frozen"):
            signpost.action_introduce()
        with self.assertRaisesRegex(UserError, "freeze"):
            self._record(signpost)
        self._record(signpost, answer="no")
        self.assertEqual(signpost.state, "declined", "a no is theirs to say at any time")

    @freeze_time(MONDAY)
    def test_a_letter_tells_the_person(self):
        signpost = self._signpost()
        signpost.action_propose()
        self.assertEqual(signpost.state, "proposed")
        [mail] = self.Mail.search([("recipient_ids", "in", self.ana.partner_id.ids)])
        for words in ("We have no ships.", "Harbour Crew", "Jobs at sea", "/jobseeker/elsewhere/"):
            self.assertIn(words, mail.body_html)
        self.assertNotIn("/jobseeker/elsewhere/", mail.mail_message_id.body)
        self.assertEqual(self.ana.contact_ids.nature, "automatic")
        with self.assertRaisesRegex(UserError, "begin another referral"):
            signpost.body_id = self.body.copy({"name": "Another"})
        silent = self._signpost(self._person("Silent", do_not_contact=True))
        with self.assertRaisesRegex(UserError, "No letter may go"):
            silent.action_propose()

    @freeze_time(MONDAY)
    def test_a_yes_in_a_talk_is_to_what_was_told(self):
        """As the web client does it; what changed while the dialog was open, nobody agreed to."""
        signpost = self._signpost()
        form = Form(self._answers(signpost))
        form.words = "Yes, do"
        self.body.email = "others@example.com"
        with self.assertRaisesRegex(UserError, "read it to them"):
            form.save().action_apply()
        self.assertEqual((signpost.state, signpost.consent_at), ("draft", False))
        form = Form(self._answers(signpost))
        for words in ("Harbour Crew", "others@example.com", "We have no ships.", "Jobs at sea"):
            self.assertIn(words, form.shown, "it is read to them from the dialog")
        form.words = "Yes, do"
        form.save().action_apply()
        self.assertEqual(signpost.state, "agreed")

    @freeze_time(MONDAY)
    def test_company_b_and_a_narrowed_colleague_see_nothing(self):
        signpost = self._signpost()
        other = self.env["res.company"].create({"name": "B"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="hr_recruitment.group_hr_recruitment_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        colleague = new_test_user(self.env, "colleague", groups="hr_recruitment.group_hr_recruitment_user")
        interviewer = new_test_user(self.env, "ivo", groups="hr_recruitment.group_hr_recruitment_interviewer")
        self.company.jobseeker_caseload = "own"
        self.env.flush_all()
        for user in (stranger, colleague):
            self.env.invalidate_all()
            self.assertFalse(signpost.with_user(user).search([("id", "=", signpost.id)]), user.login)
            with self.assertRaises(AccessError):
                signpost.with_user(user).action_introduce()
            with self.assertRaises(AccessError):
                self.env["hr.jobseeker.signpost.answer"].with_user(user).create({"signpost_id": signpost.id})
        with self.assertRaises(AccessError):
            signpost.with_user(interviewer).search([])
        with self.assertRaises(AccessError):
            self.body.with_user(self.officer).name = "Mine"
        self.body.company_id = other
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.body.with_user(self.officer).search([("id", "=", self.body.id)]))

    # --- pages --------------------------------------------------------------------------------------

    def _open(self, path):
        self.env.flush_all()
        return self.url_open(path)

    def _press(self, path, action=None, **values):
        token = re.search(r'csrf_token: "([^"]+)"', self._open(path).text)[1]
        answer = self.url_open(action or path, data={"csrf_token": token, **values})
        self.env.invalidate_all()
        return answer

    def test_the_page_behind_the_link(self):
        signpost = self._signpost()
        path = "/" + signpost._get_link("elsewhere", 60).split("/", 3)[3]
        self.assertEqual(self._open(path).status_code, 404, "they were not told of it yet")
        signpost.action_propose()
        page = self._open(path)
        for words in ("Harbour Crew", "Jobs at sea", "We have no ships."):
            self.assertIn(words, page.text)
        self.env.invalidate_all()
        self.assertEqual(signpost.state, "proposed", "it changes nothing")
        self.assertNotIn("You said yes", self._press(path, answer="yes", shares_data="on", shown="other words").text)
        self.assertEqual(signpost.state, "proposed", "they read something else")
        page = self._press(path, answer="yes", shares_data="on", shown=signpost.sudo()._digest_shown())
        self.assertIn("we may tell them who you are", page.text)
        self.assertRecordValues(
            signpost, [{"state": "agreed", "consent_channel": "page", "shares_data": True, "consent_by_id": False}]
        )
        self.assertEqual(self.ana.contact_ids.filtered(lambda row: row.direction == "in").channel, "portal")
        page = self._press(path, answer="no")
        self.assertIn("You said no", page.text)
        self.assertEqual((signpost.state, signpost.shares_data), ("declined", False))
        signpost.write({"outcome": "not_pursued"})
        self.assertIn("closed", self._press(path, answer="yes").text)

    def test_the_page_takes_a_yes_back_after_it_was_closed(self):
        signpost = self._closed()
        path = "/" + signpost._get_link("elsewhere", 60).split("/", 3)[3]
        page = self._open(path).text
        self.assertIn("I do not want it any more", page)
        self.assertNotIn('value="yes"', page)
        page = self._press(path, answer="no").text
        self.assertIn("You said no", page)
        self.assertNotIn("I do not want it any more", page)
        self.assertEqual((signpost.state, bool(signpost.consent_withdrawn_at)), ("closed", True))
        self.assertIn("tell Harbour Crew", self.ana.activity_ids.summary)

    def test_the_portal_shows_their_own(self):
        signpost, noted = self._signpost(), self._signpost(reason="Still to be thought over")
        theirs = self._signpost(self._person("Bo"), reason="Of somebody else")
        (signpost | theirs).action_propose()
        user = self.env["res.users"].create(
            {
                "login": "ana",
                "password": "ana-ana-ana",
                "partner_id": self.ana.partner_id.id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        self.authenticate(user.login, "ana-ana-ana")
        path = f"/my/job-search/{self.ana.id}"
        page = self._open(path).text
        self.assertIn("We have no ships.", page)
        self.assertNotIn(noted.reason, page)
        self.assertNotIn(theirs.reason, page)
        for other in (noted, theirs):
            answer = self._press(path, f"{path}/elsewhere/{other.id}", answer="yes")
            self.assertEqual(answer.status_code, 404)
        shown = signpost.sudo()._digest_shown()
        page = self._press(path, f"{path}/elsewhere/{signpost.id}", answer="yes", shown=shown).text
        self.assertIn("You get in touch with them yourself", page)
        self.assertEqual((signpost.state, signpost.shares_data), ("agreed", False))
