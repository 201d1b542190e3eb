from datetime import date

from odoo import fields
from odoo.fields import Command

from odoo.addons.mail.tests.common import MockEmail

from .policy_case import PolicyCase

#: 10:00 on a Monday; Lisbon is on UTC.
MONDAY = "2026-03-02 10:00:00"


class PlanCase(PolicyCase, MockEmail):
    """Ana looks for work with the help of an officer; the company's working days are Monday to Friday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Plan, cls.Action = cls.env["hr.jobseeker.plan"], cls.env["hr.jobseeker.action"]
        cls.officer.partner_id.email = "officer@example.com"
        cls.company.write({"jobseeker_think_days": 2, "jobseeker_chase_days": 1})
        cls.ana = cls._person("Ana Abreu")

    @classmethod
    def _draft(cls, person=None, steps=None, user=None):
        """A draft with two steps of ours and one of the person, due on Friday, Monday and Wednesday."""
        steps = steps or [
            ("adviser", "Send openings", "2026-03-06"),
            ("adviser", "Ring Acme", "2026-03-09"),
            ("jobseeker", "Send a CV", "2026-03-04"),
        ]
        vals = [{"owner": owner, "name": name, "due_on": due} for owner, name, due in steps]
        return (
            cls.Plan.with_user(user or cls.officer)
            .create(
                {
                    "jobseeker_id": (person or cls.ana).id,
                    "action_ids": [Command.create(step) for step in vals],
                }
            )
            .with_user(user or cls.officer)
        )

    @classmethod
    def _agreed(cls, person=None, steps=None):
        plan = cls._draft(person, steps)
        plan.write({"state": "agreed", "agreed_channel": "phone"})
        return plan

    @classmethod
    def _step(cls, plan, name):
        return plan.action_ids.filtered(lambda action: action.name == name)

    @classmethod
    def _promise(cls, name="Write to Acme", owner="adviser", due="2026-03-05", person=None, **vals):
        """A single promise outside of any timetable."""
        return cls.Action.with_user(cls.officer).create(
            {"jobseeker_id": (person or cls.ana).id, "name": name, "owner": owner, "due_on": due, **vals}
        )

    def _activities(self, person=None):
        return self.env["mail.activity"].search(
            [("res_model", "=", "hr.jobseeker"), ("res_id", "=", (person or self.ana).id)]
        )

    def _letters(self, person=None):
        """Letters to this person, the oldest first."""
        partner = (person or self.ana).partner_id
        return self.env["mail.mail"].search([("recipient_ids", "in", partner.ids)], order="id")

    def _day(self, text):
        return date.fromisoformat(text)

    def _forget(self):
        self.env.flush_all()
        self.env.invalidate_all()

    def _now(self):
        return fields.Datetime.now()
