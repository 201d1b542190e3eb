from odoo.tests import freeze_time

from odoo.addons.mail.tests.common import MockEmail

from .policy_case import PolicyCase

#: A Monday, 10:00 in Lisbon; the window is 09:00–18:00 on weekdays.
MONDAY = "2026-03-02 10:00:00"
QUESTION = "Are you still looking? One tap tells us"
WARNING = "We do not know whether you are still looking"


class RefreshCase(PolicyCase, MockEmail):
    """A policy that asks after 90 days, warns, hides and reviews 14 days apart; Ana said on 2 March what she wants.

    She is asked on Sunday 31 May, which is Monday 1 June for a letter.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Mail = cls.env["mail.mail"]
        cls.officer.partner_id.email = "officer@example.com"
        cls.company.jobseeker_reviews_per_day = 0
        cls.policy.refresh_interval_days = 90
        with freeze_time(MONDAY):
            cls.ana = cls._person_with_needs("Ana")
        cls.pay, cls.place = cls.ana.need_ids.sorted("id")

    @classmethod
    def _person_with_needs(cls, name, confirmed_on="2026-03-02", **vals):
        person = cls._person(name, **vals)
        needs = cls.env["hr.jobseeker.need"].create(
            [
                {"jobseeker_id": person.id, "type_id": cls._type("pay").id, "value": "28000"},
                {"jobseeker_id": person.id, "type_id": cls._type("place").id, "value": "Lisbon, 30 km"},
            ]
        )
        needs.confirmed_on = confirmed_on
        cls.env.flush_all()
        return person

    @classmethod
    def _type(cls, name):
        return cls.env.ref(f"jobseeker_relations.need_type_{name}")

    def _run_at(self, moment, batch_size=100):
        """Let the job run then; return the statuses of Ana's letters so far: how often asked, how often warned."""
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("jobseeker_relations.ir_cron_refresh").method_direct_trigger()
        self.env.flush_all()
        self.env.invalidate_all()
        return len(self._letters(QUESTION)), len(self._letters(WARNING))

    def _letters(self, subject, person=None):
        people = person or self.ana
        return self.Mail.search([("recipient_ids", "in", people.partner_id.ids), ("subject", "=", subject)])

    def assertDays(self, person, **days):
        """Compare dates of a person with texts."""
        self.assertEqual({name: str(person[name] or "") for name in days}, days)
