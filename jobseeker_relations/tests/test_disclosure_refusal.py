from odoo.exceptions import UserError
from odoo.tests import tagged

from .disclosure_case import DisclosureCase


@tagged("post_install", "-at_install")
class TestDisclosureRefusal(DisclosureCase):
    """Nobody is turned down past an undecided check, and the recruiter hears of a decision, not of a result."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env["hr.applicant.refuse.reason"].search([], limit=1)

    def _refuse(self, application):
        vals = {"applicant_ids": application.ids, "refuse_reason_id": self.reason.id, "send_mail": False}
        self.env["applicant.get.refuse.reason"].with_user(self.officer).create(vals).action_refuse_reason_apply()

    def _try(self, end, application):
        with self.assertRaises(UserError) as refused:  # of Odoo's own only this one takes back what was computed
            end(application)
        said = str(refused.exception)
        self.assertIn("not decided yet: ask Rita Records", said)
        return said

    def test_decided_before_it_is_refused_or_archived(self):
        said = set()
        for number, state in enumerate(("clear", "with_content")):
            application = self._offered(f"Ben {number}")
            check = self._seen(state, application, discussed_on=self.env.cr.now().date())
            for end in (
                self._refuse,
                lambda one: one.with_user(self.officer).action_archive(),
                lambda one: one.with_user(self.officer).write({"refuse_reason_id": self.reason.id}),
            ):
                said.add(self._try(end, application))
            application.with_user(self.officer).priority = "1"
            check.action_do_not_go_on()
            self._refuse(application)
            self.assertEqual((application.active, application.refuse_reason_id), (False, self.reason))
        self.assertEqual(len(said), 1, "it tells nothing of the result")

    def test_what_is_not_seen_or_withdrawn_stops_nothing(self):
        self._ask()
        self._refuse(self.application)
        other = self._offered("Ben Able")
        check = self._seen("with_content", other)
        check.action_withdraw()
        self._refuse(other)
        self.assertEqual((self.application | other).mapped("refuse_reason_id"), self.reason)
        self.assertFalse(self.application.active or other.active)

    def test_a_rule_that_is_switched_off_asks_nothing(self):
        self._seen("with_content")
        self.env["hr.jobseeker.rule"].search([("code", "=", "criminal_record_undecided")]).active = False
        self._refuse(self.application)
        self.assertEqual((self.application.active, self.application.refuse_reason_id), (False, self.reason))

    def test_a_job_is_not_closed_past_it(self):
        self._seen("with_content")
        self._try(lambda one: one.job_id.with_user(self.manager).write({"active": False}), self.application)

    def test_the_way_back_from_a_wrong_decision(self):
        check = self._seen("clear")
        check.action_do_not_go_on()
        self._refuse(self.application)
        with self.assertRaisesRegex(UserError, "restore it, and move it back to the stage of the offer"):
            check.write({"decision": "go_on"})
        check.action_withdraw()
        self.application.with_user(self.officer).action_unarchive()
        self.application.with_user(self.officer).stage_id = self.offer_stage
        self.assertTrue(self._ask())

    # --- who recruits -----------------------------------------------------------------------------------

    def _tasks(self, application):
        return self.env["mail.activity"].search(
            [("res_model", "=", "hr.applicant"), ("res_id", "=", application.id), ("user_id", "=", self.officer.id)]
        )

    def test_the_recruiter_is_asked_to_talk(self):
        said = set()
        for number, press in enumerate(("action_go_on", "action_do_not_go_on")):
            application = self._offered(f"Ben {number}", partner_name="Ben", user_id=self.officer.id)
            check = self._seen("clear", application)
            self.assertFalse(self._tasks(application))
            getattr(check, press)()
            task = self._tasks(application)
            said.add((task.summary, str(task.note or "")))
        [(summary, note)] = said
        self.assertEqual((summary, note), ("Talk with Rita Records about the offer to Ben", ""))

    def test_nobody_is_asked_to_talk_with_themselves(self):
        self.application.user_id = self.checker
        self._seen("clear").action_go_on()
        self.assertFalse(self.application.activity_ids)
