from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import plaintext2html

from .hr_jobseeker_letter import ANSWERS_THEM

#: So long after a change the former address still hears of an account.
LATELY = timedelta(days=30)


class HrJobseeker(models.Model):
    """An account shows a person's page to whoever reads the address: a changed one is no silent way to it.

    Recruiters mend addresses and invite people; whoever does both could become the person. So an invitation is in the
    log of each relationship and told to its adviser, and an address that was changed lately hears of the account.
    """

    _inherit = "hr.jobseeker"

    former_emails = fields.Json(
        readonly=True, copy=False, groups=fields.NO_ACCESS, help="{address: when it was changed}, of lately."
    )

    @api.model
    def _remember_addresses(self, former):
        """Keep where people were reached until now, and tell those who have an account there.

        :param former: dict contact → the address that it had
        """
        # sudo: the relationships of every company; who mends an address may read none of them
        people = self.sudo().search([("partner_id", "in", [partner.id for partner in former])])
        now = fields.Datetime.to_string(fields.Datetime.now())
        for partner, relationships in people.grouped("partner_id").items():
            relationships.write({"former_emails": {**relationships[0]._get_changed_lately(), former[partner]: now}})
            if relationships[0].portal_access != "none":
                relationships[0]._write_to_former_address(former[partner])

    def _tell_merged_address(self, address, name):
        """Whose relationship becomes one with another's, whose account shows all of it then, hears of that."""
        self.ensure_one()
        if not address or address == self.partner_id.email_normalized or self.portal_access == "none":
            return
        now = fields.Datetime.to_string(fields.Datetime.now())
        self.former_emails = {**self._get_changed_lately(), address: now}
        self._write_to_former_address(address, name)

    def _get_changed_lately(self):
        since = fields.Datetime.to_string(fields.Datetime.now() - LATELY)
        return {address: at for address, at in (self.former_emails or {}).items() if at > since}

    def _get_former_addresses(self):
        """The addresses that the person had lately, without the present one."""
        self.ensure_one()
        return [address for address in self._get_changed_lately() if address != self.partner_id.email_normalized]

    @api.model
    def _tell_of_invitation(self, partner):
        """Log in each relationship of this contact where the invitation to their page went, and tell the advisers."""
        # sudo: the relationships of every company
        people = self.sudo().search([("partner_id", "=", partner.id)])
        for person in people:  # one in each company
            colleagues = person._for_colleagues()
            words = colleagues._say_invitation()
            person._message_log(body=words)
            reader = person._get_answering_user() - self.env.user
            if reader:
                colleagues.message_notify(partner_ids=reader.partner_id.ids, subject=person.name, body=words)
        for address in people[0]._get_former_addresses() if people else ():
            people[0]._write_to_former_address(address)

    def _say_invitation(self):
        words = self.env._(
            "%(user)s invited %(name)s to their page, by e-mail to %(address)s.",
            user=self.env.user.name,
            name=self.name,
            address=self.partner_id.email_normalized,
        )
        former = ", ".join(self._get_former_addresses())
        return " ".join([words, self.env._("Until lately the address was %s.", former)]) if former else words

    def _write_to_former_address(self, address, name=None):
        """A word about safety, not contact: it stands on no thread, and no policy holds it.

        :param name: by which the reader of that address was greeted, where it may be somebody else
        """
        person = self.with_context(lang=self.partner_id.lang or self.env.lang)
        subject = person.env._("Your page at %s", person.company_id.name)
        text = person.env._(
            "Hello %(name)s,\n\nyour page “My job search” at %(company)s now belongs to another e-mail address than "
            "this one. If you did not ask for that, please answer this letter at once.",
            name=name or person.greeting_name,
            company=person.company_id.name,
        )
        author = person.company_id.email_formatted or self.env.user.email_formatted
        # sudo: nobody writes letters without a document
        self.env["mail.mail"].sudo().with_context(jobseeker_automatic=ANSWERS_THEM).create(
            {
                "email_from": author,
                "reply_to": person.adviser_id.filtered("active").email_formatted or author,
                "email_to": address,
                "subject": subject,
                "body_html": plaintext2html(text),
                "auto_delete": True,
            }
        )
