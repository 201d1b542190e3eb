from collections import defaultdict
from typing import Any, NamedTuple

from odoo import models
from odoo.tools import html2plaintext
from odoo.tools.mail import append_content_to_html

#: The page with one button that ends mailings; people look for it long after the letter.
PURPOSE = "unsubscribe"
LINK_DAYS = 730


class Carried(NamedTuple):
    """What a letter brings its reader besides its text: a notice that they lack, a way out of mailings.

    ``jobseeker`` and ``notice`` are Odoo records.
    """

    jobseeker: Any
    notice: Any
    is_mailing: bool


class MailMail(models.Model):
    """A letter brings the privacy notice to whom lacks it, and a mailing the way out (GDPR art. 14, PECR, RFC 8058).

    Both are put in when the letter leaves, into the copy of that reader alone: no thread shows them, and what is on
    record is what really went.
    """

    _inherit = "mail.mail"

    def _send(self, *args, **kwargs):
        carried = self.sudo()._find_carried()  # sudo: whoever sends the queue
        told = set()
        result = super(MailMail, self.with_context(jobseeker_carried=carried, jobseeker_told=told))._send(
            *args, **kwargs
        )
        self.env["hr.jobseeker"].sudo().union(*told)._note_letters_with_notice()  # sudo: as above
        return result

    def _find_carried(self):
        """{mail id: {contact id or False: Carried}}, in a fixed number of queries; False: it goes to a bare address."""
        words = self.filtered(lambda mail: mail.state == "outgoing")._find_words()
        if not words:
            return {}
        follow_ups = self._find_follow_ups()
        people = self.env["hr.jobseeker"].union(*(word.jobseeker for word in words if word.own))
        people = people.filtered(lambda person: person.state != "closed")
        lacking = people - people._find_with_notice()
        notices = self.env["hr.jobseeker.privacy.notice"]._find_in_force(lacking.company_id) if lacking else {}
        nothing = self.env["hr.jobseeker.privacy.notice"]
        carried = defaultdict(dict)
        for word in words:
            notice = notices[word.jobseeker.company_id] if word.own and word.jobseeker in lacking else nothing
            is_mailing = word.nature == "bulk" and word.mail not in follow_ups
            if notice or is_mailing:
                for reader in word.mail._get_sole_readers(word.jobseeker):
                    # each is read anew after the commit of the one before: by itself, and not with all the others
                    carried[word.mail.id][reader] = Carried(word.jobseeker.with_prefetch(), notice, is_mailing)
        return carried

    def _get_sole_readers(self, person):
        """Under which copies of this mail nobody but the person reads it: by their contact, or by the address alone."""
        if person.partner_id in self.recipient_ids:
            return [person.partner_id.id]
        former = self.recipient_ids and self.recipient_ids & person.former_contact_ids.contact_id
        if former:
            return former.ids
        return [False] if len(self._get_addressed()) == 1 else []

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        emails = super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)
        carried = (self.env.context.get("jobseeker_carried") or {}).get(self.id, {})
        for email in emails:
            reader = email["partner_id"]
            if what := carried.get(reader.id if reader else False):
                self._put_in(email, what)
        return emails

    def _put_in(self, email, carried):
        """Add to one copy what it brings; the headers of the other copies stay as they are."""
        person = carried.jobseeker.with_context(lang=carried.jobseeker._get_letter_lang())
        link = person._get_link(PURPOSE, LINK_DAYS) if carried.is_mailing else None
        footer = person.env["ir.qweb"]._render(
            "jobseeker_relations.letter_footer",
            {
                "company": person.company_id,
                "notice": carried.notice and carried.notice._get_address(person.env.lang),
                "unsubscribe": link,
            },
        )
        email["body"] = append_content_to_html(email["body"], footer, plaintext=False)
        email["body_alternative"] = html2plaintext(email["body"])
        if link:
            email["headers"] = {
                **email["headers"],
                "List-Unsubscribe": f"<{link}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        result = super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
        carried = self.env.context.get("jobseeker_carried") or {}
        reached = {partner.id for partner in success_pids} | ({False} if success_emails else set())
        for mail_id in self._ids if carried else ():
            for reader, what in carried.get(mail_id, {}).items():
                if what.notice and reader in reached:
                    self.env.context["jobseeker_told"].add(what.jobseeker)
        return result
