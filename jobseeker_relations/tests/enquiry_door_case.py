from zlib import crc32

from .common import JobseekerCase
from .mail_letters import LETTER

#: What a mail server of ours writes over a mail that the domain of its sender disowns.
DISOWNED = "Authentication-Results: mx.example.org; spf=pass; dmarc=fail header.from=example.com\n"


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
