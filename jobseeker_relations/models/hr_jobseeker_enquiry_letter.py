from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext
from odoo.tools.mail import append_content_to_html

#: In the context of a mail that opens a thread at the general address: it is thanked for, as core thanks for an
#: application. An object and no flag: no client can put it into a context.
ARRIVES = object()
#: The same of what a colleague takes down, with the person before them.
TAKEN_DOWN = object()
#: In the context of a mail that the domain of its sender disowns.
UNPROVEN = object()
#: The same of one whose sender somebody typed into a form of our site: who is new is thanked.
TYPED = object()
#: The rule that says how many writers are thanked within an hour.
MOST_THANKS = "enquiry_thanks_most"
#: What stands in the address of a link; the letter has none.
PURPOSE, LINK_DAYS = "enquiry", 1


class HrJobseekerEnquiry(models.Model):
    """The acknowledgement: who wrote reads at once until when a person answers them.

    Core thanks for an application; that letter says it, too, and nobody gets two. A letter of a machine stops no clock.
    """

    _inherit = "hr.jobseeker.enquiry"

    def _acknowledge(self, arrival):
        """Thank for what arrived: by core's letter where there is one, else by ours.

        :param arrival: ``ARRIVES``: a mail opened a thread at the general address; ``TAKEN_DOWN``: a colleague has it
            confirmed, and knows whom; ``UNPROVEN``: nobody is thanked, by either door
        """
        if arrival is UNPROVEN:
            return
        taken_down = arrival is TAKEN_DOWN
        for enquiry in self:
            if enquiry.channel in ("application", "web"):
                enquiry.acknowledgement_id = enquiry._find_cores_letter()
        doors = self.filtered(lambda enquiry: enquiry.channel in ("application", "web"))
        owed = self if arrival is ARRIVES or taken_down else doors
        owed.filtered(lambda enquiry: not enquiry.acknowledgement_id)._send_thanks(bounded=not taken_down)

    def _find_cores_letter(self):
        """Core's thanks for the application: what it wrote there by itself."""
        self.ensure_one()
        return self.env["mail.message"].search(
            [
                ("model", "=", "hr.applicant"),
                ("res_id", "=", self.applicant_id.id),
                ("message_type", "=", "auto_comment"),
            ],
            order="id",
            limit=1,
        )

    def _send_thanks(self, bounded):
        """:param bounded: not to more people within an hour than the rule allows"""
        template = self.env.ref("jobseeker_relations.mail_template_enquiry_received", raise_if_not_found=False)
        for company, waiting in self.filtered("is_open").grouped("company_id").items() if template else ():
            if bounded and waiting._is_flood(company):
                waiting[0]._tell_of_flood(company)
                continue
            letters = waiting.jobseeker_id._send_notices(template, PURPOSE, LINK_DAYS)
            for enquiry in waiting:
                enquiry.acknowledgement_id = letters.get(enquiry.jobseeker_id, False)

    def _is_flood(self, company):
        """Whether more people would be thanked within an hour than the rule allows: their addresses may be forged.

        Letters of ours count, core's for applications do not.
        """
        rule = self.env["hr.jobseeker.rule"]._find(MOST_THANKS, company)
        hour_ago = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        thanked = [
            ("company_id", "=", company.id),
            ("acknowledgement_id.model", "=", "hr.jobseeker"),
            ("create_date", ">", hour_ago),
        ]
        return bool(rule) and self.search_count(thanked) + len(self) > rule.number

    def _tell_of_flood(self, company):
        user = company._get_enquiry_reader(self.jobseeker_id._get_answering_user())
        told = self.with_context(lang=user.lang or company.partner_id.lang).env
        company._ask_about_mailbox(
            user,
            told._("Many enquiries at once: they are not thanked by machine"),
            told._("Look whether people wrote them. Whoever waits is in the list “Waiting for a First Reply”."),
        )


class MailMail(models.Model):
    """Core's thanks for an application say until when the answer comes: put into the person's own copy as it leaves."""

    _inherit = "mail.mail"

    def _send(self, *args, **kwargs):
        promises = self.sudo()._find_promises()  # sudo: whoever sends the queue
        return super(MailMail, self.with_context(jobseeker_promises=promises))._send(*args, **kwargs)

    def _find_promises(self):
        """{mail id: jobseeker} of thanks for applications whose enquiry waits."""
        thanks = self.filtered(lambda mail: mail.model == "hr.applicant" and mail.state == "outgoing")
        if not thanks:
            return {}
        enquiries = self.env["hr.jobseeker.enquiry"].search(
            Domain("acknowledgement_id", "in", thanks.mail_message_id.ids) & Domain("is_open", "=", True)
        )
        of_message = {enquiry.acknowledgement_id: enquiry.jobseeker_id for enquiry in enquiries}
        return {mail.id: of_message[mail.mail_message_id] for mail in thanks if mail.mail_message_id in of_message}

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        emails = super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)
        person = (self.env.context.get("jobseeker_promises") or {}).get(self.id)
        readers = self._get_sole_readers(person) if person else []
        for email in emails if readers else ():
            if (email["partner_id"].id if email["partner_id"] else False) in readers:
                promise = person.with_context(lang=person._get_letter_lang())._say_first_reply()
                email["body"] = append_content_to_html(email["body"], promise, plaintext=True, preserve=False)
                email["body_alternative"] = html2plaintext(email["body"])
        return emails
