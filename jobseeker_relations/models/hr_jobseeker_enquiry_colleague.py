import logging
import re
from datetime import timedelta
from email.message import EmailMessage
from textwrap import shorten

from odoo import api, fields, models
from odoo.tools import format_datetime, html2plaintext

from .hr_jobseeker_enquiry_clock import RULE
from .hr_jobseeker_enquiry_letter import MOST_THANKS
from .moment import city

_logger = logging.getLogger(__name__)

#: Characters of a subject in a summary, of a mail, and of one among many that are disowned.
SUBJECT, TEXT, TEXT_DISOWNED = 100, 5000, 1000
ADDRESSES = re.compile(r"(?:\w+://|www\.)\S+|\S+@\S+")


class ResCompany(models.Model):
    """Mail from a colleague's address to the general address: a task keeps all that it said, and has its time.

    No contact is made of it: who wrote it first, only a person can see.
    """

    _inherit = "res.company"

    def _keep_mail(self, user, summary, mail, disowned=False):
        """Give a task with the words and the files of a mail, once for each mail; of many forged ones one.

        :param mail: as ``message_parse`` gives it, and ``reply_to``
        :param disowned: it is in a colleague's name alone; of what colleagues pass on none is left out
        """
        self.ensure_one()
        tasks = self.env["mail.activity"].sudo().with_context(active_test=False)  # sudo: tasks are somebody else's
        own, number = [("jobseeker_company_id", "=", self.id)], mail.get("message_id")
        if number and tasks.search_count([*own, ("jobseeker_mail", "=", number)], limit=1):
            return
        rule = disowned and self.env["hr.jobseeker.rule"]._find(MOST_THANKS, self)
        hour_ago = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        alike = [*own, ("jobseeker_disowned", "=", True), ("create_date", ">", hour_ago)]
        if rule and tasks.search_count(alike) >= rule.number:
            self._keep_among_forged(mail)
            return
        marks = {
            **self._get_mail_marks(disowned),
            "jobseeker_mail": number,
            "jobseeker_writer": self._find_writer(mail),
        }
        task = self._ask_about_mailbox(user, summary, self._describe_mail(user, mail, TEXT), **marks)
        task._keep_files(mail.get("attachments"))

    def _keep_among_forged(self, mail):
        """Their domains disown them: beyond so many in an hour all of them share one task."""
        user = self._get_enquiry_reader()
        told = self.with_context(lang=user.lang or self.partner_id.lang)
        summary = told.env._("Many mails in colleagues' names at once, which may be forged: read them here")
        task = told._ask_about_mailbox(user, summary, **self._get_mail_marks(disowned=True))
        # sudo: as above
        task = task or task.search(
            [("user_id", "=", user.id), ("summary", "=", summary), ("res_model", "=", False)], limit=1
        )
        words = told._describe_mail(user, mail, TEXT_DISOWNED)
        if not task._add_mail(words, mail.get("attachments")):
            _logger.warning("Mail in a colleague's name left out, there are too many: %s", mail.get("message_id"))

    def _find_writer(self, mail):
        """Who wrote first what a colleague passes on, by the mail's own words: whom it went to was not the writer."""
        letters = [content for _name, content, *_info in mail.get("attachments") or ()]
        attached = [f"From: {content['From']}" for content in letters if isinstance(content, EmailMessage)]
        text = "\n".join([html2plaintext(mail.get("body") or ""), *attached])
        return self.env["mail.activity"]._find_outside({"mail": text})["mail"]

    def _get_mail_marks(self, disowned):
        return {
            "jobseeker_company_id": self.id,
            "jobseeker_disowned": disowned,
            "jobseeker_due_at": self._get_reply_due(),
        }

    def _describe_mail(self, user, mail, longest):
        """Who wrote to whom, when it came in, and the text, as far as there is room."""
        sender = mail.get("email_from") or mail.get("from") or "–"
        if mail.get("reply_to"):
            sender = f"{sender} (Reply-To: {mail['reply_to']})"
        zone = user.tz or self.partner_id.tz or "UTC"
        head = self.env._(
            "From %(sender)s to %(to)s. It came in on %(at)s: take it down with that moment, the promised time runs "
            "from then.",
            sender=sender,
            to=mail.get("to") or "–",
            # with its day: it is read later
            at=f"{format_datetime(self.env, fields.Datetime.now(), tz=zone)} ({city(zone)})",
        )
        subject, text = mail.get("subject") or "", html2plaintext(mail.get("body") or "")
        if len(text) > longest:
            text = f"{text[:longest]} […]"
        return "\n\n".join(filter(None, [head, shorten(subject, longest), text]))

    @api.model
    def _cut_subject(self, text):
        """A subject as it may stand in a list of tasks: short, and without addresses that somebody might follow."""
        return shorten(ADDRESSES.sub("…", text or ""), SUBJECT, placeholder="…")

    def _get_reply_due(self):
        """Until when a first word that comes in now has its reply, by the rule."""
        rule = self.env["hr.jobseeker.rule"]._find(RULE, self)
        if not rule:
            return False
        return rule._get_window(self).add_working_time(fields.Datetime.now(), timedelta(hours=rule.number)) or False
