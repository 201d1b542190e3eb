from zlib import crc32

from odoo import fields

from .common import JobseekerCase
from .mail_letters import FORWARD, LETTER

#: What a mail server of ours writes over a mail that the domain of its sender disowns.
DISOWNED = "Authentication-Results: mx.example.org; spf=pass; dmarc=fail header.from=example.com\n"
VERA = "Vera Visitor <vera@example.com>"
#: What mail programs write over what is passed on.
QUOTED = FORWARD.replace("Vera Visitor wrote:", f"From: {VERA}\n\n")


class EnquiryDoorCase(JobseekerCase):
    """A company with a general address, for which the officer answers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jobseeker_alias_name = "Enquiries"
        cls.company.jobseeker_enquiry_user_id = cls.officer
        cls.address = f"enquiries@{cls.alias_domain}"

    def _receive(self, email_from, to=None, subject="Work?", number="", template=LETTER, **kwargs):
        """:param number: tells mails of one sender with one subject apart"""
        name = crc32(f"{subject} {number} {email_from} {self.id()}".encode())
        with self.mock_mail_gateway():
            mail = self.format(
                template,
                to=to or self.address,
                email_from=email_from,
                subject=subject,
                msg_id=f"<{name}@mail.example.com>",
                **kwargs,
            )
            self.env["mail.thread"].message_process(None, mail)

    def _find(self, name):
        return self.env["hr.jobseeker"].search([("name", "=", name)])

    def _tasks_about_mail(self, user=None):
        """Tasks that are about no document."""
        domain = [("res_model", "=", False), *([("user_id", "=", user.id)] if user else [])]
        return self.env["mail.activity"].search(domain, order="id")


class PassedOnCase(EnquiryDoorCase):
    """Somebody wrote to a colleague, who passes it on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.olga = f"Olga Officer <{cls.officer.email}>"
        cls.most = cls.env.ref("jobseeker_relations.rule_enquiry_thanks_most")

    def _pass_on(self, number=1, template=QUOTED, **kwargs):
        self._receive(self.olga, subject=f"Fwd: Letter {number}", number=number, template=template, **kwargs)
        task = self._tasks_about_mail()[-1:]
        self.env.flush_all()  # what Odoo writes there is the time of the transaction
        self.env.cr.execute("UPDATE mail_activity SET create_date = %s WHERE id = %s", [fields.Datetime.now(), task.id])
        self.env.invalidate_all()
        return task

    def _vera(self):
        partner = self.env["res.partner"].create({"name": "Vera Visitor", "email": "vera@example.com"})
        return self.env["hr.jobseeker"].create({"partner_id": partner.id, "company_id": self.company.id})

    def _find_told(self, person):
        """(tasks, files, what is left out) of the copy of their data."""
        Map = self.env["hr.jobseeker.personal.data"]
        trace = Map._get_trace(person)
        left_out = Map._find_exempt(trace)[1]
        return Map._find_activities(trace), Map._find_files(trace), str(left_out)
