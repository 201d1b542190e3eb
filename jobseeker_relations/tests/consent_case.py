from odoo.tests import freeze_time

from odoo.addons.mail.tests.common import MockEmail

from .policy_case import PolicyCase

#: 10:00 on a Monday in Lisbon; the window is 09:00–18:00 on weekdays.
MONDAY = "2026-03-02 10:00:00"
QUESTION = "May we go on? Please answer with one tap"


class ConsentCase(PolicyCase, MockEmail):
    """Ana came to us herself, Elsa was found on a network; the company is a British one. Mail is captured."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jobseeker_country_id = cls.env.ref("base.uk")
        cls.Consent = cls.env["hr.jobseeker.consent"]
        cls.Mail = cls.env["mail.mail"]
        cls.officer.partner_id.email = "officer@example.com"
        cls.env["hr.jobseeker.privacy.notice"].search([]).valid_from = "2026-01-01"
        cls.pool_purpose = cls._purpose("talent_pool")
        cls.mailings = cls._purpose("marketing_email")
        cls.ana = cls._person("Ana", source_kind="application")
        cls.elsa = cls._person("Elsa", source_kind="social_network", partner_vals={"phone": "+351912345679"})

    @classmethod
    def _purpose(cls, code):
        return cls.env.ref(f"jobseeker_relations.purpose_{code}")

    @classmethod
    def _consent(cls, person=None, purpose=None, **vals):
        """A yes by phone, in the hands of an officer."""
        return cls.Consent.with_user(cls.officer).create(
            {
                "jobseeker_id": (person or cls.ana).id,
                "purpose_id": (purpose or cls.pool_purpose).id,
                "channel": "phone",
                "proof": "Yes, do keep me in mind",
                **vals,
            }
        )

    @classmethod
    def _mailing(cls, *people, **vals):
        """One text to these people, in the queue as a recruiter's."""
        mails = cls.Mail.with_user(cls.officer).sudo()
        for person in people:
            message = cls.env["mail.message"].create(
                {
                    "model": "hr.jobseeker",
                    "res_id": person.id,
                    "message_type": "email_outgoing",
                    "subject": "Open day",
                    "body": "<p>Do come</p>",
                    "partner_ids": person.partner_id.ids,
                    "email_from": "officer@example.com",
                }
            )
            mails |= mails.create(
                {
                    "mail_message_id": message.id,
                    "body_html": "<p>Do come</p>",
                    "recipient_ids": person.partner_id.ids,
                    "auto_delete": False,
                    **vals,
                }
            )
        return mails

    @classmethod
    def _talent(cls, person, name="Welders"):
        """Put this person into a talent pool, as Odoo does: a talent is a copy of the application."""
        pool = cls.env["hr.talent.pool"].create({"name": name})
        talent = cls.env["hr.applicant"].create(
            {
                "partner_name": person.name,
                "partner_id": person.partner_id.id,
                "email_from": person.email,
                "talent_pool_ids": pool.ids,
                "company_id": person.company_id.id,
            }
        )
        talent.pool_applicant_id = talent
        assert talent.jobseeker_id == person
        return talent, pool

    def _run_at(self, moment):
        """Let the job run then, and say how many questions lie in the queue altogether."""
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("jobseeker_relations.ir_cron_consent").method_direct_trigger()
        self.env.flush_all()
        self.env.invalidate_all()
        return len(self.Mail.search([("subject", "=", QUESTION)]))

    def _questions(self, person):
        """The letters that asked this person for a permission."""
        return self.Mail.search([("recipient_ids", "in", person.partner_id.ids), ("subject", "=", QUESTION)])


class UnboundedCase(ConsentCase):
    """Nobody is written to too soon or too often: what they said decides alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.jobseeker.contact.policy"].search([]).write({"min_gap_days": 0, "max_per_period": 0})

    def _verdict(self, person, channel="email", nature="bulk", **options):
        self.env.flush_all()
        self.env.invalidate_all()
        verdict = person._ask_gate(channel, nature, **options)[person]
        return verdict.kind, verdict.reason
