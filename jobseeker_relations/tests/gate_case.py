from datetime import timedelta

from odoo import fields

from odoo.addons.mail.tests.common import MockEmail

from .policy_case import PolicyCase

#: 10:00 on a Monday in Lisbon; the window is 09:00–18:00 on weekdays.
MONDAY = "2026-03-02 10:00:00"
#: 21:40 on the Friday before.
FRIDAY_NIGHT = "2026-02-27 21:40:00"


class GateCase(PolicyCase, MockEmail):
    """Ana and Bo applied for work under a policy of two days' gap and four letters in four weeks, 09:00–18:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env["hr.job"].create({"name": "Welder", "company_id": cls.company.id})
        cls.officer.partner_id.email = "officer@example.com"
        cls.ana = cls._applicant("Ana Abreu", "ana@example.com", "+351912345001")
        cls.bo = cls._applicant("Bo Berg", "bo@example.com", "+351912345002")
        cls.both = cls.ana | cls.bo
        cls.person = cls.ana.jobseeker_id

    @classmethod
    def _applicant(cls, name, email, phone=False, **vals):
        """An application of somebody in Lisbon to whom nobody has written so far."""
        applicant = cls.env["hr.applicant"].create(
            {"partner_name": name, "email_from": email, "partner_phone": phone, "job_id": cls.job.id, **vals}
        )
        applicant.partner_id.tz = "Europe/Lisbon"
        return applicant

    def _wrote(self, person, days=0, hours=0, **vals):
        """Record a letter that went to this person so long ago."""
        at = fields.Datetime.now() - timedelta(days=days, hours=hours)
        values = {"jobseeker_id": person.id, "date": at, "direction": "out", "channel": "email", "nature": "automatic"}
        return self.Contact.create({**values, **vals})

    def _mails_to(self, person):
        """Mails to this person, those that were stopped among them."""
        domain = ["|", ("recipient_ids", "in", person.partner_id.ids), ("email_to", "ilike", person.email)]
        return self.env["mail.mail"].search(domain, order="id")

    def _natures(self, person):
        """The natures of the ledger's rows in force, oldest first."""
        rows = self.Contact.search([("jobseeker_id", "=", person.id), ("superseded", "=", False)], order="id")
        return [row.nature if row.outcome != "withdrawn" else "withdrawn" for row in rows]
