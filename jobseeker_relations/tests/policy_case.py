from datetime import datetime

from odoo import fields
from odoo.tests import TransactionCase

from .common import make_user

OFFICE_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


class PolicyCase(TransactionCase):
    """A company with one policy of its own: weekly contact, two letters and a call, 09:00–18:00 on weekdays.

    Clocks are frozen by each test; 2026-03-02 is a Monday, and Lisbon is on UTC until 2026-03-29.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.env["hr.jobseeker.contact.policy"].search([]).active = False
        cls.officer = make_user(cls.env, "officer", "hr_recruitment.group_hr_recruitment_user", tz="UTC")
        cls.manager = make_user(cls.env, "manager", "hr_recruitment.group_hr_recruitment_manager", tz="UTC")
        cls.company = cls.env.company
        cls.company.jobseeker_escalation_user_id = cls.manager
        cls.calendar = cls._calendar(9, 18)
        cls.letter = cls._letter("First letter")
        cls.second_letter = cls._letter("Second letter")
        cls.policy = cls._policy(
            "Weekly",
            steps=[
                {"delay_days": 0, "channel": "email", "template_id": cls.letter.id},
                {"delay_days": 3, "channel": "email", "template_id": cls.second_letter.id},
                {"delay_days": 5, "channel": "phone"},
            ],
        )
        cls.FollowUp = cls.env["hr.jobseeker.follow.up"]
        cls.Contact = cls.env["hr.jobseeker.contact"]

    @classmethod
    def _calendar(cls, hour_from, hour_to):
        days = [
            (
                0,
                0,
                {
                    "name": name,
                    "dayofweek": str(day),
                    "hour_from": hour_from,
                    "hour_to": hour_to,
                    "day_period": "full_day",
                },
            )
            for day, name in enumerate(OFFICE_DAYS)
        ]
        return cls.env["resource.calendar"].create(
            {"name": "Window", "tz": "UTC", "attendance_ids": [(5, 0, 0), *days]}
        )

    @classmethod
    def _letter(cls, subject):
        return cls.env["mail.template"].create(
            {
                "name": subject,
                "model_id": cls.env["ir.model"]._get_id("hr.jobseeker"),
                "subject": subject,
                "body_html": '<p>Hello <t t-out="object.partner_id.name"/></p>',
            }
        )

    @classmethod
    def _policy(cls, name, steps=(), **vals):
        return cls.env["hr.jobseeker.contact.policy"].create(
            {
                "name": name,
                "max_gap_days": 7,
                "min_gap_days": 2,
                "max_per_period": 4,
                "period_days": 28,
                "calendar_id": cls.calendar.id,
                "step_ids": [(0, 0, dict(step, sequence=index)) for index, step in enumerate(steps)],
                **vals,
            }
        )

    @classmethod
    def _person(cls, name="Ana", zone="Europe/Lisbon", partner_vals=None, **vals):
        address = f"{name.lower().replace(' ', '.')}@example.com"
        partner = cls.env["res.partner"].create(
            {"name": name, "email": address, "phone": "+351912345678", "tz": zone, **(partner_vals or {})}
        )
        return cls.env["hr.jobseeker"].create(
            {"partner_id": partner.id, "state": "active", "adviser_id": cls.officer.id, **vals}
        )

    @classmethod
    def _spoke(cls, person, at):
        """Record a call in which the person was reached."""
        return cls.Contact.create(
            {
                "jobseeker_id": person.id,
                "date": at,
                "direction": "out",
                "channel": "phone",
                "outcome": "reached",
            }
        )

    def _look(self, people):
        """Let the engine look at these people now, as the job does with a batch."""
        self.env.flush_all()
        self.FollowUp._follow_up(people, fields.Datetime.now())
        self.env.flush_all()
        self.env.invalidate_all()

    def _look_and_send(self, people):
        """The same, and the mail queue sends what was written."""
        self._look(people)
        people.follow_up_ids.mail_mail_id.filtered(lambda mail: mail.state == "outgoing").state = "sent"
        self.env.flush_all()

    def assertAt(self, value, text):
        self.assertEqual(value, datetime.fromisoformat(text) if text else False)
