from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .agreement_case import AgreementCase

NOW = datetime(2026, 3, 2, 10, 0)
BEFORE = "2026-01-05 09:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestDefaults(AgreementCase):
    """A default, of a context or of a user's own, forges nothing that a check would have refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        message = cls.env["mail.message"].create({"body": "Never sent to Ana", "model": "res.partner", "res_id": 1})
        # {model: (what a new record needs, what only a move or the system enters)}
        cls.forged = {
            "hr.jobseeker.agreement": (
                {"terms_id": cls.terms.id},
                {
                    "state": "agreed",
                    "agreed_at": BEFORE,
                    "agreed_channel": "portal",
                    "agreed_by": "Ana",
                    "declined_at": BEFORE,
                    "ended_by": "jobseeker",
                    "agreed_ip": "1.2.3.4",
                    "sent_at": BEFORE,
                    "terms_text": "<p>Everything</p>",
                },
            ),
            "hr.jobseeker.plan": (
                {},
                {"state": "agreed", "agreed_channel": "portal", "agreed_by": "Ana", "agreed_at": BEFORE, "version": 9},
            ),
            "hr.jobseeker.action": (
                {"name": "Send a CV", "due_on": "2026-03-06"},
                {"state": "done", "done_on": "2026-03-01", "missed": True, "suggestion": "Later"},
            ),
            "hr.jobseeker.need": (
                {"type_id": cls.env.ref("jobseeker_relations.need_type_pay").id},
                {"confirmed_on": "2026-03-01", "confirmed_by_id": cls.manager.id},
            ),
            "hr.jobseeker.contact": (
                {"direction": "out", "channel": "phone", "outcome": "reached"},
                {"message_id": message.id, "user_id": cls.manager.id},
            ),
            "hr.jobseeker.review": (
                {"due_on": "2026-04-01"},
                {"state": "held", "settled_on": "2026-03-01", "evidence_kept": "<p>Fine</p>"},
            ),
            "hr.jobseeker.waiver": (
                {"until": "2026-03-30", "reason": "On a journey"},
                {"user_id": cls.manager.id},
            ),
        }

    def _make(self, model, **context):
        person = self._person(f"Person {self.env['hr.jobseeker'].search_count([])}")
        needed = {"jobseeker_id": person.id, **self.forged[model][0]}
        return self.env[model].with_user(self.officer).with_context(**context).create(needed)

    def _told(self, made):
        """What a record says of the names that a default might have forged."""
        [told] = made.read(list(self.forged[made._name][1]), load=None)
        return {name: value for name, value in told.items() if name != "id"}

    def test_of_a_context(self):
        for model, (_needed, forged) in self.forged.items():
            kept = self.env[model]._kept_by_the_system & forged.keys()
            said = {f"default_{name}": value for name, value in forged.items() if name not in kept}
            with self.subTest(model):
                self.assertEqual(self._told(self._make(model, **said)), self._told(self._make(model)))
            for name in kept:
                with self.subTest(model, name=name), self.assertRaises(AccessError):
                    self._make(model, **{f"default_{name}": forged[name]})

    def test_of_a_user(self):
        for model, (_needed, forged) in self.forged.items():
            plain = self._told(self._make(model))
            for name, value in forged.items():
                self.env["ir.default"].with_user(self.officer).set(model, name, value, user_id=True)
            with self.subTest(model):
                self.assertEqual(self._told(self._make(model)), plain)

    def test_what_the_system_makes_for_a_user_neither(self):
        self.env["ir.default"].with_user(self.officer).set("hr.jobseeker.agreement", "state", "agreed", user_id=True)
        made = self.Agreement.with_user(self.officer).sudo().with_context(default_agreed_ip="1.2.3.4")
        made = made.create({"jobseeker_id": self.ana.id, "terms_id": self.terms.id})
        self.assertEqual((made.state, made.agreed_ip), ("draft", False))

    def test_of_the_relationship(self):
        defaults = self.env["ir.default"].with_user(self.officer)
        defaults.set("hr.jobseeker", "still_looking_answer", "yes", user_id=True)
        defaults.set("hr.jobseeker", "silent_periods", 7, user_id=True)
        partner = self.env["res.partner"].create({"name": "Bo", "email": "bo@example.com"})
        person = self.env["hr.jobseeker"].with_user(self.officer)
        person = person.create({"partner_id": partner.id, "company_id": self.company.id})
        self.assertFalse(person.still_looking_answer or person.silent_periods)

    def test_what_is_nobodys_proof_may_be_a_default(self):
        self.env["ir.default"].with_user(self.officer).set("hr.jobseeker.action", "owner", "jobseeker", user_id=True)
        action = self._make("hr.jobseeker.action", default_sequence=3)
        self.assertEqual((action.owner, action.sequence), ("jobseeker", 3))
        self.assertEqual(action.state, "planned", "the field's own default is its own")

    def test_a_form_is_told_no_more(self):
        self.env["ir.default"].with_user(self.officer).set("hr.jobseeker.agreement", "sent_at", BEFORE, user_id=True)
        Agreement = self.Agreement.with_user(self.officer).with_context(default_state="agreed")
        self.assertEqual(Agreement.default_get(["state", "sent_at", "note"]), {"state": "draft"})
