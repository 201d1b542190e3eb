import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .page_case import PageCase
from .referral_case import PDF, SECRET, ReferralCase


@tagged("post_install", "-at_install")
class TestReferralPage(ReferralCase, PageCase):
    """The page behind the link: it shows exactly what would go, POST answers once, and a wrong link tells nothing."""

    purpose, days = "referral", 14

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._cv()
        cls.ana._message_log(body=SECRET)
        cls.referral = cls._asked()
        cls.path = cls._path(cls.referral)

    def _accept(self, **values):
        return self._post(answer="accept", shown=self.referral.snapshot_digest, **{"applied": "no", **values})

    def test_the_page_shows_and_changes_nothing(self):
        before = self.referral.sudo().read()
        page = self._get()
        self.assertEqual(page.status_code, 200)
        for words in (
            "Acme",
            "Dock 3, Lisbon",
            "30,000 GBP a year",
            "Fumes",
            "A careful welder.",
            "28000",
            "hugo@acme.example",
            "cv.pdf",
            self.referral.cv_sha256,
            "Yes, put me forward",
        ):
            self.assertIn(words, page.text)
        self.assertNotIn(SECRET, page.text)
        self.assertNotIn("they would learn that you are looking", page.text)
        self.url_open(self.path + "?answer=accept&applied=no")
        self.env.invalidate_all()
        self.assertEqual(self.referral.sudo().read(), before)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_the_file_is_the_very_file(self):
        answer = self._get(f"{self.path}/cv")
        self.assertEqual(answer.content, PDF)
        self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_yes_and_again(self):
        page = self._accept()
        self.assertIn("You agreed on", page.text)
        self.assertRecordValues(
            self.referral, [{"state": "ready", "consent_channel": "page", "applied_directly": "no"}]
        )
        self.assertTrue(self.referral.consent_ip)
        at = self.referral.consent_at
        self._accept(applied="yes")
        self.assertRecordValues(self.referral, [{"consent_at": at, "applied_directly": "no"}])
        [word] = self.ana.contact_ids.filtered(lambda contact: contact.channel == "portal")
        self.assertEqual((word.direction, word.qualifying), ("in", True))

    def test_the_question_and_what_was_shown(self):
        page = self._post(answer="accept", shown=self.referral.snapshot_digest)
        self.assertIn("Please say whether you have applied", page.text)
        page = self._post(answer="accept", shown="0" * 64, applied="no")
        self.assertIn("changed since you opened", page.text)
        self.assertFalse(self.referral.consent_at)

    def test_a_yes_that_ran_out_is_asked_for_anew(self):
        """Before it was sent: the page asks the same as at first, and takes no less for an answer."""
        self._accept()
        self.referral.sudo().consent_expires_on = self.referral._get_today()
        self.assertEqual((self.referral.state, self.referral.has_consent), ("ready", False))
        before = self.referral.consent_at
        page = self._get()
        self.assertIn("Yes, put me forward", page.text)
        self.assertIn("Have you applied for this yourself", page.text)
        self.assertNotIn("Nothing has gone yet", page.text)
        page = self._post(answer="accept")
        self.assertIn("changed since you opened", page.text)
        self.assertIn("Please say whether you have applied", page.text)
        self.assertRecordValues(self.referral, [{"consent_at": before, "applied_directly": "no"}])
        self._accept(applied="yes")
        self.assertTrue(self.referral.has_consent)
        self.assertIn("applied for it already", self.referral.blockers)

    def _log_in(self):
        self.env["res.users"].create(
            {
                "login": "ana",
                "password": "ana-portal-1",
                "partner_id": self.ana.partner_id.id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        self.authenticate("ana", "ana-portal-1")
        return f"/my/job-search/{self.ana.id}"

    def test_a_yes_that_ran_out_long_after_its_link_is_asked_for_by_letter(self):
        """The link in the first letter has opened nothing for ten weeks."""
        self._accept()
        before = fields.Datetime.now() - timedelta(days=100)
        self.referral.sudo().write(
            {
                "consent_asked_at": before,
                "link_expires_on": before.date() + timedelta(days=14),
                "consent_at": before,
                "consent_expires_on": before.date() + timedelta(days=90),
                "answer_told_at": before,
            }
        )
        self.assertEqual((self.referral.state, self.referral.has_consent), ("ready", False))
        page = self._get(self._log_in()).text
        self.assertIn("We wait for your answer.", page)
        self.assertIn("Read and answer", page)
        self.assertNotIn("You agreed; not sent yet.", page)
        self.referral.action_ask()
        self.assertRecordValues(self.referral, [{"state": "ready", "answer_told_at": False}])
        self.assertGreater(self.referral.link_expires_on, fields.Date.today())
        self.path = self._link()
        self._accept()
        self.assertEqual((self.referral.state, self.referral.has_consent), ("ready", True))

    def test_who_does_not_answer_that_is_told_of(self):
        self._accept()
        self.referral.sudo().consent_expires_on = self.referral._get_today()
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.referral.action_ask()
        with freeze_time(self.referral.link_expires_on + timedelta(days=2)):
            self.Referral._look(self.referral.sudo())
        self.assertTrue([one for one in self._tasks() if one.startswith("No answer whether we may")])

    def test_what_is_known_since_is_shown_and_told(self):
        """Of what nobody knew when they agreed they hear in writing: one task, and the page shows it."""

        def tasks():
            return self.ana.activity_ids.filtered(lambda task: "known of the job now" in (task.summary or ""))

        job = self._job("Fitter", hirer_risks=False, hirer_pay=False)
        referral = self._asked(job=job)
        path = self._path(referral)
        page = self._post(path, answer="accept", shown=referral.snapshot_digest, applied="no")
        self.assertIn("You agreed on", page.text)
        self.assertNotIn("Known since you were asked", page.text)
        job.hirer_risks = "Asbestos"
        self.assertIn("Asbestos", tasks().note)
        job.hirer_pay = "31,000 GBP"
        task = tasks()
        self.assertEqual((len(task), task.user_id), (1, self.officer))
        for words in ("Asbestos", "31,000 GBP"):
            self.assertIn(words, task.note)
        self.assertEqual(referral.state, "ready", "the yes stands")
        page = self._get(path)
        for words in ("Known since you were asked", "Asbestos", "31,000 GBP"):
            self.assertIn(words, page.text)
        task.action_feedback()
        job.write({"hirer_place": "Elsewhere", "hirer_risks": "Asbestos"})
        self.assertFalse(tasks(), "what was told is not told anew; what changed is warned of")

    def test_a_present_employer_is_asked_apart(self):
        self.ana.current_employer_ids = self.acme
        page = self._accept()
        self.assertIn("they would learn that you are looking", page.text)
        self.assertFalse(self.referral.consent_at)
        self._accept(leave="on")
        self.assertTrue(self.referral.excluded_consent_at)
        self.assertEqual(self.referral.state, "ready")

    def test_an_employer_who_came_up_after_the_yes_is_asked_about(self):
        self._accept()
        before = self.referral.consent_at
        self.ana.current_employer_ids = self.acme
        page = self._get()
        self.assertIn("they would learn that you are looking", page.text)
        self.assertNotIn("you hear from us when it is sent", page.text)
        self._accept()
        self.assertFalse(self.referral.excluded_consent_at)
        page = self._accept(leave="on")
        self.assertIn("you hear from us when it is sent", page.text)
        self.assertTrue(self.referral.excluded_consent_at)
        self.assertRecordValues(self.referral, [{"state": "ready", "consent_at": before, "blockers": False}])

    def test_no(self):
        page = self._post(answer="decline", reason="Too far away")
        self.assertIn("This is over", page.text)
        self.assertRecordValues(self.referral, [{"state": "withdrawn", "outcome_note": "Too far away"}])
        self._accept()
        self.assertEqual(self.referral.state, "withdrawn")

    def test_taken_back(self):
        self._accept()
        self.referral.action_send()
        self._left()
        page = self._get()
        self.assertIn("it was sent", page.text)
        self._post(answer="withdraw", reason="Another job")
        self.assertEqual(self.referral.state, "withdrawn")
        self.assertIn("Tell Acme that they withdrew", self._tasks())

    def test_taking_back_says_what_follows(self):
        self._accept()
        self.referral.action_send()
        self._left()
        self.assertIn("They have it already", self._get().text)
        self.referral.sudo()._note_return("No such mailbox")
        self.assertIn("Perhaps they have it", self._get().text)
        own = self._sent(job=self._job("Clerk", hirer_id=False, hirer_contact_id=False))
        self.assertIn("We end your application.", self._get(self._path(own)).text)
        own.sudo().makes_application = False
        page = self._get(self._path(own)).text
        self.assertNotIn("We end your application.", page)
        self.assertIn("You applied yourself, too", page)

    @mute_logger("odoo.http")
    def test_wrong_links_tell_nothing(self):
        wrong = [
            "/jobseeker/referral/abc",
            self.path[:-2] + ("aa" if not self.path.endswith("aa") else "bb"),
            self.path.replace("/referral/", "/terms/"),
            self._path(self.referral, "terms").replace("/terms/", "/referral/"),
        ]
        for path in wrong:
            self.assertEqual(self._get(path).status_code, 404, path)
        self.referral.action_change()
        self.assertEqual(self._get().status_code, 404)
        self.assertEqual(self._get(f"{self.path}/cv").status_code, 404)

    @mute_logger("odoo.http")
    def test_a_stranger_at_a_mistyped_address_reads_nothing(self):
        self.assertEqual(self._get().status_code, 200)
        self.ana.partner_id.email = "ana.mended@example.com"
        self.assertEqual(self._get().status_code, 404)
        self.assertEqual(self._get(f"{self.path}/cv").status_code, 404)

    def test_the_portal_page(self):
        self._accept()
        own = self._log_in()
        page = self._get(own)
        self.assertIn("Where you put me forward", page.text)
        self.assertIn("You agreed; not sent yet.", page.text)
        found = re.search(r'csrf_token: "([^"]+)"', page.text)[1]
        other = self._person("Bob Banks", adviser_id=self.officer.id)
        self._make_referable(other)
        foreign = self._asked(person=other)
        self.env.flush_all()
        with mute_logger("odoo.http"):
            answer = self.url_open(f"{own}/referrals/{foreign.id}/withdraw", data={"csrf_token": found})
        self.assertEqual(answer.status_code, 404)
        answer = self.url_open(f"{own}/referrals/{self.referral.id}/withdraw", data={"csrf_token": found})
        self.env.invalidate_all()
        self.assertIn("We do not go on with this one", answer.text)
        self.assertEqual((self.referral.state, foreign.state), ("withdrawn", "consent_asked"))
