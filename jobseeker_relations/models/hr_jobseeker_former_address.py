from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import plaintext2html

#: So long after a change the former address still hears of an account.
LATELY = timedelta(days=30)


class HrJobseeker(models.Model):
    """An account shows a person's page to whoever reads the address: a changed one is no silent way to it.

    Recruiters mend addresses and invite people; whoever does both could become the person. So an invitation is in the
    log of each relationship and told to its adviser, and an address that was changed lately hears of the account.
    """

    _inherit = "hr.jobseeker"

    former_email = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    former_email_until = fields.Datetime(readonly=True, copy=False, groups=fields.NO_ACCESS)

    @api.model
    def _remember_addresses(self, former):
        """Keep where people were reached until now, and tell those who have an account there.

        :param former: dict contact → the address that it had
        """
        # sudo: the relationships of every company; who mends an address may read none of them
        people = self.sudo().search([("partner_id", "in", [partner.id for partner in former])])
        now = fields.Datetime.now()
        for partner, relationships in people.grouped("partner_id").items():
            if not relationships[0]._get_former_address():  # else an older one is lately enough
                relationships.write({"former_email": former[partner], "former_email_until": now})
            if relationships[0].portal_access != "none":
                relationships[0]._write_to_former_address(former[partner])

    def _get_former_address(self):
        """The address that the person had lately, unless they have it again."""
        self.ensure_one()
        lately = self.former_email_until and self.former_email_until > fields.Datetime.now() - LATELY
        return self.former_email if lately and self.former_email != self.partner_id.email_normalized else False

    @api.model
    def _tell_of_invitation(self, partner):
        """Log in each relationship of this contact where the invitation to their page went, and tell the advisers."""
        # sudo: the relationships of every company
        people = self.sudo().search([("partner_id", "=", partner.id)])
        for person in people:  # one in each company
            colleagues = person._for_colleagues()
            words = colleagues._say_invitation()
            person._message_log(body=words)
            reader = (person.adviser_id.filtered("active") or person._get_manager()) - self.env.user
            if reader:
                colleagues.message_notify(partner_ids=reader.partner_id.ids, subject=person.name, body=words)
        former = people and people[0]._get_former_address()
        if former:
            people[0]._write_to_former_address(former)

    def _say_invitation(self):
        words = self.env._(
            "%(user)s invited %(name)s to their page, by e-mail to %(address)s.",
            user=self.env.user.name,
            name=self.name,
            address=self.partner_id.email_normalized,
        )
        former = self._get_former_address()
        return f"{words} {self.env._('Until lately the address was %s.', former)}" if former else words

    def _write_to_former_address(self, address):
        """A word about safety, not contact: it stands on no thread, and no policy holds it."""
        person = self.with_context(lang=self.partner_id.lang or self.env.lang)
        subject = person.env._("Your page at %s", person.company_id.name)
        text = person.env._(
            "Hello %(name)s,\n\nyour page “My job search” at %(company)s now belongs to another e-mail address than this "
            "one. If you did not ask for that, please answer this letter at once.",
            name=person.greeting_name,
            company=person.company_id.name,
        )
        author = person.company_id.email_formatted or self.env.user.email_formatted
        # sudo: nobody writes letters without a document
        self.env["mail.mail"].sudo().create(
            {
                "email_from": author,
                "reply_to": person.adviser_id.filtered("active").email_formatted or author,
                "email_to": address,
                "subject": subject,
                "body_html": plaintext2html(text),
                "auto_delete": True,
            }
        )
