import re

import icalendar

from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .plan_case import PlanCase


@tagged("post_install", "-at_install")
class TestPlanPage(PlanCase, HttpCase):
    """Pages behind a link, and “My timetable” of the portal: GET shows, POST changes, twice is as once."""

    def setUp(self):
        super().setUp()
        self.plan = self._draft(
            steps=[("adviser", "Ring Acme", "2999-03-06"), ("jobseeker", "Send a CV", "2999-03-04")]
        )

    def _path(self, record, purpose, days=5):
        return re.sub(r"^https?://[^/]+", "", record._get_link(purpose, days))

    def _state(self):
        self._forget()
        return (
            self.plan.state,
            self.plan.suggestion,
            self.plan.action_ids.mapped("state"),
            self.plan.action_ids.mapped("suggestion"),
            len(self.ana.contact_ids),
            len(self._activities()),
        )

    def _post(self, path, **values):
        page = self.url_open(path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        shown = self._shown(page)
        data = {"csrf_token": token and token[1], "shown": shown, **values}
        return self.url_open(path, data=data, allow_redirects=False)

    def _shown(self, page):
        """The fingerprint of what a page shows."""
        found = re.search(r'name="shown" value="([^"]+)"', page.text)
        return found[1] if found else ""

    def _propose_otherwise(self):
        """Taken back, changed, and proposed again, while the person's page stands open."""
        self.plan.write({"state": "draft"})
        self._step(self.plan, "Ring Acme").name = "Ring Acme and Bank"
        self.plan.action_propose()

    def test_a_page_that_stood_open_says_yes_to_nothing_new(self):
        self.plan.action_propose()
        path = self._path(self.plan, "plan")
        shown = self._shown(self.url_open(path))
        self._propose_otherwise()
        self.assertEqual(self._post(path, answer="agree", name="Ana", shown="").status_code, 200)
        answer = self._post(path, answer="agree", name="Ana", shown=shown)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("has changed since you opened the page", answer.text)
        self.assertIn("Ring Acme and Bank", answer.text)
        self.assertEqual(self._state()[0], "proposed")
        self._post(path, answer="agree", name="Ana")
        self.assertEqual(self._state()[0], "agreed")

    def test_showing_changes_nothing(self):
        self.plan.action_propose()
        path = self._path(self.plan, "plan")
        before = self._state()
        for query in ("", "?answer=agree&name=x", "?answer=suggest&suggestion=x"):
            page = self.url_open(path + query)
            self.assertEqual(page.status_code, 200)
            self.assertIn("Send a CV", page.text)
            self.assertIn("Ana Abreu", page.text)
            self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertEqual(self._state(), before)

    def test_agreeing_twice_is_agreeing_once(self):
        self.plan.action_propose()
        path = self._path(self.plan, "plan")
        answer = self._post(path, answer="agree", name="Ana A.")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self._state()[0], "agreed")
        self.assertEqual((self.plan.agreed_by, self.plan.agreed_channel), ("Ana A.", "portal"))
        self.assertTrue(self.plan.agreed_ip)
        before = self._state()
        page = self.url_open(path)
        self.assertIn("Thank you", page.text)
        self.assertIn("Mon 4 Mar 2999", page.text, "no day that reads as another in another country")
        self.assertIn(f"({self.ana._get_zone()})", page.text)
        self.assertNotIn("<form", page.text)
        with freeze_time("2999-01-01 10:00:00"):
            self.assertEqual(self.url_open(path).status_code, 404, "the link has expired")
        self.assertEqual(self._state(), before)

    def test_what_time_has_overtaken(self):
        self._step(self.plan, "Send a CV").due_on = "2026-03-04"
        self.plan.action_propose()
        page = self.url_open(self._path(self.plan, "plan"))
        self.assertIn("If you agree today", page.text)
        self.assertIn("(was <span>Wed 4 Mar 2026</span>)", page.text)
        self.assertIn('value="agree"', page.text)
        self._post(self._path(self.plan, "plan"), answer="agree", name="Ana")
        self._forget()
        self.assertEqual(self.plan.state, "agreed")
        self.assertFalse(self._step(self.plan, "Send a CV").is_overdue)

    def test_a_meeting_that_is_over_is_not_agreed(self):
        self._step(self.plan, "Ring Acme").start_at = "2026-03-04 09:00:00"
        self.plan.action_propose()
        path = self._path(self.plan, "plan")
        page = self.url_open(path)
        self.assertIn("suggest another one", page.text)
        self.assertIn("Wed 4 Mar 2026, 09:00", page.text)
        self.assertNotIn('value="agree"', page.text)
        self._sign_in(self.ana)
        page = self.url_open(f"/my/job-search/{self.ana.id}")
        self.assertIn("suggest another one", page.text)
        self.assertNotIn("/timetable/agree", page.text)

    def test_what_was_cancelled_lately_says_why(self):
        self.plan.write({"state": "agreed", "agreed_channel": "phone"})
        path = self._path(self._step(self.plan, "Send a CV"), "action")
        for step in self.plan.action_ids:
            step.write({"state": "cancelled", "cancel_reason": f"No more “{step.name}”"})
        page = self.url_open(path)
        self.assertIn("Cancelled: No more “Send a CV”", page.text)
        self.assertNotIn("<form", page.text)
        self._sign_in(self.ana)
        page = self.url_open(f"/my/job-search/{self.ana.id}")
        for name in ("Send a CV", "Ring Acme"):
            self.assertIn(f"Cancelled: No more “{name}”", page.text)

    def test_without_the_forms_token_nothing_happens(self):
        self.plan.action_propose()
        before = self._state()
        with mute_logger("odoo.http"):
            answer = self.url_open(self._path(self.plan, "plan"), data={"answer": "agree"})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self._state(), before)

    def test_suggesting(self):
        self.plan.action_propose()
        path = self._path(self.plan, "plan")
        self._post(path, answer="suggest", suggestion="Rather <b>on Thursday</b>")
        self.assertEqual(self._state()[:2], ("draft", "Rather <b>on Thursday</b>"))
        self.assertNotIn("<b>on Thursday", self._activities().note)
        page = self.url_open(path)
        self.assertIn("Rather &lt;b&gt;on Thursday", page.text)

    def test_links_that_open_nothing(self):
        self.plan.action_propose()
        path = self._path(self.plan, "plan")
        other = self._path(self._agreed(self._person("Bo")), "plan")
        foreign = path.rsplit("/", 1)[0] + "/" + self._path(self.ana, "calendar").rsplit("/", 1)[1]
        self.assertEqual(self.url_open(other).status_code, 200)
        for wrong in (path[:-1] + "x", path + "0", foreign, "/jobseeker/plan/1", "/jobseeker/action/x"):
            with self.subTest(wrong):
                self.assertEqual(self.url_open(wrong).status_code, 404)
        self.ana.action_revoke_links()
        self.assertEqual(self.url_open(path).status_code, 404, "revoked")

    def test_ticking_a_step(self):
        self.plan.write({"state": "agreed", "agreed_channel": "phone"})
        step = self._step(self.plan, "Send a CV")
        path = self._path(step, "action")
        before = self._state()
        self.assertIn("Send a CV", self.url_open(path + "?step=1&answer=done").text)
        self.assertEqual(self._state(), before)
        self._post(path, step=step.id, answer="done", words="Sent this morning")
        self._forget()
        self.assertEqual((step.state, step.outcome), ("done", "Sent this morning"))
        before = self._state()
        self.assertIn("Thank you", self.url_open(path).text)
        self.assertEqual(self._state(), before)
        self.assertFalse(self.ana.waiting_since)

    def test_a_link_to_one_step_ticks_no_other(self):
        self.plan.write({"state": "agreed", "agreed_channel": "phone"})
        mine, ours = self._step(self.plan, "Send a CV"), self._step(self.plan, "Ring Acme")
        others = self._step(self._agreed(self._person("Bo")), "Send a CV")
        for step in (ours, others):
            self._post(self._path(mine, "action"), step=step.id, answer="done")
            self._forget()
            self.assertEqual(step.state, "planned")

    def test_a_link_to_a_step_that_has_a_new_version(self):
        self.plan.write({"state": "agreed", "agreed_channel": "phone"})
        path = self._path(self._step(self.plan, "Send a CV"), "action")
        version = self.plan._change()
        version.write({"state": "agreed", "agreed_channel": "phone"})
        step = self._step(version, "Send a CV")
        self._post(path, step=step.id, answer="done")
        self._forget()
        self.assertEqual(step.state, "done")

    def test_asking_for_more_time(self):
        self.plan.write({"state": "agreed", "agreed_channel": "phone"})
        step = self._step(self.plan, "Send a CV")
        for _twice in range(2):
            self._post(self._path(step, "action"), step=step.id, answer="time")
        self._forget()
        self.assertEqual((step.state, step.suggestion), ("planned", "I need more time."))
        self.assertEqual(len(self._activities().filtered(lambda a: "Needs more time" in a.summary)), 1)

    def test_the_reminders_link_shows_all_that_is_due(self):
        self._promise("Read the contract", owner="jobseeker", due="2026-03-04")
        self._promise("Ring Acme", due="2026-03-04")
        page = self.url_open(self._path(self.ana, "action"))
        self.assertIn("Read the contract", page.text)
        self.assertNotIn("Ring Acme", page.text)

    def test_the_calendar(self):
        self.plan.write({"state": "agreed", "agreed_channel": "phone"})
        answer = self.url_open(self._path(self.ana, "calendar", 400))
        self.assertIn("text/calendar", answer.headers["Content-Type"])
        self.assertEqual(len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")), 2)

    # --- the portal -------------------------------------------------------------------------------

    def _sign_in(self, person):
        self.env["res.users"].create(
            {
                "login": person.email,
                "password": person.email,
                "partner_id": person.partner_id.id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        self.authenticate(person.email, person.email)

    def test_my_timetable(self):
        self.plan.write({"state": "agreed", "agreed_channel": "phone"})
        self._promise("Read the contract", owner="jobseeker", due="2026-03-04")
        self._promise("Write to Bank", due="2026-03-04")
        self._sign_in(self.ana)
        path = f"/my/job-search/{self.ana.id}"
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        for words in ("Send a CV", "Ring Acme", "Write to Bank"):
            self.assertIn(words, page.text)
        self.assertEqual(page.text.count("overdue"), 2, "both sides see the lateness of both")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        step = self._step(self.plan, "Send a CV")
        before = self._state()
        self.url_open(f"{path}/timetable/done?step={step.id}")
        self.assertEqual(self._state(), before)
        data = {"csrf_token": token, "step": step.id}
        answer = self.url_open(f"{path}/timetable/done", data=data, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith("#timetable"))
        self._forget()
        self.assertEqual(step.state, "done")

    def test_nobody_elses(self):
        other = self._person("Bo")
        theirs = self._step(self._agreed(other), "Send a CV")
        self._promise("Read the contract", owner="jobseeker", due="2999-03-04")
        self._sign_in(self.ana)
        page = self.url_open(f"/my/job-search/{self.ana.id}")
        data = {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1], "step": theirs.id}
        for person in (self.ana, other):
            self.url_open(f"/my/job-search/{person.id}/timetable/done", data=data)
        self._forget()
        self.assertEqual(theirs.state, "planned")

    def test_agreeing_and_suggesting_in_the_portal(self):
        self.plan.action_propose()
        self._sign_in(self.ana)
        path = f"/my/job-search/{self.ana.id}"
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(path).text)[1]
        data = {"csrf_token": token, "plan": self.plan.id, "suggestion": "Later", "name": "Ana"}
        self.url_open(f"{path}/timetable/suggest", data=data)
        self.assertEqual(self._state()[0], "draft")
        self.plan.action_propose()
        data["shown"] = self._shown(self.url_open(path))
        self._propose_otherwise()
        answer = self.url_open(f"{path}/timetable/agree", data=data)
        self.assertIn("has changed since you opened the page", answer.text)
        self.assertEqual(self._state()[0], "proposed")
        data["shown"] = self._shown(answer)
        self.url_open(f"{path}/timetable/agree", data=data)
        self.assertEqual(self._state()[0], "agreed")
