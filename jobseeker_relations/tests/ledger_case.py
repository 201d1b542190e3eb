from .common import JobseekerCase
from .mail_letters import LETTER


class LedgerCase(JobseekerCase):
    """Anna applied; what passes between her and us goes through Odoo's own mail functions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.application = cls._application()
        cls.jobseeker = cls.application.jobseeker_id
        cls.anna = cls.application.partner_id
        cls.catchall = f"{cls.alias_catchall}@{cls.alias_domain}"

    def _write_to(self, records, user=None, **kwargs):
        """A colleague's letter from the chatter, one for each record."""
        with self.mock_mail_gateway():
            for record in records.with_user(user or self.officer):
                record.message_post(
                    body="When can you come?",
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                    partner_ids=self.anna.ids,
                    **kwargs,
                )

    def _receive(self, email_from, to=None, **kwargs):
        with self.mock_mail_gateway():
            mail = self.format(
                LETTER + kwargs.pop("quoted", ""),
                to=to or self.mailbox,
                email_from=email_from,
                subject=kwargs.pop("subject", "Re: Welder"),
                msg_id=f"<{email_from.strip('<>')}-{self.id()}>",
                **kwargs,
            )
            self.env["mail.thread"].message_process(None, mail)

    def _elsewhere(self):
        """A message on a document that has nothing to do with recruitment."""
        partner = self.env["res.partner"].create({"name": "Elsewhere"})
        return partner.message_post(body="?", message_type="comment", subtype_xmlid="mail.mt_comment")

    def _last_id(self, record):
        return record.message_ids[:1].message_id
