from datetime import datetime
from functools import cached_property

from odoo import fields
from odoo.tests import new_test_user

from odoo.addons.mail.tests.common import MailCase

#: A Monday; tests that freeze the clock begin here.
MONDAY = datetime(2026, 3, 2, 10, 0)


def make_user(env, login, groups, **vals):
    """A user without the letter about a password: that takes longer than the user does, and each class makes some."""
    user = new_test_user(env, login, groups=groups, context={"no_reset_password": True}, **vals)
    return user.with_env(env)


class JobseekerCase(MailCase):
    """A recruiter, an interviewer and an open job with a mailbox, in a company without contact policies.

    Mail is captured, never sent: see ``mock_mail_gateway`` and ``format_and_process`` of Odoo's own ``MailCase``. Its
    ``MailCommon`` would make four users and two companies besides, for each class, which take longer than most classes.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("base.user_admin").company_id
        cls.company.write(
            {"name": "YourTestCompany", "email": "your.company@example.com", "country_id": cls.env.ref("base.be").id}
        )
        cls._init_mail_gateway()
        cls._init_mail_servers()
        if "hr.jobseeker.contact.policy" in cls.env:
            cls.env["hr.jobseeker.contact.policy"].search([]).active = False
        cls.officer = cls._user("officer", "hr_recruitment.group_hr_recruitment_user", name="Olga Officer")
        cls.colleague = cls._user("colleague", "hr_recruitment.group_hr_recruitment_user", name="Carl Colleague")
        cls.interviewer = cls._user("interviewer", "base.group_user", name="Ivo Interviewer")
        cls.job = cls.env["hr.job"].create(
            {
                "name": "Welder",
                "company_id": cls.company.id,
                "user_id": cls.officer.id,
                "interviewer_ids": cls.interviewer.ids,
                "alias_name": "welder",
            }
        )
        cls.mailbox = f"welder@{cls.alias_domain}"
        cls.Contact = cls.env["hr.jobseeker.contact"]

    @classmethod
    def _user(cls, login, groups, **vals):
        return make_user(
            cls.env,
            login,
            groups,
            email=f"{login}@{cls.alias_domain}",
            company_id=cls.company.id,
            tz="UTC",
            **vals,
        )

    @cached_property
    def company_2(self):
        """Another company, for the one test that asks."""
        return self.env["res.company"].create({"name": "Company 2", "email": "company_2@example.com"})

    @classmethod
    def _application(cls, name="Anna Kovács", email="anna@example.com", **vals):
        vals.setdefault("job_id", cls.job.id)
        return cls.env["hr.applicant"].create({"partner_name": name, "email_from": email, **vals})

    @classmethod
    def _portal_user(cls, partner):
        vals = {
            "login": partner.email,
            "partner_id": partner.id,
            "group_ids": [fields.Command.set(cls.env.ref("base.group_portal").ids)],
        }
        return cls.env["res.users"].with_context(no_reset_password=True).create(vals).with_env(cls.env)

    def _rows(self, jobseeker):
        """The person's ledger, oldest first."""
        return self.Contact.search([("jobseeker_id", "=", jobseeker.id)], order="id")

    def assertLedger(self, jobseeker, expected):
        """Compare the ledger with a list of (direction, channel, nature, outcome)."""
        rows = self._rows(jobseeker)
        facts = [(row.direction, row.channel, row.nature, row.outcome or None) for row in rows]
        self.assertEqual(facts, expected)
        return rows

    def _count_queries(self, action):
        """Run it and say how many queries it took, those for writing included."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
